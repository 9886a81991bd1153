"""Lists whose first body leads because the document says so: 列首位的为牵头单位，下同.

Plans state it once, in a note, a heading or the first bracket, and then only list the bodies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyqa.documents.parser import Structure
from policyqa.records import Duty

_PLACE = r"(?:首位|第一位?|第一个|最前面?|首个|第1位?)的?(?:责任|承办)?(?:单位|部门)?"
_LEADS = r"牵头(?:责任|负责)?(?:单位|部门)?"
_IS = r"(?:即?[为是系]|作为)"
# 列首位的牵头, 首位为牵头; a bare 第一牵头单位 only numbers the leads.
_FIRST = re.compile(
    r"(?:责任单位[^，。；：\n]{0,4})?"
    rf"(?:(?:[列排居处]|位于|排名|排序)(?:在|于)?{_PLACE}{_IS}?|{_PLACE}{_IS}){_LEADS}"
)
_FROM_HERE = re.compile(r"[，,、；]?\s*(?:下同|以下同|以下均同|后同)")


def first_leads(structure: Structure, duties: Sequence[Duty]) -> Iterator[Duty]:
    """Yield the duties, the first sharer made the lead where a statement says that it is.

    A statement behind the list of a clause holds for that clause, with 下同 for all behind it
    as well; one that stands elsewhere holds for the whole document.
    """
    rules = [
        (match.start(), match.end(), bool(_FROM_HERE.match(structure.document.text, match.end())))
        for match in _FIRST.finditer(structure.document.text)
    ]
    spans = {clause.address: (clause.start, clause.end) for clause in structure.clauses}
    named = {duty.address for duty in duties if not duty.in_text and not duty.inherited_from}
    listed = [spans[address] for address in named]
    for duty in duties:
        rule = None if duty.in_text or duty.lead or len(duty.shared) < 2 else duty
        for start, end, onwards in rules if rule else ():
            home = next((span for span in listed if span[0] <= start < span[1]), None)
            here, stop = spans[duty.address]
            if home is None or (home[0] <= here and (onwards or stop <= home[1])):
                yield replace(
                    duty, lead=duty.shared[:1], shared=duty.shared[1:], lead_rule=(start, end)
                )
                break
        else:
            yield duty

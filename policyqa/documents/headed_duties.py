"""Duties of a body whose name is the heading of an item, as in a division of labour.

Read are items such as （二）区农业农村局：牵头负责秸秆综合利用…, whose sentences leave their
subject out. The name must be that of an authority, and a colon behind it or a heading above that
speaks of duties (职责分工) must say that what follows is its work.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from policyqa.documents.parser import Structure
from policyqa.documents.prose import authorities
from policyqa.records import Clause, Duty, Heading

_DIVIDES = re.compile(r"职责|分工|责任|任务清单")
_LEADS = re.compile(r"[^，,。；;]{0,12}?(?:牵头|主办|主抓)")
_TRAILING = " \t　*：:。.．"


def headed_duty(
    structure: Structure, clause: Clause, headings: Mapping[str, Heading]
) -> Duty | None:
    """Return the duty that the heading of ``clause`` gives its body, or None.

    ``headings`` are those of the document by address. The duty spans the name, where it stands
    in the line of the text, and the first sentence.
    """
    heading = headings.get(clause.address)
    if heading is None or not clause.sentences:
        return None
    text = structure.document.text
    name = heading.title.strip(_TRAILING)
    above = [headings[address].title for address in clause.ancestors if address in headings]
    colon = text[heading.start : clause.start].rstrip(" \t　*\n").endswith(("：", ":"))
    if not name or not (colon or any(_DIVIDES.search(title) for title in above)):
        return None
    who, open_ended = authorities(name)
    if not who:
        return None
    first = clause.sentences[0]
    beside = "\n" not in text[heading.start : first.start]
    start = text.find(name, heading.start, first.start) if beside else -1
    end = first.start + len(first.text.rstrip("。；; \n"))
    leads = bool(_LEADS.match(first.text))
    return Duty(
        clause.document_id, clause.address, who if leads else (), () if leads else who,
        open_ended, start if start >= 0 else first.start, end,
        in_text=True,
    )  # fmt: skip

"""责任单位 lines that close a block and so answer for all its items.

三（二）1 … 三（二）2 … followed by a line 牵头单位：甲局 names who answers for both items, although
the line stands in the last one; so does a bracket （甲局牵头） that is a paragraph of its own.
Where an item before it names somebody, every item has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policyqa.documents.parser import Structure
from policyqa.records import Clause, Duty

_LABEL_LINES = re.compile(
    r"(?:^|\n)(?:[\s　*]*\S{2,8}(?:单位|部门|主体|机构)(?:[和及]责任人)?"
    r"[ \t　]*[：:][^\n]*(?:\n|$))+\s*$"
)
_BRACKET_LINE = re.compile(r"\n[\s　*]*[（(【\[〔［][^\n]*[）)】\]〕］][。*]*\s*$")


def block_duties(
    structure: Structure, own: Mapping[str, Sequence[Duty]]
) -> Iterator[tuple[str, Duty]]:
    """Yield (address, duty) for each item that a line at the end of its block answers for.

    ``own`` are the duties that each clause's own lists state, by address. The duty has the
    span of the line, and ``inherited_from`` names the clause in which it stands.
    """
    for clause in structure.clauses:
        closing = _closing(structure, clause, own.get(clause.address, ()))
        if not closing or not clause.ancestors:
            continue
        parent = clause.ancestors[-1]
        block = [other for other in structure.clauses if _inside(other, parent)]
        if block[-1] is not clause or any(
            own.get(other.address) for other in block if other is not clause
        ):
            continue
        for other in answered_for(structure, parent):
            if other is clause:
                continue
            for duty in closing:
                yield (
                    other.address,
                    replace(duty, address=other.address, inherited_from=clause.address),
                )


def answered_for(structure: Structure, parent: str) -> Iterator[Clause]:
    """Yield the clauses that are answered for with a heading: its own and its items.

    What stands under an item that has a clause is answered for with the item.
    """
    taken: set[str] = set()
    for clause in structure.clauses:
        between = [address for address in clause.ancestors if address != parent]
        if _inside(clause, parent) and taken.isdisjoint(between):
            taken.add(clause.address)
            yield clause


def _inside(clause: Clause, parent: str) -> bool:
    return clause.address == parent or parent in clause.ancestors


def _closing(structure: Structure, clause: Clause, duties: Sequence[Duty]) -> list[Duty]:
    """Return the duties that lines of their own at the end of ``clause`` state."""
    if not duties:
        return []
    text = structure.document.text[clause.start : clause.end]
    lines = _LABEL_LINES.search(text) or _BRACKET_LINE.search(text)
    if lines is None:
        return []
    return [duty for duty in duties if duty.start >= clause.start + lines.start()]

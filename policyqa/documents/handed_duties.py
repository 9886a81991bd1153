"""Duties that one statement hands to many clauses: 以下均需各县市区人民政府落实，不再列出.

以下 hands them to the clauses behind it, 以上 to those before it and its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyqa.documents.bodies import is_body, split_bodies
from policyqa.documents.parser import Structure
from policyqa.records import Clause, Duty

_UNNAMED = "，不再列出"
_HANDED_ON = re.compile(
    r"(?:(?P<back>以上|上述)|以下|下同|后文|其后)(?:[^，。；]{0,12}?(?:均|都|皆)|[^，。；]{0,6}?)[需须应由要]*"
    r"(?P<who>各?[^，。；]{2,30}?)(?:抓好|认真|具体|负责|组织)*(?:落实|负责|配合|参与|实施)"
    r"[，,、]?(?:不再\S{0,4}(?:列出|列举|赘述|重复|列))"
)


def hands_on(segment: str) -> bool:
    """Tell whether a stretch of a list hands a duty to other clauses and is none itself."""
    return bool(_HANDED_ON.match(segment + _UNNAMED))


def statements(structure: Structure) -> list[tuple[Duty, bool]]:
    """Return the duties handed on, in the order of the text; the flag tells 以上."""
    found: list[tuple[Duty, bool]] = []
    for clause in structure.clauses:
        for match in _HANDED_ON.finditer(structure.document.text, clause.start, clause.end):
            who, open_ended = split_bodies(match["who"])
            if who and all(is_body(name) for name in who):
                duty = Duty(
                    clause.document_id, clause.address, (), who, open_ended,
                    match.start(), match.end(), (), clause.address,
                )  # fmt: skip
                found.append((duty, bool(match["back"])))
    return found


def handed_to(clause: Clause, handed: Sequence[tuple[Duty, bool]]) -> Iterator[Duty]:
    """Yield what ``handed`` statements put on a clause, which has a list of its own."""
    for duty, back in handed:
        if clause.start <= duty.start if back else duty.start < clause.start:
            yield replace(duty, address=clause.address)

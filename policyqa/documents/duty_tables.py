"""Duties that the rows of a table state, for the row and for the clause that has its title.

A plan often says in its text what is to be done and in an attachment who does it: 三（一）1
大力发展新能源, and in the row of that name 市甲局｜市乙局、市丙局.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policyqa.documents.blocks import answered_for
from policyqa.documents.bodies import is_body, split_bodies
from policyqa.documents.numbering import read_marker
from policyqa.documents.parser import Structure
from policyqa.documents.tables import Cell, Table, read_tables
from policyqa.records import Duty, Heading

_PLAIN = re.compile(r"[^\w%]+")
# A title that the other one holds must be most of it: 碳汇能力提升 and 碳汇能力提升行动.
_SHORTEST = 6
_SHARE = 0.7


def table_duties(structure: Structure, own: Mapping[str, Sequence[Duty]]) -> Iterator[Duty]:
    """Yield the duty of each row, then those of the clauses under the heading of its name.

    ``own`` are the duties that each clause's own lists state, by address: a clause with one has
    no need of the table. The linked duties have the span of the row, and ``inherited_from``
    names the clause in which it stands.
    """
    for table in read_tables(structure.document.text):
        place = table.columns.index("task")
        for row in table.rows:
            duty = _duty(structure, table, row)
            if duty is None:
                continue
            yield duty
            heading = _heading(structure, row[place])
            if heading is None or heading.start > duty.start:
                continue
            for clause in answered_for(structure, heading.address):
                if clause.address != duty.address and not own.get(clause.address):
                    yield replace(duty, address=clause.address, inherited_from=duty.address)


def _duty(structure: Structure, table: Table, row: Sequence[Cell]) -> Duty | None:
    """Return the duty of one row, at the clause in which its bodies stand."""
    roles: dict[str, tuple[str, ...]] = {"lead": (), "shared": (), "assisting": ()}
    open_ended = False
    cells: list[Cell] = []
    for column, cell in zip(table.columns, row, strict=True):
        if column not in roles or not cell.text.strip("-—–/无"):
            continue
        names, more = split_bodies(cell.text)
        if not names or not all(is_body(name) for name in names):
            continue
        roles[column] += names
        open_ended = open_ended or more
        cells.append(cell)
    if not cells:
        return None
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    home = next((c for c in structure.clauses if c.start <= start and end <= c.end), None)
    if home is None:
        return None
    return Duty(
        structure.document.id, home.address, roles["lead"], roles["shared"], open_ended,
        start, end, roles["assisting"],
    )  # fmt: skip


def _heading(structure: Structure, task: Cell) -> Heading | None:
    """Return the only heading of the text, attachments aside, that has the task's name."""
    marker = read_marker(task.text)
    wanted = _plain(task.text[marker.end if marker else 0 :])
    close: list[Heading] = []
    for heading in structure.headings:
        title = _plain(heading.title)
        if not title or heading.address.startswith("附件"):
            continue
        if title == wanted:
            return heading
        shorter, longer = sorted((title, wanted), key=len)
        if len(shorter) >= max(_SHORTEST, _SHARE * len(longer)) and shorter in longer:
            close.append(heading)
    return close[0] if len(close) == 1 else None


def _plain(title: str) -> str:
    return _PLAIN.sub("", title)

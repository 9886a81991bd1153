"""Rows of tables that were pasted with a cell a line."""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.documents.row_tables import cell_table
from policyqa.documents.tables import NUMBERED, Cell, counted_rows, stripped, written_lines

_LEAST_COLUMNS, _MOST_COLUMNS = 3, 10
Rows = list[tuple[Cell, ...]]


def numbered_cells(lines: Sequence[Cell]) -> tuple[tuple[Cell, ...], Rows]:
    """Read a table that begins with 序号 in the first line: 1 begins the first row, 2 the next.

    Returns its header and its rows; both are empty when there is none.
    """
    opening = [line.text.strip() for line in lines[:_MOST_COLUMNS]]
    width = opening.index("1") if "1" in opening else 0
    if width < _LEAST_COLUMNS or not NUMBERED.fullmatch(opening[0]):
        return (), []
    return tuple(map(stripped, lines[:width])), counted_rows(lines[width:], width)


def cell_row_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the half-open spans of the rows of such tables in ``text[start:end]``, in order."""
    lines = written_lines(text, start, end)
    found: list[tuple[int, int]] = []
    number = 0
    while number < len(lines):
        header, rows = numbered_cells(lines[number:])
        if not rows:
            header, rows = cell_table(lines[number:])
        found += [(row[0].start, row[-1].end) for row in rows]
        number += len(header) * (len(rows) + 1) if rows else 1
    return found

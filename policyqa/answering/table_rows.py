"""Answers from tables of projects: the row that the question names, each cell with its column.

岸电扩容二期总投资多少 names a cell of the row; its figures say nothing without the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.details import needs_of
from policyqa.answering.normalise import with_digits
from policyqa.answering.resources import QuoteList, Resources
from policyqa.documents.bodies import split_bodies
from policyqa.documents.cell_rows import numbered_cells
from policyqa.documents.quantities import UNIT_SAID
from policyqa.documents.tables import NUMBERED, Cell, cut_cells, way_of, written_lines
from policyqa.text import same_width

_LEAST_COLUMNS, _LEAST_ROWS = 3, 2
# So long a cell in the question names its row; shorter ones stand in many rows.
_NAMES_ROW = 5
_MOST_ROWS = 3
_FIGURE = re.compile(r"[\d.,%～~—–-]+")
_NAME = re.compile(r"名称|项目|任务|工程|事项")
_BODY = re.compile(r"单位|主体|部门|业主")
_SENTENCE = re.compile(r"[。；;]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table with its header, both as cells of the document's text."""

    header: tuple[Cell, ...]
    cells: tuple[Cell, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The cells that name the row: those of columns that say so, else the first."""
        named = tuple(cell for column, cell in self.told if _NAME.search(column))
        return named or tuple(cell for _, cell in self.told[:1])

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The cells by their column, a serial number left out."""
        pairs = zip(self.header, self.cells, strict=True)
        return tuple(
            (column.text, cell.text)
            for column, cell in pairs
            if cell.text and not NUMBERED.fullmatch(column.text)
        )


def answer_table_row(question: Question, resources: Resources) -> Draft | None:
    """Tell the rows that the question names by one of their cells, or return None.

    省水利厅牵头的是哪个项目 names those of a body, if the table is spoken of.
    """
    of_body = bool(question.departments) and bool(_NAME.search(question.text))
    if question.asks("yes_no", "permission") or (question.asks("tasks") and not of_body):
        return None
    asked = "".join(same_width(question.text).split())
    for document_id in question.documents or tuple(resources.corpus.documents):
        rows = [
            row
            for row in _rows(resources.corpus.documents[document_id].text)
            if (
                _is_of(row, question, resources)
                if of_body
                else any(_names(cell, asked) for cell in row.names)
            )
        ]
        if not 0 < len(rows) <= _MOST_ROWS:
            continue
        if (of_body or question.asks("responsibility")) and not all(
            _names_body(document_id, row, resources) for row in rows
        ):
            continue
        if not all(_carries(question, row, resources) for row in rows):
            continue
        return _draft(document_id, rows, resources)
    return None


def _carries(question: Question, row: _Row, resources: Resources) -> bool:
    """Tell whether a row holds the detail asked for: 17台 is no 万平方米 of heating."""
    told = []
    for column, cell in row.told:
        said = UNIT_SAID.search(column)
        told.append(UNIT_SAID.sub("", column) + cell + (said["unit"] if said else ""))
    text = with_digits(same_width("；".join(told)))
    return all(carries(text) for _, carries in needs_of(question, resources))


def _names_body(document_id: str, row: _Row, resources: Resources) -> bool:
    """Tell whether a row names who carries it out and the register of duties does not."""
    quote = _quote(document_id, row.cells, resources)
    duties = resources.corpus.duties_of(document_id, quote.address) if quote else ()
    registered = any(duty.inherited_from is None for duty in duties)
    return not registered and any(_BODY.search(column) for column, _ in row.told)


def _is_of(row: _Row, question: Question, resources: Resources) -> bool:
    """Tell whether a body that is asked about carries out a row of the kind that is named."""
    kinds = set(_NAME.findall(question.text))
    named = any(kind in column.text for column in row.header for kind in kinds)
    return named and any(
        resources.corpus.departments.matches(name, body)
        for column, cell in row.told
        if _BODY.search(column)
        for body in split_bodies(cell)[0]
        for name in question.departments
    )


def _names(cell: str, asked: str) -> bool:
    name = "".join(same_width(cell).lower().split())
    return len(name) >= _NAMES_ROW and not _FIGURE.fullmatch(name) and name in asked


@lru_cache(maxsize=256)
def _rows(text: str) -> tuple[_Row, ...]:
    return tuple(_read(text))


def _read(text: str) -> Iterator[_Row]:
    """Yield the rows of all tables of ``text`` whose rows are lines."""
    lines = written_lines(text)
    number = 0
    while number < len(lines):
        names, by_cells = numbered_cells(lines[number:])
        if by_cells:
            yield from (_Row(names, cells) for cells in by_cells)
            number += len(names) * (len(by_cells) + 1)
            continue
        way = way_of(lines[number].text)
        header = cut_cells(lines[number], way, 0)
        rows: list[tuple[Cell, ...]] = []
        if len(header) >= _LEAST_COLUMNS and not any(map(_is_no_title, header)):
            for line in lines[number + 1 :]:
                cells = cut_cells(line, way, len(header))
                if cells and len(cells) != len(header):
                    break
                rows += [cells] if cells else []
        if len(rows) >= _LEAST_ROWS:
            yield from (_Row(header, cells) for cells in rows)
        number += max(len(rows), 1)


def _is_no_title(cell: Cell) -> bool:
    return not cell.text or bool(_FIGURE.fullmatch(cell.text) or _SENTENCE.search(cell.text))


def _draft(document_id: str, rows: list[_Row], resources: Resources) -> Draft | None:
    say = resources.wording.say
    quotes = QuoteList()
    parts: list[str] = []
    for row in rows:
        quote = _quote(document_id, row.cells, resources)
        head = _quote(document_id, row.header, resources)
        if quote is None or head is None:
            return None
        marker = quotes.add(quote) + quotes.add(head)
        told = "；".join(say("table_cell", column=column, cell=cell) for column, cell in row.told)
        label = resources.label(document_id, quote.address)
        parts.append(say("table_row", label=label, told=told, marker=marker))
    return Draft("".join(parts), tuple(quotes.quotes))


def _quote(document_id: str, cells: tuple[Cell, ...], resources: Resources) -> Quote | None:
    """Return a quote of the line of ``cells`` within the clause that holds most of it."""
    start, end = cells[0].start, cells[-1].end
    for clause in resources.corpus.structures[document_id].clauses:
        if clause.start < end <= clause.end:
            return Quote(document_id, clause.address, max(start, clause.start), end, (), False)
    return None

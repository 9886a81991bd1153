"""Tables of indicators as plans print them: 指标 2020年基期值 2025年目标值 属性, a row a line.

The header names the indicator's column and at least one year; the rows below it, cut at tabs,
bars or blanks, give the value of each year. A serial number in front of a row is no heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyqa.documents.quantities import (
    AFTER,
    BEFORE,
    DOWN,
    NUMBER,
    PAST_COLUMN,
    UNIT,
    UNIT_SAID,
    UP,
    direction_of,
)
from policyqa.records import Clause, Target

_NAME = re.compile(r"(?:主要|具体|核心|发展|预期|重点)*指标(?:名称|内容|项目)?|目标名称")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年?")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位")
_SPLIT = {"|": re.compile(r"\s*\|\s*"), "\t": re.compile(r"\s*\t\s*"), " ": re.compile(r"[ 　]+")}
_RULE = re.compile(r"[\s|:\-—–]+$")
_VALUE = re.compile(
    rf"(?:累计)?(?P<verb>{'|'.join(DOWN + UP)})?(?P<before>[≥≤＞＜><]|{BEFORE})?"
    rf"[〔\[(（]?(?P<value>{NUMBER})(?P<unit>{UNIT})?[〕\])）]?(?P<after>{AFTER})?"
)
_LEAST_ROWS = 2
_LONGEST_GROUP = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where its line starts and ends, name, unit, and (year, cell) of years to come."""

    start: int
    end: int
    name: str
    unit: str
    values: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    way: str
    count: int
    name: int
    unit: int | None
    years: tuple[tuple[int, int], ...]
    base: int | None


def row_starts(text: str) -> frozenset[int]:
    """Return where the lines of all rows and groups start; a number there opens no part."""
    return frozenset(
        start
        for _, rows, groups in _tables(text, 0, len(text))
        for start in (*(row.start for row in rows), *groups)
    )


def table_targets(text: str, clause: Clause) -> Iterator[Target]:
    """Yield a target for every row and every year to come of the clause's tables."""
    tables = _tables(text, clause.start, clause.end)
    for columns, row in ((columns, row) for columns, rows, _ in tables for row in rows):
        named = UNIT_SAID.search(row.name)
        indicator = UNIT_SAID.sub("", row.name).strip()
        for year, cell in row.values:
            value = _VALUE.fullmatch(cell.replace(" ", ""))
            if value is None:
                continue
            unit = value["unit"] or row.unit or (named["unit"] if named else "")
            verb = value["verb"]
            if indicator and unit:
                yield Target(
                    clause.document_id, clause.address, indicator, value["value"], unit,
                    direction_of(verb or ""), value["before"] or value["after"] or "",
                    columns.base if verb else None, year, row.start, row.end,
                )  # fmt: skip


def _tables(text: str, start: int, end: int) -> Iterator[tuple[_Columns, list[Row], list[int]]]:
    """Yield each table: its columns, its rows and where lines that name groups of rows start."""
    columns: _Columns | None = None
    rows: list[Row] = []
    groups: list[int] = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        words, begin = line.group(), start + line.start()
        header = _header(words)
        if header is None and columns is not None:
            row = _row(words, begin, columns)
            if row:
                rows.append(row)
                continue
            if _RULE.match(words):
                continue
            if _is_group(words):
                groups.append(begin + len(words) - len(words.lstrip()))
                continue
        if columns is not None and len(rows) >= _LEAST_ROWS:
            yield columns, rows, [each for each in groups if each < rows[-1].start]
        columns, rows, groups = header, [], []
    if columns is not None and len(rows) >= _LEAST_ROWS:
        yield columns, rows, [each for each in groups if each < rows[-1].start]


def _cells(line: str, way: str) -> list[str]:
    return [cell for cell in _SPLIT[way].split(line.strip(" 　\t|")) if cell]


def _header(line: str) -> _Columns | None:
    """Read a header: the column of names and those of years; None when it is no such line."""
    if "指标" not in line or not _YEAR.search(line) or re.search("[。；;，,]", line):
        return None
    way = "|" if "|" in line else "\t" if "\t" in line else " "
    cells = _cells(line, way)
    name = next((n for n, cell in enumerate(cells) if _NAME.fullmatch(cell)), None)
    dated = [(n, _YEAR.search(cell)) for n, cell in enumerate(cells)]
    years = [(n, int(found[1])) for n, found in dated if found]
    if name is None or not years:
        return None
    first = min(year for _, year in years)
    base = [y for n, y in years if PAST_COLUMN.search(cells[n]) or (len(years) > 1 and y == first)]
    unit = next((n for n, cell in enumerate(cells) if _UNIT_COLUMN.fullmatch(cell)), None)
    aims = tuple((n, year) for n, year in years if year not in base)
    return _Columns(way, len(cells), name, unit, aims, base[0] if base else None) if aims else None


def _row(line: str, start: int, columns: _Columns) -> Row | None:
    """Cut a line into the columns of the header; blanks inside the name are its own."""
    cells = _cells(line, columns.way)
    more = len(cells) - columns.count
    if more > 0 and columns.way == " ":
        cells = _joined(cells, columns.name, more)
    if len(cells) != columns.count or not re.search(r"\d", "".join(cells[columns.name + 1 :])):
        return None
    unit = cells[columns.unit] if columns.unit is not None else ""
    values = tuple((year, cells[n]) for n, year in columns.years)
    left = len(line) - len(line.lstrip())
    return Row(start + left, start + len(line.rstrip()), cells[columns.name], unit, values)


def _joined(cells: Sequence[str], name: int, more: int) -> list[str]:
    return [*cells[:name], " ".join(cells[name : name + more + 1]), *cells[name + more + 1 :]]


def _is_group(line: str) -> bool:
    """Tell the name of a group of rows (一、资源利用)."""
    said = line.strip()
    return len(said) <= _LONGEST_GROUP and not re.search(r"[0-9。；;：:，,]", said)

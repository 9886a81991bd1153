"""Tables that give every place or project its figures: 县（区）　氨氮（吨）　氮氧化物（吨）.

The header holds no figure; the rows below it have as many cells, the first a name. What a column
measures and its unit stand in the header, or in the title and the 单位 line above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyqa.documents import indicators
from policyqa.documents.quantities import (
    AFTER,
    BASE_YEAR,
    BEFORE,
    DOWN,
    NUMBER,
    PAST_COLUMN,
    UNIT,
    UNIT_SAID,
    UP,
    direction_of,
)
from policyqa.documents.tables import (
    NUMBERED,
    Cell,
    cut_cells,
    stripped,
    way_of,
    written_lines,
)
from policyqa.records import Clause, Target

_FIGURE = re.compile(
    rf"(?P<before>[≥≤]|{BEFORE})?(?P<value>{NUMBER})(?P<unit>{UNIT})?(?P<after>{AFTER})?"
)
_UNIT_LINE = re.compile(rf"[（(]?(?:计量)?单位[：:][ \t　]*(?P<unit>{UNIT})[）)]?")
# The last year of a period counts.
_YEAR = re.compile(r"(?:20\d{2}\s*年?\s*[至到—–\-－~～]+\s*)?(20\d{2})\s*年?(?:底|末)?")
_AIM = re.compile(r"目标|任务|指标|计划|分解|控制|减排|削减|下降|分配|建设面积|规模")
# What the title says of the table and not of its figures.
_TITLE = re.compile(
    r"^.*各(?:设区市|[市县区州旗乡镇]{1,3}|[^\W\d]{0,3})(?:[（(][^（）()]*[）)][县市区州]?)?(?:“[^“”]{2,4}”(?:期间|时期)?)?"
    r"[^\W\d]{0,2}?(?=[^\W\d]{2}|PM)"
    r"|^分[市县区镇乡州](?:[（(][^（）()]*[）)])?(?=[^\W\d]{2})"
    r"|(?:目标|任务)?(?:分解|分配|安排|控制目标|目标任务)?(?:一览|明细)?(?:目标|任务)?表$"
)
# 基本目标, 激励目标: what is measured stands in the title too.
_KIND_OF_AIM = re.compile(r"(?:基本|激励|约束|奋斗|力争|争取|考核|底线|必成|下达)目标值?")
# 五年累计下降, 比2020年增长: what the figure does, said at the end of the name.
_CHANGE = re.compile(
    rf"(?:[两三四五]年)?(?:累计|总共|合计)?(?P<verb>{'|'.join(DOWN + UP)})(?:幅度|目标|任务)?$"
)
# 联网家数 counts 家; what has no word of its own is counted by 个.
_COUNT = re.compile(r"(?P<unit>[家户台辆座个处人项套所头条天])?(?<![指系倍分参总基])数$")
_SENTENCE = re.compile(r"[。；;，,！？]")
_SUM = re.compile(r"(?:[两三四五]年)?(?:合计|总计|小计|累计)")
_TOTAL = re.compile(r"合\s*计|总\s*计|全[市省县区州]")
_EMPTY = re.compile(r"[-—–/／无]+")
_LEAST_ROWS, _LEAST_NUMBERED = 2, 3
_MOST_COLUMNS, _LONGEST_NAME = 9, 24
_LINES_ABOVE = 4


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of figures: what it measures, how it changes it, its unit and its year."""

    name: str
    verb: str
    unit: str
    year: int | None
    base: int | None


def row_table_targets(text: str, clause: Clause) -> Iterator[Target]:
    """Yield a target for every figure of the clause's tables of aims, spanning its row.

    ``head`` of a target spans the header, which tells what the figure measures, and the 单位
    line above it.
    """
    lines = written_lines(text, clause.start, clause.end)
    number = 0
    while number < len(lines):
        way = way_of(lines[number].text)
        header, rows = _table(lines, number, way)
        if not header and way == " ":
            header, rows = _table(lines, number, "")
        used = len(rows) + 1
        if not header:
            header, rows = cell_table(lines[number:])
            used = len(header) * (len(rows) + 1)
        if header:
            yield from _targets(clause, lines, number, header, rows)
        number += max(used, 1)


def numbered_rows(text: str) -> frozenset[int]:
    """Return where the rows begin of tables 序号 市 甲率 乙率 that hold names and figures alone.

    Their serial numbers open no parts, so that the header and the rows stay in one clause.
    """
    lines = written_lines(text)
    found: set[int] = set()
    for number, line in enumerate(lines):
        way = way_of(line.text)
        header = cut_cells(line, way, 0)
        if len(header) < _LEAST_NUMBERED or not NUMBERED.fullmatch(header[0].text):
            continue
        _, rows = _table(lines, number, way)
        plain = all(_is_figure(c) or _EMPTY.fullmatch(c.text) for row in rows for c in row[2:])
        found |= {row[0].start for row in rows if plain}
    return frozenset(found)


def cell_table(
    lines: Sequence[Cell],
) -> tuple[tuple[Cell, ...], list[tuple[Cell, ...]]]:
    """Read a table with a cell a line from the first of ``lines``: its header and rows.

    Both are empty where there is none. The first figure tells how many columns there are: it
    stands behind the header and the name of the first row.
    """
    most = lines[: _MOST_COLUMNS + 2]
    first = next((n for n, line in enumerate(most) if _is_figure(line)), 0)
    width = first - 1
    header = tuple(map(stripped, lines[: max(width, 0)]))
    if width < 2 or any(_SENTENCE.search(c.text) or len(c.text) > _LONGEST_NAME for c in header):
        return (), []
    rows: list[tuple[Cell, ...]] = []
    for start in range(width, len(lines) - width + 1, width):
        row = tuple(map(stripped, lines[start : start + width]))
        named = not _is_figure(row[0]) and len(row[0].text) <= _LONGEST_NAME
        if not named or not all(_is_figure(c) or _EMPTY.fullmatch(c.text) for c in row[1:]):
            break
        rows.append(row)
    return (header, rows) if len(rows) >= _LEAST_ROWS else ((), [])


def _is_figure(line: Cell) -> bool:
    return _FIGURE.fullmatch(line.text.strip()) is not None


def _table(
    lines: Sequence[Cell], number: int, way: str
) -> tuple[tuple[Cell, ...], list[tuple[Cell, ...]]]:
    """Read a table whose header is line ``number``: its header and rows, both empty if none."""
    head = lines[number]
    header = cut_cells(head, way, 0)
    if len(header) < 2 or any(_SENTENCE.search(c.text) or c.text.isdigit() for c in header):
        return (), []
    rows: list[tuple[Cell, ...]] = []
    for line in lines[number + 1 :]:
        cells = cut_cells(line, way, len(header))
        if way == "|" and not cells:
            continue
        if len(cells) != len(header) or not any(_FIGURE.fullmatch(c.text) for c in cells[1:]):
            break
        rows.append(cells)
    enough = len(rows) >= _LEAST_ROWS and not any(_FIGURE.fullmatch(c.text) for c in header)
    return (header, rows) if enough else ((), [])


def _targets(
    clause: Clause,
    lines: Sequence[Cell],
    number: int,
    header: Sequence[Cell],
    rows: Sequence[Sequence[Cell]],
) -> Iterator[Target]:
    above = [line.text.strip() for line in lines[max(0, number - _LINES_ABOVE) : number]]
    # The heading of an attachment is its title; a table further down has its own.
    title = next((line for line in reversed(above) if not _UNIT_LINE.search(line)), "")
    title = title if title and not _SENTENCE.search(title) else clause.heading
    if not _AIM.search(title + "".join(cell.text for cell in header)):
        return
    units = [
        (line, said)
        for line in lines[max(0, number - _LINES_ABOVE) : number]
        if (said := _UNIT_LINE.search(line.text))
    ]
    in_title = _UNIT_LINE.search(title)
    unit = units[-1][1]["unit"] if units else in_title["unit"] if in_title else ""
    head = (units[-1][0].start if units else header[0].start, header[-1].end)
    first = 1 if NUMBERED.fullmatch(header[0].text) else 0
    columns = [_column(cell.text, title, unit) for cell in header]
    for row in rows:
        name = "" if _TOTAL.fullmatch(row[first].text) else row[first].text
        for cell, column in list(zip(row, columns, strict=True))[first + 1 :]:
            figure = _FIGURE.fullmatch(cell.text)
            if figure is None or column is None or not (figure["unit"] or column.unit):
                continue
            yield Target(
                clause.document_id, clause.address, name + column.name, figure["value"],
                figure["unit"] or column.unit, direction_of(column.verb),
                figure["before"] or figure["after"] or "", column.base, column.year,
                row[0].start, row[-1].end, head=head,
            )  # fmt: skip


def _column(header: str, title: str, unit: str) -> _Column | None:
    """Read the header of a column; None when its figures are of the past or it measures nothing."""
    if PAST_COLUMN.search(header):
        return None
    base = BASE_YEAR.search(header)
    year = _YEAR.search(BASE_YEAR.sub("", header)) or _YEAR.search(BASE_YEAR.sub("", title))
    said = UNIT_SAID.search(header)
    name = _YEAR.sub("", BASE_YEAR.sub("", UNIT_SAID.sub("", header)))
    name = re.sub(r"^(?:年?度?(?:目标|任务|计划)值?)$|^其中[：:]|[\s　]", "", name)
    title = _UNIT_LINE.sub("", title)
    plain = _TITLE.sub("", _TITLE.sub("", _YEAR.sub("", title)))
    measure = indicators.measure_of(plain)
    change = _CHANGE.search(name)
    name = name[: change.start()] if change else name
    if not name or _KIND_OF_AIM.fullmatch(name) or _SUM.fullmatch(name):
        # 2024年目标: what is measured stands in the title.
        _, measured = indicators.clean(plain)
        change = change or _CHANGE.search(measured)
        name = _CHANGE.sub("", measured) + name
    elif not change and not indicators.measure_of(name):
        # 氨氮（吨） under 主要污染物重点工程减排量.
        name += measure
    if not name:
        return None
    count = _COUNT.search(name)
    counted = (count["unit"] or "个") if count else ""
    return _Column(
        name,
        change["verb"] if change else "",
        said["unit"] if said else unit or counted,
        int(year[1]) if year else None,
        int(base[1]) if base else None,
    )

"""Tables of duties as they are pasted: columns told by their header, rows cut into cells.

序号｜任务｜牵头单位｜责任单位 with a row a line, its cells parted by tabs, bars or wide gaps, or
with a cell a line. Only a header that names a task and at least one kind of body opens one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Column = Literal["number", "task", "lead", "shared", "assisting", "other"]

_TASK = re.compile(
    r"(?:主要|重点|工作|具体|目标|年度|实施|分项|项目)*(?:任务|内容|事项|措施|举措|项目|工作)"
    r"(?:名称|内容|分解|分工|要求|事项|清单)?"
)
_ROLES: tuple[tuple[Column, str], ...] = (
    ("shared", r"牵头(?:单位|部门)?[和及、与/]\S{2}|责任|主管|负责|落实|实施|承办|承担|完成"),
    ("lead", r"牵头|主责|主办"),
    ("assisting", r"配合|协办|协助|协同|参与|参加|支持"),
)  # fmt: skip
_BODY = r"(?:责任|实施)?(?:单位|部门|主体|机构|处室|科室)?(?:[（(][^（）()]*[）)])?"
_OTHER = re.compile(
    r"\S{0,6}(?:时限|时间|期限|节点|进度|备注|责任人|领导|联系人|电话|目标|标准|要求|分类|类别|领域|成果|依据|来源)"
)
NUMBERED = re.compile(r"序[ 　]*号|编[ 　]*号|项次")
_RULE = re.compile(r"[\s|:\-—–]+$")
_GAP = re.compile(r" {2,}|　+")
# What parts cells: a bar, a tab, a wide gap, or any blank.
_WAYS = {"|": (r"\|",), "\t": (r"\t", r"\t+"), " ": (_GAP.pattern,), "": (r"[ 　]+",)}
_SENTENCE = re.compile(r"[。；;]")
_LONGEST_NAME = 16
_LONGEST_TITLE = 60
_MOST_BETWEEN = 2
_MOST_COLUMNS = 9
_BODIES = ("lead", "shared", "assisting")
_BODY_HINT = re.compile(r"牵头|责任|配合|负责|主办|主责")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``text`` is the document's text from ``start`` to ``end``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table with what each column holds and its rows, the header excluded.

    ``lines`` tells that each row is a line; then every row has a cell for every column, which
    may be empty.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lines: bool = True


def read_tables(text: str) -> Iterator[Table]:
    """Yield the tables of duties of a text in order."""
    lines = written_lines(text)
    number = 0
    while number < len(lines):
        table, used = _by_lines(lines, number)
        if not used:
            table, used = _by_cells(lines, number)
        if table is not None and table.rows:
            yield table
        number += max(used, 1)


def written_lines(text: str, start: int = 0, end: int | None = None) -> list[Cell]:
    """Return the lines of ``text`` from ``start`` to ``end`` that are not blank, each whole."""
    found = re.compile(r"[^\n]*\S[^\n]*").finditer(text, start, len(text) if end is None else end)
    return [Cell(match.group(), match.start(), match.end()) for match in found]


def task_spans(text: str) -> dict[int, tuple[int, int]]:
    """Return where the task stands in each row that is a line: by line start, in the line.

    The span is empty behind the first cell when the task is no title: too long, a sentence, or
    not in front of the bodies.
    """
    found: dict[int, tuple[int, int]] = {}
    for table in read_tables(text) if _BODY_HINT.search(text) else ():
        if not table.lines:
            continue
        place = table.columns.index("task")
        ahead = all(n > place for n, name in enumerate(table.columns) if name in _BODIES)
        for row in table.rows:
            begin = text.rfind("\n", 0, row[0].start) + 1
            task, first = row[place], row[0]
            fits = ahead and 0 < len(task.text) <= _LONGEST_TITLE
            if fits and not _SENTENCE.search(task.text):
                found[begin] = (task.start - begin, task.end - begin)
            else:
                found[begin] = (first.end - begin, first.end - begin)
    return found


def _column(name: str) -> Column | None:
    """Return what a column of that name holds; None when it is no name of a column."""
    name = re.sub(r"[\s*]+", "", name)
    if not name or len(name) > _LONGEST_NAME or _SENTENCE.search(name):
        return None
    if NUMBERED.fullmatch(name):
        return "number"
    for column, words in _ROLES:
        if re.fullmatch(rf"(?:{words}){_BODY}", name) and name[-2:] not in ("责任", "实施", "完成"):
            return column
    if _TASK.fullmatch(name):
        return "task"
    return "other"


def _columns(names: Sequence[str]) -> tuple[Column, ...] | None:
    """Read a header; None when it is that of no table of duties."""
    found: list[Column] = []
    for name in names:
        column = _column(name)
        if column is None:
            return None
        # A second column of tasks (任务 beside 重点工作) says more about the first.
        found.append("other" if column == "task" and "task" in found else column)
    if "task" not in found or not any(column in _BODIES for column in found):
        return None
    return tuple(found)


def _is_usual(name: str) -> bool:
    """Tell the name of a usual column from any other short line."""
    column = _column(name)
    usual = column is not None and column != "other"
    return usual or bool(column and _OTHER.fullmatch(name.strip()))


def _by_lines(lines: Sequence[Cell], number: int) -> tuple[Table | None, int]:
    """Read a table whose header is one line; with it, how many lines it takes."""
    header = lines[number]
    way = way_of(header.text)
    columns = _columns([cell.text for cell in cut_cells(header, way, 0)])
    if columns is None and way == " ":
        # 序号 任务 牵头单位 配合单位: single blanks part the cells.
        way = ""
        columns = _columns([cell.text for cell in cut_cells(header, way, 0)])
    if columns is None:
        return None, 0
    rows: list[tuple[Cell, ...]] = []
    used, apart = 1, 0
    for line in lines[number + 1 :]:
        cells = cut_cells(line, way, len(columns))
        if len(cells) == len(columns):
            rows.append(cells)
            used, apart = used + apart + 1, 0
        elif way == "|" and _RULE.match(line.text):
            used += 1
        elif apart < _MOST_BETWEEN and len(cells) == 1 and not _SENTENCE.search(line.text):
            # A line that names a group of rows.
            apart += 1
        else:
            break
    return Table(columns, tuple(rows)), used


def way_of(header: str) -> str:
    """Return what parts the cells of a header: a bar, a tab or a blank for a wide gap."""
    return "|" if "|" in header else "\t" if "\t" in header else " "


def cut_cells(line: Cell, way: str, wanted: int) -> tuple[Cell, ...]:
    """Cut a line into cells; gaps and tabs may be wider where that gives the ``wanted`` number."""
    text = line.text
    if way == "|" and _RULE.match(text):
        return ()
    begin = len(text) - len(text.lstrip(" 　\t|" if way == "|" else " 　"))
    end = len(text.rstrip().removesuffix("|")) if way == "|" else len(text.rstrip(" 　"))
    patterns = _WAYS[way]
    cells: list[Cell] = []
    for pattern in patterns:
        cells, left = [], begin
        for match in re.finditer(rf"{pattern}|$", text[:end]):
            if match.start() >= left:
                cells.append(_stripped(line, left, match.start()))
            left = match.end()
        if len(cells) == wanted:
            break
    return tuple(cells)


def _stripped(line: Cell, start: int, end: int) -> Cell:
    text = line.text
    while start < end and text[start] in " 　\t*":
        start += 1
    while end > start and text[end - 1] in " 　\t*\r":
        end -= 1
    return Cell(text[start:end], line.start + start, line.start + end)


def _by_cells(lines: Sequence[Cell], number: int) -> tuple[Table | None, int]:
    """Read a table with a cell a line; with it, how many lines it takes.

    Rows are counted off by the columns and end where a number is out of its order.
    """
    names = [line.text for line in lines[number : number + _MOST_COLUMNS]]
    # The first row begins with 1; else with what is no name of a usual column.
    ones = (n for n, name in enumerate(names) if name.strip(" \t　.．、") == "1")
    usual = (n for n, name in enumerate(names) if not _is_usual(name))
    width = next(ones, next(usual, len(names)))
    columns = _columns(names[:width]) if width > 2 else None
    if columns is None or columns[0] != "number":
        return None, 0
    rows = counted_rows(lines[number + width :], width)
    return Table(columns, tuple(rows), lines=False), width * (len(rows) + 1)


def counted_rows(lines: Sequence[Cell], width: int) -> list[tuple[Cell, ...]]:
    """Count off rows of ``width`` cells, a cell a line, as long as they number on from 1."""
    rows: list[tuple[Cell, ...]] = []
    for at in range(0, len(lines) - width + 1, width):
        row = tuple(map(stripped, lines[at : at + width]))
        if row[0].text.rstrip(".．、") != str(len(rows) + 1):
            break
        rows.append(row)
    return rows


def stripped(line: Cell) -> Cell:
    """Return a line as a cell, without the blanks and stars around it."""
    return _stripped(line, 0, len(line.text))

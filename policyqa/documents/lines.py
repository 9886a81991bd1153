"""Lines of a text with the number each opens; tables of contents and attachment lists told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from policyqa.documents import chrome, tables
from policyqa.documents.indicator_tables import row_starts
from policyqa.documents.numbering import Marker, read_marker
from policyqa.documents.row_tables import cell_table, numbered_rows
from policyqa.documents.unrolling import line_starts

_CONTENTS = re.compile(r"[\s#*>\-]*(?:<summary>)?\s*目[\s　]*[录次]\s*(?:</summary>)?[\s*]*$")
_LEADER = re.compile(r"(?:[.．·…_]{2,}|\t)[\s.·…]*[（(\-]?\d{1,4}[）)\-]?\s*$")
_ATTACHED = re.compile(r"[\s*]*附[\s　]*件\s*(?:\d{1,2}\s*[.．、:：]\s*\S|[:：])")
# 附件：重点任务分工表 right above the table is its heading; elsewhere it only names it.
_TITLED_ATTACHMENT = re.compile(
    r"[\s*]*附[\s　]*(?:[件表录]?\s*[:：]|[件表][ 　\t]+)[\s　]*"
    r"(?=20\d{2}年|[^\s\d一二三四五六七八九十])"
)
GLOSSARY = re.compile(
    r"[\s　*]*(?:相关|有关)?(?:名词|术语|用语)(?:解释|释义|说明|注释)[：:]?[\s*]*$"
)
_ISSUES = re.compile(r"印发|转发|发布")
_QUOTED = re.compile(r"《([^《》]{4,80})》")
_DATED = re.compile(r"[\s　]*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[\s　]*$")
_UNIT_LINE = re.compile(r"[\s　]*[（(]?(?:计量)?单位[：:][^。，]{1,12}$")
_LEAST_CELLS, _MOST_CELLS, _LONGEST_HEADER = 3, 40, 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text without its break; ``contents`` when in a table of contents.

    ``chrome`` tells a row of the web page above (``head``) or below (``foot``) the text.
    ``title`` is where the task stands in the row of a table of duties.
    """

    start: int
    text: str
    marker: Marker | None = None
    contents: bool = False
    chrome: Literal["", "head", "foot"] = ""
    title: tuple[int, int] | None = None

    @property
    def blank(self) -> bool:
        """Tell whether nothing but white space stands here."""
        return not self.text.strip()


def read_lines(text: str) -> tuple[Line, ...]:
    """Cut ``text`` into lines, read the number of each, and tell the table of contents."""
    raw: list[Line] = []
    start = 0
    for piece in text.split("\n"):
        starts = line_starts(piece)
        for begin, end in pairwise([*starts, len(piece)]):
            line = piece[begin:end]
            raw.append(Line(start + begin, line, read_marker(line)))
        start += len(piece) + 1
    raw = [_with_attachment(raw, number) for number in range(len(raw))]
    titles = tables.task_spans(text)
    contents = {n for n in _contents(raw) if raw[n].start not in titles}
    pieces = [line.text for line in raw]
    head = chrome.head_rows(pieces[: _opening(raw, contents)]) - contents
    foot = chrome.foot_rows(pieces, [_is_attachment(line) for line in raw]) - head - contents
    rows = row_starts(text) | numbered_rows(text)
    cells = {n for n, line in enumerate(raw) if line.start + _indent(line.text) in rows}
    unmarked = (
        contents
        | _attachment_list(raw)
        | _named_again(raw)
        | _in_notice(raw)
        | _glossary(raw)
        | head
        | foot
        | cells
    )
    return tuple(
        Line(
            line.start,
            line.text,
            None if number in unmarked else line.marker,
            number in contents,
            "head" if number in head else "foot" if number in foot else "",
            titles.get(line.start),
        )
        for number, line in enumerate(raw)
    )


def _with_attachment(lines: Sequence[Line], number: int) -> Line:
    """Return the line with the number of an attachment where it opens one with its title."""
    line = lines[number]
    opening = _TITLED_ATTACHMENT.match(line.text)
    if opening is None or line.marker is not None:
        return line
    below = [other for other in lines[number + 1 :] if not other.blank][:_MOST_CELLS]
    # The title may come once more above the table, and the unit of its figures.
    title = line.text[opening.end() :].strip()
    while below and (below[0].text.strip() == title or _UNIT_LINE.match(below[0].text)):
        below = below[1:]
    if not below or not _opens_table(below):
        return line
    marker = Marker("attachment", (0,), "附件", _indent(line.text), opening.end(), 0, True)
    return replace(line, marker=marker)


def _opens_table(lines: Sequence[Line]) -> bool:
    """Tell whether the first of ``lines`` is the header of a table, or its first cell."""
    if len(_cells(lines[0])) >= _LEAST_CELLS or cell_table(list(map(_as_cell, lines)))[0]:
        return True
    cells = [line.text.strip() for line in lines[:_LONGEST_HEADER]]
    return bool(tables.NUMBERED.fullmatch(cells[0])) and "1" in cells


def _named_again(lines: Sequence[Line]) -> set[int]:
    """Return the lines 附件1：……清单 that only name an attachment which comes further down."""
    found: set[int] = set()
    coming: set[tuple[int, ...]] = set()
    for number in range(len(lines) - 1, -1, -1):
        marker = lines[number].marker
        if marker is None or marker.kind != "attachment":
            continue
        if marker.value in coming and not marker.firm:
            found.add(number)
        coming.add(marker.value)
    return found


def _in_notice(lines: Sequence[Line]) -> set[int]:
    """Return the numbered lines of a covering notice (一、统一思想…), which open no parts.

    The notice ends with a date, and the document that it issues begins below with its title.
    """
    first = next((n for n, line in enumerate(lines) if line.marker and line.marker.firm), 0)
    issued = {
        _key(title)
        for line in lines[:first]
        if _ISSUES.search(line.text)
        for title in _QUOTED.findall(line.text)
    }
    dated = False
    for number in range(first, len(lines)):
        text = lines[number].text
        if dated and _key(text) in issued:
            return set(range(first, number))
        dated = bool(_DATED.match(text)) or (dated and not text.strip())
    return set()


def _cells(line: Line) -> Sequence[tables.Cell]:
    return tables.cut_cells(_as_cell(line), tables.way_of(line.text), 0)


def _as_cell(line: Line) -> tables.Cell:
    return tables.Cell(line.text, line.start, line.start + len(line.text))


def _indent(piece: str) -> int:
    return len(piece) - len(piece.lstrip())


def _is_attachment(line: Line) -> bool:
    return line.marker is not None and line.marker.kind == "attachment" and line.marker.firm


def _opening(lines: Sequence[Line], contents: set[int]) -> int:
    """Return how many lines stand before the first number that opens a part."""
    firm = (
        number
        for number, line in enumerate(lines)
        if line.marker and line.marker.firm and line.marker.kind != "markdown"
        if number not in contents
    )
    return next(firm, len(lines))


def _key(text: str) -> str:
    return re.sub(r"[\s#*>\-_]+", "", _LEADER.sub("", text))


def _contents(lines: Sequence[Line]) -> set[int]:
    """Return the line numbers of the table of contents.

    It runs from the line 目录 to the one before its first entry comes again; lines that end
    in a page number behind a leader (……3) belong to one wherever they stand.
    """
    found = {
        number for number, line in enumerate(lines) if _LEADER.search(line.text) and line.marker
    }
    for number, line in enumerate(lines):
        if not _CONTENTS.match(line.text):
            continue
        first = next((n for n in range(number + 1, len(lines)) if not lines[n].blank), None)
        if first is None:
            break
        key = _key(lines[first].text)
        again = next((n for n in range(first + 1, len(lines)) if _key(lines[n].text) == key), None)
        if again is not None and key:
            # What stands between the last entry and the text proper (a preface) is no entry.
            entries = [n for n in range(first, again) if lines[n].marker or _listed(lines[n].text)]
            found |= set(range(number, (entries or [number])[-1] + 1))
        break
    return found


def _listed(text: str) -> bool:
    return len(text) < 60 and bool(read_marker(text.lstrip(" -*\t　")))


def _glossary(lines: Sequence[Line]) -> set[int]:
    """Return the numbered items of a glossary that closes the document, which open no parts.

    One that is an attachment, or is numbered itself, has them for its parts.
    """
    begin = next((n for n, line in enumerate(lines) if GLOSSARY.match(line.text)), None)
    if begin is None or lines[begin].marker:
        return set()
    if any(map(_is_attachment, lines[:begin])):
        return set()
    found: set[int] = set()
    for number in range(begin + 1, len(lines)):
        marker = lines[number].marker
        if marker and marker.kind != "arabic":
            break
        found.add(number)
    return found


def _attachment_list(lines: Sequence[Line]) -> set[int]:
    """Return the numbered lines under 附件：, which name attachments and open nothing."""
    found: set[int] = set()
    inside = False
    for number, line in enumerate(lines):
        if line.blank:
            continue
        if _ATTACHED.match(line.text) and line.text.strip(" \t　*")[-1] not in "：:":
            inside = line.marker is None or line.marker.kind != "attachment"
            continue
        if _ATTACHED.match(line.text):
            after = next((other for other in lines[number + 1 :] if not other.blank), None)
            inside = bool(after and after.marker and after.marker.kind == "arabic")
            if inside:
                found.add(number)
            continue
        inside = inside and line.marker is not None and line.marker.kind == "arabic"
        if inside:
            found.add(number)
    return found

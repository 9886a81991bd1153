"""Which lines of a text open a numbered part, and under which address.

A number at the start of a line is a heading only where it continues a sequence: 三、 after
二、, （一） under a new 三、, 1. anywhere. A number that does not is text. Addresses join the
numbers from the top; an article (第十八条) keeps its own whatever chapter it stands in. When
an address is there already, 〔2〕, 〔3〕 … is put behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from policyqa.documents.numbering import Marker, NumberKind, read_marker

_END = "。！？!?；;"
_CONTENTS = re.compile(r"[\s#*>\-]*(?:<summary>)?\s*目[\s　]*[录次]\s*(?:</summary>)?[\s*]*$")
_LEADER = re.compile(r"(?:[.．·…_]{3,}|\t)[\s.·…]*[（(\-]?\d{1,4}[）)\-]?\s*$")
_ATTACHED = re.compile(r"[\s*]*附[\s　]*件\s*(?:\d{1,2}\s*[.．、:：]\s*\S|[:：])")
# Headings of these kinds number through the document although their parents change.
_RUNNING: frozenset[NumberKind] = frozenset({"part", "subpart", "chapter", "section", "article"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text without its break; ``contents`` when in a table of contents."""

    start: int
    text: str
    marker: Marker | None = None
    contents: bool = False

    @property
    def blank(self) -> bool:
        """Tell whether nothing but white space stands here."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True)
class Part:
    """A heading in its place: number and title span ``start`` to ``end`` of the text."""

    address: str
    title: str
    level: int
    start: int
    end: int
    ancestors: tuple[str, ...]
    kind: NumberKind


@dataclass(slots=True)
class _Open:
    """A heading whose part is not closed yet, with the last number seen inside it."""

    marker: Marker
    address: str
    last: dict[NumberKind, tuple[int, ...]] = field(default_factory=dict)


def read_lines(text: str) -> tuple[Line, ...]:
    """Cut ``text`` into lines, read the number of each, and tell the table of contents."""
    raw: list[Line] = []
    start = 0
    for piece in text.split("\n"):
        raw.append(Line(start, piece, read_marker(piece)))
        start += len(piece) + 1
    contents = _contents(raw)
    listed = _attachment_list(raw)
    return tuple(
        Line(
            line.start,
            line.text,
            None if number in contents or number in listed else line.marker,
            number in contents,
        )
        for number, line in enumerate(raw)
    )


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


def find_parts(lines: Sequence[Line]) -> Iterator[Part]:
    """Yield the headings in order, each with its address, title, span and ancestors."""
    path: list[_Open] = []
    root: dict[NumberKind, tuple[int, ...]] = {}
    running: dict[NumberKind, tuple[int, ...]] = {}
    used: dict[str, int] = {}
    numbered = False
    following = _following(lines)
    for number, line in enumerate(lines):
        marker = line.marker
        if marker is None:
            continue
        if not numbered and _is_front(marker, used):
            continue
        depth = len(path)
        while depth and not _encloses(path[depth - 1].marker, marker):
            depth -= 1
        last = (path[depth - 1].last if depth else root).get(marker.kind)
        through = running.get(marker.kind)
        title_end, titled = title_span(line.text, marker, following[number])
        if not _continues(marker, last, through, titled):
            continue
        del path[depth:]
        siblings = path[-1].last if path else root
        siblings[marker.kind] = marker.value
        running[marker.kind] = marker.value
        address = _address(path, marker)
        used[address] = used.get(address, 0) + 1
        if used[address] > 1:
            address = f"{address}〔{used[address]}〕"
        numbered = numbered or marker.kind != "markdown"
        ancestors = tuple(entry.address for entry in path)
        path.append(_Open(marker, address))
        title = line.text[marker.end : title_end].strip(" \t　*#_")
        yield Part(
            address, title, len(path), line.start + marker.start, line.start + title_end,
            ancestors, marker.kind,
        )  # fmt: skip


def _is_front(marker: Marker, used: dict[str, int]) -> bool:
    """Tell the document's own title (a Markdown # line) and an only attachment from parts."""
    if marker.kind == "markdown":
        return marker.marks == 1 and not used
    return marker.kind == "attachment" and marker.value == (0,)


def _encloses(outer: Marker, inner: Marker) -> bool:
    if outer.marks and inner.marks and outer.marks != inner.marks:
        return outer.marks < inner.marks
    return outer.rank < inner.rank


def _continues(
    marker: Marker, last: tuple[int, ...] | None, through: tuple[int, ...] | None, titled: bool
) -> bool:
    """Tell whether the number stands in its place, so that it opens a part.

    ``last`` is the number before it in the same part, ``through`` the one before it in the
    whole document. A titled line may also repeat or skip numbers, as typing slips do.
    """
    value = marker.value
    if marker.kind in ("markdown", "attachment"):
        return True
    if marker.kind == "decimal":
        before = last or (*value[:-1], 0)
        return len(before) == len(value) and value == (*before[:-1], before[-1] + 1)
    if marker.kind in _RUNNING:
        if marker.firm:
            return True
        return value == (1,) or any(_next(before, value) for before in (last, through) if before)
    if last is None:
        # Lists may number on under the next heading: 二、 7. after 一、 1. to 6.
        if value == (1,) or (through and _next(through, value)):
            return True
        return marker.firm and titled and value[0] <= 30
    if _next(last, value):
        return True
    if not marker.firm:
        return False
    return value == (1,) or (titled and last[0] <= value[0] <= last[0] + 3)


def _next(before: tuple[int, ...], value: tuple[int, ...]) -> bool:
    """第二十条 is followed by 第二十一条 or 第二十条之一."""
    return value in ((before[0] + 1,), (before[0], (*before, 0)[1] + 1))


def _address(path: Sequence[_Open], marker: Marker) -> str:
    if marker.kind == "attachment":
        return marker.label
    if marker.kind == "article":
        outer = next((entry for entry in path if entry.marker.kind == "attachment"), None)
    elif marker.kind == "decimal":
        outer = next(
            (e for e in reversed(path) if e.marker.kind not in ("arabic", "decimal")), None
        )
    else:
        outer = path[-1] if path else None
    if outer is None:
        return marker.label
    # A bare 1 behind a bare 1, or a title behind a title, would run together.
    joint = (
        "·"
        if marker.kind == "markdown"
        or outer.address[-1:] in "0123456789"
        and marker.label[:1] in "0123456789"
        else ""
    )
    return outer.address + joint + marker.label


def _following(lines: Sequence[Line]) -> list[bool]:
    """For each line, tell whether the next line that is not blank is text of its part."""
    result = [False] * len(lines)
    text_next = False
    for number in range(len(lines) - 1, -1, -1):
        result[number] = text_next
        if not lines[number].blank:
            text_next = lines[number].marker is None
    return result


def title_span(line: str, marker: Marker, text_follows: bool) -> tuple[int, bool]:
    """Return where the heading ends in ``line``, and whether it has a title at all.

    The title is the whole line when it stands alone, or the words up to the first full stop,
    colon or wide gap when the text runs on; an item without a title (（三）其他情形。) is a
    heading of the bare number.
    """
    rest = line[marker.end :]
    body = rest.rstrip()
    plain = body.strip(" \t　*#_")
    whole = marker.end + len(body)
    if not plain:
        return whole, False
    if marker.marks or marker.kind in ("part", "subpart", "chapter", "section", "attachment"):
        if len(plain) <= 80:
            return whole, True
    elif marker.kind in ("article", "paragraph", "item"):
        named = re.match(r"[【［\[（(][^】］\])）]{1,25}[】］\])）][ \t　*]*", rest)
        if named:
            return marker.end + len(named.group().rstrip()), True
        return (
            (whole, True)
            if len(plain) <= 20 and plain[-1] not in _END + "：:"
            else (marker.end, False)
        )
    run_in = re.match(r"[^。！？；：:\n]{2,40}?(?:。|(?<=\*)\*+)[*_]*", rest)
    if run_in and rest[run_in.end() :].strip():
        return marker.end + run_in.end(), True
    colon = re.match(r"[^。！？；：:，,\n]{2,15}[：:]\**", rest)
    if colon and rest[colon.end() :].strip():
        return marker.end + colon.end(), True
    gap = re.match(r"[^。！？；：:，,\s]{2,20}(?=　　|  |\t)", rest)
    if gap and rest[gap.end() :].strip():
        return marker.end + gap.end(), True
    if plain[-1] in "：:；;，,、" or len(plain) > 60 or "。" in plain[:-1]:
        return marker.end, False
    if plain[-1] in _END:
        return (whole, True) if text_follows and len(plain) <= 30 else (marker.end, False)
    return whole, True

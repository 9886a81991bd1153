"""Which lines of a text open a numbered part, and under which address.

A number at the start of a line is a heading only where it continues a sequence: 三、 after
二、, （一） under a new 三、, 1. anywhere. A number that does not is text. Addresses join the
numbers from the top; an article (第十八条) keeps its own whatever chapter it stands in. A
paragraph of an article behind its items is 第十八条第二款, counted in all its paragraphs. When
an address is there already, 〔2〕, 〔3〕 … is put behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from policyqa.documents import paragraphs
from policyqa.documents.lines import Line
from policyqa.documents.numbering import Marker, NumberKind
from policyqa.documents.titles import title_span

# Headings of these kinds number through the document although their parents change.
_RUNNING: frozenset[NumberKind] = frozenset({"part", "subpart", "chapter", "section", "article"})


@dataclass(frozen=True, slots=True)
class Part:
    """A heading in its place: number and title span ``start`` to ``end`` of the text.

    A paragraph (款) behind the items of an article has no heading: its span is empty.
    """

    address: str
    title: str
    level: int
    start: int
    end: int
    ancestors: tuple[str, ...]
    kind: NumberKind


@dataclass(slots=True)
class _Open:
    """A heading whose part is not closed yet, with the last number seen inside it.

    ``whole`` tells whether its line says all it has to say; ``paragraphs`` counts those of an
    article.
    """

    marker: Marker
    address: str
    whole: bool = False
    paragraphs: int = 0
    last: dict[NumberKind, tuple[int, ...]] = field(default_factory=dict)


def find_parts(lines: Sequence[Line]) -> Iterator[Part]:
    """Yield the headings in order, each with its address, title, span and ancestors."""
    path: list[_Open] = []
    root: dict[NumberKind, tuple[int, ...]] = {}
    running: dict[NumberKind, tuple[int, ...]] = {}
    used: set[str] = set()
    numbered = refused = False
    following = _following(lines)
    upcoming = paragraphs.next_markers(lines)
    for number, line in enumerate(lines):
        marker = line.marker
        if marker is None:
            if path and paragraphs.is_paragraph(line):
                yield from _paragraph(path, line, upcoming[number], used)
            continue
        if not numbered and _is_front(marker, used):
            continue
        depth = len(path)
        while depth and not _encloses(path[depth - 1].marker, marker):
            depth -= 1
        last = (path[depth - 1].last if depth else root).get(marker.kind)
        through = running.get(marker.kind)
        in_article = any(entry.marker.kind == "article" for entry in path[:depth])
        title_end, titled = title_span(
            line.text, marker, following[number], in_article, leaf=_is_leaf(lines, number)
        )
        begin = marker.end
        if line.title is not None:
            begin, title_end = (max(place, marker.end) for place in line.title)
            titled = begin < title_end
        row = line.title is not None
        # The rows of a table are parts all of them or none: 5 may fit what stands above it.
        refused = row and refused
        refused = refused or not _continues(marker, last, through, titled)
        if refused:
            continue
        del path[depth:]
        siblings = path[-1].last if path else root
        siblings[marker.kind] = marker.value
        running[marker.kind] = marker.value
        address = unused(_address(path, marker), used)
        numbered = numbered or marker.kind != "markdown"
        ancestors = tuple(entry.address for entry in path)
        said = line.text[title_end:].strip(" \t　*")
        path.append(_Open(marker, address, paragraphs.is_whole(said), int(bool(said))))
        title, end = line.text[begin:title_end], line.start + title_end
        below = None
        if marker.kind == "attachment" and not titled:
            below = paragraphs.title_below(lines, number)
        if below is not None:
            title, end = below.text, below.start + len(below.text.rstrip())
        yield Part(
            address, title.strip(" \t　*#_。：:"), len(path), line.start + marker.start, end,
            ancestors, marker.kind,
        )  # fmt: skip


def _paragraph(
    path: list[_Open], line: Line, upcoming: Marker | None, used: set[str]
) -> Iterator[Part]:
    """Yield the 款 that an unnumbered line opens behind the items of an article."""
    depth = next((n for n, entry in enumerate(path, 1) if entry.marker.kind == "article"), 0)
    if not depth:
        return
    article, below = path[depth - 1], path[depth:]
    if not below:
        article.paragraphs += 1
        return
    items = [entry.marker for entry in below if entry.marker.kind != "paragraph"]
    numbers_on = upcoming is not None and any(
        item.kind == upcoming.kind and _next(item.value, upcoming.value) for item in items
    )
    if items and (numbers_on or not path[-1].whole):
        return
    article.paragraphs = max(article.paragraphs, 1) + 1
    del path[depth:]
    label = paragraphs.paragraph_label(article.paragraphs)
    marker = Marker("paragraph", (article.paragraphs,), label, 0, 0, 0, True)
    address = unused(article.address + label, used)
    ancestors = tuple(entry.address for entry in path)
    path.append(_Open(marker, address))
    yield Part(address, "", len(path), line.start, line.start, ancestors, marker.kind)


def unused(address: str, used: set[str]) -> str:
    """Put 〔2〕, 〔3〕 … behind an address that is taken, and take it."""
    free, count = address, 1
    while free in used:
        count += 1
        free = f"{address}〔{count}〕"
    used.add(free)
    return free


def _is_front(marker: Marker, used: set[str]) -> bool:
    """Tell the document's own title (a Markdown # line) and an only attachment from parts."""
    if marker.kind == "markdown":
        return marker.marks == 1 and not used
    return marker.kind == "attachment" and marker.value == (0,)


def _encloses(outer: Marker, inner: Marker) -> bool:
    flat = outer.marks == inner.marks and "markdown" in (outer.kind, inner.kind)
    if outer.marks and inner.marks and (outer.marks != inner.marks or flat):
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
        or (outer.address[-1:] in "0123456789" and marker.label[:1] in "0123456789")
        else ""
    )
    return outer.address + joint + marker.label


def _is_leaf(lines: Sequence[Line], number: int) -> bool:
    """Tell whether a numbered line has neither text nor deeper items below it."""
    own = lines[number].marker
    below = next((line for line in lines[number + 1 :] if not line.blank), None)
    if own is None or below is None or below.chrome:
        return True
    return below.marker is not None and below.marker.rank <= own.rank


def _running_on(lines: Sequence[Line]) -> set[int]:
    """Return where the lines begin whose number follows on the last one of its kind."""
    last: dict[str, tuple[int, ...]] = {}
    found: set[int] = set()
    for line in lines:
        if line.marker is None or not line.marker.value:
            continue
        before = last.get(line.marker.kind)
        if before and line.marker.value == (*before[:-1], before[-1] + 1):
            found.add(line.start)
        last[line.marker.kind] = line.marker.value
    return found


def _following(lines: Sequence[Line]) -> list[bool]:
    """For each line, tell whether the next line that is not blank belongs to its part.

    It is a paragraph without a number, or the first item of a list below the line's number; an
    item that numbers on through the document (（二） with 4. below it) is one too.
    """
    result = [False] * len(lines)
    running = _running_on(lines)
    below: Line | None = None
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if below is not None and below.marker is None:
            result[number] = "。" in below.text and not below.chrome
        elif below is not None and below.marker and line.marker:
            deeper = line.marker.rank < below.marker.rank
            first = below.marker.value == (1,) or below.start in running
            result[number] = deeper and first and below.marker.firm
        if not line.blank:
            below = line
    return result

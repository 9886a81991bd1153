"""Texts whose lines were cut at the width of a page, as copies from PDF files are.

A sentence that goes on in the next line is put together again; page numbers are left out. Only a
text many of whose lines are cut so is touched: then no line is wider than the page, and many
reach its edge without the end of a sentence.
"""

from __future__ import annotations

import re
import unicodedata

from policyqa.documents.numbering import read_marker

_ENDS = re.compile(r"[。！？!?；;：:…][”’』」）)》】\"']*\s*$")
_LABEL = re.compile(r"[\s　*]*\S{2,8}[：:]")
_INDENT = re.compile(r"　|[ \t]{2,}")
_PAGE = re.compile(
    r"[\s　]*(?:[-—–－·]\s*\d{1,3}\s*[-—–－·]"
    r"|第\s*\d{1,3}\s*页(?:\s*[，,/共]\s*共?\s*\d{1,3}\s*页)?)[\s　]*$"
)
_TABLE = re.compile(r"\t| {2,}|　|\|")
# Of no fixed width by Unicode, printed as wide as a Chinese character.
_FULL = "“”‘’—…·"
WIDEST, NARROWEST = 120, 40
# A line this near to the widest one was cut, when it does not end a sentence.
NEAR = 0.75
LEAST_LINES, LEAST_SHARE = 8, 0.25


def unwrap(text: str) -> str:
    """Return ``text`` with sentences in one line each, or unchanged where no lines are cut."""
    lines = text.split("\n")
    if max(map(len, lines)) > WIDEST:
        return text
    widths = [_width(line.rstrip()) for line in lines]
    edge = max(widths, default=0)
    if not NARROWEST <= edge <= WIDEST:
        return text
    cut = [
        width >= NEAR * edge and _is_cut(line) for line, width in zip(lines, widths, strict=True)
    ]
    written = sum(width > 0 for width in widths)
    if sum(cut) < max(LEAST_LINES, LEAST_SHARE * written):
        return text
    joined: list[str] = []
    going_on = False
    for number, line in enumerate(lines):
        if _PAGE.match(line):
            continue
        if going_on and _continues(line):
            joined[-1] = joined[-1].rstrip() + line.strip()
        else:
            joined.append(line)
        going_on = cut[number]
    return "\n".join(joined)


def _width(line: str) -> int:
    """Return how many columns a line takes; Chinese characters take two."""
    return sum(
        2 if unicodedata.east_asian_width(character) in "WF" or character in _FULL else 1
        for character in line
    )


def _is_cut(line: str) -> bool:
    return not _ENDS.search(line) and not _TABLE.search(line.strip())


def _continues(line: str) -> bool:
    """Tell whether a line can be the rest of the sentence before it."""
    if not line.strip() or _INDENT.match(line) or _LABEL.match(line) or _TABLE.search(line.strip()):
        return False
    marker = read_marker(line)
    return marker is None or not marker.firm

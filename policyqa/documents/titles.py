"""Where the title of a heading ends and its text begins."""

from __future__ import annotations

import re

from policyqa.documents.numbering import Marker

_END = "。！？!?；;"


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

"""款 of an article that stand behind its items, and titles on the line below 附件1.

A statute's article is a row of paragraphs (款), each of which may list items (项); an item is
one paragraph. What stands unnumbered behind the last item is therefore the article's next 款
and no part of the item: 第十四条第二款. The terms 条, 款, 项 are those of the Legislation Law.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.documents import front
from policyqa.documents.lines import Line
from policyqa.documents.numbering import Marker
from policyqa.documents.numerals import in_chinese

_WHOLE = re.compile(r"[。；;！？!?][）)”’]*[\s　*]*$")
_PARAGRAPH = re.compile(r"[。：:；;！？!?][）)”’]*[\s　*]*$")
_LABEL = re.compile(r"[\s　*]*\S{2,6}(?:单位|部门|主体|电话|人)[：:]")
_LONGEST_TITLE = 60


def is_whole(text: str) -> bool:
    """Tell whether an item's line says all the item has to say."""
    return bool(_WHOLE.search(text))


def is_paragraph(line: Line) -> bool:
    """Tell an unnumbered paragraph of an article from signatures, dates and label lines."""
    if line.marker or line.blank or line.contents or line.chrome or _LABEL.match(line.text):
        return False
    return bool(_PARAGRAPH.search(line.text)) and not front.DATE_LINE.match(line.text)


def paragraph_label(number: int) -> str:
    """Return the name of the ``number``-th 款.

    >>> paragraph_label(12)
    '第十二款'
    """
    return f"第{in_chinese(number)}款"


def next_markers(lines: Sequence[Line]) -> list[Marker | None]:
    """For each line, return the number that the next numbered line opens with."""
    result: list[Marker | None] = [None] * len(lines)
    coming: Marker | None = None
    for number in range(len(lines) - 1, -1, -1):
        result[number] = coming
        coming = lines[number].marker or coming
    return result


def title_below(lines: Sequence[Line], number: int) -> Line | None:
    """Return the line under a bare 附件1 that is its title, or None."""
    below = next((line for line in lines[number + 1 :] if not line.blank), None)
    if below is None or below.marker or below.contents or below.chrome:
        return None
    title = below.text.strip(" \t　*")
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    if len(title) > _LONGEST_TITLE or re.search(r"[。；！？：:|\t]", plain):
        return None
    return None if front.DATE_LINE.match(below.text) else below

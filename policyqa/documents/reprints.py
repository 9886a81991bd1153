"""What a web site puts above a document that it reprints: a report on it, rows of navigation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.documents.naming import KIND

# 日前，某市印发《…》。全文如下：closes a report.
_REPRINTED = re.compile(
    r"(?:全文|原文|正文|详情|具体内容|方案|计划|通知|文件|意见|办法)(?:内容)?如下[：:。]?[\s　]*$"
)
_SENTENCE = re.compile(r"。|；[\s　]*$")
ISSUING_TITLE = re.compile(
    r"[\s　]*(?:[【\[][^】\]]{2,8}[】\]])?[^《》，。；：:,;]{2,40}"
    r"关于(?:印发|转发|批转)[^。；]{4,80}"
    r"的(?:通知|函|公告|决定)(?:[（(][^（）()]{2,6}[）)])?[\s　]*$"
)
NUMBER_LINE = re.compile(
    r"[\s*]*[^\s，。；：]{1,12}[〔\[［(（【]\s*\d{4}\s*[〕\]］)）】]\s*第?\s*\d+\s*号[\s*]*$"
)
_ADDRESSES = re.compile(
    r"[\s　]*(?:各|[^，。]{2,30}(?:政府|管委会|委员会|局|公司)[，,、])"
    r"[^。；！？]{1,300}[：:][\s　]*$"
)
# A paragraph, or rows of links.
_NOT_ITS_OWN = re.compile(r"。|[|｜].*[|｜]|首页")
_HANDS_OUT = re.compile(r"[\s　]*(?:现将|现把)?《[^《》]+》[^。]{0,30}(?:印发|转发)")
_MOST_ABOVE, _TITLE_WITHIN = 20, 3


def above_title(texts: Sequence[str]) -> set[int]:
    """Return the numbers of the lines above a document that are not its own.

    ``texts`` are its first lines. A report ends with 全文如下 above a title or the addressees;
    or a report or rows of links stand above the title of a notice, which the 文号 or the
    addressees follow.
    """
    written = [n for n, text in enumerate(texts) if text.strip()][:_MOST_ABOVE]
    for place, number in enumerate(written):
        below = [texts[n] for n in written[place + 1 : place + 1 + _TITLE_WITHIN]]
        if _REPRINTED.search(texts[number]) and any(map(_opens, below)):
            return set(range(number + 1))
        follows = any(NUMBER_LINE.match(text) or _ADDRESSES.match(text) for text in below[:2])
        strange = any(_NOT_ITS_OWN.search(texts[n]) for n in written[:place])
        if strange and follows and ISSUING_TITLE.match(texts[number]):
            return set(range(number))
    return set()


def _opens(text: str) -> bool:
    title = KIND.search(text.strip()) and not _SENTENCE.search(text)
    return bool(title or _ADDRESSES.match(text) or _HANDS_OUT.match(text))

"""How the value of a target is said: 下降13.5%, 不少于90%, 16%左右."""

from __future__ import annotations

import re

from policyqa.documents.corpus import Corpus
from policyqa.records import Target

# Signs of tables, as they are said.
_SIGNS = {"≥": "不低于", "＞": "高于", ">": "高于", "≤": "不高于", "＜": "低于", "<": "低于"}
VERBS = {"decrease": "下降", "increase": "增加", "reach": "达到"}


def compared(target: Target, corpus: Corpus) -> tuple[str, str]:
    """Return the comparison before the value (不少于) and after it (以上), as the text has it.

    In 不少于80%、90% one comparison stands before both values.
    """
    words = "".join(corpus.documents[target.document_id].text[target.start : target.end].split())
    comparison = "".join(target.comparison.split())
    behind = f"{target.value}{target.unit}{comparison}" in words
    if comparison and not behind and -1 < words.find(comparison) < words.find(target.value):
        return _SIGNS.get(comparison, comparison), ""
    return "", comparison


def strives(target: Target, corpus: Corpus) -> str:
    """Return 力争 where the text only strives for the value (下降14%，力争下降15%), else ""."""
    words = "".join(corpus.documents[target.document_id].text[target.start : target.end].split())
    found = re.search(rf"(力争|争取|努力)[^，,；;\d]{{0,8}}{re.escape(target.value)}", words)
    return found.group(1) if found else ""


def is_share(target: Target, corpus: Corpus) -> bool:
    """Tell whether the value is a share of what stands behind it (90%以上县级机关达到要求)."""
    words = "".join(corpus.documents[target.document_id].text[target.start : target.end].split())
    name = "".join(target.indicator.split())
    return (
        target.unit == "%" and target.head is None and words.find(target.value) < words.find(name)
    )


def phrase(target: Target, corpus: Corpus) -> str:
    """Return the value with its comparison, and with its verb unless it is what is reached."""
    before, after = compared(target, corpus)
    verb = "" if target.direction == "reach" else VERBS[target.direction]
    verb = strives(target, corpus) + verb
    base = f"比{target.base_year}年" if target.base_year and verb else ""
    return f"{base}{verb}{before}{target.value}{target.unit}{after}"

"""What a follow-up points at: 这一条, 第二个, or the next clause of the same part."""

from __future__ import annotations

import re
from collections.abc import Callable

from policyqa.answering.context import Question
from policyqa.answering.resources import Resources
from policyqa.documents.numerals import in_chinese, number_of

Cited = Callable[[], list[tuple[str, str]]]

_NO_THING = "(?![河湖江渠沟路街线]|生产线)"
EDGES = " ，,。.?？!！、:："

PARTICLES = re.compile(r"(?:的?呢|呀|啊|哩|嘛|哦|吧)?[?？。!！]*$")

_ORDINAL = re.compile(
    r"第([一二三四五六七八九十]{1,3}|[0-9]{1,2})(?:个|项|条|点|方面|类)(?:工程|任务|机制|方面|内容)?"
)


def sibling_clause(text: str, previous: Question, resources: Resources) -> str:
    """Return the question with 第二条 as 四（二）, behind a question on 四（一）, or ""."""
    ordinal = _ORDINAL.search(text)
    named = [r for r in previous.references if r.exists and not r.is_group and "（" in r.address]
    if not ordinal or len(named) != 1 or resources.understanding.read(text).references:
        return ""
    parent = named[0].address.rpartition("（")[0]
    address = f"{parent}（{in_chinese(number_of(ordinal.group(1)) or 0)}）"
    known = any(
        clause.address == address
        for clause in resources.corpus.structures[named[0].document_id].clauses
    )
    rest, _ = strip_opening(text.replace(ordinal.group(), "", 1), resources.cues.words["continues"])
    return address + PARTICLES.sub("", rest) if known else ""


def pointed_clause(text: str, previous: Question, cited: Cited, resources: Resources) -> str:
    """Return the question with 这一条 or 第二个 replaced by the clause it points at, or ""."""
    ordinal = _ORDINAL.search(text)
    # 这条河 is a river.
    clause_words = resources.cues.words["this_clause"]
    word = next((w for w in clause_words if re.search(f"{w}{_NO_THING}", text)), "")
    if not ordinal and not word:
        return ""
    addresses = [address for _, address in cited()]
    if ordinal:
        position = (number_of(ordinal.group(1)) or 0) - 1
        if not 0 <= position < len(addresses):
            return ""
        rest = text.replace(ordinal.group(), "", 1)
        opened, _ = strip_opening(rest, resources.cues.words["continues"])
        return addresses[position] + PARTICLES.sub("", opened) or addresses[position]
    named = [r.address for r in previous.references if r.exists and not r.is_group]
    addresses = named if len(named) == 1 else addresses
    if len(addresses) == 1:
        return text.replace(word, addresses[0], 1)
    return ""


def strip_opening(text: str, openings: tuple[str, ...]) -> tuple[str, bool]:
    """Return ``text`` without the words that lean on what came before, and whether it had any."""
    rest, opened = text, False
    while True:
        for word in openings:
            if rest.startswith(word) and len(rest) > len(word):
                rest, opened = rest[len(word) :].lstrip(EDGES), True
                break
        else:
            return rest, opened

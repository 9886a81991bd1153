"""Clauses and parts that a question names by their headings (秸秆禁烧, 重点工程部分)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import takewhile

from policyqa.answering.context import ClauseReference
from policyqa.documents.corpus import Corpus
from policyqa.documents.prose import authorities
from policyqa.text import is_han, same_width

# So many characters behind a heading tell that it opens a longer word.
WORD = 2
# So long a heading is named without its 工程 or 行动 too.
LONG_CORE = 8
_KIND_OF_TASK = re.compile(r"(?:专项)?(?:行动|工程|工作|任务|计划)$")

# 除了三（二）还有哪些: the others are asked about.
APART_FROM = ("除了", "除开", "除去", "除", "去掉", "扣除", "不算", "不含", "撇开")
# 重点工程部分, 政策机制里: what stands before is the end of a part's heading.
_OF_PART = re.compile(r"的?(?:(?:这|那)?(?:一?个?部分|板块|一章|一?块)|里|当?中|项?下)")
# 农业农村那条里, 组织领导一节: what stands before is a stretch of one clause's heading.
_OF_CLAUSE = re.compile(
    r"的?(?:[这那](?:一)?|一)(?:条|项|节|款|块|章)(?![路河街沟线件目])[里中下]?"
)
LEAST_OF_HEADING, WHOLE_HEADING = 4, 20


def by_heading(rest: str, corpus: Corpus, ids: Iterable[str]) -> tuple[list[ClauseReference], str]:
    """Find the clauses whose whole heading stands in ``rest``.

    Returns them in the order of the text, and ``rest`` with the naming words blanked out.
    """
    found: list[ClauseReference] = []
    for document_id in ids:
        named: list[tuple[int, ClauseReference]] = []
        # 白榆县城区热源整合 is not 热源整合.
        headings = corpus.structures[document_id].headings
        for heading in sorted(headings, key=lambda each: -len(each.title)):
            # As questions are normalised: Ⅲ级响应 is written III there.
            title = unicodedata.normalize("NFKC", same_width(heading.title)).lower().rstrip(":")
            # A body that heads an item is asked about as a body.
            title = _as_named(title, rest)
            whole = title in rest and not _opens_longer_word(
                title, rest, corpus.documents[document_id].text
            )
            if whole and rest[: rest.find(title)].endswith(APART_FROM):
                rest = rest.replace(title, " " * len(title))
                continue
            if len(title) >= 4 and whole and not authorities(title)[0]:
                named += [
                    (heading.start, replace(hit, by_heading=True))
                    for hit in look_up(heading.address, corpus, (document_id,))
                ]
                rest = rest.replace(title, " " * len(title))
        found.extend(hit for _, hit in sorted(named, key=lambda each: each[0]))
    return found, rest


def part_by_end_of_heading(
    text: str, corpus: Corpus, ids: Iterable[str]
) -> tuple[list[ClauseReference], str]:
    """Find the part that 重点工程部分 names by the end of its heading (实施重点工程), if only one.

    Returns it and ``text`` with the naming words blanked out.
    """
    named: dict[ClauseReference, tuple[int, int]] = {}
    for document_id in ids:
        parts = {
            heading.address: same_width(heading.title)
            for heading in corpus.structures[document_id].headings
            if next(look_up(heading.address, corpus, (document_id,))).is_group
        }
        for match in _OF_PART.finditer(text):
            for address, title in parts.items():
                shared = _common_ending(text[: match.start()], title)
                if shared >= LEAST_OF_HEADING:
                    reference = ClauseReference(
                        document_id, address, is_group=True, by_heading=True
                    )
                    named[reference] = (match.start() - shared, match.end())
    if len(named) != 1:
        return [], text
    (reference, (start, end)), *_ = named.items()
    return [reference], text[:start] + " " * (end - start) + text[end:]


def clause_by_stretch_of_heading(
    text: str, corpus: Corpus, ids: Iterable[str]
) -> tuple[list[ClauseReference], str]:
    """Find the clause that 农业农村那条 names by a stretch of its heading, if only one has it.

    Returns it and ``text`` with the naming words blanked out.
    """
    titles = {
        (document_id, clause.address): same_width(clause.heading)
        for document_id in ids
        for clause in corpus.structures[document_id].clauses
    }
    for match in _OF_CLAUSE.finditer(text):
        before = text[: match.start()]
        for length in range(min(len(before), WHOLE_HEADING), LEAST_OF_HEADING - 1, -1):
            named = [place for place, title in titles.items() if before[-length:] in title]
            if len(named) == 1:
                start = match.start() - length
                reference = ClauseReference(*named[0], by_heading=True)
                blank = " " * (match.end() - start)
                return [reference], text[:start] + blank + text[match.end() :]
            if named:
                break
    return [], text


def _common_ending(left: str, right: str) -> int:
    """Return how many characters the endings of two texts share."""
    pairs = zip(reversed(left), reversed(right), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _as_named(title: str, asked: str) -> str:
    """Return a heading as the question names it: with or without 工程, 行动 at its end."""
    core = _KIND_OF_TASK.sub("", title)
    return core if title not in asked and len(core) >= LONG_CORE else title


def _opens_longer_word(title: str, asked: str, text: str) -> bool:
    """Tell whether a heading is only the opening of a word of the text (重点工程减排量)."""
    end = asked.find(title) + len(title)
    longer = asked[end : end + WORD]
    return len(longer) == WORD and all(map(is_han, longer)) and title + longer in text


def look_up(address: str, corpus: Corpus, ids: Iterable[str]) -> Iterator[ClauseReference]:
    """Yield the clause or the part at ``address`` in each of the documents that has it."""
    for document_id in ids:
        structure = corpus.structures[document_id]
        if any(clause.address == address for clause in structure.clauses):
            yield ClauseReference(document_id, address)
        elif any(heading.address == address for heading in structure.headings):
            yield ClauseReference(document_id, address, is_group=True)

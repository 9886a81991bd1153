"""Clause addresses and headings named in a question (三（八）, 第四部分第三条, 第十八条)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policyqa.answering.context import ClauseReference
from policyqa.answering.heading_references import (
    APART_FROM,
    by_heading,
    clause_by_stretch_of_heading,
    look_up,
    part_by_end_of_heading,
)
from policyqa.documents.corpus import Corpus
from policyqa.documents.numerals import in_chinese

_NUMBER = r"(?:[一二三四五六七八九十百]{1,4}|[0-9]{1,3})"
_BRACKETED = re.compile(
    rf"第?({_NUMBER})(?:部分|章|大?[点项条])?[、.的里]?第?\(({_NUMBER})\)(?:的?第?([0-9]{{1,2}})(?![0-9%年月])(?:\(([0-9]{{1,2}})\)|(?<=第[0-9])[点项条]|(?<=第[0-9][0-9])[点项条])?)?"
)
# 第（十三）条 of a plan that numbers its items through.
_ITEM_ALONE = re.compile(
    rf"第\(({_NUMBER})\)[条项款点]?|(?<![一二三四五六七八九十0-9])\(({_NUMBER})\)[条项款]"
)
_PART_AND_ITEM = re.compile(
    rf"第?({_NUMBER})个?大?(?:部分|章|编|篇|大项)(?:的|里的|中的|里面的?|当中的?|里|中)?第({_NUMBER})个?小?(?:项|条|款|点|节|部分|个)"
)
_PART = re.compile(rf"第({_NUMBER})个?大?(?:部分|章|编|篇|大项)(?!第)")
_BARE_PART = re.compile(rf"^({_NUMBER})大?部分(?=有|讲|说|里|写|是|规定)")
_ARTICLE = re.compile(rf"第({_NUMBER})条(?:之({_NUMBER}))?")
_ALONE = re.compile(rf"^第?({_NUMBER})(?=讲|说|写|规定|包括|原文|的内容|的原文|是什么|有什么)")
# 五之二, and 三八 before 讲什么: as people say 五（二） and 三（八）.
_SPOKEN = re.compile(
    r"(?<![一二三四五六七八九十百])([一二三四五六七八九十])(?:之|(?<!十)[“”\"]?(?=(?!十)[一二三四五六七八九十][“”\"]?"
    r"(?:都|主要)?(?:讲|说|写|规定|原文|的内容|的原文|是什么|有什么|里)))"
    r"([一二三四五六七八九十]{1,2})(?![一二三四五六七八九十百千万分年月个条项])"
)
# 3.6条 for 三（六）.
_DOTTED = re.compile(r"(?<![0-9.])([1-9])\.([0-9]{1,2})(?=条|款|这一?条|那一?条|部分|节)")
_MIXED = re.compile(r"([一二三四五六七八九十]{1,3})([0-9]{1,2})(?![0-9%年月日.个条项])")
# 第三部分第二条和第十条: both items are of that part.
_ITEMS_OF_PART = re.compile(
    rf"(?P<part>第{_NUMBER}个?大?(?:部分|章|编|篇|大项))(?P<first>的?第{_NUMBER}(?:项|条|款|点|节|个))"
    rf"(?P<joint>[、,，和及与跟])(?P<second>第{_NUMBER}(?:项|条|款|点|节|个))"
)
# 第三、四、五部分 names three parts.
_LISTED = re.compile(rf"第({_NUMBER}(?:[、,，和及与]第?{_NUMBER})+)(部分|大部分|章|编|条|节)")
_ANNEX = re.compile(rf"附件({_NUMBER})?")
_LAST = re.compile(r"最后(?:面)?(?:的)?(?:一|1)?个?大?(?:部分|章|篇)")
_NAMED = ("印发通知", "前言", "结尾")


def _as_numbered(number: str) -> str:
    """Return a number as clauses write it; what is no number up to 999 comes back unchanged."""
    small = number.isdecimal() and 0 < int(number) < 1000
    return in_chinese(int(number)) if small else number


def _named_addresses(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield (start, end, candidate addresses) for every address-like stretch of ``text``."""
    taken: list[tuple[int, int]] = []

    def free(match: re.Match[str]) -> bool:
        return not any(match.start() < end and start < match.end() for start, end in taken)

    for pattern in (
        _BRACKETED,
        _PART_AND_ITEM,
        _PART,
        _BARE_PART,
        _ARTICLE,
        _ANNEX,
        _SPOKEN,
        _ALONE,
        _DOTTED,
        _MIXED,
    ):
        for match in pattern.finditer(text):
            if not free(match):
                continue
            taken.append(match.span())
            groups = [_as_numbered(group) if group else "" for group in match.groups()]
            if pattern is _BRACKETED:
                deeper = (match[3] or "") + (f"（{match[4]}）" if match[4] else "")
                names: tuple[str, ...] = (f"{groups[0]}（{groups[1]}）{deeper}",)
            elif pattern is _PART_AND_ITEM:
                names = (
                    f"{groups[0]}（{groups[1]}）",
                    f"{groups[0]}{match.group(2)}",
                    f"第{groups[1]}条",
                )
            elif pattern in (_SPOKEN, _DOTTED):
                names = (f"{groups[0]}（{groups[1]}）",)
            elif pattern is _MIXED:
                names = (f"{groups[0]}{match.group(2)}",)
            elif pattern is _ALONE:
                names = (groups[0],)
            elif pattern in (_PART, _BARE_PART):
                names = (groups[0], f"第{groups[0]}章", f"第{groups[0]}编", f"第{groups[0]}部分")
            elif pattern is _ARTICLE:
                names = (f"第{groups[0]}条" + (f"之{groups[1]}" if groups[1] else ""),)
            elif match.group(1) is None:
                names = ("附件",)
            else:
                names = (f"附件{match.group(1)}", f"附件{groups[0]}")
            yield *match.span(), names


def find_references(
    text: str, corpus: Corpus, document_ids: Iterable[str]
) -> tuple[tuple[ClauseReference, ...], str]:
    """Find the clauses that ``text`` names by number or by full heading.

    Returns the references and ``text`` with the naming words blanked out. A number that no
    document has comes back with ``exists`` false, so that the answer can say so.
    """
    ids = tuple(document_ids)
    text = _LISTED.sub(_spelled_out, text)
    text = _ITEMS_OF_PART.sub(r"\g<part>\g<first>\g<joint>\g<part>\g<second>", text)
    found: list[ClauseReference] = []
    rest = text
    for start, end, names in _named_addresses(text):
        if text[:start].endswith(APART_FROM):
            rest = rest[:start] + " " * (end - start) + rest[end:]
            continue
        hits = [hit for name in names for hit in look_up(name, corpus, ids)]
        if names == ("附件",) and not hits and any(_has_attachment(each, corpus) for each in ids):
            continue  # 附件里各市的减排量 names none of 附件1 and 附件2
        alone = re.fullmatch(r"[^第(附]+", rest[start:end]) is not None
        if not hits and not _plausible(names[0], corpus, ids, alone=alone):
            # "第三条" in a document without articles is too vague to contradict.
            continue
        found.extend(hits[: len(ids)] or [ClauseReference(ids[0] if ids else "", names[0], False)])
        rest = rest[:start] + " " * (end - start) + rest[end:]
    item = _ITEM_ALONE.search(rest)
    if item and not found:
        ending = f"（{_as_numbered(item[1] or item[2])}）"
        hits = [hit for each in ids for hit in _ending_with(ending, corpus, each)]
        found.extend(hits if len(hits) == 1 else ())
        rest = rest.replace(item.group(), " " * len(item.group())) if hits else rest
    last = _LAST.search(rest)
    if last:
        found.extend(_last_part(corpus, ids))
        rest = rest[: last.start()] + " " * len(last.group()) + rest[last.end() :]
    for name in _NAMED:
        if name in rest:
            found.extend(look_up(name, corpus, ids))
            rest = rest.replace(name, " " * len(name))
    named, rest = by_heading(rest, corpus, ids)
    found.extend(named)
    if not found:
        part, rest = part_by_end_of_heading(rest, corpus, ids)
        if not part:
            part, rest = clause_by_stretch_of_heading(rest, corpus, ids)
        found.extend(part)
    return tuple(dict.fromkeys(found)), rest


def _spelled_out(listed: re.Match[str]) -> str:
    """Return 第三、四部分 as 第三部分、第四部分."""
    return "、".join(f"第{n}{listed[2]}" for n in re.findall(_NUMBER, listed[1]))


def _ending_with(ending: str, corpus: Corpus, document_id: str) -> Iterator[ClauseReference]:
    for clause in corpus.structures[document_id].clauses:
        if clause.address.endswith(ending):
            yield ClauseReference(document_id, clause.address)


def _last_part(corpus: Corpus, ids: Iterable[str]) -> Iterator[ClauseReference]:
    """Yield the last outermost part of each document, attachments apart."""
    for document_id in ids:
        headings = [
            heading
            for heading in corpus.structures[document_id].headings
            if not heading.address.startswith("附件")
        ]
        outer = min((heading.level for heading in headings), default=1)
        parts = [heading.address for heading in headings if heading.level == outer]
        yield from look_up(parts[-1], corpus, (document_id,)) if parts else ()


def _plausible(name: str, corpus: Corpus, ids: Iterable[str], *, alone: bool) -> bool:
    """Tell whether a document numbers its clauses as ``name`` does.

    A numeral ``alone``, without 第 or brackets, names a clause only where there is one.
    """
    if not re.fullmatch(r"第.+条", name):
        return not alone
    return any(
        re.fullmatch(r"第.+条", clause.address)
        for document_id in ids
        for clause in corpus.structures[document_id].clauses
    )


def _has_attachment(document_id: str, corpus: Corpus) -> bool:
    return any(h.address.startswith("附件") for h in corpus.structures[document_id].headings)

"""Content words of a question and how well a text covers them.

Retrieval ranks; coverage tells whether the best passage is *about* the question. It is the
weighted share of the question's content words that the text holds, in their own form or in
a form that the lexicon links to it (query coverage as in answerability features of TREC QA).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from policyqa.answering.context import Term
from policyqa.documents.lexicon import Expansion, Lexicon
from policyqa.text import part_of_speech, rarity, same_width, search_words, words

# Worth of a match through the lexicon, and of a word of which only a part stands there.
LEXICON_MATCHES = (0.9, 0.8, 0.5, 0.4)
PARTIAL_MATCH = 0.6
ABBREVIATED_MATCH = 0.7
# A part of an everyday term this rare may stand for it.
TELLING_PART = 0.8
# Chunks that segmentation makes of speech (最多补) weigh no more.
LITTLE = 0.2
# Words of the registers (任务, 治理) tell little of the topic.
WEAK_FACTOR = 0.3


def find_terms(
    topic: str,
    lexicon: Lexicon,
    stopwords: frozenset[str],
    tag_weights: Mapping[str, float],
    weak: Collection[str] = (),
    heads: Collection[str] = (),
    things: Collection[str] = (),
) -> tuple[Term, ...]:
    """Return the content words of ``topic``, each once, in order.

    A word weighs by its rarity and by its part of speech (``tag_weights``): things and acts
    tell what a question is about, time words, adverbs and chunks that segmentation makes of
    colloquial speech do not. Words of one character count only where the lexicon knows what
    documents write for them, or where they are ``things`` in a chunk that is no word. ``heads``
    are parts that say too little to stand for a whole word: 钢铁行业 is not found in 石化行业.
    """
    expansions = {same_width(e.said): e for e in lexicon.expand(topic)}
    terms: dict[str, Term] = {}
    rest = same_width(topic) if " " not in topic else topic
    for said, expansion in expansions.items():
        if said in stopwords:
            continue
        variants = [(said, 1.0)]
        variants += [
            (same_width(official), worth * expansion.weight)
            for official, worth in zip(expansion.official, _worths(expansion), strict=False)
        ]
        known = {variant for variant, _ in variants}
        # 卖散煤 holds the word that documents write; 绿色 in 绿色工厂 tells nothing.
        variants += [
            (part, worth)
            for part, worth in _own_variants(said)[1:]
            if part not in heads and part not in known and rarity(part) >= TELLING_PART
        ]
        terms[said] = Term(
            said, max(0.35, rarity(said)), tuple(variants), indicator=expansion.mutual
        )
        rest = rest.replace(said, " ")
    for word in words(rest):
        if word in stopwords or word in terms or (len(word) == 1 and word not in things):
            continue
        if len(word) == 2 and not part_of_speech(word):
            # 河要 is no word: the thing in it counts.
            for thing in word:
                if thing in things:
                    terms.setdefault(thing, Term(thing, rarity(thing), ((thing, 1.0),)))
        if any(character.isdigit() for character in word) and not _is_code(word):
            continue
        weight = rarity(word) * tag_weight(part_of_speech(word), tag_weights)
        weight *= WEAK_FACTOR if word in weak else 1.0
        if weight:
            variants = [v for v in _own_variants(word) if v[0] == word or v[0] not in heads]
            terms[word] = Term(word, weight, tuple(variants))
    return tuple(terms.values())


def _worths(expansion: Expansion) -> Iterator[float]:
    """Yield the worth of the first, second, ... official term: the closest stand first."""
    if not expansion.mutual:
        yield from LEXICON_MATCHES
    while True:
        yield LEXICON_MATCHES[0 if expansion.mutual else -1]


def _is_code(word: str) -> bool:
    """Tell whether a word with digits is a name (pm2.5) and not a figure (95%)."""
    return word[0].isalpha()


def tag_weight(tag: str, weights: Mapping[str, float]) -> float:
    """Return the weight of a part of speech: that of its longest listed beginning."""
    for length in range(len(tag), 0, -1):
        if tag[:length] in weights:
            return weights[tag[:length]]
    return weights["unknown"] if not tag else weights["other"]


@lru_cache(maxsize=4096)
def _own_variants(word: str) -> tuple[tuple[str, float], ...]:
    parts = [part for part in search_words(word) if part != word and len(part) >= 2]
    return ((word, 1.0), *((part, PARTIAL_MATCH) for part in parts))


def is_everyday(term: Term) -> bool:
    """Tell whether the lexicon knows the word: its second form is no part of the word itself."""
    return len(term.variants) > 1 and term.variants[1][0] not in term.text


def is_thing(term: Term) -> bool:
    """Tell whether a word names something: 什么时候完工 leaves out what is to be finished."""
    if is_everyday(term):
        return True
    return term.weight > LITTLE and part_of_speech(term.text)[:1] not in ("v", "a", "d", "")


def match(term: Term, text: str) -> float:
    """Return the worth (0-1) of the best variant of ``term`` found in folded ``text``.

    A word of three or more characters also counts when its characters stand there in order
    with little between them: 河长制 in 河湖长制, 污水厂 in 污水处理厂.
    """
    best = max((worth for variant, worth in term.variants if variant in text), default=0.0)
    if best < ABBREVIATED_MATCH and len(term.text) >= 3 and _spread(term.text).search(text):
        return ABBREVIATED_MATCH
    return best


@lru_cache(maxsize=4096)
def _spread(word: str) -> re.Pattern[str]:
    return re.compile('[一-鿿“”"]{0,2}'.join(map(re.escape, word)))


def coverage(terms: Sequence[Term], *texts: tuple[str, float]) -> float:
    """Return the weighted share of ``terms`` found in any of ``texts``.

    ``texts`` are pairs of a text and the worth of finding a term there (heading below body).
    No terms gives 0.
    """
    total = sum(term.weight for term in terms)
    if not total:
        return 0.0
    folded = [(same_width(text), worth) for text, worth in texts if text]
    found = sum(
        term.weight
        * max(
            (match(term, text) * worth for text, worth in folded),
            default=0.0,
        )
        for term in terms
    )
    return found / total


def named_share(terms: Sequence[Term], enough: float, *texts: tuple[str, float]) -> float:
    """Return the weighted share of ``terms`` that the texts name, each text at its worth.

    A word and its close official forms count alike (能耗, 能源消耗): what matches by ``enough``
    is named, what matches less (a part of a word, a remote form) is not. No terms give 0.
    """
    total = sum(term.weight for term in terms)
    folded = [(same_width(text), worth) for text, worth in texts]
    named = sum(
        term.weight
        * max((worth for text, worth in folded if match(term, text) >= enough), default=0.0)
        for term in terms
    )
    return named / total if total else 0.0


def missing(terms: Iterable[Term], *texts: str) -> tuple[Term, ...]:
    """Return the terms of which no variant is in any of ``texts``."""
    folded = [same_width(text) for text in texts]
    return tuple(term for term in terms if not any(match(term, text) for text in folded))

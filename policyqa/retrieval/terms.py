"""Text to index terms: words, character bigrams and single characters.

Chinese has no blanks, so a word index hangs on the segmenter cutting question and document
alike; bigrams do not, and single characters catch short forms (氨氮 in 氨氮排放, 烧 in 焚烧).
Bigrams beside words or instead of them are the standard remedy (J.-Y. Nie, J. Gao, J. Zhang
and M. Zhou, "On the use of words and n-grams for Chinese information retrieval", IRAL 2000).

A term is a mark of its field and the token: ``w秸秆``, ``b秸秆``, ``c秸``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from policyqa.errors import CorpusError
from policyqa.settings import ROOT
from policyqa.text import fold, search_words, words

STOPWORDS = ROOT / "corpus" / "stopwords.txt"

WORD, BIGRAM, CHARACTER = "w", "b", "c"
FIELD_WEIGHTS: Mapping[str, float] = MappingProxyType({WORD: 0.5, BIGRAM: 1.0, CHARACTER: 0.5})
"""Weight of each field's BM25 in the sum; docs/decisions/ has the measurements."""

# One Chinese character, or a run of other letters and digits with its decimals (pm2.5, 13.5).
_UNIT = re.compile(r"[㐀-䶿一-鿿豈-﫿]|[^\W_㐀-䶿一-鿿豈-﫿]+(?:\.\d+)?")


class SupportsExpansion(Protocol):
    """An everyday term found in a question, with its official terms and its weight."""

    @property
    def said(self) -> str:
        """The everyday term as the lexicon spells it."""

    @property
    def official(self) -> tuple[str, ...]:
        """What documents say for it."""

    @property
    def weight(self) -> float:
        """How surely the one means the other, in (0, 1]."""


def field_terms(text: str) -> dict[str, list[str]]:
    """Return the terms of ``text`` by field, repeats kept (BM25 counts them)."""
    folded = fold(text)
    return {
        WORD: [WORD + word for word in search_words(folded)],
        BIGRAM: bigram_terms(folded),
        CHARACTER: [CHARACTER + unit for unit, _, _ in _units(folded)],
    }


def bigram_terms(text: str) -> list[str]:
    """Return the bigrams of ``text`` alone: the words, which cost most, are not cut."""
    return [
        BIGRAM + left + right
        for (left, _, end), (right, start, _) in pairwise(_units(fold(text)))
        if end == start
    ]


def _units(folded: str) -> list[tuple[str, int, int]]:
    return [(match.group(), match.start(), match.end()) for match in _UNIT.finditer(folded)]


@dataclass(frozen=True)
class StopWords:
    """Words that do not tell what a question is about.

    ``phrases`` matches those of several characters anywhere; ``characters`` are dropped only
    where the segmenter cuts them as words, so that 能 is dropped and 节能 is not.
    """

    phrases: re.Pattern[str]
    characters: frozenset[str]

    def blank(self, text: str) -> str:
        """Return the folded text with every stop word replaced by blanks; lengths are equal."""
        kept = self.phrases.sub(lambda match: " " * len(match.group()), fold(text))
        position = 0
        for word in words(kept):
            start = kept.find(word, position)
            position = start + len(word)
            if word in self.characters:
                kept = kept[:start] + " " * len(word) + kept[position:]
        return kept


@lru_cache(maxsize=4)
def load_stopwords(path: Path = STOPWORDS) -> StopWords:
    """Read a stop word file: a word a line, blank lines and ``#`` comments skipped.

    :raises CorpusError: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"停用词表 {path.name} 读不出，请检查文件是否存在并为 UTF-8。") from error
    listed = {fold(line.strip()) for line in lines if line.strip() and not line.startswith("#")}
    phrases = sorted((word for word in listed if len(word) > 1), key=lambda w: (-len(w), w))
    # An empty alternation would match everywhere; this one matches nowhere.
    pattern = "|".join(map(re.escape, phrases)) or r"(?!)"
    return StopWords(re.compile(pattern), frozenset(word for word in listed if len(word) == 1))


def query_terms(
    text: str,
    stopwords: StopWords,
    expansions: Iterable[SupportsExpansion] = (),
    expansion_weight: float = 0.2,
) -> dict[str, float]:
    """Return the weight of each term of a question.

    A term of the question itself weighs 1 however often it is said; a term that only an
    expansion brings weighs ``expansion_weight`` times the expansion's own weight, the largest
    when several bring it.
    """
    weights = dict.fromkeys(_flat(stopwords.blank(text)), 1.0)
    added: dict[str, float] = {}
    for expansion in expansions:
        for official in expansion.official:
            for term in _flat(official):
                if term not in weights:
                    weight = expansion_weight * expansion.weight
                    added[term] = max(weight, added.get(term, 0.0))
    return weights | added


def _flat(text: str) -> Iterator[str]:
    for terms in field_terms(text).values():
        yield from terms

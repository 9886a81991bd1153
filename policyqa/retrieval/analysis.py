"""How well the documents cover the words of a question.

The answering step refuses by this: a question whose words the documents never say is not
about them, and one whose best clause stays far below what its words could score is hardly so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyqa.retrieval.lexical import LexicalIndex
from policyqa.retrieval.matrix import idf
from policyqa.retrieval.terms import StopWords, SupportsExpansion, content_words, query_terms


@dataclass(frozen=True)
class TermStatistics:
    """A content word of a question, and how many clauses say it or what it stands for.

    ``expanded`` are the official terms that the lexicon gives for an everyday term that
    overlaps the word; ``expanded_frequency`` is the largest clause frequency among them.
    """

    word: str
    frequency: int
    idf: float
    expanded: tuple[str, ...] = ()
    expanded_frequency: int = 0

    @property
    def known(self) -> bool:
        """Whether the documents say the word or an official term for it."""
        return self.frequency > 0 or self.expanded_frequency > 0


@dataclass(frozen=True)
class QueryAnalysis:
    """How well the documents cover a question.

    ``missing`` are the content words that no clause says, not even by an official term.
    ``score`` is the BM25 of the best clause, ``best_possible`` what no text can exceed,
    ``ratio`` their quotient, 0 when the question has no content word. ``coverage`` is the
    idf-weighted share of the content words that are known.
    """

    terms: tuple[TermStatistics, ...]
    missing: tuple[str, ...]
    score: float
    best_possible: float
    ratio: float
    coverage: float


def analyse(
    query: str,
    lexical: LexicalIndex,
    stopwords: StopWords,
    expansions: Sequence[SupportsExpansion] = (),
    expansion_weight: float = 0.2,
) -> QueryAnalysis:
    """Look up every content word of ``query`` and score its best clause."""
    terms = tuple(
        _statistics(word, lexical, expansions) for word in content_words(query, stopwords)
    )
    weights = query_terms(query, stopwords, expansions, expansion_weight)
    score = float(lexical.score(weights).clause.max(initial=0.0))
    # Without the expansions: an everyday word that they translate must not raise the bar.
    best = lexical.best_possible(query_terms(query, stopwords))
    mass = sum(term.idf for term in terms)
    known = sum(term.idf for term in terms if term.known)
    return QueryAnalysis(
        terms,
        tuple(term.word for term in terms if not term.known),
        score,
        best,
        min(1.0, score / best) if best else 0.0,
        known / mass if mass else 0.0,
    )


def _statistics(
    word: str, lexical: LexicalIndex, expansions: Sequence[SupportsExpansion]
) -> TermStatistics:
    frequency = lexical.clause_frequency(word)
    official = tuple(
        term
        for expansion in expansions
        if expansion.said in word or word in expansion.said
        for term in expansion.official
    )
    return TermStatistics(
        word,
        frequency,
        idf(frequency, lexical.clauses.rows),
        official,
        max(map(lexical.clause_frequency, official), default=0),
    )

"""Ranks passages and clauses for a question.

Lexical scores and cosines are fused by weighted z-scores over the candidates of the question:
a few sparse columns and one matrix product. The best of them are reranked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from policyqa.records import Passage
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.fusion import fuse
from policyqa.retrieval.lexical import LexicalScores, best_of_clause
from policyqa.retrieval.matrix import Scores
from policyqa.retrieval.rerank import Reranker, TypesOf
from policyqa.retrieval.store import Index
from policyqa.retrieval.terms import (
    StopWords,
    SupportsExpansion,
    load_stopwords,
    query_terms,
)

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True)
class SearchWeights:
    """What counts how much; 0 switches a part off.

    ``dense`` is the weight of the cosines for a question in the documents' own words, and
    ``dense_unknown`` for one of which they have no word: the less there is to match, the more
    the meaning counts. ``expansion`` is the weight of a lexicon's term beside 1 for the
    question's own; ``candidates`` how many of the best by each ranker are fused, and
    ``reranked`` how many of the fused are reranked.
    """

    lexical: float = 1.0
    dense: float = 0.35
    dense_unknown: float = 2.0
    expansion: float = 0.2
    candidates: int = 200
    reranked: int = 100


@dataclass(frozen=True)
class _Ranking:
    lexical: LexicalScores
    dense: Scores
    dense_weight: float
    reranker: Reranker


class Searcher:
    """Searches one opened index."""

    def __init__(
        self,
        index: Index,
        corpus: Corpus,
        encoder: Encoder,
        *,
        weights: SearchWeights | None = None,
        stopwords: StopWords | None = None,
        types_of: TypesOf | None = None,
    ) -> None:
        """Take everything apart that a search needs.

        :param types_of: names the types of a question; without it no sentence is preferred
            for its form.
        """
        self._types_of = types_of
        self._index = index
        self._corpus = corpus
        self._encoder = encoder
        self._weights = weights or SearchWeights()
        self._stopwords = stopwords or load_stopwords()
        self._document_of = np.array([document_id for document_id, _ in index.clauses], dtype=str)

    def search(
        self, query: str, k: int = 10, *, document_ids: Collection[str] | None = None
    ) -> list[Passage]:
        """Return the ``k`` passages that answer best, best first; none for a blank question.

        ``score`` is the fused one. ``signals`` hold its parts: ``lexical_passage`` and
        ``lexical_clause`` (BM25, raw), ``lexical`` (their sum as fused) and ``dense`` (cosine).

        :param document_ids: search these documents only.
        """
        if not query.strip() or k <= 0:
            return []
        ranking = self._score(query)
        lexical, dense = ranking.lexical.passage_total, ranking.dense
        clause_of = self._index.lexical.clause_of
        allowed = self._allowed(document_ids)[clause_of]
        rows, fused = self._fuse(lexical, ranking, dense, allowed, k)
        found = []
        for row, score in zip(rows.tolist(), fused.tolist(), strict=True):
            signals = {
                "lexical": float(lexical[row]),
                "lexical_passage": float(ranking.lexical.passage[row]),
                "lexical_clause": float(ranking.lexical.clause[clause_of[row]]),
                "dense": float(dense[row]),
            }
            found.append(self._passage(row, score, signals))
        if self._weights.reranked:
            found = [self._reranked(passage, ranking.reranker) for passage in found]
            found.sort(key=lambda passage: -passage.score)
        return found[:k]

    def rank_clauses(
        self, query: str, k: int = 10, *, document_ids: Collection[str] | None = None
    ) -> list[tuple[str, str, float]]:
        """Return the ``k`` best clauses as (document id, address, score), best first."""
        if not query.strip() or k <= 0:
            return []
        ranking = self._score(query)
        dense = best_of_clause(ranking.dense, self._index.lexical.clause_of)
        allowed = self._allowed(document_ids)
        rows, fused = self._fuse(ranking.lexical.clause_total, ranking, dense, allowed, k)
        found = [
            (*self._index.clauses[row], score)
            for row, score in zip(rows.tolist(), fused.tolist(), strict=True)
        ]
        if self._weights.reranked:
            add = ranking.reranker.clause
            found = [
                (document, address, score + add(document, address))
                for document, address, score in found
            ]
            found.sort(key=lambda clause: -clause[2])
        return found[:k]

    def _expansions(self, query: str) -> tuple[SupportsExpansion, ...]:
        return self._corpus.lexicon.expand(query) if self._weights.expansion else ()

    def _score(self, query: str) -> _Ranking:
        terms = query_terms(
            query, self._stopwords, self._expansions(query), self._weights.expansion
        )
        index, weights = self._index, self._weights
        topic = self._stopwords.blank(query)
        lexical = index.lexical.score(terms)
        unknown = index.lexical.unknown_share(topic, lexical)
        weight = weights.dense + (weights.dense_unknown - weights.dense) * unknown
        if weight:
            dense = index.vectors.all_scores(self._encoder.encode_query(query))
        else:
            dense = np.zeros(len(index.spans), dtype=np.float32)
        reranker = Reranker(query, topic, self._corpus, self._types_of)
        return _Ranking(lexical, dense, weight, reranker)

    def _allowed(self, document_ids: Collection[str] | None) -> npt.NDArray[np.bool_]:
        """Return which clauses may be found, shape (clauses,)."""
        if document_ids is None:
            return np.ones(len(self._index.clauses), dtype=bool)
        return np.isin(self._document_of, list(document_ids))

    def _fuse(
        self,
        lexical: Scores,
        ranking: _Ranking,
        dense: Scores,
        allowed: npt.NDArray[np.bool_],
        k: int,
    ) -> tuple[Rows, Scores]:
        """Return the best rows and their fused scores, best first, ties in text order.

        There are ``k`` of them, or as many as are reranked when those are more.
        """
        rows = np.flatnonzero(allowed)
        size = max(self._weights.candidates, k)
        if len(rows) > size:
            best = [rows[_largest(scores[rows], size)] for scores in (lexical, dense)]
            rows = np.unique(np.concatenate(best))
        if not len(rows):
            return rows, np.zeros(0, dtype=np.float32)
        fused = fuse(
            {"lexical": lexical[rows], "dense": dense[rows]},
            {"lexical": self._weights.lexical, "dense": ranking.dense_weight},
        )
        order = np.argsort(-fused, kind="stable")[: max(k, self._weights.reranked)]
        return rows[order], fused[order]

    def _passage(self, row: int, score: float, signals: dict[str, float]) -> Passage:
        document_id, address = self._index.clauses[self._index.lexical.clause_of[row]]
        start, end = self._index.spans[row].tolist()
        text = self._corpus.documents[document_id].text[start:end]
        return Passage(document_id, address, text, start, end, score, signals)

    @staticmethod
    def _reranked(passage: Passage, reranker: Reranker) -> Passage:
        worth = reranker.passage(passage)
        signals = {**passage.signals, "features": worth}
        return replace(passage, score=passage.score + worth, signals=signals)


def _largest(scores: Scores, size: int) -> Rows:
    """Return the positions of the ``size`` largest scores, in no order."""
    found: Rows = np.argpartition(-scores, size - 1)[:size]
    return found

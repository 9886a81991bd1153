"""Ranks passages and clauses for a question.

Lexical scores and cosines are fused by weighted z-scores over the candidates of the question.
Nothing here loops over passages: a question costs a few sparse columns and one matrix product.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from policyqa.records import Passage
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.fusion import fuse
from policyqa.retrieval.lexical import LexicalScores, best_of_clause
from policyqa.retrieval.matrix import Scores
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

    ``expansion`` is the weight of a lexicon's term beside 1 for the question's own;
    ``candidates`` how many of the best by each ranker are fused.
    """

    lexical: float = 1.0
    dense: float = 0.75
    expansion: float = 0.2
    candidates: int = 200


@dataclass(frozen=True)
class _Ranking:
    lexical: LexicalScores
    dense: Scores


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
    ) -> None:
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
        rows, fused = self._fuse(lexical, dense, allowed, k)
        return [
            self._passage(
                row,
                score,
                {
                    "lexical": float(lexical[row]),
                    "lexical_passage": float(ranking.lexical.passage[row]),
                    "lexical_clause": float(ranking.lexical.clause[clause_of[row]]),
                    "dense": float(dense[row]),
                },
            )
            for row, score in zip(rows.tolist(), fused.tolist(), strict=True)
        ]

    def rank_clauses(
        self, query: str, k: int = 10, *, document_ids: Collection[str] | None = None
    ) -> list[tuple[str, str, float]]:
        """Return the ``k`` best clauses as (document id, address, score), best first."""
        if not query.strip() or k <= 0:
            return []
        ranking = self._score(query)
        dense = best_of_clause(ranking.dense, self._index.lexical.clause_of)
        rows, fused = self._fuse(
            ranking.lexical.clause_total, dense, self._allowed(document_ids), k
        )
        return [
            (*self._index.clauses[row], score)
            for row, score in zip(rows.tolist(), fused.tolist(), strict=True)
        ]

    def _expansions(self, query: str) -> tuple[SupportsExpansion, ...]:
        return self._corpus.lexicon.expand(query) if self._weights.expansion else ()

    def _score(self, query: str) -> _Ranking:
        terms = query_terms(
            query, self._stopwords, self._expansions(query), self._weights.expansion
        )
        index = self._index
        if self._weights.dense:
            dense = index.vectors.all_scores(self._encoder.encode_query(query))
        else:
            dense = np.zeros(len(index.spans), dtype=np.float32)
        return _Ranking(index.lexical.score(terms), dense)

    def _allowed(self, document_ids: Collection[str] | None) -> npt.NDArray[np.bool_]:
        """Return which clauses may be found, shape (clauses,)."""
        if document_ids is None:
            return np.ones(len(self._index.clauses), dtype=bool)
        return np.isin(self._document_of, list(document_ids))

    def _fuse(
        self, lexical: Scores, dense: Scores, allowed: npt.NDArray[np.bool_], k: int
    ) -> tuple[Rows, Scores]:
        """Return the ``k`` best rows and their fused scores, best first, ties in text order."""
        rows = np.flatnonzero(allowed)
        size = max(self._weights.candidates, k)
        if len(rows) > size:
            best = [rows[_largest(scores[rows], size)] for scores in (lexical, dense)]
            rows = np.unique(np.concatenate(best))
        if not len(rows):
            return rows, np.zeros(0, dtype=np.float32)
        fused = fuse(
            {"lexical": lexical[rows], "dense": dense[rows]},
            {"lexical": self._weights.lexical, "dense": self._weights.dense},
        )
        order = np.argsort(-fused, kind="stable")[:k]
        return rows[order], fused[order]

    def _passage(self, row: int, score: float, signals: dict[str, float]) -> Passage:
        document_id, address = self._index.clauses[self._index.lexical.clause_of[row]]
        start, end = self._index.spans[row].tolist()
        text = self._corpus.documents[document_id].text[start:end]
        return Passage(document_id, address, text, start, end, score, signals)


def _largest(scores: Scores, size: int) -> Rows:
    """Return the positions of the ``size`` largest scores, in no order."""
    found: Rows = np.argpartition(-scores, size - 1)[:size]
    return found

"""Lexical search on two levels, clauses and the passages inside them.

A clause is read as a whole and by its best passage, a passage by itself and with its clause:
a clause that says the thing in one place beats one that scatters its words, and a passage
that says half of it wins when its clause says the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

from policyqa.retrieval.matrix import ScoreMatrix, Scores, build_matrix
from policyqa.retrieval.terms import FIELD_WEIGHTS, bigram_terms, field_terms

BEST_PASSAGE = 0.5
"""What a clause gains from its best passage, and a passage from its clause."""

FIRST = 10
"""So many of the best clauses tell whether the documents have the words of a question."""

_VOCABULARY = "vocabulary.txt"


@dataclass(frozen=True)
class LexicalScores:
    """BM25 of one question.

    ``clause`` (clauses,) and ``passage`` (passages,) are raw; ``clause_total`` and
    ``passage_total`` have the share of the other level added.
    """

    clause: Scores
    passage: Scores
    clause_total: Scores
    passage_total: Scores


@dataclass(frozen=True)
class LexicalIndex:
    """BM25 of all terms in all clauses and passages.

    ``clause_of`` (passages,) gives the clause of each passage; it ascends, and every clause
    has a passage.
    """

    vocabulary: Mapping[str, int]
    clauses: ScoreMatrix
    passages: ScoreMatrix
    clause_of: npt.NDArray[np.int32]

    @classmethod
    def build(
        cls,
        passages: Sequence[str],
        clause_of: Sequence[int],
        contexts: Sequence[str],
        *,
        progress: bool = False,
    ) -> LexicalIndex:
        """Index texts.

        :param passages: the texts of the passages.
        :param clause_of: for each passage the number of its clause, ascending from 0
            without gaps.
        :param contexts: for each clause the words indexed with it and not quoted.
        :raises ValueError: the sizes do not fit.
        """
        owners = np.asarray(clause_of, dtype=np.int32)
        if len(owners) != len(passages):
            raise ValueError(f"{len(passages)} passages but {len(owners)} clause numbers")
        if (
            not np.array_equal(np.unique(owners), np.arange(len(contexts)))
            or (np.diff(owners) < 0).any()
        ):
            raise ValueError("clause numbers must ascend from 0 without gaps")
        numbers: dict[str, int] = {}

        def numbered(text: str) -> dict[str, list[int]]:
            return {
                field: [numbers.setdefault(term, len(numbers)) for term in terms]
                for field, terms in field_terms(text).items()
            }

        whole: dict[str, list[list[int]]] = {field: [] for field in FIELD_WEIGHTS}
        parts: dict[str, list[list[int]]] = {field: [] for field in FIELD_WEIGHTS}
        for context in contexts:
            for field, terms in numbered(context).items():
                whole[field].append(terms)
        shown = tqdm(passages, desc="切词", unit="段", disable=not progress, leave=False)
        for text, owner in zip(shown, owners.tolist(), strict=True):
            for field, terms in numbered(text).items():
                parts[field].append(terms)
                whole[field][owner].extend(terms)
        return cls(
            numbers,
            build_matrix(whole, FIELD_WEIGHTS, len(numbers), progress=progress),
            build_matrix(parts, FIELD_WEIGHTS, len(numbers), progress=progress),
            owners,
        )

    def score(self, terms: Mapping[str, float]) -> LexicalScores:
        """Score all clauses and passages for weighted terms; unknown terms score nothing."""
        columns = {
            self.vocabulary[term]: weight
            for term, weight in terms.items()
            if term in self.vocabulary
        }
        clause = self.clauses.scores(columns)
        passage = self.passages.scores(columns)
        return LexicalScores(
            clause,
            passage,
            clause + BEST_PASSAGE * best_of_clause(passage, self.clause_of),
            passage + BEST_PASSAGE * clause[self.clause_of],
        )

    def unknown_share(self, text: str, scores: LexicalScores) -> float:
        """Return the share of the bigrams of ``text`` that none of the best clauses has.

        1 without any bigram. The best :data:`FIRST` clauses by ``scores`` count, so that the
        share means the same in one plan and in a shelf of statutes, which has every word.
        """
        bigrams = set(bigram_terms(text))
        if not bigrams:
            return 1.0
        total = scores.clause_total
        first = np.zeros(len(total), dtype=bool)
        first[np.argpartition(-total, min(FIRST, len(total)) - 1)[:FIRST]] = True
        columns = (self.vocabulary.get(term) for term in bigrams)
        known = sum(
            bool(first[self.clauses.rows_of(column)].any())
            for column in columns
            if column is not None
        )
        return 1 - known / len(bigrams)

    def save(self, folder: Path) -> None:
        """Write the index into ``folder``: NumPy arrays and a text file, no pickle."""
        self.clauses.save(folder / "clauses")
        self.passages.save(folder / "passages")
        np.save(folder / "clause_of.npy", self.clause_of, allow_pickle=False)
        (folder / _VOCABULARY).write_bytes("\n".join(self.vocabulary).encode())

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Open what :meth:`save` wrote.

        :raises OSError, ValueError: a file is missing or damaged.
        """
        terms = (folder / _VOCABULARY).read_bytes().decode().split("\n")
        return cls(
            {term: number for number, term in enumerate(terms) if term},
            ScoreMatrix.load(folder / "clauses"),
            ScoreMatrix.load(folder / "passages"),
            np.load(folder / "clause_of.npy", allow_pickle=False),
        )


def best_of_clause(passage_scores: Scores, clause_of: npt.NDArray[np.int32]) -> Scores:
    """Return the best score among the passages of each clause, shape (clauses,)."""
    if not len(clause_of):
        return np.zeros(0, dtype=np.float32)
    firsts = np.flatnonzero(np.diff(clause_of, prepend=-1))
    best: Scores = np.maximum.reduceat(passage_scores, firsts)
    return best

"""What every system ranks, and the Protocol that all of them fulfil.

The units are the clauses of the parser and the sentences that the index is made of.
"""

from __future__ import annotations

from functools import cached_property
from typing import Protocol

import numpy as np
import numpy.typing as npt

from evaluation.retrieval_sets import ClauseKey, Span
from policyqa.documents.corpus import Corpus
from policyqa.records import Passage
from policyqa.retrieval.passages import announced_by, clause_context, make_passages

DEPTH = 10

Scores = npt.NDArray[np.float32]


class Ranker(Protocol):
    """Ranks clauses and sentences for a question."""

    def clauses(self, question: str) -> list[ClauseKey]:
        """Return up to :data:`DEPTH` clauses, best first."""

    def sentences(self, question: str) -> list[Span]:
        """Return up to :data:`DEPTH` sentences, best first."""


class Units:
    """The clauses and sentences of a corpus and what baselines read of each clause."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.passages: list[Passage] = make_passages(corpus)
        self.clauses: list[ClauseKey] = list(
            dict.fromkeys((passage.document_id, passage.address) for passage in self.passages)
        )

    @property
    def spans(self) -> list[Span]:
        """The sentences in text order."""
        return [(item.document_id, item.start, item.end) for item in self.passages]

    @cached_property
    def clause_texts(self) -> list[str]:
        """Each clause with the titles above it, as our index has it."""
        texts = []
        for document_id, address in self.clauses:
            document = self.corpus.documents[document_id]
            clause = self.corpus.clause(document_id, address)
            headings = self.corpus.structures[document_id].headings
            context = clause_context(document, clause, headings, announced_by(clause, self.corpus))
            texts.append(f"{context}\n{document.text[clause.start : clause.end]}")
        return texts


def best(scores: Scores, *, positive: bool = False) -> list[int]:
    """Return the rows of the :data:`DEPTH` best scores, ties in text order."""
    count = min(DEPTH, len(scores))
    # Everything that ties with the last one must be seen, or chance would choose.
    least = np.partition(scores, -count)[-count] if count else 0.0
    rows = np.flatnonzero((scores >= least) & (scores > 0) if positive else scores >= least)
    order = np.argsort(-scores[rows], kind="stable")[:DEPTH]
    found: list[int] = rows[order].tolist()
    return found

"""How well the encoder alone finds the articles that answer held-out questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.train_pairs import Article, Question, document_text


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over the questions, among ``articles`` articles.

    ``hit_at_1``: the first article is gold. ``recall_at_10`` and ``recall_at_100``: the
    share of a question's gold articles among the first 10 or 100.
    """

    questions: int
    articles: int
    hit_at_1: float
    recall_at_10: float
    recall_at_100: float


def evaluate(
    encoder: Encoder, articles: Sequence[Article], sets: Sequence[Sequence[Question]]
) -> list[Figures]:
    """Rank all ``articles`` by dot product for the questions of each set."""
    ids = np.array([article.id for article in articles])
    documents = encoder.encode_documents([document_text(article) for article in articles])
    return [_figures(encoder, documents, ids, questions) for questions in sets]


def _figures(
    encoder: Encoder,
    documents: np.ndarray[tuple[int, int], np.dtype[np.float32]],
    ids: np.ndarray[tuple[int], np.dtype[np.int64]],
    questions: Sequence[Question],
) -> Figures:
    hits, at_10, at_100 = [], [], []
    for question in questions:
        scores = documents @ encoder.encode_query(question.text)
        best = ids[np.argsort(-scores, kind="stable")[:100]]
        gold = set(question.gold)
        hits.append(float(best[0] in gold))
        at_10.append(len(gold.intersection(best[:10].tolist())) / len(gold))
        at_100.append(len(gold.intersection(best.tolist())) / len(gold))
    means = [
        round(float(np.mean(values)), 4) if values else 0.0 for values in (hits, at_10, at_100)
    ]
    return Figures(len(questions), len(ids), *means)

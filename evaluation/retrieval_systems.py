"""The systems that are compared, by the title of their rows."""

from __future__ import annotations

from collections.abc import Callable

from evaluation.retrieval_baselines import Bm25, Recipe, bigrams, characters
from evaluation.retrieval_sets import ClauseKey, Span
from evaluation.retrieval_units import DEPTH, Ranker, Scores, Units, best
from policyqa.answering.cues import load_cues
from policyqa.answering.document_choice import DocumentChoice
from policyqa.answering.engine import TABLES, Engine
from policyqa.answering.normalise import normalise_question
from policyqa.answering.places import Places
from policyqa.documents.corpus import Corpus
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.lexical import best_of_clause
from policyqa.retrieval.search import Searcher, SearchWeights
from policyqa.retrieval.store import Index
from policyqa.settings import Settings
from policyqa.text import words

WORDS_ROW = "BM25（词）"
BIGRAMS_ROW = "BM25（双字＋单字）"
LEXICAL_ROWS = (WORDS_ROW, BIGRAMS_ROW)
OURS_ROW = "本系统"
WITHOUT_LEXICON, WITHOUT_DENSE = "本系统，去掉词典", "本系统，去掉向量"
WITHOUT_RERANKER = "本系统，去掉重排"
WITHOUT_CHOICE = "本系统，不认题中的文件"
PRODUCT_ROW = "产品（登记表和选证据在前）"
ABLATION_ROWS = (WITHOUT_LEXICON, WITHOUT_DENSE, WITHOUT_RERANKER, WITHOUT_CHOICE)


class Dense:
    """The encoder alone: cosine, a clause by its best sentence."""

    def __init__(self, index: Index, units: Units, encoder: Encoder) -> None:
        self._index = index
        self._spans = units.spans
        self._encoder = encoder

    def _scores(self, question: str) -> Scores:
        return self._index.vectors.all_scores(self._encoder.encode_query(question))

    def clauses(self, question: str) -> list[ClauseKey]:
        """Rank clauses by their best sentence."""
        scores = best_of_clause(self._scores(question), self._index.lexical.clause_of)
        return [self._index.clauses[row] for row in best(scores)]

    def sentences(self, question: str) -> list[Span]:
        """Rank sentences, each encoded with the heading of its clause."""
        return [self._spans[row] for row in best(self._scores(question))]


class Ours:
    """The search of the product; ``weights`` switch parts of it off."""

    def __init__(
        self,
        index: Index,
        corpus: Corpus,
        encoder: Encoder,
        weights: SearchWeights,
        choice: DocumentChoice | None = None,
    ) -> None:
        types_of = load_cues(TABLES / "questions.toml").kinds_of
        self._searcher = Searcher(index, corpus, encoder, weights=weights, types_of=types_of)
        self._choice = choice

    def _documents(self, question: str) -> tuple[str, ...] | None:
        return (self._choice.choose(question) if self._choice else ()) or None

    def clauses(self, question: str) -> list[ClauseKey]:
        """Rank clauses."""
        question = normalise_question(question)
        return [
            (document_id, address)
            for document_id, address, _ in self._searcher.rank_clauses(
                question, DEPTH, document_ids=self._documents(question)
            )
        ]

    def sentences(self, question: str) -> list[Span]:
        """Rank sentences."""
        question = normalise_question(question)
        found = self._searcher.search(question, DEPTH, document_ids=self._documents(question))
        return [(item.document_id, item.start, item.end) for item in found]


class Product:
    """The whole product: the ranking behind its answer, then what its search ranks below."""

    def __init__(self, index: Index, corpus: Corpus, encoder: Encoder, search: Ours) -> None:
        self._engine = Engine.over(corpus, index, encoder, Settings())
        self._search = search

    def clauses(self, question: str) -> list[ClauseKey]:
        """Rank clauses: those that the answer quotes first."""
        answer = self._engine.ask([question])
        first = [(passage.document_id, passage.address) for passage in answer.passages]
        return list(dict.fromkeys([*first, *self._search.clauses(question)]))[:DEPTH]

    def sentences(self, question: str) -> list[Span]:
        """Rank sentences: those that the answer quotes first."""
        answer = self._engine.ask([question])
        first = [(item.document_id, item.start, item.end) for item in answer.passages]
        return list(dict.fromkeys([*first, *self._search.sentences(question)]))[:DEPTH]


def systems(
    units: Units, index: Index, encoder: Encoder, *, product: bool = False
) -> dict[str, Callable[[], Ranker]]:
    """Return how to make each system, by the title of its row.

    :param product: whether the answering steps are among them; they are made for policy
        documents and not for all statutes at once.
    """
    corpus = units.corpus

    choice = DocumentChoice(corpus, Places(corpus))

    def ours(
        weights: SearchWeights, choice: DocumentChoice | None = choice
    ) -> Callable[[], Ranker]:
        return lambda: Ours(index, corpus, encoder, weights, choice)

    rows: dict[str, Callable[[], Ranker]] = {
        WORDS_ROW: lambda: Bm25(units, {words: 1.0}),
        BIGRAMS_ROW: lambda: Bm25(units, {bigrams: 1.0, characters: 0.5}),
        "向量": lambda: Dense(index, units, encoder),
        "LangChain 基本配方": lambda: Recipe(units, encoder),
        OURS_ROW: ours(SearchWeights()),
        WITHOUT_LEXICON: ours(SearchWeights(expansion=0.0)),
        WITHOUT_DENSE: ours(SearchWeights(dense=0.0, dense_unknown=0.0)),
        WITHOUT_RERANKER: ours(SearchWeights(reranked=0)),
    }
    if product:
        rows[PRODUCT_ROW] = lambda: Product(
            index, corpus, encoder, Ours(index, corpus, encoder, SearchWeights(), choice)
        )
    if len(corpus.documents) > 1:
        rows[WITHOUT_CHOICE] = ours(SearchWeights(), None)
    return rows

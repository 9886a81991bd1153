"""The ways of ranking that are compared, all behind one Protocol.

Every system ranks the same units: the clauses of the parser, and the sentences that the index
is made of. ``BM25 ...`` and the plain recipe share nothing with our search but the segmenter
and the encoder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from evaluation.baselines import CHUNK_CHARACTERS, CHUNK_OVERLAP
from evaluation.retrieval_sets import ClauseKey, Span
from policyqa.documents.corpus import Corpus
from policyqa.records import Passage
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.lexical import best_of_clause
from policyqa.retrieval.passages import clause_context, make_passages
from policyqa.retrieval.search import Searcher, SearchWeights
from policyqa.retrieval.store import Index
from policyqa.retrieval.terms import BIGRAM, CHARACTER, field_terms
from policyqa.text import words

if TYPE_CHECKING:
    from langchain_core.vectorstores import InMemoryVectorStore

DEPTH = 10
CHUNKS = 50
"""Chunks fetched by the plain recipe: ten clauses are nearly always among them."""

Tokens = Callable[[str], list[str]]
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
            context = clause_context(document, clause, headings)
            texts.append(f"{context}\n{document.text[clause.start : clause.end]}")
        return texts


class Bm25:
    """Weighted sum of BM25 over one or more kinds of tokens, bm25s with its defaults.

    Source: S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
    Beyond", 2009. Units without any word of the question are not returned.
    """

    def __init__(self, units: Units, fields: Mapping[Tokens, float]) -> None:
        self._units = units
        self._fields = fields

    @cached_property
    def _clauses(self) -> list[tuple[Tokens, float, Any]]:
        return self._index(self._units.clause_texts)

    @cached_property
    def _sentences(self) -> list[tuple[Tokens, float, Any]]:
        return self._index([passage.text for passage in self._units.passages])

    def _index(self, texts: Sequence[str]) -> list[tuple[Tokens, float, Any]]:
        import bm25s

        built = []
        for tokens, weight in self._fields.items():
            index = bm25s.BM25()
            index.index([tokens(text) for text in texts], show_progress=False)
            built.append((tokens, weight, index))
        return built

    def clauses(self, question: str) -> list[ClauseKey]:
        """Rank clauses by their whole text."""
        return [self._units.clauses[row] for row in _ranked(self._clauses, question)]

    def sentences(self, question: str) -> list[Span]:
        """Rank sentences by their own text alone."""
        spans = self._units.spans
        return [spans[row] for row in _ranked(self._sentences, question)]


def _ranked(fields: Sequence[tuple[Tokens, float, Any]], question: str) -> list[int]:
    total: Scores | None = None
    for tokens, weight, index in fields:
        known = [token for token in tokens(question) if token in index.vocab_dict]
        if known:
            scores = np.float32(weight) * index.get_scores(known)
            total = scores if total is None else total + scores
    return [] if total is None else best(total, positive=True)


def best(scores: Scores, *, positive: bool = False) -> list[int]:
    """Return the rows of the :data:`DEPTH` best scores, ties in text order."""
    count = min(DEPTH, len(scores))
    # Everything that ties with the last one must be seen, or chance would choose.
    least = np.partition(scores, -count)[-count] if count else 0.0
    rows = np.flatnonzero((scores >= least) & (scores > 0) if positive else scores >= least)
    order = np.argsort(-scores[rows], kind="stable")[:DEPTH]
    found: list[int] = rows[order].tolist()
    return found


def bigrams(text: str) -> list[str]:
    """Return the character bigrams of ``text``."""
    return field_terms(text)[BIGRAM]


def characters(text: str) -> list[str]:
    """Return the single characters of ``text``."""
    return field_terms(text)[CHARACTER]


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
        self, index: Index, corpus: Corpus, encoder: Encoder, weights: SearchWeights
    ) -> None:
        self._searcher = Searcher(index, corpus, encoder, weights=weights)

    def clauses(self, question: str) -> list[ClauseKey]:
        """Rank clauses."""
        return [
            (document_id, address)
            for document_id, address, _ in self._searcher.rank_clauses(question, DEPTH)
        ]

    def sentences(self, question: str) -> list[Span]:
        """Rank sentences."""
        found = self._searcher.search(question, DEPTH)
        return [(item.document_id, item.start, item.end) for item in found]


class Recipe:
    """The plain LangChain recipe: recursive splitter, in-memory vector store, same encoder.

    A chunk stands for the clauses and sentences that it holds, or that hold it, at least by
    half, in the order of the text; the same unit counts once.
    """

    def __init__(self, units: Units, encoder: Encoder) -> None:
        self._units = units
        self._encoder = encoder
        corpus = units.corpus
        self._sentence_map = _by_document(units.spans)
        self._clause_map = _by_document(
            (document_id, clause.start, clause.end)
            for document_id, address in units.clauses
            for clause in [corpus.clause(document_id, address)]
        )
        self._addresses = {
            (document_id, corpus.clause(document_id, address).start): (document_id, address)
            for document_id, address in units.clauses
        }

    @cached_property
    def _store(self) -> InMemoryVectorStore:
        from langchain_core.vectorstores import InMemoryVectorStore
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        from policyqa.retrieval.embeddings import EncoderEmbeddings

        splitter = RecursiveCharacterTextSplitter(
            chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
        )
        documents = self._units.corpus.documents
        chunks = splitter.create_documents(
            [document.text for document in documents.values()],
            [{"document": name} for name in documents],
        )
        store = InMemoryVectorStore(EncoderEmbeddings(self._encoder))
        store.add_documents(chunks)
        return store

    def _chunks(self, question: str) -> list[Span]:
        found = self._store.similarity_search(question, k=CHUNKS)
        starts = [(chunk, int(chunk.metadata["start_index"])) for chunk in found]
        return [
            (str(chunk.metadata["document"]), start, start + len(chunk.page_content))
            for chunk, start in starts
        ]

    def clauses(self, question: str) -> list[ClauseKey]:
        """Rank clauses by their best chunk."""
        held = self._held(question, self._clause_map)
        return [self._addresses[document_id, start] for document_id, start, _ in held]

    def sentences(self, question: str) -> list[Span]:
        """Rank sentences by their best chunk, those of one chunk in text order."""
        return self._held(question, self._sentence_map)

    def _held(self, question: str, units: Mapping[str, npt.NDArray[np.int64]]) -> list[Span]:
        found: dict[Span, None] = {}
        for document_id, start, end in self._chunks(question):
            spans = units[document_id]
            shared = np.minimum(spans[:, 1], end) - np.maximum(spans[:, 0], start)
            shorter = np.minimum(spans[:, 1] - spans[:, 0], end - start)
            for row in np.flatnonzero((shared > 0) & (2 * shared >= shorter)):
                found[document_id, int(spans[row, 0]), int(spans[row, 1])] = None
        return list(found)[:DEPTH]


def _by_document(spans: Iterable[Span]) -> dict[str, npt.NDArray[np.int64]]:
    groups: dict[str, list[tuple[int, int]]] = {}
    for document_id, start, end in spans:
        groups.setdefault(document_id, []).append((start, end))
    return {name: np.asarray(sorted(pairs), dtype=np.int64) for name, pairs in groups.items()}


WORDS_ROW = "BM25（词）"
BIGRAMS_ROW = "BM25（双字＋单字）"
LEXICAL_ROWS = (WORDS_ROW, BIGRAMS_ROW)
OURS_ROW = "本系统"
WITHOUT_LEXICON, WITHOUT_DENSE = "本系统，去掉词典", "本系统，去掉向量"
ABLATION_ROWS = (WITHOUT_LEXICON, WITHOUT_DENSE)


def systems(units: Units, index: Index, encoder: Encoder) -> dict[str, Callable[[], Ranker]]:
    """Return how to make each system, by the title of its row."""
    corpus = units.corpus

    def ours(weights: SearchWeights) -> Callable[[], Ranker]:
        return lambda: Ours(index, corpus, encoder, weights)

    return {
        WORDS_ROW: lambda: Bm25(units, {words: 1.0}),
        BIGRAMS_ROW: lambda: Bm25(units, {bigrams: 1.0, characters: 0.5}),
        "向量": lambda: Dense(index, units, encoder),
        "LangChain 基本配方": lambda: Recipe(units, encoder),
        OURS_ROW: ours(SearchWeights()),
        WITHOUT_LEXICON: ours(SearchWeights(expansion=0.0)),
        WITHOUT_DENSE: ours(SearchWeights(dense=0.0)),
    }

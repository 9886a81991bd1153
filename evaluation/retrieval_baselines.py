"""Two plain ways of ranking that share nothing with our search but segmenter and encoder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from evaluation.baselines import CHUNK_CHARACTERS, CHUNK_OVERLAP
from evaluation.retrieval_sets import ClauseKey, Span
from evaluation.retrieval_units import DEPTH, Scores, Units, best
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.terms import BIGRAM, CHARACTER, field_terms

if TYPE_CHECKING:
    from langchain_core.vectorstores import InMemoryVectorStore

CHUNKS = 50
"""Chunks fetched by the plain recipe: ten clauses are nearly always among them."""

Tokens = Callable[[str], list[str]]


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


def bigrams(text: str) -> list[str]:
    """Return the character bigrams of ``text``."""
    return field_terms(text)[BIGRAM]


def characters(text: str) -> list[str]:
    """Return the single characters of ``text``."""
    return field_terms(text)[CHARACTER]


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

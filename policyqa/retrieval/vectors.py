"""A LangChain vector store over a flat FAISS index, kept in plain files.

Vectors have length 1, so the inner product is the cosine. Files: ``vectors.faiss`` (FAISS's
own format) and ``documents.jsonl`` (one ``{"id", "text", "metadata"}`` a line, in the order of
the vectors). Nothing is pickled: a store from a stranger can at worst be refused.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
import numpy.typing as npt
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from policyqa.retrieval.flat import VECTORS_FILE, FlatVectors

Filter = Mapping[str, Any] | Callable[[dict[str, Any]], bool]

_DOCUMENTS = "documents.jsonl"


class FaissVectorStore(VectorStore):
    """Exact search by inner product; scores are cosines, larger is nearer."""

    def __init__(self, embedding: Embeddings, dimension: int) -> None:
        """Make an empty store for vectors of ``dimension`` numbers."""
        self._embedding = embedding
        self._index = faiss.IndexFlatIP(dimension)
        self._loaded: list[Document] | None = []
        self._folder = Path()

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def _documents(self) -> list[Document]:
        # A search over positions never needs the texts, so a large store opens without them.
        if self._loaded is None:
            self._loaded = _read_documents(self._folder / _DOCUMENTS, len(self))
        return self._loaded

    @property
    def embeddings(self) -> Embeddings:
        """The embedding function of questions and texts."""
        return self._embedding

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._index.d)

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: object,
    ) -> list[str]:
        """Embed and add texts; a text whose id is there already takes the old one's place.

        :return: the ids, made up where none was given.
        :raises ValueError: numbers of texts, metadatas and ids differ, or an id comes twice.
        """
        listed = list(texts)
        vectors = np.asarray(self._embedding.embed_documents(listed), dtype=np.float32)
        return self.add_vectors(
            vectors.reshape(len(listed), -1) if listed else np.empty((0, self.dimension)),
            listed,
            metadatas,
            ids=ids,
        )

    def add_vectors(
        self,
        vectors: npt.NDArray[Any],
        texts: Sequence[str],
        metadatas: Sequence[Mapping[str, Any]] | None = None,
        *,
        ids: Sequence[str | None] | None = None,
    ) -> list[str]:
        """Add texts whose vectors, float32 of shape (len(texts), dimension), are known.

        :raises ValueError: shapes or numbers differ, a vector is not finite, an id comes twice.
        """
        if vectors.shape != (len(texts), self.dimension):
            raise ValueError(
                f"vectors have shape {vectors.shape}, expected {(len(texts), self.dimension)}"
            )
        if not np.isfinite(vectors).all():
            raise ValueError("a vector is not finite")
        rows = metadatas or [{}] * len(texts)
        names = [name or str(uuid.uuid4()) for name in (ids or [None] * len(texts))]
        if not len(names) == len(rows) == len(texts):
            raise ValueError(f"{len(texts)} texts, {len(rows)} metadatas, {len(names)} ids")
        if len(set(names)) < len(names):
            raise ValueError("an id comes twice")
        self.delete(names)
        self._documents.extend(
            Document(id=name, page_content=text, metadata=dict(metadata))
            for name, text, metadata in zip(names, texts, rows, strict=True)
        )
        self._index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return names

    def delete(self, ids: list[str] | None = None, **kwargs: object) -> bool:
        """Delete by id, everything when ``ids`` is None; False when one was not there."""
        documents = self._documents
        gone = {document.id for document in documents} if ids is None else set(ids)
        rows = [row for row, document in enumerate(documents) if document.id in gone]
        if rows:
            # FAISS moves later vectors up, so vectors and documents stay side by side.
            self._index.remove_ids(faiss.IDSelectorBatch(np.asarray(rows, dtype=np.int64)))
            self._loaded = [document for document in documents if document.id not in gone]
        return len(rows) == len(gone)

    def get_by_ids(self, ids: Sequence[str], /) -> list[Document]:
        """Return the documents of these ids that are there."""
        by_id = {document.id: document for document in self._documents}
        return [by_id[name] for name in ids if name in by_id]

    def similarity_search(
        self, query: str, k: int = 4, *, filter: Filter | None = None, **kwargs: object
    ) -> list[Document]:
        """Return the ``k`` documents nearest to ``query``, best first."""
        found = self.similarity_search_with_score(query, k, filter=filter)
        return [document for document, _ in found]

    def similarity_search_by_vector(
        self,
        embedding: list[float],
        k: int = 4,
        *,
        filter: Filter | None = None,
        **kwargs: object,
    ) -> list[Document]:
        """Return the ``k`` documents nearest to a vector, best first."""
        found = self.similarity_search_with_score_by_vector(embedding, k, filter=filter)
        return [document for document, _ in found]

    def similarity_search_with_score(
        self, query: str, k: int = 4, *, filter: Filter | None = None, **kwargs: object
    ) -> list[tuple[Document, float]]:
        """Return the ``k`` documents nearest to ``query`` with their cosines, best first.

        :param filter: a mapping that the metadata must contain or a function of the metadata,
            applied before the search, so that ``k`` are found where there are that many.
        """
        vector = self._embedding.embed_query(query)
        return self.similarity_search_with_score_by_vector(vector, k, filter=filter)

    def similarity_search_with_score_by_vector(
        self, embedding: Sequence[float], k: int = 4, *, filter: Filter | None = None
    ) -> list[tuple[Document, float]]:
        """Return the ``k`` documents nearest to a vector with their cosines, best first."""
        question = np.asarray(embedding, dtype=np.float32).reshape(1, -1)
        if question.shape[1] != self.dimension:
            raise ValueError(f"vector has length {question.shape[1]}, expected {self.dimension}")
        rows = None if filter is None else self._rows_that_pass(filter)
        k = min(k, len(self) if rows is None else len(rows))
        if k <= 0:
            return []
        parameters = faiss.SearchParameters()
        if rows is not None:
            # The selector must live as long as the search: FAISS keeps a bare pointer to it.
            selector = faiss.IDSelectorBatch(rows)
            parameters.sel = selector
        scores, found = self._index.search(question, k, params=parameters)
        return [
            (self._documents[row], float(score))
            for row, score in zip(found[0].tolist(), scores[0].tolist(), strict=True)
        ]

    def _rows_that_pass(self, wanted: Filter) -> npt.NDArray[np.int64]:
        def passes(metadata: dict[str, Any]) -> bool:
            if callable(wanted):
                return wanted(metadata)
            return all(metadata.get(key) == value for key, value in wanted.items())

        rows = [row for row, item in enumerate(self._documents) if passes(item.metadata)]
        return np.asarray(rows, dtype=np.int64)

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **kwargs: object,
    ) -> Self:
        """Make a store of texts.

        :raises ValueError: sizes differ or an id comes twice.
        """
        store = cls(embedding, len(embedding.embed_query("")))
        store.add_texts(texts, metadatas, ids=ids)
        return store

    def save(self, folder: Path) -> None:
        """Write the store into ``folder``, which is made; files there are replaced."""
        documents = self._documents
        folder.mkdir(parents=True, exist_ok=True)
        # Through Python's files and not FAISS's own: those cannot open every path on Windows.
        _replace(folder / VECTORS_FILE, faiss.serialize_index(self._index).tobytes())
        lines = (
            json.dumps(
                {"id": item.id, "text": item.page_content, "metadata": item.metadata},
                ensure_ascii=False,
            )
            for item in documents
        )
        _replace(folder / _DOCUMENTS, "".join(f"{line}\n" for line in lines).encode())

    @classmethod
    def load(cls, folder: Path, embedding: Embeddings) -> Self:
        """Open what :meth:`save` wrote; the documents are read when first asked for.

        :raises OSError, ValueError: a file is missing or damaged.
        """
        index = FlatVectors.load(folder).index
        if not (folder / _DOCUMENTS).is_file():
            raise FileNotFoundError(_DOCUMENTS)
        store = cls(embedding, index.d)
        store._index = index
        store._folder = folder
        store._loaded = None
        return store


def _read_documents(path: Path, expected: int) -> list[Document]:
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    if len(records) != expected:
        raise ValueError(f"{path.name} has {len(records)} lines for {expected} vectors")
    return [
        Document(id=record["id"], page_content=record["text"], metadata=record["metadata"])
        for record in records
    ]


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_bytes(data)
    temporary.replace(path)

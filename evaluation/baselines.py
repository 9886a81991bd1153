"""Two plain systems to compare with; neither ever refuses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluation.metrics import SHORT
from evaluation.runner import Ask, Record
from policyqa.documents.corpus import Corpus
from policyqa.records import Clause
from policyqa.text import words

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from policyqa.retrieval.encoder import Encoder

CHUNK_CHARACTERS = 300
CHUNK_OVERLAP = 50
PASSAGES = 10


def bm25(corpus: Corpus) -> Ask:
    """Rank clauses by BM25 over jieba words; the top clause's text, cut short, is the answer.

    Source: S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and
    Beyond" (2009), as bm25s computes it with its default parameters. A question that
    shares no word with any clause gets the first clause.
    """
    import bm25s

    clauses = [clause for item in corpus.structures.values() for clause in item.clauses]
    retriever = bm25s.BM25()
    retriever.index(
        [words(clause.heading + "\n" + _text(corpus, clause)) for clause in clauses],
        show_progress=False,
    )

    def ask(turns: Sequence[str]) -> Record:
        count = min(PASSAGES, len(clauses))
        ranks, scores = retriever.retrieve([words("\n".join(turns))], k=count, show_progress=False)
        ranked = [
            _passage(corpus, clauses[int(rank)], clauses[int(rank)].start, float(score))
            for rank, score in zip(ranks[0], scores[0], strict=True)
        ]
        return _record(ranked, "bm25")

    return ask


def langchain_recipe(corpus: Corpus, encoder: Encoder) -> Ask:
    """Answer with the top passage of the plain LangChain recipe.

    RecursiveCharacterTextSplitter with its default separators, chunks of 300 characters
    overlapping by 50, an in-memory vector store, the same encoder as the system under
    test. The clause cited is the one that the passage starts in. A question without a
    known word is a zero vector, near to nothing, and gets the first passage.
    """
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP, add_start_index=True
    )
    chunks = splitter.create_documents(
        [document.text for document in corpus.documents.values()],
        [{"document": name} for name in corpus.documents],
    )
    embeddings = _embeddings(encoder)
    store = InMemoryVectorStore(embeddings)
    store.add_documents(chunks)

    def ask(turns: Sequence[str]) -> Record:
        ranked = []
        vector = embeddings.embed_query("\n".join(turns))
        found = [(chunk, 0.0) for chunk in chunks[:PASSAGES]]
        if any(vector):
            found = store.similarity_search_with_score_by_vector(vector, k=PASSAGES)
        for chunk, score in found:
            start = int(chunk.metadata["start_index"])
            clause = _clause_at(corpus, str(chunk.metadata["document"]), start)
            ranked.append(
                _passage(corpus, clause, start, float(score), start + len(chunk.page_content))
            )
        return _record(ranked, "langchain")

    return ask


def _embeddings(encoder: Encoder) -> Embeddings:
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [list(map(float, row)) for row in encoder.encode_documents(texts)]

        def embed_query(self, text: str) -> list[float]:
            return list(map(float, encoder.encode_query(text)))

    return Adapter()


def _clause_at(corpus: Corpus, document: str, position: int) -> Clause:
    """Return the clause at ``position``; a heading counts to the clause that follows it."""
    clauses = sorted(corpus.structures[document].clauses, key=lambda clause: clause.end)
    return next((clause for clause in clauses if clause.end > position), clauses[-1])


def _text(corpus: Corpus, clause: Clause) -> str:
    return corpus.documents[clause.document_id].text[clause.start : clause.end]


def _passage(
    corpus: Corpus, clause: Clause, start: int, score: float, end: int | None = None
) -> Record:
    end = min(clause.end, start + SHORT) if end is None else end
    return {
        "document": clause.document_id,
        "clause": clause.address,
        "heading": clause.heading,
        "text": corpus.documents[clause.document_id].text[start:end],
        "start": start,
        "end": end,
        "score": round(score, 6),
    }


def _record(ranked: Sequence[Record], mode: str) -> Record:
    top = ranked[0]
    citation = {
        "n": 1,
        "document": top["document"],
        "clause": top["clause"],
        "heading": top["heading"],
        "quote": top["text"],
        "start": top["start"],
        "end": top["end"],
    }
    fields = ("document", "clause", "text", "score")
    return {
        "status": "answered",
        "answer": top["text"],
        "mode": mode,
        "citations": [citation],
        "nearest": [],
        "passages": [{name: item[name] for name in fields} for item in ranked],
        "seconds": 0.0,
    }

"""Our encoders as LangChain embeddings."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from policyqa.retrieval.encoder import Encoder


class EncoderEmbeddings(Embeddings):
    """An encoder as LangChain wants it: lists of numbers instead of arrays."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of length 1 for each text."""
        vectors: list[list[float]] = self.encoder.encode_documents(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question, of length 1."""
        vector: list[float] = self.encoder.encode_query(text).tolist()
        return vector

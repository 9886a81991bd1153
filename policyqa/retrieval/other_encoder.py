"""Any sentence-transformers model as an Encoder; loading one imports torch."""

from __future__ import annotations

import hashlib
import importlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from policyqa.retrieval.encoder import Vectors, unusable

# The model cards of the BAAI/bge-*-zh models ask for this before a query, not before a text.
BGE_QUERY_INSTRUCTION = "为这个句子生成表示以用于检索相关文章："
_BGE_CHINESE = re.compile(r"bge-[^/\\]*zh", re.IGNORECASE)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by folder or by name.

    A model with a prompt named ``query`` gets it before a query; a Chinese bge model, known
    by its name, gets the instruction of its model card. Nothing is downloaded unless
    ``HF_HUB_OFFLINE=0`` is set.
    """

    def __init__(self, name_or_folder: str) -> None:
        """Load the model, which imports torch and takes seconds.

        :raises EncoderError: sentence_transformers cannot load it.
        """
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        # The hub library reads the variable once, on import, and something else may have
        # imported it before: say it again.
        offline = os.environ["HF_HUB_OFFLINE"].upper() in {"1", "TRUE", "YES", "ON"}
        folder = Path(name_or_folder)
        self.name = folder.name if folder.is_dir() else name_or_folder
        try:
            library = importlib.import_module("sentence_transformers")
            self._model: Any = library.SentenceTransformer(
                name_or_folder, device="cpu", local_files_only=offline
            )
        # Whatever the many libraries below raise, the cure is the same.
        except Exception as error:
            state = "没有联网下载，要下载请设 HF_HUB_OFFLINE=0" if offline else "已尝试下载"
            reason = f"本机找不到它或读不出来（{state}，{type(error).__name__}）"
            raise unusable(name_or_folder, reason) from error
        self._instruction = self._model.prompts.get("query") or (
            BGE_QUERY_INSTRUCTION if _BGE_CHINESE.search(self.name) else ""
        )
        self._document_prompt = self._model.prompts.get("document") or ""
        probe = self._encode([self._instruction or "政策"], prompt="", dimension=None)
        self.dimension: int = probe.shape[1]
        self.digest = _digest(folder) if folder.is_dir() else self._digest_of_name(probe)

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimension), L2-normalised.

        :raises EncoderError: the model gave another shape, or numbers that are not finite.
        """
        return self._encode(texts, prompt=self._document_prompt, dimension=self.dimension)

    def encode_query(self, text: str) -> Vectors:
        """Return float32 of shape (dimension,), L2-normalised.

        :raises EncoderError: the model gave another shape, or numbers that are not finite.
        """
        vectors = self._encode([text], prompt=self._instruction, dimension=self.dimension)
        vector: Vectors = vectors[0]
        return vector

    def _encode(self, texts: Sequence[str], *, prompt: str, dimension: int | None) -> Vectors:
        vectors = self._model.encode(
            list(texts), prompt=prompt, normalize_embeddings=True, convert_to_numpy=True
        )
        return checked(self.name, vectors, rows=len(texts), dimension=dimension)

    def _digest_of_name(self, probe: Vectors) -> str:
        # A name does not tell the revision; the vector of one fixed text does, well enough.
        return hashlib.sha256(self.name.encode() + np.round(probe, 3).tobytes()).hexdigest()


def checked(name: str, vectors: npt.ArrayLike, *, rows: int, dimension: int | None) -> Vectors:
    """Return ``vectors`` as float32, sure to be finite and of shape (rows, dimension).

    :raises EncoderError: they are not; the message gives both shapes. ``dimension`` None
        accepts any.
    """
    array: Vectors = np.asarray(vectors, dtype=np.float32)
    if rows == 0:
        return np.zeros((0, dimension or 0), dtype=np.float32)
    if array.ndim != 2 or array.shape != (rows, dimension or array.shape[1]):
        expected = (rows, dimension or "任意")
        raise unusable(name, f"给出的向量形状是 {array.shape}，应为 {expected}")
    if not np.isfinite(array).all():
        raise unusable(name, f"{rows} 个向量中有不是有限数的值")
    return array


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode())
        with file.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()

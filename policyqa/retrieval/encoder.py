"""Text encoders behind one Protocol.

The bundled model is a sentence-transformers folder (one StaticEmbedding module: the mean of
the token vectors) whose tokenizer splits at blanks only, because a Python pre-tokenizer
cannot be stored in it. Its texts are segmented here first. ``policyqa.json`` in the folder
says so and holds:

``format``          1
``name``            name of the model, recorded in the index manifest
``segmentation``    ``jieba-search-words-characters``: see :func:`segmented`
``dimension``       length of a vector
``vocabulary``      number of tokens, the unknown token included
``weights_sha256``  SHA-256 of model.safetensors

Such a folder is read here without torch. Every other folder or name goes through
sentence_transformers, unsegmented: see ``other_encoder``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from policyqa.errors import EncoderError
from policyqa.text import fold, is_han, search_words

Vectors = npt.NDArray[np.float32]

DESCRIPTION_FILE = "policyqa.json"
WEIGHTS_FILE = "model.safetensors"
TOKENIZER_FILE = "tokenizer.json"
WEIGHTS_NAME = "embedding.weight"
SEGMENTATION = "jieba-search-words-characters"
FORMAT = 1
_CHUNK = 256


class Encoder(Protocol):
    """Turns texts into unit vectors whose dot product is their likeness."""

    @property
    def name(self) -> str:
        """Name for the index manifest; no path."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def digest(self) -> str:
        """Changes when the vectors may change."""

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimension), rows of length 1."""

    def encode_query(self, text: str) -> Vectors:
        """Return float32 of shape (dimension,), of length 1."""


def load_encoder(name_or_folder: str | Path) -> Encoder:
    """Load the bundled kind of folder without torch, anything else by sentence_transformers.

    :raises EncoderError: the model is missing, damaged or gives vectors of a wrong shape.
    """
    if (Path(name_or_folder) / DESCRIPTION_FILE).is_file():
        return StaticEncoder(Path(name_or_folder))
    from policyqa.retrieval.other_encoder import SentenceTransformerEncoder

    return SentenceTransformerEncoder(str(name_or_folder))


def segmented(text: str) -> str:
    """Return the words of ``text``, then its Chinese characters, with blanks between.

    jieba's search mode gives the shorter words inside a long one as well, so that a long word
    that was never trained still counts. A word of one Chinese character is not given twice.
    """
    characters = [character for character in fold(text) if is_han(character)]
    longer = [word for word in search_words(text) if len(word) > 1 or not is_han(word)]
    return " ".join(longer + characters)


class StaticEncoder:
    """Mean of token vectors, read from a folder with ``policyqa.json``.

    A text without any known token (an empty one, say) gets the zero vector, which is equally
    unlike every text.
    """

    def __init__(self, folder: Path) -> None:
        """Read and check the folder.

        :raises EncoderError: a file is missing, damaged or does not fit the others.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        try:
            description = json.loads(_read(folder, DESCRIPTION_FILE))
        except ValueError as error:
            raise unusable(folder.name, f"{DESCRIPTION_FILE} 已损坏") from error
        weights, tokenizer = _read(folder, WEIGHTS_FILE), _read(folder, TOKENIZER_FILE)
        _check_description(folder.name, description, hashlib.sha256(weights).hexdigest())
        try:
            matrix = load(weights)[WEIGHTS_NAME].astype(np.float32)
        except (SafetensorError, KeyError, ValueError) as error:
            raise unusable(folder.name, f"{WEIGHTS_FILE} 已损坏") from error
        try:
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
        except Exception as error:  # tokenizers raises bare Exception
            raise unusable(folder.name, f"{TOKENIZER_FILE} 已损坏") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        size = self._tokenizer.get_vocab_size()
        expected = (description["vocabulary"], description["dimension"])
        if matrix.shape != expected or size != expected[0] or not np.isfinite(matrix).all():
            raise unusable(
                folder.name,
                f"词向量的形状是 {matrix.shape}、词表有 {size} 个词，应为 {expected} 且全是有限数",
            )
        self._matrix: Vectors = matrix
        self.name: str = description["name"]
        self.dimension: int = expected[1]
        self.digest = hashlib.sha256(weights + tokenizer).hexdigest()

    def encode_documents(self, texts: Sequence[str]) -> Vectors:
        """Return float32 of shape (len(texts), dimension), L2-normalised."""
        return self.encode_segmented([segmented(text) for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """Return float32 of shape (dimension,), L2-normalised."""
        vector: Vectors = self.encode_documents([text])[0]
        return vector

    def encode_segmented(self, texts: Sequence[str]) -> Vectors:
        """Encode texts that :func:`segmented` has made; shape (len(texts), dimension)."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _CHUNK):
            chunk = list(texts[start : start + _CHUNK])
            encodings = self._tokenizer.encode_batch_fast(chunk, add_special_tokens=False)
            rows = [(row, item.ids) for row, item in enumerate(encodings, start) if item.ids]
            if not rows:
                continue
            tokens = np.concatenate([ids for _, ids in rows])
            lengths = np.array([len(ids) for _, ids in rows])
            firsts = np.cumsum(lengths) - lengths
            sums = np.add.reduceat(self._matrix[tokens], firsts, axis=0)
            vectors[[row for row, _ in rows]] = sums / lengths[:, None]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors


def _check_description(name: str, description: object, weights_sha256: str) -> None:
    if not isinstance(description, dict):
        raise unusable(name, f"{DESCRIPTION_FILE} 不是 JSON 对象")
    fields = {"name": str, "dimension": int, "vocabulary": int}
    for field, kind in fields.items():
        if not isinstance(description.get(field), kind):
            raise unusable(name, f"{DESCRIPTION_FILE} 的 {field} 是 {description.get(field)!r}")
    for field, value in {"format": FORMAT, "segmentation": SEGMENTATION}.items():
        if description.get(field) != value:
            given = description.get(field)
            raise unusable(name, f"{DESCRIPTION_FILE} 的 {field} 是 {given!r}，应为 {value!r}")
    if description.get("weights_sha256") != weights_sha256:
        raise unusable(name, f"{WEIGHTS_FILE} 与 {DESCRIPTION_FILE} 记录的校验值不符，已损坏")


def _read(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise unusable(folder.name, f"文件 {file} 缺失或读不出来") from error


def unusable(name: str, reason: str) -> EncoderError:
    """Return the error for a model, in one sentence that names the setting to change."""
    return EncoderError(
        f"嵌入模型 {name} 不能使用：{reason}；请把环境变量 POLICYQA_ENCODER 设为可用的"
        "模型文件夹或名称（不设则用自带的 index/encoder）。"
    )

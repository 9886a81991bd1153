"""A flat FAISS index in a file, and the scores of all its rows; nothing of LangChain.

The question path needs no more than this, and importing LangChain would cost it half a second.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]

VECTORS_FILE = "vectors.faiss"


class FlatVectors:
    """Vectors of length 1 in FAISS's own layout; scores are cosines, larger is nearer."""

    def __init__(self, index: faiss.IndexFlatIP) -> None:
        self.index = index

    def __len__(self) -> int:
        return int(self.index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.index.d)

    def all_scores(self, vector: Vectors) -> Vectors:
        """Return the inner product of ``vector`` with every row, float32 of shape (rows,)."""
        if not len(self):
            return np.zeros(0, dtype=np.float32)
        flat = faiss.rev_swig_ptr(self.index.get_xb(), len(self) * self.dimension)
        products: Vectors = flat.reshape(len(self), self.dimension) @ vector.astype(np.float32)
        return products

    @classmethod
    def load(cls, folder: Path) -> FlatVectors:
        """Open the vectors that a :class:`FaissVectorStore` wrote into ``folder``.

        :raises OSError, ValueError: the file is missing or damaged.
        """
        data = np.frombuffer((folder / VECTORS_FILE).read_bytes(), dtype=np.uint8)
        try:
            index = faiss.deserialize_index(data)
        except RuntimeError as error:
            raise ValueError(f"{VECTORS_FILE} is not a FAISS index") from error
        if not isinstance(index, faiss.IndexFlatIP):
            raise ValueError(f"{VECTORS_FILE} holds a {type(index).__name__}, not IndexFlatIP")
        return cls(index)

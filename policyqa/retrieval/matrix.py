"""A sparse matrix of BM25 scores: rows are texts, columns are terms.

BM25 scores are computed once, when the index is built (bm25s: X. H. Lù, "BM25S: orders of
magnitude faster lexical search via eager sparse scoring", 2024), in the form that bm25s calls
``lucene``: idf * tf / (tf + k1 * (1 - b + b * length / mean length)), idf = ln(1 + (N - n +
0.5) / (n + 0.5)). A question then costs one weighted sum of columns. That sum is done here and
not by bm25s because bm25s gives every question term the same weight; see docs/decisions/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tqdm import tqdm

Scores = npt.NDArray[np.float32]

K1 = 1.2
B = 0.4

_PARTS = ("data", "indices", "indptr")


@dataclass(frozen=True)
class ScoreMatrix:
    """Columns compressed: the entries of column ``c`` lie at ``indptr[c]:indptr[c + 1]``.

    ``data`` are scores (float32) and ``indices`` their rows (int32);
    ``rows`` counts all rows.
    """

    data: Scores
    indices: npt.NDArray[np.int32]
    indptr: npt.NDArray[np.int64]
    rows: int

    def scores(self, weights: Mapping[int, float]) -> Scores:
        """Return the weighted sum of the columns named, float32 of shape (rows,)."""
        total = np.zeros(self.rows, dtype=np.float32)
        for column, weight in weights.items():
            entries = slice(self.indptr[column], self.indptr[column + 1])
            # A row occurs once in a column, so plain indexing adds what it should.
            total[self.indices[entries]] += np.float32(weight) * self.data[entries]
        return total

    def rows_of(self, column: int) -> npt.NDArray[np.int32]:
        """Return the rows that have a score in ``column``."""
        rows: npt.NDArray[np.int32] = self.indices[self.indptr[column] : self.indptr[column + 1]]
        return rows

    def save(self, folder: Path) -> None:
        """Write the arrays into ``folder``, one ``.npy`` file each, no pickle."""
        folder.mkdir(parents=True)
        for name in _PARTS:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)
        np.save(folder / "rows.npy", np.int64(self.rows), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> ScoreMatrix:
        """Map the arrays that :meth:`save` wrote; only the columns asked for are read.

        :raises OSError, ValueError: a file is missing or is no array.
        """
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            for name in _PARTS
        }
        return cls(**arrays, rows=int(np.load(folder / "rows.npy", allow_pickle=False)))


def build_matrix(
    fields: Mapping[str, Sequence[list[int]]],
    field_weights: Mapping[str, float],
    columns: int,
    *,
    progress: bool = False,
) -> ScoreMatrix:
    """Score every text in every field and add the fields up.

    Each field is normalised by its own lengths, so its weight means the same for long texts
    and for short ones.

    :param fields: for each field the column numbers of the terms of each text, repeats kept;
        a column belongs to one field, and all fields have the same number of texts.
    :param columns: number of columns.
    """
    import bm25s
    from scipy import sparse

    rows = len(next(iter(fields.values())))
    total = sparse.csc_matrix((rows, columns), dtype=np.float32)
    shown = tqdm(fields.items(), desc="计算词项得分", unit="栏", disable=not progress, leave=False)
    for field, texts in shown:
        if not any(texts):
            continue
        # bm25s numbers the columns of one index from 0 without gaps.
        used = np.unique(np.concatenate([np.asarray(text, dtype=np.int32) for text in texts]))
        local = {column: place for place, column in enumerate(used.tolist())}
        index = bm25s.BM25(k1=K1, b=B, method="lucene", csc_backend="scipy")
        index.index(
            ([[local[column] for column in text] for text in texts], dict(local)),
            create_empty_token=False,
            show_progress=False,
        )
        part = sparse.csc_matrix(
            (index.scores["data"], index.scores["indices"], index.scores["indptr"]),
            shape=(rows, len(used)),
        )
        spread = sparse.csc_matrix(
            (np.ones(len(used), dtype=np.float32), (np.arange(len(used)), used)),
            shape=(len(used), columns),
        )
        total = total + np.float32(field_weights[field]) * (part @ spread)
    total.sort_indices()
    return ScoreMatrix(
        total.data.astype(np.float32),
        total.indices.astype(np.int32),
        total.indptr.astype(np.int64),
        rows,
    )

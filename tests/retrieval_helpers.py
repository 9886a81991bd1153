"""A small corpus and an encoder without a model, for tests of the index."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.retrieval.rerank import TypesOf
from policyqa.retrieval.search import Searcher
from policyqa.retrieval.store import build_index

PLAN = """甲市清洁取暖工作方案

为改善空气质量，制定本方案。

一、重点任务

（一）散煤治理

全面退出禁燃区内洁净煤配送网点。非禁燃区可采用洁净煤兜底。严厉打击违法销售散煤行为。（市发展和改革委员会牵头，市公安局按职责分工负责）

（二）秸秆利用

持续推进秸秆禁烧。到2025年，秸秆综合利用率达到97%。（市农业农村局、市生态环境局等按职责分工负责）

二、保障措施

加强宣传。将节能减排目标纳入考核。
"""
RULES = """乙县养犬管理办法

第一条 为规范养犬行为，制定本办法。

第二条 养犬人应当在三十日内到公安机关办理养犬登记。

第三条 携犬出户应当使用犬链。
"""


class HashEncoder:
    """Bag of character bigrams, hashed to signed buckets."""

    def __init__(self, dimension: int = 32, digest: str = "1") -> None:
        self.name = "hash"
        self.dimension = dimension
        self.digest = digest

    def encode_documents(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for start in range(len(text) - 1):
                code = zlib.crc32(text[start : start + 2].encode())
                vectors[row, code % self.dimension] += 1 if code >> 31 else -1
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.divide(vectors, lengths, out=vectors, where=lengths > 0)

    def encode_query(self, text: str) -> npt.NDArray[np.float32]:
        vector: npt.NDArray[np.float32] = self.encode_documents([text])[0]
        return vector


def small_searcher(corpus: Corpus, folder: Path, types_of: TypesOf | None = None) -> Searcher:
    """Index ``corpus`` into ``folder`` and return a searcher of it."""
    encoder = HashEncoder()
    return Searcher(build_index(corpus, encoder, folder), corpus, encoder, types_of=types_of)


def small_corpus(folder: Path, texts: Mapping[str, str] | None = None) -> Corpus:
    """Write the texts as files of ``folder`` (by default a plan and some rules) and read them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (texts or {"plan": PLAN, "rules": RULES}).items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return load_corpus(folder)

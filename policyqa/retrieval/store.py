"""The built index on disk: made whole, swapped in at once, checked when opened.

A build writes into a new folder beside the one in use; the index changes in the one moment
when ``manifest.json``, which names the folder, is replaced. A build that dies leaves the old
index as it was, and its leavings are cleared by the next one. Builders wait for each other by
a file lock; readers never wait.
"""

from __future__ import annotations

import json
import re
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from filelock import FileLock
from tqdm import tqdm

from policyqa.errors import IndexDamagedError, IndexStoreError
from policyqa.records import Passage
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.flat import FlatVectors
from policyqa.retrieval.lexical import LexicalIndex
from policyqa.retrieval.manifest import (
    Manifest,
    check_files,
    check_inputs,
    damaged,
    index_inputs,
    make_manifest,
    read_manifest,
    write_manifest,
)
from policyqa.retrieval.passages import (
    announced_by,
    clause_context,
    encoded_text,
    make_passages,
)

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus
    from policyqa.retrieval.vectors import FaissVectorStore

_LOCK = "build.lock"
_CLAUSES = "clauses.json"
_SPANS = "spans.npy"
_LEXICAL = "lexical"
_VECTORS = "vectors"
_BUILD_FOLDER = re.compile(r"[0-9a-f]{32}(\.tmp)?")
_BATCH = 2048


@dataclass(frozen=True)
class Index:
    """An opened index.

    ``clauses`` are (document id, address) in corpus order; ``spans`` (passages, 2), int32, are
    the offsets of each passage in its document; ``lexical.clause_of`` (passages,) is the
    clause of each; row ``i`` of ``vectors`` is passage ``i``.
    """

    clauses: tuple[tuple[str, str], ...]
    spans: npt.NDArray[np.int32]
    lexical: LexicalIndex
    vectors: FlatVectors
    manifest: Manifest


def build_index(
    corpus: Corpus, encoder: Encoder, index_dir: Path, *, progress: bool = False
) -> Index:
    """Build the index of ``corpus`` in ``index_dir`` and open it.

    Where a sound index of the same corpus, encoder and settings lies already (because another
    process built it meanwhile), that one is kept.

    :param progress: show progress bars on standard error.
    :raises EncoderError: the encoder gives no usable vectors; the old index stays.
    :raises OSError: ``index_dir`` cannot be written.
    """
    index_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(index_dir / _LOCK):
        try:
            return open_index(corpus, encoder, index_dir)
        except IndexStoreError:
            pass
        inputs = index_inputs(corpus.digest, encoder)
        temporary = index_dir / f"{uuid.uuid4().hex}.tmp"
        try:
            _write(corpus, encoder, temporary, progress=progress)
            folder = temporary.replace(temporary.with_suffix(""))
            write_manifest(index_dir, make_manifest(folder, inputs))
        finally:
            _clear(index_dir)
        return open_index(corpus, encoder, index_dir)


def open_index(corpus: Corpus, encoder: Encoder, index_dir: Path) -> Index:
    """Open the index in ``index_dir``, every file checked.

    :raises IndexMissingError: nothing was built there.
    :raises IndexStaleError: it was built from another corpus, encoder, settings or versions.
    :raises IndexDamagedError: a file is missing or was altered.
    """
    manifest = read_manifest(index_dir)
    check_inputs(manifest, index_inputs(corpus.digest, encoder))
    try:
        return _open(manifest, encoder, index_dir)
    except IndexDamagedError:
        # A build may have swapped in a new index between the two steps: look once more.
        again = read_manifest(index_dir)
        if again.folder == manifest.folder:
            raise
        check_inputs(again, index_inputs(corpus.digest, encoder))
        return _open(again, encoder, index_dir)


def _open(manifest: Manifest, encoder: Encoder, index_dir: Path) -> Index:
    folder = index_dir / manifest.folder
    check_files(manifest, folder)
    try:
        pairs = json.loads((folder / _CLAUSES).read_text(encoding="utf-8"))
        index = Index(
            tuple((document_id, address) for document_id, address in pairs),
            np.load(folder / _SPANS, allow_pickle=False),
            LexicalIndex.load(folder / _LEXICAL),
            FlatVectors.load(folder / _VECTORS),
            manifest,
        )
    except (OSError, ValueError, TypeError) as error:
        raise damaged(manifest.folder) from error
    passages = len(index.spans)
    if not len(index.lexical.clause_of) == len(index.vectors) == passages:
        raise damaged(manifest.folder)
    return index


def vector_store(index_dir: Path, encoder: Encoder) -> FaissVectorStore:
    """Open the index's vectors and passages as a LangChain vector store.

    :raises IndexStoreError: the index was never built or a file of it is damaged.
    """
    from policyqa.retrieval.embeddings import EncoderEmbeddings
    from policyqa.retrieval.vectors import FaissVectorStore

    manifest = read_manifest(index_dir)
    folder = index_dir / manifest.folder / _VECTORS
    try:
        return FaissVectorStore.load(folder, EncoderEmbeddings(encoder))
    except (OSError, ValueError) as error:
        raise damaged(manifest.folder) from error


def _write(corpus: Corpus, encoder: Encoder, folder: Path, *, progress: bool) -> None:
    # LangChain is imported where it is used: opening an index must not wait for it.
    from policyqa.retrieval.embeddings import EncoderEmbeddings
    from policyqa.retrieval.vectors import FaissVectorStore

    folder.mkdir()
    passages = make_passages(corpus)
    clauses = list(dict.fromkeys((passage.document_id, passage.address) for passage in passages))
    numbers = {clause: number for number, clause in enumerate(clauses)}
    owners = [numbers[passage.document_id, passage.address] for passage in passages]
    contexts = _contexts(corpus)
    (folder / _CLAUSES).write_text(json.dumps(clauses, ensure_ascii=False), encoding="utf-8")
    spans = np.array([(passage.start, passage.end) for passage in passages], dtype=np.int32)
    np.save(folder / _SPANS, spans.reshape(-1, 2), allow_pickle=False)
    LexicalIndex.build(
        [passage.text for passage in passages],
        owners,
        [contexts[clause] for clause in clauses],
        progress=progress,
    ).save(folder / _LEXICAL)

    store = FaissVectorStore(EncoderEmbeddings(encoder), encoder.dimension)
    with tqdm(total=len(passages), desc="计算向量", unit="段", disable=not progress) as bar:
        for start in range(0, len(passages), _BATCH):
            batch = passages[start : start + _BATCH]
            store.add_vectors(
                encoder.encode_documents([_encoded(passage, corpus) for passage in batch]),
                [passage.text for passage in batch],
                [_metadata(passage, contexts) for passage in batch],
                ids=[str(start + row) for row in range(len(batch))],
            )
            bar.update(len(batch))
    store.save(folder / _VECTORS)


def _contexts(corpus: Corpus) -> dict[tuple[str, str], str]:
    return {
        (clause.document_id, clause.address): clause_context(
            corpus.documents[clause.document_id],
            clause,
            structure.headings,
            announced_by(clause, corpus),
        )
        for structure in corpus.structures.values()
        for clause in structure.clauses
    }


def _encoded(passage: Passage, corpus: Corpus) -> str:
    clause = corpus.clause(passage.document_id, passage.address)
    above = " ".join(part for part in (announced_by(clause, corpus), clause.heading) if part)
    return encoded_text(above, passage.text)


def _metadata(passage: Passage, contexts: Mapping[tuple[str, str], str]) -> dict[str, str | int]:
    return {
        "document_id": passage.document_id,
        "address": passage.address,
        "start": passage.start,
        "end": passage.end,
        "context": contexts[passage.document_id, passage.address],
    }


def _clear(index_dir: Path) -> None:
    """Remove the build folders that the manifest does not name, and nothing else."""
    try:
        current = read_manifest(index_dir).folder
    except IndexStoreError:
        current = ""
    for path in index_dir.iterdir():
        if path.name != current and _BUILD_FOLDER.fullmatch(path.name):
            # On Windows a reader may hold a file of the old index open: leave it for next time.
            shutil.rmtree(path, ignore_errors=True)

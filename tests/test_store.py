"""The index is built whole, checked when opened, and never half there."""

import json
import multiprocessing
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from retrieval_helpers import RULES, HashEncoder, small_corpus

from policyqa.documents.corpus import Corpus
from policyqa.errors import IndexDamagedError, IndexMissingError, IndexStaleError
from policyqa.retrieval import store
from policyqa.retrieval.manifest import BUILD_COMMAND
from policyqa.retrieval.search import Searcher
from policyqa.retrieval.store import build_index, open_index, vector_store


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return small_corpus(tmp_path / "corpus")


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "store"


def folders(index_dir: Path) -> list[str]:
    return [path.name for path in index_dir.iterdir() if path.is_dir()]


def test_opened_index_is_the_built_one(corpus: Corpus, index_dir: Path) -> None:
    built = build_index(corpus, HashEncoder(), index_dir)
    opened = open_index(corpus, HashEncoder(), index_dir)
    assert opened.clauses == built.clauses
    assert np.array_equal(opened.spans, built.spans)
    assert len(opened.vectors) == len(opened.spans) == len(opened.lexical.clause_of)
    store = vector_store(index_dir, HashEncoder())
    for row, (start, end) in enumerate(opened.spans.tolist()):
        document_id, address = opened.clauses[opened.lexical.clause_of[row]]
        (document,) = store.get_by_ids([str(row)])
        assert document.page_content == corpus.documents[document_id].text[start:end]
        assert document.metadata["address"] == address


def test_missing(corpus: Corpus, index_dir: Path) -> None:
    with pytest.raises(IndexMissingError, match=BUILD_COMMAND):
        open_index(corpus, HashEncoder(), index_dir)


def test_stale_after_a_document_changed(corpus: Corpus, index_dir: Path, tmp_path: Path) -> None:
    build_index(corpus, HashEncoder(), index_dir)
    changed = small_corpus(tmp_path / "corpus", {"rules": RULES.replace("犬链", "绳")})
    with pytest.raises(IndexStaleError, match=f"文件有变动.*{BUILD_COMMAND}"):
        open_index(changed, HashEncoder(), index_dir)
    build_index(changed, HashEncoder(), index_dir)
    open_index(changed, HashEncoder(), index_dir)
    assert len(folders(index_dir)) == 1


def test_stale_after_the_encoder_changed(corpus: Corpus, index_dir: Path) -> None:
    build_index(corpus, HashEncoder(), index_dir)
    for encoder in (HashEncoder(digest="2"), HashEncoder(dimension=16)):
        with pytest.raises(IndexStaleError, match="嵌入模型"):
            open_index(corpus, encoder, index_dir)


def test_stale_after_the_settings_changed(
    corpus: Corpus, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_index(corpus, HashEncoder(), index_dir)
    monkeypatch.setattr("policyqa.retrieval.manifest.K1", 2.0)
    with pytest.raises(IndexStaleError, match=BUILD_COMMAND):
        open_index(corpus, HashEncoder(), index_dir)


def test_stale_after_the_format_changed(corpus: Corpus, index_dir: Path) -> None:
    build_index(corpus, HashEncoder(), index_dir)
    edit_manifest(index_dir, lambda data: data.update(format=0))
    with pytest.raises(IndexStaleError, match="第 0 版"):
        open_index(corpus, HashEncoder(), index_dir)
    build_index(corpus, HashEncoder(), index_dir)


def edit_manifest(index_dir: Path, change: Callable[[dict], object]) -> None:
    path = index_dir / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def test_every_file_is_checked(corpus: Corpus, index_dir: Path) -> None:
    manifest = build_index(corpus, HashEncoder(), index_dir).manifest
    assert len(manifest.files) >= 10
    for name in manifest.files:
        path = index_dir / manifest.folder / name
        good = path.read_bytes()
        for bad in (good[:-1], bytes([good[0] ^ 1]) + good[1:]):
            path.write_bytes(bad)
            with pytest.raises(IndexDamagedError, match=BUILD_COMMAND) as caught:
                open_index(corpus, HashEncoder(), index_dir)
            assert name in str(caught.value)
        path.unlink()
        with pytest.raises(IndexDamagedError, match=BUILD_COMMAND):
            open_index(corpus, HashEncoder(), index_dir)
        path.write_bytes(good)
    open_index(corpus, HashEncoder(), index_dir)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(folder=".."),
        lambda data: data.update(folder="/etc"),
        lambda data: data.update(folder=7),
        lambda data: data.update(files=[]),
        lambda data: data.update(files={"clauses.json": None}),
        lambda data: data.pop("inputs"),
        lambda data: data.update(surprise=1),
        lambda data: data.pop("format"),
    ],
)
def test_damaged_manifest(
    corpus: Corpus, index_dir: Path, change: Callable[[dict], object]
) -> None:
    build_index(corpus, HashEncoder(), index_dir)
    edit_manifest(index_dir, change)
    with pytest.raises(IndexDamagedError, match=r"manifest\.json"):
        open_index(corpus, HashEncoder(), index_dir)


def test_manifest_that_is_no_json(corpus: Corpus, index_dir: Path) -> None:
    index_dir.mkdir()
    for text in ("", "{", "[]", "\x00"):
        (index_dir / "manifest.json").write_text(text, encoding="utf-8")
        with pytest.raises(IndexDamagedError, match=r"manifest\.json"):
            open_index(corpus, HashEncoder(), index_dir)
    build_index(corpus, HashEncoder(), index_dir)
    open_index(corpus, HashEncoder(), index_dir)


def test_damage_is_mended_by_building(corpus: Corpus, index_dir: Path) -> None:
    manifest = build_index(corpus, HashEncoder(), index_dir).manifest
    (index_dir / manifest.folder / "spans.npy").unlink()
    build_index(corpus, HashEncoder(), index_dir)
    open_index(corpus, HashEncoder(), index_dir)


def test_a_sound_index_is_kept(corpus: Corpus, index_dir: Path) -> None:
    first = build_index(corpus, HashEncoder(), index_dir).manifest
    assert build_index(corpus, HashEncoder(), index_dir).manifest == first


class DyingEncoder(HashEncoder):
    """Ends the process in the middle of a build, as a power cut would."""

    def encode_documents(self, texts: Sequence[str]) -> np.ndarray:
        os._exit(9)


class FailingEncoder(HashEncoder):
    def encode_documents(self, texts: Sequence[str]) -> np.ndarray:
        raise RuntimeError("no vectors today")


def test_failed_build_leaves_the_old_index(corpus: Corpus, index_dir: Path, tmp_path: Path) -> None:
    build_index(corpus, HashEncoder(), index_dir)
    other = small_corpus(tmp_path / "other", {"rules": RULES})
    with pytest.raises(RuntimeError, match="today"):
        build_index(other, FailingEncoder(), index_dir)
    open_index(corpus, HashEncoder(), index_dir)
    assert len(folders(index_dir)) == 1


def _build_and_die(corpus_dir: Path, index_dir: Path) -> None:
    build_index(small_corpus(corpus_dir, {"rules": RULES}), DyingEncoder(), index_dir)


def test_crash_in_a_build_leaves_the_old_index(
    corpus: Corpus, index_dir: Path, tmp_path: Path
) -> None:
    build_index(corpus, HashEncoder(), index_dir)
    process = multiprocessing.get_context("spawn").Process(
        target=_build_and_die, args=(tmp_path / "other", index_dir)
    )
    process.start()
    process.join()
    assert process.exitcode == 9
    assert len(folders(index_dir)) == 2
    open_index(corpus, HashEncoder(), index_dir)
    # The next build clears what the dead one left, and nothing that is not its own.
    (index_dir / "notes").mkdir()
    build_index(small_corpus(tmp_path / "other", {"rules": RULES}), HashEncoder(), index_dir)
    assert "notes" in folders(index_dir)
    assert len(folders(index_dir)) == 2


def _build(corpus_dir: Path, index_dir: Path) -> None:
    build_index(small_corpus(corpus_dir), HashEncoder(), index_dir)


def test_two_builders_at_once_leave_one_good_index(
    corpus: Corpus, index_dir: Path, tmp_path: Path
) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [
        context.Process(target=_build, args=(tmp_path / f"c{number}", index_dir))
        for number in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len(folders(index_dir)) == 1
    open_index(corpus, HashEncoder(), index_dir)


def test_reader_follows_an_index_swapped_under_it(
    corpus: Corpus, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between reading the manifest and the files, another process builds and clears."""
    old = build_index(corpus, HashEncoder(), index_dir).manifest
    read = store.read_manifest
    calls = []

    def slow_read(folder: Path) -> object:
        manifest = read(folder)
        if not calls:
            calls.append(manifest)
            (folder / old.folder).rename(folder / ("f" * 32))
            edit_manifest(folder, lambda data: data.update(folder="f" * 32))
        return manifest

    monkeypatch.setattr(store, "read_manifest", slow_read)
    assert open_index(corpus, HashEncoder(), index_dir).manifest.folder == "f" * 32


def test_a_corpus_without_a_passage_can_be_built_and_asked(index_dir: Path, tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path / "bare", {"a": "一、重点任务\n"})
    index = build_index(corpus, HashEncoder(), index_dir)
    assert len(index.spans) == 0
    searcher = Searcher(index, corpus, HashEncoder())
    assert searcher.search("重点任务") == []
    assert searcher.rank_clauses("重点任务") == []

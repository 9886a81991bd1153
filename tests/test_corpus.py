import time
from dataclasses import replace
from pathlib import Path

import pytest

from policyqa.documents.corpus import load_corpus
from policyqa.documents.parser import Structure, parse
from policyqa.errors import CorpusError, UnknownDocumentError
from policyqa.records import Document
from policyqa.settings import ROOT

PLAN = "xianyang-2023-9"
CORPUS = load_corpus(ROOT / "corpus")


def test_clauses_duties_and_targets_are_found_by_address() -> None:
    assert CORPUS.clause(PLAN, "三（八）").heading == "煤炭清洁高效利用工程"
    own, inherited = CORPUS.duties_of(PLAN, "三（九）")
    assert own.lead == ("市生态环境局",)
    assert inherited.inherited_from == "三（一）"
    assert [target.value for target in CORPUS.targets_of(PLAN, "三（八）")] == ["16"]
    assert CORPUS.duties_of(PLAN, "一") == ()
    assert CORPUS.targets_of(PLAN, "一") == ()


def test_what_is_not_there_is_refused_with_a_sentence() -> None:
    with pytest.raises(UnknownDocumentError, match="none"):
        CORPUS.clause("none", "一")
    with pytest.raises(CorpusError, match="三（二十）"):
        CORPUS.clause(PLAN, "三（二十）")


def test_every_record_quotes_the_document() -> None:
    for document_id, structure in CORPUS.structures.items():
        text = CORPUS.documents[document_id].text
        clauses = {clause.address: clause for clause in structure.clauses}
        for duty in (duty for duty in CORPUS.duties if duty.document_id == document_id):
            home = clauses[duty.inherited_from or duty.address]
            assert home.start <= duty.start < duty.end <= home.end
            for name in (*duty.lead, *duty.shared, *duty.assisting):
                assert name in text[duty.start : duty.end]


def test_the_digest_changes_with_how_the_text_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index of an older parser names clauses that are no longer there."""
    (tmp_path / "a.txt").write_text("一、甲\n乙。\n二、丙\n丁。\n", encoding="utf-8")
    before = load_corpus(tmp_path).digest

    def cut_otherwise(document: Document) -> Structure:
        whole = parse(document)
        return replace(whole, clauses=whole.clauses[:1], headings=whole.headings[:1])

    monkeypatch.setattr("policyqa.documents.corpus.parse", cut_otherwise)
    assert load_corpus(tmp_path).digest != before


def test_the_digest_changes_with_every_input(tmp_path: Path) -> None:
    def digest(text: str, registry: str, departments: str) -> str:
        (tmp_path / "documents").mkdir(exist_ok=True)
        (tmp_path / "documents" / "a.txt").write_text(text, encoding="utf-8")
        (tmp_path / "registry.toml").write_text(registry, encoding="utf-8")
        (tmp_path / "departments.toml").write_text(departments, encoding="utf-8")
        return load_corpus(tmp_path).digest

    plain = digest("一、甲\n乙。\n", "", "")
    assert digest("一、甲\n乙。\n", "", "") == plain
    others = {
        digest("一、甲\n丙。\n", "", ""),
        digest("一、甲\n乙。\n", '[[document]]\nid = "a"\ntitle = "丁"\n', ""),
        digest("一、甲\n乙。\n", "", '[[body]]\nname = "甲局"\n'),
    }
    assert plain not in others
    assert len(others) == 3


def test_a_bare_folder_uses_the_shipped_tables(tmp_path: Path) -> None:
    (tmp_path / "某市方案.txt").write_text(
        "某市方案\n一、甲\n做事。（市公园城市局负责）\n", encoding="utf-8"
    )
    corpus = load_corpus(tmp_path)
    assert list(corpus.documents) == ["某市方案"]
    assert corpus.departments.find("市发改委和市公园城市局")[1].text == "市公园城市局"


def test_loading_is_fast() -> None:
    # Measured about 0.05 s; ten times that tells a real slip from a busy machine.
    best = min(_seconds() for _ in range(3))
    assert best < 0.5


def _seconds() -> float:
    start = time.perf_counter()
    load_corpus(ROOT / "corpus")
    return time.perf_counter() - start

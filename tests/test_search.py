"""Ranking, its signals, and what a question's words say about it."""

import subprocess
import sys
from pathlib import Path

import pytest
from retrieval_helpers import HashEncoder, small_corpus, small_searcher

from policyqa.documents.corpus import Corpus
from policyqa.retrieval.encoder import load_encoder
from policyqa.retrieval.search import Searcher, SearchWeights
from policyqa.retrieval.store import build_index
from policyqa.settings import ROOT


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return small_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def searcher(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    return small_searcher(corpus, tmp_path_factory.mktemp("store"))


def test_finds_the_sentence_and_its_clause(searcher: Searcher) -> None:
    best = searcher.search("秸秆综合利用率要达到多少？")[0]
    assert (best.document_id, best.address) == ("plan", "一（二）")
    assert "97%" in best.text
    assert searcher.rank_clauses("秸秆综合利用率要达到多少？")[0][:2] == ("plan", "一（二）")


def test_scores_descend_and_quotes_are_exact(searcher: Searcher, corpus: Corpus) -> None:
    passages = searcher.search("非禁燃区能用洁净煤吗")
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    for passage in passages:
        text = corpus.documents[passage.document_id].text
        assert text[passage.start : passage.end] == passage.text
        lexical = {"lexical", "lexical_passage", "lexical_clause"}
        assert set(passage.signals) == lexical | {"dense", "features"}
    clauses = searcher.rank_clauses("非禁燃区能用洁净煤吗")
    assert [score for *_, score in clauses] == sorted((s for *_, s in clauses), reverse=True)


def test_k_and_documents_limit_the_search(searcher: Searcher) -> None:
    assert len(searcher.search("养犬登记", k=2)) == 2
    assert searcher.search("养犬登记", k=0) == []
    found = searcher.search("养犬登记", k=50, document_ids=["plan"])
    assert found
    assert {passage.document_id for passage in found} == {"plan"}
    assert searcher.search("养犬登记", document_ids=[]) == []
    assert searcher.rank_clauses("养犬登记", document_ids=["rules"])[0][0] == "rules"


@pytest.mark.parametrize("question", ["", "  \n", "？？！", "谁", "是什么吗", "abc", "𠮷", "\x00"])
def test_odd_questions_do_no_harm(searcher: Searcher, question: str) -> None:
    assert len(searcher.search(question, k=3)) in {0, 3}


def test_question_words_do_not_drive_the_ranking(searcher: Searcher) -> None:
    plain = searcher.rank_clauses("养犬登记")
    asked = searcher.rank_clauses("请问养犬登记是什么呢")
    assert plain[0][:2] == asked[0][:2] == ("rules", "第二条")


def test_weight_zero_switches_a_ranker_off(searcher: Searcher, corpus: Corpus) -> None:
    def order(weights: SearchWeights) -> list[int]:
        part = Searcher(searcher._index, corpus, HashEncoder(), weights=weights)
        return [passage.start for passage in part.search("秸秆禁烧和养犬", k=99)]

    lexical = order(SearchWeights(dense=0, dense_unknown=0))
    dense = order(SearchWeights(lexical=0))
    assert sorted(lexical) == sorted(dense)
    assert lexical != dense
    signals = [p.signals["dense"] for p in searcher.search("秸秆禁烧和养犬", k=99)]
    assert any(signals)


def test_few_candidates_still_give_k(searcher: Searcher, corpus: Corpus) -> None:
    few = Searcher(searcher._index, corpus, HashEncoder(), weights=SearchWeights(candidates=1))
    assert len(few.search("秸秆禁烧", k=5)) == 5
    assert few.search("秸秆禁烧", k=1)[0].address == "一（二）"


def test_expansions_are_searched(
    corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "lexicon.toml").write_text(
        'topics = ["t"]\n[[entry]]\nsay = ["狗证"]\nofficial = ["养犬登记"]\ntopic = "t"\n',
        encoding="utf-8",
    )
    searcher = small_searcher(small_corpus(tmp_path / "c"), tmp_path / "s")
    assert searcher.rank_clauses("狗证")[0][:2] == ("rules", "第二条")


def test_question_needs_neither_torch_nor_the_builders_libraries(tmp_path: Path) -> None:
    """A cold start must not pay for libraries that only a build or another encoder needs."""
    corpus = small_corpus(tmp_path / "corpus")
    build_index(corpus, load_encoder(ROOT / "index" / "encoder"), tmp_path / "store")
    script = f"""
import sys
from pathlib import Path
from policyqa.documents.corpus import load_corpus
from policyqa.retrieval.encoder import load_encoder
from policyqa.retrieval.search import Searcher
from policyqa.retrieval.store import open_index
corpus = load_corpus(Path({str(tmp_path / "corpus")!r}))
encoder = load_encoder({str(ROOT / "index" / "encoder")!r})
index = open_index(corpus, encoder, Path({str(tmp_path / "store")!r}))
assert Searcher(index, corpus, encoder).search("秸秆禁烧")[0].signals["dense"] > 0
heavy = {{"torch", "sentence_transformers", "transformers", "bm25s", "scipy", "sklearn"}}
print(sorted(heavy & set(sys.modules)))
"""
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == "[]"

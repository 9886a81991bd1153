"""What reranking prefers, and the weight of meaning where the documents lack the words."""

from dataclasses import replace
from pathlib import Path

import pytest
from retrieval_helpers import HashEncoder, small_corpus, small_searcher

from policyqa.documents.corpus import Corpus
from policyqa.records import Passage
from policyqa.retrieval.passage_kinds import is_duty_list, rules_nothing
from policyqa.retrieval.rerank import DUTY_LIST, FORM, HEADING, IDLE, METADATA, Reranker
from policyqa.retrieval.search import Searcher, SearchWeights
from policyqa.retrieval.store import build_index


def _types(question: str) -> frozenset[str]:
    kinds = {"谁": "responsibility", "多少": "how_much", "文号": METADATA}
    return frozenset(name for word, name in kinds.items() if word in question)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rerank")


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return small_corpus(folder / "corpus")


@pytest.fixture(scope="module")
def searcher(corpus: Corpus, folder: Path) -> Searcher:
    return small_searcher(corpus, folder / "store", _types)


def _passage(searcher: Searcher, part: str) -> Passage:
    return next(p for p in searcher.search("秸秆散煤养犬", 99) if part in p.text)


def test_the_bracket_of_a_duty_is_a_list_of_bodies(searcher: Searcher, corpus: Corpus) -> None:
    assert is_duty_list(_passage(searcher, "（市农业农村局"), corpus)
    assert not is_duty_list(_passage(searcher, "持续推进秸秆禁烧"), corpus)


def test_each_feature_adds_its_weight(searcher: Searcher, corpus: Corpus) -> None:
    bodies, figure = _passage(searcher, "（市农业农村局"), _passage(searcher, "97%")
    who = Reranker("谁管", "", corpus, _types)
    assert who.passage(bodies) == FORM + DUTY_LIST
    assert who.passage(figure) == 0
    assert Reranker("多少", "", corpus, _types).passage(figure) == FORM
    assert Reranker("多少", "", corpus, None).passage(figure) == 0
    # 秸秆利用 has three bigrams, 秸秆 is one of them.
    assert Reranker("秸秆", "秸秆", corpus, None).passage(figure) == pytest.approx(HEADING / 3)
    assert Reranker("秸秆", "秸秆", corpus, None).clause("plan", "一（二）") == pytest.approx(
        HEADING / 3
    )
    title = replace(figure, address="标题")
    assert rules_nothing(title)
    assert Reranker("秸秆", "", corpus, None).clause("plan", "标题") == -IDLE
    assert Reranker("文号", "", corpus, _types).clause("plan", "标题") == 0


def test_a_question_who_finds_the_bodies_first(searcher: Searcher, corpus: Corpus) -> None:
    weights = SearchWeights(reranked=0)
    plain = Searcher(searcher._index, corpus, HashEncoder(), weights=weights, types_of=_types)
    assert searcher.search("谁管秸秆")[0].text.startswith("（市农业农村局")
    assert not plain.search("谁管秸秆")[0].text.startswith("（")
    assert "features" not in plain.search("谁管秸秆")[0].signals


def test_meaning_counts_for_more_where_words_are_unknown(corpus: Corpus, tmp_path: Path) -> None:
    index = build_index(corpus, HashEncoder(), tmp_path)
    none = index.lexical.score({})
    assert index.lexical.unknown_share("秸秆禁烧", none) == 0
    assert index.lexical.unknown_share("秸秆火堆", none) == pytest.approx(2 / 3)
    assert index.lexical.unknown_share("炉", none) == 1

    def scores(question: str, unknown: float) -> list[float]:
        weights = SearchWeights(dense=0, dense_unknown=unknown, reranked=0)
        found = Searcher(index, corpus, HashEncoder(), weights=weights).search(question, 99)
        return [passage.score for passage in found]

    assert scores("秸秆禁烧", 0) == scores("秸秆禁烧", 2)
    assert scores("秸秆火堆", 0) != scores("秸秆火堆", 2)

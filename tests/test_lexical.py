"""Terms, stop words and BM25 on two levels, checked by hand."""

import math
from pathlib import Path

import numpy as np
import pytest

from policyqa.errors import CorpusError
from policyqa.retrieval.lexical import BEST_PASSAGE, LexicalIndex, best_of_clause
from policyqa.retrieval.matrix import K1, B, build_matrix
from policyqa.retrieval.terms import (
    FIELD_WEIGHTS,
    STOPWORDS,
    field_terms,
    load_stopwords,
    query_terms,
)

PASSAGES = ["持续推进秸秆禁烧。", "全面退出散煤。", "推广清洁取暖。", "秸秆综合利用率达到97%。"]
CLAUSE_OF = [0, 0, 1, 2]
CONTEXTS = ["大气", "取暖", "农业"]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(PASSAGES, CLAUSE_OF, CONTEXTS)


class Expansion:
    def __init__(self, said: str, official: tuple[str, ...], weight: float = 1.0) -> None:
        self.said, self.official, self.weight = said, official, weight


def test_field_terms() -> None:
    terms = field_terms("推广ＰＭ2.5，97%")
    assert terms["b"] == ["b推广", "b广pm2.5"]
    assert terms["c"] == ["c推", "c广", "cpm2.5", "c97"]
    assert "w推广" in terms["w"]


def test_marks_break_bigrams() -> None:
    assert field_terms("煤，气")["b"] == []


def test_blanking_keeps_lengths() -> None:
    question = "请问太阳能能不能用，在哪些地方用？"
    blank = load_stopwords().blank(question)
    assert len(blank) == len(question)
    assert "太阳能" in blank
    assert "哪些" not in blank


def test_stopword_file_has_no_duplicates() -> None:
    lines = STOPWORDS.read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert sorted(listed) == sorted(set(listed))


def test_missing_stopwords_say_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"停用词表 none\.txt"):
        load_stopwords(tmp_path / "none.txt")


def test_empty_stopword_file_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "stop.txt"
    path.write_text("# nothing\n\n", encoding="utf-8")
    assert load_stopwords(path).blank("谁负责") == "谁负责"


def test_expansions_weigh_less_and_never_lower_the_questions_own() -> None:
    expansions = [Expansion("麦秆", ("秸秆",), 0.5), Expansion("火", ("秸秆", "麦秆"))]
    weights = query_terms("麦秆", load_stopwords(), expansions, expansion_weight=0.25)
    assert weights["b麦秆"] == 1.0
    assert weights["b秸秆"] == 0.25  # the larger of 0.125 and 0.25


def test_bm25_by_hand() -> None:
    # Two texts of one field: lengths 3 and 1, mean 2; term 0 twice in the first.
    matrix = build_matrix({"x": [[0, 0, 1], [1]]}, {"x": 2.0}, 3)
    expected = math.log(1 + 1.5 / 1.5) * 2 / (2 + K1 * (1 - B + B * 3 / 2))
    assert matrix.scores({0: 1.0}).tolist() == pytest.approx([2 * expected, 0])
    assert matrix.scores({0: 0.25}).tolist() == pytest.approx([0.5 * expected, 0])


def test_fields_add_up_with_their_weights() -> None:
    one = build_matrix({"x": [[0], [0, 1]], "y": [[], []]}, {"x": 1.0, "y": 1.0}, 4)
    two = build_matrix({"x": [[], []], "y": [[2, 3], [3]]}, {"x": 1.0, "y": 0.5}, 4)
    both = build_matrix({"x": [[0], [0, 1]], "y": [[2, 3], [3]]}, {"x": 1.0, "y": 0.5}, 4)
    weights = dict.fromkeys(range(4), 1.0)
    assert np.allclose(both.scores(weights), one.scores(weights) + two.scores(weights))


def test_levels_share_their_scores(index: LexicalIndex) -> None:
    scores = index.score(query_terms("秸秆禁烧", load_stopwords()))
    assert scores.clause.shape == (3,)
    assert scores.passage.shape == (4,)
    best = [scores.passage[:2].max(), scores.passage[2], scores.passage[3]]
    assert np.allclose(scores.clause_total, scores.clause + BEST_PASSAGE * np.array(best))
    owners = np.array(CLAUSE_OF)
    assert np.allclose(scores.passage_total, scores.passage + BEST_PASSAGE * scores.clause[owners])
    assert scores.passage_total.argmax() == 0
    assert scores.clause_total.argmax() == 0


def test_context_counts_for_the_clause_only(index: LexicalIndex) -> None:
    scores = index.score(query_terms("农业", load_stopwords()))
    assert scores.clause.argmax() == 2
    assert not scores.passage.any()


def test_saved_and_loaded_is_the_same(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    assert list(loaded.vocabulary.items()) == list(index.vocabulary.items())
    terms = query_terms("秸秆取暖", load_stopwords())
    assert np.array_equal(loaded.score(terms).clause_total, index.score(terms).clause_total)


def test_refuses_clause_numbers_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="2 passages but 1"):
        LexicalIndex.build(["a", "b"], [0], ["c"])
    for owners in ([1, 0], [0, 2]):
        with pytest.raises(ValueError, match="ascend"):
            LexicalIndex.build(["a", "b"], owners, ["c", "d"])


def test_an_empty_index_can_be_asked() -> None:
    empty = LexicalIndex.build([], [], [])
    assert empty.score(query_terms("秸秆", load_stopwords())).passage_total.shape == (0,)


def test_best_of_clause() -> None:
    scores = np.array([1, 5, -2, 3], dtype=np.float32)
    assert best_of_clause(scores, np.array(CLAUSE_OF)).tolist() == [5, -2, 3]


def test_every_field_has_a_weight() -> None:
    assert set(field_terms("秸秆")) == set(FIELD_WEIGHTS)

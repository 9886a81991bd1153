"""Retrieval measures on paper, sets, systems, report and chart on a small corpus."""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from evaluation import __main__ as command
from evaluation import retrieval, retrieval_sets
from evaluation.gold import load_gold
from evaluation.retrieval_articles import corpus_of, held_out_questions
from evaluation.retrieval_baselines import Bm25, Recipe, bigrams
from evaluation.retrieval_measures import MEASURES, compare, estimate, per_question
from evaluation.retrieval_run import CLAUSE, SENTENCE, SetResult, relevant_sentences, run_set
from evaluation.retrieval_sets import Asked, RetrievalSet, Skipped, load_set
from evaluation.retrieval_systems import (
    BIGRAMS_ROW,
    OURS_ROW,
    WITHOUT_DENSE,
)
from evaluation.retrieval_units import Units, best
from policyqa.documents.corpus import Corpus
from policyqa.errors import InputError
from policyqa.retrieval.passages import make_passages
from policyqa.retrieval.train_pairs import Article
from policyqa.settings import load_settings
from policyqa.text import words
from tests.retrieval_helpers import HashEncoder, small_corpus

STRAW = "持续推进秸秆禁烧"
COAL = "全面退出禁燃区内洁净煤配送网点"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return small_corpus(tmp_path / "documents")


def asked(corpus: Corpus, name: str, text: str, address: str, quote: str) -> Asked:
    start = corpus.documents["plan"].text.index(quote)
    span = ("plan", start, start + len(quote))
    return Asked(name, text, frozenset({("plan", address)}), (span,), "measure")


@pytest.fixture
def small_set(corpus: Corpus) -> RetrievalSet:
    questions = (
        asked(corpus, "c1", "秸秆禁烧谁管", "一（二）", STRAW),
        asked(corpus, "o1", "洁净煤配送网点怎么办", "一（一）", COAL),
        Asked("o2", "列举任务", frozenset({("plan", "二")}), (), "list"),
    )
    return RetrievalSet("small", "小题集", "试验", corpus, questions)


def test_measures_on_paper() -> None:
    found = per_question(
        [["x", "a", "y", "b"], [], ["z"]],
        [frozenset("ab"), frozenset("q"), frozenset("z")],
    )
    assert found["hit@1"] == [0, 0, 1]
    assert found["hit@3"] == [1, 0, 1]
    assert found["recall@3"] == [0.5, 0, 1]
    assert found["recall@10"] == [1, 0, 1]
    assert found["MRR@10"] == [0.5, 0, 1]
    ideal = 1 + 1 / np.log2(3)
    assert found["nDCG@10"] == pytest.approx([(1 / np.log2(3) + 1 / np.log2(5)) / ideal, 0, 1])
    assert [found[f"R@{depth}"][0] for depth in range(1, 5)] == [0, 0.5, 0.5, 1]


@pytest.mark.parametrize(
    ("rankings", "relevant"),
    [([["a"]], []), ([["a"]], [frozenset()]), ([["a", "a"]], [frozenset("a")])],
)
def test_impossible_input_is_refused(
    rankings: list[list[str]], relevant: list[frozenset[str]]
) -> None:
    with pytest.raises(ValueError):
        per_question(rankings, relevant)


def test_a_clear_difference_is_significant_and_none_is_not() -> None:
    clear = compare("hit@1", [1.0] * 20, "other", [0.0] * 20)
    assert clear.difference.mean == 1
    assert clear.p < 0.001
    assert compare("hit@1", [1.0, 0.0], "other", [1.0, 0.0]).p == 1
    # Two wins each way: no direction.
    even = compare("hit@1", [1.0, 1, 0, 0], "other", [0.0, 0, 1, 1])
    assert even.difference.mean == 0
    assert even.p == pytest.approx(1)


def test_an_estimate_needs_values() -> None:
    assert estimate([1.0, 1.0]).low == 1
    with pytest.raises(ValueError):
        estimate([])


def test_best_keeps_text_order_among_equals_and_can_leave_zeros_out() -> None:
    scores = np.array([0, 3, 0, 3, 5] + [0] * 20, dtype=np.float32)
    assert best(scores)[:5] == [4, 1, 3, 0, 2]
    assert best(scores, positive=True) == [4, 1, 3]
    assert best(np.zeros(0, dtype=np.float32)) == []


def test_bm25_ranks_both_levels_and_returns_nothing_for_unknown_words(corpus: Corpus) -> None:
    units = Units(corpus)
    ranker = Bm25(units, {words: 1.0, bigrams: 1.0})
    assert ranker.clauses("秸秆禁烧")[0] == ("plan", "一（二）")
    document_id, start, end = ranker.sentences("秸秆禁烧")[0]
    assert STRAW in corpus.documents[document_id].text[start:end]
    assert ranker.clauses("zzz") == []


def test_the_recipe_ranks_units_once_each(corpus: Corpus) -> None:
    recipe = Recipe(Units(corpus), HashEncoder(256))
    clauses = recipe.clauses("携犬出户应当使用犬链")
    assert ("rules", "第三条") in clauses
    assert len(set(clauses)) == len(clauses)
    spans = {(item.document_id, item.start, item.end) for item in make_passages(corpus)}
    assert set(recipe.sentences("犬链")) <= spans


def test_evidence_finds_its_sentence_and_a_heading_finds_none(corpus: Corpus) -> None:
    text = corpus.documents["plan"].text
    heading = text.index("散煤治理")
    questions = [
        asked(corpus, "c1", "", "一（二）", STRAW),
        Asked("c2", "", frozenset({("plan", "一（一）")}), (("plan", heading, heading + 4),)),
    ]
    first, second = relevant_sentences(questions, Units(corpus))
    assert len(first) == 1
    assert all(STRAW in text[start:end] for _, start, end in first)
    assert second == frozenset()


def test_parts_keep_registers_apart(small_set: RetrievalSet) -> None:
    ids = {title: [item.id for item in part] for title, part in small_set.parts().items()}
    assert ids == {
        "全部": ["c1", "o1"],
        "市民": ["c1"],
        "干部": ["o1"],
        "干部，含登记册题型": ["o1", "o2"],
        "登记册题型": ["o2"],
    }


@pytest.fixture
def result(small_set: RetrievalSet) -> SetResult:
    return run_set(small_set, HashEncoder(), progress=False)


def test_a_run_scores_every_row_at_both_levels(result: SetResult) -> None:
    level = result.parts["全部"][CLAUSE]
    assert level.questions == 2
    assert set(level.rows[OURS_ROW]) == set(MEASURES)
    assert level.rows[OURS_ROW]["hit@1"].mean == 1
    assert level.rows[BIGRAMS_ROW]["hit@1"].mean == 1
    assert level.recall[OURS_ROW][9] == level.rows[OURS_ROW]["recall@10"].mean
    assert {item.measure for item in level.comparisons[f"{OURS_ROW}/{WITHOUT_DENSE}"]} == set(
        MEASURES
    )
    assert result.parts["全部"][SENTENCE].questions == 2
    # The question about a list has no evidence: no sentence level for it.
    assert SENTENCE not in result.parts["登记册题型"]
    assert result.latency[OURS_ROW].wall_p95 > 0
    assert result.clauses == 9


@pytest.mark.parametrize("chinese", [True, False])
def test_page_figures_and_chart_are_written(
    small_set: RetrievalSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chinese: bool
) -> None:
    monkeypatch.setattr(retrieval, "load_encoder", lambda _: HashEncoder())
    monkeypatch.setattr(
        retrieval,
        "load_set",
        lambda name, *_: small_set if name == "gold" else Skipped(name, "没有数据，跳过。"),
    )
    if not chinese:
        monkeypatch.setattr("evaluation.retrieval_chart.FONTS", ())
    assert retrieval.main(["--sets", "gold,stard", "--output", str(tmp_path)]) == 0
    page = (tmp_path / "retrieval.md").read_text(encoding="utf-8")
    assert "| 小题集 | 2 |" in page
    assert "没有数据，跳过。" in page
    figures = json.loads((tmp_path / "retrieval.json").read_text(encoding="utf-8"))
    assert figures["config"]["split"] == "test"
    assert figures["sets"][0]["parts"]["全部"][CLAUSE]["questions"] == 2
    assert (tmp_path / "retrieval-recall.svg").read_text(encoding="utf-8").startswith("<?xml")
    assert not list(tmp_path.glob("*.tmp"))


def test_the_command_is_reached_and_the_ordinary_run_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(retrieval, "main", lambda arguments: seen.append(arguments) or 7)
    assert command.main(["retrieval", "--split", "dev"]) == 7
    assert seen == [["--split", "dev"]]


def test_bad_arguments_are_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as leaving:
        retrieval.main(["--sets", "gold,none"])
    assert leaving.value.code == 2
    assert "没有题集 none" in capsys.readouterr().err
    assert retrieval.main(["--data", str(tmp_path / "missing")]) == 2
    assert "不存在" in capsys.readouterr().err


def test_absent_data_is_said_and_not_an_error(tmp_path: Path) -> None:
    settings = load_settings()
    for data in (None, tmp_path):
        for name in ("stard", "outline"):
            found = load_set(name, settings, data, "test")
            assert isinstance(found, Skipped)
            assert "跳过" in found.reason


def test_our_own_sets_load_with_their_evidence() -> None:
    found = load_set("gold", load_settings(), None, "dev")
    assert isinstance(found, RetrievalSet)
    assert len(found.parts()["全部"]) > 100
    assert all(item.spans for item in found.questions)
    with pytest.raises(InputError):
        load_set("other", load_settings(), None, "dev")


def test_the_outline_is_asked_about_widely() -> None:
    questions = load_gold([retrieval_sets.OUTLINE_FILE])
    assert len(questions) >= 60
    assert {question.document for question in questions} == {retrieval_sets.OUTLINE}
    assert len({address for question in questions for address in question.clauses}) >= 50
    voices = [item.voice for item in retrieval_sets.asked_from(questions)]
    assert min(voices.count("c"), voices.count("o")) >= 30


ARTICLES = [
    Article(5, "甲法第一条", "为了保护环境，制定本法。\n\n国家鼓励节约。"),
    Article(9, "乙法第一条", "禁止焚烧秸秆。"),
    Article(7, "甲法第二条", "企业应当减排。"),
    Article(8, "甲法第二条", "企业应当节能。"),
]


def test_articles_become_clauses_of_their_law() -> None:
    articles = corpus_of(ARTICLES)
    assert [item.title for item in articles.corpus.documents.values()] == ["甲法", "乙法"]
    for article in ARTICLES:
        document_id, address = articles.keys[article.id]
        clause = articles.corpus.clause(document_id, address)
        text = articles.corpus.documents[document_id].text
        assert text[clause.start : clause.end] == article.text
        assert all(text[item.start : item.end] == item.text for item in clause.sentences)
    assert articles.keys[7][1] == "第二条"
    assert articles.keys[8][1] != articles.keys[7][1]


@pytest.fixture
def lay_data(tmp_path: Path) -> Path:
    with lzma.open(tmp_path / "laws.jsonl.xz", "wt", encoding="utf-8") as stream:
        for number in range(20):
            article = {"id": number, "name": f"甲法第{'一' * (number + 1)}条", "text": "条文。"}
            stream.write(json.dumps(article, ensure_ascii=False) + "\n")
    lines = [json.dumps({"query": f"问{number}", "gold_ids": [number]}) for number in range(20)]
    (tmp_path / "stard-train.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def log_of(data: Path, change: Callable[[dict[str, dict[str, object]]], None]) -> Path:
    import hashlib

    digest = hashlib.sha256((data / "stard-train.jsonl").read_bytes()).hexdigest()
    log: dict[str, dict[str, object]] = {
        "settings": {"seed": 3},
        "counts": {"training_questions": 16},
        "data_sha256": {"stard-train.jsonl": digest},
    }
    change(log)
    (data / "training-log.json").write_text(json.dumps(log), encoding="utf-8")
    return data


def test_the_held_out_questions_are_those_of_the_training_log(lay_data: Path) -> None:
    without_log = held_out_questions(lay_data, lay_data / "none")
    assert len(without_log) == 4
    with_log = held_out_questions(lay_data, log_of(lay_data, lambda _: None))
    assert len(with_log) == 4
    assert with_log != without_log  # another seed


@pytest.mark.parametrize(
    "change",
    [
        lambda log: log["counts"].update(training_questions=15),
        lambda log: log["data_sha256"].update({"stard-train.jsonl": "0"}),
        lambda log: log.pop("settings"),
    ],
)
def test_a_log_that_does_not_fit_is_refused(
    lay_data: Path, change: Callable[[dict[str, dict[str, object]]], None]
) -> None:
    with pytest.raises(InputError):
        held_out_questions(lay_data, log_of(lay_data, change))

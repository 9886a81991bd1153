"""Clauses named by a stretch of their heading, figures named by their value, named things."""

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "address"),
    [
        ("公共机构那一条谁负责", "三（六）"),
        ("能耗双控这条谁管", "四（一）"),
        ("重点区域那一条讲什么", "三（七）"),
    ],
)
def test_a_stretch_of_one_heading_names_its_clause(
    engine: Engine, question: str, address: str
) -> None:
    assert cited(ask(engine, question))[0] == address


def test_a_stretch_names_no_clause_that_shares_it(engine: Engine) -> None:
    # 工程 ends ten headings.
    assert len(cited(ask(engine, "工程那一条谁负责"))) != 1


def test_all_targets_of_a_clause_named_so(engine: Engine) -> None:
    text = ask(engine, "农业农村那条里2025年的量化指标请全部列出来。").text
    assert all(value in text for value in ("40%", "97%", "43%", "80%", "55%", "45%"))


def test_a_clause_named_in_a_follow_up_is_asked_of_itself(engine: Engine) -> None:
    turns = ["重点行业绿色升级工程是哪些部门", "那园区节能环保那一项，有哪些部门"]
    assert "市行政审批局" in "".join(each.quote for each in ask(engine, turns).citations)


@pytest.mark.parametrize(
    "question",
    [
        "“下降13.5%”在方案里出现在哪两个指标上？",
        "有两处降幅都写的13.5%，请核对各自对应什么指标，是不是同一口径。",
    ],
)
def test_the_indicators_that_share_a_figure(engine: Engine, question: str) -> None:
    text = ask(engine, question).text
    assert "单位GDP能源消耗" in text
    assert "规模以上工业单位增加值能耗" in text


def test_where_something_is_to_be_built_is_no_question_for_a_figure(engine: Engine) -> None:
    assert ask(engine, "90%的污泥处置设施建在哪几个地方").status == "no_basis"


def test_rivers_are_told_by_name(engine: Engine) -> None:
    assert "泾河、清河、泔河" in ask(engine, "要治理的河有哪几条").text.splitlines()[0]


def test_words_of_a_ruling_are_counted(engine: Engine) -> None:
    assert "3处" in ask(engine, "牵头字样一共出现几次，分别是哪几条").text
    assert "18处" in ask(engine, "明确“鼓励”的事项有哪些").text


def test_the_place_of_a_pilot_must_be_named(engine: Engine) -> None:
    assert ask(engine, "EOD模式试点放在哪里").status == "no_basis"
    assert "武功县" in ask(engine, "地热示范区放在哪").text

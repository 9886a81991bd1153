"""Figures against a table of the plan's targets kept apart from the code."""

import json
from pathlib import Path

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine

TABLE = json.loads(
    (Path(__file__).parent / "data" / "xianyang-targets.json").read_text(encoding="utf-8")
)


def shown(row: dict[str, str]) -> str:
    return f"{row['value']}{row['unit']}"


@pytest.mark.parametrize("row", TABLE, ids=[row["indicator"] for row in TABLE])
def test_each_target_is_found_by_its_name(engine: Engine, row: dict[str, str]) -> None:
    answer = ask(engine, f"{row['indicator']}要达到多少？")
    assert answer.status == "answered"
    assert row["address"] in cited(answer)
    lead = answer.text.splitlines()[0]
    assert shown(row) in lead
    assert row["comparison"] in lead
    if row["year"]:
        assert f"{row['year']}年" in lead


@pytest.mark.parametrize(
    ("question", "words", "others"),
    [
        ("秸秆综合利用率到2025年是多少", "97%", "80%"),
        ("农村生活污水治理率目标", "40%", "97%"),
        ("畜禽粪污综合利用率要达到多少", "80%以上", "97%"),
        ("污泥无害化处理处置率要求多少", "90%以上", "40%"),
        ("非化石能源占比多少", "16%左右", "13.5%"),
        ("氮氧化物要减排多少吨", "3415吨", "6736吨"),
        ("市区新增地热供暖面积多少", "100万平方米", "90%"),
        ("新增公交车里新能源车不少于多少", "90%", "40%"),
        ("工业用水循环利用率达到多少", "90%以上", "6%，"),
        ("万元工业增加值用水量降低多少", "6%", "90%"),
        ("单位GDP能耗下降多少", "13.5%", "6%，"),
    ],
)
def test_one_figure_and_not_its_neighbour(
    engine: Engine, question: str, words: str, others: str
) -> None:
    lead = ask(engine, question).text.splitlines()[0]
    assert words in lead
    assert others not in lead


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("秸秆综合利用率是97%吗", "answered", "是的"),
        ("秸秆综合利用率是百分之九十七吗", "answered", "是的"),
        ("秸秆综合利用率是九成吗", "corrected", "不是90%"),
        ("秸秆综合利用率是95%吗", "corrected", "97%"),
        ("化学需氧量减排6000吨对吗", "corrected", "6736吨"),
        ("地热供暖面积是不是1000万平方米", "answered", "是的"),
        ("畜禽粪污综合利用率是75%吧", "corrected", "80%以上"),
    ],
)
def test_a_figure_in_the_question_is_confirmed_or_corrected(
    engine: Engine, question: str, status: str, words: str
) -> None:
    answer = ask(engine, question)
    assert answer.status == status
    assert words in answer.text.splitlines()[0]


def test_all_targets(engine: Engine) -> None:
    answer = ask(engine, "一共有哪些量化目标")
    assert f"{len(TABLE)}项" in answer.text
    assert [shown(row) for row in TABLE if shown(row) not in answer.text] == []
    assert set(cited(answer)) == {row["address"] for row in TABLE}


@pytest.mark.parametrize("address", sorted({row["address"] for row in TABLE} - {"二"}))
def test_all_targets_of_a_clause(engine: Engine, address: str) -> None:
    answer = ask(engine, f"{address}有哪些量化目标")
    rows = [row for row in TABLE if row["address"] == address]
    assert f"{len(rows)}项" in answer.text
    assert [shown(row) for row in rows if shown(row) not in answer.text] == []
    assert cited(answer) == [address]


@pytest.mark.parametrize(
    "question",
    [
        "2030年秸秆综合利用率要达到多少",
        "化肥每亩施用量是多少公斤",
        "秸秆综合利用率目前是多少",
        "铁路货运量占比要提高到多少",
    ],
)
def test_a_figure_that_is_not_there_is_not_given(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    lead = answer.text.splitlines()[0]
    assert answer.status == "no_basis" or "没有写" in lead
    assert "%" not in lead


def test_an_indicator_of_two_clauses(engine: Engine) -> None:
    assert set(cited(ask(engine, "能耗下降多少"))) == {"二", "三（一）"}


def test_figures_of_another_plan(other_engine: Engine) -> None:
    answer = ask(other_engine, "新增多少辆新能源公交车")
    assert "800辆" in answer.text.splitlines()[0]
    assert "2026年" in answer.text.splitlines()[0]
    answer = ask(other_engine, "公交准点率要达到多少")
    assert "不低于92%" in answer.text.splitlines()[0]
    answer = ask(other_engine, "绿色出行比例是60%吗")
    assert answer.status == "corrected"
    assert "75%以上" in answer.text


def test_a_unit_that_stands_once_counts_for_both_figures(other_engine: Engine) -> None:
    answer = ask(other_engine, "私家车出行比例降低多少")
    assert "下降12个百分点" in answer.text
    assert answer.rejected == ()


def test_a_base_year_is_no_year_asked_about(engine: Engine) -> None:
    answer = ask(engine, "规上工业能耗要比2020年降多少")
    assert answer.status == "answered"
    assert "13.5%" in answer.text
    assert ask(engine, "单位GDP能耗比2015年降多少").status == "no_basis"


@pytest.mark.parametrize(
    "question", ["煤炭消费量是啥目标", "煤炭消费总量要控制到多少", "能耗强度和煤炭消费量各是啥目标"]
)
def test_the_figure_beside_is_not_that_of_coal(engine: Engine, question: str) -> None:
    assert "16%左右（目标值）" not in ask(engine, question).text

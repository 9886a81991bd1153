"""Clauses named by number or heading, and the outline."""

import re

import pytest
from answer_helpers import PLAN, ask, cited, plan_text

from policyqa.answering.engine import Engine

# The ordinary form of a heading inside parts three to five: number, title, nothing else.
HEADINGS = re.findall(r"^(（.{1,3}）)(.{4,30})$", plan_text(), re.M)
PARTS = {"三": "一二三四五六七八九十", "四": "一二三四五六七", "五": "一二三"}
ADDRESSES = [f"{part}（{number}）" for part, numbers in PARTS.items() for number in numbers]
TITLES = dict(zip(ADDRESSES, [title for _, title in HEADINGS], strict=True))


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_clause_by_number_and_by_heading(engine: Engine, address: str) -> None:
    for name in (address, TITLES[address]):
        answer = ask(engine, f"{name}讲什么")
        assert answer.status == "answered"
        assert cited(answer) == [address]
        assert TITLES[address] in answer.text


@pytest.mark.parametrize("address", ["四（三）", "三（六）"])
def test_the_whole_text_when_it_is_asked_for(engine: Engine, address: str) -> None:
    answer = ask(engine, f"{address}原文")
    clause = engine.corpus.clause(PLAN, address)
    text = engine.corpus.documents[PLAN].text[clause.start : clause.end]
    assert "".join(text.split()) in "".join(answer.text.split())


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("三(八)", "三（八）"),
        ("三、（八）", "三（八）"),
        ("第三部分第八项", "三（八）"),
        ("第三部分的第（八）条", "三（八）"),
        ("第一部分", "一"),
        ("第二部分", "二"),
        ("前言", "前言"),
    ],
)
def test_ways_to_name_a_clause(engine: Engine, name: str, address: str) -> None:
    answer = ask(engine, f"{name}讲什么")
    assert answer.status == "answered"
    assert cited(answer) == [address]


def test_an_item_that_is_not_there_is_told_with_its_siblings(engine: Engine) -> None:
    answer = ask(engine, "三（二十）讲什么")
    assert answer.status == "corrected"
    assert answer.text.startswith("没有“三（二十）”这一条。")
    assert len(cited(answer)) == 10


@pytest.mark.parametrize("question", ["六（一）是什么内容", "第九部分讲什么"])
def test_a_clause_that_is_not_there(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "no_basis"
    assert "没有" in answer.text
    for title in ("总体要求", "主要目标", "实施重点工程", "健全政策机制", "强化工作落实"):
        assert title in answer.text


@pytest.mark.parametrize(
    ("question", "part", "count"),
    [
        ("十大工程有哪些", "三", 10),
        ("第三部分有哪些工程", "三", 10),
        ("健全政策机制有哪些", "四", 7),
        ("强化工作落实包括哪几项", "五", 3),
    ],
)
def test_lists_are_complete_and_counted(
    engine: Engine, question: str, part: str, count: int
) -> None:
    answer = ask(engine, question)
    wanted = [address for address in ADDRESSES if address.startswith(part)]
    assert answer.status == "answered"
    assert cited(answer) == wanted
    assert f"{count}项" in answer.text
    assert [a for a in wanted if TITLES[a] not in answer.text] == []


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [("六大工程有哪些", "6项", "10项"), ("十项机制有哪些", "10项", "7项")],
)
def test_a_wrong_count_is_corrected(engine: Engine, question: str, wrong: str, right: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "corrected"
    assert f"不是{wrong}" in answer.text
    assert right in answer.text


def test_a_heading_at_a_wrong_number_is_corrected(engine: Engine) -> None:
    answer = ask(engine, "煤炭清洁高效利用工程是在三（五）吗")
    assert answer.status == "corrected"
    assert cited(answer) == ["三（八）"]


def test_the_parts_of_the_document(engine: Engine) -> None:
    answer = ask(engine, "这份文件分几个部分")
    assert cited(answer) == list("一二三四五")
    assert "5个部分" in answer.text


def test_a_part_by_its_address_alone(engine: Engine) -> None:
    assert cited(ask(engine, "二讲什么")) == ["二"]


def test_the_whole_cover(engine: Engine) -> None:
    assert "请认真贯彻执行" in ask(engine, "印发通知原文").text


@pytest.mark.parametrize("number", range(1, 9))
def test_articles_of_rules(other_engine: Engine, number: int) -> None:
    address = f"第{'一二三四五六七八'[number - 1]}条"
    for name in (address, f"第{number}条"):
        answer = ask(other_engine, f"{name}讲什么")
        assert answer.status == "answered"
        assert cited(answer) == [address]


def test_an_article_that_is_not_there(other_engine: Engine) -> None:
    answer = ask(other_engine, "第二十条讲什么")
    assert answer.status == "no_basis"
    assert "第二十条" in answer.text

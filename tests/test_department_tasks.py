"""All tasks of a body, against the closing brackets of the plan."""

import pytest
from answer_helpers import ask, bracket_lists, cited, plan_text

from policyqa.answering.engine import Engine

BODIES = sorted({name for names in bracket_lists().values() for name in names})
# Spellings of which the plan does not say whether they are one body.
ALIKE = ({"市行政审批局", "市行政审批服务局"}, {"市科学技术局", "市科技局"})
EVERYONE = {"各县市区人民政府", "各有关部门"}


def addresses_of(*names: str) -> list[str]:
    return [address for address, listed in bracket_lists().items() if set(names) & set(listed)]


@pytest.mark.parametrize("name", [name for name in BODIES if name not in EVERYONE])
@pytest.mark.parametrize("asking", ["{}涉及哪些任务", "{}负责什么"])
def test_complete_and_no_more(engine: Engine, name: str, asking: str) -> None:
    answer = ask(engine, asking.format(name))
    alike = next((pair for pair in ALIKE if name in pair), {name})
    listed = addresses_of(*alike)
    assert answer.status == "answered"
    # A body may be named in running text, too: 五（一） for the two that coordinate.
    assert set(cited(answer)) == set(listed)
    assert f"{len(addresses_of(name))}条" in answer.text
    for address in listed:
        assert address in answer.text


@pytest.mark.parametrize("pair", ALIKE, ids=sorted)
def test_two_spellings_are_kept_apart(engine: Engine, pair: set[str]) -> None:
    for name in pair:
        text = ask(engine, f"{name}涉及哪些任务").text
        assert all(spelling in text for spelling in pair)
        assert "没有说明是否同一单位" in text


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("市发改委", "市发展和改革委员会"),
        ("发改局", "市发展和改革委员会"),
        ("环保局", "市生态环境局"),
        ("生态环境局", "市生态环境局"),
        ("国网咸阳", "国网咸阳供电公司"),
        ("人行咸阳", "人民银行咸阳中心支行"),
        ("住建局", "市住房和城乡建设局"),
        ("工信局", "市工业和信息化局"),
        ("市卫健委", "市卫健委"),
        ("市场监管局", "市市场监督管理局"),
    ],
)
def test_short_names(engine: Engine, short: str, name: str) -> None:
    answer = ask(engine, f"{short}负责哪些任务")
    assert set(cited(answer)) == set(addresses_of(name))
    assert name in answer.text


def test_leading_is_told_from_sharing(engine: Engine) -> None:
    text = ask(engine, "市生态环境局涉及哪些任务").text
    for address in ("三（九）", "五（一）", "五（二）"):
        item = text.split(address, 1)[1].split("；", 1)[0]
        assert "牵头" in item
    assert "牵头" not in text.split("四（二）", 1)[1].split("；", 1)[0]


@pytest.mark.parametrize("name", ["市体育局", "市民政局", "市国资委"])
def test_a_body_that_the_plan_does_not_name(engine: Engine, name: str) -> None:
    assert name not in plan_text()
    answer = ask(engine, f"{name}负责什么")
    assert answer.status == "no_basis"
    assert name in answer.text


def test_another_name_is_not_silently_taken_for_one_body(engine: Engine) -> None:
    assert "市教育体育局" in ask(engine, "市教育体育局负责什么").text


@pytest.mark.parametrize(
    "asked", ["市财政局和市商务局同时出现在哪些条", "市财政局和市商务局在哪些条款里一起出现"]
)
def test_two_bodies_together(engine: Engine, asked: str) -> None:
    answer = ask(engine, asked)
    lists = bracket_lists().items()
    assert cited(answer) == [a for a, names in lists if {"市财政局", "市商务局"} <= set(names)]


def test_two_bodies_that_never_meet(engine: Engine) -> None:
    answer = ask(engine, "市教育局和市税务局同时出现在哪些条")
    assert answer.status == "no_basis"


def test_the_counties_have_every_clause(engine: Engine) -> None:
    answer = ask(engine, "各县市区人民政府负责什么")
    assert [address for address in bracket_lists() if address not in answer.text] == []
    assert f"{len(bracket_lists())}条" in answer.text


def test_the_work_of_a_body_that_heads_an_item(other_engine: Engine) -> None:
    for question in ("市园林局负责什么", "沿线绿化谁牵头"):
        answer = ask(other_engine, question)
        assert cited(answer) == ["四（一）"]
        assert "市园林局：牵头做好沿线绿化，按季度公布进展" in answer.text


def test_another_plan(other_engine: Engine) -> None:
    answer = ask(other_engine, "市公安局负责什么")
    assert cited(answer) == ["二（一）"]
    assert "配合" in answer.text
    answer = ask(other_engine, "市交通运输局负责什么")
    assert cited(answer) == ["二（一）", "三（一）"]
    assert ask(other_engine, "市水利局负责什么").status == "no_basis"


def test_clauses_that_leave_a_body_out(engine: Engine) -> None:
    answer = ask(engine, "哪几条没有市财政局")
    wanted = [address for address, names in bracket_lists().items() if "市财政局" not in names]
    assert set(cited(answer)) == set(wanted)

"""A body's tasks within a part, all but some, on a topic, and with their aims."""

import re

import pytest
from answer_helpers import ask, bracket_lists, cited

from policyqa.answering.engine import Engine

WATER = "市水利局"


def listed(name: str, part: str = "") -> set[str]:
    lists = bracket_lists().items()
    return {address for address, names in lists if name in names and address.startswith(part)}


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("第三部分市水利局有哪些任务", "三"),
        ("重点工程部分哪些工程列了市水利局", "三"),
        ("重点工程里哪些工程涉及市水利局", "三"),
        ("政策机制部分哪几项列了市水利局", "四"),
    ],
)
def test_only_those_of_the_part(engine: Engine, question: str, part: str) -> None:
    answer = ask(engine, question)
    assert set(cited(answer)) == listed(WATER, part)
    # The limit is said: the count is not that of the whole plan.
    assert answer.text.startswith(f"咸阳市方案 {part}“")


def test_a_part_without_the_body_is_said_to_lack_it(engine: Engine) -> None:
    answer = ask(engine, "第五部分里市水利局有任务吗")
    assert "五“强化工作落实”下没有一条的责任名单列出市水利局" in answer.text
    assert set(cited(answer)) == listed(WATER)


def test_all_but_one_clause(engine: Engine) -> None:
    answer = ask(engine, "除三（一）外市水利局还有哪些任务")
    assert set(cited(answer)) == listed(WATER) - {"三（一）"}
    assert answer.text.startswith("除三（一）外")
    none = ask(engine, "除三（三）外市水务集团还有哪些任务")
    assert "除三（三）外，没有一条的责任名单列出市水务集团" in none.text
    without = ask(engine, "市水利局的任务，去掉环境基础设施水平提升工程那项，还剩哪些")
    assert set(cited(without)) == listed(WATER) - {"三（十）"}


def test_that_body_of_the_question_before(engine: Engine) -> None:
    answer = ask(engine, ["市水利局参与污染物排放总量控制吗", "重点工程部分还有哪些工程列了该局"])
    assert set(cited(answer)) == listed(WATER, "三")
    whole = ask(engine, ["污染物排放总量控制由谁负责", "市水利局在整个方案里的全部任务都列出来"])
    assert set(cited(whole)) == listed(WATER)


def test_a_narrowed_list_says_so_and_a_list_is_no_running_text(engine: Engine) -> None:
    answer = ask(engine, "市生态环境局在秸秆方面有哪些任务")
    assert answer.text.startswith("在说到所问事项的条款里")
    named = set(re.findall(r"另外，(.*?)的正文也点到它", answer.text))
    # 五（一） names it in a sentence; the lists of other clauses are no sentences.
    assert {re.sub(r"\[\d+\]", "", each) for each in named} == {"五（一）"}


def test_generic_words_name_no_topic(engine: Engine) -> None:
    answer = ask(engine, "市农业农村局的职责涉及几项重点工程")
    assert set(cited(answer)) == listed("市农业农村局")


def test_tasks_and_aims_in_one_question(engine: Engine) -> None:
    answer = ask(engine, "市农业农村局有哪些任务和指标")
    assert set(cited(answer)) == listed("市农业农村局")
    for figure in ("97%", "40%", "16%左右"):
        assert figure in answer.text
    assert "%" not in ask(engine, "市农业农村局有哪些任务").text


def test_the_clause_whose_heading_is_the_task(engine: Engine) -> None:
    answer = ask(engine, "遏制“两高”项目盲目发展 责任单位")
    assert {"四（三）", "五（二）"} <= set(cited(answer))
    assert "市行政审批服务局" in answer.text

"""Everyday ways of asking: bans taken as given, shares out of ten, two areas, who met."""

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine
from policyqa.answering.normalise import normalise_question


def test_a_ban_that_is_taken_as_given_is_not_asked_about(engine: Engine) -> None:
    answer = ask(engine, ["秸秆还让不让烧", "不让烧的话，有哪些用处可以走？"])
    assert "饲料化" in answer.text
    assert "三（五）" in cited(answer)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("十辆里头起码得几辆是新能源", "起码得几成是新能源"),
        ("100户里面多少户治了", "几成治了"),
        ("和2020年相比降多少", "比2020年降多少"),
        ("老说EOD EOD的", "老说EOD的"),
    ],
)
def test_it_is_read_as_documents_put_it(said: str, read: str) -> None:
    assert normalise_question(said) == read


def test_a_share_out_of_ten(engine: Engine) -> None:
    assert "90%" in ask(engine, "新添的公交和的士，十辆里头起码得几辆是新能源？").text


def test_the_whole_area_and_a_part_of_it(engine: Engine) -> None:
    text = ask(engine, "地热供暖面积全市多少，市区多少").text
    assert "1000万平方米" in text
    assert "100万平方米" in text


def test_which_of_two_is_reduced_more(engine: Engine) -> None:
    text = ask(engine, "氮氧化物和VOCs哪个减得多").text
    assert "3415吨" in text
    assert "1805吨" in text


def test_to_whom_is_no_question_for_who_answers(engine: Engine) -> None:
    assert "向市人民政府报告" in ask(engine, "重大情况向谁报告").text.splitlines()[0]


@pytest.mark.parametrize("question", ["方案经市委常委会通过，对吗", "方案是市委常委会审议通过的吧"])
def test_another_meeting_is_corrected(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "corrected"
    assert "市政府第十九次常务会议" in answer.text


def test_the_meeting_itself_is_confirmed(engine: Engine) -> None:
    assert ask(engine, "方案经市政府常务会议审议通过，对吗").status == "answered"


def test_the_names_of_bodies_are_no_topic(engine: Engine) -> None:
    # 市场监督管理局 answers for much that is no 监督.
    assert "三（一）：" not in ask(engine, "谁来监督落实").text


def test_what_is_announced_is_printed(engine: Engine) -> None:
    answer = ask(engine, "县市区政府在本行政区域节能减排工作中承担何种责任？")
    assert "负总责" in answer.text


def test_letters_that_a_story_tells_of(engine: Engine) -> None:
    assert "生态环境导向" in ask(engine, "镇上开会老说EOD EOD的，这仨字母是个啥嘛").text

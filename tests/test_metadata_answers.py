"""Facts about the document itself."""

import pytest
from answer_helpers import CITY, COUNTY, ask, cited

from policyqa.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "words", "address"),
    [
        ("文号是多少", "咸政发〔2023〕9号", "印发通知"),
        ("这是几号文", "咸政发〔2023〕9号", "印发通知"),
        ("什么时候印发的", "2023年4月25日", "印发通知"),
        ("哪天发布的", "2023年4月25日", "印发通知"),
        ("什么会议通过的", "第十九次常务会议", "印发通知"),
        ("哪天开会通过的", "2023年3月28日", "印发通知"),
        ("谁发的这个文件", "咸阳市人民政府", "印发通知"),
        ("发文机关是哪里", "咸阳市人民政府", "印发通知"),
        ("依据什么文件制定", "国务院关于印发", "前言"),
        ("依据什么文件制定", "陕西省人民政府关于印发", "前言"),
        ("主送哪些单位", "各县市区人民政府", "印发通知"),
        ("文件全称是什么", "咸阳市“十四五”节能减排综合工作方案", "印发通知"),
    ],
)
def test_facts(engine: Engine, question: str, words: str, address: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "answered"
    assert words in answer.text.splitlines()[0]
    assert cited(answer) == [address]
    assert any(words in each.quote for each in answer.citations)


def test_several_facts_at_once(engine: Engine) -> None:
    text = ask(engine, "文号、印发日期和发文单位分别是什么").text
    for words in ("咸政发〔2023〕9号", "2023年4月25日", "咸阳市人民政府"):
        assert words in text


@pytest.mark.parametrize("question", ["是2022年印发的吗", "这个文件是2021年发布的吧"])
def test_a_wrong_year_is_corrected(engine: Engine, question: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "corrected"
    assert "2023年4月25日" in answer.text


def test_a_topic_of_its_own_is_not_about_the_document(engine: Engine) -> None:
    answer = ask(engine, "试点工作方案什么时候制定")
    assert "2023年4月25日" not in answer.text


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("望湖市方案的文号", CITY, "望政发〔2024〕12号"),
        ("望湖市绿色出行行动方案什么时候印发", CITY, "2024年2月20日"),
        ("望湖市绿色出行行动方案哪次会议通过", CITY, "第三十次常务会议"),
        ("青石县餐厨垃圾管理办法从什么时候起施行", COUNTY, "2024年7月1日"),
    ],
)
def test_facts_of_the_document_that_is_named(
    other_engine: Engine, question: str, document: str, words: str
) -> None:
    answer = ask(other_engine, question)
    assert answer.status == "answered"
    assert words in answer.text
    assert {each.document_id for each in answer.citations} == {document}


def test_what_a_document_does_not_say_is_not_said(other_engine: Engine) -> None:
    answer = ask(other_engine, "青石县餐厨垃圾管理办法的文号是多少")
    assert "望政发" not in answer.text
    assert answer.status == "no_basis"

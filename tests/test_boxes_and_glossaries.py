"""Boxes between paragraphs and lists of terms, as plans carry them."""

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine
from policyqa.settings import load_settings

PLAN = """南棠市循环经济实施方案

一、主要任务
（一）推进园区改造。支持园区循环化改造，推行“一企一档”。
专栏1 重点工程
白石洲垃圾焚烧厂二期
临港再生资源分拣中心
（二）开展节能改造。推广短流程炼钢，严控误时补投。
专栏2：节能项目
1.老城区供热管网改造，更新管网186公里。
2.办公楼空调改造，改造12处。

附件
名词解释
1.短流程炼钢：以废钢为原料，经电炉直接炼钢的工艺。
2.一企一档：为一家企业单独建立的档案。

附：用语含义
“误时补投”：指错过规定时段后到常开投放点投放。
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    corpus = tmp_path_factory.mktemp("boxes")
    (corpus / "plan.txt").write_text(PLAN, encoding="utf-8")
    index = tmp_path_factory.mktemp("boxes-index") / "store"
    return Engine.open(load_settings(corpus=corpus, index=index), progress=False)


def test_a_box_is_listed_and_the_next_paragraph_is_not(engine: Engine) -> None:
    answer = ask(engine, "专栏1列了哪些重点工程")
    assert "白石洲垃圾焚烧厂二期" in answer.text
    assert "临港再生资源分拣中心" in answer.text
    assert "供热管网" not in answer.text


def test_a_box_is_found_by_its_title_and_its_items_may_be_clauses(engine: Engine) -> None:
    answer = ask(engine, "节能项目那个专栏里有哪些")
    assert "老城区供热管网改造" in answer.text
    assert "办公楼空调改造" in answer.text


def test_a_box_that_is_not_there_is_not_made_up(engine: Engine) -> None:
    answer = ask(engine, "专栏7列了哪些项目")
    assert "列有" not in answer.text


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("短流程炼钢是什么意思", "以废钢为原料"),
        ("“一企一档”到底指哪种档案", "为一家企业单独建立的档案"),
        ("误时补投是啥意思", "错过规定时段后"),
    ],
)
def test_a_glossary_explains(engine: Engine, question: str, meaning: str) -> None:
    answer = ask(engine, question)
    assert answer.status == "answered"
    assert meaning in answer.text
    assert len(cited(answer)) == 1


def test_a_term_without_an_explanation_is_not_explained(engine: Engine) -> None:
    assert "的解释：" not in ask(engine, "循环化改造是什么意思").text

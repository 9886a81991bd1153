"""A plan with an attached table titled on its own line, a glossary and rules with limits."""

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine
from policyqa.documents.parser import parse
from policyqa.records import Document
from policyqa.settings import load_settings

PLAN = """芦湾县节能减排工作方案

一、主要目标
到2025年，公共机构单位建筑面积能耗比2020年下降5.5%，人均综合能耗下降6.5%。新型储能装机达到40万千瓦。

二、重点任务
（一）抓好秸秆利用。严禁露天焚烧秸秆。禁止使用厚度低于0.01毫米的地膜。
（二）发展绿色能源。新建集中式光伏项目按照不低于装机容量10%、时长2小时配置储能。
（三）整治塑料污染。2024年6月30日起，全县商场、超市禁止提供不可降解塑料购物袋；集贸市场暂不纳入禁止范围。
（四）加强监管。举报渣土车违法倾倒经查证属实的，按规定处理。对露天焚烧秸秆的，处500元以上2000元以下罚款。

三、保障措施
1.加强领导。成立工作专班。
2.资金保障。统筹安排资金。

附件：芦湾县重点任务分工表

序号	重点任务	牵头单位	配合单位
1	推进沿湖农业减排	县农业农村局	县水利局
2	治理挥发性有机物	县生态环境局	县城管局、县商务局
3	提升建筑节能水平	县住建局	县商务局
"""

GLOSSARY = """甲市行动计划

一、任务
推进回收。

二、保障
加强检查。

名词解释
以用定产：指以利用量确定产量。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("plan")
    (folder / "luwan.txt").write_text(PLAN, encoding="utf-8")
    index = tmp_path_factory.mktemp("plan-index")
    return Engine.open(load_settings(corpus=folder, index=index), progress=False)


def addresses(text: str) -> dict[str, str]:
    structure = parse(Document("d", "题", text=text))
    return {clause.address: text[clause.start : clause.end] for clause in structure.clauses}


def test_the_rows_belong_to_the_attachment() -> None:
    found = addresses(PLAN)
    assert "统筹安排资金" in found["三2"]
    assert found["附件2"].strip() == "县生态环境局\t县城管局、县商务局"
    # 3 follows 2 in the table and must not follow 2.资金保障.
    assert "三3" not in found


def test_the_list_of_attachments_is_no_attachment() -> None:
    found = addresses("一、任务\n做好工作。\n\n附件：分工表\n\n甲市人民政府\n2024年5月6日\n")
    assert "附件" not in found


def test_rows_of_a_table_are_parts_all_or_none() -> None:
    table = PLAN.replace("附件：芦湾县重点任务分工表\n\n", "")
    assert "三3" not in addresses(table)


def test_a_glossary_closes_the_document() -> None:
    found = addresses(GLOSSARY)
    assert found["二"].strip().endswith("加强检查。")
    assert "以用定产" in found["结尾"]


def test_tasks_of_a_body_in_the_table(plan: Engine) -> None:
    answer = ask(plan, "县商务局配合哪几项任务")
    assert cited(answer) == ["附件2", "附件3"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        # A passage that speaks of far more of the question than the target of 储能.
        ("新建一个集中式光伏，得配多大的储能", "10%、时长2小时"),
        # The sentence without a date names the place that is asked about.
        ("集贸市场从啥时候起禁止提供不可降解塑料购物袋", "集贸市场暂不纳入"),
    ],
)
def test_the_sentence_that_names_it(plan: Engine, question: str, words: str) -> None:
    assert words in ask(plan, question).text


def test_why_a_figure_that_is_not_so(plan: Engine) -> None:
    answer = ask(plan, "为什么禁止使用厚度低于0.015毫米的地膜")
    assert answer.status == "corrected"
    assert answer.text.startswith("不是0.015毫米")
    assert ask(plan, "地膜厚度为什么不定0.015毫米").status == "no_basis"


def test_a_number_that_the_document_lacks_is_said_to_be_lacking(plan: Engine) -> None:
    assert ask(plan, "芦湾县方案的文号是多少").text == "未找到依据：文件没有写文号。"
    both = ask(plan, "芦湾县方案的全称和印发日期、文号").text
    assert "没有写" in both
    assert "文号" in both


def test_a_fine_is_no_reward(plan: Engine) -> None:
    assert ask(plan, "举报别人烧秸秆能奖多少钱").status == "no_basis"


def test_the_quantity_of_a_follow_up(plan: Engine) -> None:
    answer = ask(plan, ["公共机构人均综合能耗要下降多少", "单位建筑面积能耗的呢？"])
    assert "5.5%" in answer.text
    assert "6.5%" not in answer.text.split("\n")[0]

"""Tables of projects: the row that is named, with the columns that its cells stand in."""

from pathlib import Path

import pytest
from answer_helpers import ask

from policyqa.answering.engine import Engine
from policyqa.settings import load_settings

CELLS = """乙县节能减排实施方案

一、目标
到2025年，全县单位地区生产总值能耗比2020年下降13.5%。2023年、2024年单位地区生产总值能耗分别比上年下降3.5%、3.8%。到2025年，风电装机达到40万千瓦。

二、任务
（一）实施全民行动。倡导绿色出行。
（二）调整运输结构。发展铁路运输。（县交通局牵头，县发改局配合）
（三）落实电价政策。惩罚性电价淘汰类加价0.3元/千瓦时。
（四）加强组织领导。成立由县长任组长的领导小组，办公室主任由县发改局局长兼任。
（五）废止文件。《乙县三年行动计划》（乙政发〔2018〕41号）同时废止。
（六）分类考核。甲原镇为A类，下降16%；乙原镇为B类，下降15%。
（七）供暖计量。新建建筑必须安装热计量表。鼓励既有小区自愿安装。

附件
乙县重点工程项目清单

序号
项目名称
建设内容
总投资（万元）
完成年限
1
水泥窑超低排放改造
除尘系统改造
8600
2024年
2
双河粪污集中处理中心
年处理粪污12万吨
4100
2025年
"""

PLAN = """甲市节能减排实施方案

一、工作目标
单位地区生产总值能耗2021年下降3.2%，2022年下降3.6%，2023年下降3.9%。

二、重点任务
（一）热源整合。不再新建燃煤锅炉。（市住建局负责）
（二）空气预警。重污染天气预警由低到高分为黄色、橙色、红色三级。
（三）整治焦化。2024年底前关停焦炉，焦化企业全部完成改造。逾期未完成改造的，一律停产整治，不得边生产边改造。
（四）全民行动。每月第一个星期六为“无车日”。进出港煤炭采用新能源汽车运输的比例达到85%。
（五）资金支持。市财政设立1.5亿元专项资金，支持符合条件的项目申报国债。

附件
甲市重点工程项目表
序号	项目名称	建设地点	总投资（亿元）	完成时限	实施主体
1	鹿角湾石化余热供暖	高新区	12.6	2024年10月	市热力集团
2	白榆县城区热源整合	白榆县	3.4	2023年12月	白榆县人民政府
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder: Path = tmp_path_factory.mktemp("rows")
    (folder / "jia.txt").write_text(PLAN, encoding="utf-8")
    index = tmp_path_factory.mktemp("rows-index")
    return Engine.open(load_settings(corpus=folder, index=index), progress=False)


@pytest.mark.parametrize(
    "question", ["鹿角湾石化余热供暖总投资是多少", "鹿角湾石化余热供暖什么时候完成"]
)
def test_the_row_is_told_with_its_columns(plan: Engine, question: str) -> None:
    answer = ask(plan, question)
    assert "总投资（亿元）：12.6；完成时限：2024年10月" in answer.text
    assert "3.4" not in answer.text
    # The header is cited: without it 12.6 says nothing.
    assert any("总投资（亿元）" in each.quote for each in answer.citations)


def test_the_longer_heading_is_meant(plan: Engine) -> None:
    answer = ask(plan, "白榆县城区热源整合谁负责")
    assert "白榆县人民政府" in answer.text
    assert "市住建局" not in answer.text
    assert "市住建局" in ask(plan, "热源整合谁负责").text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("无车日是几号", "星期六"),
        ("2022年的年度能耗下降目标是多少", "3.6%"),
        ("重污染预警分别是什么颜色", "橙色"),
        # The sentence in the very words of the question goes first.
        ("焦化企业没按期完成改造的可以边生产边改造吧", "不得边生产边改造"),
    ],
)
def test_what_carries_the_detail(plan: Engine, question: str, words: str) -> None:
    assert words in ask(plan, question).text


@pytest.mark.parametrize(
    "question",
    [
        "2025年新能源汽车新车销量占比目标是多少",  # the share of freight is another one
        "申请1.5亿的专项资金要交哪些材料",
        "哈尔滨哪一年实现碳达峰，煤炭要降多少吨",  # both questions are about the other place
    ],
)
def test_what_does_not_is_refused(plan: Engine, question: str) -> None:
    assert ask(plan, question).status == "no_basis"

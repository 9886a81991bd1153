"""What a question supposes, held against the text: places, figures, numbers, clauses, bodies."""

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine


@pytest.mark.parametrize(
    ("question", "denied", "shown"),
    [
        ("地热示范区不是定在泾阳么", "文件没有写泾阳", "武功县"),
        ("听说方案里要跟宝鸡一起修轨道交通", "文件没有写宝鸡", "西安—咸阳一体化"),
        ("城镇新建建筑里绿色建筑占比是95%，对吗", "没有“95%”这个数字", "全面执行绿色建筑标准"),
        ("地热供暖面积要达到2000万平米对吗", "不是2000万平方米", "1000万平方米"),
        ("咸政办发〔2023〕9号是哪天印发的", "不是咸政办发〔2023〕9号", "咸政发〔2023〕9号"),
        ("秸秆禁烧写在三（八）里吗", "不在三（八），而在三（五）", "秸秆禁烧"),
        ("这文件是省政府发的吧", "不是省政府", "咸阳市人民政府"),
        ("地热供暖面积到2030年达到1000万平方米，其中市区新增多少", "不是2030年", "100万平方米"),
        ("第四部分第八条讲什么", "没有“四（八）”这一条", "四（七）"),
        # A rule that is supposed, beside a detail of it that the text has not.
        ("水泥厂还鼓励扩产能呢，扩多少", "“鼓励”与文件不符", "严禁新增水泥熟料"),
        ("北五县一律不准烧煤是从哪天开始的", "“一律不准”与文件不符", "可采用洁净煤"),
        ("国四柴油车为啥也要淘汰", "不是国四", "国三及以下柴油车"),
    ],
)
def test_a_wrong_premise_is_corrected_with_the_text(
    engine: Engine, question: str, denied: str, shown: str
) -> None:
    answer = ask(engine, question)
    assert answer.status == "corrected", answer.text
    assert denied in answer.text
    assert shown in answer.text


def test_a_figure_of_ones_own_is_no_premise(engine: Engine) -> None:
    # 5亩 is a fact of the person's, and nothing that the plan could deny.
    answer = ask(engine, "我家5亩地的秸秆能烧不")
    assert "5亩" not in answer.text
    assert "禁烧" in answer.text


@pytest.mark.parametrize("county", ["旬邑县", "三原县"])
def test_a_county_is_told_the_rules_of_its_city(engine: Engine, county: str) -> None:
    answer = ask(engine, f"{county}还让烧秸秆不")
    assert answer.status == "answered"
    assert answer.text.startswith(f"文件没有单独写{county}")
    assert "三（五）" in cited(answer)


@pytest.mark.parametrize(
    "question",
    [
        "旬邑县秸秆综合利用率要到多少",  # the city's figure is not the county's
        "蓝田县能烧秸秆吗",  # a county of another city
        "平川县农村煤改气怎么弄",  # a place that no table knows
        "陵前镇轮得上修污水管不",
    ],
)
def test_another_place_and_a_countys_own_figure_are_refused(engine: Engine, question: str) -> None:
    assert ask(engine, question).status == "no_basis"


def test_a_body_that_is_asked_about_behind_a_topic(engine: Engine) -> None:
    yes = ask(engine, ["谁负责秸秆禁烧", "那住建局管不管"])
    assert yes.resolved.startswith("秸秆禁烧")
    assert yes.text.startswith("是的，住建局在三（五）、三（七）")
    no = ask(engine, ["谁负责秸秆禁烧", "教育局有责任没"])
    assert no.status == "corrected"
    handed_down = ask(engine, ["谁负责秸秆禁烧", "县市区政府有没有责任"])
    assert "三（一）写明以下各条均需县市区政府落实" in handed_down.text


def test_a_denial_in_the_text_confirms_no_figure(engine: Engine) -> None:
    answer = ask(engine, "高耗能企业的煤电市场电价最多上浮20%，这话靠谱不")
    assert "不受上浮20%限制" in answer.text
    assert not answer.text.startswith("是的")


def test_a_wrong_year_with_the_right_figure_is_corrected(engine: Engine) -> None:
    answer = ask(engine, "污泥无害化处置率九成，方案给的期限是2030年，为什么放这么宽？")
    assert answer.status == "corrected"
    assert "2025年" in answer.text


@pytest.mark.parametrize(
    "question",
    ["不让烧秸秆是从哪年开始的", "鼓励用生物质燃料，一吨补多少钱", "国二柴油车为啥要淘汰"],
)
def test_a_rule_that_is_so_is_only_refused_its_detail(engine: Engine, question: str) -> None:
    assert ask(engine, question).status == "no_basis"


def test_a_figure_of_something_else_is_not_confirmed(engine: Engine) -> None:
    answer = ask(engine, "能源消费总量是不是要下降13.5%")
    assert "是的" not in answer.text
    assert "16%" not in answer.text
    assert "合理控制" in answer.text


def test_another_city_behind_another_topic(engine: Engine) -> None:
    # It says all it asks: the topic before is not joined to it.
    answer = ask(engine, ["村里垃圾谁管", "西安也不让烧秸秆吗"])
    assert answer.status == "no_basis"
    assert "垃圾" not in answer.resolved
    leaning = ask(engine, ["国三柴油车要淘汰不", "厂里头不上路的也算吗"])
    assert "含场内车辆" in leaning.text

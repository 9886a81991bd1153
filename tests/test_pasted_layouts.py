"""Layouts as they are pasted: titles over several lines, 附： above a table, a cell a line."""

import pytest

from policyqa.documents.metadata import read_metadata
from policyqa.documents.parser import parse
from policyqa.documents.targets import find_targets
from policyqa.records import Document

CELLS = (
    "一、任务\n做好工作。\n\n附：2025年各县（市、区）主要指标\n县（市、区）\n光伏装机规模（万千瓦）\n"
    "公共充电桩（个）\n陶都区\n52\n1900\n沙塘区\n78\n1500\n青埠县\n61\n1150\n"
)
KINDS = (
    "一、任务\n做好工作。\n\n附件\n“十四五”各县(市、区)能耗强度下降目标\n\n县(市、区)\n基本目标\n"
    "激励目标\n城关区\n15.0%\n16.5%\n白沙区\n17.5%\n19.0%\n\n扫一扫在手机打开当前页\n"
)
IMPRINT = (
    "一、任务\n做好工作。\n\n附件\n空气质量目标\n\n"
    "县　PM2.5浓度（微克/立方米）\n甲县　43\n乙县　44\n\n"
    "抄送：市委各部门，市人大常委会办公室。\n甲市人民政府办公室　　　　2024年7月11日印发\n"
)


def parts(text: str) -> dict[str, str]:
    found = parse(Document("d", "甲市方案", text))
    return {clause.address: text[clause.start : clause.end] for clause in found.clauses}


def targets(text: str) -> set[tuple[str, str, str]]:
    found = find_targets(parse(Document("d", "甲市方案", text)))
    return {(target.indicator, target.value, target.unit) for target in found}


@pytest.mark.parametrize(
    ("cover", "title"),
    [
        (
            "甲市人民政府办公室文件\n\n甲政办字〔2022〕63号\n\n甲市人民政府办公室\n"
            "关于印发甲市“十四五”节能减排实施方案的\n通　　　知\n\n",
            "甲市“十四五”节能减排实施方案",
        ),
        (
            "甲省人民政府\n关 于 印 发\n甲省“十四五”节能减排综合工作方案的\n通　　知\n"
            "甲政〔2022〕21号\n\n",
            "甲省“十四五”节能减排综合工作方案",
        ),
        (
            "甲市人民政府办公室\n关于印发《甲市空气质量持续改善行动计划\n实施方案》的通知\n\n",
            "甲市空气质量持续改善行动计划实施方案",
        ),
    ],
)
def test_a_title_over_several_lines(cover: str, title: str) -> None:
    notice = "各县人民政府：\n现印发给你们，请遵照执行。\n2022年12月30日\n\n"
    text = f"{cover}{notice}一、目标\n下降18%。\n"
    assert read_metadata(parse(Document("d", "", text))).title == title


def test_an_attachment_that_only_says_fu() -> None:
    assert parts(CELLS)["附件"].startswith("县（市、区）")
    # The list of what is attached opens nothing.
    assert "附件" not in parts(
        "一、任务\n做好工作。\n\n附：任务清单\n\n甲市人民政府\n2024年5月6日\n"
    )


def test_a_table_of_figures_with_a_cell_a_line() -> None:
    found = targets(CELLS)
    assert ("沙塘区光伏装机规模", "78", "万千瓦") in found
    assert ("青埠县公共充电桩", "1150", "个") in found
    assert len(found) == 6


def test_kinds_of_aim_take_their_measure_from_the_title() -> None:
    assert targets(KINDS) == {
        ("城关区能耗强度基本目标", "15.0", "%"),
        ("城关区能耗强度激励目标", "16.5", "%"),
        ("白沙区能耗强度基本目标", "17.5", "%"),
        ("白沙区能耗强度激励目标", "19.0", "%"),
    }


def test_the_title_above_the_places_is_no_part_of_a_name() -> None:
    table = (
        "附件\n各设区市“十四五”能耗强度降低目标\n\n设区市\t降低目标（%）\t其中：氨氮减排量（吨）\n"
        "甲市\t14.5\t620\n乙市\t15.5\t118\n"
    )
    assert ("甲市能耗强度", "14.5", "%") in targets(table)
    assert ("乙市氨氮减排量", "118", "吨") in targets(table)


def test_the_imprint_below_an_attachment_closes_it() -> None:
    found = parts(IMPRINT)
    assert "抄送" not in found["附件"]
    assert found["附件结尾"].startswith("抄送")


def test_a_link_below_a_table_is_no_cell() -> None:
    text = IMPRINT.split("抄送")[0] + "相关链接：一图读懂《甲市方案》\n【关闭窗口】\n"
    assert "一图读懂" not in parts(text)["附件"]


def test_a_share_of_bodies_is_a_target() -> None:
    text = "一、任务\n到2025年，80%以上的县级机关建成节约型机关，超过20%的企业要整改。\n"
    assert targets(text) == {("县级机关建成节约型机关", "80", "%")}


def test_years_spread_over_figures_and_the_former_period_sets_none() -> None:
    text = (
        "一、目标\n“十三五”期间，能耗累计下降19.3%。到2025年，能耗比“十三五”末下降12%。"
        "2023年、2024年能耗分别比上年下降3.5%、3.8%。\n"
    )
    found = find_targets(parse(Document("d", "甲市方案", text)))
    assert {(target.value, target.year) for target in found} == {
        ("12", 2025),
        ("3.5", 2023),
        ("3.8", 2024),
    }


def test_numbered_terms_of_a_glossary_open_no_parts() -> None:
    text = (
        "一、任务\n1.甲。做好甲。\n2.乙。做好乙。\n\n"
        "名词解释：\n1.兰炭：指半焦。\n2.绿电：指可再生电力。\n"
    )
    found = parts(text)
    assert found["结尾"].startswith("名词解释")
    assert "一3" not in found

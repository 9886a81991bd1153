"""Pasted texts: rules that look like titles, attachments named ahead, lists, rows of pages."""

import pytest

from policyqa.documents.duties import find_duties
from policyqa.documents.parser import Structure, parse
from policyqa.documents.targets import find_targets
from policyqa.documents.wrapping import unwrap
from policyqa.records import Document


def parsed(text: str) -> Structure:
    return parse(Document("d", "甲市方案", text))


def parts(text: str) -> dict[str, str]:
    found = parsed(text)
    return {clause.address: text[clause.start : clause.end] for clause in found.clauses}


@pytest.mark.parametrize(
    "rule",
    [
        "中型餐饮单位自愿安装。",
        "夜间经营时间为每日18时至次日1时。",
        "每100户配备1名督导员，高峰时段值守。",
        "改造运行年限超过15年的老旧管网。",
        "鼓励设施农业采用太阳能取暖。",
    ],
)
def test_a_short_rule_is_text_and_no_title(rule: str) -> None:
    text = f"一、要求\n1.{rule}安装后六个月内联网的减少检查。\n2.运行维护。设施应当同步运行。\n"
    assert parts(text)["一1"].startswith(rule)
    headings = {heading.address: heading.title for heading in parsed(text).headings}
    assert headings["一2"] == "运行维护"


@pytest.mark.parametrize("title", ["2026年目标", "每年任务", "开展电动自行车以旧换新"])
def test_a_title_with_a_year_stays_one(title: str) -> None:
    headings = {
        h.address: h.title for h in parsed(f"一、甲\n1.{title}。做到乙，做好丙。\n").headings
    }
    assert headings["一1"] == title


def test_attachments_named_before_they_come() -> None:
    text = (
        "一、任务\n做好工作。\n\n附件1：水体清单\n附件2：名词解释\n\n附件1\n\n水体清单\n甲河。\n\n"
        "附件2\n\n名词解释\n1.甲：指乙。\n"
    )
    found = parts(text)
    assert found["附件1"] == "甲河。"
    assert "附件1：水体清单" in found["结尾"]
    assert not any("〔2〕" in address for address in found)


def test_items_without_a_full_stop_are_text() -> None:
    text = "一、任务\n做好工作。\n\n附件2\n配送网点\n1.北山乡配送点\n2.南塬镇配送点\n"
    assert parts(text)["附件2·2"] == "南塬镇配送点"


def test_a_title_come_twice_above_a_table() -> None:
    text = (
        "一、任务\n做好工作。\n\n附件：各市2024—2025年任务分解表\n\n各市2024—2025年任务分解表\n"
        "市别\n储能（万千瓦）\n改造（万平方米）\n岭市\n90\n120\n河市\n70\n85\n"
    )
    found = find_targets(parsed(text))
    assert {(t.address, t.indicator, t.value, t.unit, t.year) for t in found} >= {
        ("附件", "岭市储能", "90", "万千瓦", 2025),
        ("附件", "河市改造", "85", "万平方米", 2025),
    }


def test_numbered_rows_of_figures_stay_in_their_table() -> None:
    text = (
        "一、任务\n做好工作。\n\n附件1\n各市能耗降低目标\n序号\t市\t基本目标（%）\t激励目标（%）\n"
        "1\t阳市\t15.0\t15.5\n2\t口市\t14.5\t15.0\n"
    )
    assert "附件1" in parts(text)
    assert "附件1·2" not in parts(text)
    found = {(t.indicator, t.value) for t in find_targets(parsed(text))}
    assert ("口市能耗激励目标", "15.0") in found


def test_a_count_is_of_what_its_column_counts_and_a_sum_of_the_title() -> None:
    text = (
        "一、任务\n做好工作。\n\n附件1\n分县（市、区）新增治理行政村任务表\n单位：个\n"
        "县\t2024年\t2025年\t合计\n甲县\t20\t24\t44\n乙县\t10\t12\t22\n"
        "\n附件2\n监测任务表\n分局\t监测家数\t监管对象数\n北分局\t14\t6\n南分局\t18\t4\n"
    )
    found = {(t.indicator, t.value, t.unit) for t in find_targets(parsed(text))}
    assert ("甲县新增治理行政村合计", "44", "个") in found
    assert ("北分局监测家数", "14", "家") in found
    assert ("北分局监管对象数", "6", "个") in found


def test_the_year_of_a_heading_is_that_of_its_targets() -> None:
    text = "一、目标\n（一）2025年目标。改造管网86公里。\n（二）2026年目标。改造管网110公里。\n"
    found = {(t.value, t.year) for t in find_targets(parsed(text))}
    assert found == {("86", 2025), ("110", 2026)}


def test_a_role_behind_a_name_says_more_than_the_label() -> None:
    text = (
        "一、任务\n（一）甲。做好甲。【责任单位：县农业农村局牵头，县生态环境分局、县畜牧中心】\n"
        "（二）乙。做好乙。\n责任单位：县市场监管局（牵头）、县公安局\n"
        "（三）丙。做好丙。\n牵头单位：市农业农村局（秸秆）、市公安局（烟花爆竹）\n"
    )
    found = {d.address: (d.lead, d.shared) for d in find_duties(parsed(text))}
    assert found["一（一）"] == (("县农业农村局",), ("县生态环境分局", "县畜牧中心"))
    assert found["一（二）"] == (("县市场监管局",), ("县公安局",))
    assert found["一（三）"] == (("市农业农村局", "市公安局"), ())


def test_page_numbers_of_a_cut_text_are_left_out_also_between_paragraphs() -> None:
    line = "推进甲工程建设和乙工程建设以及丙工程建设和丁工程建设，到二〇二五年\n全部完成。\n"
    text = unwrap(f"{line * 9}— 1 —\n牵头单位：市水利局\n")
    assert "— 1 —" not in text
    assert "牵头单位：市水利局" in text


def test_copies_and_validity_close_the_text() -> None:
    text = (
        "一、甲\n（一）宣传引导。做好丙。\n本方案有效期至2025年12月31日。\n"
        "抄送：市委办公室，\n市检察院。\n市政府办公室　　　　2022年9月14日印发\n"
    )
    assert parts(text)["一（一）"] == "做好丙。"
    assert "市检察院" in parts(text)["结尾"]

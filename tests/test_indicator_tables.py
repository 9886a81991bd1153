"""Tables of indicators as plans print them."""

import pytest
from test_parser import addresses
from test_targets import names_and_figures, targets_of

from policyqa.documents.indicator_tables import row_starts

HEAD = "序号 指标 2020年基期值 2025年目标值 属性"
ROWS = "1 绿色建筑面积占比 58% 100% 约束性\n2 新增光伏装机容量 — 150万千瓦 预期性"


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (f"{HEAD}\n{ROWS}", [("绿色建筑面积占比", "100", "%", 2025), ("新增光伏装机容量", "150", "万千瓦", 2025)]),  # noqa: E501
        ("指标名称\t单位\t2020年\t2025年\t属性\n能耗下降\t%\t—\t14.5\t约束性\n发电量\t亿千瓦时\t30\t42\t预期性", [("能耗下降", "14.5", "%", 2025), ("发电量", "42", "亿千瓦时", 2025)]),  # noqa: E501
        ("| 指标 | 2020年 | 2025年 |\n|---|---|---|\n| 森林覆盖率（%） | 40 | ≥45 |\n| 公交车（辆） | 300 | 800 |", [("森林覆盖率", "45", "%", 2025), ("公交车", "800", "辆", 2025)]),  # noqa: E501
        ("主要指标 2023年 2025年 2030年\n一、资源利用\n单位 能耗 80% 85% 90%\n用水量 7亿吨 6亿吨 5亿吨", [("单位 能耗", "85", "%", 2025), ("单位 能耗", "90", "%", 2030), ("用水量", "6", "亿吨", 2025), ("用水量", "5", "亿吨", 2030)]),  # noqa: E501
    ],
)  # fmt: skip
def test_rows_give_the_values_of_years_to_come(
    table: str, wanted: list[tuple[str, str, str, int | None]]
) -> None:
    assert names_and_figures(targets_of(table)) == wanted


def test_signs_and_words_before_a_value() -> None:
    found = targets_of("指标 2020年 2025年\n覆盖率 40% ≥45%\n能耗 1吨 下降14%")
    assert [(t.comparison, t.direction) for t in found] == [("≥", "reach"), ("", "decrease")]
    assert [t.base_year for t in found] == [None, 2020]


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        f"{HEAD}\n1 绿色建筑面积占比 58% 100% 约束性",
        "到2025年，主要指标达到国内先进水平。\n1 建设工厂 3家 5家 重点",
        "指标 属性\n1 占比 58% 100%",
    ],
)
def test_no_table_without_a_dated_head_and_two_rows(text: str) -> None:
    assert row_starts(text) == frozenset()


def test_the_serial_number_of_a_row_opens_no_part() -> None:
    assert addresses(f"一、目标\n{HEAD}\n{ROWS}\n二、任务\n做事。\n") == ["一", "二"]


def test_an_item_that_opens_with_a_figure_in_its_place() -> None:
    text = "一、任务\n1.建站点。\n2.400总吨以下船舶完成改造。\n3.修码头。\n"
    assert addresses(text) == ["一1", "一2", "一3"]
    assert addresses("一、任务\n建站。\n2.400总吨以下船舶完成改造。\n") == ["一"]


def test_past_results_are_no_targets() -> None:
    assert targets_of("完成改造1200万平方米，覆盖率达到60%。", heading="发展基础") == ()

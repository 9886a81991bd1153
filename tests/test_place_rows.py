import pytest
from test_targets import names_and_figures, targets_of

from policyqa.documents.parser import parse
from policyqa.documents.targets import find_targets
from policyqa.records import Document


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("各乡镇任务为：甲镇120户、乙乡90户。", [("甲镇任务", "120", "户", None), ("乙乡任务", "90", "户", None)]),  # noqa: E501
        ("2025年，各县（市、区）造林任务为：甲县3万亩、乙市2.5万亩。", [("甲县造林任务", "3", "万亩", 2025), ("乙市造林任务", "2.5", "万亩", 2025)]),  # noqa: E501
        ("到2025年，单位产值能耗比2020年下降：甲区14%，乙县15%。", [("甲区单位产值能耗", "14", "%", 2025), ("乙县单位产值能耗", "15", "%", 2025)]),  # noqa: E501
        ("专栏1　重点城市2025年细颗粒物浓度目标\n甲市：不高于36微克/立方米；\n乙市：不高于32微克/立方米。", [("甲市细颗粒物浓度", "36", "微克/立方米", 2025), ("乙市细颗粒物浓度", "32", "微克/立方米", 2025)]),  # noqa: E501
    ],
)  # fmt: skip
def test_each_place_has_its_figure(
    body: str, wanted: list[tuple[str, str, str, int | None]]
) -> None:
    assert names_and_figures(targets_of(body)) == wanted


def test_direction_base_and_span() -> None:
    body = "到2025年，单位产值能耗比2020年下降：甲区14%，乙县15%。"
    first, second = targets_of(body)
    assert (first.direction, first.base_year) == ("decrease", 2020)
    assert f"一、目标\n{body}"[second.start : second.end] == "乙县15%"


def test_the_heading_says_what_the_task_is() -> None:
    body = "各镇任务为：甲镇120户、乙镇90户。"
    found = targets_of(body, heading="推进“甲改乙”工程")
    assert [target.indicator for target in found] == ["甲镇“甲改乙”任务", "乙镇“甲改乙”任务"]


@pytest.mark.parametrize(
    "body",
    [
        "涉及甲镇12个村、乙镇15个村。",
        "补贴如下：甲镇1200元、乙镇3户。",
        "名单：甲镇12人、乙镇15人。",
        "各镇任务为：甲镇120户。",
    ],
)
def test_other_lists_are_none(body: str) -> None:
    assert targets_of(body) == ()


def test_a_bare_aim_in_the_item_of_a_place_is_named_after_it() -> None:
    text = (
        "一、总则\n做好工作。\n附件\n各市（州）能耗强度降低目标\n"
        "1.衡津市：基本目标下降14.5%，激励目标下降15%。\n2.浦原市：基本目标下降15%。\n"
    )
    found = find_targets(parse(Document("d", "某省工作方案", text)))
    assert [(target.indicator, target.value) for target in found] == [
        ("衡津市能耗强度基本目标", "14.5"),
        ("衡津市能耗强度激励目标", "15"),
        ("浦原市能耗强度基本目标", "15"),
    ]

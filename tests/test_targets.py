import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyqa.documents.parser import parse
from policyqa.documents.registry import load_documents
from policyqa.documents.targets import find_targets
from policyqa.records import Document, Target
from policyqa.settings import ROOT

TABLE = Path(__file__).parent / "data" / "xianyang-targets.json"
FIELDS = ("address", "indicator", "value", "unit", "direction", "comparison", "base_year", "year")


def targets_of(body: str, issued: date | None = None) -> tuple[Target, ...]:
    return find_targets(parse(Document("d", "d", f"一、目标\n{body}\n", issued=issued)))


def test_every_target_of_the_plan_is_found_and_no_other() -> None:
    document = next(d for d in load_documents(ROOT / "corpus") if d.id == "xianyang-2023-9")
    found = find_targets(parse(document))
    wanted = json.loads(TABLE.read_text(encoding="utf-8"))
    assert [{name: getattr(target, name) for name in FIELDS} for target in found] == wanted
    for target in found:
        words = document.text[target.start : target.end]
        assert target.value in words
        assert target.unit in words


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("到2030年，森林覆盖率达到45%。", [("森林覆盖率", "45", "%", "reach", "", None, 2030)]),
        ("到2025年，甲、乙处理率分别达到95%、90%以上。", [("甲处理率", "95", "%", "reach", "以上", None, 2025), ("乙处理率", "90", "%", "reach", "以上", None, 2025)]),  # noqa: E501
        ("到2025年，单位产值能耗较2020年降低14%左右；用水量控制在5.5亿立方米以内。", [("单位产值能耗", "14", "%", "decrease", "左右", 2020, 2025), ("用水量", "5.5", "亿立方米", "reach", "以内", None, 2025)]),  # noqa: E501
        ("2025年底前，新建充电桩1000个。", [("新建充电桩", "1000", "个", "reach", "", None, 2025)]),
        ("2025年底前，建成10座污水处理厂。", [("建成污水处理厂", "10", "座", "reach", "", None, 2025)]),  # noqa: E501
        ("城区空气质量优良天数比例提高到82%，PM2.5浓度下降10%。", [("城区空气质量优良天数比例", "82", "%", "reach", "", None, None), ("PM2.5浓度", "10", "%", "decrease", "", None, None)]),  # noqa: E501
        ("氮氧化物和挥发性有机物排放总量均下降10%以上。", [("氮氧化物排放总量", "10", "%", "decrease", "以上", None, None), ("挥发性有机物排放总量", "10", "%", "decrease", "以上", None, None)]),  # noqa: E501
    ],
)  # fmt: skip
def test_forms_of_targets(body: str, wanted: list[tuple[object, ...]]) -> None:
    found = [tuple(getattr(target, name) for name in FIELDS[1:]) for target in targets_of(body)]
    assert found == wanted


@pytest.mark.parametrize(
    "body",
    [
        "上网电价不受上浮20%限制。",
        "淘汰国三及以下柴油车，执行第四阶段标准。",
        "2023年3月28日召开会议，第19次。",
        "占比超过30%的企业应当整改。",
        "处5万元以下罚款。",
    ],
)
def test_other_figures_are_no_targets(body: str) -> None:
    assert targets_of(body) == ()


def test_figures_of_years_before_the_document_are_no_targets() -> None:
    body = "2020年，森林覆盖率达到40%。到2025年，森林覆盖率达到45%。"
    assert [target.value for target in targets_of(body, date(2021, 5, 1))] == ["45"]


def test_the_year_ends_with_its_sentence() -> None:
    found = targets_of("到2025年，甲覆盖率达到40%。每年新增车辆中新能源汽车不少于90%。")
    assert [target.year for target in found] == [2025, None]


@given(
    st.text(
        alphabet="到2025年甲乙率、，。分别均达到下降不少于其中新增%吨1.0以上比（） \n", max_size=80
    )
)
def test_any_text_gives_targets_that_lie_in_their_clause(body: str) -> None:
    structure = parse(Document("d", "d", "一、目标\n" + body))
    spans = {clause.address: (clause.start, clause.end) for clause in structure.clauses}
    for target in find_targets(structure):
        start, end = spans[target.address]
        assert start <= target.start < target.end <= end
        assert target.value in structure.document.text[target.start : target.end]
        assert target.indicator

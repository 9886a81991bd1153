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


def targets_of(
    body: str, issued: date | None = None, title: str = "d", heading: str = "目标"
) -> tuple[Target, ...]:
    return find_targets(parse(Document("d", title, f"一、{heading}\n{body}\n", issued=issued)))


def names_and_figures(targets: tuple[Target, ...]) -> list[tuple[str, str, str, int | None]]:
    return [(each.indicator, each.value, each.unit, each.year) for each in targets]


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
        "到2026年，每户补贴不超过1500元。",
        "完工后由居民代表验收，居民代表不少于5人。",
        "开工后拨付60%，验收合格后拨付40%。",
        "每个小区至少建设1处充电棚。",
        "下达任务后，市级自行增加30个。",
    ],
)
def test_other_figures_are_no_targets(body: str) -> None:
    assert targets_of(body) == ()


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("2024年至2026年，改造小区210个、建筑面积520万平方米，惠及居民6.3万户。", [("改造小区", "210", "个", 2026), ("改造小区建筑面积", "520", "万平方米", 2026), ("惠及居民", "6.3", "万户", 2026)]),  # noqa: E501
        ("2024—2026年新建充电桩500个。", [("新建充电桩", "500", "个", 2026)]),
        ("2024年起，新增车辆中新能源车辆比例不低于90%。", [("新增车辆中新能源车辆比例", "90", "%", None)]),  # noqa: E501
        ("三年更新老旧管网165公里。", [("更新老旧管网", "165", "公里", None)]),
        ("更换使用年限超过20年的铸铁管，三年更换98公里。", [("更换使用年限超过20年的铸铁管", "98", "公里", None)]),  # noqa: E501
        ("到2027年，建成换电站120座、加氢站30座。", [("建成换电站", "120", "座", 2027), ("建成加氢站", "30", "座", 2027)]),  # noqa: E501
        ("在港口推广新能源重型货车，到2027年保有量达到1.2万辆；鼓励氢能货车在走廊运行，示范规模不少于500辆。", [("新能源重型货车保有量", "1.2", "万辆", 2027), ("氢能货车示范规模", "500", "辆", 2027)]),  # noqa: E501
        ("支持设区的市创建示范城市，到2027年创建6个。", [("创建示范城市", "6", "个", 2027)]),
        ("岸电设施到2025年覆盖率达到95%。", [("岸电设施覆盖率", "95", "%", 2025)]),
        ("住宅供暖能耗较改造前下降30%以上。", [("住宅供暖能耗", "30", "%", None)]),
        ("省下达我市的改造任务为180个小区，市级自行增加30个。", [("省下达我市的改造任务", "180", "个", None), ("市级改造任务", "30", "个", None)]),  # noqa: E501
        ("到2025年，铁路、水路货运量占比分别达到12.5%、1.3%。", [("铁路货运量占比", "12.5", "%", 2025), ("水路货运量占比", "1.3", "%", 2025)]),  # noqa: E501
        ("到2025年，创建示范单位2000家，遴选领跑者200家。", [("创建示范单位", "2000", "家", 2025), ("遴选领跑者", "200", "家", 2025)]),  # noqa: E501
        ("到2025年，甲率达到百分之九十七，乙率达到百分之十三点五以上。", [("甲率", "97", "%", 2025), ("乙率", "13.5", "%", 2025)]),  # noqa: E501
        ("2026年底前重点村每村至少建成2个公共充电桩。", [("重点村每村建成公共充电桩", "2", "个", 2026)]),  # noqa: E501
    ],
)  # fmt: skip
def test_names_and_years(body: str, wanted: list[tuple[str, str, str, int | None]]) -> None:
    assert names_and_figures(targets_of(body)) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("到2025年，甲车比例达到25%，乙车全部更新；到2030年，这一比例达到45%。", [("甲车比例", "25", "%", 2025), ("甲车比例", "45", "%", 2030)]),  # noqa: E501
        ("到2025年，甲车比例达到25%。到2030年，该比例达到45%。", [("甲车比例", "25", "%", 2025), ("甲车比例", "45", "%", 2030)]),  # noqa: E501
        ("到2030年，这一比例达到45%。", []),
        ("统筹节能专项资金，2023年至2025年每年安排不少于500万元。", [("节能专项资金每年安排", "500", "万元", 2025)]),  # noqa: E501
        ("2024年完成取暖改造900户，其中“甲改乙”600户、“甲改丙”300户。", [("完成取暖改造", "900", "户", 2024), ("“甲改乙”取暖改造", "600", "户", 2024), ("“甲改丙”取暖改造", "300", "户", 2024)]),  # noqa: E501
        ("2024年新建和改造10千伏线路46公里。", [("新建和改造10千伏线路", "46", "公里", 2024)]),
        ("到2025年，城区清扫率达到85%左右，县城达到75%左右。", [("城区清扫率", "85", "%", 2025), ("县城清扫率", "75", "%", 2025)]),  # noqa: E501
        ("到2025年，铁路、水路货运量分别增长10%和12%。", [("铁路货运量", "10", "%", 2025), ("水路货运量", "12", "%", 2025)]),  # noqa: E501
        ("到 2025 年，综合利用率应当达到 95% 以上。", [("综合利用率", "95", "%", 2025)]),
        ("到2025年，新增处理能力9万立方米/日。", [("新增处理能力", "9", "万立方米/日", 2025)]),
        ("2024年起各村配备至少1名协管员。", [("各村配备协管员", "1", "名", None)]),
        ("到2025年，淘汰0.25吨及以上电炉。", []),
    ],
)  # fmt: skip
def test_what_was_spoken_of_before(
    body: str, wanted: list[tuple[str, str, str, int | None]]
) -> None:
    assert names_and_figures(targets_of(body)) == wanted


def test_this_year_is_the_year_of_issue() -> None:
    body = "实施外墙保温改造，今年计划完成640户。"
    assert names_and_figures(targets_of(body, date(2024, 5, 1))) == [
        ("完成外墙保温改造", "640", "户", 2024)
    ]


def test_a_rate_that_an_applicant_must_have_is_no_target() -> None:
    body = "申请补贴的，除符合规定外，单站在线率不低于95%。"
    assert targets_of(body, title="某市实施细则") == ()


def test_a_part_without_its_whole_spans_its_own_words() -> None:
    (target,) = targets_of("到2025年，其中市区绿化率达到40%。")
    assert (target.indicator, target.start) == ("市区绿化率", 14)


def test_a_plan_sets_targets_without_a_year() -> None:
    body = "培育示范工程15个，货运量年均增长18%以上。战略性新兴产业比重超过17%。"
    assert names_and_figures(targets_of(body, title="某市行动计划")) == [
        ("培育示范工程", "15", "个", None),
        ("货运量", "18", "%", None),
        ("战略性新兴产业比重", "17", "%", None),
    ]
    assert [target.value for target in targets_of(body, title="某市工作报告")] == ["18"]


def test_rows_by_year_take_name_and_unit_from_their_heading() -> None:
    body = "2024年：60；2025年：80\n2026年：70"
    found = targets_of(body, heading="改造小区数量（单位：个）")
    assert names_and_figures(found) == [
        ("改造小区数量", "60", "个", 2024),
        ("改造小区数量", "80", "个", 2025),
        ("改造小区数量", "70", "个", 2026),
    ]
    whole = f"一、改造小区数量（单位：个）\n{body}"
    assert [whole[t.start : t.end] for t in found] == ["2024年：60", "2025年：80", "2026年：70"]


def test_rows_by_year_in_one_line_with_their_name() -> None:
    found = targets_of("更新管网（公里） 2024年：4.5，2025年：6\n入户2024年：3户；2025年：5户")
    assert names_and_figures(found) == [
        ("更新管网", "4.5", "公里", 2024),
        ("更新管网", "6", "公里", 2025),
        ("入户", "3", "户", 2024),
        ("入户", "5", "户", 2025),
    ]
    assert targets_of("2024年：60；2025年：80") == ()
    assert targets_of("会议时间2024年：3户") == ()


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


def test_a_unit_cut_short_is_that_of_the_last_value() -> None:
    found = targets_of("到2025年，甲、乙使用比例分别降低20个、10个百分点。")
    assert [(each.value, each.unit) for each in found] == [("20", "个百分点"), ("10", "个百分点")]

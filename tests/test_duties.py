import json
from pathlib import Path

import pytest

from policyqa.documents.bodies import is_body, split_bodies
from policyqa.documents.duties import find_duties
from policyqa.documents.parser import parse
from policyqa.documents.registry import load_documents
from policyqa.records import Document, Duty
from policyqa.settings import ROOT

TABLE = Path(__file__).parent / "data" / "xianyang-duties.json"


def duties_of(body: str) -> tuple[Duty, ...]:
    return find_duties(parse(Document("d", "d", f"一、任务\n（一）甲工程\n{body}\n")))


def as_row(duty: Duty) -> str:
    return json.dumps(
        {
            "address": duty.address,
            "lead": duty.lead,
            "shared": duty.shared,
            "assisting": duty.assisting,
            "open_ended": duty.open_ended,
            "inherited_from": duty.inherited_from,
        },
        ensure_ascii=False,
    )


def test_every_duty_of_the_plan_is_found_and_no_other() -> None:
    document = next(d for d in load_documents(ROOT / "corpus") if d.id == "xianyang-2023-9")
    found = [as_row(duty) for duty in find_duties(parse(document))]
    wanted = [
        json.dumps(row, ensure_ascii=False) for row in json.loads(TABLE.read_text(encoding="utf-8"))
    ]
    assert sorted(found) == sorted(wanted)


def test_the_span_of_an_inherited_duty_is_the_sentence_that_hands_it_down() -> None:
    text = "一、任务\n（一）甲\n做事。（市水利局负责。以下均需各区人民政府落实，不再列出）\n（二）乙\n做事。（市林业局负责）\n（三）丙\n无人负责的事。\n"  # noqa: E501
    found = find_duties(parse(Document("d", "d", text)))
    inherited = [duty for duty in found if duty.inherited_from]
    assert [(duty.address, duty.shared) for duty in inherited] == [("一（二）", ("各区人民政府",))]
    assert text[inherited[0].start : inherited[0].end] == "以下均需各区人民政府落实，不再列出"
    assert inherited[0].inherited_from == "一（一）"


@pytest.mark.parametrize(
    ("body", "lead", "shared", "assisting", "open_ended"),
    [
        ("做事。（市甲局牵头，市乙局、市丙局配合）", ["市甲局"], [], ["市乙局", "市丙局"], False),
        ("做事。（市甲局、市乙局等部门按职责分工负责）。", [], ["市甲局", "市乙局"], [], True),
        ("做事。（责任单位：市甲局、各县（市、区）政府；完成时限：2025年底）", [], ["市甲局", "各县（市、区）政府"], [], False),  # noqa: E501
        ("做事。牵头单位：市甲局。配合单位：市乙局、市丙委。", ["市甲局"], [], ["市乙局", "市丙委"], False),  # noqa: E501
        ("做事。\n牵头单位：市甲局\n配合单位：市乙局，市丙局", ["市甲局"], [], ["市乙局", "市丙局"], False),  # noqa: E501
        ("做事。由市甲局牵头，市乙局配合。", ["市甲局"], [], ["市乙局"], False),
        ("做事（市甲局会同市乙局负责）。", ["市甲局"], [], ["市乙局"], False),
        ("做事。市文化和旅游局负责。", [], ["市文化和旅游局"], [], False),
        ("做事。（市甲局和市文化和旅游局负责）", [], ["市甲局", "市文化和旅游局"], [], False),
        ("做事。（国家甲委、乙部、丙部）", [], ["国家甲委", "乙部", "丙部"], [], False),
        ("做事。【市甲局牵头】", ["市甲局"], [], [], False),
    ],
)  # fmt: skip
def test_forms_of_duty(
    body: str, lead: list[str], shared: list[str], assisting: list[str], open_ended: bool
) -> None:
    (duty,) = duties_of(body)
    assert [*duty.lead] == lead
    assert [*duty.shared] == shared
    assert [*duty.assisting] == assisting
    assert duty.open_ended is open_ended


@pytest.mark.parametrize(
    "body",
    [
        "所需费用由建设单位承担。",
        "省级人民政府对国务院负责。",
        "无线电台（站）。",
        "出租车（含网约车）有序发展。",
        "细颗粒物（PM2.5）下降。",
        "市生态环境局负责大气污染防治的监督管理工作。",
        "湿地公园（试点）建设。",
    ],
)
def test_prose_is_no_duty(body: str) -> None:
    assert duties_of(body) == ()


def test_brackets_in_the_middle_of_a_clause_count() -> None:
    found = duties_of(
        "做甲事（市甲局负责）。做乙事。（市乙局、市丙局负责）\n做丙事。（市丁局牵头）"
    )
    assert [duty.lead + duty.shared for duty in found] == [
        ("市甲局",),
        ("市乙局", "市丙局"),
        ("市丁局",),
    ]


def test_names_that_hold_an_and_stay_whole() -> None:
    assert split_bodies("市发展和改革委员会、市住房和城乡建设局和市教育局等") == (
        ("市发展和改革委员会", "市住房和城乡建设局", "市教育局"),
        True,
    )


def test_shape_of_bodies() -> None:
    for name in (
        "人民银行咸阳中心支行",
        "国网咸阳供电公司",
        "各有关部门",
        "武功县人民政府",
        "市委文明办",
    ):
        assert is_body(name), name
    for name in ("加强领导", "2025年", "秸秆禁烧"):
        assert not is_body(name), name

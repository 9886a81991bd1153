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
        "由省甲厅牵头的联席会议制度每半年开会。",
        "由县级人民政府确定的区域除外。",
        "支持骨干企业牵头组建创新联合体。",
        "有关部门应当配合。",
        "其产业布局应当与资源环境承载能力相适应。",
        "项目负责人应当到场。",
        "由原公司登记机关注销。",
        "建设单位应当办理手续。",
        "市甲局负责人的职责另行规定。",
        "湿地公园（试点）建设。",
    ],
)
def test_prose_is_no_duty(body: str) -> None:
    assert duties_of(body) == ()


@pytest.mark.parametrize(
    ("body", "lead", "shared", "assisting", "open_ended"),
    [
        ("市生态环境局负责大气污染防治的监督管理工作。", [], ["市生态环境局"], [], False),
        ("县级以上人民政府水行政主管部门依法负责巡查，并建立台账；", [], ["县级以上人民政府水行政主管部门"], [], False),  # noqa: E501
        ("违反规定的，由自治县甲主管部门责令改正。", [], ["自治县甲主管部门"], [], False),
        ("市甲局应当会同生态环境、自然资源主管部门编制规划。", ["市甲局"], [], ["生态环境", "自然资源主管部门"], False),  # noqa: E501
        ("由国务院甲主管部门会同国务院乙部门制定。", ["国务院甲主管部门"], [], ["国务院乙部门"], False),  # noqa: E501
        ("县（市、区）甲局会同财政、审计等部门自收到之日起十日内审定。", ["县（市、区）甲局"], [], ["财政", "审计"], True),  # noqa: E501
        ("各市（州）人民政府是本地区落实本计划的责任主体。", [], ["各市（州）人民政府"], [], False),
        ("发展和改革、财政等部门在各自职责范围内做好相关工作。", [], ["发展和改革", "财政"], [], True),  # noqa: E501
        ("县级以上人民政府及其他部门按照职责分工，抓好落实。", [], ["县级以上人民政府", "其他部门"], [], False),  # noqa: E501
        ("完成后，由业主委员会或者物业服务企业负责维护。", [], ["业主委员会", "物业服务企业"], [], False),  # noqa: E501
        ("乡镇人民政府应当确定巡查人员。", [], ["乡镇人民政府"], [], False),
        ("对未完成目标的，由省甲厅约谈；", [], ["省甲厅"], [], False),
        ("国务院公安部门主管全国的枪支管理工作。", [], ["国务院公安部门"], [], False),
    ],
)  # fmt: skip
def test_duties_in_running_text(
    body: str, lead: list[str], shared: list[str], assisting: list[str], open_ended: bool
) -> None:
    (duty,) = duties_of(body)
    assert duty.in_text
    assert [*duty.lead] == lead
    assert [*duty.shared] == shared
    assert [*duty.assisting] == assisting
    assert duty.open_ended is open_ended


@pytest.mark.parametrize(
    ("body", "lead", "shared", "assisting"),
    [
        ("资料齐全的，市甲局在收到计划后20个工作日内下达。", [], ["市甲局"], []),
        ("对公示有异议的,由市甲局在10个工作日内核实处理。", [], ["市甲局"], []),
        ("区县甲局自收到材料之日起十五日内完成初审。", [], ["区县甲局"], []),
        ("市甲局于每年4月30日前将意见报市乙局。", [], ["市甲局"], []),
        ("市甲局委托第三方机构核查,会同市乙局于6月15日前提出名单。", ["市甲局"], [], ["市乙局"]),
        ("各市、自治州人民政府对本行政区域内空气质量负总责。", [], ["各市", "自治州人民政府"], []),
        ("市、县人民政府应当编制规划。", [], ["市", "县人民政府"], []),
    ],
)  # fmt: skip
def test_who_acts_by_when_with_whom_and_for_all(
    body: str, lead: list[str], shared: list[str], assisting: list[str]
) -> None:
    (duty,) = duties_of(body)
    assert duty.in_text
    assert [[*duty.lead], [*duty.shared], [*duty.assisting]] == [lead, shared, assisting]


@pytest.mark.parametrize(
    "body",
    [
        "共享设施,指在小区内建设、由运营企业统一管理并向业主开放的设备。",
        "本办法所称专项资金，是指由市财政局安排的资金。",
        "市甲局自处罚之日起三年内不受理其申请。",
        "农户在三日内申请复验。",
        "各地各有关部门每年12月15日前报告情况。",
    ],
)
def test_definitions_and_others_deadlines_are_no_duty(body: str) -> None:
    assert duties_of(body) == ()


def test_a_bracket_of_its_own_behind_the_items_holds_for_all() -> None:
    text = "一、任务\n（一）治理\n安排如下：\n1.甲行业：今年完成；\n2.乙行业：明年完成。\n\n(市甲局牵头，市乙局参与)\n（二）其他。做事。（市丙局负责）\n"  # noqa: E501
    found = find_duties(parse(Document("d", "d", text)))
    assert [(duty.address, duty.lead + duty.shared, duty.inherited_from) for duty in found] == [
        ("一（一）", ("市甲局",), "一（一）2"),
        ("一（一）1", ("市甲局",), "一（一）2"),
        ("一（一）2", ("市甲局",), None),
        ("一（二）", ("市丙局",), None),
    ]


def test_a_duty_in_text_spans_its_sentence() -> None:
    text = "第一条　违反规定的，由市甲局责令改正，处一千元罚款；情节严重的，由市甲局吊销。\n"
    (duty,) = find_duties(parse(Document("d", "d", text)))
    assert text[duty.start : duty.end] == "由市甲局责令改正，处一千元罚款"


BLOCK = "一、任务\n（一）管网\n1.更新。做甲。\n（1）做甲一。\n2.计量。做乙。\n\n牵头单位：市甲局；配合单位：市乙局\n（二）照明\n1.灯具。做丙。\n责任单位：市丙局\n2.线路。做丁。\n责任单位：市丁局\n（三）其他。做戊。\n"  # noqa: E501


def test_a_line_that_closes_a_block_answers_for_all_its_items() -> None:
    found = find_duties(parse(Document("d", "d", BLOCK)))
    assert [(duty.address, duty.lead + duty.shared, duty.inherited_from) for duty in found] == [
        ("一（一）1", ("市甲局",), "一（一）2"),
        ("一（一）2", ("市甲局",), None),
        ("一（二）1", ("市丙局",), None),
        ("一（二）2", ("市丁局",), None),
    ]
    for duty in found[:2]:
        assert BLOCK[duty.start : duty.end] == "牵头单位：市甲局；配合单位：市乙局"


def test_what_is_handed_down_holds_for_the_items_of_blocks() -> None:
    text = "一、任务\n（一）甲\n做事。（省甲厅负责。以下各项任务均由各市（州）人民政府抓好落实，不再逐一列出）\n（二）乙\n1.子。做事。\n2.丑。做事。\n责任单位：省乙厅\n"  # noqa: E501
    found = find_duties(parse(Document("d", "d", text)))
    assert [(duty.address, *duty.shared, duty.inherited_from) for duty in found] == [
        ("一（一）", "省甲厅", None),
        ("一（二）1", "省乙厅", "一（二）2"),
        ("一（二）1", "各市（州）人民政府", "一（一）"),
        ("一（二）2", "省乙厅", None),
        ("一（二）2", "各市（州）人民政府", "一（一）"),
    ]


def test_single_characters_in_brackets_are_no_list() -> None:
    assert duties_of("落户地为甲（市、区）。") == ()


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


def test_a_body_that_heads_an_item_has_its_work_there() -> None:
    text = (
        "一、职责分工\n（一）区甲局：牵头负责秸秆利用，落实补贴。按月报告。\n"
        "（二）区乙局、区丙委。负责经营许可。\n（三）各有关部门：做好宣传。\n"
        "（四）宣传工作：广泛宣传。\n二、任务\n（一）区甲局。推进改造。\n"
    )
    found = find_duties(parse(Document("d", "d", text)))
    assert [(duty.address, duty.lead, duty.shared) for duty in found] == [
        ("一（一）", ("区甲局",), ()),
        ("一（二）", (), ("区乙局", "区丙委")),
    ]
    assert text[found[0].start : found[0].end] == "区甲局：牵头负责秸秆利用，落实补贴"

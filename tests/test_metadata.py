from datetime import date

import pytest

from policyqa.documents.metadata import Metadata, parse_date, read_metadata
from policyqa.documents.naming import level_of, place_of, short_title
from policyqa.documents.parser import parse
from policyqa.records import Document

NOTICE = """渭南市人民政府办公室关于印发《渭南市空气质量持续改善行动计划》的通知
渭政办发〔2024〕12号
各县（市、区）人民政府，市级各部门：
《渭南市空气质量持续改善行动计划》已经市政府2024年3月5日第5次常务会议审议通过，现印发给你们。
渭南市人民政府办公室
2024年3月12日
渭南市空气质量持续改善行动计划
为贯彻落实《国务院关于印发〈空气质量持续改善行动计划〉的通知》和《陕西省大气治理方案》，制定本计划。
一、目标
持续改善。
"""


def read(text: str) -> Metadata:
    return read_metadata(parse(Document("d", "d", text)))


def test_a_notice_tells_all_its_metadata() -> None:
    assert read(NOTICE) == Metadata(
        title="渭南市空气质量持续改善行动计划",
        short_title="渭南市行动计划",
        number="渭政办发〔2024〕12号",
        issuer="渭南市人民政府办公室",
        level="municipal",
        issued=date(2024, 3, 12),
        adopted=date(2024, 3, 5),
        adopted_by="市政府第5次常务会议",
        parents=("国务院关于印发〈空气质量持续改善行动计划〉的通知", "陕西省大气治理方案"),
    )


@pytest.mark.parametrize("text", ["一、目标\n做事。\n", "随便一段话，没有标题。", ""])
def test_what_the_text_does_not_say_stays_empty(text: str) -> None:
    assert read(text) == Metadata()


def test_a_statute_is_adopted_and_not_issued() -> None:
    found = read(
        "某某市防治条例\n（2018年5月31日某某市人民代表大会常务委员会第十二次会议通过）\n第一条　做事。\n"  # noqa: E501
    )
    assert (found.issued, found.adopted) == (None, date(2018, 5, 31))
    assert found.adopted_by == "某某市人民代表大会常务委员会第十二次会议"


def test_signature_and_date_may_close_the_document() -> None:
    found = read(
        "旬邑县人民政府关于加强秸秆禁烧工作的通告\n为禁烧，现通告如下：\n一、禁止\n不得露天焚烧。\n\n旬邑县人民政府\n二〇二二年六月一日\n"
    )
    assert (found.issuer, found.issued, found.level) == (
        "旬邑县人民政府",
        date(2022, 6, 1),
        "county",
    )
    assert found.title == "旬邑县人民政府关于加强秸秆禁烧工作的通告"


def test_a_title_over_two_lines_is_joined() -> None:
    found = read(
        "某某区人民政府关于印发某某区\n节能实施方案的通知\n某政发[2023]5号\n各街道：\n请执行。\n某某区人民政府\n2023年6月1日\n一、甲\n乙。\n"
    )
    assert (found.title, found.number) == ("某某区节能实施方案", "某政发[2023]5号")


def test_bodies_that_issue_together_are_joined() -> None:
    beside = NOTICE.replace(
        "渭南市人民政府办公室\n2024", "渭南市发展和改革委员会   渭南市财政局\n2024"
    )
    below = NOTICE.replace(
        "渭南市人民政府办公室\n2024", "渭南市发展和改革委员会\n渭南市财政局\n2024"
    )
    for text in (beside, below):
        assert read(text).issuer == "渭南市发展和改革委员会、渭南市财政局"
    spaced = NOTICE.replace("渭南市人民政府办公室\n2024", "渭 南 市 人 民 政 府\n2024")
    assert read(spaced).issuer == "渭南市人民政府"


def test_a_letterhead_is_no_title() -> None:
    found = read("渭南市人民政府文件\n" + NOTICE.replace("办公室关于", "关于"))
    assert (found.title, found.number) == ("渭南市空气质量持续改善行动计划", "渭政办发〔2024〕12号")


@pytest.mark.parametrize(
    ("title", "issuer", "short"),
    [
        ("咸阳市“十四五”节能减排综合工作方案", "", "咸阳市方案"),
        ("“十四五”节能减排综合工作方案", "咸阳市人民政府", "咸阳市方案"),
        ("广西壮族自治区节水管理办法（试行）", "", "广西壮族自治区管理办法"),
        ("某州市城镇老旧小区改造实施细则", "", "某州市实施细则"),
        ("东川县美丽乡村建设规划", "", "东川县规划"),
        ("东川县夜市管理办法", "", "东川县管理办法"),
        ("东川县集贸市场管理办法", "", "东川县管理办法"),
        ("西安市高新区停车办法", "", "西安市高新区办法"),
        ("节水三问", "", "节水三问"),
        ("一份名称非常长" * 4, "", "一份名称非常长一份名称非常长一份名称非…"),
    ],
)  # fmt: skip
def test_short_titles(title: str, issuer: str, short: str) -> None:
    assert short_title(title, issuer) == short


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("国务院", "national"), ("国家发展改革委", "national"), ("陕西省人民政府", "provincial"),
        ("上海市人民政府", "provincial"), ("咸阳市人民政府", "municipal"),
        ("陕西省咸阳市人民政府", "municipal"), ("武功县人民政府", "county"),
        ("咸阳市秦都区人民政府", "county"), ("节能协会", "other"),
        ("双江拉祜族佤族布朗族傣族自治县防治条例", "county"), ("大理白族自治州水条例", "municipal"),
        ("某州市人民代表大会常务委员会", "municipal"), ("中华人民共和国节约能源法", "national"),
    ],
)  # fmt: skip
def test_levels(name: str, level: str) -> None:
    assert level_of(name) == level


def test_dates() -> None:
    assert parse_date("二〇二三年十二月二十五日") == date(2023, 12, 25)
    assert parse_date("2023年2月30日") is None
    assert parse_date("2023年") is None
    assert parse_date("2023年") is None
    assert parse_date("2023-05-06 10:14") == date(2023, 5, 6)
    assert parse_date("2023-02-30") is None
    assert parse_date("12023-02-03") is None


STATUTE = """南山土家族自治县古树保护条例
（2021年1月8日南山土家族自治县第九届人民代表大会第三次会议通过　2021年3月2日某省第十三届人民代表大会常务委员会第九次会议批准）
第一条　为了保护古树，根据《中华人民共和国森林法》《某省绿化条例》等法律、法规，制定本条例。
第二条　违反《某省处罚办法》的，依法处罚。
第三条　本条例自2021年5月1日起施行。
"""  # noqa: E501


def test_a_statute_tells_level_issuer_basis_and_coming_into_force() -> None:
    assert read(STATUTE) == Metadata(
        title="南山土家族自治县古树保护条例",
        short_title="南山土家族自治县条例",
        issuer="南山土家族自治县人民代表大会",
        level="county",
        adopted=date(2021, 1, 8),
        adopted_by="南山土家族自治县第九届人民代表大会第三次会议",
        parents=("中华人民共和国森林法", "某省绿化条例"),
        effective=date(2021, 5, 1),
    )


@pytest.mark.parametrize(
    ("heading", "issuer"),
    [
        ("（2018年5月31日某州市第十五届人民代表大会常务委员会第十二次会议通过）", "某州市人民代表大会常务委员会"),  # noqa: E501
        ("某省人民政府令第301号", "某省人民政府"),
        ("（试行）", ""),
    ],
)  # fmt: skip
def test_who_enacts_a_statute(heading: str, issuer: str) -> None:
    assert read(f"某州市停车条例\n{heading}\n第一条　做事。\n").issuer == issuer


def test_the_day_before_the_number_of_a_decree_is_no_part_of_it() -> None:
    note = "（2023年9月4日某市人民政府令第46号公布　自2023年10月1日起施行）"
    text = f"某市供热办法\n{note}\n第一条　做事。\n"
    assert read(text).number == "某市人民政府令第46号"


def test_in_force_from_the_day_of_issue() -> None:
    text = NOTICE.replace("持续改善。", "持续改善。\n二、附则\n本计划自印发之日起施行。")
    assert read(text).effective == date(2024, 3, 12)
    assert read(NOTICE).effective is None


def test_the_basis_may_stand_under_its_own_heading() -> None:
    text = "某州市应急预案\n1 总则\n1.1 编制目的\n做事。\n1.2 编制依据\n依据《中华人民共和国突发事件应对法》等。\n1.3 适用范围\n依据《甲》分级。\n"  # noqa: E501
    assert read(text).parents == ("中华人民共和国突发事件应对法",)


def test_the_day_of_issue_beside_the_number() -> None:
    text = "临澧市节能方案\n（临政办〔2024〕22号，2024年9月30日印发）\n一、目标\n节能。\n"
    assert read(text).issued == date(2024, 9, 30)


def test_places_at_the_head_of_names() -> None:
    assert place_of("武功县城乡规划条例") == "武功县"
    assert place_of("城市管理办法") == ""
    assert place_of("陕西省县域经济方案") == "陕西省"

"""Documents as news sites and old government pages reprint them."""

import pytest

from policyqa.documents.duties import find_duties
from policyqa.documents.metadata import read_metadata
from policyqa.documents.parser import Structure, parse
from policyqa.documents.targets import find_targets
from policyqa.records import Document

BODY = "一、目标\n到2025年，煤炭消费总量控制在580万吨以内。\n二、任务\n(一)控煤。禁止新建小锅炉。\n"
TITLED = f"甲市节能减排方案\n为落实省里的部署，制定本方案。\n{BODY}"
NOTICE = "甲市人民政府关于印发《甲市节能减排方案》的通知\n"
GIVEN = "《甲市节能减排方案》已经市政府同意，现印发给你们，请认真执行。\n"
SIGNED = "甲市人民政府\n2022年12月30日\n"


def read(text: str) -> Structure:
    return parse(Document("d", "", text))


def addresses(found: Structure) -> list[str]:
    return [clause.address for clause in found.clauses]


@pytest.mark.parametrize(
    "above",
    [
        "日前，甲市印发节能减排方案，提出煤炭消费总量控制在580万吨以内。全文如下：\n" + TITLED,
        "日前，甲市印发方案。通知指出，煤炭要减少。\n还要发展光伏。\n原文如下：\n"
        f"各县人民政府，市政府各部门：\n{GIVEN}{SIGNED}{TITLED}",
        "甲市：重点发展节能产业\n8月29日，甲市发布方案。\n方案提出，煤炭消费总量控制在580万吨以内。\n"
        f"{NOTICE}甲政发〔2022〕31号\n各县人民政府：\n{GIVEN}{SIGNED}{TITLED}",
        "中国政府网  |  乙省政府  |  甲市政府 今天是\n热点查询：甲市旅游\n保存为word 打印 关闭\n"
        f"{NOTICE}时间：2023-01-03  来源：甲市日报\n各县人民政府：\n{GIVEN}{SIGNED}{TITLED}",
        f"【规范性文件】{NOTICE.strip()}(已废止)\n各县人民政府：\n{GIVEN}{SIGNED}{TITLED}",
    ],
)
def test_the_title_below_what_a_site_says(above: str) -> None:
    found = read(above)
    assert read_metadata(found).title == "甲市节能减排方案"
    assert addresses(found)[-2:] == ["一", "二（一）"]
    aims = [(target.address, target.value) for target in find_targets(found)]
    assert aims == [("一", "580")]


def test_the_numbered_items_of_a_notice_are_part_of_the_cover() -> None:
    items = "一、统一思想。要提高认识。\n二、落实责任。要明确分工。\n"
    found = read(f"{NOTICE}各县人民政府：\n{GIVEN}{items}{SIGNED}\n{TITLED}")
    assert addresses(found) == ["印发通知", "前言", "一", "二（一）"]
    text = found.document.text
    assert "要明确分工" in text[found.clauses[0].start : found.clauses[0].end]


def test_items_of_a_document_below_a_date_stay_items() -> None:
    assert addresses(read(f"甲市节能减排方案\n2022年12月30日\n{BODY}"))[1:] == ["一", "二（一）"]


def test_several_bodies_sign_in_a_line_and_a_title_takes_two() -> None:
    found = read(
        f"甲市生态环境局等部门\n关于印发《甲市节能减排方案》的函\n各县人民政府：\n{GIVEN}"
        f"甲市生态环境局 甲市发展和改革委员会\n甲市交通运输局 甲市农业农村局\n"
        f"2022年12月30日\n{TITLED}"
    )
    told = read_metadata(found)
    assert told.title == "甲市节能减排方案"
    bodies = "甲市生态环境局、甲市发展和改革委员会、甲市交通运输局、甲市农业农村局"
    assert told.issuer == bodies


def test_a_lead_whose_first_line_was_cut_is_whole() -> None:
    found = read(f"甲市节能减排方案\n为深入贯彻落实国务院关于碳达峰\n的部署，制定本方案。\n{BODY}")
    lead = next(clause for clause in found.clauses if clause.address == "前言")
    assert lead.sentences[0].text.startswith("为深入贯彻落实")


def test_items_that_number_on_have_a_heading_above() -> None:
    found = read(
        "甲市方案\n二、任务\n(一)升级产业，推动转型。\n1.控煤。不得新建锅炉。\n"
        "(二)优化能源，构建体系。\n2.推进光伏。建设电站。\n"
        "3.低排区内禁止使用冒黑烟的机械，违者由生态环境部门责令改正。（市生态环境局牵头）\n"
    )
    titles = {heading.address: heading.title for heading in found.headings}
    assert titles["二（二）"] == "优化能源，构建体系"
    text = found.document.text
    rule = next(clause for clause in found.clauses if clause.address == "二（二）3")
    assert "禁止使用冒黑烟的机械" in text[rule.start : rule.end]


def test_who_leads_by_supervising_and_all_counties_as_one_name() -> None:
    found = read(
        "甲市方案\n一、任务\n1.控煤。压减煤炭。〔市生态环境局牵头，市发展和改革局参与，"
        "各县、区人民政府（管委会）负责落实。以下各项工作均需各县、区人民政府（管委会）落实，不再列出。〕\n"
        "2.排查企业。完成整治。（市生态环境局、工业和信息化局牵头督导，市公安局参与）\n"
    )
    counties = ("各县、区人民政府（管委会）",)
    told = [(d.address, d.lead, d.shared, d.assisting) for d in find_duties(found)]
    assert told == [
        ("一1", ("市生态环境局",), counties, ("市发展和改革局",)),
        ("一2", ("市生态环境局", "工业和信息化局"), (), ("市公安局",)),
        ("一2", (), counties, ()),
    ]

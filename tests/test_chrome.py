from datetime import date

import pytest
from test_parser import parsed

from policyqa.documents.chrome import fields, foot_rows, head_rows
from policyqa.documents.metadata import read_metadata

PAGE = """首页 > 政务公开 > 政府文件
索 引 号：
K123/2024-01
发文机关：云川市人民政府　成文日期：2024年03月04日
标　　题：云川市人民政府关于印发云川市节水方案的通知
发文字号：云政发〔2024〕3号
发布日期：2024年03月08日 浏览次数：12
字号：[大 中 小] [打印]
"""
NOTICE = """云川市人民政府
关于印发云川市节水方案的通知
2024-03-08 10:14  来源：市政府办  点击数：862
云政发〔2024〕3号
各县区人民政府：
现印发给你们，请执行。
云川市人民政府
2024年3月4日
云川市节水方案
为了节水，制定本方案。
一、任务
（一）管网。更新管网。
（二）计量。装表到户。
"""
FOOT = """
【打印】 【关闭】
上一篇：关于某事的通知
下一篇：没有了
主办：云川市人民政府办公室  网站标识码：1200000001
地址：某路1号
扫一扫在手机打开当前页
"""


def found(text: str) -> dict[str, str]:
    return {clause.address: text[clause.start : clause.end] for clause in parsed(text).clauses}


def test_rows_of_the_page_belong_to_cover_and_closing() -> None:
    text = PAGE + NOTICE + FOOT.strip() + "\n扫一扫\n"
    clauses = found(text)
    assert list(clauses) == ["印发通知", "前言", "一（一）", "一（二）", "结尾"]
    assert clauses["印发通知"].startswith("首页 >")
    assert clauses["印发通知"].endswith("云川市节水方案")
    assert clauses["前言"] == "为了节水，制定本方案。"
    assert clauses["一（二）"] == "装表到户。"
    assert clauses["结尾"].startswith("【打印】")


def test_rows_of_the_page_spoil_no_metadata() -> None:
    plain, copied = (read_metadata(parsed(text)) for text in (NOTICE, PAGE + NOTICE + FOOT))
    assert copied == plain
    assert (plain.title, plain.number) == ("云川市节水方案", "云政发〔2024〕3号")
    assert (plain.issuer, plain.issued) == ("云川市人民政府", date(2024, 3, 4))


def test_fields_of_the_page_stand_in_for_what_the_text_leaves_open() -> None:
    found = read_metadata(parsed(PAGE + "一、任务\n做事。\n"))
    assert (found.title, found.number) == ("云川市节水方案", "云政发〔2024〕3号")
    assert (found.issuer, found.issued) == ("云川市人民政府", date(2024, 3, 4))
    only_published = "发布日期：2024-03-08\n云川市停车办法\n一、甲\n做事。\n"
    assert read_metadata(parsed(only_published)).issued == date(2024, 3, 8)
    adopted = "发布日期：2024-03-08\n云川市停车条例\n（2024年1月5日云川市人民代表大会第一次会议通过）\n第一条　做事。\n"  # noqa: E501
    assert read_metadata(parsed(adopted)).issued is None


def test_rows_below_an_attachment_and_below_a_text_without_numbers() -> None:
    text = "一、甲\n做事。\n附件1\n清单\n一、乙\n项目乙。\n" + FOOT
    assert list(found(text)) == ["一", "附件1一", "附件1结尾"]
    assert list(found("云川市节水方案\n只有一段话。\n" + FOOT)) == ["标题", "前言", "结尾"]


def test_a_value_may_stand_below_its_label_but_a_title_is_none() -> None:
    assert fields(PAGE.split("\n"))["issuer"] == "云川市人民政府"
    assert head_rows(["发文字号：", "云政发〔2024〕3号", "云川市节水方案"]) == {0, 1}
    assert fields(["发文字号：", "云政发〔2024〕3号"]) == {"number": "云政发〔2024〕3号"}
    assert head_rows(["来源：", "云川市节水方案"]) == {0}


@pytest.mark.parametrize(
    "line",
    ["来源：某网", "索引号\tK-12", "当前位置: 首页 > 公开", "2024-03-08 10:14", "有 效 性: 有效", "[打印本页] [关闭窗口]", "云川市人民政府门户网站"],  # noqa: E501
)  # fmt: skip
def test_rows_above(line: str) -> None:
    assert head_rows([line, "云川市节水方案"]) == {0}


@pytest.mark.parametrize(
    "line",
    [
        "云川市节水方案",
        "各县区人民政府：",
        "云政发〔2024〕3号",
        "（2024年3月8日通过）",
        "大",
        "第1号",
    ],
)
def test_lines_of_the_title_page_are_no_rows(line: str) -> None:
    assert head_rows([line]) == set()


@pytest.mark.parametrize(
    "line",
    ["平台技术支持电话：1234567。", "扫一扫二维码即可办理。", "责任单位：市甲局", "大", "合计"],
)
def test_text_at_the_end_is_no_row(line: str) -> None:
    assert foot_rows(["做事。", line], [False, False]) == set()


def test_an_attachment_below_a_row_stays_text() -> None:
    text = "一、甲\n做事。\n【打印】\n附件1\n分解表\n甲镇\n12\n乙镇\n15\n"
    clauses = found(text)
    assert list(clauses) == ["一", "结尾", "附件1"]
    assert clauses["附件1"].endswith("15")

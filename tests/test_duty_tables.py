import pytest

from policyqa.documents.duties import find_duties
from policyqa.documents.parser import parse
from policyqa.documents.tables import read_tables
from policyqa.records import Document, Duty

BODY = """云川市节水方案
一、任务
（一）管网行动
1.更新老旧管网。到期更新。
2.坚决整治“跑冒滴漏”。查漏补漏。
（二）全民节水行动
1.宣传。讲节水。
2.示范。做示范。（市丁局负责）
二、保障
做好保障。
附件1
任务分工表
"""
ROWS = (
    ("序号", "任务", "牵头单位", "责任单位"),
    ("1", "更新老旧管网", "市甲局", "市乙局、市丙局"),
    ("2", "整治“跑冒滴漏”", "市乙局", "市甲局等"),
    ("3", "全民节水行动", "市委丙部", "各县（市、区）人民政府"),
    ("4", "别的事", "市甲局", "—"),
)


def duties(text: str) -> tuple[Duty, ...]:
    found = find_duties(parse(Document("d", "d", text)))
    structure = parse(Document("d", "d", text))
    spans = {clause.address: (clause.start, clause.end) for clause in structure.clauses}
    for duty in found:
        start, end = spans[duty.inherited_from or duty.address]
        assert start <= duty.start < duty.end <= end
        assert duty.address in spans
        for name in (*duty.lead, *duty.shared, *duty.assisting):
            assert name in text[duty.start : duty.end]
    return found


def laid_out(gap: str, edge: str = "") -> str:
    return "".join(f"{edge}{gap.join(row)}{edge}\n" for row in ROWS)


@pytest.mark.parametrize(
    ("rows", "addresses"),
    [
        (laid_out("\t"), ["附件1·1", "附件1·2", "附件1·3", "附件1·4"]),
        (laid_out("  "), ["附件1·1", "附件1·2", "附件1·3", "附件1·4"]),
        (laid_out("　"), ["附件1·1", "附件1·2", "附件1·3", "附件1·4"]),
        (laid_out(" | ", "|").replace("\n", "\n|---|---|---|---|\n", 1), ["附件1"] * 4),
        (laid_out("\n"), ["附件1"] * 4),
        (laid_out(" "), ["附件1·1", "附件1·2", "附件1·3", "附件1·4"]),
    ],
    ids=["tabs", "blanks", "wide", "markdown", "cells", "single blanks"],
)
def test_every_row_gives_a_duty(rows: str, addresses: list[str]) -> None:
    found = [duty for duty in duties(BODY + rows) if duty.address.startswith("附件")]
    assert [duty.address for duty in found] == addresses
    assert [(duty.lead, duty.shared, duty.open_ended) for duty in found] == [
        (("市甲局",), ("市乙局", "市丙局"), False),
        (("市乙局",), ("市甲局",), True),
        (("市委丙部",), ("各县（市、区）人民政府",), False),
        (("市甲局",), (), False),
    ]


def test_a_row_holds_for_the_clause_that_has_its_name() -> None:
    found = duties(BODY + laid_out("\t"))
    linked = [(d.address, d.lead, d.inherited_from) for d in found if d.inherited_from]
    assert linked == [
        ("一（一）1", ("市甲局",), "附件1·1"),
        ("一（一）2", ("市乙局",), "附件1·2"),
        ("一（二）1", ("市委丙部",), "附件1·3"),
    ]
    # Its own list goes before the table.
    assert [d.shared for d in found if d.address == "一（二）2"] == [("市丁局",)]


def test_rows_have_their_task_as_title() -> None:
    structure = parse(Document("d", "d", BODY + laid_out("\t")))
    titles = {heading.address: heading.title for heading in structure.headings}
    assert titles["附件1·2"] == "整治“跑冒滴漏”"


def test_columns_of_other_names_and_orders() -> None:
    table = "序号\t责任部门\t重点任务\t完成时限\t配合单位\n1\t市甲局\t做事\t2025年底前\t市乙局、市丙局\n2\t市甲局\t做别的事；再做事\t\t无\n"  # noqa: E501
    first, second = duties("一、甲\n做甲。\n附件1\n分工表\n" + table)
    assert (first.lead, first.shared, first.assisting) == ((), ("市甲局",), ("市乙局", "市丙局"))
    assert (second.shared, second.assisting) == (("市甲局",), ())


def test_a_line_that_names_a_group_stands_between_rows() -> None:
    rows = laid_out("\t").split("\n")
    rows.insert(3, "其他任务")
    (table,) = read_tables("\n".join(rows))
    assert table.columns == ("number", "task", "lead", "shared")
    assert len(table.rows) == 4


@pytest.mark.parametrize(
    "text",
    [
        "序号\t项目\t金额\n1\t甲\t20\n",
        "牵头单位：市甲局  责任单位：市乙局\n",
        "任务重，责任大。\n",
        "姓名  单位  电话\n张三  市甲局  123\n",
        "",
    ],
)
def test_other_lines_are_no_table_of_duties(text: str) -> None:
    assert list(read_tables(text)) == []

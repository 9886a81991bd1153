"""Rows, filters and files of the registers, and the routes that serve them."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from fake_engine import PLAN_ID, real_corpus
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from policyqa.documents.corpus import load_corpus
from policyqa.interface.links import clause_link, view_link
from policyqa.interface.registers import NO_YEAR, DutyRow, Filter, Registers
from policyqa.interface.routes import page_routes
from policyqa.interface.sheets import Sheet, as_csv, as_excel, duties_sheet, number, targets_sheet

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def registers() -> Registers:
    return Registers(real_corpus())


@pytest.fixture(scope="module")
def two_plans(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    """Two invented plans of two cities, each with the same clause."""
    folder = tmp_path_factory.mktemp("plans")
    for name, place, other in (("a", "宝鸡市", "25"), ("b", "铜川市", "30")):
        (folder / f"{name}.txt").write_text(
            f"{place}人民政府关于印发《{place}绿化方案》的通知\n\n一、主要目标\n\n"
            f"到2030年，森林覆盖率达到{other}%。（市林业局牵头，市发改委配合）\n\n二、其他\n\n"
            "加强宣传。（市发展和改革委员会负责）\n",
            encoding="utf-8",
        )
    return Registers(load_corpus(folder))


@pytest.fixture(scope="module")
def client(registers: Registers) -> TestClient:
    return TestClient(Starlette(routes=page_routes(registers)))


def places(rows: tuple[DutyRow, ...]) -> set[str]:
    return {row.clause.address for row in rows}


def bodies(rows: tuple[DutyRow, ...]) -> set[str]:
    return {body for row in rows for body in row.matched}


def test_every_duty_is_a_row_whose_quote_is_verbatim(registers: Registers) -> None:
    corpus = real_corpus()
    rows = registers.duties()
    assert {(row.document.id, row.clause.address) for row in rows} == {
        (duty.document_id, duty.address) for duty in corpus.duties
    }
    for row in rows:
        source = corpus.clause(row.document.id, row.source)
        assert row.quote in row.document.text[source.start : source.end]
        assert row.role == "继承" or row.source == row.clause.address


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("发改委", {"市发展和改革委员会"}),
        ("环保局", {"市生态环境局"}),
        ("工信局", {"市工业和信息化局"}),
        ("生态", {"市生态环境局"}),
        (" 城管 ", {"市城市管理执法局"}),
        ("市财政局、市教育局", {"市财政局", "市教育局"}),
        ("西安市发改委", set()),
        ("没有这个单位", set()),
    ],
)
def test_a_department_is_found_by_the_names_people_use(
    registers: Registers, said: str, found: set[str]
) -> None:
    assert bodies(registers.duties(Filter(department=said))) == found


def test_filters_narrow_and_combine(registers: Registers) -> None:
    leads = registers.duties(Filter(role="牵头"))
    assert places(leads) == {"三（九）", "五（一）", "五（二）"}
    both = registers.duties(Filter(role="牵头", department="发改委"))
    assert places(both) == {"五（一）", "五（二）"}
    assert bodies(both) == {"市发展和改革委员会"}
    inherited = registers.duties(Filter(role="继承"))
    assert bodies(inherited) == {"各县市区人民政府"}
    assert {row.source for row in inherited} == {"三（一）"}


def test_a_heading_finds_the_clauses_below_it(registers: Registers) -> None:
    assert places(registers.duties(Filter(clause="五"))) == {"五（一）", "五（二）", "五（三）"}
    assert places(registers.duties(Filter(clause="五（三）"))) == {"五（三）"}
    assert registers.duties(Filter(clause="九")) == ()


def test_all_words_of_the_keyword_must_occur(registers: Registers) -> None:
    assert "三（五）" in places(registers.duties(Filter(keyword="秸秆")))
    assert places(registers.duties(Filter(keyword="秸秆　ｖｏｃｓ"))) == {"三（七）"}
    assert registers.duties(Filter(keyword="秸秆 火星")) == ()


def test_targets_are_filtered_by_place_word_and_year(registers: Registers) -> None:
    corpus = real_corpus()
    assert len(registers.targets()) == len(corpus.targets)
    straw = registers.targets(Filter(clause="三（五）", keyword="秸秆综合利用率"))
    assert "97%" in {row.value for row in straw}
    unstated = registers.targets(Filter(year=NO_YEAR))
    assert unstated
    assert all(row.target.year is None for row in unstated)
    assert len(unstated) + len(registers.targets(Filter(year="2025"))) == len(corpus.targets)


def test_a_value_is_said_as_the_document_says_it(registers: Registers) -> None:
    values = {row.value for row in registers.targets()}
    assert {"下降13.5%", "90%以上", "不少于90%", "16%左右", "6736吨"} <= values


def test_documents_are_told_apart(two_plans: Registers) -> None:
    assert len(two_plans.targets()) == 2
    assert [row.value for row in two_plans.targets(Filter(document="b"))] == ["30%"]
    assert {row.document.id for row in two_plans.duties(Filter(department="宝鸡市发改委"))} == {"a"}
    assert {row.role for row in two_plans.duties(Filter(document="a"))} >= {"牵头", "配合"}


def test_a_csv_file_opens_in_excel_and_carries_clause_and_quote(registers: Registers) -> None:
    sheet = duties_sheet(registers.duties(Filter(department="发改委")))
    content = as_csv(sheet)
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))
    assert len(lines) == 16
    assert {line["单位"] for line in lines} == {"市发展和改革委员会"}
    text = real_corpus().documents[PLAN_ID].text
    assert all(line["条款"] and line["原文"] in text for line in lines)


def test_an_excel_file_has_the_same_rows_ready_to_filter(registers: Registers) -> None:
    sheet = targets_sheet(registers.targets())
    book = load_workbook(BytesIO(as_excel(sheet, TODAY)))
    table = book["目标指标"]
    rows = list(table.iter_rows(values_only=True))
    assert rows[0] == sheet.heads
    assert len(rows) == len(sheet.rows) + 1
    assert table.freeze_panes == "A2"
    assert table.auto_filter.ref == f"A1:K{len(rows)}"
    assert rows[1][6] == 13.5
    notes = "".join(str(cell) for row in book["说明"].iter_rows(values_only=True) for cell in row)
    assert "不是完成值" in notes
    assert "2026-11-22" in notes


def test_a_cell_never_becomes_a_formula_nor_breaks_the_file() -> None:
    evil = '=HYPERLINK("http://example.org")'
    sheet = Sheet("表", ("头",), ((evil,), ("坏\x00字\x1f",), ("长" * 40_000,)), ())
    table = load_workbook(BytesIO(as_excel(sheet, TODAY)))["表"]
    assert (table["A2"].value, table["A2"].data_type) == (evil, "s")
    assert table["A3"].value == "坏字"
    assert len(table["A4"].value) == 32_767
    assert f"'{evil[:10]}" in as_csv(sheet).decode("utf-8-sig")


@pytest.mark.parametrize(
    ("value", "read"), [("97", 97), ("13.5", 13.5), ("1,000", 1000), ("三分之一", "三分之一")]
)
def test_numbers_are_read_and_words_kept(value: str, read: float | str) -> None:
    assert number(value) == read


def test_downloads_follow_the_filter(client: TestClient) -> None:
    reply = client.get("/download/duties.xlsx", params={"department": "发改委", "role": "牵头"})
    assert reply.status_code == 200
    assert "attachment" in reply.headers["content-disposition"]
    table = load_workbook(BytesIO(reply.content)).worksheets[0]
    assert {row[2] for row in table.iter_rows(min_row=2, values_only=True)} == {
        "五（一）",
        "五（二）",
    }
    everything = client.get("/download/targets.csv").content.decode("utf-8-sig")
    assert len(everything.splitlines()) == len(real_corpus().targets) + 1
    assert client.get("/download/targets.exe").status_code == 404


def test_views_are_served_filtered_and_say_when_nothing_is_found(client: TestClient) -> None:
    page = client.get("/view/duties", params={"department": "发改委"}).text
    assert "“发改委”对应：市发展和改革委员会" in page
    assert "<mark>市发展和改革委员会</mark>" in page
    assert "没有符合条件" in client.get("/view/duties", params={"keyword": "火星"}).text
    assert "没有符合条件" in client.get("/view/targets", params={"keyword": "火星"}).text


def test_the_matrix_counts_bodies_and_clauses_with_spellings_joined(two_plans: Registers) -> None:
    client = TestClient(Starlette(routes=page_routes(two_plans)))
    asked = {"layout": "matrix", "department": "发改委", "document": "a"}
    page = client.get("/view/duties", params=asked).text
    assert "市发改委<span" in page
    assert "又写作市发展和改革委员会" in page
    # The head, one line for the one body, the sums.
    assert page.count("</tr>") == 3
    assert page.count('<td class="total">2</td></tr>') == 2


def test_a_matrix_of_two_documents_asks_for_one(two_plans: Registers) -> None:
    client = TestClient(Starlette(routes=page_routes(two_plans)))
    both = client.get("/view/duties", params={"layout": "matrix"}).text
    assert "请先在“条款”里选定文件" in both
    one = client.get("/view/duties", params={"layout": "matrix", "document": "a"}).text
    assert "市林业局" in one


def test_a_document_is_served_and_an_unknown_one_is_one_sentence(client: TestClient) -> None:
    page = client.get(f"/view/document/{PLAN_ID}")
    assert page.status_code == 200
    assert 'data-heading="三（五）"' in page.text
    missing = client.get("/view/document/nothing")
    assert missing.status_code == 404
    assert missing.text == "文件库里没有编号为 nothing 的文件。"


EVIL = '"><script>alert(1)</script>'


@pytest.mark.parametrize("field", ["department", "role", "clause", "keyword", "document", "year"])
@pytest.mark.parametrize("view", ["duties", "targets"])
def test_what_is_asked_for_cannot_become_markup(client: TestClient, view: str, field: str) -> None:
    reply = client.get(f"/view/{view}", params={field: EVIL})
    assert reply.status_code == 200
    assert "<script" not in reply.text


def test_document_text_cannot_become_markup(tmp_path: Path) -> None:
    text = f"甲市{EVIL}方案\n\n一、目标{EVIL}\n\n到2030年，{EVIL}率达到9%。（市{EVIL}局负责）\n"
    (tmp_path / "x.txt").write_text(text, encoding="utf-8")
    client = TestClient(Starlette(routes=page_routes(Registers(load_corpus(tmp_path)))))
    for path in ("/view/document/x", "/view/duties", "/view/duties?layout=matrix", "/view/targets"):
        reply = client.get(path)
        assert reply.status_code == 200
        assert "<script" not in reply.text


def test_links_stay_readable_and_keep_their_parts_apart() -> None:
    assert clause_link("plan", "三（五）") == "?doc=plan&clause=三（五）"
    assert clause_link("p", "一", "a&b=c#d+e%") == "?doc=p&clause=一&mark=a%26b%3Dc%23d%2Be%25"
    assert view_link("duties", clause="") == "?view=duties"

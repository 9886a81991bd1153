"""Several documents in one library: which one a question means, and what each of them says."""

from __future__ import annotations

from pathlib import Path

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine
from policyqa.settings import load_settings

# Invented: two cities' notices on fireworks, a province's plan and a city's list of tasks.
LIBRARY = Path(__file__).parent / "data" / "library"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    index = tmp_path_factory.mktemp("library") / "store"
    return Engine.open(load_settings(corpus=LIBRARY, index=index), progress=False)


def test_each_document_that_rules_on_it_is_told(library: Engine) -> None:
    answer = ask(library, "在禁止燃放的地方放烟花爆竹罚多少钱")
    assert "镜湖市" in answer.text
    assert "青冈市" in answer.text
    assert "200元以上500元以下" in answer.text
    assert "100元以上300元以下" in answer.text
    assert {citation.document_id for citation in answer.citations} == {
        "lake-fireworks",
        "hill-fireworks",
    }


def test_a_named_city_is_answered_from_its_own_document(library: Engine) -> None:
    answer = ask(library, "镜湖市违规放烟花爆竹罚多少钱")
    assert "200元以上500元以下" in answer.text
    assert "青冈市" not in answer.text


def test_a_follow_up_stays_with_the_document_before(library: Engine) -> None:
    answer = ask(library, ["青冈市城墙以内能放烟花爆竹吗", "那违反了罚多少钱"])
    assert "100元以上300元以下" in answer.text
    assert {citation.document_id for citation in answer.citations} == {"hill-fireworks"}


def test_a_county_with_the_bare_name_of_a_province_is_not_it(library: Engine) -> None:
    places = library.resources.understanding.places.find("南原县的建筑")
    assert [(place.name, place.here) for place in places] == [("南原县", False)]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("新建绿色建筑占比2025年要达到多少", "到2025年，新建绿色建筑占比达到90%（目标值）"),
        ("建筑光伏装机容量的目标值", "80万千瓦"),
        ("非化石能源占比要到多少", "20%—22%"),
    ],
)
def test_values_from_tables_and_ranges(library: Engine, question: str, words: str) -> None:
    assert words in ask(library, question).text


def test_the_head_of_a_table_is_quoted_for_its_year(library: Engine) -> None:
    answer = ask(library, "可再生能源替代率要到多少")
    assert "2025年目标值" in answer.text
    assert "8%以上" in answer.text


def test_what_was_reached_before_is_no_target(library: Engine) -> None:
    values = [target.value for target in library.resources.corpus.targets]
    assert "90" in values
    assert "1200" not in values


def test_an_indicator_that_only_stands_beside_a_figure_has_none(library: Engine) -> None:
    answer = ask(library, "南原省煤炭消费要控制多少")
    assert "煤炭消费实现负增长" in answer.text
    assert "（目标值）" not in answer.text
    assert ask(library, "南原省森林覆盖率多少").status == "no_basis"


def test_a_share_is_not_answered_by_an_amount(library: Engine) -> None:
    answer = ask(library, "南原省地热供暖占比要到百分之几")
    assert "（目标值）" not in answer.text


def test_a_claimed_figure_inside_a_range_is_not_denied(library: Engine) -> None:
    answer = ask(library, "南原省非化石能源比重目标是21%，对吗")
    assert answer.status == "answered"
    assert "20%—22%" in answer.text
    denied = ask(library, "南原省非化石能源比重目标是30%，对吗")
    assert denied.status == "corrected"


def test_by_when_a_task_must_be_done(library: Engine) -> None:
    answer = ask(library, "城东水厂什么时候建成")
    assert "完成时限：2024年11月底" in answer.text
    assert cited(answer)[0] == "一2"


def test_tasks_without_heading_open_with_their_own_words(library: Engine) -> None:
    answer = ask(library, "清溪市碧水保卫战里望山县人民政府负责哪些任务")
    assert "完成石梁水库保护区边界勘定" in answer.text
    assert "新建城东水厂一座" in answer.text
    assert cited(answer)[0] == "一1"


def test_what_a_body_is(library: Engine) -> None:
    answer = ask(library, "清溪的市治水办是个什么机构，设在哪个局")
    assert "市水环境综合治理办公室,设在市生态环境局" in answer.text


def test_a_condition_is_no_question_of_its_own(library: Engine) -> None:
    answer = ask(library, "要是清溪市一个县连续两个月没完成任务，会怎么处理")
    assert "约谈其负责人" in answer.text


def test_a_sign_in_a_table_is_said_in_words(library: Engine) -> None:
    answer = ask(library, "绿色建材应用占比要到多少")
    assert "绿色建材应用占比不低于60%" in answer.text
    assert "≥60%" in answer.text


def test_the_whole_province_is_that_of_the_one_provincial_plan(library: Engine) -> None:
    answer = ask(library, "全省绿色建筑占比要到多少")
    assert {citation.document_id for citation in answer.citations} == {"province-plan"}


def test_a_title_names_its_own_document_though_others_end_alike(library: Engine) -> None:
    read = library.resources.understanding.read
    assert read("南原省建筑节能发展规划的文号是多少").documents == ("province-plan",)


def test_nobody_is_named_where_the_text_names_nobody(library: Engine) -> None:
    answer = ask(library, "绿色建材推广由哪个单位负责")
    assert "负责" not in answer.text
    assert "牵头" not in answer.text


def test_values_of_several_documents_say_whose_they_are(tmp_path: Path) -> None:
    for place, value in (("镜湖市", "92"), ("青冈市", "91")):
        text = f"{place}农业方案\n\n一、目标\n到2025年，秸秆综合利用率达到{value}%。\n"
        (tmp_path / f"{value}.txt").write_text(text, encoding="utf-8")
    settings = load_settings(corpus=tmp_path, index=tmp_path / "store")
    text = ask(Engine.open(settings, progress=False), "秸秆综合利用率目标").text
    assert "镜湖市方案：" in text
    assert "青冈市方案：" in text

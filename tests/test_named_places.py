"""Libraries of a province and its cities: whose document, whose table, whose figure is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from answer_helpers import ask

from policyqa.answering.document_choice import DocumentChoice
from policyqa.answering.engine import Engine
from policyqa.answering.places import Places
from policyqa.documents.corpus import load_corpus
from policyqa.settings import load_settings

TEXTS = {
    "province": (
        "云屏省空气质量改善方案\n\n一、目标\n到2025年，非化石能源消费比重达22%。\n\n"
        "附件\n各市2025年空气质量目标\n城市\tPM2.5浓度（微克/立方米）\t优良天数比率（%）\n"
        "松陵市\t30\t88.4\n柏原市\t26\t91.8\n"
    ),
    "songling": (
        "松陵市节能减排工作方案\n\n一、主要目标\n到2025年，全市单位地区生产总值能耗比2020年下降14%，"
        "非化石能源消费比重达到24%左右，化学需氧量、氨氮、氮氧化物、挥发性有机物重点工程减排量分别达到"
        "520吨、30吨、410吨、150吨。\n\n二、重点工程\n（一）推进秸秆综合利用。严禁露天焚烧秸秆。\n"
        "（二）化石能源减量替代行动。推进煤改电。（市能源局牵头，市财政局配合）\n"
        "（三）老旧柴油货车淘汰。2024年底前全面淘汰国三柴油货车。\n"
    ),
    "boyuan": (
        "柏原市节能减排工作方案\n\n一、主要目标\n到2025年，全市秸秆综合利用率达到92%。\n\n"
        "二、重点工程\n推进秸秆综合利用。禁止露天焚烧秸秆。\n"
    ),
}


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("province")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = load_settings(corpus=folder, index=folder / "store")
    return Engine.open(settings, progress=False)


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("松陵市秸秆能烧吗", ("songling",)),
        ("柏原的秸秆能烧吗", ("boyuan",)),
        ("松陵市节能减排工作方案里怎么说", ("songling",)),
        ("全省的目标是什么", ("province",)),
        ("松陵市和柏原市哪个高", ("songling", "boyuan")),
        ("秸秆能烧吗", ()),
    ],
)
def test_a_document_is_chosen_by_title_or_place(
    tmp_path: Path, text: str, documents: tuple[str, ...]
) -> None:
    for name, words in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(words, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    assert set(DocumentChoice(corpus, Places(corpus)).choose(text)) == set(documents)


def test_search_stays_in_the_document_that_is_named(province: Engine) -> None:
    found = province.search("柏原市秸秆焚烧")
    assert {passage.document_id for passage in found} == {"boyuan"}
    assert len({passage.document_id for passage in province.search("秸秆焚烧")}) > 1


def test_a_figure_in_the_table_of_the_province_is_found_for_its_city(province: Engine) -> None:
    text = ask(province, "2025年松陵市和柏原市的优良天数比率哪个高，分别多少").text
    assert "松陵市88.4%" in text
    assert "柏原市91.8%" in text
    assert "91.8%" in ask(province, "柏原市优良天数比率目标是多少").text


def test_each_place_named_is_told_its_own(province: Engine) -> None:
    text = ask(province, "非化石能源消费比重，松陵市和云屏省的目标各是多少").text
    assert "24%" in text
    assert "22%" in text


def test_no_figure_is_given_of_an_indicator_that_the_document_lacks(province: Engine) -> None:
    for question in (
        "松陵市秸秆综合利用率是多少",
        "柏原市单位地区生产总值能耗要降多少",
        "云屏省给PM10定了什么目标",
    ):
        answer = ask(province, question)
        assert answer.status == "no_basis", answer.text


def test_all_members_of_a_group_are_told(province: Engine) -> None:
    text = ask(province, "松陵市主要污染物减排量目标是多少").text
    for value in ("520吨", "30吨", "410吨", "150吨"):
        assert value in text


def test_overall_aims_are_those_of_their_clause(province: Engine) -> None:
    answer = ask(province, "把松陵市的总目标数字全部列出来")
    assert "6项量化目标" in answer.text
    assert {citation.address for citation in answer.citations} == {"一"}


def test_a_heading_is_named_without_its_kind_of_task(province: Engine) -> None:
    answer = ask(province, "松陵市化石能源减量替代由谁牵头，哪些配合")
    assert "市能源局" in answer.text
    assert "市财政局" in answer.text


def test_a_county_from_which_somebody_comes_is_told_the_rules_of_its_city(engine: Engine) -> None:
    answer = ask(engine, "俺旬邑种苹果的，化肥利用率要弄到多少哩")
    assert "43%" in answer.text
    assert ask(engine, "旬邑县化肥利用率要到多少").status == "no_basis"


def test_no_place_and_no_title_is_read_into_ordinary_words(tmp_path: Path) -> None:
    (tmp_path / "regions.txt").write_text(
        "行政区域界线管理条例\n\n第一条 加强行政区域界线的管理。\n", encoding="utf-8"
    )
    (tmp_path / "trademark.txt").write_text(
        "关于诉前停止侵犯注册商标专用权行为和保全证据适用法律若干问题的解释\n\n一、适用法律。\n",
        encoding="utf-8",
    )
    corpus = load_corpus(tmp_path)
    choice = DocumentChoice(corpus, Places(corpus))
    assert choice.choose("行政许可是否具有地域限制") == ()
    assert choice.choose("侵犯注册商标权怎么办") == ()


def test_clauses_without_a_body_are_listed_of_every_document(tmp_path: Path) -> None:
    for place in ("松陵", "柏原"):
        text = (
            f"{place}市节能减排工作方案\n\n一、重点工程\n（一）{place}煤改电。推进煤改电。"
            "（市能源局、市发展改革委按职责分工负责）\n"
            "（二）老旧货车淘汰。淘汰老旧货车。（市公安局、市财政局按职责分工负责）\n"
        )
        (tmp_path / f"{place}.txt").write_text(text, encoding="utf-8")
    settings = load_settings(corpus=tmp_path, index=tmp_path / "store")
    answer = ask(Engine.open(settings, progress=False), "哪几条没有市财政局")
    assert {(each.document_id, each.address) for each in answer.citations} == {
        ("松陵", "一（一）"),
        ("柏原", "一（一）"),
    }

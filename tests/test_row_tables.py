"""Tables that give every place its figures, read and asked."""

from pathlib import Path

import pytest
from answer_helpers import ask, cited

from policyqa.answering.engine import Engine
from policyqa.documents.parser import parse
from policyqa.documents.targets import find_targets
from policyqa.records import Document, Target
from policyqa.settings import load_settings

TABS = (
    "附件1\n各市（州）PM2.5浓度控制目标表\n（单位：微克/立方米）\n"
    "序号\t市（州）\t2023年实际\t2024年目标\t2025年目标\n"
    "1\t陵州市\t43\t41\t39\n2\t溧东市\t41\t39.5\t38\n3\t雁溪州\t24\t24\t23.5\n"
)
GAPS = (
    "附件2\n“十四五”主要污染物重点工程减排量\n县（区）　化学需氧量（吨）　氨氮（吨）\n"
    "禾川区　1460　58\n石栈县　970　39\n合计　2430　97\n"
)
CHANGE = "附件3\n各县能耗目标\n县 单位生产总值能耗五年累计下降（%）\n禾川区 14.0\n石栈县 17.0\n"


def targets_of(text: str) -> tuple[Target, ...]:
    return find_targets(parse(Document("d", "某省工作方案", f"一、总则\n做好工作。\n{text}")))


def test_a_year_in_the_header_is_that_of_its_column() -> None:
    found = {(t.indicator, t.value, t.unit, t.year) for t in targets_of(TABS)}
    assert ("溧东市PM2.5浓度", "39.5", "微克/立方米", 2024) in found
    assert ("溧东市PM2.5浓度", "38", "微克/立方米", 2025) in found
    # What was reached is no aim.
    assert not any(value == "43" for _, value, _, _ in found)


def test_the_measure_of_the_title_goes_with_its_columns() -> None:
    found = {(t.indicator, t.value, t.unit) for t in targets_of(GAPS)}
    assert found == {
        ("禾川区化学需氧量重点工程减排量", "1460", "吨"),
        ("禾川区氨氮重点工程减排量", "58", "吨"),
        ("石栈县化学需氧量重点工程减排量", "970", "吨"),
        ("石栈县氨氮重点工程减排量", "39", "吨"),
        ("化学需氧量重点工程减排量", "2430", "吨"),
        ("氨氮重点工程减排量", "97", "吨"),
    }


def test_single_blanks_part_cells_and_the_header_tells_the_change() -> None:
    first, second = targets_of(CHANGE)
    assert (first.indicator, first.value, first.direction) == (
        "禾川区单位生产总值能耗",
        "14.0",
        "decrease",
    )
    assert second.head == first.head


@pytest.mark.parametrize(
    "text",
    [
        "附件\n联系表\n单位 电话\n市甲局 33210001\n市乙局 33210002\n",
        "附件\n项目表\n名称 投资\n甲厂 5.6\n",
        "附件\n各县目标\n县 目标\n甲县 完成\n乙县 完成\n",
    ],
)
def test_other_tables_hold_no_targets(text: str) -> None:
    assert targets_of(text) == ()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    corpus: Path = tmp_path_factory.mktemp("rows")
    (corpus / "air.txt").write_text(
        "澜东省空气质量改善方案\n\n一、总体要求\n改善空气质量，控制细颗粒物浓度。\n\n" + TABS,
        encoding="utf-8",
    )
    index = tmp_path_factory.mktemp("rows-index") / "store"
    return Engine.open(load_settings(corpus=corpus, index=index), progress=False)


def test_one_place_gets_its_own_figure(engine: Engine) -> None:
    answer = ask(engine, "溧东市2024年细颗粒物目标是多少")
    assert "39.5微克/立方米" in answer.text
    assert "雁溪州" not in answer.text.split("[1]")[0]
    assert cited(answer)[0] == "附件1"
    # The header says what the figure of the row measures.
    assert any("2024年目标" in each.quote for each in answer.citations)


def test_every_place_is_listed_with_the_count(engine: Engine) -> None:
    text = ask(engine, "各市州PM2.5目标").text
    assert "共3项" in text
    assert all(words in text for words in ("陵州市39", "溧东市38", "雁溪州23.5"))


def test_the_extreme_is_named(engine: Engine) -> None:
    assert "最低的是雁溪州（23.5微克/立方米）" in ask(engine, "哪个市州PM2.5目标最低").text


def test_two_places_are_compared(engine: Engine) -> None:
    text = ask(engine, "2025年陵州市和溧东市PM2.5目标哪个更严").text
    assert "陵州市39" in text
    assert "溧东市38" in text
    assert "雁溪州" not in text


def test_a_place_that_the_table_lacks_has_no_figure(engine: Engine) -> None:
    assert ask(engine, "青屏县PM2.5目标是多少").status == "no_basis"

from hypothesis import given
from hypothesis import strategies as st

from policyqa.documents.wrapping import unwrap

PARAGRAPH = (
    "为贯彻全市春季农业生产现场会精神，不误农时抓好春耕备耕、高标准农田建设和农机购置补贴等工作，"
    "确保全年粮食稳产增产，经县政府同意，现就有关事项通知如下，请各乡镇结合实际认真组织实施，"
    "确保各项任务落到实处，重要情况及时报告县农业农村局。"
)


def cut(text: str, width: int = 30) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


def wrapped(*paragraphs: str) -> str:
    return "\n".join(line for paragraph in paragraphs for line in cut(paragraph))


def test_cut_lines_become_whole_sentences() -> None:
    text = wrapped(PARAGRAPH, "一、目标任务", PARAGRAPH, "（一）" + PARAGRAPH)
    assert unwrap(text).split("\n") == [PARAGRAPH, "一、目标任务", PARAGRAPH, "（一）" + PARAGRAPH]


def test_a_page_number_between_two_halves_is_left_out() -> None:
    lines = cut(PARAGRAPH) * 3
    lines.insert(2, "- 3 -")
    assert "- 3 -" not in unwrap("\n".join(lines))


def test_labels_and_indented_lines_open_something_new() -> None:
    text = (
        wrapped(PARAGRAPH, PARAGRAPH, PARAGRAPH) + "\n牵头单位：县农业农村局\n　　" + PARAGRAPH[:20]
    )
    lines = unwrap(text).split("\n")
    assert "牵头单位：县农业农村局" in lines
    assert "　　" + PARAGRAPH[:20] in lines


def test_a_text_of_whole_lines_is_left_as_it_is() -> None:
    text = "\n".join(["一、目标", PARAGRAPH, "二、任务", PARAGRAPH, "县农业农村局", "2025年2月1日"])
    assert unwrap(text) == text


def test_short_articles_that_end_with_a_full_stop_are_left_as_they_are() -> None:
    text = "\n".join(
        f"第{n}条　任何单位和个人都有保护水源的义务，有权举报违法行为。" for n in range(30)
    )
    assert unwrap(text) == text


@given(st.text(alphabet="一二三、（）。；甲乙丙\n 　1-", max_size=300))
def test_nothing_but_blanks_and_page_numbers_is_lost(text: str) -> None:
    def written(words: str) -> str:
        return "".join(c for c in words if not c.isspace() and c not in "-1")

    assert written(unwrap(text)) == written(text)

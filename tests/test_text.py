from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policyqa.text import (
    DICTIONARY,
    domain_words,
    fold,
    is_han,
    part_of_speech,
    rarity,
    same_width,
    search_words,
    sentence_spans,
    words,
)

MARKS = "。！？；;!?（）()《》“”「」『』、，：\n\t 　"
TEXTS = st.text() | st.text(alphabet=MARKS + "甲乙丙12a", max_size=60)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(TEXTS)
@example("ﷺ㎡①½")
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_fold_makes_width_and_case_alike() -> None:
    assert fold("ＶＯＣｓ达９７％（市区）") == "vocs达97%(市区)"
    assert fold("一\u3000二\n三\t四") == "一 二 三 四"
    assert same_width("ＶＯＣs　达 到\n97%") == "vocs达到97%"


@settings(derandomize=True, deadline=None, max_examples=300)
@given(TEXTS)
@example("（甲。乙")
@example("《甲。乙》丙。\n（丁。\n戊）。")
def test_sentences_hold_every_character_once(text: str) -> None:
    seen = [0] * len(text)
    last = 0
    for start, end in sentence_spans(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
        for position in range(start, end):
            seen[position] += 1
    for character, count in zip(text, seen, strict=True):
        assert count == 1 or (character.isspace() and count <= 1)


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("甲。乙！丙？丁；戊", ["甲。", "乙！", "丙？", "丁；", "戊"]),
        ("他说“甲。乙”丙。丁", ["他说“甲。乙”丙。", "丁"]),
        ("他说：甲。”乙。", ["他说：甲。”", "乙。"]),
        ("甲（乙。丙）丁。戊。", ["甲（乙。丙）丁。", "戊。"]),
        ("甲（乙。丙\n丁。", ["甲（乙。", "丙", "丁。"]),
        ("严格执行《甲。乙》。丙。", ["严格执行《甲。乙》。", "丙。"]),
        ("利用率13.5%。乙", ["利用率13.5%。", "乙"]),
        (" \n 甲 \n\n 乙 ", ["甲", "乙"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_where_sentences_end(text: str, wanted: list[str]) -> None:
    assert sentences(text) == wanted


def test_sentences_of_a_part_keep_offsets_of_the_whole() -> None:
    text = "甲。乙。丙。"
    assert list(sentence_spans(text, 2, 4)) == [(2, 4)]


def test_words_of_the_domain_dictionary_stay_whole() -> None:
    listed = domain_words(DICTIONARY)
    assert len(listed) > 100
    cut = [word for word in listed if words(word) != [fold(word)]]
    assert not cut


def test_domain_words_skips_comments_and_blanks(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("# comment\n甲乙\n\n  丙丁  \n", encoding="utf-8")
    assert domain_words(path) == ("甲乙", "丙丁")


def test_words_drop_marks_and_fold() -> None:
    assert words("非禁燃区内，可采用洁净煤！ＶＯＣｓ") == [
        "非禁燃区",
        "内",
        "可",
        "采用",
        "洁净煤",
        "vocs",
    ]
    assert words("，。！ \n") == []


def test_search_words_hold_the_parts_too() -> None:
    found = search_words("秸秆综合利用率")
    assert {"秸秆", "综合", "利用"} <= set(found)
    assert len(found) >= len(words("秸秆综合利用率"))


def test_rarity_orders_common_before_rare() -> None:
    assert rarity("的") < rarity("工作") < rarity("秸秆")
    assert rarity("囧囧囧") == 1.0
    assert rarity("非禁燃区") > 0.9, "only our dictionary lists it"
    assert all(0 <= rarity(word) <= 1 for word in ("一", "的", "政府", "", "VOCs"))


@pytest.mark.parametrize(
    ("word", "tag"), [("政府", "n"), ("推进", "v"), ("非禁燃区", "x"), ("囧囧囧", "")]
)
def test_part_of_speech(word: str, tag: str) -> None:
    assert part_of_speech(word) == tag


def test_is_han() -> None:
    assert is_han("秸")
    assert is_han("㐀")
    assert not any(map(is_han, "a1，〔 "))

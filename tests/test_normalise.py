import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policyqa.answering.normalise import figures, normalise_question, with_digits, years


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("誰負責秸稈禁燒", "谁负责秸秆禁烧"),
        ("ＶＯＣｓ达９７％", "VOCs达97%"),
        ("三（八）讲什么？", "三(八)讲什么?"),
        ("百分之九十七", "97%"),
        ("百分之十三点五", "13.5%"),
        ("百分之13.5", "13.5%"),
        ("百分之一百", "100%"),
        ("二〇二五年", "2025年"),
        ("二○二五年", "2025年"),
        ("二零二五年", "2025年"),
        ("25年", "2025年"),
        ("2025年", "2025年"),
        ("九成", "90%"),
        ("九成五", "95%"),
        ("一半以上", "50%以上"),
        ("减排六千七百三十六吨", "减排6736吨"),
        ("<b>谁</b>负责", "谁负责"),
        ("<script>alert(1)</script>文号", "alert(1) 文号"),
        ("谁\u200b负\x00责\ufeff秸秆", "谁负责秸秆"),
        ("谁 负责\n秸秆\t禁烧", "谁负责秸秆禁烧"),
        ("PM2.5 and VOCs", "PM2.5 and VOCs"),
    ],
)
def test_normal_form(raw: str, wanted: str) -> None:
    assert " ".join(normalise_question(raw).split()) == wanted


@pytest.mark.parametrize(
    "raw", ["十四五", "十大工程", "第三部分", "成为", "近25年来", "12年前", "第18条", "三成为主"]
)
def test_what_is_no_number_stays(raw: str) -> None:
    assert normalise_question(raw) == raw


@pytest.mark.parametrize("raw", ["一成不变", "用了15年的锅炉", "这15年"])
def test_set_phrases_and_spans_of_years_stay(raw: str) -> None:
    assert normalise_question(raw) == raw


TEXTS = st.text() | st.text(
    alphabet="百分之点零〇○一二三四五六七八九十百千万亿两成半年吨%个<>/b 0129.％（）第", max_size=40
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(TEXTS)
@example("百分之点")
@example("百分之十百千万")
@example("二〇九九年")
@example("\ud800百分之")
@example("两两两吨")
@example("千百吨")
def test_it_never_raises(text: str) -> None:
    plain = normalise_question(text)
    assert plain == plain.strip()
    figures(plain)
    years(plain)
    with_digits(plain)


def test_figures_with_their_units() -> None:
    found = figures("达到97%，减排6736吨，供暖1000万平方米，13.5个百分点")
    assert [(each.value, each.unit) for each in found] == [
        ("97", "%"),
        ("6736", "吨"),
        ("1000", "万平方米"),
        ("13.5", "个百分点"),
    ]
    assert figures("第3条和2025年") == ()


def test_years_each_once_in_order() -> None:
    assert years("2025年比2020年，到2025年") == (2025, 2020)
    assert years("12025 咸政发〔2023〕9号") == (2023,)


def test_passages_in_digits() -> None:
    assert with_digits("处五千元以上五万元以下罚款") == "处5000元以上50000元以下罚款"
    assert with_digits("第三条") == "第三条"

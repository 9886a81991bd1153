"""The normal form of a question: width, script, markup, years and per cents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from policyqa.answering.context import Figure

if TYPE_CHECKING:
    import opencc

_TAG = re.compile(r"<[^<>]{0,200}>")
_SPACE_IN_CHINESE = re.compile(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])")
# 2000万平方米 and 1950吨 are figures.
_FULL_YEAR = re.compile(
    r"(?<![0-9.])((?:19|20)[0-9]{2})(?![0-9.]*(?:[0-9%万亿千百吨元平个户辆亩米人头只公]|立方))"
)
# 好多 asks how much in the south-west; elsewhere it may say that there is much (好多人).
_HOW_MANY = re.compile(r"(?<=[领补罚交给得要])好多(?=钱|块|元|补贴|奖|$|[?？])")
# 阿些单位, 阿搭: which and where in the north-west.
_WHICH = re.compile(r"阿(?=[些搭达]|个(?:单位|部门|局|村|县|乡|镇))")
_SPACE_IN_HAN = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
_CHINESE_DIGITS = "〇○零一二三四五六七八九十百千万两点"
_PER_CENT = re.compile(rf"(?<!个)百分之([{_CHINESE_DIGITS}]+|[0-9.]+)")
_YEAR = re.compile(r"([二一][〇○零九0]?[〇○零一二三四五六七八九]{2,3})年")
_SHORT_YEAR = re.compile(
    r"(?<![0-9.A-Za-z了这过近满约达有前后第])([12][0-9])年(?!来|内|间|前|后|以|的?时间|多|的)"
)
_TENTHS = re.compile(
    r"(?<![一二三四五六七八九十0-9])([一二两三四五六七八九])成([一二三四五六七八九])?(?![为本功立员就熟都分果不])"
)
_HALF = re.compile(r"(?<![0-9一二两三四五六七八九十])一半(?=是|的|以上|就|都|要|得|$|[,，。?？])")
_COMPARED = re.compile(r"(?:和|跟|同|与|相?比于?|相对于?|对比)((?:19|20)[0-9]{2})年(?:相?比)")
# EOD EOD的: said twice.
_TWICE = re.compile(r"(?<![A-Za-z])([A-Za-z]{2,})(?:[ ，,、]+\1)+(?![A-Za-z])")
# 十辆里头起码得几辆 asks for a share.
_OUT_OF_TEN = re.compile(
    r"(?:十|10|一?百|100)([个辆户家台人亩斤吨间座])(?:里头|里面|里|当中|中|之中)([^，,。?？]{0,6}?)(?:几|多少)\1"
)
_BIG = re.compile(
    rf"([{_CHINESE_DIGITS}]{{2,}})(?=(?:个)?(?:吨|%|万|亿|元|平方米|公里|家|户|辆|座))"
)
_COUNTED = re.compile(
    rf"(?<!第)[{_CHINESE_DIGITS}]+(?=余?多?(?:个|元|只|头|吨|年|月|日|天|倍|次|人|户|条|平方|公里|%|亩|台|辆|座|家|厘米|毫米|米|小时|岁|周岁|张|床|学时|课时|工作日|周|处|项|名|千瓦|立方|度|公斤|成))"
)
_FIGURE = re.compile(
    r"([0-9]+(?:\.[0-9]+)?)\s*(?:个(?=[万亿]))?(%|个?百分点|万?亿?元|[万亿]?吨(?:标准煤)?|[万亿]?(?:平方米|平米|平方公里)|万?千瓦时?|公里|毫米|厘米|蒸吨|微克|分贝|万?(?:辆|户|家|亩|个|座|台|套|人|所|处))"
)


@lru_cache(maxsize=1)
def _to_simplified() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


def normalise_question(raw: str) -> str:
    """Return the question in simplified characters, half width, without markup.

    Years and per cents in Chinese numerals become digits (百分之九十七 -> 97%,
    二〇二五年 -> 2025年, 25年 -> 2025年, 九成 -> 90%, 十辆里几辆 -> 几成).
    """
    text = unicodedata.normalize("NFKC", raw)
    text = "".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    text = _TWICE.sub(r"\1", _TAG.sub(" ", text))
    text = _to_simplified().convert(text)
    text = _SPACE_IN_CHINESE.sub("", _with_commas(" ".join(text.split())))
    # Inside quotation marks people type single ones (“‘两高’项目”); documents have double ones.
    text = _WHICH.sub("哪", _HOW_MANY.sub("多少", text))
    text = text.replace("平米", "平方米").replace("‘", "“").replace("’", "”")
    text = _PER_CENT.sub(lambda m: f"{_digits(m.group(1))}%", text)
    text = _YEAR.sub(lambda m: f"{_digits(m.group(1))}年", text)
    text = _SHORT_YEAR.sub(r"20\1年", text)
    text = _TENTHS.sub(lambda m: f"{_digits(m.group(1))}{_digits(m.group(2) or '零')}%", text)
    text = _HALF.sub("50%", text)
    text = _OUT_OF_TEN.sub(r"\2几成", _COMPARED.sub(r"比\1年", text))
    return _BIG.sub(lambda m: _in_ten_thousands(m.group(1)), text)


def _in_ten_thousands(number: str) -> str:
    """Return a numeral in digits, a large one as documents write it: 一千万 -> 1000万."""
    digits = _digits(number)
    large = digits.isdigit() and "万" in number and int(digits) >= 10_000
    return f"{int(digits) / 10_000:g}万" if large else digits


def _with_commas(text: str) -> str:
    """Return ``text`` with commas for the blanks that people type instead of them.

    Between single characters (咸 阳 市) a blank is only for looks.
    """
    pieces = _SPACE_IN_HAN.split(text)
    spaced_out = sum(map(len, pieces)) < 2 * len(pieces)
    return ("" if spaced_out else "，").join(pieces)


def with_digits(text: str) -> str:
    """Return a passage with Chinese numerals in digits: 五千元 -> 5000元, 百分之五 -> 5%.

    For checks only: offsets and wording change.
    """
    text = _PER_CENT.sub(lambda match: f"{_digits(match.group(1))}%", text)
    return _COUNTED.sub(lambda match: _digits(match.group()), text)


def _digits(number: str) -> str:
    """Return a numeral in digits, or unchanged where it is not a number."""
    if not number or number[0].isdigit():
        return number
    import cn2an

    try:
        value = cn2an.cn2an(number.replace("○", "〇"), "smart")
    except (ValueError, KeyError):
        # What looks like a numeral need not be one (千百): the library then raises either.
        return number
    return str(int(value)) if value == int(value) else str(value)


def figures(text: str) -> tuple[Figure, ...]:
    """Return the numbers with units in a normalised text, in order."""
    return tuple(Figure(m.group(1), m.group(2)) for m in _FIGURE.finditer(text))


def years(text: str) -> tuple[int, ...]:
    """Return the four-digit years in a normalised text, in order, each once."""
    return tuple(dict.fromkeys(int(year) for year in _FULL_YEAR.findall(text)))

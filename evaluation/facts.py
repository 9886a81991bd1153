"""Numbers with their units and names of public bodies, found in Chinese text.

Used to check that an answer states no figure and no department that its quotes lack.
Imports nothing of the package under test: a judge must not share the mistakes of the judged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple


class Number(NamedTuple):
    """A value and its unit in normal form; ``unit`` is empty for a bare Arabic number."""

    value: Decimal
    unit: str


# Measure words with which an answer counts what it lists itself (共 4 条); such a count is
# the answer's own arithmetic and stands in no quote.
COUNTING_UNITS = frozenset("个家项条处款类种部份句点段轮")

_UNITS = (
    *("个百分点", "百分点", "平方公里", "平方千米", "平方米", "立方米", "千瓦时", "千克", "公斤"),
    *("公顷", "公里", "千米", "千瓦", "兆瓦", "毫克", "微克", "小时", "分钟", "阶段"),
    *"届吨克亩米元年月日天倍次户人辆台座岁级%",
    *COUNTING_UNITS,
)
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_HAN_NUMERAL = "〇零一二两三四五六七八九十百"
_NUMBER = re.compile(
    rf"(?P<percent>百分之)?"
    rf"(?P<value>(?<![0-9a-z.])[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?"
    rf"|[{_HAN_NUMERAL}][{_HAN_NUMERAL}千]*(?:点[{_HAN_NUMERAL}]+)?)"
    rf"(?:(?P<scale>[十百千万亿]{{0,3}}?)(?P<unit>{_UNIT})|(?P<bare_scale>[十百千万亿]{{0,3}}))"
)
# What points at a place in a document and states no fact: markers, enumerators, addresses,
# document numbers, parts and clauses by ordinal.
_REFERENCES = re.compile(
    r"\[\d+\]|【\d+】|[①-⑳]|〔\d+〕\d*号?|第[0-9〇零一二三四五六七八九十百]+(?:部分|[编章节条款项点])"
    r"|附件\d+|(?m:^\s*\d{1,2}[.、．)）](?!\d)\s*)|[一二三四五六七八九十]+（[一二三四五六七八九十]+）(?:\d+(?:（\d+）)?)?"
)
_BODY_END = (
    "委员会|人民政府|办公室|管理局|分局|支行|银行|公司|集团|中心|法院|检察院|局|厅|委|办|部|院"
)
_BODY = re.compile(
    rf"(?:(?<![㐀-鿿])|(?<=[由向是为归找请和与及含即]))(?:"
    rf"(?:国家|中国|[市省县区])[㐀-鿿]{{1,14}}?(?:{_BODY_END})"
    rf"|[㐀-鿿]{{2,14}}?(?:支行|分局|公司|集团|法院|检察院))"
    rf"(?=[^㐀-鿿]|$|等|牵头|负责|按|配合|会同|和|与|及)"
)
_CELLS = re.compile(r"(?<=[0-9])[\t　| ]\s*(?=[0-9])")


def spoken_shares(text: str) -> str:
    """Return ``text`` with 一半 and 九成 written as an answer restates them: 50%, 90%."""
    text = re.sub(r"(?<!第)一半", "50%", text)
    return re.sub(r"(?<!第)([一二三四五六七八九])成", lambda m: f"{_DIGITS[m[1]]}0%", text)


def numbers(text: str, skip: Iterable[str] = ()) -> tuple[Number, ...]:
    """Return the numbers of ``text`` in order, Chinese numerals and 万/亿 worked out.

    ``百分之九十七`` and ``９７％`` both give ``(97, "%")``; ``1000万平方米`` gives
    ``(10000000, "平方米")``. A Chinese numeral without a unit is a word (统一), not a number.
    Markers, enumerators, clause addresses, document numbers and the strings in ``skip``
    are left out.
    """
    for reference in sorted(skip, key=len, reverse=True):
        text = text.replace(reference, "。")
    text = _REFERENCES.sub("。", text).replace("\n", "。")
    # Cells of a table's row are figures of their own.
    text = _CELLS.sub("。", text)
    # 十六周岁 and 16岁 are one age.
    text = "".join(unicodedata.normalize("NFKC", text).lower().split()).replace("周岁", "岁")
    found = (_number(match) for match in _NUMBER.finditer(text))
    return tuple(number for number in found if number is not None)


def _number(match: re.Match[str]) -> Number | None:
    unit = "%" if match["percent"] else match["unit"] or ""
    raw = match["value"]
    arabic = raw[0].isdigit() and raw[0].isascii()
    if not unit and not arabic:
        return None
    value = Decimal(raw.replace(",", "")) if arabic else chinese_value(raw)
    for power in match["scale"] or match["bare_scale"] or "":
        value *= _POWERS[power]
    return Number(value.normalize(), unit)


def chinese_value(numeral: str) -> Decimal:
    """Return the value of a Chinese numeral below ten thousand (九十七, 二〇二五, 十三点五)."""
    whole, _, fraction = numeral.partition("点")
    if len(whole) > 1 and all(character in _DIGITS for character in whole):
        total = int("".join(str(_DIGITS[character]) for character in whole))
    else:
        total = digit = 0
        for character in whole:
            if character in _DIGITS:
                digit = _DIGITS[character]
            else:
                total += (digit or 1) * _POWERS[character]
                digit = 0
        total += digit
    decimals = "".join(str(_DIGITS.get(character, 0)) for character in fraction)
    return Decimal(f"{total}.{decimals}" if decimals else total)


def ungrounded_numbers(
    text: str, sources: Iterable[str], skip: Iterable[str] = ()
) -> tuple[tuple[Number, ...], int]:
    """Return the distinct numbers of ``text`` that no source has, and how many were checked.

    A number is grounded when a source has the same value with the same unit, or one of
    the two has no unit. Counts (共 4 条) are not checked.
    """
    sources = list(sources)
    held = {number for source in sources for number in numbers(source)}
    held |= {number for source in sources for number in _in_said_unit(source)}
    values = {number.value for number in held}
    bare = {number.value for number in held if not number.unit}
    checked = dict.fromkeys(
        number for number in numbers(text, skip) if number.unit not in COUNTING_UNITS
    )
    missing = [
        number
        for number in checked
        if not (
            number in held or number.value in bare or (not number.unit and number.value in values)
        )
    ]
    return tuple(missing), len(checked)


def _in_said_unit(source: str) -> Iterator[Number]:
    """Yield the figures of a table's row in the unit that its name gives: 装机（万千瓦）\t180."""
    for said in re.findall(r"[（(]((?:[十百千万亿]*)[^（）()\d]{1,8})[）)]", source):
        for value in re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.年月日])", source):
            yield from numbers(value + said)


def bodies(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names of public bodies in ``text``, each once, in order of appearance.

    Names in ``known`` are found wherever they stand, the longest first; others by their
    form (市…局, 省…厅, …人民政府) when marks or function words set them off.
    """
    text = "".join(text.split())
    found: list[tuple[int, str]] = []
    if known:
        names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
        pattern = re.compile(names)
        found += [(match.start(), match.group()) for match in pattern.finditer(text)]
        text = pattern.sub(lambda match: "。" * len(match.group()), text)
    found += [(match.start(), match.group()) for match in _BODY.finditer(text)]
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def ungrounded_bodies(
    text: str, sources: Iterable[str], known: Collection[str] = ()
) -> tuple[tuple[str, ...], int]:
    """Return the bodies named in ``text`` that no source names, and how many were checked."""
    joined = "\n".join("".join(source.split()) for source in sources)
    named = bodies(text, known)
    return tuple(name for name in named if name not in joined), len(named)

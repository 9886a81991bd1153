"""Numbers of official documents at the start of a line: 一、 （一） 1. （1） ① 第X条 附件1 #.

The layers 一、（一）1.（1） are those of GB/T 9704-2012 (Layout key for official document of
Party and government organs), section 7.3.3; 编章节条款项 those of statutes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from policyqa.documents.numerals import chinese_number, number_of

NumberKind = Literal[
    "attachment", "markdown", "part", "subpart", "chapter", "section", "article",
    "paragraph", "item", "chinese", "chinese_bracket", "arabic", "decimal",
    "arabic_bracket", "half_bracket", "circled",
]  # fmt: skip

# Smaller is further out. Decimals (1.2.3) add a tenth for each dot.
RANK: dict[NumberKind, float] = {
    "attachment": 0, "markdown": 0.6, "part": 1, "subpart": 1.5, "chapter": 2, "section": 3,
    "article": 4, "paragraph": 4.5, "item": 4.7, "chinese": 5, "chinese_bracket": 6,
    "arabic": 7, "decimal": 7, "arabic_bracket": 8, "half_bracket": 8.5, "circled": 9,
}  # fmt: skip

_UNITS: dict[str, NumberKind] = {
    "编": "part", "篇": "part", "部分": "part", "分编": "subpart", "章": "chapter",
    "节": "section", "条": "article", "款": "paragraph", "项": "item",
}  # fmt: skip

_C = "[一二三四五六七八九十百千零〇○两]"
_D = "[0-9０-９]"

_MARKS = re.compile(
    r"[ \t　]*(?P<marks>(?:#{1,6}(?=[ \t　第一二三四五六七八九十（(附])|>|[-*+](?=[ \t]))?"
    r"[ \t　]*(?:\*\*|__)?)"
)
_UNIT = re.compile(
    rf"第[ \t　]*(?P<number>{_C}+|{_D}{{1,4}})[ \t　]*(?P<unit>部分|分编|[编篇章节条款项])"
    rf"(?P<of>之(?P<sub>{_C}+))?"
)
_NOT_A_UNIT = re.compile(r"[规的所、和与及至到中款项内，,。；;）)“”》]|第|以[上下]")
_ATTACHMENT = re.compile(
    rf"附[ \t　]*[件录](?P<number>{_D}{{1,2}}|{_C}{{1,3}})?[ \t　]*(?P<mark>[：:.．、])?"
)
_CHINESE = re.compile(rf"(?P<number>{_C}{{1,4}})[ \t　]*[、.．]")
_CHINESE_BRACKET = re.compile(
    rf"[（(][ \t　]*(?P<number>{_C}{{1,4}})[ \t　]*[）)][、.．]?|(?P<one>[㈠-㈩])"
)
_ARABIC_BRACKET = re.compile(
    rf"[（(][ \t　]*(?P<number>{_D}{{1,3}})[ \t　]*[）)][、.．]?|(?P<one>[⑴-⒇])"
)
_OF_MONTH = r"月(?:[底份至到前起上中下]|[0-9]{1,2}日)"
_DECIMAL = re.compile(
    r"(?P<number>[0-9]{1,2}(?:[.．][0-9]{1,2}){1,4})[.．、]?(?P<blank>[ \t　]*)"
    rf"(?!{_OF_MONTH})(?=[^\W\d]|[“《（])"
)
# 1.2025年目标 is item 1 that opens with a year, 2.5月至9月 item 2 with a month; 3.5亿元 is no
# number of an item.
_A_YEAR = (
    r"(?:19|20)[0-9]{2}(?:[年/至]|[-－—–~～](?:19|20)[0-9]{2})"
    rf"|(?:1[0-2]|[1-9]){_OF_MONTH}"
)
_ARABIC = re.compile(
    rf"(?P<number>{_D}{{1,3}})[ \t　]*[.．、](?:(?!{_D})|(?={_A_YEAR}))|(?P<one>[⒈-⒛])"
)
# 21.400总吨以下船舶… is item 21 only behind item 20.
_BEFORE_FIGURE = re.compile(rf"(?P<number>[0-9]{{1,2}})[.．](?={_D}{{2,}}[^\W\d%])")
_SPACED = re.compile(r"(?P<number>[0-9]{1,2})[ \t　]+(?=[^\W\d]|[“《])")
_HALF_BRACKET = re.compile(rf"(?P<number>{_D}{{1,3}})[ \t　]*[）)]")
_CIRCLED = re.compile(r"(?P<one>[①-⑳])")
# 一、二、三产业 and 三、四线城市 are lists in a sentence, not headings.
_COUNTED = re.compile(
    rf"(?P<next>{_C}{{1,3}})(?:[、，和及至到与]|[线类级等层次轮批期楼年月季环班档])"
)
_BLANKS = re.compile(r"[ \t　]*")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a line.

    ``value`` compares within one kind ((20, 1) for 第二十条之一); ``label`` is what it adds to
    an address; ``end`` is the offset in the line behind the number, its mark and blanks;
    ``marks`` counts Markdown ``#``; ``firm`` is false where the same characters often open
    plain text, so that only the right place in a sequence makes them a heading.
    """

    kind: NumberKind
    value: tuple[int, ...]
    label: str
    start: int
    end: int
    marks: int
    firm: bool

    @property
    def rank(self) -> float:
        """How far out the number stands; smaller encloses larger."""
        return RANK[self.kind] + (len(self.value) - 1) / 10 * (self.kind == "decimal")


def read_marker(line: str) -> Marker | None:
    """Read the number at the start of ``line`` (no line break inside); None without one.

    Markdown marks (``#``, ``**``, ``-``, ``>``) and blanks may stand before it. A Markdown
    heading without a number gives kind ``markdown`` with its title as the label.
    """
    opening = _MARKS.match(line)
    begin = opening.end() if opening else 0
    hashes = opening["marks"].count("#") if opening else 0
    found = _numbered(line, begin)
    if found is None:
        if not hashes or not line[begin:].strip():
            return None
        title = re.sub(r"[\s*#]+", "", line[begin:])[:30]
        return Marker("markdown", (), title, 0, begin, hashes, True) if title else None
    kind, value, label, end, firm = found
    blanks = _BLANKS.match(line, end)
    start = len(line) - len(line.lstrip())
    stop = blanks.end() if blanks else end
    return Marker(kind, value, label, start, stop, hashes, firm or hashes > 0)


_Found = tuple[NumberKind, tuple[int, ...], str, int, bool]


def _numbered(line: str, begin: int) -> _Found | None:
    first = line[begin : begin + 1]
    if first == "第":
        return _unit(line, begin)
    if first == "附":
        return _attachment(line, begin)
    if first in "（(㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩" or "⑴" <= first <= "⒇":
        return _simple(_CHINESE_BRACKET, "chinese_bracket", line, begin) or _simple(
            _ARABIC_BRACKET, "arabic_bracket", line, begin
        )
    if "①" <= first <= "⑳":
        return _simple(_CIRCLED, "circled", line, begin)
    if first.isdecimal() or "⒈" <= first <= "⒛":
        return (
            _decimal(line, begin)
            or _simple(_ARABIC, "arabic", line, begin)
            or _simple(_BEFORE_FIGURE, "arabic", line, begin, firm=False)
            or _simple(_HALF_BRACKET, "half_bracket", line, begin)
            or _simple(_SPACED, "arabic", line, begin, firm=False)
        )
    return _chinese(line, begin)


def _unit(line: str, begin: int) -> _Found | None:
    match = _UNIT.match(line, begin)
    number = number_of(match["number"]) if match else None
    if match is None or number is None:
        return None
    after = line[match.end() : match.end() + 2]
    firm = not after.strip("\u3000 \t*") or after[0].isspace() or after[0] in "：:【［["
    if not firm and _NOT_A_UNIT.match(after):
        return None
    sub = number_of(match["sub"]) if match["sub"] else None
    label = f"第{match['number']}{match['unit']}{match['of'] or ''}"
    value = (number,) if sub is None else (number, sub)
    kind = _UNITS[match["unit"]]
    end = match.end() + (after[:1] in ("：", ":"))
    if kind in ("paragraph", "item") and not firm:
        return None
    return kind, value, label, end, firm


def _attachment(line: str, begin: int) -> _Found | None:
    match = _ATTACHMENT.match(line, begin)
    if match is None:
        return None
    rest = line[match.end() :]
    number = number_of(match["number"]) if match["number"] else 0
    bare = not rest.strip(" \t　*")
    apart = match["mark"] or rest[:1].isspace()
    # 附件1 alone or set apart from its title; "附件：1.……" is the list of what is attached.
    if number is None or not (bare or (number and apart and not rest.rstrip().endswith("。"))):
        return None
    label = f"附件{number or ''}"
    return "attachment", (number,), label, match.end(), bare


def _chinese(line: str, begin: int) -> _Found | None:
    found = _simple(_CHINESE, "chinese", line, begin)
    if found is None:
        return None
    counted = _COUNTED.match(line, found[3])
    if counted and chinese_number(counted["next"]) == found[1][0] + 1:
        return None
    return found


def _decimal(line: str, begin: int) -> _Found | None:
    match = _DECIMAL.match(line, begin)
    if match is None:
        return None
    label = match["number"].replace("．", ".")
    value = tuple(int(part) for part in label.split("."))
    return "decimal", value, label, match.end(), False


def _simple(
    pattern: re.Pattern[str], kind: NumberKind, line: str, begin: int, *, firm: bool = True
) -> _Found | None:
    match = pattern.match(line, begin)
    if match is None:
        return None
    groups = match.groupdict()
    one = groups.get("one")
    if one:
        value: int | None = int(unicodedata.numeric(one))
        digits = "零一二三四五六七八九十"[value or 0] if kind == "chinese_bracket" else str(value)
    else:
        digits = groups["number"]
        value = number_of(digits)
        if digits.isdecimal():
            digits = str(value)
    if not value:
        return None
    label = {
        "chinese_bracket": f"（{digits}）",
        "arabic_bracket": f"（{digits}）",
        "half_bracket": f"{digits}）",
        "circled": one or "",
    }.get(kind, digits)
    return kind, (value,), label, match.end(), firm

"""Short names and levels of government, read from titles of documents and names of bodies."""

from __future__ import annotations

import re

from policyqa.records import Level

_KINDS = (
    "行动计划|规划纲要|管理办法|实施办法|实施细则|工作要点|工作报告|应急预案|实施意见|指导意见|"
    "若干措施|方案|计划|规划|纲要|意见|办法|规定|条例|细则|决定|公告|通告|批复|措施|预案|指南|规则|"
    "章程|标准|通报|制度|要点|清单|报告|通知|法"
)
KIND = re.compile(rf"(?:{_KINDS})(?=[（(][^）)]*[）)]$|$)")
# 城市, 城镇, 小区, 乡村 and the like are words and not places.
_PLACE = re.compile(
    r"(?:[^\W\d县旗]{2,10}?(?:自治区|自治州|特别行政区|省|(?<![城都超门上夜股])市(?!场)|州|盟))?"
    r"(?:[^\W\d]{2,15}?自治县|[^\W\d]{1,9}?(?:(?<![市各全乡])县(?![域级])|"
    r"(?<![园社地景小山辖牧灾库片护能胜街校厂城林矿湖市各])区(?![域位块间别分])|(?<!红)旗|"
    r"(?<![城集乡村])镇|(?<!城)乡(?![村镇土])))?"
)
_LEVELS: tuple[tuple[Level, str], ...] = (
    ("national", r"^(?:国务院|中共中央|全国人民代表大会|国家|中华人民共和国|最高人民)"),
    ("county", r"(?:县|自治县|旗|[^\W\d]市[^\W\d]{1,8}区|[^\W\d]区)(?:$|人民|委|局|[“《])"),
    (
        "provincial",
        r"^(?:[^\W\d]{2,8}(?:省|自治区)(?!\w{1,8}[市州盟])|北京市|上海市|天津市|重庆市)",
    ),
    ("municipal", r"^[^\W\d]{2,16}?(?:市|自治州|州|盟)"),
)
_SHORT = 20
# 2023年溪源县秸秆禁烧工作方案
_YEAR_AHEAD = re.compile(r"^20\d{2}(?:[-—–至]20\d{2})?年度?")


def short_title(title: str, issuer: str = "") -> str:
    """Return the place and the kind of document (咸阳市方案, 渭南市行动计划).

    The place stands at the head of the title, else at the head of the issuer's name. Without
    both, the title itself, cut to 20 characters.
    """
    kind = KIND.search(title)
    place = place_of(title) or place_of(issuer)
    if kind and place:
        return place + kind.group()
    return title if len(title) <= _SHORT else title[: _SHORT - 1] + "…"


def level_of(name: str) -> Level:
    """Return the level of government that a body's or document's name tells, else other.

    A place at its head counts by its own ending: 某某自治县防治条例 is a county's.
    """
    for said in (name, place_of(name)):
        for level, pattern in _LEVELS:
            if re.search(pattern, said):
                return level
    return "other"


def place_of(name: str) -> str:
    """Return the place at the head of a name, 国务院 and 国家 counted as one; "" without."""
    name = _YEAR_AHEAD.sub("", name)
    match = _PLACE.match(name)
    place = match.group() if match else ""
    if place:
        return place
    body = re.match(r"国务院|国家(?=[“《\"])", name)
    return body.group() if body else ""

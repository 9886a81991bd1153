"""Places and levels in front of the name of a body: 市, 省, 县委, 咸阳市, 各县市区."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from policyqa.records import Level

_LEVELS: tuple[tuple[str, Level], ...] = (
    ("旗县（市、区）", "county"), ("旗县(市、区)", "county"), ("市〔特区、区〕", "county"),
    ("县（市、区）", "county"), ("县(市、区)", "county"), ("区（市）县", "county"),
    ("县（区）", "county"), ("县(区)", "county"), ("县（市）", "county"), ("县(市)", "county"),
    ("区（县）", "county"), ("区(县)", "county"), ("旗县区", "county"), ("区市县", "county"),
    ("市（州）", "municipal"), ("市(州)", "municipal"), ("州（市）", "municipal"),
    ("州(市)", "municipal"), ("市州", "municipal"), ("州市", "municipal"), ("市县区", "county"),
    ("县市区", "county"), ("县区", "county"), ("区县", "county"), ("自治区", "provincial"),
    ("自治州", "municipal"), ("自治县", "county"), ("省级", "provincial"),
    ("市级", "municipal"), ("县级", "county"), ("区级", "county"), ("国家", "national"),
    ("全国", "national"), ("中央", "national"), ("省", "provincial"), ("市", "municipal"),
    ("州", "municipal"), ("盟", "municipal"), ("县", "county"), ("区", "county"), ("旗", "county"),
)  # fmt: skip
# 园区, 城市 and the like are words, not levels.
_WORDS = {"区": "园发新范社小景矿城郊库牧辖地煤燃烧放", "市": "城都超门", "州": "", "县": ""}
_FORWARD = re.compile(
    r"(?:各)?(?:中共)?(?:[^\W\d]{2,7}?(?:省|自治区))?(?:[^\W\d]{2,6}?(?:市|自治州|州|盟))?"
    r"(?:[^\W\d]{1,5}?(?:自治县|县|区|旗))?委?"
)
# 县级以上地方人民政府水行政主管部门: whose department it is, at any level.
_GOVERNMENT = re.compile(
    r"(?:国务院|所在地|本级|同级|上级|有关|(?:[省市县区乡]级|设区的市级?)?(?:以上)?(?:地方)?(?:各级)?(?:人民政府)?)+"
)
_LONGEST = 5


@dataclass(frozen=True, slots=True)
class Prefix:
    """What stands before a body's name: its length, and the level and place it tells."""

    length: int = 0
    level: Level | None = None
    place: str = ""


@dataclass(frozen=True)
class PlaceNames:
    """Known places by level, without 省, 市 or 县; ``counties`` are those of each city."""

    provincial: frozenset[str] = frozenset()
    municipal: frozenset[str] = frozenset()
    counties: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def _county(self) -> frozenset[str]:
        return frozenset(county for counties in self.counties.values() for county in counties)

    def cities_of(self, county: str) -> tuple[str, ...]:
        """Return the cities that ``county`` may belong to; two counties may share a name."""
        return tuple(city for city, counties in self.counties.items() if county in counties)

    def level(self, place: str) -> Level | None:
        """Return the level of a known place; a name of both a city and a province is a city."""
        if place in self.municipal:
            return "municipal"
        if place in self.provincial:
            return "provincial"
        return "county" if place in self._county else None

    def at(self, text: str, position: int) -> tuple[str, int]:
        """Return the place at ``position`` and where it ends with its 省, 市, 县 or 区."""
        for length in range(_LONGEST, 1, -1):
            place = text[position : position + length]
            if len(place) == length and self.level(place):
                end = position + length
                return place, end + (text[end : end + 1] in ("省", "市", "县", "区"))
        return "", position

    def closing(self, text: str, floor: int, end: int) -> Prefix:
        """Read the prefix that ends at ``end``, not reaching before ``floor``."""
        begin = end
        if text[begin - 1 : begin] == "委" and begin - 1 > floor:
            # 市委组织部: the party committee's own departments.
            begin -= 1
        begin, level = self._level_word(text, floor, begin)
        if begin == end or (text[begin:end] == "委"):
            begin, level = end, None
        place = ""
        for length in range(_LONGEST, 1, -1):
            name = text[max(floor, begin - length) : begin]
            if len(name) == length and self.level(name):
                place, begin = name, begin - length
                level = self._level(name, level)
                break
        if text[begin - 2 : begin] == "中共" and begin - 2 >= floor:
            begin -= 2
        elif begin < end and begin > floor and text[begin - 1] == "各":
            begin -= 1
        return Prefix(end - begin, level, place)

    def opening(self, name: str) -> Prefix:
        """Read the prefix at the head of a whole name that is not in the table."""
        start = 1 if name.startswith("各") else 0
        place, end = self.at(name, start)
        if place:
            more = self.opening(name[end:]) if name[end : end + 2] != "委员" else Prefix()
            return Prefix(end + more.length, more.level or self.level(place), more.place or place)
        for word, level in _LEVELS:
            if name.startswith(word, start) and len(name) > start + len(word) + 1:
                end = start + len(word)
                end += name[end : end + 1] == "委" and name[end : end + 2] != "委员"
                return Prefix(end, level)
        return Prefix()

    def is_prefix(self, text: str) -> bool:
        """Tell whether ``text`` is only places and levels, known ones or not (某某县)."""
        return bool(_FORWARD.fullmatch(text) or _GOVERNMENT.fullmatch(text))

    def _level_word(self, text: str, floor: int, end: int) -> tuple[int, Level | None]:
        for word, level in _LEVELS:
            begin = end - len(word)
            if begin >= floor and text.startswith(word, begin):
                before = text[begin - 1 : begin] if begin > floor else ""
                if before and before in _WORDS.get(word, ""):
                    return end, None
                return begin, level
        return end, None

    def _level(self, place: str, word: Level | None) -> Level | None:
        """北京市 is provincial and 兴平市 a county, although 市 alone is municipal."""
        known = self.level(place)
        if word == "municipal" and known in ("provincial", "county"):
            return known
        return word or known


def level_of_ending(form: str) -> Level | None:
    """Return the level that the ending of a name tells: 厅 a province's, …部 the state's."""
    if form.endswith("厅"):
        return "provincial"
    if form.endswith("总局") or (
        form.endswith("部") and form[-3:] not in ("组织部", "宣传部", "统战部")
    ):
        return "national"
    return None

"""Targets laid out by place: 各镇任务为：甲镇1200户、乙镇2350户, or a line for each place.

What is measured stands once, before the colon or in the title above the lines; every place has
its own figure. A list counts when it has two places or more and all figures have one unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policyqa.documents import indicators
from policyqa.documents.quantities import AFTER, BASE_YEAR, BEFORE, NUMBER, UNIT, direction_of
from policyqa.records import Clause, Target

_PLACE = r"[^\W\d_]{1,9}?(?:省|自治区|自治州|市|州|盟|自治县|县|区|旗|镇|乡|街道|园区|新区|开发区)"
_ITEM = re.compile(
    rf"(?P<place>{_PLACE})(?P<colon>[：:][ \t　]*)?(?P<before>{BEFORE}|达到)?[ \t　]*"
    rf"(?P<value>{NUMBER})[ \t]*(?P<unit>{UNIT})(?P<after>{AFTER})?"
)
_BETWEEN = re.compile(r"[、，,；;和\s]*")
_INTRO = re.compile(
    r"(?P<name>[^，。；：:\n]*?)(?:(?:分别|依次)?(?P<aim>下降|降低|减少|压减|增长|提高|提升|增加|达到|为|如下)|"
    r"(?P<goal>目标|任务))?[：:\s]*$"
)
_TASKS = re.compile(r"任务|目标|指标|计划")
_EACH = re.compile(
    r"^各[^\W\d]{0,4}?(?:[省市县区州乡镇旗]|街道|园区|地)+(?:（[^（）]*）)?的?|^(?:具体)?(?:分解)?"
)
_LAYOUT = re.compile(r"^(?:专栏|表)\s*[\d一二三四五六七八九十]*[\s　]*")
_YEAR = re.compile(r"(20\d{2})\s*年")
_QUOTED = re.compile(r"“[^“”]{2,12}”")
_LONGEST_LINE = 40


def place_targets(text: str, clause: Clause) -> Iterator[Target]:
    """Yield one target for each place of a list, spanning the place and its figure."""
    for items in _lists(text, clause):
        begin = max(text.rfind(mark, clause.start, items[0].start()) for mark in "。；\n")
        left = text[max(begin + 1, clause.start) : items[0].start()]
        if not left.strip():
            # Lines of places: their title is the last line above that is not blank.
            above = text[clause.start : max(begin, clause.start)].rstrip()
            left = above.rpartition("\n")[2]
            if len(left) > _LONGEST_LINE or "。" in left or not _TASKS.search(left):
                continue
        stretch = left.rpartition("，")[2]
        base, year = BASE_YEAR.search(stretch), _YEAR.search(BASE_YEAR.sub("", left))
        intro = _INTRO.match(_LAYOUT.sub("", stretch.strip()))
        if intro is None or not (intro["aim"] or _TASKS.search(stretch)):
            continue
        name = _name(intro["name"] + (intro["goal"] or ""), clause)
        if not name:
            continue
        aim = intro["aim"] or ""
        for item in items:
            yield Target(
                clause.document_id,
                clause.address,
                item["place"] + name,
                item["value"],
                item["unit"],
                direction_of(aim),
                (item["before"] or "").removeprefix("达到") or item["after"] or "",
                int(base[1]) if base else None,
                int(year[1]) if year else None,
                item.start(),
                item.end(),
            )


def _lists(text: str, clause: Clause) -> Iterator[Sequence[re.Match[str]]]:
    """Yield the runs of two places or more with figures of one unit, each place once."""
    run: list[re.Match[str]] = []
    for item in [*_ITEM.finditer(text, clause.start, clause.end), None]:
        if item and run and _joins(text, run[-1], item):
            run.append(item)
            continue
        if len(run) > 1 and len({each["place"] for each in run}) == len(run):
            yield run
        opens = item and text[item.start() - 1 : item.start()] in ("：", ":", "\n", "")
        run = [item] if item and opens else []


def _joins(text: str, last: re.Match[str], item: re.Match[str]) -> bool:
    alike = item["unit"] == last["unit"] and bool(item["colon"]) == bool(last["colon"])
    between = text[last.end() : item.start()]
    return alike and bool(between) and bool(_BETWEEN.fullmatch(between))


def _name(said: str, clause: Clause) -> str:
    """Return what is measured, to stand behind the place: “甲改乙”任务, 单位产值能耗."""
    _, name = indicators.clean(_YEAR.sub("", BASE_YEAR.sub("", said)))
    name = _EACH.sub("", name)
    name = re.sub(r"^(?:全[市省县区]|重点城市)", "", name).removesuffix("目标").strip("的 　")
    if name in ("任务", "改造任务", "年度任务", "工作任务", "计划", ""):
        # 各镇任务为 names no more than whose it is; the heading says what the task is.
        quoted = _QUOTED.findall(clause.heading)
        if not name:
            return ""
        return (quoted[0] if len(quoted) == 1 else "") + name
    return name

"""What ties a figure to an indicator: the words of aim around it.

到2025年，甲率达到40% names the indicator before the words of aim, 新建甲1000个 a thing to build,
90%以上甲达到要求 a share of what stands behind the figure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from policyqa.documents import indicators
from policyqa.documents.quantities import BEFORE, NUMBER, UNIT

_AIM = re.compile(
    r"(?P<spread>(?:均|都|各|分别|平均|累计|年均|每年|总体|基本|力争|全部|同比|逐步|进一步|继续|稳定|应当|必须|要|应|须|将)*)"
    r"(?:(?P<reach>达到|达|保持在|稳定在|维持在|控制在|控制到|占到|增至|升至|降至|降到|"
    r"(?<=任务)为|(?<=目标)为|(?<=指标)为|"
    r"(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|压减|缩短)[到至])"
    r"|(?P<decrease>下降|降低|减少|削减|压减|缩减|减排|缩短)"
    # 达到每日120吨
    rf"|(?P<increase>新增|增长|增加|提高|提升|上升|扩大))?"
    rf"(?P<before>{BEFORE}|(?<=[到达为])每[日天月年])?\s*$"
)
_BUILD = re.compile(
    r"(?P<verb>新建|改建|扩建|建成|建设|改造|完成|新增|淘汰|培育|创建|遴选|选树|打造|推广|治理|建立|布局|引进|"
    r"更新|更换|惠及|培训|购置|铺设|整治|修复|加装|安装|筹集|开工)(?![后类])"
    rf"(?P<object>[^\d]{{0,25}}?(?:\d+(?:\.\d+)?(?:千伏|kV)[^\d]{{1,20}}?)?)(?P<before>{BEFORE})?\s*$"
)
_ALSO_BUILT = re.compile(r"[、和及](?P<object>[^\d，、]{2,20})$")
# 这一比例 is the one that was spoken of last.
_SAME = re.compile(r"(?:这一?|这个|该|上述|此)项?(?:比例|占比|比重|比率|指标|数字|数值|水平)")
_PART = re.compile(r"其中[：:]?(?P<object>[^，、\d]{2,14})$")
_ALSO_PART = re.compile(r"[、和及](?P<object>[^，、\d]{2,14})$")
_SPENDS = re.compile(r"(?:每年|年均|年度)?(?:安排|投入|筹措|列支)")
_SETS_UP = re.compile(r"(?:配备|配置|设立|设置|确定|建立|建设|安排|选聘)$")
_MEASURED = re.compile(r"(?:率|比重|占比|比例|面积|浓度|总量|规模|产值|里程)$")
# 新建11万亩、改造提升9万亩: what stands behind is another figure's.
_ANOTHER = re.compile(r"[、，和及](?!20\d{2}年)[^\d，、]{1,12}\d")
_ROW_OF_YEARS = re.compile(rf"^(?:[、，和]20\d{{2}}年[^\d，、]{{0,6}}(?:{NUMBER})\s*(?:{UNIT}))+")
# Sums and limits for the single case are rules, not aims.
_RULE = re.compile(
    r"补贴|补助|奖补|奖励|罚款|费用|出资|收费|租金|期限|时限|距离|每户|每人|单个|单次|每次"
)
_STRIVES = re.compile(r"(?:力争|争取|努力)\s*$")
_SHARE_OPENS = re.compile(r"(?:.*(?:力争|确保|实现|使|争取))?\s*$", re.DOTALL)
_SHARE = re.compile(
    r"的?(?P<name>[^，。]{2,30}?(?:达到|实现|完成|建成|通过|纳入|执行|具备|符合)[^，。]{0,30})$"
)

_SHARE_OF = re.compile(
    r"的?(?P<name>(?:建成|达到|实现|完成|通过|纳入|执行|具备|符合)[^，。\d]{2,20})$"
)


@dataclass(slots=True)
class Scope:
    """What holds on until the full stop.

    ``plan`` tells that things to build need no year; ``said`` are the stretches so far;
    ``verb`` and ``built`` are the last thing to build of the present stretch; ``whole``,
    ``unit`` and ``value`` tell the last figure of the sentence and what it counts, ``part``
    that it was a part of one before; ``change`` and ``base`` tell what it does to its indicator
    and since which year. ``last`` is the last indicator of the sentence before,
    with its unit and where it begins.
    """

    plan: bool = False
    year: int | None = None
    aimed: bool = False
    indicator: str = ""
    start: int = 0
    subject: str = ""
    said: list[str] = field(default_factory=list)
    verb: str = ""
    built: str = ""
    whole: str = ""
    unit: str = ""
    value: float = 0.0
    part: bool = False
    last: tuple[str, str, int] = ("", "", 0)
    change: Literal["decrease", "increase", "reach"] = "reach"
    base: int | None = None

    def next_sentence(self) -> Scope:
        """Return the scope behind a full stop, which keeps only what was spoken of last."""
        spoken = (self.indicator, self.unit, self.start) if self.indicator else self.last
        return Scope(self.plan, last=spoken)


@dataclass(frozen=True, slots=True)
class Claim:
    """What ties figures to an indicator: its names, where it begins, direction, qualifier."""

    names: list[str]
    start: int
    direction: Literal["decrease", "increase", "reach"]
    before: str
    name_behind: bool = False
    verb: str = ""
    part: bool = False


def read_claim(
    left: str, rest: str, values: Sequence[str], unit: str, offset: int, scope: Scope
) -> Claim | None:
    """Read the words before the figures, and those behind where the name stands there.

    ``offset`` is where ``left`` begins in the document.
    """
    count = len(values)
    aim = _AIM.search(left)
    spread = aim["spread"] if aim else ""
    reach, down, up, before = (
        aim.group("reach", "decrease", "increase", "before") if aim else [""] * 4
    )
    direction: Literal["decrease", "increase", "reach"] = (
        "decrease" if down else "increase" if up else "reach"
    )
    said = left[: aim.start()] if aim else left
    start, name = indicators.clean(said)
    built = _BUILD.search(left)
    task = built is not None and scope.plan and _opens(left, built)
    only_limit = before and not (reach or down or up)
    measured = scope.plan and _MEASURED.search(name)
    if only_limit and (_RULE.search(left) or not (scope.aimed or task or measured)):
        return None
    if only_limit and not (scope.aimed or task) and _is_condition(name, scope):
        return None
    if reach or down or up or before:
        tied = _Tied(said, name, offset + start, unit, count)
        if not name and up == "新增" and rest:
            return Claim([up + rest], tied.start, direction, before or "", name_behind=True)
        if _SETS_UP.search(name) and rest and before:
            return Claim([name + rest], tied.start, direction, before, name_behind=True)
        names, begin = _names(tied, bool(re.search("[均都]|分别", spread)), scope)
        return Claim(names, begin, direction, before or "") if names else None
    share = _SHARE.match(rest)
    if share and scope.aimed and is_share(left, rest, unit):
        strives = _STRIVES.search(left)
        begin = strives.start() if strives else len(left)
        return Claim([share["name"]], offset + begin, "reach", "", name_behind=True)
    of_subject = _SHARE_OF.fullmatch(rest) if scope.aimed and count == 1 and unit in "%％" else None
    if of_subject and name and not _BUILD.search(left):
        # 县级以上党政机关80%以上建成节约型机关
        return Claim([name + of_subject["name"]], offset + start, "reach", "")
    also = _ALSO_BUILT.fullmatch(left) if scope.built and count == 1 else None
    if also:
        # 建成换电站120座、加氢站30座; 改造小区210个、建筑面积520万平方米.
        whole = scope.built if _MEASURED.search(also["object"]) else scope.verb
        return Claim([whole + also["object"].strip()], offset + 1, "reach", "", verb=scope.verb)
    part = _part(left, values, unit, scope)
    if part:
        begin = offset + part.start("object")
        return Claim([part["object"] + scope.whole], begin, "reach", "", part=True)
    if built and count == 1 and unit not in "%％" and (scope.aimed or task):
        return _building(built, left, rest, offset, scope)
    if _MEASURED.search(name) and scope.aimed:
        return Claim([name], offset + start, "reach", "") if count == 1 else None
    return None


def is_share(left: str, rest: str, unit: str) -> bool:
    """Tell whether a figure is the share of what stands behind it (90%以上的机关建成…)."""
    opens = unit in ("%", "％") and _SHARE_OPENS.fullmatch(left)
    return bool(opens and _SHARE.match(rest))


@dataclass(frozen=True, slots=True)
class _Tied:
    """The words in front of a figure up to those of aim, and the name among them.

    ``start`` is where the name begins in the document; ``count`` tells how many figures follow.
    """

    said: str
    name: str
    start: int
    unit: str
    count: int


def _names(tied: _Tied, spread: bool, scope: Scope) -> tuple[list[str], int]:
    """Return the names of what words of aim tie to figures, one or one a figure, and where.

    No names when the words leave open what is measured.
    """
    name, unit, count = tied.name, tied.unit, tied.count
    if _SAME.fullmatch(name):
        same, of_unit, start = scope.last
        if scope.indicator:
            same, of_unit, start = scope.indicator, scope.unit, scope.start
        return ([same] if same and of_unit == unit and count == 1 else []), start
    if indicators.is_level(name):
        # 下达我市的改造任务为180个，市级自行增加30个: 市级改造任务.
        task_said = indicators.task_of(scope.indicator)
        if not task_said:
            return [], 0
        name += task_said
    if not name or (tied.said.startswith("其中") and scope.indicator):
        # 其中市区新增…, 达到…: what the stretch before spoke of.
        name = indicators.part_of(name, scope.indicator) if name else scope.indicator
        return ([name] if name else []), scope.start
    rate = unit in "%％" and _MEASURED.search(scope.indicator)
    if rate and count == 1 and indicators.is_area(name):
        # 城区清扫率达到85%，县城达到75%.
        return [indicators.part_of(name, scope.indicator)], scope.start
    if _SPENDS.fullmatch(name) and not scope.subject:
        return [], 0
    if indicators.is_bare(name) or _SPENDS.fullmatch(name):
        name = scope.subject + name
    names = indicators.distribute(name) if count > 1 or spread else [name]
    return ([] if count > 1 and len(names) != count else names), tied.start


def _part(left: str, values: Sequence[str], unit: str, scope: Scope) -> re.Match[str] | None:
    """Read a part of what was to be built: 完成改造900户，其中“甲改乙”600户、“甲改丙”300户.

    Only what stands in quotes or is a place has a name that goes with the whole.
    """
    part = _PART.fullmatch(left) or (_ALSO_PART.fullmatch(left) if scope.part else None)
    if part is None or not scope.whole or len(values) > 1:
        return None
    named = "“" in part["object"] or indicators.is_area(part["object"])
    return part if named and unit == scope.unit and as_number(values[0]) <= scope.value else None


def as_number(value: str) -> float:
    """Read a figure; a range, which is no part of anything, counts as endless."""
    try:
        return float(value)
    except ValueError:
        return math.inf


def _is_condition(name: str, scope: Scope) -> bool:
    """Tell a rate that somebody must have reached (申请补贴的，上一年度在线率不低于95%)."""
    return name.startswith(("上一年", "上年", "近")) or any(s.endswith("的") for s in scope.said)


def _opens(left: str, built: re.Match[str]) -> bool:
    """Tell whether a thing to build opens its stretch, so that it reads as a task."""
    return not left[: built.start()].strip(" \t　*") and not re.search("[每按]", left)


def _building(
    built: re.Match[str], left: str, rest: str, offset: int, scope: Scope
) -> Claim | None:
    """Name what is to be built: before the figure, behind it, or in a stretch before."""
    verb, thing, before = built["verb"], built["object"].strip(), built["before"] or ""
    ahead = left[: built.start()].rstrip()
    before = before or ("至少" if ahead.endswith("至少") else "")
    # 重点旅游村每村建成…: for each what.
    lead, each = indicators.clean(ahead.removesuffix("至少")) if "每" in ahead else (0, "")
    start = offset + (lead if each else built.start())
    rest = "" if _ANOTHER.match(rest) else rest
    behind = not thing and bool(rest.strip())
    # 2023年完成80个、2024年完成150个甲: the thing stands behind the last of its figures.
    thing = thing or _ROW_OF_YEARS.sub("", rest).strip() or indicators.object_of(verb, scope.said)
    if not thing and verb == "完成":
        thing = indicators.work_of(scope.said)
    if not thing:
        return None
    return Claim([each + verb + thing], start, "reach", before, behind, verb)

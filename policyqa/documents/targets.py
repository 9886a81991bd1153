"""Quantified targets: indicator, value, unit, direction, base and target year.

A figure is a target where words of aim (达到, 下降, 不少于 …) tie it to an indicator in the same
stretch between commas. Conditions (超过20%的企业), rules (不受上浮20%限制, 每户不超过1500元) and
figures of years before the document's own are none. A bare limit (不少于5人) or a thing to build
(示范工程15个) is a target only in a sentence with a year or period of aim; in a plan, rates
with a limit and things to build that open their stretch are targets without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from policyqa.documents import front, indicators
from policyqa.documents.parser import Structure
from policyqa.documents.quantities import AFTER, BEFORE, NUMBER, UNIT
from policyqa.documents.year_rows import row_targets
from policyqa.records import Clause, Target

_VALUE = re.compile(rf"(?P<value>{NUMBER})\s*(?P<unit>{UNIT})?(?P<after>{AFTER})?")
_RUN = re.compile(
    rf"(?<![\dA-Za-z.．第])(?:{NUMBER})\s*(?:{UNIT})?(?:{AFTER})?"
    rf"(?:[、和及](?:{NUMBER})\s*(?:{UNIT})?(?:{AFTER})?)*(?![\d年月日号])"
)
_AIM = re.compile(
    r"(?P<spread>(?:均|都|各|分别|平均|累计|年均|每年|总体|基本|力争|全部|同比|逐步|进一步|继续|稳定|要|应|须|将)*)"
    r"(?:(?P<reach>达到|达|保持在|稳定在|维持在|控制在|控制到|占到|增至|升至|降至|降到|"
    r"(?<=任务)为|(?<=目标)为|(?<=指标)为|"
    r"(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|压减|缩短)[到至])"
    r"|(?P<decrease>下降|降低|减少|削减|压减|缩减|减排|缩短)"
    rf"|(?P<increase>新增|增长|增加|提高|提升|上升|扩大))?(?P<before>{BEFORE})?\s*$"
)
_BUILD = re.compile(
    r"(?P<verb>新建|改建|扩建|建成|建设|改造|完成|新增|淘汰|培育|创建|打造|推广|治理|建立|布局|引进|"
    r"更新|更换|惠及|培训|购置|铺设|整治|修复|加装|安装|筹集|开工)(?!后)"
    rf"(?P<object>[^\d]{{0,25}}?)(?P<before>{BEFORE})?\s*$"
)
_ALSO_BUILT = re.compile(r"[、和及](?P<object>[^\d，、]{2,20})$")
_MEASURED = re.compile(r"(?:率|比重|占比|比例|面积|浓度|总量|规模|产值|里程)$")
# Sums and limits for the single case are rules, not aims.
_RULE = re.compile(
    r"补贴|补助|奖补|奖励|罚款|费用|出资|收费|租金|期限|时限|距离|每户|每人|单个|单次|每次"
)
_PLAN = re.compile(r"方案|计划|规划|纲要|细则|意见|要点|措施|任务|清单|目标")
_SHARE_OPENS = re.compile(r"(?:.*(?:力争|确保|实现|使|争取))?\s*$", re.DOTALL)
_SHARE = re.compile(
    r"的?(?P<name>[^，。]{2,30}?(?:达到|实现|完成|建成|通过|纳入|执行|具备|符合)[^，。]{0,30})$"
)
_NO_TARGET = re.compile(r"的|限制|以来|标准|期|级")
# The last year of a period counts; 2024年起 only begins one.
_YEAR = re.compile(r"(?<!\d)(?:20\d{2}年?\s*[至到—–\-－~～]+\s*)?(20\d{2})年(?!起|以来)")
_BASE = re.compile(r"(?:比|较|在)(?:“?[^，。\d比较在]{0,4}”?)?(20\d{2})年|以(20\d{2})年为基")
_PERIOD = re.compile(
    r"每年|年均|期间|力争|确保|目标|20\d{2}年起|(?<![\d几十])[两三四五]年(?:内|累计|共)?(?![来前后以期计规行])"
)
_STRETCH = re.compile(r"[^，,；;。！？\n：:]+")


@dataclass(slots=True)
class _Scope:
    """What holds on until the full stop.

    ``plan`` tells that things to build need no year; ``said`` are the stretches so far;
    ``verb`` and ``built`` are the last thing to build of the present stretch.
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


@dataclass(frozen=True, slots=True)
class _Claim:
    """What ties figures to an indicator: its names, where it begins, direction, qualifier."""

    names: list[str]
    start: int
    direction: Literal["decrease", "increase", "reach"]
    before: str
    name_behind: bool = False
    verb: str = ""


def find_targets(structure: Structure) -> tuple[Target, ...]:
    """Return the targets of all clauses in the order of the document."""
    issued = structure.document.issued
    earliest = issued.year if issued else 0
    plan = bool(_PLAN.search(structure.document.title))
    text = structure.document.text
    return tuple(
        target
        for clause in structure.clauses
        for target in sorted(
            (*_in_clause(text, clause, plan), *row_targets(text, clause)),
            key=lambda target: target.start,
        )
        if target.year is None or target.year >= earliest
    )


def _in_clause(text: str, clause: Clause, plan: bool) -> Iterator[Target]:
    plan = plan and clause.address not in (front.NOTICE, front.LEAD, front.CLOSING)
    scope = _Scope(plan)
    end = clause.start
    for stretch in _STRETCH.finditer(text, clause.start, clause.end):
        if re.search(r"[。！？\n]", text[end : stretch.start()]):
            scope = _Scope(plan)
        end = stretch.end()
        words = stretch.group()
        if not any(character.isdecimal() for character in words):
            scope.subject = indicators.subject_of(words) or scope.subject
            scope.said.append(words)
            continue
        base = _BASE.search(words)
        aimed = _YEAR.search(words, 0, base.start() if base else len(words))
        scope.year = int(aimed[1]) if aimed else scope.year
        scope.aimed = scope.aimed or bool(aimed or _PERIOD.search(words))
        base_year = int(base[1] or base[2]) if base else None
        scope.verb = scope.built = ""
        yield from _in_stretch(clause, words, stretch.start(), scope, base_year)
        scope.said.append(words)


def _in_stretch(
    clause: Clause, words: str, offset: int, scope: _Scope, base_year: int | None
) -> Iterator[Target]:
    begin = 0
    for run in _RUN.finditer(words):
        values = list(_VALUE.finditer(run.group()))
        unit = values[-1]["unit"]
        rest = words[run.end() :]
        if not unit or _NO_TARGET.match(rest):
            continue
        claim = _claim(words[begin : run.start()], rest, unit, len(values), offset + begin, scope)
        if claim is None:
            continue
        many = len(values) > 1
        stop = offset + run.start()
        for place, name in enumerate(claim.names):
            value = values[place if many else 0]
            yield Target(
                clause.document_id,
                clause.address,
                name,
                value["value"],
                value["unit"] or unit,
                claim.direction,
                claim.before or value["after"] or values[-1]["after"] or "",
                base_year,
                scope.year,
                min(claim.start, stop),
                offset + len(words) if claim.name_behind else stop + value.end(),
            )
        scope.indicator, scope.start = claim.names[0], claim.start
        scope.verb, scope.built = claim.verb, claim.names[0] if claim.verb else ""
        begin = run.end()


def _claim(
    left: str, rest: str, unit: str, count: int, offset: int, scope: _Scope
) -> _Claim | None:
    """Read the words before the figures, and those behind where the name stands there."""
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
    if reach or down or up or before:
        if indicators.is_level(name):
            # 下达我市的改造任务为180个，市级自行增加30个: 市级改造任务.
            task_said = indicators.task_of(scope.indicator)
            if not task_said:
                return None
            name += task_said
        if not name and up == "新增" and rest:
            return _Claim([up + rest], offset + start, direction, before or "", name_behind=True)
        if not name or (said.startswith("其中") and scope.indicator):
            # 其中市区新增…, 达到…: what the stretch before spoke of.
            name = indicators.part_of(name, scope.indicator) if name else scope.indicator
            return _Claim([name], scope.start, direction, before or "") if name else None
        if indicators.is_bare(name):
            name = scope.subject + name
        names = (
            indicators.distribute(name) if count > 1 or re.search("[均都]|分别", spread) else [name]
        )
        if count > 1 and len(names) != count:
            return None
        return _Claim(names, offset + start, direction, before or "")
    share = _SHARE.match(rest) if unit in "%％" and _SHARE_OPENS.fullmatch(left) else None
    if share and scope.aimed:
        return _Claim([share["name"]], offset + len(left), "reach", "", name_behind=True)
    also = _ALSO_BUILT.fullmatch(left) if scope.built and count == 1 else None
    if also:
        # 建成换电站120座、加氢站30座; 改造小区210个、建筑面积520万平方米.
        whole = scope.built if _MEASURED.search(also["object"]) else scope.verb
        return _Claim([whole + also["object"]], offset + 1, "reach", "", verb=scope.verb)
    if built and count == 1 and unit not in "%％" and (scope.aimed or task):
        return _building(built, left, rest, offset, scope)
    if _MEASURED.search(name) and scope.aimed:
        return _Claim([name], offset + start, "reach", "") if count == 1 else None
    return None


def _opens(left: str, built: re.Match[str]) -> bool:
    """Tell whether a thing to build opens its stretch, so that it reads as a task."""
    return not left[: built.start()].strip(" \t　*") and not re.search("[每按]", left)


def _building(
    built: re.Match[str], left: str, rest: str, offset: int, scope: _Scope
) -> _Claim | None:
    """Name what is to be built: before the figure, behind it, or in a stretch before."""
    verb, thing, before = built["verb"], built["object"].strip(), built["before"] or ""
    ahead = left[: built.start()].rstrip()
    before = before or ("至少" if ahead.endswith("至少") else "")
    # 重点旅游村每村建成…: for each what.
    lead, each = indicators.clean(ahead.removesuffix("至少")) if "每" in ahead else (0, "")
    start = offset + (lead if each else built.start())
    behind = not thing and bool(rest.strip())
    thing = thing or rest.strip() or indicators.object_of(verb, scope.said)
    if not thing:
        return None
    return _Claim([each + verb + thing], start, "reach", before, behind, verb)

"""Quantified targets: indicator, value, unit, direction, base and target year.

A figure is a target where words of aim (达到, 下降, 不少于 …) tie it to an indicator in the same
stretch between commas. Conditions (超过20%的企业), rules (不受上浮20%限制) and figures of years
before the document's own are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policyqa.documents import indicators
from policyqa.documents.parser import Structure
from policyqa.records import Clause, Target

_UNIT = (
    r"%|％|‰|个?百分点|[万亿千百]*(?:吨标准煤|吨标煤|吨|平方米|立方米|平方公里|立方|公里|千米|米|"
    r"千瓦时|千瓦|兆瓦|微克/立方米|微克每立方米|毫克/升|亩|公顷|辆|座|个|家|户|人次|人|元|美元|处|项|套|"
    r"台|条|所|天|倍|次|批|名|张|件|种|岁|床|只|头|株|艘|架|列|度|块|升|㎡|m³|km|kWh|MW)"
)
_NUMBER = r"\d+(?:\.\d+)?(?:[%％]?[-－—–~～至]\d+(?:\.\d+)?)?"
_AFTER = r"以上|以下|左右|以内|上下|之内"
_BEFORE = (
    "不少于|不低于|不小于|不高于|不超过|不大于|不多于|超过|高于|低于|突破|至少|大于|小于|约为|约|近"
)
_VALUE = re.compile(rf"(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})?(?P<after>{_AFTER})?")
_RUN = re.compile(
    rf"(?<![\dA-Za-z.．第])(?:{_NUMBER})\s*(?:{_UNIT})?(?:{_AFTER})?"
    rf"(?:[、和及](?:{_NUMBER})\s*(?:{_UNIT})?(?:{_AFTER})?)*(?![\d年月日号])"
)
_AIM = re.compile(
    r"(?P<spread>(?:均|都|各|分别|平均|累计|年均|每年|总体|基本|力争|全部|同比|逐步|进一步|继续|稳定|要|应|须|将)*)"
    r"(?:(?P<reach>达到|达|保持在|稳定在|维持在|控制在|控制到|占到|增至|升至|降至|降到|"
    r"(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|压减|缩短)[到至])"
    r"|(?P<decrease>下降|降低|减少|削减|压减|缩减|减排|缩短)"
    rf"|(?P<increase>新增|增长|增加|提高|提升|上升|扩大))?(?P<before>{_BEFORE})?\s*$"
)
_BUILD = re.compile(
    r"(?:新建|改建|扩建|建成|建设|改造|完成|新增|淘汰|培育|创建|打造|推广|治理|建立|布局|引进)"
    rf"(?P<object>[^\d]{{0,25}}?)(?P<before>{_BEFORE})?\s*$"
)
_MEASURED = re.compile(r"(?:率|比重|占比|比例|面积|浓度|总量|规模|产值|里程)$")
_SHARE_OPENS = re.compile(r"(?:.*(?:力争|确保|实现|使|争取))?\s*$", re.DOTALL)
_SHARE = re.compile(
    r"的?(?P<name>[^，。]{2,30}?(?:达到|实现|完成|建成|通过|纳入|执行|具备|符合)[^，。]{0,30})$"
)
_NO_TARGET = re.compile(r"的|限制|以来|标准|期|级")
_YEAR = re.compile(r"(?<!\d)(20\d{2})年")
_BASE = re.compile(r"(?:比|较|在)(?:“?[^，。\d比较在]{0,4}”?)?(20\d{2})年|以(20\d{2})年为基")
_PERIOD = re.compile(r"每年|年均|期间|力争|确保|目标")
_STRETCH = re.compile(r"[^，,；;。！？\n：:]+")


@dataclass(slots=True)
class _Scope:
    """What holds on until the full stop: target year, last indicator and where it began."""

    year: int | None = None
    aimed: bool = False
    indicator: str = ""
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Claim:
    """What ties figures to an indicator: its names, where it begins, direction, qualifier."""

    names: list[str]
    start: int
    direction: Literal["decrease", "increase", "reach"]
    before: str
    name_behind: bool = False


def find_targets(structure: Structure) -> tuple[Target, ...]:
    """Return the targets of all clauses in the order of the document."""
    issued = structure.document.issued
    earliest = issued.year if issued else 0
    return tuple(
        target
        for clause in structure.clauses
        for target in _in_clause(structure.document.text, clause)
        if target.year is None or target.year >= earliest
    )


def _in_clause(text: str, clause: Clause) -> Iterator[Target]:
    scope = _Scope()
    end = clause.start
    for stretch in _STRETCH.finditer(text, clause.start, clause.end):
        if re.search(r"[。！？\n]", text[end : stretch.start()]):
            scope = _Scope()
        end = stretch.end()
        words = stretch.group()
        if not any(character.isdecimal() for character in words):
            continue
        base = _BASE.search(words)
        aimed = _YEAR.search(words, 0, base.start() if base else len(words))
        scope.year = int(aimed[1]) if aimed else scope.year
        scope.aimed = scope.aimed or bool(aimed or _PERIOD.search(words))
        base_year = int(base[1] or base[2]) if base else None
        yield from _in_stretch(clause, words, stretch.start(), scope, base_year)


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
    if reach or down or up or before:
        if not name and up == "新增" and rest:
            return _Claim([up + rest], offset + start, direction, before or "", name_behind=True)
        if not name or said.startswith("其中"):
            # 其中市区新增…, 达到…: what the stretch before spoke of.
            name = indicators.part_of(name, scope.indicator) if name else scope.indicator
            return _Claim([name], scope.start, direction, before or "") if name else None
        names = (
            indicators.distribute(name) if count > 1 or re.search("[均都]|分别", spread) else [name]
        )
        if count > 1 and len(names) != count:
            return None
        return _Claim(names, offset + start, direction, before or "")
    share = _SHARE.match(rest) if unit in "%％" and _SHARE_OPENS.fullmatch(left) else None
    if share and scope.aimed:
        return _Claim([share["name"]], offset + len(left), "reach", "", name_behind=True)
    built = _BUILD.search(left)
    if built and scope.aimed and count == 1:
        verb_object = left[built.start() : built.start("before") if built["before"] else len(left)]
        name = verb_object.strip() + ("" if built["object"].strip() else rest.strip())
        behind = not built["object"].strip()
        return _Claim([name], offset + built.start(), "reach", built["before"] or "", behind)
    if _MEASURED.search(name) and scope.aimed:
        return _Claim([name], offset + start, "reach", "") if count == 1 else None
    return None

"""Quantified targets: indicator, value, unit, direction, base and target year.

A figure is a target where words of aim (达到, 下降, 不少于 …) tie it to an indicator in the same
stretch between commas. Conditions (超过20%的企业), rules (不受上浮20%限制, 每户不超过1500元) and
figures of years before the document's own are none. A bare limit (不少于5人) or a thing to build
(示范工程15个) is a target only in a sentence with a year or period of aim; in a plan, rates
with a limit and things to build that open their stretch are targets without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from policyqa.documents import front, indicators
from policyqa.documents.aims import Scope, as_number, is_share, read_claim
from policyqa.documents.indicator_tables import table_targets
from policyqa.documents.numerals import chinese_decimal
from policyqa.documents.parser import Structure
from policyqa.documents.place_rows import place_targets
from policyqa.documents.quantities import AFTER, NUMBER, UNIT
from policyqa.documents.row_tables import row_table_targets
from policyqa.documents.year_rows import row_targets, spread_targets
from policyqa.records import Clause, Target

_VALUE = re.compile(rf"(?P<value>{NUMBER})\s*(?P<unit>{UNIT})?\s*(?P<after>{AFTER})?")
_RUN = re.compile(
    rf"(?<![\dA-Za-z.．第])(?:{NUMBER})\s*(?:{UNIT})?(?:\s*{AFTER})?"
    rf"(?:[、和及](?:{NUMBER})\s*(?:{UNIT})?(?:\s*{AFTER})?)*(?!\s*[\d年月日号])"
)
_NO_TARGET = re.compile(r"的|限制|以来|标准|期|级|及以[上下]")
# The last year of a period counts; 2024年起 only begins one.
_YEAR = re.compile(
    r"(?<!\d)(?:20\d{2}\s*年?(?:\s*\d{1,2}\s*月)?\s*[至到—–\-－~～]+\s*)?(20\d{2})\s*年(?!起|以来)"
)
_BASE = re.compile(r"(?:比|较|在)(?:“?[^，。\d比较在]{0,4}”?)?\s*(20\d{2})\s*年|以(20\d{2})年为基")
_HEADED_YEAR = re.compile(r"(?:到|至)?(20\d{2})年(?:底|末)?前?(?!以来|工作回顾|完成情况)")
_PERIOD = re.compile(
    r"每年|年均|期间|力争|确保|目标|今年(?:计划|力争|要|将|拟)|20\d{2}年起|(?<![\d几十])[两三四五]年(?:内|累计|共)?(?![来前后以期计规行])"
)
# What was reached in the five years before is no aim.
_FORMER = re.compile(r"(?<![比较])“十[一二三]五”(?:期间|时期|以来)")
# 其中，甲市… divides what the sentence before says of the same year.
_OF_THOSE = re.compile(r"[\s　]*其中")
_THIS_YEAR = re.compile(r"今年(?:计划|力争|要|将|拟|确保)")
_BARE_AIM = re.compile(r"(?:基本|激励|约束性?|预期性?|考核|奋斗)?目标值?")
_OF_AIMS = re.compile(r"(?:降低|下降|控制|提升|削减)?(?:目标|任务)(?:任务|值)?(?:分解|分配)?表?$")
# What was reached before is told under such headings.
_PAST = re.compile(
    r"(?:发展|工作|现实|规划|产业)(?:基础|现状|背景|回顾)$|(?:主要)?成效$|现状$|回顾$"
)
_PLAN = re.compile(r"方案|计划|规划|纲要|细则|意见|要点|措施|任务|清单|目标")
_STRIVES = re.compile(r"力争|争取|努力|确保")
_STRETCH = re.compile(r"[^，,；;。！？\n：:]+")
_PER_CENT = re.compile(r"(?<!个)百分之(?P<numeral>[零〇一二三四五六七八九十百点]+)")


def find_targets(structure: Structure) -> tuple[Target, ...]:
    """Return the targets of all clauses in the order of the document."""
    issued = structure.document.issued
    earliest = issued.year if issued else 0
    plan = bool(_PLAN.search(structure.document.title))
    text = structure.document.text
    past = {each.address for each in structure.headings if _PAST.search(each.title)}
    titles = {each.address: each.title for each in structure.headings}
    said = any(not _is_cover(clause) for clause in structure.clauses)
    return tuple(
        _named_after_item(_of_headed_year(target, clause, titles), clause, titles)
        for clause in structure.clauses
        if not past.intersection((clause.address, *clause.ancestors))
        # A cover repeats what the document says, and a web site's report above it.
        if not (_is_cover(clause) and said)
        for target in sorted(
            _of_clause(text, clause, plan, earliest or None),
            key=lambda target: target.start,
        )
        if target.year is None or target.year >= earliest
    )


def _is_cover(clause: Clause) -> bool:
    return clause.address.split("〔")[0] in (front.NOTICE, front.TITLE)


def _of_headed_year(target: Target, clause: Clause, titles: Mapping[str, str]) -> Target:
    """Give a target the year of the heading that it stands under (2026年目标)."""
    above = (clause.heading, *(titles.get(each, "") for each in reversed(clause.ancestors)))
    years = [year for title in above if (year := _HEADED_YEAR.match(title))]
    return replace(target, year=int(years[0][1])) if years and target.year is None else target


def _named_after_item(target: Target, clause: Clause, titles: Mapping[str, str]) -> Target:
    """Name a bare 激励目标 after the item that it is of: 衡津市能耗强度激励目标.

    The item is a place, and the heading above it says what is aimed at.
    """
    bare = _BARE_AIM.fullmatch(target.indicator)
    if bare is None or not indicators.is_area(clause.heading) or not clause.ancestors:
        return target
    above = _OF_AIMS.sub("", titles.get(clause.ancestors[-1], ""))
    name = f"{clause.heading}{indicators.measure_of(above)}{target.indicator}"
    return replace(target, indicator=name)


def _of_clause(text: str, clause: Clause, plan: bool, issued: int | None) -> Iterator[Target]:
    """Yield the targets of a clause; a list by place is no run of its sentence as well."""
    of_tables = list(table_targets(text, clause)) or list(row_table_targets(text, clause))
    listed = [*place_targets(text, clause), *of_tables, *spread_targets(text, clause)]
    yield from row_targets(text, clause)
    yield from listed
    for target in _in_clause(text, clause, plan, issued):
        if not any(target.start < other.end and other.start < target.end for other in listed):
            yield target


def _in_clause(text: str, clause: Clause, plan: bool, issued: int | None) -> Iterator[Target]:
    plan = plan and clause.address not in (front.NOTICE, front.LEAD, front.CLOSING)
    scope = Scope(plan)
    end = clause.start
    former = False
    for stretch in _STRETCH.finditer(text, clause.start, clause.end):
        if re.search(r"[。！？\n]", text[end : stretch.start()]):
            year = scope.year if _OF_THOSE.match(stretch.group()) else None
            scope = scope.next_sentence()
            scope.year = year
            former = False
        end = stretch.end()
        former = (
            former or bool(_FORMER.search(stretch.group()))
        ) and "十四五" not in stretch.group()
        if former:
            continue
        words = _PER_CENT.sub(_in_digits, stretch.group())
        if not any(character.isdecimal() for character in words):
            scope.subject = indicators.subject_of(words) or scope.subject
            scope.said.append(words)
            continue
        base = _BASE.search(words)
        aimed = _YEAR.search(words, 0, base.start() if base else len(words))
        scope.year = int(aimed[1]) if aimed else scope.year
        if _THIS_YEAR.search(words) and scope.year is None:
            scope.year = issued
        scope.aimed = scope.aimed or bool(aimed or _PERIOD.search(words))
        base_year = int(base[1] or base[2]) if base else None
        scope.verb = scope.built = ""
        yield from _in_stretch(clause, words, stretch.start(), scope, base_year)
        scope.said.append(words)


def _in_digits(match: re.Match[str]) -> str:
    """Write 百分之二十 as 20%, blanks before it keeping its length, so that offsets hold."""
    digits = chinese_decimal(match["numeral"])
    return f"{digits}%".rjust(len(match.group())) if digits else match.group()


def _in_stretch(
    clause: Clause, words: str, offset: int, scope: Scope, base_year: int | None
) -> Iterator[Target]:
    begin = 0
    for run in _RUN.finditer(words):
        values = list(_VALUE.finditer(run.group()))
        unit = values[-1]["unit"]
        rest = words[run.end() :]
        share = values[-1]["after"] and is_share(words[begin : run.start()], rest, unit)
        if not unit or (_NO_TARGET.match(rest) and not share):
            continue
        figures = [value["value"] for value in values]
        left = words[begin : run.start()]
        claim = read_claim(left, rest, figures, unit, offset + begin, scope)
        if claim is None:
            continue
        # 其中2023年达到50%、2024年达到56%: each figure has its own year.
        own = list(_YEAR.finditer(words, begin, run.start()))
        year = int(own[-1][1]) if own and not _BASE.search(left) else scope.year
        same = claim.direction == "reach" and claim.names == [scope.indicator]
        if same and _STRIVES.search(left):
            # 下降14.5%，力争达到15%: the same change, further on.
            claim = replace(claim, direction=scope.change)
            base_year = base_year or scope.base
        scope.change, scope.base = claim.direction, base_year
        many = len(values) > 1
        stop = offset + run.start()
        for place, name in enumerate(claim.names):
            value = values[place if many else 0]
            # 降低20个、10个百分点: the last unit is that of all.
            shared = not value["unit"] or (value["unit"] == "个" and unit.startswith("个"))
            last = values[-1] if shared else value
            yield Target(
                clause.document_id,
                clause.address,
                name,
                value["value"],
                unit if shared else value["unit"],
                claim.direction,
                claim.before or value["after"] or values[-1]["after"] or "",
                base_year,
                year,
                min(claim.start, stop),
                offset + len(words) if claim.name_behind else stop + last.end(),
            )
        scope.indicator, scope.start = claim.names[0], claim.start
        scope.verb, scope.built = claim.verb, claim.names[0] if claim.verb else ""
        if not claim.part:
            counted = claim.verb and not many
            scope.whole = claim.names[0].removeprefix(claim.verb) if counted else ""
            scope.value = as_number(figures[0])
        scope.unit, scope.part = unit, claim.part
        begin = run.end()

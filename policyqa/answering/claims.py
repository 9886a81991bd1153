"""Figures that a question supposes, checked against what the text says.

A figure is compared with figures of the same unit only: 8000元 is no statement about 4500人次.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policyqa.answering.context import Figure, Question
from policyqa.answering.normalise import figures, with_digits
from policyqa.answering.places import bare_name
from policyqa.answering.resources import Resources
from policyqa.answering.topic import PARTIAL_MATCH, is_thing, match
from policyqa.records import Status, Target
from policyqa.text import same_width

# Words below this weight need not stand in the indicator.
TELLING = 0.4
# Units that say the same.
RATIOS = ("%", "百分点", "个百分点")
_DENIES, _STRETCH = re.compile(r"不受|不再|不按|除外|不适用"), re.compile(r"[^，,；;。]+")
_PARTS = re.compile(r"[；;。]")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ALIKE = {"个点": "百分点", "个百分点": "百分点"}


def same_number(value: str) -> tuple[float, ...]:
    """Return the number that ``value`` writes, or both ends of a range (23%—25%), to compare."""
    return tuple(float(part) for part in _NUMBER.findall(re.sub("[,，]", "", value)))


def _agree(claimed: str, held: str) -> bool:
    """Tell whether two values are the same, or the one claimed lies in the range held."""
    own, ends = same_number(claimed), same_number(held)
    return own == ends or (len(ends) > 1 and all(min(ends) <= each <= max(ends) for each in own))


def _unit(unit: str) -> str:
    return _ALIKE.get(unit, unit)


def contradicted(claimed: Iterable[Figure], held: Sequence[tuple[str, str]]) -> Figure | None:
    """Return the first claimed figure of a unit in ``held`` (value, unit) whose value is not."""
    for figure in claimed:
        same_unit = [value for value, unit in held if _unit(unit) == _unit(figure.unit)]
        if same_unit and not any(_agree(figure.value, value) for value in same_unit):
            return figure
    return None


def target_claim(
    question: Question, targets: Sequence[Target], others: Sequence[Target], resources: Resources
) -> tuple[str, Status, str]:
    """Return (words before the answer, status, the figure denied) for a figure in the question.

    Outside a yes-or-no question a figure that another target has may well be that target's
    (1000万平方米中市区新增多少), so it is neither confirmed nor denied.
    """
    say = resources.wording.say
    elsewhere = {(same_number(t.value), t.unit) for t in others if t not in targets}
    claimed = [
        figure
        for figure in question.figures
        if question.asks("yes_no") or (same_number(figure.value), figure.unit) not in elsewhere
    ]
    wrong = contradicted(claimed, [(t.value, t.unit) for t in targets])
    if wrong:
        words = f"{wrong.value}{wrong.unit}"
        return say("target_claim_no", claimed=words), "corrected", words
    years = [y for y in question.years if all(y not in (t.year, t.base_year) for t in targets)]
    claims = bool(question.figures) or question.asks("yes_no")
    if years and claims and all(target.year for target in targets):
        words = f"{years[0]}年"
        return say("target_claim_no", claimed=words), "corrected", words
    right = bool(claimed) and question.asks("yes_no") and _all_said(question, targets)
    return (say("target_claim_yes") if right else ""), "answered", ""


def _all_said(question: Question, targets: Sequence[Target]) -> bool:
    """Tell whether the indicator says all that is asked (43%是约束性指标吗 asks for more)."""
    indicators = same_width("".join(target.indicator for target in targets))
    return all(
        term.text in indicators
        or term.weight < TELLING
        or any(v in indicators for v, _ in term.variants)
        for term in question.terms
    )


def text_claim(question: Question, text: str) -> tuple[str, str]:
    """Return (figure denied, figure confirmed) of a supposing question by a quoted text.

    It asks whether something is so, why, or how a figure was reckoned.
    """
    if not (question.asks("yes_no", "reason") or "derivation" in question.attributes):
        return "", ""
    # 甲县为A类，下降16%；乙县为B类，下降15%: the stretch on the county that is named counts.
    names = [bare_name(place.name) for place in question.places if not place.here]
    own = [part for part in _PARTS.split(text) if any(name in part for name in names)]
    text = "；".join(own) or text
    held = [(figure.value, figure.unit) for figure in figures(with_digits(same_width(text)))]
    wrong = contradicted(question.figures, held)
    if wrong:
        return f"{wrong.value}{wrong.unit}", ""
    # 不受上浮20%限制 does not say that 20% is the limit.
    if any(
        _DENIES.search(stretch) and _NUMBER.search(stretch) for stretch in _STRETCH.findall(text)
    ):
        return "", ""
    right = [
        f for f in question.figures if (f.value, f.unit) in held and _said_of(f, question, text)
    ]
    return "", f"{right[0].value}{right[0].unit}" if right else ""


def _said_of(figure: Figure, question: Question, text: str) -> bool:
    """Tell whether the stretch with a figure names a thing of the question.

    单位GDP能耗下降13.5%，能源消费总量合理控制 does not say 13.5% of 能源消费总量.
    """
    things = [term for term in question.terms if is_thing(term) and term.weight >= TELLING]
    stretches = [same_width(stretch) for stretch in _STRETCH.findall(text)]
    held = [
        stretch
        for stretch in stretches
        if any(
            (f.value, f.unit) == (figure.value, figure.unit) for f in figures(with_digits(stretch))
        )
    ]
    return not things or any(
        match(term, stretch) > PARTIAL_MATCH for term in things for stretch in held
    )


def absent_figure(question: Question, resources: Resources) -> str:
    """Return a share or an amount that a question supposes and no document has, or "".

    How many mu or pigs a person has is a fact of their own, and so is what a question about
    permission tells of them.
    """
    supposed = any(word in question.text for word in resources.cues.words["supposes"])
    if not supposed or question.asks("permission"):
        return ""
    aimed = [
        figure
        for figure in question.figures
        if figure.unit in RATIOS
        or _unit(figure.unit).endswith(("吨", "吨标准煤", "平方米", "公里"))
    ]
    if not aimed:
        return ""
    texts = "".join(resources.understanding.folded(question.documents))
    held = {(same_number(f.value), _unit(f.unit)) for f in figures(with_digits(texts))}
    absent = [f for f in aimed if (same_number(f.value), _unit(f.unit)) not in held]
    return f"{absent[0].value}{absent[0].unit}" if absent else ""

"""What a unit measures: 多少万千瓦 asks for a power, which no share of energy is."""

from __future__ import annotations

import re

_ASKED_UNIT = re.compile(r"(?:多少|几)(?P<unit>[万亿千百]*[^\W\d]{1,4})")
_MEASURES = {
    "power": re.compile(r"^[万亿百]*(?:千瓦|兆瓦)(?!时)"),
    "energy": re.compile(r"^[万亿百]*(?:千瓦时|度(?!电)|度电)"),
    "mass": re.compile(r"^[万亿千百]*吨"),
    "area": re.compile(r"^[万亿千百]*(?:平方米|平米|平方公里|亩|公顷)"),
    "volume": re.compile(r"^[万亿千百]*(?:立方|方)"),
    "length": re.compile(r"^[万亿千百]*(?:公里|千米)"),
    "share": re.compile(r"^(?:%|％|个?百分点|成(?!本))"),
}


def same_measure(asked: str, unit: str) -> bool:
    """Tell whether a question can mean a figure in ``unit``.

    False only where it names a unit of another kind; counts (个, 家, 辆) may stand for each other.
    """
    named = _ASKED_UNIT.search(asked)
    wanted = _measure(named["unit"]) if named else ""
    held = _measure(unit)
    return not (wanted and held) or wanted == held


def _measure(unit: str) -> str:
    """Return what ``unit`` measures (power, mass, …), "" for anything else."""
    return next((kind for kind, pattern in _MEASURES.items() if pattern.search(unit)), "")

"""The years that a plan covers, read off its title."""

from __future__ import annotations

import re

from policyqa.documents.numerals import number_of

_NAMED = re.compile(r"“(十?[一二三四五六七八九]|十)五”")
_YEARS = re.compile(r"(20\d\d)\s*(?:年)?\s*[-—–－~～至到]{1,2}\s*(20\d\d)\s*年?")
# From the sixth on (1981–1985), a five-year plan begins every five years.
_SIXTH, _BEGAN = 6, 1981


def plan_period(title: str) -> tuple[int, int] | None:
    """Return first and last year of a plan: “十四五” is (2021, 2025), as is 2021—2025年.

    None where the title tells neither.
    """
    years = _YEARS.search(title)
    if years and years[1] <= years[2]:
        return int(years[1]), int(years[2])
    named = _NAMED.search(title)
    if not named:
        return None
    plan = number_of(named[1]) or 0
    if plan < _SIXTH:
        return None
    first = _BEGAN + 5 * (plan - _SIXTH)
    return first, first + 4

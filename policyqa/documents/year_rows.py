"""Targets laid out by year.

Annexes do so in rows (改造小区数量（单位：个） 2024年：60；2025年：80), texts in pairs
(2024年、2025年能耗分别下降3%、4%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyqa.documents import indicators
from policyqa.documents.quantities import DOWN, NUMBER, UNIT, UNIT_SAID, UP, direction_of
from policyqa.records import Clause, Target

_ROW = re.compile(
    rf"(?<!\d)(?P<year>20\d{{2}})年?[ \t　]*[：:][ \t　]*(?P<value>{NUMBER})[ \t]*(?P<unit>{UNIT})?"
    r"(?![\d.])"
)
_YEAR = r"20\d{2}\s*年?"
_AND = r"\s*[、，,和及]\s*"
_FIGURE = rf"(?:{NUMBER})\s*(?:{UNIT})?"
_SPREAD = re.compile(
    rf"(?P<ahead>[^，,。；;：:\n\d]{{2,30}})?(?P<years>{_YEAR}(?:{_AND}{_YEAR})+)"
    rf"(?P<name>(?:PM2\.5|PM10|[^，,。；;：:\n\d]){{0,30}}?)(?:要|应)?分别(?P<how>[^，,。；;：:\n\d]{{0,12}}?)"
    rf"(?P<figures>{_FIGURE}(?:{_AND}{_FIGURE})+)"
)
_CHANGE = re.compile("|".join(DOWN + UP))
_BETWEEN = re.compile(r"[；;，,、\s]*")


def row_targets(text: str, clause: Clause) -> Iterator[Target]:
    """Yield one target for each year of a row of two or more years with their figures.

    The indicator is what stands before the row in its line, else the clause's heading; the
    unit stands with the figure, else in brackets with the indicator. A row without a unit is
    none. A target spans its year and figure.
    """
    rows: list[list[re.Match[str]]] = []
    for match in _ROW.finditer(text, clause.start, clause.end):
        if rows and _BETWEEN.fullmatch(text, rows[-1][-1].end(), match.start()):
            rows[-1].append(match)
        else:
            rows.append([match])
    for row in rows:
        if len(row) < 2:
            continue
        line = text.rfind("\n", clause.start, row[0].start()) + 1 or clause.start
        name = text[max(line, clause.start) : row[0].start()]
        said = name if len(name.strip(" \t　：:，,、")) > 1 else clause.heading
        named = UNIT_SAID.search(said)
        indicator = UNIT_SAID.sub("", said).strip(" \t　：:，,、。")
        for match in row:
            unit = match["unit"] or (named["unit"] if named else "")
            if indicator and unit:
                yield Target(
                    clause.document_id, clause.address, indicator, match["value"], unit,
                    "reach", "", None, int(match["year"]), match.start(), match.end(),
                )  # fmt: skip


def spread_targets(text: str, clause: Clause) -> Iterator[Target]:
    """Yield a target for each year of 2024年、2025年能耗分别下降3%、4%; each spans the whole."""
    for match in _SPREAD.finditer(text, clause.start, clause.end):
        years = re.findall(r"20\d{2}", match["years"])
        figures = [
            re.fullmatch(rf"(?P<value>{NUMBER})\s*(?P<unit>{UNIT})?", figure.strip())
            for figure in re.split(_AND, match["figures"])
        ]
        told = [figure for figure in figures if figure]
        _, name = indicators.clean(match["name"] or match["ahead"] or "")
        unit = told[-1]["unit"] if told else None
        if len(told) != len(figures) or len(told) != len(years) or not (name and unit):
            continue
        change = _CHANGE.search(match["how"])
        for year, figure in zip(years, told, strict=True):
            yield Target(
                clause.document_id, clause.address, name, figure["value"],
                figure["unit"] or unit, direction_of(change.group() if change else ""), "",
                None, int(year), match.start(), match.end(),
            )  # fmt: skip

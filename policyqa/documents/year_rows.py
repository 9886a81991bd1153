"""Targets laid out by year, as annexes do: 改造小区数量（单位：个） 2024年：60；2025年：80."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyqa.documents.quantities import NUMBER, UNIT, UNIT_SAID
from policyqa.records import Clause, Target

_ROW = re.compile(
    rf"(?<!\d)(?P<year>20\d{{2}})年?[ \t　]*[：:][ \t　]*(?P<value>{NUMBER})[ \t]*(?P<unit>{UNIT})?"
    r"(?![\d.])"
)
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

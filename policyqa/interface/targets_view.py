"""The 目标指标 view: every figure that a document sets, as bars and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import gradio as gr

from policyqa.interface.filters import (
    SHOWN,
    choice_field,
    cut_note,
    found,
    found_bar,
    place_field,
    register_form,
    text_field,
)
from policyqa.interface.links import clause_link
from policyqa.interface.reader import clause_label, source_name
from policyqa.interface.registers import NO_YEAR, Filter, Registers, TargetRow
from policyqa.interface.sheets import number

NOTHING = "没有符合条件的目标值，请减少条件或换个说法。"
_NO_YEAR = "未写年份"
_TITLES = {"decrease": "下降幅度", "increase": "增加量", "reach": "应达到"}
_CHART_LIMIT = 60


def targets_view(registers: Registers) -> None:
    """Add the view to the Blocks that are being built, unfiltered."""
    rows = registers.targets()
    years = {year: _NO_YEAR if year == NO_YEAR else f"{year}年" for year in registers.years}
    form = register_form(
        "targets",
        "筛选目标指标",
        (
            text_field("keyword", "关键词", "如 秸秆、用水"),
            place_field(registers, rows),
            choice_field("year", "期限", {"": "全部期限"} | years),
        ),
    )
    gr.HTML(
        '<div class="view register-view"><div class="view-head"><h2>目标指标</h2>'
        '<p><strong class="warning">目标值（不是完成值）</strong> '
        "这里是文件规定要达到的数，不是已经做到的数。</p></div>"
        f"{form}{found_bar('targets', summary(rows))}"
        f'<div class="results">{render_targets(registers, Filter())}</div></div>',
        elem_id="view-targets",
        apply_default_css=False,
        js_on_load="policyqaViews.register(element)",
    )


def render_targets(registers: Registers, wanted: Filter) -> str:
    """Return the targets that pass, as bars and as a table."""
    rows = registers.targets(wanted)
    if not rows:
        return found(summary(rows), f'<p class="nothing">{NOTHING}</p>')
    return found(summary(rows), _chart(rows) + _table(registers, rows))


def summary(rows: Sequence[TargetRow]) -> str:
    """Count what was found."""
    clauses = {(row.document.id, row.clause.address) for row in rows}
    return f"{len(rows)} 个目标值，{len(clauses)} 个条款"


def _chart(rows: Sequence[TargetRow]) -> str:
    """Return a group of bars for each unit and direction: only those compare.

    Percentages are drawn on the full 0 to 100, any other unit on the largest of its values.
    """
    groups: dict[tuple[str, str], list[tuple[TargetRow, float]]] = {}
    for row in rows[:_CHART_LIMIT]:
        value = number(row.target.value)
        if not isinstance(value, str) and value > 0:
            key = (row.target.direction, row.target.unit)
            groups.setdefault(key, []).append((row, float(value)))
    figures = []
    for (direction, unit), members in sorted(groups.items(), key=lambda item: -len(item[1])):
        largest = max(value for _, value in members)
        whole = max(100.0, largest) if unit == "%" else largest
        bars = "".join(_bar(row, value / whole) for row, value in members)
        scale = "满格为100%" if unit == "%" and whole == 100.0 else "以组内最大值为满格"
        figures.append(
            f'<figure class="bars"><figcaption>{_TITLES[direction]}（{escape(unit) or "数"}）'
            f'<span class="scale">{scale}</span></figcaption><ul>{bars}</ul></figure>'
        )
    if not figures:
        return ""
    return f'<section class="charts" aria-label="目标值图">{"".join(figures)}</section>'


def _bar(row: TargetRow, share: float) -> str:
    """Return one bar: words and value are text, so the drawing itself says nothing more."""
    return (
        f'<li><span class="what">{escape(row.target.indicator)}</span>'
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="10"/>'
        f'<rect class="fill" width="{max(share, 0.005) * 100:.1f}" height="10"/></svg>'
        f'<b class="figure">{escape(row.value)}</b></li>'
    )


def _table(registers: Registers, rows: Sequence[TargetRow]) -> str:
    several = len(registers.corpus.documents) > 1
    lines = []
    for row in rows[:SHOWN]:
        target = row.target
        place = clause_label(row.clause.address, row.clause.heading)
        source = f'<span class="source">{escape(source_name(row.document))}</span>'
        clause = clause_link(row.document.id, row.clause.address)
        quote = clause_link(row.document.id, row.clause.address, row.quote)
        base = f'<span class="base">比{target.base_year}年</span>' if target.base_year else ""
        lines.append(
            f'<tr><th scope="row">{escape(target.indicator)}</th>'
            f'<td class="figure">{base}{escape(row.value)}</td>'
            f'<td class="until">{f"{target.year}年" if target.year else _NO_YEAR}</td>'
            f'<td>{source if several else ""}<a href="{escape(clause)}">{escape(place)}</a></td>'
            f'<td class="words"><a href="{escape(quote)}">{escape(row.quote)}</a></td></tr>'
        )
    names = ("指标", "目标值（不是完成值）", "期限", "条款", "原文（点开核对）")
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    table = (
        '<table class="register targets"><caption class="unseen">目标指标表</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )
    return table + cut_note(len(rows))

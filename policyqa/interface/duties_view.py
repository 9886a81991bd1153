"""The 责任清单 view: who answers for which clause, as a list and as a matrix."""

from __future__ import annotations

from collections import Counter
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
    region,
    register_form,
    text_field,
)
from policyqa.interface.links import clause_link
from policyqa.interface.reader import clause_label, source_name
from policyqa.interface.registers import ROLES, DutyRow, Filter, Registers, Role
from policyqa.text import fold

NOTHING = "没有符合条件的责任事项，请减少条件或换个说法。"
ONE_DOCUMENT = "矩阵一次显示一份文件，请先在“条款”里选定文件。"
# Classes name colours in the style sheet; the words in the cell say the same.
_ROLE_CLASSES: dict[Role, str] = {
    "牵头": "lead",
    "分工": "shared",
    "配合": "assisting",
    "继承": "inherited",
}


def duties_view(registers: Registers) -> None:
    """Add the view to the Blocks that are being built, unfiltered."""
    rows = registers.duties()
    form = register_form(
        "duties",
        "筛选责任清单",
        (
            text_field("department", "单位", "如 发改委、市生态环境局", registers.bodies),
            choice_field("role", "角色", {"": "全部角色"} | {role: role for role in ROLES}),
            place_field(registers, rows),
            text_field("keyword", "关键词", "如 秸秆、地热"),
        ),
    )
    bar = found_bar("duties", summary(rows), {"": "清单", "matrix": "矩阵"})
    gr.HTML(
        '<div class="view register-view"><div class="view-head"><h2>责任清单</h2>'
        "<p>文件在各条末尾写明的责任单位。“继承”指由前面条款统一规定、本条不再列出的责任。</p></div>"
        f'{form}{bar}<div class="results">{render_duties(registers, Filter())}</div></div>',
        elem_id="view-duties",
        apply_default_css=False,
        js_on_load="policyqaViews.register(element)",
    )


def render_duties(registers: Registers, wanted: Filter, *, matrix: bool = False) -> str:
    """Return the duties that pass, as a list or as a matrix of bodies and clauses."""
    rows = registers.duties(wanted)
    if not rows:
        body = f'<p class="nothing">{NOTHING}</p>'
    elif matrix and len({row.document.id for row in rows}) > 1:
        body = f'<p class="nothing">{ONE_DOCUMENT}</p>'
    elif matrix:
        body = _matrix(registers, rows)
    else:
        body = _list(registers, rows, wanted)
    return found(summary(rows, wanted.department.strip()), body)


def summary(rows: Sequence[DutyRow], department: str = "") -> str:
    """Count what was found, and say how a department was understood."""
    bodies = list(dict.fromkeys(body for row in rows for body in row.matched))
    clauses = {(row.document.id, row.clause.address) for row in rows}
    roles = Counter(row.role for row in rows for _ in row.matched)
    counted = "、".join(f"{role} {roles[role]}" for role in ROLES if roles[role])
    line = f"{sum(roles.values())} 项责任，{len(bodies)} 个单位，{len(clauses)} 个条款"
    if counted:
        line += f"（{counted}）"
    if department and bodies and bodies != [department]:
        named = "、".join(bodies[:4]) + (f"等 {len(bodies)} 个单位" if len(bodies) > 4 else "")
        line += f"。“{department}”对应：{named}"
    return line


def _badge(role: Role) -> str:
    return f'<span class="role {_ROLE_CLASSES[role]}">{role}</span>'


def _list(registers: Registers, rows: Sequence[DutyRow], wanted: Filter) -> str:
    marked = bool(wanted.department.strip())
    several = len(registers.corpus.documents) > 1
    lines = []
    for row in rows[:SHOWN]:
        clause = clause_link(row.document.id, row.clause.address)
        quote = clause_link(row.document.id, row.source, row.quote)
        source = f'<span class="source">{escape(source_name(row.document))}</span>'
        inherited = (
            f'<span class="from">自{escape(row.source)}</span>' if row.role == "继承" else ""
        )
        lines.append(
            f'<tr><th scope="row">{source if several else ""}<a href="{escape(clause)}">'
            f"{escape(clause_label(row.clause.address, row.clause.heading))}</a></th>"
            f'<td class="role-cell">{_badge(row.role)}{inherited}</td>'
            f'<td class="bodies">{_bodies(row, marked)}{_passage(row, wanted.keyword)}</td>'
            f'<td class="check"><a href="{escape(quote)}">核对原文</a></td></tr>'
        )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("条款", "角色", "责任单位", "依据"))
    table = (
        '<table class="register duties"><caption class="unseen">责任清单</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    )
    return table + cut_note(len(rows))


def _bodies(row: DutyRow, marked: bool) -> str:
    names = [
        f"<mark>{escape(body)}</mark>" if marked and body in row.matched else escape(body)
        for body in row.bodies
    ]
    return "、".join(names) + ("等" if row.open_ended else "")


def _passage(row: DutyRow, keyword: str) -> str:
    """Return the first sentence of the clause that holds a word looked for, the word marked."""
    for word in keyword.split():
        for sentence in row.clause.sentences:
            at = fold(sentence.text).find(fold(word))
            if at < 0:
                continue
            end = at + len(word)
            before, found, after = sentence.text[:at], sentence.text[at:end], sentence.text[end:]
            marked = f"{escape(before)}<mark>{escape(found)}</mark>{escape(after)}"
            return f'<p class="passage">{marked}</p>'
    return ""


def _matrix(registers: Registers, rows: Sequence[DutyRow]) -> str:
    """Return bodies against clauses; spellings of one body share a line."""
    clauses = {row.clause.address: row.clause for row in rows}
    spelled: dict[tuple[str, str, str], list[str]] = {}
    cells: dict[tuple[tuple[str, str, str], str], list[Role]] = {}
    for row in rows:
        for body in row.matched:
            key = registers.same_body(body)
            names = spelled.setdefault(key, [])
            if body not in names:
                names.append(body)
            roles = cells.setdefault((key, row.clause.address), [])
            if row.role not in roles:
                roles.append(row.role)
    totals = Counter(key for key, _ in cells)
    document_id = rows[0].document.id
    head = "".join(
        f'<th scope="col"><a href="{escape(clause_link(document_id, address))}" '
        f'title="{escape(clause_label(address, clause.heading))}">{escape(address)}</a></th>'
        for address, clause in clauses.items()
    )
    lines = []
    for key, names in sorted(spelled.items(), key=lambda item: -totals[item[0]]):
        others = (
            f'<span class="spelled">又写作{escape("、".join(names[1:]))}</span>'
            if names[1:]
            else ""
        )
        marks = "".join(_cell(cells.get((key, address), [])) for address in clauses)
        lines.append(
            f'<tr><th scope="row">{escape(names[0])}{others}</th>{marks}'
            f'<td class="total">{totals[key]}</td></tr>'
        )
    per_clause = Counter(address for _, address in cells)
    sums = "".join(f'<td class="total">{per_clause[address]}</td>' for address in clauses)
    used = {role for roles in cells.values() for role in roles}
    legend = "".join(f"<li>{_short(role)} {role}</li>" for role in ROLES if role in used)
    table = (
        '<table class="matrix"><caption class="unseen">责任单位与条款的矩阵</caption>'
        f'<thead><tr><th scope="col">单位</th>{head}<th scope="col">条款数</th></tr></thead>'
        f'<tbody>{"".join(lines)}</tbody><tfoot><tr><th scope="row">单位数</th>{sums}'
        f'<td class="total">{len(cells)}</td></tr></tfoot></table>'
    )
    return f'<ul class="legend" aria-label="图例">{legend}</ul>' + region(
        "责任矩阵，可左右滚动", table
    )


def _cell(roles: Sequence[Role]) -> str:
    return f"<td>{''.join(_short(role) for role in roles)}</td>"


def _short(role: Role) -> str:
    """Return the first character of a role, read aloud in full."""
    return (
        f'<span class="role short {_ROLE_CLASSES[role]}"><span aria-hidden="true">{role[0]}</span>'
        f'<span class="unseen">{role}</span></span>'
    )

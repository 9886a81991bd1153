"""The 原文 view: outline, text with a link for every clause, and what each clause asks of whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

import gradio as gr

from policyqa.documents.corpus import Corpus
from policyqa.interface.links import clause_link, view_link
from policyqa.interface.reader import chinese_date, clause_label, render_document
from policyqa.interface.registers import DutyRow, Filter, Registers, TargetRow
from policyqa.records import Clause, Document, Heading

_OPEN = "policyqaViews.reader(element)"
_LINK_ICON = (
    '<svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" fill="none" '
    'stroke="currentColor" stroke-width="2" stroke-linecap="round">'
    '<path d="M10 14a4.5 4.5 0 0 0 6.4 0l3.2-3.2a4.5 4.5 0 0 0-6.4-6.4L12 5.6"/>'
    '<path d="M14 10a4.5 4.5 0 0 0-6.4 0l-3.2 3.2a4.5 4.5 0 0 0 6.4 6.4L12 18.4"/></svg>'
)


def reader_view(registers: Registers) -> None:
    """Add the view to the Blocks that are being built; it opens at the first document."""
    first = next(iter(registers.corpus.documents))
    gr.HTML(
        f'<div class="view reading-view">{_bar(registers.corpus)}'
        f'<div class="reading-place">{render_reading(registers, first)}</div></div>',
        elem_id="view-reader",
        apply_default_css=False,
        js_on_load=_OPEN,
    )


def render_reading(registers: Registers, document_id: str) -> str:
    """Return one document as the view shows it: outline, text, and notes on its clauses.

    :raises UnknownDocumentError: no document of that id.
    """
    structure = registers.corpus.structure(document_id)
    document = structure.document

    def tool(address: str) -> str:
        label = f"复制{address}的链接"
        return (
            f'<button type="button" class="plain-button clause-tool" title="{escape(label)}" '
            f'aria-label="{escape(label)}" data-link="{escape(clause_link(document_id, address))}">'
            f"{_LINK_ICON}</button>"
        )

    article = render_document(document, structure.headings, structure.clauses, tool=tool)
    return (
        f'<div class="reading" data-document="{escape(document_id)}">'
        f"{_outline(document_id, structure.headings, structure.clauses)}"
        f'<section class="reading-text" tabindex="0" aria-label="文件原文">{_facts(document)}'
        f"{article}</section>{_beside(registers, document, structure.clauses)}</div>"
    )


def _bar(corpus: Corpus) -> str:
    options = "".join(
        f'<option value="{escape(document.id)}">{escape(document.title)}</option>'
        for document in corpus.documents.values()
    )
    picker = (
        '<label class="field picker"><span>文件</span>'
        f"<select data-picker>{options}</select></label>"
        if len(corpus.documents) > 1
        else ""
    )
    return (
        f'<div class="view-bar"><h2>原文</h2>{picker}'
        '<button type="button" class="plain-button outline-toggle" aria-expanded="false" '
        'aria-controls="outline">目录</button>'
        '<div class="find" role="search"><label class="unseen" for="find">在原文中查找</label>'
        '<input id="find" type="search" data-find placeholder="在原文中查找" autocomplete="off">'
        '<span class="find-count" role="status"></span>'
        '<button type="button" class="plain-button" data-step="-1">上一处</button>'
        '<button type="button" class="plain-button" data-step="1">下一处</button></div></div>'
    )


def _facts(document: Document) -> str:
    issued = f"{chinese_date(document.issued)}印发" if document.issued else ""
    facts = [document.number, document.issuer, issued]
    if document.kind == "digest":
        facts.append("摘编，不是全文")
    line = " · ".join(escape(fact) for fact in facts if fact)
    return f'<p class="document-facts">{line}</p>' if line else ""


def parts_of(
    headings: Sequence[Heading], clauses: Sequence[Clause]
) -> Iterator[tuple[str, str, int]]:
    """Yield address, title and level of every part in the order of the text."""
    headed = {heading.address for heading in headings}
    parts: list[tuple[int, str, str, int]] = [
        (each.start, each.address, each.title, each.level) for each in headings
    ]
    parts += [
        (each.start, each.address, each.heading, each.level)
        for each in clauses
        if each.address not in headed
    ]
    for _, address, title, level in sorted(parts):
        yield address, title, level


def _outline(document_id: str, headings: Sequence[Heading], clauses: Sequence[Clause]) -> str:
    items = "".join(
        f'<li class="level-{min(level, 4)}"><a href="{escape(clause_link(document_id, address))}" '
        f'data-go="{escape(address)}">{escape(clause_label(address, title))}</a></li>'
        for address, title, level in parts_of(headings, clauses)
    )
    return f'<nav id="outline" class="outline" aria-label="目录"><ol>{items}</ol></nav>'


def _beside(registers: Registers, document: Document, clauses: Sequence[Clause]) -> str:
    duties: defaultdict[str, list[DutyRow]] = defaultdict(list)
    targets: defaultdict[str, list[TargetRow]] = defaultdict(list)
    for duty in registers.duties(Filter(document=document.id)):
        duties[duty.clause.address].append(duty)
    for target in registers.targets(Filter(document=document.id)):
        targets[target.clause.address].append(target)
    notes = "".join(
        _note(document, clause, duties[clause.address], targets[clause.address])
        for clause in clauses
        if clause.address in duties or clause.address in targets
    )
    return (
        '<aside class="beside" aria-label="所在条款的责任与目标">'
        '<button type="button" class="plain-button beside-toggle" aria-expanded="false">'
        "责任与目标</button>"
        f'<div class="beside-notes" tabindex="0" role="group" aria-label="责任与目标">'
        f'<h3 class="beside-title">责任与目标</h3>{notes}'
        '<p class="beside-empty">本条没有写明责任单位或量化目标。</p></div></aside>'
    )


def _note(
    document: Document, clause: Clause, duties: Sequence[DutyRow], targets: Sequence[TargetRow]
) -> str:
    parts = [f'<p class="beside-place">{escape(clause_label(clause.address, clause.heading))}</p>']
    if duties:
        parts.append(f"<h4>责任单位</h4>{_duties(document, clause, duties)}")
    if targets:
        items = "".join(
            f'<li><a href="{escape(clause_link(document.id, clause.address, row.quote))}">'
            f'<span class="what">{escape(row.target.indicator)}</span> '
            f'<b class="figure">{escape(row.value)}</b>{_until(row)}</a></li>'
            for row in targets
        )
        parts.append(f"<h4>目标值（不是完成值）</h4><ul>{items}</ul>")
    return f'<section data-beside="{escape(clause.address)}" hidden>{"".join(parts)}</section>'


def _until(row: TargetRow) -> str:
    return f' <span class="until">到{row.target.year}年</span>' if row.target.year else ""


def _duties(document: Document, clause: Clause, rows: Sequence[DutyRow]) -> str:
    lines = []
    for row in rows:
        role = f"继承自{row.source}" if row.role == "继承" else row.role
        link = clause_link(document.id, row.source, row.quote)
        names = "、".join(row.bodies) + ("等" if row.open_ended else "")
        lines.append(
            f'<dt>{escape(role)}</dt><dd><a href="{escape(link)}">{escape(names)}</a></dd>'
        )
    register = view_link("duties", document=document.id, clause=clause.address)
    return (
        f"<dl>{''.join(lines)}</dl>"
        f'<p><a class="more" href="{escape(register)}">在责任清单中查看</a></p>'
    )

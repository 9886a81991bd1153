"""The form above a register: its fields, the count of what was found, layouts, downloads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from policyqa.interface.reader_view import parts_of
from policyqa.interface.registers import DutyRow, Registers, TargetRow

SHOWN = 500
"""Most rows that the page shows; downloads carry all."""


def text_field(name: str, label: str, hint: str, suggestions: Sequence[str] = ()) -> str:
    """Return a field to type in, with names to choose from where there are any."""
    known = f' list="{name}-names"' if suggestions else ""
    names = "".join(f'<option value="{escape(each)}"></option>' for each in suggestions)
    return (
        f'<label class="field"><span>{label}</span><input type="search" name="{name}" '
        f'placeholder="{escape(hint)}" autocomplete="off" maxlength="100"{known}></label>'
        + (f'<datalist id="{name}-names">{names}</datalist>' if suggestions else "")
    )


def choice_field(name: str, label: str, choices: Mapping[str, str]) -> str:
    """Return a field to choose from: value -> words."""
    options = "".join(
        f'<option value="{escape(value)}">{escape(words)}</option>'
        for value, words in choices.items()
    )
    return (
        f'<label class="field"><span>{label}</span><select name="{name}">{options}</select></label>'
    )


def place_field(registers: Registers, rows: Iterable[DutyRow | TargetRow]) -> str:
    """Return the choice of a document's part, of those that ``rows`` stand in or below."""
    used: dict[str, set[str]] = {}
    for row in rows:
        used.setdefault(row.document.id, set()).update((row.clause.address, *row.clause.ancestors))
    groups = []
    for document_id, addresses in used.items():
        structure = registers.corpus.structures[document_id]
        options = "".join(
            f'<option value="{escape(address)}" data-document="{escape(document_id)}">'
            f"{'　' * (level - 1)}{escape(f'{address} {title}'.strip())}</option>"
            for address, title, level in parts_of(structure.headings, structure.clauses)
            if address in addresses
        )
        if len(registers.corpus.documents) > 1:
            whole = f'<option value="" data-document="{escape(document_id)}">整份文件</option>'
            title = escape(structure.document.title)
            options = f'<optgroup label="{title}">{whole}{options}</optgroup>'
        groups.append(options)
    return (
        '<label class="field"><span>条款</span><select name="clause">'
        f'<option value="">全部条款</option>{"".join(groups)}</select></label>'
    )


def register_form(register: str, label: str, fields: Sequence[str]) -> str:
    """Return the form that filters a register."""
    return (
        f'<form class="filters" role="search" aria-label="{label}" data-register="{register}">'
        f'{"".join(fields)}<button type="reset" class="plain-button">清除条件</button></form>'
    )


def found_bar(register: str, summary: str, layouts: Mapping[str, str] | None = None) -> str:
    """Return the line below the form: what was found, in which layout, and the downloads."""
    radios = "".join(
        f'<label><input type="radio" name="{register}-layout" value="{value}"'
        f"{'' if value else ' checked'}><span>{words}</span></label>"
        for value, words in (layouts or {}).items()
    )
    chooser = (
        f'<fieldset class="layouts"><legend class="unseen">排列方式</legend>{radios}</fieldset>'
        if radios
        else ""
    )
    links = "".join(
        f'<a class="plain-button" href="download/{register}.{ending}" data-download '
        f"download>导出 {name}</a>"
        for ending, name in (("xlsx", "Excel"), ("csv", "CSV"))
    )
    return (
        f'<div class="found-bar"><p class="summary" role="status">{escape(summary)}</p>{chooser}'
        f'<p class="downloads">{links}</p></div>'
    )


def found(summary: str, body: str) -> str:
    """Return results with their count, which the page copies to where it is read aloud."""
    return f'<div class="found" data-summary="{escape(summary)}">{body}</div>'


def cut_note(count: int) -> str:
    """Say that only the first rows are shown, where that is so."""
    if count <= SHOWN:
        return ""
    return f'<p class="cut">页面只列出前 {SHOWN} 行，导出的文件含全部 {count} 行。</p>'


def region(name: str, html: str) -> str:
    """Return a box that scrolls sideways on its own and can be reached by keyboard."""
    label = escape(name)
    return f'<div class="table-box" role="region" tabindex="0" aria-label="{label}">{html}</div>'

"""The reader: a document's text as HTML, with a quote marked.

Everything that comes from a document is escaped here; callers never build HTML from
document text themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TYPE_CHECKING, TypeVar

from policyqa.interface import wording
from policyqa.records import Citation, Clause, Document, Heading

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of ``Document.text``, half-open, in code points."""

    start: int
    end: int


NOWHERE = Span(0, 0)


def chinese_date(day: date) -> str:
    """Write a date as documents do: 2023年4月25日."""
    return f"{day.year}年{day.month}月{day.day}日"


def source_name(document: Document) -> str:
    """Return the name used in citations, the full title where there is no short one."""
    return document.short_title or document.title


def clause_label(address: str, heading: str) -> str:
    """Join a clause's address and heading: 三（五） 农业农村节能减排工程."""
    return f"{address} {heading}".strip()


def copy_text(document: Document, citation: Citation) -> str:
    """Write a citation ready to paste: title, number, clause and quote."""
    number = f"（{document.number}）" if document.number else ""
    title = document.title if document.title.startswith("《") else f"《{document.title}》"
    place = f"{citation.address}{'“' + citation.heading + '”' if citation.heading else ''}"
    return f"{title}{number}{place}：“{citation.quote}”"


def render_reader(
    corpus: Corpus,
    document_id: str,
    citation: Citation | None = None,
    note: str = wording.READER_HINT,
) -> str:
    """Return the reader panel: a bar that says where one is, and the whole document.

    The quote of ``citation`` is marked; without one the document opens at its beginning
    and the bar shows ``note``.
    """
    document = corpus.documents[document_id]
    structure = corpus.structures[document_id]
    quote = Span(citation.start, citation.end) if citation else NOWHERE
    body = render_document(
        document, structure.headings, structure.clauses, quote, citation.address if citation else ""
    )
    return (
        f'<div class="reader-bar">{_place(document, citation, note)}'
        f'<button type="button" class="plain-button reader-close" data-close-reader>'
        f"{wording.READER_CLOSE}</button></div>"
        f'<div class="reader-body" tabindex="0" role="region" '
        f'aria-label="{wording.READER_TITLE}">{body}</div>'
    )


def _place(document: Document, citation: Citation | None, note: str) -> str:
    title = wording.READER_TITLE
    if citation:
        title = clause_label(citation.address, citation.heading)
        note = " · ".join(part for part in (source_name(document), document.number) if part)
    return (
        f'<div class="reader-place"><h2>{escape(title)}</h2>'
        f'<p class="reader-note">{escape(note)}</p></div>'
    )


def render_document(
    document: Document,
    headings: Sequence[Heading],
    clauses: Sequence[Clause],
    quote: Span = NOWHERE,
    current: str = "",
    tool: Callable[[str], str] | None = None,
) -> str:
    """Return the document as an ``article``: one element a line, the quote in ``<mark>``.

    ``current`` is the address of the clause to emphasise; ``tool`` gives the HTML to stand
    beside the line that opens the part of an address. No character of the text is lost or
    added, so that what is read is what was issued.
    """
    here = next(
        (Span(each.start, each.end) for each in clauses if each.address == current), NOWHERE
    )
    headings = sorted(headings, key=lambda heading: heading.start)
    headed = {heading.address for heading in headings}
    clauses = sorted(clauses, key=lambda clause: clause.start)
    lines = []
    for number, line in enumerate(_lines(document.text)):
        inside = _within(line, headings)
        tag, classes = _line_kind(document, line, number, inside)
        if line.start < here.end and here.start < line.end:
            classes = [*classes, "current"]
        if any(heading.address == current for heading in inside):
            classes = [*classes, "current"]
        begun = _within(line, clauses)
        anchor = f' data-clause="{escape(begun[0].address)}"' if begun else ""
        if inside:
            anchor += f' data-heading="{escape(inside[0].address)}"'
        kind = f' class="{" ".join(dict.fromkeys(classes))}"' if classes else ""
        html = f"<{tag}{kind}{anchor}>{_marked(document.text, line, quote)}</{tag}>"
        unheaded = (clause.address for clause in begun if clause.address not in headed)
        opened = inside[0].address if inside else next(unheaded, "")
        if tool and opened:
            html = f'<div class="opening">{html}{tool(opened)}</div>'
        lines.append(html)
    return f'<article class="policy-document">{"".join(lines)}</article>'


_Part = TypeVar("_Part", Heading, Clause)


def _within(line: Span, parts: Sequence[_Part]) -> Sequence[_Part]:
    """Return the parts that begin in the line; ``parts`` are in order of their start."""
    first = bisect_left(parts, line.start, key=lambda part: part.start)
    return parts[first : bisect_left(parts, line.end, lo=first, key=lambda part: part.start)]


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines that are not blank, without the white space around them."""
    position = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            yield Span(start, start + len(stripped))
        position += len(line)


def _line_kind(
    document: Document, line: Span, number: int, inside: Sequence[Heading]
) -> tuple[str, list[str]]:
    """Choose the element and classes of a line from the document's own metadata."""
    text = document.text[line.start : line.end]
    if number == 0 and not inside:
        return "h3", ["document-title"]
    if document.number and text == document.number:
        return "p", ["document-number"]
    signed = chinese_date(document.issued) if document.issued else ""
    if text in (document.issuer, signed):
        return "p", ["signature"]
    if inside and inside[0].end >= line.end:
        return ("h4" if inside[0].level == 1 else "h5"), ["document-heading"]
    return "p", []


def _marked(text: str, line: Span, quote: Span) -> str:
    start, end = max(line.start, quote.start), min(line.end, quote.end)
    if start >= end:
        return escape(text[line.start : line.end])
    return (
        escape(text[line.start : start])
        + f"<mark>{escape(text[start:end])}</mark>"
        + escape(text[end : line.end])
    )

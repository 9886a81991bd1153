"""A document's text -> its clauses and headings, by the conventions of official documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyqa import text as plain
from policyqa.documents import front
from policyqa.documents.lines import Line, read_lines
from policyqa.documents.outline import Part, find_parts, unused
from policyqa.records import Clause, Document, Heading, Sentence


@dataclass(frozen=True, slots=True)
class Structure:
    """A document cut into ``clauses`` (text) and ``headings`` (numbers and titles).

    Both are in the order of the document. Every character that is not white space lies in
    exactly one of them, and no address occurs twice among the clauses or the headings; a
    heading with text under it has the address of its clause. A paragraph (款) that an article
    adds behind its items is a clause without a heading: 第十四条第二款.
    """

    document: Document
    clauses: tuple[Clause, ...]
    headings: tuple[Heading, ...]


def parse(document: Document) -> Structure:
    """Cut any text into clauses and headings; never raises."""
    lines = read_lines(document.text)
    parts = list(find_parts(lines))
    headings = tuple(
        Heading(document.id, part.address, part.title, part.level, part.start, part.end)
        for part in parts
        if part.start < part.end
    )
    used = {part.address for part in parts}
    clauses: list[Clause] = []
    first = parts[0].start if parts else len(document.text)
    before = [line for line in lines if line.start < first and line.start + len(line.text) <= first]
    for address, start, end in front.split_front(before):
        clauses += _clause(document, unused(address, used), start, end)
    for number, part in enumerate(parts):
        end = parts[number + 1].start if number + 1 < len(parts) else len(document.text)
        closing = _closing(parts, number, lines, end)
        clauses += _clause(document, part.address, part.end, closing or end, part)
        if closing is not None:
            outer = next((a for a in (*part.ancestors, part.address) if a.startswith("附件")), "")
            address = unused(outer + front.CLOSING, used)
            clauses += _clause(document, address, closing, end)
    return Structure(document, tuple(clauses), headings)


def _closing(parts: Sequence[Part], number: int, lines: Sequence[Line], end: int) -> int | None:
    """Return where closing lines begin: only before an attachment or the document's end."""
    last = number + 1 == len(parts) or parts[number + 1].kind == "attachment"
    if not last:
        return None
    part = parts[number]
    # A further paragraph of an article is its own, also when it says from when it holds.
    begun = part.kind != "article" and any(
        ln.start < part.end < ln.start + len(ln.text.rstrip(" \t　*")) for ln in lines
    )
    return front.closing_start([ln for ln in lines if part.end < ln.start < end], begun=begun)


def _clause(
    document: Document, address: str, start: int, end: int, part: Part | None = None
) -> Iterator[Clause]:
    sentences = tuple(
        Sentence(document.text[begin:stop], begin, stop)
        for begin, stop in plain.sentence_spans(document.text, start, end)
    )
    if not sentences:
        return
    yield Clause(
        document.id,
        address,
        part.title if part else "",
        part.level if part else 1,
        sentences[0].start,
        sentences[-1].end,
        sentences,
        part.ancestors if part else (),
    )

"""Clauses to passages: the stretches of text that are ranked and quoted.

A passage is a sentence. A sentence too short to mean anything alone (a signature, a date) is
joined to its neighbour of the same clause, and the bracket that names who answers for the
clause is always a passage of its own, because questions about duties want it and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policyqa.documents.cell_rows import cell_row_spans
from policyqa.records import Clause, Document, Heading, Passage

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

SHORTEST = 10
"""Sentences under so many characters are joined to the next one (the last, to the one before)."""

_DUTY_BRACKET = re.compile(
    r"(?:[（(][^（()）]*(?:[（(][^（()）]*[）)][^（()）]*)*[）)]|[【\[〔［][^【】\[\]〔〕［］]*[】\]〕］])"
    r"[。；;]?\s*\Z"
)
_DUTY_WORD = re.compile(r"负责|牵头|配合|落实|责任单位|主办|协办")


def make_passages(corpus: Corpus) -> list[Passage]:
    """Cut every clause of ``corpus`` into passages.

    :return: passages in the order of documents and of text; the passages of one clause are
        neighbours, none crosses a clause, and together they hold every sentence of it.
        ``corpus.documents[p.document_id].text[p.start:p.end] == p.text`` for each ``p``.
    """
    return [
        Passage(clause.document_id, clause.address, document.text[start:end], start, end)
        for document in corpus.documents.values()
        for clause in corpus.structures[document.id].clauses
        for start, end in passage_spans(document, clause)
    ]


def passage_spans(document: Document, clause: Clause) -> list[tuple[int, int]]:
    """Return the half-open spans of the passages of ``clause``, in order."""
    rows = cell_row_spans(document.text, clause.start, clause.end)
    spans = _within_rows([(each.start, each.end) for each in clause.sentences], rows)
    if not spans:
        return []
    duty = _duty_span(document.text, *spans[-1])
    if duty is None:
        return _join_short(spans)
    before = document.text[spans[-1][0] : duty[0]].rstrip()
    spans[-1:] = [(spans[-1][0], spans[-1][0] + len(before))] if before else []
    return [*_join_short(spans), duty]


def _within_rows(
    spans: Sequence[tuple[int, int]], rows: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Join the cells of a table's row, each of which is a line, to one span."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        row = next((row for row in rows if row[0] <= start and end <= row[1]), None)
        if row and joined and row[0] <= joined[-1][0]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _duty_span(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Find the bracket that ends the last sentence and names who answers for the clause."""
    match = _DUTY_BRACKET.search(text[start:end])
    if match is None or not _DUTY_WORD.search(match.group()):
        return None
    return start + match.start(), end


def _join_short(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and joined[-1][1] - joined[-1][0] < SHORTEST:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    if len(joined) > 1 and joined[-1][1] - joined[-1][0] < SHORTEST:
        _, end = joined.pop()
        joined[-1] = (joined[-1][0], end)
    return joined


def clause_context(
    document: Document, clause: Clause, headings: Sequence[Heading], announcement: str = ""
) -> str:
    """Say where ``clause`` stands: document title, headings above it, its own heading.

    Indexed with the clause and never quoted, so that a question which names the document or
    the chapter finds clauses that do not repeat the name. Parts are separated by blanks.

    :param headings: the headings of the same document; those above the clause are picked.
    :param announcement: the sentence above an item that says what holds for it.
    """
    titles = {heading.address: heading.title for heading in headings}
    above = (titles.get(address, "") for address in clause.ancestors)
    parts = (document.title, *above, clause.heading, announcement)
    return " ".join(part for part in parts if part)


def announced_by(clause: Clause, corpus: Corpus) -> str:
    """Return the words above an item that say what holds for it, or ""."""
    sentence = corpus.announcement(clause)
    return sentence.text if sentence else ""


def encoded_text(heading: str, passage: str) -> str:
    """Join what an encoder reads for a passage: the clause's heading and the passage."""
    return f"{heading} {passage}".strip()

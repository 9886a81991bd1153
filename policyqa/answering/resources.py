"""What every answering step may use, and small helpers over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from policyqa.answering.context import Quote
from policyqa.answering.cues import Cues
from policyqa.answering.language_model import Writer
from policyqa.answering.normalise import years
from policyqa.answering.spelling import Spelling
from policyqa.answering.understanding import Understanding
from policyqa.answering.wording import Wording
from policyqa.documents.corpus import Corpus
from policyqa.records import Clause, Heading
from policyqa.retrieval.search import Searcher
from policyqa.settings import Settings


@dataclass(frozen=True)
class Resources:
    """Corpus, search and tables, loaded once."""

    corpus: Corpus
    searcher: Searcher
    cues: Cues
    wording: Wording
    understanding: Understanding
    spelling: Spelling
    settings: Settings
    writer: Writer | None = None

    def title(self, document_id: str) -> str:
        """Return the short title used in citations."""
        document = self.corpus.documents[document_id]
        return document.short_title or document.title

    def label(self, document_id: str, address: str) -> str:
        """Return the citation label of a clause (咸阳市方案 三（五）)."""
        return f"{self.title(document_id)} {address}"

    def likely_document(self, text: str) -> tuple[str, ...]:
        """Return the id of the document that ``text`` is most likely about, where none is named."""
        if len(self.corpus.documents) > 1:
            passages = self.searcher.search(text, 1)
            return tuple(passage.document_id for passage in passages)
        return tuple(self.corpus.documents)

    def of_other_year(self, document_id: str, wanted: Sequence[int]) -> bool:
        """Tell whether a document is by its title for other years than ``wanted``.

        What a plan for the winter of 2024 says without a year holds for that winter only.
        """
        own = years(self.corpus.documents[document_id].title)
        return bool(own and wanted) and not set(own) & set(wanted)

    def heading(self, document_id: str, address: str) -> Heading | None:
        """Return the heading record of an address, or None for parts without one."""
        for heading in self.corpus.structures[document_id].headings:
            if heading.address == address:
                return heading
        return None

    def quoted_heading(self, document_id: str, address: str) -> str:
        """Return the heading of a clause in quotation marks, "" without one."""
        heading = self.heading(document_id, address)
        return f"“{heading.title}”" if heading and heading.title else ""

    def children(self, document_id: str, address: str) -> tuple[Heading, ...]:
        """Return the headings directly below ``address`` ("" for the outermost)."""
        structure = self.corpus.structures[document_id]
        headings = structure.headings
        if not address:
            outer = min((heading.level for heading in headings), default=1)
            return tuple(heading for heading in headings if heading.level == outer)
        parent = self.heading(document_id, address)
        if parent is None:
            return ()
        below: list[Heading] = []
        for heading in headings:
            if heading.start <= parent.start:
                continue
            if heading.level <= parent.level:
                break
            below.append(heading)
        inner = min((heading.level for heading in below), default=0)
        return tuple(heading for heading in below if heading.level == inner)

    def whole(self, clause: Clause, *, printed: bool = True) -> Quote:
        """Return a quote of the whole text of ``clause``."""
        return Quote(clause.document_id, clause.address, clause.start, clause.end, (), printed)

    def find_quote(
        self, document_id: str, needle: str, *, within: Clause | None = None, printed: bool = True
    ) -> Quote | None:
        """Return a quote of the first occurrence of ``needle``, or None."""
        text = self.corpus.documents[document_id].text
        start, end = (within.start, within.end) if within else (0, len(text))
        position = text.find(needle, start, end) if needle else -1
        if position < 0:
            return None
        for clause in self.corpus.structures[document_id].clauses:
            if clause.start <= position < clause.end:
                return Quote(
                    document_id, clause.address, position, position + len(needle), (), printed
                )
        return None


def _joined(spans: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return sorted stretches with those that touch or overlap made one."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


@dataclass
class QuoteList:
    """Collects quotes and hands out their markers; the same stretch is quoted once."""

    quotes: list[Quote] = field(default_factory=list)

    def add(self, quote: Quote) -> str:
        """Add a quote and return its marker, ``[n]``."""
        for n, known in enumerate(self.quotes):
            if (known.document_id, known.start, known.end) == (
                quote.document_id,
                quote.start,
                quote.end,
            ):
                shown = tuple(sorted({*known.shown, *quote.shown}))
                if not known.printed or not quote.printed:
                    shown = quote.shown if quote.printed else known.shown
                printed = known.printed or quote.printed
                listed = known.listed or quote.listed
                self.quotes[n] = replace(
                    known, printed=printed, shown=_joined(shown), listed=listed
                )
                return f"[{n + 1}]"
        self.quotes.append(quote)
        return f"[{len(self.quotes)}]"

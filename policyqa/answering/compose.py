"""Step ``compose``: from a draft to the text that the person reads."""

from __future__ import annotations

from dataclasses import replace

from policyqa.answering.context import Draft, Quote
from policyqa.answering.resources import Resources
from policyqa.records import Citation

TYPICAL_LENGTH = 300
# A lead of this many characters tells the whole answer by itself.
LONG_LEAD = 150
ELLIPSIS = "……"


def citations(draft: Draft, resources: Resources) -> tuple[Citation, ...]:
    """Return the draft's quotes as numbered citations."""
    return tuple(_citation(n, quote, resources) for n, quote in enumerate(draft.quotes, 1))


def nearest(draft: Draft, resources: Resources) -> tuple[Citation, ...]:
    """Return the clauses that are near but no answer, numbered apart."""
    return tuple(_citation(n, quote, resources) for n, quote in enumerate(draft.nearest, 1))


def _citation(n: int, quote: Quote, resources: Resources) -> Citation:
    document = resources.corpus.documents[quote.document_id]
    heading = resources.heading(quote.document_id, quote.address)
    return Citation(
        n,
        quote.document_id,
        document.title,
        quote.address,
        heading.title if heading else "",
        document.text[quote.start : quote.end],
        quote.start,
        quote.end,
    )


def compose(draft: Draft, resources: Resources) -> str:
    """Return the answer's text: the lead, then the printed quotes, each with its clause.

    Quotes behind the first are left to the evidence panel when the text would pass the
    typical length, but for the items of a list; a quote that is not printed keeps its citation.
    The document is named with its first quote.
    """
    if draft.nearest:
        named = ((quote.document_id, quote.address) for quote in draft.nearest)
        names = "、".join(
            resources.label(*place) + resources.quoted_heading(*place) for place in named
        )
        return f"{draft.lead}{resources.wording.say('no_basis_nearest', nearest=names)}"
    lines = [draft.lead]
    length = len(draft.lead)
    printed, last_document, announcing = 0, "", ""
    for n, quote in enumerate(draft.quotes, 1):
        if not quote.printed:
            continue
        same_document = bool(printed) and quote.document_id == last_document
        label = (
            quote.address if same_document else resources.label(quote.document_id, quote.address)
        )
        if quote.listed and same_document and label != announcing:
            # （一）, （二） under the announcement that was just printed.
            label = label.removeprefix(announcing)
        else:
            announcing = quote.address
        label += _row_name(quote, resources)
        line = f"[{n}] {label}：“{shown_words(quote, resources)}”"
        stands_alone = printed or len(draft.lead) > LONG_LEAD
        if stands_alone and length + len(line) > TYPICAL_LENGTH and not quote.listed:
            continue
        last_document = quote.document_id
        lines.append(line)
        length += len(line) + 1
        printed += 1
    return "\n".join(lines)


def _row_name(quote: Quote, resources: Resources) -> str:
    """Return the quoted task of a table's row, which is the row's heading, or ""."""
    heading = resources.heading(quote.document_id, quote.address)
    text = resources.corpus.documents[quote.document_id].text
    if heading is None or not heading.title or heading.end > quote.start:
        return ""
    between = text[heading.end : quote.start]
    parted = between.strip(" 　\t|") == "" and (
        "\t" in between or "|" in between or "  " in between
    )
    return resources.quoted_heading(quote.document_id, quote.address) if parted else ""


def shown_words(quote: Quote, resources: Resources) -> str:
    """Return the printed words of a quote, left-out parts marked by an ellipsis."""
    text = resources.corpus.documents[quote.document_id].text
    spans = quote.shown or ((quote.start, quote.end),)
    parts = []
    for start, end in spans:
        words = text[start:end].strip()
        parts.append(words if end >= quote.end else words.rstrip("，,；;、"))
    return ELLIPSIS.join(" ".join(part.split()) if "\n" in part else part for part in parts)


def without_lead(draft: Draft, lead: str) -> Draft:
    """Return the draft with a plain lead and every quote printed."""
    return replace(
        draft, lead=lead, quotes=tuple(replace(quote, printed=True) for quote in draft.quotes)
    )

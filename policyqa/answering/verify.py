"""Step ``verify``: nothing leaves that the quotes do not carry.

A quote must be verbatim and lie in its clause. Every number, unit and body of the lead must
stand in a quote, in a heading that is cited, or be computed from the registers; a body that
the person named may be repeated. Width is normalised, figures and names are compared exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.compose import without_lead
from policyqa.answering.context import Draft, Quote
from policyqa.answering.normalise import with_digits
from policyqa.answering.resources import Resources
from policyqa.text import same_width

_MARKER = re.compile(r"\[[0-9]+\]")
_NUMBER = re.compile(
    r"[0-9]+(?:\.[0-9]+)?(?:%|个?百分点|年|月|日|万?吨|万?平方米|万?亿?元|公里|倍)?"
)

_DIGIT = re.compile(r"[0-9]")
_APART, _BETWEEN = re.compile(r"(?<=[0-9])\s+(?=[0-9])"), "|"
# 降低20个、10个百分点: the first figure has the unit of the last.
_CUT_SHORT = re.compile(r"([0-9.]+)(?=个(?:[、和][0-9.]+个)*[、和][0-9.]+个百分点)")


def verify(draft: Draft, question: str, resources: Resources) -> tuple[Draft, list[str]]:
    """Return the draft as far as it holds, and what was dropped.

    A bad quote is dropped. A lead with an unsupported statement is replaced by a plain one.
    """
    kept = tuple(quote for quote in draft.quotes if is_verbatim(quote, resources))
    rejected = [f"引文超出条款范围：{q.address}" for q in draft.quotes if q not in kept]
    if rejected:
        # Markers would no longer match: only the quotes themselves are shown.
        return _plain(draft, kept, resources), rejected
    unsupported = find_unsupported(draft, question, resources)
    if not unsupported:
        return draft, []
    rejected = [f"引文不支持：{word}" for word in unsupported]
    return _plain(draft, kept, resources), rejected


def _plain(draft: Draft, kept: tuple[Quote, ...], resources: Resources) -> Draft:
    say = resources.wording.say
    if not kept:
        return Draft(say("no_basis"), status="no_basis", nearest=draft.nearest)
    addresses = "、".join(dict.fromkeys(quote.address for quote in kept))
    labels = f"{resources.title(kept[0].document_id)} {addresses}"
    plain = without_lead(replace(draft, quotes=kept), say("rule_plain", labels=labels))
    return Draft(plain.lead, plain.quotes)


def is_verbatim(quote: Quote, resources: Resources) -> bool:
    """Tell whether a quote lies in its document and its shown words lie in the quote."""
    text = resources.corpus.documents[quote.document_id].text
    inside = 0 <= quote.start < quote.end <= len(text) and _in_clause(quote, resources)
    return inside and all(quote.start <= a < b <= quote.end for a, b in quote.shown)


def _in_clause(quote: Quote, resources: Resources) -> bool:
    """Tell whether a quote lies in the clause it names, its heading included."""
    structure = resources.corpus.structures[quote.document_id]
    parts = [part for part in structure.headings if part.address == quote.address]
    spans = [(part.start, part.end) for part in parts]
    spans += [(c.start, c.end) for c in structure.clauses if c.address == quote.address]
    if not spans:
        return False
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    return start <= quote.start and quote.end <= end


def find_unsupported(draft: Draft, question: str, resources: Resources) -> list[str]:
    """Return the numbers and bodies of the lead that nothing cited carries."""
    if draft.status in ("no_basis", "rejected"):
        return []
    source = carried(draft.quotes, resources)
    lead = same_width(_MARKER.sub("", draft.lead))
    # The digits of an address (一1, 四11) are no figures. A row of a table may say who answers
    # for a clause that stands elsewhere in its document.
    addresses = {
        same_width(clause.address)
        for document_id in {quote.document_id for quote in draft.quotes}
        for clause in resources.corpus.structures[document_id].clauses
    }
    addresses |= {same_width(quote.address) for quote in draft.quotes}
    for address in sorted(addresses, key=len, reverse=True):
        if _DIGIT.search(address) and not address.isdigit():
            lead = lead.replace(address, "")
    known = {*_NUMBER.findall(source), *_NUMBER.findall(with_digits(source)), *draft.computed}
    # 0.015毫米 was computed; its unit is none that is read above.
    known |= set(_NUMBER.findall(_BETWEEN.join(draft.computed)))
    known |= {f"{value}个百分点" for value in _CUT_SHORT.findall(source)}
    numbers = [word for word in _NUMBER.findall(lead) if word not in known]
    asked = same_width(question)
    bodies = [
        mention.text
        for mention in resources.corpus.departments.find(lead)
        if mention.text not in source and mention.text not in asked
    ]
    return numbers + bodies


def carried(quotes: Sequence[Quote], resources: Resources) -> str:
    """Return all that quotes carry, in the width that is compared: words, headings, titles."""
    texts = [
        resources.corpus.documents[quote.document_id].text[quote.start : quote.end]
        + _heading(quote, resources)
        for quote in quotes
    ]
    # The figures of a table's row must not run into each other.
    return same_width(_BETWEEN.join(_APART.sub(_BETWEEN, text) for text in texts))


def _heading(quote: Quote, resources: Resources) -> str:
    heading = resources.heading(quote.document_id, quote.address)
    title = resources.corpus.documents[quote.document_id].title
    return (heading.title if heading else "") + title

"""Questions worth asking next, read from the registers of the clauses that an answer cites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policyqa.interface import wording
from policyqa.records import Answer, Citation, Duty, Target

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

MOST_CLAUSES = 2
MOST_QUESTIONS = 3


def suggest(answer: Answer, corpus: Corpus) -> tuple[str, ...]:
    """Return what the cited clauses also say: who is responsible, which targets they set.

    Only what a register holds is suggested, so that every suggestion has an answer, and
    nothing that the answer has just quoted.
    """
    if answer.status not in ("answered", "corrected"):
        return ()
    found: list[str] = []
    for document_id, address in _topics(answer, corpus):
        heading = corpus.clause(document_id, address).heading
        duties = [d for d in corpus.duties_of(document_id, address) if d.inherited_from is None]
        if duties and not any(_told(duty, answer) for duty in duties):
            found.append(wording.ask_responsible(heading or address))
        targets = corpus.targets_of(document_id, address)
        if targets and not all(_told(target, answer) for target in targets):
            found.append(wording.ask_targets(heading or address))
    return tuple(dict.fromkeys(found))[:MOST_QUESTIONS]


def _topics(answer: Answer, corpus: Corpus) -> list[tuple[str, str]]:
    """Return the clauses that the answer is about: cited for more than their list of bodies."""
    places = (
        (each.document_id, each.address)
        for each in answer.citations
        if not any(_covers(duty, each) for duty in _duties_quoted(each, corpus))
    )
    return list(dict.fromkeys(places))[:MOST_CLAUSES]


def _duties_quoted(citation: Citation, corpus: Corpus) -> Iterator[Duty]:
    return (duty for duty in corpus.duties if duty.document_id == citation.document_id)


def _covers(outer: Duty, inner: Citation) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _told(record: Duty | Target, answer: Answer) -> bool:
    """Tell whether the answer quotes the record's own words and shows what they say.

    A quote of a whole clause reaches over its records; the answer may print only its outline.
    """
    quoted = any(
        each.document_id == record.document_id
        and each.start < record.end
        and record.start < each.end
        for each in answer.citations
    )
    if isinstance(record, Target):
        return quoted and f"{record.value}{record.unit}" in answer.text
    return quoted and all(body in answer.text for body in (*record.lead, *record.shared)[:2])

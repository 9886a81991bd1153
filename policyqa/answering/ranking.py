"""The ranking behind an answer: what was chosen as evidence first, then what search found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from policyqa.answering.context import Draft, Quote
from policyqa.answering.resources import Resources
from policyqa.records import Passage


def evidence_first(
    draft: Draft, passages: Sequence[Passage], resources: Resources
) -> list[Passage]:
    """Return ``passages`` with those that the draft quotes in front, in the draft's order.

    Choosing evidence and looking up registers are the last ranking: a clause that a register
    found, and search did not, is put there too. The signal ``evidence`` is what this adds to the
    score of search, so that the scores still fall; a refusal quotes nothing and changes nothing.
    """
    chosen: dict[tuple[str, int, int], Passage] = {}
    for quote in draft.quotes:
        for start, end in quote.shown or ((quote.start, quote.end),):
            held = [each for each in passages if _overlap(each, quote.document_id, start, end)]
            for each in held or [_passage(quote, start, end, resources)]:
                chosen.setdefault((each.document_id, each.start, each.end), each)
    top = max((passage.score for passage in passages), default=0.0)
    ordered = _likeliest_first(list(chosen.values()), passages)
    first = [_lifted(each, top + len(ordered) - place) for place, each in enumerate(ordered)]
    return first + [
        each for each in passages if (each.document_id, each.start, each.end) not in chosen
    ]


def _likeliest_first(chosen: Sequence[Passage], passages: Sequence[Passage]) -> list[Passage]:
    """Return the evidence in the order of the answer, but for what is told for completeness.

    Of several documents the likeliest goes first, of a list and the sentence that announces it
    the likeliest item.
    """
    documents = list(dict.fromkeys(passage.document_id for passage in passages))
    places = {(each.document_id, each.start, each.end): n for n, each in enumerate(passages)}
    homes = list(dict.fromkeys((each.document_id, each.address) for each in chosen))

    def key(each: Passage) -> tuple[int, int, bool, int]:
        known = each.document_id in documents
        family = next(
            n
            for n, (document_id, address) in enumerate(homes)
            if document_id == each.document_id and _within(each.address, address)
        )
        announces = any(
            document_id == each.document_id
            and address != each.address
            and _within(address, each.address)
            for document_id, address in homes
        )
        listed = announces or homes[family][1] != each.address
        place = places.get((each.document_id, each.start, each.end), len(passages))
        document = documents.index(each.document_id) if known else len(documents)
        return document, family, announces, place if listed else 0

    return sorted(chosen, key=key)


def _within(address: str, outer: str) -> bool:
    """Tell whether ``address`` is ``outer`` or an item of it; 三10 is no item of 三1."""
    deeper = address.removeprefix(outer)
    longer = address == deeper or (outer[-1:].isdecimal() and deeper[:1].isdecimal())
    return address == outer or not longer


def _overlap(passage: Passage, document_id: str, start: int, end: int) -> bool:
    return passage.document_id == document_id and passage.start < end and start < passage.end


def _passage(quote: Quote, start: int, end: int, resources: Resources) -> Passage:
    text = resources.corpus.documents[quote.document_id].text[start:end]
    return Passage(quote.document_id, quote.address, text, start, end)


def _lifted(passage: Passage, score: float) -> Passage:
    signals = {**passage.signals, "evidence": score - passage.score}
    return replace(passage, score=score, signals=MappingProxyType(signals))

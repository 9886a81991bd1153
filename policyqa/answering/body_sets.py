"""What the lists of several clauses have in common, and what only one of them has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.responsibility import answer_by_clauses
from policyqa.answering.several import merge
from policyqa.records import Clause, Duty


def answer_lists(
    question: Question, clauses: Sequence[Clause], resources: Resources
) -> Draft | None:
    """Tell who answers for ``clauses``: what all lists share, or each list and how they differ."""
    shared = _answer_shared(question, clauses, resources)
    if shared:
        return shared
    draft = answer_by_clauses(question, clauses, resources)
    if draft and question.asks("compare") and len(clauses) == 2 and not question.terms:
        return _with_differences(draft, clauses, resources)
    return draft


def _answer_shared(
    question: Question, clauses: Sequence[Clause], resources: Resources
) -> Draft | None:
    """List the bodies that the lists of all ``clauses`` name, when that is asked."""
    if len(clauses) < 2 or not resources.cues.asks_together(question.text):
        return None
    quotes = QuoteList()
    lists = [_names(clause, resources) for clause in clauses]
    for clause in clauses:
        for duty in _own(clause, resources):
            quotes.add(Quote(clause.document_id, clause.address, duty.start, duty.end, (), False))
    shared = [name for name in lists[0] if all(name in other for other in lists[1:])]
    addresses = "、".join(clause.address for clause in clauses)
    if not shared:
        lead = resources.wording.say("bodies_none_shared", addresses=addresses)
        none = Draft(lead, tuple(quotes.quotes))
        each = answer_by_clauses(question, clauses, resources)
        return merge([none, each]) if each else none
    lead = resources.wording.say(
        "bodies_shared", addresses=addresses, count=len(shared), names="、".join(shared)
    )
    return Draft(lead, tuple(quotes.quotes), computed=(str(len(shared)),))


def _with_differences(draft: Draft, clauses: Sequence[Clause], resources: Resources) -> Draft:
    """Say behind the lists of two clauses which bodies stand in one of them alone."""
    lists = [_names(clause, resources) for clause in clauses]
    said, computed = "", list(draft.computed)
    for clause, own, other in zip(clauses, lists, reversed(lists), strict=True):
        alone = [name for name in own if name not in other]
        computed.append(str(len(alone)))
        if alone:
            said += resources.wording.say(
                "bodies_only", address=clause.address, count=len(alone), names="、".join(alone)
            )
    return replace(draft, lead=f"{draft.lead}{said}", computed=tuple(computed))


def _own(clause: Clause, resources: Resources) -> list[Duty]:
    duties = resources.corpus.duties_of(clause.document_id, clause.address)
    return [duty for duty in duties if duty.inherited_from is None]


def _names(clause: Clause, resources: Resources) -> list[str]:
    named = [n for d in _own(clause, resources) for n in (*d.lead, *d.shared, *d.assisting)]
    return list(dict.fromkeys(named))

"""Questions that compare: the best passage for each of the clauses, places or things named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Draft, Question, Term
from policyqa.answering.evidence import Scored, same_topic
from policyqa.answering.quoting import to_quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.rules import BUDGET, MOST_QUOTES, SURE, labels_of
from policyqa.answering.topic import coverage, is_thing

_JOINT = re.compile(r"跟|和|与|同|比|还是")


def answer_comparison(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Quote the best passage of each clause that the question compares."""
    named = {r.address for r in question.references if r.exists and not r.is_group}
    best: dict[str, Scored] = {}
    places = [place.name for place in question.places if not place.here]
    for name in places if len(places) > 1 else ():
        # 甲县和乙县哪个高: a row of one table for each.
        row = next((each for each in scored if name in each.passage.text), None)
        if row:
            best[name] = row
    alike = scored if len(named) > 1 else same_topic(scored)
    if not best and len(alike) == 1:
        alike = _of_each_side(question, scored) or alike
    for each in () if best else alike:
        best.setdefault(each.passage.address, each)
    chosen = sorted(list(best.values())[:MOST_QUOTES], key=lambda each: each.passage.start)
    if not chosen:
        return None
    quotes = QuoteList()
    for each in chosen:
        quotes.add(to_quote(question, each.passage, resources, BUDGET // len(chosen)))
    return Draft(
        resources.wording.say("rule_plain", labels=labels_of(quotes, resources)),
        tuple(quotes.quotes),
    )


def _of_each_side(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """Return the best passage for each of two things compared (甲跟乙哪个高), or nothing.

    The things are the terms next to the word between them; the rest of the question counts
    for both.
    """
    said = question.text.lower()
    things = [
        (said.find(term.text), term)
        for term in question.terms
        if is_thing(term) and term.text in said
    ]
    for joint in _JOINT.finditer(said):
        left = [t for place, t in things if place + len(t.text) <= joint.start()][-2:]
        right = [t for place, t in things if place >= joint.end()][:2]
        if not left or not right:
            continue
        best = [_best_for(own, scored) for own in (left, right)]
        if best[0] and best[1] and best[0].passage != best[1].passage:
            return best[0], best[1]
    return ()


def _best_for(own: Sequence[Term], scored: Sequence[Scored]) -> Scored | None:
    """Return the passage that names most of the terms, if it names enough of them."""
    fits = [
        (coverage(own, (each.passage.text, 1.0)), each.worth, n) for n, each in enumerate(scored)
    ]
    most = max(fits, default=(0.0, 0.0, 0))
    return scored[most[2]] if most[0] >= SURE else None

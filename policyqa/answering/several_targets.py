"""Further targets of a question that names several indicators (甲和乙各多少, 甲率、乙率、丙量)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Question, Term
from policyqa.answering.topic import match, named_share
from policyqa.records import Target
from policyqa.text import same_width

# Share of the words of a name from which an indicator is the one named.
ENOUGH = 0.6
# Another indicator is meant too when it holds a telling word that the best one lacks.
TELLING, NAMED, ENOUGH_NAMED = 0.5, 0.7, 0.4
_WHOLE = re.compile(r"全[市省县区州盟国]")
_LISTED = re.compile("[、和及与跟]")


def further_targets(
    question: Question, chosen: Sequence[Target], scored: Sequence[tuple[float, Target]]
) -> list[Target]:
    """Return the targets that a question means beside the ``chosen`` ones.

    ``scored`` are those that may be meant, with their share of the question's words (0-1).
    """
    more = _for_other_terms(question, chosen, scored)
    # The row of a table is no further figure of the text, nor the other way round.
    alike = [t for _, t in scored if bool(t.head) == bool(chosen[0].head)]
    more += _for_whole_area(question, [*chosen, *more], scored)
    return more + _for_other_names(question, [*chosen, *more], alike)


def _for_other_terms(
    question: Question, chosen: Sequence[Target], scored: Sequence[tuple[float, Target]]
) -> list[Target]:
    """Return targets for the words that no chosen indicator holds (甲和乙各多少)."""
    more: list[Target] = []
    for term in question.terms:
        held = [*chosen, *more]
        if term.weight < TELLING or any(_names(term, target) for target in held):
            continue
        named = [(covered, target) for covered, target in scored if _names(term, target)]
        if named and max(named, key=lambda pair: pair[0])[0] >= ENOUGH_NAMED:
            best = max(covered for covered, _ in named)
            more += [target for covered, target in named if covered == best][:1]
    return more


def _for_other_names(
    question: Question, chosen: Sequence[Target], scored: Sequence[Target]
) -> list[Target]:
    """Return targets for the names of a list (甲率、乙率、丙量) that no chosen indicator holds."""
    more: list[Target] = []
    names = _LISTED.split(question.text.lower())
    for name in names if len(names) > 1 else ():
        terms = [term for term in question.terms if term.text in name]
        # 生活垃圾 in another name of the list says nothing by itself.
        if len(terms) < 2 or not sum(term.weight for term in terms) > TELLING:
            continue
        held = [named_share(terms, NAMED, (t.indicator, 1.0)) for t in (*chosen, *more)]
        if max(held, default=0.0) > ENOUGH:
            continue
        fits = [(named_share(terms, NAMED, (t.indicator, 1.0)), t) for t in scored]
        best = max(fits, key=lambda pair: pair[0], default=None)
        more += [best[1]] if best and best[0] > ENOUGH else []
    return more


def _for_whole_area(
    question: Question, chosen: Sequence[Target], scored: Sequence[tuple[float, Target]]
) -> list[Target]:
    """Return the target of the whole area named beside a part of it (全市和市区各多少)."""
    whole = _WHOLE.search(question.text)
    if whole is None or any(whole.group() in target.indicator for target in chosen):
        return []
    named = [
        (covered, target)
        for covered, target in scored
        if covered >= ENOUGH_NAMED
        and whole.group() in target.indicator
        and (target.document_id, target.address) == (chosen[0].document_id, chosen[0].address)
    ]
    return [max(named, key=lambda pair: pair[0])[1]] if named else []


def _names(term: Term, target: Target) -> bool:
    return match(term, same_width(target.indicator)) >= NAMED

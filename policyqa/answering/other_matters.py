"""Fines and sums of money that a document sets for something else than what is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Question, Term
from policyqa.answering.cues import STORY
from policyqa.answering.details import carrying
from policyqa.answering.evidence import Scored, without_duty_lists
from policyqa.answering.resources import Resources
from policyqa.answering.topic import PARTIAL_MATCH, is_thing, named_share

# Details that are a sum of money.
SUMS = ("penalty", "money", "subsidy", "reward", "approval")
# A passage speaks of the thing asked about when it names this share of it, of a story half of
# it, or means much the same; articles with fines are alike by their words for fining.
ENOUGH_OF_THING, ENOUGH_MEANING, FINE_MEANING = 0.35, 0.4, 0.55
# 违反本办法第八条规定的 tells what its fine is for.
_OF_ARTICLE = re.compile(
    r"第[一二三四五六七八九十百\d]+[条款项]|前款|前项|本条|上述|依照|违反(?:本|规定|有关规定)"
)


def of_another_matter(
    question: Question, close: Sequence[Scored], scored: Sequence[Scored], resources: Resources
) -> bool:
    """Tell whether a fine or a sum is asked of something that the passages hardly speak of.

    Every statute has fines; that for throwing litter is none for fishing. Neither the words
    beside those for the sum nor the meaning as a whole bring the two together. ``close`` are
    the passages that may carry the detail, ``scored`` all.
    """
    things = _things(question, resources)
    if not things:
        return False
    least = ENOUGH_OF_THING
    if len(resources.cues.parts(question.text)) >= STORY:
        least /= 2  # a story names more than what it asks about
    if "penalty" not in question.attributes:
        paid = carrying(question, without_duty_lists(close, resources), resources)
        return not any(_speaks_of(things, each, least, ENOUGH_MEANING, resources) for each in paid)
    if not any(_speaks_of(things, each, least, ENOUGH_MEANING, resources) for each in close):
        return True
    # A statute names the offence in the article with its fine, or in one that this points at.
    fines = carrying(question, scored, resources)
    return bool(fines) and not any(
        _OF_ARTICLE.search(each.passage.text)
        or _speaks_of(things, each, least, FINE_MEANING, resources)
        for each in fines
    )


def _things(question: Question, resources: Resources) -> tuple[Term, ...]:
    """Return what a sum of money is asked for, without the words that ask; else nothing."""
    sums = [resources.cues.attributes[name] for name in question.attributes if name in SUMS]
    rest = question.text.lower()
    for attribute in sums:
        rest = attribute.asks.sub(" ", rest)
    weak = resources.cues.words["weak"]
    asked = [t for t in question.terms if t.text in rest and t.text not in weak] if sums else []
    # 露天烧烤罚多少 names an act and no thing.
    acts = asked if "penalty" in question.attributes else ()
    return tuple(filter(is_thing, asked)) or tuple(acts)


def _speaks_of(
    things: tuple[Term, ...], each: Scored, least: float, meaning: float, resources: Resources
) -> bool:
    clause = resources.corpus.clause(each.passage.document_id, each.passage.address)
    above = resources.corpus.announcement(clause)
    text = each.passage.text + clause.heading + (above.text if above else "")
    dense = each.passage.signals.get("dense", 0.0)
    return dense >= meaning or named_share(things, PARTIAL_MATCH, (text, 1.0)) >= least

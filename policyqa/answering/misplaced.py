"""Questions that put a heading or a rule into a clause where it does not stand, corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.clause_answers import POINTS_LENGTH, heading_quote
from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.evidence import Scored
from policyqa.answering.quoting import to_quote
from policyqa.answering.resources import Resources
from policyqa.answering.topic import coverage
from policyqa.records import Heading

# A clause speaks of a thing from the first share of coverage, and not below the second share of
# the best clause's.
SURELY_ABOUT, NOT_ABOUT = 0.6, 0.6
# A heading says what is quoted from this coverage.
IN_HEADING = 0.85
# A shorter word in quotation marks (“两高”) names a thing and is no heading.
_QUOTED = re.compile(r"“.{4,}”")


def answer_misplaced(question: Question, resources: Resources) -> Draft | None:
    """Correct a question that puts a heading at a wrong number."""
    headings = [r for r in question.references if r.by_heading]
    numbers = [r for r in question.references if not r.by_heading]
    if len(headings) != 1 or len(numbers) != 1:
        return None
    places = resources.cues.words["stands_in"]
    if question.asks("compare", "responsibility") or not any(w in question.text for w in places):
        return None
    right, claimed = headings[0], numbers[0]
    heading = resources.heading(right.document_id, right.address)
    if heading is None or right.address == claimed.address:
        return None
    quote = heading_quote(heading, resources)
    return _corrected(claimed.address, heading.address, heading.title, quote, resources)


def _corrected(claimed: str, address: str, title: str, quote: Quote, resources: Resources) -> Draft:
    """Say that what is put into the clause ``claimed`` stands at ``address``, with its quote."""
    lead = resources.wording.say(
        "corrected_clause", claimed=claimed, address=address, heading=title, marker="[1]"
    )
    return Draft(lead, (quote,), status="corrected")


def _heading_that_says(
    question: Question, document_id: str, resources: Resources
) -> Heading | None:
    """Return the heading that holds all words which the question quotes, or None."""
    quoted = _QUOTED.search(question.text)
    words = [t for t in question.terms if quoted and t.text in quoted.group().lower()]
    return next(
        (
            heading
            for heading in resources.corpus.structures[document_id].headings
            if coverage(words, (heading.title, 1.0)) >= IN_HEADING
        ),
        None,
    )


def answer_misplaced_text(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Correct a question that puts a rule into a clause which does not speak of it."""
    by_number = [r for r in question.references if not (r.is_group or r.by_heading)]
    named = [*dict.fromkeys(r.address for r in by_number)]
    places = resources.cues.words["stands_in"]
    placed = question.asks("yes_no") or any(word in question.text for word in places)
    if len(named) != 1 or not placed:
        return None
    best = max(scored, key=lambda each: each.coverage, default=None)
    inside = [each.coverage for each in scored if each.passage.address in named]
    if best is None or best.passage.address in named or best.coverage < SURELY_ABOUT:
        return None
    if inside and max(inside) > NOT_ABOUT * best.coverage:
        return None
    document_id, address = best.passage.document_id, best.passage.address
    titled = _heading_that_says(question, document_id, resources)
    if titled and titled.address in named:
        return None
    if titled:
        quote = heading_quote(titled, resources)
        return _corrected(named[0], titled.address, titled.title, quote, resources)
    heading = resources.heading(document_id, address)
    quote = to_quote(question, best.passage, resources, POINTS_LENGTH)
    return _corrected(named[0], address, heading.title if heading else "", quote, resources)

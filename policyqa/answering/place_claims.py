"""A place that a question supposes to have a rule which the text has for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering import rules
from policyqa.answering.context import Draft, Question
from policyqa.answering.evidence import score_passages
from policyqa.answering.places import bare_name
from policyqa.answering.resources import Resources
from policyqa.records import Passage


def denied_place(
    question: Question, passages: Sequence[Passage], resources: Resources
) -> Draft | None:
    """Correct a question that supposes a rule for a place which the text has for others.

    地热示范区不是定在泾阳么 is told what the text says of the 示范区; whether a place that is
    merely asked about has such a rule is no supposition, and a rule that names no place at all
    may hold there too.
    """
    absent = [
        place.name
        for place in question.places
        if not place.here and not any(bare_name(place.name) in passage.text for passage in passages)
    ]
    if not absent or not any(word in question.text for word in resources.cues.words["supposes"]):
        return None
    text = question.text
    for name in absent:
        text = text.replace(name, "")
    rest = resources.understanding.read(text, question.documents)
    scored = score_passages(rest, passages, resources)
    if not scored or scored[0].coverage < rules.SURE:
        return None
    elsewhere = any(
        not place.here for place in resources.understanding.places.find(scored[0].passage.text)
    )
    if not elsewhere:
        return None
    draft = rules.answer_rules(rest, scored, resources)
    lead = resources.wording.say("claim_place_no", place="、".join(absent))
    return replace(draft, lead=lead, status="corrected") if draft else None

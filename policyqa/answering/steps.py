"""The steps from question to answer, in order.

check_input -> resolve_follow_up -> understand -> look_up_registers -> retrieve ->
select_evidence -> verify_answer -> write_with_model -> compose_answer

A turn may hold several questions; the steps in the middle work on each part.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from policyqa.answering.answerability import refuse
from policyqa.answering.compose import citations, compose, nearest
from policyqa.answering.context import Context, Draft, Part, Question
from policyqa.answering.drafting import draft_for, from_passages, from_registers, ranked
from policyqa.answering.follow_up import SHORT, resolve
from policyqa.answering.model_answer import write_with_model
from policyqa.answering.normalise import normalise_question
from policyqa.answering.ranking import evidence_first
from policyqa.answering.resources import Resources
from policyqa.answering.several import merge, split_questions
from policyqa.answering.subject import subject_of
from policyqa.answering.substitution import in_same_place
from policyqa.answering.verify import verify
from policyqa.records import Answer

Step = Callable[[Context, Resources], None]

SHOWN_PASSAGES = 10
_SENTENCES = re.compile(r".+?(?:[。！？!?；;，,：:\n]+|\.(?![0-9])\s*|$)", re.DOTALL)


def check_input(context: Context, resources: Resources) -> None:
    """Refuse what is empty, too long or abusive; leave out attempts to override the rules."""
    say = resources.wording.say
    raw = context.turns[-1] if context.turns else ""
    limit = resources.settings.max_question_characters
    if not raw.strip():
        context.refusal = Draft(say("rejected_empty"), status="rejected")
        return
    if len(raw) > limit:
        lead = say("rejected_long", length=len(raw), limit=limit)
        context.refusal = Draft(lead, status="rejected")
        return
    text = normalise_question(raw)
    if any(word in text for word in resources.cues.abuse):
        context.refusal = Draft(say("rejected_abuse"), status="rejected")
        return
    if not any(character.isalnum() for character in text):
        context.refusal = Draft(say("rejected_unreadable"), status="rejected")
        return
    if resources.cues.smalltalk.search(text):
        context.refusal = Draft(say("smalltalk"), status="no_basis")
        return
    context.asked = text
    if resources.cues.override.search(text):
        sentences = _SENTENCES.findall(text)
        order = resources.cues.turns["order"]
        # 别废话 beside 就回答“是” is no part of the question either.
        kept = [
            s
            for s in sentences
            if not (resources.cues.override.search(s) or order.search(s.rstrip("，,：:")))
        ]
        rest = "".join(kept).strip()
        question = resources.understanding.read(rest)
        if not question.types or not (
            question.terms or question.references or question.departments
        ):
            context.refusal = Draft(say("rejected_override"), status="rejected")
            return
        context.asked = rest


def resolve_follow_up(context: Context, resources: Resources) -> None:
    """Take the turn apart into questions and complete those that lean on what came before."""
    previous: Question | None = None
    bodies: list[str] = []

    def cited() -> list[tuple[str, str]]:
        """Return the clauses that answered the question before, in order, each once."""
        draft = draft_for(previous, resources) if previous else None
        quotes = draft.quotes if draft else ()
        return list(dict.fromkeys((quote.document_id, quote.address) for quote in quotes))

    def home(leans: bool) -> tuple[str, ...]:
        """Return the documents of the question before, for one that names none itself.

        One that leans on it stays with the documents that answered it.
        """
        alone = len(resources.corpus.documents) == 1
        if previous is None or previous.documents or alone or not leans:
            return previous.documents if previous else ()
        return tuple(dict.fromkeys(document_id for document_id, _ in cited()))

    for turn in context.turns[:-1]:
        for words in _questions(turn, resources):
            text = resolve(words, previous, cited, resources, bodies)
            previous = resources.understanding.read(text, home(text != words))
            bodies += previous.departments
    previous_turn = previous
    for count, words in enumerate(_questions(context.asked, resources)):
        text = resolve(words, previous, cited, resources, bodies)
        if count and previous:
            text = in_same_place(text, previous, resources)
        before = home(text != words)
        previous = resources.understanding.read(text, before)
        part = Part(words, text, before, leans_on=previous_turn)
        context.parts.append(part)


def _questions(turn: str, resources: Resources) -> list[str]:
    text = resources.spelling.correct(normalise_question(turn))
    opening = resources.cues.turns["interjection"]
    while (rest := opening.sub("", text)) and rest != text:
        text = rest
    return split_questions(text, resources.cues)


def understand(context: Context, resources: Resources) -> None:
    """Read what is asked, about what, where and when."""
    for part in context.parts:
        part.question = resources.understanding.read(part.text, part.documents)


def look_up_registers(context: Context, resources: Resources) -> None:
    """Answer what the registers hold: metadata, outline, clauses, bodies, all targets."""
    for part in context.parts:
        part.draft = from_registers(part.understood, resources)


def retrieve(context: Context, resources: Resources) -> None:
    """Rank passages; also behind a register's answer, for those who look at the ranking."""
    for part in context.parts:
        part.passages = ranked(part.understood, resources)


def select_evidence(context: Context, resources: Resources) -> None:
    """Choose what answers among the ranked passages, or refuse."""
    for part in context.parts:
        if part.draft is None:
            part.draft = from_passages(part.understood, part.passages, resources)


def retry_with_topic(context: Context, resources: Resources) -> None:
    """Ask a short question for a detail that found nothing once more, with the topic before.

    几点不让进城 behind a question on lorries names its own thing, and yet the clause that just
    answered holds the answer. No other clause counts: the topic may have changed.
    """
    for part in context.parts:
        before = part.leans_on
        if before is None or before.departments or before.references or not _is_bare(part):
            continue
        if resources.cues.metadata_of(part.asked):
            continue
        told = draft_for(before, resources)
        text = f"{subject_of(before, resources)}，{part.asked}"
        question = resources.understanding.read(text, part.documents or before.documents)
        draft = draft_for(question, resources)
        if told is None or draft is None or draft.status == "no_basis":
            continue
        home = {(quote.document_id, quote.address) for quote in told.quotes}
        if any((quote.document_id, quote.address) in home for quote in draft.quotes[:1]):
            part.text, part.question, part.draft = text, question, draft
            part.passages = ranked(question, resources)


def _is_bare(part: Part) -> bool:
    """Tell whether a part found nothing, and is short and asks for a detail (几点, 多久)."""
    refused = part.draft is None or part.draft.status == "no_basis"
    own = part.text == part.asked and len(part.asked) <= SHORT and "呢" not in part.asked
    detail = part.understood.attributes or part.understood.asks("when", "how_much", "where")
    return refused and own and bool(detail)


def verify_answer(context: Context, resources: Resources) -> None:
    """Join the drafts and drop whatever their quotes do not carry."""
    refusal = context.refusal or refuse(resources.wording.say("no_basis"), ())
    drafts = [part.draft or refusal for part in context.parts] or [refusal]
    said = "".join((context.asked, *(part.text for part in context.parts)))
    context.verified, context.rejected = verify(merge(drafts), said, resources)


def compose_answer(context: Context, resources: Resources) -> None:
    """Write the answer out with its citations."""
    draft = context.verified
    assert draft is not None, "verify_answer runs before compose_answer"
    found = context.parts[0].passages if context.parts else []
    passages = evidence_first(draft, found, resources)
    resolved = "；".join(part.text for part in context.parts if part.text != part.asked)
    context.answer = Answer(
        question=context.turns[-1] if context.turns else "",
        status=draft.status,
        text=compose(draft, resources),
        citations=citations(draft, resources),
        nearest=nearest(draft, resources),
        passages=tuple(passages[:SHOWN_PASSAGES]),
        rejected=tuple(context.rejected),
        mode=context.mode,
        resolved=resolved,
    )


STEPS: tuple[Step, ...] = (
    check_input,
    resolve_follow_up,
    understand,
    look_up_registers,
    retrieve,
    select_evidence,
    retry_with_topic,
    verify_answer,
    write_with_model,
    compose_answer,
)

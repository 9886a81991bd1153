"""The steps from question to answer, in order; each may end the way by setting a draft.

check_input -> resolve_follow_up -> understand -> look_up_registers -> retrieve ->
select_evidence -> compose_answer -> verify_answer
"""

from __future__ import annotations

import re
from collections.abc import Callable

from policyqa.answering import answerability, rules
from policyqa.answering.clause_answers import (
    answer_clause,
    answer_misplaced,
    answer_missing_clause,
    answer_outline,
)
from policyqa.answering.compose import citations, compose, nearest
from policyqa.answering.context import Context, Draft, Question, Term
from policyqa.answering.department_tasks import answer_tasks
from policyqa.answering.evidence import Scored, score_passages
from policyqa.answering.follow_up import resolve
from policyqa.answering.mentions import answer_mentions
from policyqa.answering.metadata_answers import answer_metadata
from policyqa.answering.normalise import normalise_question
from policyqa.answering.resources import Resources
from policyqa.answering.responsibility import answer_by_clauses, answer_by_topic, claims_duty
from policyqa.answering.target_answers import (
    answer_all_targets,
    answer_targets,
    match_targets,
)
from policyqa.answering.verify import verify
from policyqa.records import Answer

Step = Callable[[Context, Resources], None]

CANDIDATES = 60
SHOWN_PASSAGES = 10
_SENTENCES = re.compile(r"[^。！？!?；;，,\n]+[。！？!?；;，,\n]*")


def check_input(context: Context, resources: Resources) -> None:
    """Refuse what is empty, too long or abusive; leave out attempts to override the rules."""
    say = resources.wording.say
    raw = context.turns[-1] if context.turns else ""
    limit = resources.settings.max_question_characters
    if not raw.strip():
        context.draft = Draft(say("rejected_empty"), status="rejected")
        return
    if len(raw) > limit:
        lead = say("rejected_long", length=len(raw), limit=limit)
        context.draft = Draft(lead, status="rejected")
        return
    text = normalise_question(raw)
    if any(word in text for word in resources.cues.abuse):
        context.draft = Draft(say("rejected_abuse"), status="rejected")
        return
    if not any(character.isalnum() for character in text):
        context.draft = Draft(say("rejected_unreadable"), status="rejected")
        return
    context.asked = text
    if resources.cues.override.search(text):
        sentences = _SENTENCES.findall(text)
        kept = [s for s in sentences if not resources.cues.override.search(s)]
        rest = "".join(kept).strip()
        question = resources.understanding.read(rest)
        if not (question.types or question.references) or not (
            question.terms or question.references or question.departments
        ):
            context.draft = Draft(say("rejected_override"), status="rejected")
            return
        context.asked = rest


def resolve_follow_up(context: Context, resources: Resources) -> None:
    """Complete a question that leans on the one before."""
    previous = None
    text = context.asked
    for turn in (*context.turns[:-1], context.asked):
        words = resources.spelling.correct(normalise_question(turn))
        followed = resolve(words, previous, resources)
        text = followed.text
        previous = resources.understanding.read(text)
    context.resolved = text


def understand(context: Context, resources: Resources) -> None:
    """Read what is asked, about what, where and when."""
    context.question = resources.understanding.read(context.resolved)


def look_up_registers(context: Context, resources: Resources) -> None:
    """Answer what the registers hold: metadata, outline, clauses, bodies, all targets."""
    question = _question(context)
    context.draft = (
        answer_metadata(question, resources)
        or answer_missing_clause(question, resources)
        or answer_misplaced(question, resources)
    )
    if context.draft:
        return
    references = [r for r in question.references if r.exists and not r.is_group]
    clauses = [resources.corpus.clause(r.document_id, r.address) for r in references]
    has_topic = bool(resources.understanding.topical(question.terms))
    whole = not has_topic and not question.attributes and not _content(question, resources)
    claims = claims_duty(question, resources)
    if question.departments and not has_topic and not clauses and not question.attributes:
        context.draft = None if claims else answer_tasks(question, resources)
    elif clauses and (question.asks("responsibility") or question.departments):
        context.draft = answer_by_clauses(question, clauses, resources)
    elif question.asks("target") and whole:
        addresses = {clause.address for clause in clauses}
        targets = [
            target
            for target in resources.corpus.targets
            if (not addresses or target.address in addresses)
            and (not question.documents or target.document_id in question.documents)
        ]
        scope = "、".join(clause.address for clause in clauses)
        context.draft = answer_all_targets(question, targets, resources, scope)
    elif clauses and not has_topic and not question.attributes:
        context.draft = answer_clause(question, references[0], resources)
    if context.draft is None and not question.departments:
        context.draft = answer_outline(question, resources) or answer_mentions(question, resources)


def _content(question: Question, resources: Resources) -> tuple[Term, ...]:
    """Return the content words that are not words of the registers themselves."""
    weak = resources.cues.words["weak"]
    return tuple(term for term in question.terms if term.text not in weak)


def retrieve(context: Context, resources: Resources) -> None:
    """Rank passages; also behind a register's answer, for those who look at the ranking."""
    question = _question(context)
    context.passages = resources.searcher.search(
        question.text, CANDIDATES, document_ids=question.documents or None
    )


def select_evidence(context: Context, resources: Resources) -> None:
    """Choose what answers among the ranked passages, or refuse."""
    if context.draft is not None:
        return
    question = _question(context)
    scored = score_passages(question, context.passages, resources)
    wanted = {r.address for r in question.references if r.exists and not r.is_group}
    if wanted:
        scored = [each for each in scored if each.passage.address in wanted] or scored
    context.draft = answerability.check(question, scored, resources) or _draft(
        question, answerability.carrying(question, scored, resources), resources
    )


def _draft(question: Question, scored: list[Scored], resources: Resources) -> Draft | None:
    if question.asks("responsibility") or claims_duty(question, resources):
        draft = answer_by_topic(question, scored, resources)
        if draft:
            return draft
    if question.asks("target") or question.figures:
        draft = answer_targets(question, match_targets(question, resources), resources)
        if draft:
            return draft
    return rules.answer_definition(question, scored, resources) or rules.answer_rules(
        question, scored, resources
    )


def compose_answer(context: Context, resources: Resources) -> None:
    """Verify the draft, then write it out with its citations."""
    draft = context.draft or answerability.refuse(resources.wording.say("no_basis"), ())
    verified, rejected = verify(draft, context.resolved or context.asked, resources)
    context.rejected += rejected
    context.answer = Answer(
        question=context.turns[-1] if context.turns else "",
        status=verified.status,
        text=compose(verified, resources),
        citations=citations(verified, resources),
        nearest=nearest(verified, resources),
        passages=tuple(context.passages[:SHOWN_PASSAGES]),
        rejected=tuple(context.rejected),
        resolved=context.resolved if context.resolved != context.asked else "",
    )


def _question(context: Context) -> Question:
    assert context.question is not None, "understand runs before every later step"
    return context.question


STEPS: tuple[Step, ...] = (
    check_input,
    resolve_follow_up,
    understand,
    look_up_registers,
    retrieve,
    select_evidence,
    compose_answer,
)

"""What the registers answer: metadata, outline, clauses, bodies, targets; no ranking is needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from policyqa.answering import answerability
from policyqa.answering.body_sets import answer_lists
from policyqa.answering.boxes import answer_box
from policyqa.answering.clause_answers import (
    answer_clause,
    answer_missing_clause,
    answer_outline,
)
from policyqa.answering.context import Draft, Question, Term
from policyqa.answering.definitions import answer_body, answer_glossary
from policyqa.answering.department_tasks import answer_tasks
from policyqa.answering.duty_claims import claims_duty
from policyqa.answering.mentions import answer_mentions, answer_wording
from policyqa.answering.metadata_answers import answer_metadata
from policyqa.answering.misplaced import answer_misplaced
from policyqa.answering.register_counts import answer_counts
from policyqa.answering.resources import Resources
from policyqa.answering.several import merge
from policyqa.answering.shared_figures import answer_shared_figure, targets_of_figures
from policyqa.answering.table_rows import answer_table_row
from policyqa.answering.target_answers import (
    answer_all_targets,
    answer_targets,
    answer_topic_targets,
)
from policyqa.answering.task_gaps import asks_for_gaps
from policyqa.records import Clause

AnswerAll = Callable[[Question, Resources], Draft | None]

# 市水务集团是不是责任单位 names no topic: where it is listed answers it.
_LISTED = re.compile(r"(?:是不是|是否|算不算|算|是)[^，,。?？]{0,4}(?:责任|牵头|配合)(?:单位|部门)")
# Of so many clauses the targets are told beside who answers for them.
FEW_CLAUSES = 3
_OVERALL = re.compile(r"总(?:体|的)?目标")
_AIMS = re.compile(r"^(?:总体|主要|工作|发展|基本|具体)?目标(?:指标|任务|要求)?$")


def answer_from_registers(
    question: Question, resources: Resources, answer: AnswerAll
) -> Draft | None:
    """Answer what the registers hold, or return None.

    :param answer: answers a question with everything there is; used for what a question puts
        into a clause that does not exist.
    """
    draft = (
        answer_metadata(question, resources)
        or _missing_clause(question, resources, answer)
        or answer_misplaced(question, resources)
        or answer_glossary(question, resources)
        or answer_box(question, resources)
        or answer_table_row(question, resources)
        or answer_counts(question, resources)
        or answer_wording(question, resources)
        or answer_shared_figure(question, resources)
    )
    if draft:
        return draft
    references = [r for r in question.references if r.exists and not r.is_group]
    clauses = [resources.corpus.clause(r.document_id, r.address) for r in references]
    if question.asks("responsibility") and not clauses:
        clauses = _with_lists_below(question, resources)
    has_topic = bool(resources.understanding.topical(question.terms))
    whole = not has_topic and not question.attributes and not _content(question, resources)
    claims = claims_duty(question, resources)
    tasks = question.asks("tasks") and not set(question.attributes) - {"penalty"}
    # 市工信局报送…，列全三（一）的量化指标 asks for the figures.
    aims = _asks_all_targets(question, clauses, resources)
    if question.asks("body"):
        draft = answer_body(question, resources)
    if draft:
        return draft
    if (
        question.departments
        and not clauses
        and (not claims or (not has_topic and _LISTED.search(question.text)))
        and (tasks or not (has_topic or question.attributes))
    ) or asks_for_gaps(question, resources):
        draft = answer_tasks(question, resources)
        draft = draft and _with_aims(draft, question, resources)
    elif (
        clauses
        and not question.attributes
        and (question.asks("responsibility") or (question.departments and not aims))
    ):
        draft = answer_lists(question, clauses, resources)
    elif (
        not has_topic
        and not question.attributes
        and question.figures
        and question.asks("target", "definition", "where")
    ):
        draft = answer_targets(question, targets_of_figures(question, resources), resources)
    elif aims or (whole and (question.asks("target") or (clauses and question.asks("how_much")))):
        refusal = answerability.check_scope(question, (), resources)
        if refusal:
            return refusal
        overall = _overall_aims(question, clauses, resources)
        clauses = overall or clauses
        addresses = {clause.address for clause in clauses} or _below_groups(question, resources)
        targets = [
            target
            for target in resources.corpus.targets
            if (not addresses or target.address in addresses)
            and (not question.documents or target.document_id in question.documents)
        ]
        groups = dict.fromkeys(r.address for r in question.references if r.is_group)
        scope = "、".join([clause.address for clause in clauses] or groups)
        draft = answer_all_targets(question, targets, resources, scope)
    elif clauses and not has_topic and not question.attributes:
        # 三（七）和三（十）讲什么: each is told.
        several = dict.fromkeys(references)
        draft = merge([answer_clause(question, r, resources, len(several)) for r in several])
    if draft is None and has_topic and not clauses:
        draft = answer_topic_targets(question, resources)
    if draft is None and not question.departments:
        draft = answer_outline(question, resources) or answer_mentions(question, resources)
    return draft


def _with_lists_below(question: Question, resources: Resources) -> list[Clause]:
    """Return the clauses under a heading that is named which list bodies, if they are few.

    A line that closes a block names who answers for all its items.
    """
    found = [
        clause
        for reference in question.references
        if reference.is_group
        for clause in resources.corpus.structures[reference.document_id].clauses
        if reference.address in clause.ancestors
        and any(
            duty.inherited_from is None and not duty.in_text
            for duty in resources.corpus.duties_of(clause.document_id, clause.address)
        )
    ]
    return found if len(found) <= FEW_CLAUSES else []


def _with_aims(draft: Draft, question: Question, resources: Resources) -> Draft:
    """Add the targets of the clauses that name a body where they are asked for as well."""
    places = dict.fromkeys((quote.document_id, quote.address) for quote in draft.quotes)
    if not question.asks("target") or len(places) > FEW_CLAUSES:
        return draft
    drafts = [draft]
    for document_id, address in places:
        targets = resources.corpus.targets_of(document_id, address)
        aims = answer_all_targets(question, targets, resources, scope=address)
        drafts += [aims] if aims else []
    return merge(drafts)


def _missing_clause(question: Question, resources: Resources, answer: AnswerAll) -> Draft | None:
    """Say that a clause does not exist, and where the rule that the question puts there stands."""
    absent = answer_missing_clause(question, resources)
    topical = resources.understanding.topical(question.terms)
    if absent is None or absent.status == "no_basis" or not topical:
        return absent
    found = answer(replace(question, references=()), resources)
    if found is None or found.status not in ("answered", "corrected"):
        return absent
    no = resources.wording.say("clause_absent", address=question.references[0].address)
    return replace(found, lead=no + found.lead, status="corrected")


def _below_groups(question: Question, resources: Resources) -> set[str]:
    """Return the clauses under the parts that a question names."""
    groups = {(r.document_id, r.address) for r in question.references if r.is_group}
    return {
        clause.address
        for document_id, address in groups
        for clause in resources.corpus.structures[document_id].clauses
        if address in clause.ancestors
    }


def _overall_aims(
    question: Question, clauses: Sequence[Clause], resources: Resources
) -> list[Clause]:
    """Return the clause of the overall aims where these are asked for (总目标有哪些), or none."""
    ids = question.documents or tuple(resources.corpus.documents)
    if clauses or len(ids) != 1 or not _OVERALL.search(question.text):
        return []
    structure = resources.corpus.structures[ids[0]]
    found = [each for each in structure.clauses if _AIMS.search(each.heading)]
    held = [each for each in found if resources.corpus.targets_of(ids[0], each.address)]
    return held[:1]


def _asks_all_targets(question: Question, clauses: Sequence[Clause], resources: Resources) -> bool:
    """Tell whether every target of a named clause is wanted (全部量化指标，请一次列全)."""
    everything = any(word in question.text for word in resources.cues.words["everything"])
    return bool(clauses) and question.asks("target") and (everything or question.asks("list"))


def _content(question: Question, resources: Resources) -> tuple[Term, ...]:
    """Return the content words that are not words of the registers themselves."""
    weak = resources.cues.words["weak"]
    return tuple(term for term in question.terms if term.text not in weak)

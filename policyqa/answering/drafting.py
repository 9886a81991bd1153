"""One question understood -> a draft: from the registers, else from ranked passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from policyqa.answering import answerability, details, rules
from policyqa.answering.comparison import answer_comparison
from policyqa.answering.context import Draft, Question
from policyqa.answering.deadlines import answer_deadline
from policyqa.answering.definitions import answer_definition
from policyqa.answering.duty_claims import claims_duty, states_duty
from policyqa.answering.duty_gaps import (
    by_words_of_heading,
    clauses_of_task,
    names_nobody,
    only_by_name,
)
from policyqa.answering.evidence import (
    Scored,
    names_more,
    score_passages,
    with_whole_sentences,
)
from policyqa.answering.misplaced import answer_misplaced_text
from policyqa.answering.place_claims import denied_place
from policyqa.answering.register_answers import answer_from_registers
from policyqa.answering.resources import Resources
from policyqa.answering.responsibility import answer_by_clauses, answer_by_topic
from policyqa.answering.row_answers import answer_rows, answer_rows_elsewhere
from policyqa.answering.several import merge
from policyqa.answering.several_documents import answer_from_each, answer_of_each_place
from policyqa.answering.supposed import corrected_figure, opposite_rule
from policyqa.answering.target_answers import answer_targets
from policyqa.answering.target_matching import match_targets, names_indicator
from policyqa.records import Passage, Target
from policyqa.retrieval.passage_kinds import FRONT_MATTER, is_attachment_list
from policyqa.text import same_width

CANDIDATES = 60
# Below this share of the best coverage a clause is named by its heading only by accident.
HEADING_ONLY = 0.8
# So much more of a question must be covered to look past a target of the register.
FAR_MORE = 0.25


def from_registers(question: Question, resources: Resources) -> Draft | None:
    """Answer what the registers hold: metadata, outline, clauses, bodies, all targets."""
    return answer_from_registers(question, resources, draft_for)


def ranked(question: Question, resources: Resources) -> list[Passage]:
    """Rank passages; also behind a register's answer, for those who look at the ranking."""
    return resources.searcher.search(
        question.text, CANDIDATES, document_ids=question.documents or None
    )


def from_passages(
    question: Question, passages: Sequence[Passage], resources: Resources
) -> Draft | None:
    """Choose what answers among the ranked passages, or refuse.

    Where several documents fit about equally well and none is named, each is told.
    """
    one = partial(_from_ranked, resources=resources)
    each = answer_from_each(question, passages, resources, one)
    if each:
        return each
    draft = one(question, passages)
    return answer_of_each_place(question, passages, draft, resources, one) or draft


def _from_ranked(
    question: Question, passages: Sequence[Passage], *, resources: Resources
) -> Draft | None:
    asked, question = question, by_words_of_heading(question, resources)
    whole = with_whole_sentences(passages, resources)
    # What holds for large ones is no rule for small ones.
    sized = [p for p in whole if not resources.cues.of_other_size(question.text, p.text)]
    whole = sized or whole
    scored = score_passages(question, whole, resources)
    if only_by_name(asked, question, scored, resources):
        return answerability.refuse(resources.wording.say("no_basis_who"), scored)
    if not resources.cues.metadata_of(question.text):
        scored = _ruling(scored)
    if question.asks("permission", "yes_no"):
        scored = _without_strange_rows(scored)
    wanted = {r.address for r in question.references if r.exists and not r.is_group}
    if wanted:
        elsewhere = answer_misplaced_text(question, scored, resources)
        if elsewhere:
            return elsewhere
        inside = [each for each in scored if each.passage.address in wanted]
        # A heading may be an ordinary phrase (重点城市): then the rest of the question decides.
        by_heading = all(r.by_heading for r in question.references)
        most = max((each.coverage for each in scored), default=0.0)
        about = max((each.coverage for each in inside), default=0.0)
        if inside and not (by_heading and about < HEADING_ONLY * most):
            scored = inside
    denied = denied_place(question, whole, resources)
    if denied:
        return denied
    timed = answer_deadline(question, scored, resources)
    if timed and not claims_duty(question, resources):
        return timed
    refusal = answerability.check(question, scored, resources)
    if refusal and (question.asks("reason") or "derivation" in question.attributes):
        # Why a figure is so that is not so: the figure is put right.
        refusal = corrected_figure(question, scored, resources) or refusal
    if refusal and not question.asks("yes_no", "permission"):
        refusal = opposite_rule(question, scored, resources) or refusal
    rows = answer_rows(question, resources)
    if refusal or rows:
        return rows or answer_rows_elsewhere(question, resources) or refusal
    carried = details.carrying(question, scored, resources)
    carried += _beside(question, carried, scored)
    draft = _draft(question, carried, resources)
    counties = [
        place.name
        for place in question.places
        if details.under_city_rules(question, place, resources)
    ]
    if draft is None or not counties:
        return draft
    note = resources.wording.say(
        "city_rules",
        place="、".join(counties),
        title=resources.title(scored[0].passage.document_id),
    )
    return replace(draft, lead=note + draft.lead)


def _beside(
    question: Question, carried: Sequence[Scored], scored: Sequence[Scored]
) -> list[Scored]:
    """Return passages of the best one's clause that name what those with the detail do not."""

    def home(each: Scored) -> tuple[str, str]:
        return each.passage.document_id, each.passage.address

    same = [each for each in scored if home(each) == home(carried[0])]
    told = [each for each in same if each in carried]
    return [e for e in same if e not in told and names_more(question, e, told)]


def _ruling(scored: list[Scored]) -> list[Scored]:
    """Return the passages without title and notice, which rule nothing, where others cover more."""
    ruling = [
        each
        for each in scored
        if each.passage.address not in FRONT_MATTER and not is_attachment_list(each.passage)
    ]
    return ruling if any(each.coverage for each in ruling) else scored


def _without_strange_rows(scored: list[Scored]) -> list[Scored]:
    """Return the passages but rows of tables without a word of the question: they allow nothing."""
    return [e for e in scored if e.coverage or "\t" not in e.passage.text.strip()] or scored


def draft_for(question: Question, resources: Resources) -> Draft | None:
    """Answer one question with everything there is."""
    return from_registers(question, resources) or from_passages(
        question, ranked(question, resources), resources
    )


def _told_elsewhere(targets: Sequence[Target], scored: Sequence[Scored]) -> bool:
    """Tell whether a figure stands in a passage that speaks of far more than the targets'.

    新建一个集中式光伏要配多大的储能 is no question on the total of 储能.
    """

    def holds(passage: Passage) -> bool:
        return any(
            passage.document_id == target.document_id
            and passage.start < target.end
            and target.start < passage.end
            for target in targets
        )

    best = max(scored, key=lambda each: each.coverage)
    own = max((each.coverage for each in scored if holds(each.passage)), default=0.0)
    return best.coverage >= own + FAR_MORE and details.holds_figure(same_width(best.passage.text))


def _draft(question: Question, scored: list[Scored], resources: Resources) -> Draft | None:
    # 提前多久向哪个部门申请 is answered by the sentence that says both.
    asks_more = question.asks("when") or {"cost", "approval", "person"} & set(question.attributes)
    asks_duty = question.asks("responsibility") and not asks_more
    stated = states_duty(question, resources)
    if stated:
        # …由县统计局牵头，要做到什么程度: what is wrong in it is put right beside the answer.
        by_topic = answer_by_topic(question, scored, resources)
        answer = _draft(replace(question, departments=()), scored, resources)
        wrong = by_topic if by_topic and by_topic.status == "corrected" else None
        told = [draft for draft in (wrong, answer) if draft]
        return merge(told) if told else None
    if asks_duty or claims_duty(question, resources):
        draft = answer_by_topic(question, scored, resources)
        if draft:
            return draft
        titled = clauses_of_task(question, scored, resources)
        draft = answer_by_clauses(question, titled, resources) if titled else None
        if draft:
            return draft
        if question.types == {"responsibility"} and names_nobody(scored, resources):
            return answerability.refuse(resources.wording.say("no_basis_who"), scored)
    asks_figure = question.asks("target", "how_much") and not question.asks("compare")
    # 我家5亩地的秸秆能烧不 gives a figure of the person's own.
    claims_figure = bool(question.figures) and not question.asks("permission")
    if asks_figure or claims_figure or not question.types:
        targets = details.targets_carrying(question, match_targets(question, resources), resources)
        in_table = any(target.head for target in targets)
        if targets and not in_table and _told_elsewhere(targets, scored):
            targets = []
        if asks_figure or claims_figure or names_indicator(question, targets):
            draft = answer_targets(question, targets, resources)
            if draft:
                return draft
    if question.asks("compare"):
        compared = match_targets(question, resources)
        if len(compared) > 1:
            return answer_targets(question, compared, resources)
        return answer_comparison(question, scored, resources)
    return answer_definition(question, scored, resources) or rules.answer_rules(
        question, scored, resources
    )

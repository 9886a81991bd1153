"""What a question supposes of the text: a figure in a why-question, a rule for all there is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from policyqa.answering.claims import text_claim
from policyqa.answering.context import Draft, Question
from policyqa.answering.details import STAGE, of_stage
from policyqa.answering.evidence import Scored
from policyqa.answering.quoting import split_segments, to_quote
from policyqa.answering.resources import Resources
from policyqa.answering.target_answers import answer_targets
from policyqa.answering.target_matching import match_targets
from policyqa.answering.topic import coverage

# Coverage from which a passage surely speaks of what is supposed.
SURE = 0.5
QUOTE_LENGTH = 110
# A stretch surely rules on what is supposed from this share; words beside it count less.
SURELY_ABOUT, NEAR, SLACK = 0.55, 0.6, 0.05
_FAVOURS, _FORBIDS = ("allow", "encourage"), ("forbid",)


def corrected_figure(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Return what the best passage says where a figure of the question contradicts it."""
    best = next(iter(scored), None)
    wrong = ""
    if best:
        wrong = text_claim(question, best.passage.text)[0] or _other_stage(question, best)
    # 为什么不定100% supposes no such figure.
    denied = re.search(rf"不[^，,。]{{0,3}}?{re.escape(wrong)}", question.text)
    if best is None or not wrong or denied or best.coverage < SURE:
        return None
    quote = to_quote(question, best.passage, resources, QUOTE_LENGTH)
    lead = resources.wording.say("rule_claim_no", claimed=wrong)
    return Draft(lead, (quote,), status="corrected", computed=(wrong,))


def _other_stage(question: Question, best: Scored) -> str:
    """Return an emission stage (国四) that the passage leaves out where it tells of others."""
    told = STAGE.search(best.passage.text)
    stages = [each for each in STAGE.findall(question.text) if told]
    return next((f"国{each}" for each in stages if not of_stage(each, best.passage.text)), "")


def opposite_rule(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Return the rule where a question supposes its opposite and asks for a detail of it.

    还鼓励扩产能呢，扩多少 is no question of how much where the text says 严禁新增….
    """
    turns = resources.cues.turns
    sides = (("favours", _FAVOURS, _FORBIDS), ("forbids", _FORBIDS, _FAVOURS))
    for name, same, opposite in sides:
        claimed = turns[name].search(question.text)
        if claimed is None:
            continue
        rest = tuple(term for term in question.terms if term.text not in claimed.group())
        rules = [
            (coverage(rest, (words, 1.0), (each.passage.text, NEAR)), modal[0], each)
            for each in scored
            if each.coverage >= SURE
            for words in split_segments(each.passage.text)
            if (modal := resources.wording.modal(words))
        ]
        against = [(covered, each) for covered, rule, each in rules if rule in opposite]
        covered, best = max(against, key=lambda pair: pair[0], default=(0.0, None))
        agrees = any(held >= covered - SLACK for held, rule, _ in rules if rule in same)
        if best is None or covered < SURELY_ABOUT or agrees:
            continue
        quote = to_quote(question, best.passage, resources, QUOTE_LENGTH)
        lead = resources.wording.say("rule_supposed_no", claimed=claimed.group())
        return Draft(lead, (quote,), status="corrected")
    return None


def corrected_target(question: Question, resources: Resources) -> Draft | None:
    """Return the target that a yes-or-no question gives a wrong figure or year, put right."""
    if not question.asks("yes_no") or not (question.figures or question.years):
        return None
    checked = answer_targets(question, match_targets(question, resources), resources)
    return checked if checked and checked.status == "corrected" else None


def sweeping_claim(question: Question, document_ids: Collection[str], resources: Resources) -> str:
    """Return what a yes-or-no question supposes of all (全部禁用), if no document says the like."""
    cues = resources.cues
    claimed = cues.turns["sweeping"].search(question.text) if question.asks("yes_no") else None
    if claimed is None:
        return ""
    said = any(
        claimed["act"] in segment and any(word in segment for word in cues.words["of_all"])
        for text in resources.understanding.folded(tuple(document_ids))
        for segment in split_segments(text)
    )
    return "" if said else claimed.group()

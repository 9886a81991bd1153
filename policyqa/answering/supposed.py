"""What a question supposes of the text: a figure in a why-question, a rule for all there is."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from policyqa.answering.claims import text_claim
from policyqa.answering.context import Draft, Question
from policyqa.answering.evidence import Scored
from policyqa.answering.quoting import split_segments, to_quote
from policyqa.answering.resources import Resources
from policyqa.answering.target_answers import answer_targets
from policyqa.answering.target_matching import match_targets

# Coverage from which a passage surely speaks of what is supposed.
SURE = 0.5
QUOTE_LENGTH = 110


def corrected_figure(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Return what the best passage says where a figure of the question contradicts it."""
    best = next(iter(scored), None)
    wrong = text_claim(question, best.passage.text)[0] if best else ""
    # 为什么不定100% supposes no such figure.
    denied = re.search(rf"不[^，,。]{{0,3}}?{re.escape(wrong)}", question.text)
    if best is None or not wrong or denied or best.coverage < SURE:
        return None
    quote = to_quote(question, best.passage, resources, QUOTE_LENGTH)
    lead = resources.wording.say("rule_claim_no", claimed=wrong)
    return Draft(lead, (quote,), status="corrected", computed=(wrong,))


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

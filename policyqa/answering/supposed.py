"""What a question supposes of the text: a figure in a why-question, a rule for all there is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.claims import text_claim
from policyqa.answering.context import Draft, Question
from policyqa.answering.evidence import Scored
from policyqa.answering.quoting import split_segments, to_quote
from policyqa.answering.resources import Resources

# Coverage from which a passage surely speaks of what is supposed.
SURE = 0.5
QUOTE_LENGTH = 110
_ALL = re.compile("全部|全面|一律|彻底")
_SWEEPING = re.compile(
    r"(?:全部|一律|全面|彻底|统统|通通)(?:都|要)?(?P<act>禁止|禁用|禁烧|禁|停产|停用|停|关停|关闭|关|取消|淘汰|退出|拆除|拆)"
)


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


def sweeping_claim(question: Question, shown: str) -> str:
    """Return what a yes-or-no question supposes of all (全部禁用), where ``shown`` says no such."""
    claimed = _SWEEPING.search(question.text) if question.asks("yes_no") else None
    if claimed is None:
        return ""
    said = any(
        claimed["act"] in segment and _ALL.search(segment) for segment in split_segments(shown)
    )
    return "" if said else claimed.group()

"""Which indicators have the figure that a question names (13.5%出现在哪两个指标上)."""

from __future__ import annotations

import re

from policyqa.answering.claims import same_number
from policyqa.answering.context import Draft, Question
from policyqa.answering.resources import Resources
from policyqa.answering.target_answers import answer_targets
from policyqa.records import Target

_WHICH = re.compile(
    r"(?:哪|几|多)(?:[一二两三四五几些])?[个项处条些][^，,。?？]{0,6}(?:指标|目标)|"
    r"(?:哪|好?几|多少|[两三四五六])(?:处|次)|"
    r"(?:对应|分别|都|各)(?:自|的)?(?:对应|指|说|是|讲)*(?:的)?(?:是)?(?:什么|哪|啥)"
)


def answer_shared_figure(question: Question, resources: Resources) -> Draft | None:
    """Tell all targets of the value that a question names, where it asks which they are."""
    if not question.figures or question.departments or not _WHICH.search(question.text):
        return None
    if question.asks("permission", "responsibility"):
        return None
    targets = targets_of_figures(question, resources)
    inside = {r.address for r in question.references if r.exists}
    named = [target for target in targets if not inside or target.address in inside]
    return answer_targets(question, named or targets, resources)


def targets_of_figures(question: Question, resources: Resources) -> list[Target]:
    """Return the targets whose value is a figure of the question (97%是什么的目标)."""
    asked = {(same_number(figure.value), figure.unit) for figure in question.figures}
    return [
        target
        for target in resources.corpus.targets
        if (same_number(target.value), target.unit) in asked
        and (not question.documents or target.document_id in question.documents)
    ]

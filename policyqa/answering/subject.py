"""What a question is about, in its own words: what a follow-up to it leaves out."""

from __future__ import annotations

import re

from policyqa.answering.context import ClauseReference, Question
from policyqa.answering.cues import Cues
from policyqa.answering.resources import Resources

_PART = re.compile("[一二三四五六七八九十]+")
# Fewer characters are hardly a subject.
LEAST_SUBJECT = 3
# 养鸡的粪能直接(往地里撒不): the verb that it waits for is left out with what was asked.
# (要装)多少(公里)充电桩: how much is not what a question is about.
_HOW_MUCH = re.compile(
    r"(?:(?:要|得|该|计划)[一-鿿])?(?:多少|几(?=[万亿]?[公里个座台辆吨户家亩处所套]))"
    r"[万亿]?(?:公里|[个座台辆吨户家亩处所套])?(?=[一-鿿])"
)
_MODAL_END = re.compile(r"(?:能不能|可不可以|能|可以|让|准)(?:直接|随便|自己|再|还)?$")


def subject_of(question: Question, resources: Resources) -> str:
    """Return what the question is about, in its own words.

    Asking words and the detail that was wanted (罚多少钱) are taken off.
    """
    if question.references or question.departments:
        named = [_as_named(reference, resources) for reference in question.references]
        rest = "".join(dict.fromkeys((*question.departments, question.topic)))
        return "、".join(dict.fromkeys(named)) + re.sub(r"[\s?？,，。!！、]+", "", rest)
    # Between the first and the last content word the person's own words are kept, so that
    # the completed question reads naturally (秸秆综合利用率).
    text = without_details(question, resources.cues)
    spans = [
        (text.lower().find(term.text), len(term.text))
        for term in question.terms
        if term.text in text.lower()
    ]
    if not spans:
        return re.sub(r"[\s?？,，。!！]+", "", question.topic)
    if sum(length for _, length in spans) < LEAST_SUBJECT:
        # The words for the detail stand around the thing (举报…打哪个号码).
        words = question.text.lower()
        spans = [(words.find(t.text), len(t.text)) for t in question.terms if t.text in words]
        text = question.text
    start = min(begin for begin, _ in spans)
    end = max(begin + length for begin, length in spans)
    return _MODAL_END.sub("", _HOW_MUCH.sub("", text[start:end].replace(" ", "")))


def _as_named(reference: ClauseReference, resources: Resources) -> str:
    """Return a clause as the question named it: a heading holds in every document."""
    heading = resources.heading(reference.document_id, reference.address)
    if _PART.fullmatch(reference.address):
        return f"第{reference.address}部分"
    return heading.title if reference.by_heading and heading else reference.address


def without_details(question: Question, cues: Cues) -> str:
    """Return the question with the words for wanted details (罚多少钱) blanked out."""
    text = question.text
    for name in question.attributes:
        text = cues.attributes[name].asks.sub(lambda match: " " * len(match.group()), text)
    return text

"""What a word or a body is by the text: 是指, 全称（简称）, counting short forms (两高)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Draft, Question
from policyqa.answering.evidence import Scored
from policyqa.answering.quoting import to_quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.documents.numerals import number_of
from policyqa.text import same_width

QUOTE_LENGTH = 110


def answer_definition(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Answer what a word means from the text: 所称甲，是指…, A（B） and counting short forms."""
    if not question.asks("definition") or not question.terms or "算" in question.text:
        return None  # 汽修铺算不算重点行业 asks about the shop, not for a meaning
    meant = _said_to_mean(question, scored, resources)
    if meant:
        return meant
    for each in scored:
        folded = same_width(each.passage.text)
        for term in question.terms:
            if len(term.text) < 2:
                continue
            found = _alias(term.text, folded) or _counted(term.text, folded)
            if found:
                quotes = QuoteList()
                marker = quotes.add(to_quote(question, each.passage, resources, QUOTE_LENGTH))
                lead = resources.wording.say(
                    "definition_alias",
                    term=_as_written(term.text, each.passage.text),
                    full=found,
                    marker=marker,
                )
                return Draft(lead, tuple(quotes.quotes))
    return None


def _said_to_mean(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Quote the sentence that says what a term of the question means (所称甲，是指…), or None."""
    for term in sorted(question.terms, key=lambda each: -each.weight):
        says = re.compile(
            rf"(?:所称|^)(?:的)?[^,，。是]{{0,4}}{re.escape(term.text)}[,，]?(?:是指|指)"
        )
        for each in scored:
            if len(term.text) < 2 or not says.search(same_width(each.passage.text)):
                continue
            quote = to_quote(question, each.passage, resources, QUOTE_LENGTH)
            labels = resources.label(quote.document_id, quote.address)
            return Draft(resources.wording.say("rule_plain", labels=labels), (quote,))
    return None


def answer_body(question: Question, resources: Resources) -> Draft | None:
    """Quote the bracket that says what a body is (市双代办（市清洁取暖办公室，设在…）), or None."""
    for name in question.departments:
        ids = question.documents or tuple(resources.corpus.documents)
        for document_id in ids:
            text = resources.corpus.documents[document_id].text
            found = re.search(rf"{re.escape(name)}[（(][^（）()\n]{{4,60}}[）)]", text)
            if found is None:
                continue
            quote = resources.find_quote(document_id, found.group())
            if quote:
                labels = resources.label(document_id, quote.address)
                return Draft(resources.wording.say("rule_plain", labels=labels), (quote,))
    return None


def _as_written(word: str, text: str) -> str:
    """Return ``word`` in the letters that ``text`` has it in (VOCs)."""
    match = re.search(re.escape(word), text, re.IGNORECASE)
    return match.group() if match else word


def _counted(term: str, text: str) -> str:
    """Return what a counting short form stands for (两高: 高耗能高排放) in ``text``, or ""."""
    short = re.fullmatch("([两双三四五六])([一-鿿])(?:项目|行业|企业|产业)?", term.strip('“”"'))
    if short is None:
        return ""
    times = 2 if short[1] == "双" else number_of(short[1])
    found = re.search(
        rf"(?:{short[2]}[一-鿿]{{1,3}}?[、和]?){{{times}}}(?=项目|行业|产业|企业|工程|的|,|。|$)",
        text,
    )
    return found.group().rstrip("、和") if found else ""


def _alias(term: str, text: str) -> str:
    """Return what stands beside ``term`` as 全称（简称） in folded ``text``, or ""."""
    word = re.escape(term)
    match = re.search(rf"([一-鿿]{{2,16}})\({word}\)", text)
    if match:
        return re.sub(r"^.*(?:开展|推进|加强|和|、|的)", "", match.group(1)) or match.group(1)
    return ""

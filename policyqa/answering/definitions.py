"""What a word or a body is by the text: 是指, 全称（简称）, counting short forms (两高)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.answerability import refuse
from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.evidence import Scored
from policyqa.answering.quoting import to_quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.documents.numerals import number_of
from policyqa.records import Clause
from policyqa.text import same_width

QUOTE_LENGTH = 110
LONGEST_TERM = 16
_ASKS_MEMBERS = re.compile(r"([两双三四五六七八九十][一-鿿])[”\"]?[^。?？]{0,12}哪\1")
# A list of terms stands at most so many characters below its title.
FAR_ABOVE = 1500
FEW_PASSAGES = 5
_QUOTED = re.compile(r"[“\"]([^“”\"]{2,16})[”\"]")
# Where a sentence or a numbered item begins.
_OPENS = r"(?:^|(?<=[\n。；]))[ \t　]*(?:[（(]?[\d一二三四五六七八九十]+[）)]?[.．、]?)?[ \t　]*"
_DEFINED = re.compile(rf"{_OPENS}[“\"]?([^，,。；;：:\n“”\"]{{2,16}})[”\"]?[，,]?(?:是指)")
_GLOSSARY = re.compile(r"(?:名词|术语|用语|概念)(?:解释|说明|含义|释义|定义)")


def answer_definition(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Answer what a word means from the text: 所称甲，是指…, A（B） and counting short forms."""
    if not question.asks("definition") or not question.terms or "算" in question.text:
        return None  # 汽修铺算不算重点行业 asks about the shop, not for a meaning
    meant = _said_to_mean(question, scored, resources)
    if meant:
        return meant
    quoted = "".join(_QUOTED.findall(question.text)).lower()
    # A name in Latin letters (EOD) is looked up by itself: a story tells of much else.
    names = [term.text for term in question.terms if term.text.isascii() and term.text.isalpha()]
    ids = question.documents or None
    named = [
        passage
        for name in names
        for passage in resources.searcher.search(name, FEW_PASSAGES, document_ids=ids)
    ]
    for passage in (*(each.passage for each in scored), *named):
        folded = same_width(passage.text)
        for term in question.terms:
            if len(term.text) < 2 or (quoted and term.text not in quoted):
                continue  # 涉VOCs“绿岛”项目 asks about 绿岛
            found = _alias(term.text, folded) or _counted(term.text, folded)
            if found:
                quotes = QuoteList()
                marker = quotes.add(to_quote(question, passage, resources, QUOTE_LENGTH))
                lead = resources.wording.say(
                    "definition_alias",
                    term=_as_written(term.text, passage.text),
                    full=found,
                    marker=marker,
                )
                return Draft(lead, tuple(quotes.quotes))
    members = _ASKS_MEMBERS.search(question.text)
    return _members(members[1], scored, resources) if members else None


def _members(short: str, scored: Sequence[Scored], resources: Resources) -> Draft:
    """Quote what tells the members of a short form (哪三改), or say that nothing does."""
    for each in scored:
        passage = each.passage
        if _may_list(short, passage.text):
            quote = Quote(passage.document_id, passage.address, passage.start, passage.end)
            labels = resources.label(passage.document_id, passage.address)
            return Draft(resources.wording.say("rule_plain", labels=labels), (quote,))
    # Any other words on 五化 are no answer.
    detail = resources.cues.attributes["formal_definition"].label
    return refuse(resources.wording.say("no_basis_detail", detail=detail), scored)


def _may_list(short: str, text: str) -> bool:
    """Tell whether ``text`` has a short form (三改) and what it counts as often (…改造、…改造)."""
    return short in text and text.count(short[1]) > (number_of(short[0]) or 2)


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


def answer_glossary(question: Question, resources: Resources) -> Draft | None:
    """Quote where the documents explain the term of the question as a glossary does.

    短流程炼钢：以废钢为主要原料… in a list of terms, “误时补投”：指…, 一户一案，是指….
    """
    if not question.asks("definition"):
        return None
    for term in _terms_in(question, resources):
        says = re.compile(
            rf"{_OPENS}(?:本[^\W\d]{{2}}所称的?)?[“\"]?{re.escape(term)}[”\"]?"
            r"(?P<means>[，,]?(?:是指|指的?是?)(?!导|标|定|挥)|[：:])"
        )
        for document_id in question.documents or tuple(resources.corpus.documents):
            quote = _explained(document_id, term, says, resources)
            if quote:
                lead = resources.wording.say("definition_found", term=term)
                return Draft(lead, (quote,))
    return None


def _terms_in(question: Question, resources: Resources) -> list[str]:
    """Return what a question may ask the meaning of, the likeliest first.

    That is what it puts in quotes, else its topic and the terms that a document defines.
    """
    quoted = _QUOTED.findall(question.text)
    topic = re.sub(r"[“”\"?？\s，,]+", "", question.topic)
    defined = {
        term
        for document_id in question.documents or tuple(resources.corpus.documents)
        for term in _DEFINED.findall(resources.corpus.documents[document_id].text)
        if term in question.text
    }
    terms = quoted or [
        topic,
        *sorted(defined | _listed_terms(question, resources), key=len, reverse=True),
    ]
    return [term for term in terms if 2 <= len(term) <= LONGEST_TERM]


def _listed_terms(question: Question, resources: Resources) -> set[str]:
    """Return the terms of the glossaries that the question names."""
    found: set[str] = set()
    for document_id in question.documents or tuple(resources.corpus.documents):
        for clause in resources.corpus.structures[document_id].clauses:
            term = clause.heading.strip('“”"：:')
            if term and term in question.text and _in_glossary(clause, resources):
                found.add(term)
    return found


def _in_glossary(clause: Clause, resources: Resources) -> bool:
    """Tell whether a heading such as 名词解释 stands above ``clause``."""
    above = [resources.heading(clause.document_id, address) for address in clause.ancestors]
    return any(heading and _GLOSSARY.search(heading.title) for heading in above)


def _explained(
    document_id: str, term: str, says: re.Pattern[str], resources: Resources
) -> Quote | None:
    """Return a quote of the sentence or the item of a glossary that explains ``term``."""
    document = resources.corpus.documents[document_id]
    for clause in resources.corpus.structures[document_id].clauses:
        titled = same_width(clause.heading).strip('“”"') == same_width(term)
        if titled and _in_glossary(clause, resources):
            return Quote(document_id, clause.address, clause.start, clause.end)
        found = says.search(document.text, clause.start, clause.end)
        # 任务：推进甲 names what follows; in a glossary, or with 指, it is explained.
        if found is None or (found["means"] in "：:" and not _explains(document.text, found)):
            continue
        for sentence in clause.sentences:
            if sentence.start <= found.end() - 1 < sentence.end:
                return Quote(document_id, clause.address, sentence.start, sentence.end)
    return None


def _explains(text: str, found: re.Match[str]) -> bool:
    """Tell whether 指 follows the colon, or a heading such as 名词解释 stands above it."""
    above = text[max(0, found.start() - FAR_ABOVE) : found.start()]
    return text.startswith(("指", "是指"), found.end()) or bool(_GLOSSARY.search(above))


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
        return re.sub(r"^.*(?:开展|推进|加强|和|、)", "", match.group(1)) or match.group(1)
    return ""

"""What a question names that the documents do not: a matter, another document, a year."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import ascii_uppercase

from policyqa.answering import normalise
from policyqa.answering.context import Question
from policyqa.answering.resources import Resources
from policyqa.answering.shared_figures import targets_of_figures
from policyqa.answering.topic import PARTIAL_MATCH, coverage, is_thing, match
from policyqa.records import Passage
from policyqa.text import part_of_speech, same_width, words

# Of the official words for a thing only the first means the same.
CLOSE_FORMS = 1
# Share of the other words from which a passage surely speaks of what is asked.
SURELY_ABOUT = 0.65
# An abbreviation in Latin capitals (PUE, NOx); XX stands for a name left out.
_ABBREVIATION = re.compile(
    r"(?<![A-Za-z0-9])(?!(?P<same>[A-Z])(?P=same)+(?![A-Za-z0-9]))"
    r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*(?![A-Za-z0-9])"
)
_QUOTED_NAME = re.compile(r"“([一-鿿]{3,12})”")
# So short a name in quotes is one word.
ONE_WORD = 4
_PERIOD = re.compile(r"十[一二三六七八九]五")
_WHICH = "(?:什么|啥|哪几?种|哪些|几种)"
_ASKS_CONTENT = re.compile(
    r"《([^》]{3,60})》(?:当时|里|中)?(?:定|规定|写|提出|要求)的[^，,。]{0,16}?(?:多少|几|什么|哪)"
    r"|《([^》]{3,60})》(?:第几|里|中|对|是?怎么|如何|规定|有什么|有哪些"
    r"|的(?:规定|内容|罚则|第|文号|字号|印发|发布|落款|原文|全文))"
)


def absent_matter(question: Question, best: Passage, resources: Resources) -> str:
    """Return a thing that a document must name to rule on it and does not, or "".

    Of a question that names no document that of the ``best`` passage counts. An abbreviation
    always has to be named, itself or as the lexicon writes it out.
    """
    texts = resources.understanding.folded(question.documents or (best.document_id,))
    asking = resources.cues.asking(question.text)
    # ABCD only counts classes.
    found = (each.group() for each in _ABBREVIATION.finditer(question.text))
    short = [each for each in found if each not in ascii_uppercase]
    matters = resources.cues.words["matters"]
    coined = _coined_name(question, texts, resources)
    if coined:
        return coined
    for term in resources.understanding.asked(question):
        # An indicator has its names; a document that writes none of them has no rule on it.
        if term.indicator and not any(match(term, text) > PARTIAL_MATCH for text in texts):
            place = question.text.lower().rfind(term.text)
            return question.text[place : place + len(term.text)] if place >= 0 else term.text
    long = [each for each in matters if _stands_as_word(each, question.text)]
    for word in (*long, *short):
        place = question.text.rfind(word)
        told = not any(start <= place < end for start, end in asking)
        if told or _names_more(question, word.lower(), best.text):
            continue  # 楼盘 only says whose 停车位 are asked about
        if re.search(rf"{_WHICH}{word}", question.text) and best.text.count(word[-1]) > 1:
            continue  # 分别是什么颜色 is answered by 黄色、橙色
        forms = {word}
        for expansion in resources.corpus.lexicon.expand(word):
            # What an abbreviation stands for may be written in several ways.
            official = expansion.official if word in short else expansion.official[:CLOSE_FORMS]
            forms |= {expansion.said, *official}
        if not any(same_width(form) in text for form in forms for text in texts):
            return word
    return ""


def _coined_name(question: Question, texts: Sequence[str], resources: Resources) -> str:
    """Return a name in quotes that no text has, nor its parts in one sentence, or "".

    What a draft is said to write (一段话) is longer, and a claim is checked elsewhere.
    """
    if question.asks("yes_no") or question.figures:
        return ""
    for name in _QUOTED_NAME.findall(question.text):
        # “绿色某某” leaves a name open.
        if "某" in name or resources.corpus.lexicon.expand(name):
            continue
        parts = [part for part in words(name) if len(part) > 1]
        if len(parts) < 2 and len(name) <= ONE_WORD:
            parts = [name]
        if parts and not any(
            all(part in sentence for part in parts)
            for text in texts
            for sentence in re.split("[。\n;]", text)
        ):
            return str(name)
    return ""


def _names_more(question: Question, word: str, text: str) -> bool:
    """Tell whether another thing is asked about behind ``word``, and ``text`` speaks of it."""
    said = question.text.lower()
    behind = said[said.rfind(word) + len(word) :]
    rest = tuple(term for term in question.terms if word not in term.text and term.text not in word)
    named = any(
        # 电瓶车 is itself what is asked about in 电瓶车推到楼上充电.
        is_thing(term) and part_of_speech(term.text) != "v" and term.text in behind
        for term in rest
    )
    return named and coverage(rest, (text, 1.0)) >= SURELY_ABOUT


def _stands_as_word(word: str, text: str) -> bool:
    """Tell whether ``word`` stands in ``text`` and not across two words (规定金融 holds 定金).

    Segmentation may cut one of its ends wrongly (扣押|金), not both.
    """
    if word not in text:
        return False
    edges, position = {0}, 0
    for piece in words(text):
        position = text.lower().find(piece, position) + len(piece)
        edges |= {position - len(piece), position}
    return any(
        found.start() in edges or found.end() in edges
        for found in re.finditer(re.escape(word), text)
    )


def foreign_document(question: Question, resources: Resources) -> str:
    """Return the title of another document whose content is asked for, or ""."""
    match = _ASKS_CONTENT.search(question.text)
    if match is None:
        return ""
    named = match[1] or match[2]
    title = same_width(named)
    known = any(
        title in same_width(document.title) or same_width(document.title) in title
        for document in resources.corpus.documents.values()
    )
    return "" if known else named


def absent_year(question: Question, resources: Resources) -> str:
    """Return a year of the question that no document it is limited to mentions, or ""."""
    claims = question.asks("yes_no") or not question.asks("how_much", "target")
    if question.figures and (claims or targets_of_figures(question, resources)):
        return ""  # a claim about a figure is checked against the targets instead
    ids = question.documents or tuple(resources.corpus.documents)
    texts = [resources.corpus.documents[document_id].text for document_id in ids]
    told = [year for year in question.years if any(str(year) in text for text in texts)]
    if told and question.asks("yes_no"):
        return ""  # 2023年起禁捕五年，那2028年能下网了吧 reckons from what the text says
    latest = max((year for text in texts for year in normalise.years(text)), default=0)
    period = _PERIOD.search(question.text)
    if period and not any(period.group() in text for text in texts):
        return f"“{period.group()}”"
    for year in question.years:
        # A past year may be a fact of the person's own (2003年盖的房).
        asked_about = year > latest or question.asks("target", "how_much", "how_far", "when")
        if asked_about and not any(str(year) in text for text in texts):
            return str(year)
    return ""

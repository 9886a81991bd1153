"""Whether the evidence carries what was asked; otherwise a refusal that says what is missing.

Retrieval scores do not tell an unanswerable question on the topic from an answerable one: it
asks for a detail that the text does not state. So the evidence itself is checked for the
kind of detail asked (money, phone, date, place, year) and for the question's content words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering import normalise
from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.details import absent_quantity, holds_figure, needs_of
from policyqa.answering.evidence import Scored, is_duty_list
from policyqa.answering.normalise import with_digits
from policyqa.answering.resources import Resources
from policyqa.answering.target_answers import match_targets, of_another_year
from policyqa.answering.topic import PARTIAL_MATCH, match
from policyqa.text import is_han, same_width, words

# Below this share of the question's content words the best passage is about something else;
# citizens' questions hold many words that no document has, so the bar is low.
ENOUGH_COVERAGE = 0.12
# A passage this close by meaning stands in for words that do not match.
ENOUGH_COSINE = 0.5
NEAREST = 2
# The name of an indicator before 多少, and marks of several.
_INDICATOR = re.compile(
    r"[一-鿿]{2,}(?:率|(?<![数质力大])量|占比|比例|比重|面积|浓度|规模|产值|里程|强度)[^，。?？]{0,12}?"
    r"(?:多少|几|百分之|目标值)|[一-鿿]{2,}[^，。?？]{0,10}?(?:多少|几)(?:万|亿)?(?:座|家|辆|台|套|公里|亩|处|所)"
)
_SEVERAL = re.compile(r"[和与跟]|分别|各")
_PERIOD = re.compile(r"十[一二三六七八九]五")
SHORT_CLAUSE = 250
_ASKS_CONTENT = re.compile(
    r"《([^》]{3,60})》(?:第几|里|中|对|是?怎么|如何|规定|有什么|有哪些"
    r"|的(?:规定|内容|罚则|第|文号|字号|印发|发布|落款|原文|全文))"
)
# Passages that cover this share of what the best covers may carry the detail asked for.
CLOSE, CLOSE_COVERAGE = 8, 0.85
# So do the first few in rank with this share.
FIRST, FIRST_COVERAGE = 3, 0.5


def refuse(lead: str, scored: Sequence[Scored], *, related: bool = True) -> Draft:
    """Return a refusal with the nearest clauses, which are no answer."""
    nearest: dict[str, Quote] = {}
    for each in scored if related else ():
        passage = each.passage
        quote = Quote(passage.document_id, passage.address, passage.start, passage.end)
        if len(nearest) < NEAREST:
            nearest.setdefault(f"{passage.document_id} {passage.address}", quote)
    return Draft(lead, status="no_basis", nearest=tuple(nearest.values()))


def check(question: Question, scored: Sequence[Scored], resources: Resources) -> Draft | None:
    """Return a refusal when the ranked passages cannot carry the answer, else None."""
    say = resources.wording.say
    best = max((each.coverage for each in scored), default=0.0)
    cosine = max((each.passage.signals.get("dense", 0.0) for each in scored), default=0.0)
    close_in_meaning = cosine >= ENOUGH_COSINE and any(map(is_han, question.text))
    if not scored or (best < ENOUGH_COVERAGE and not close_in_meaning):
        return refuse(say("no_basis"), scored, related=best > ENOUGH_COVERAGE / 2)
    if not close_in_meaning and not _solid(question, resources):
        return refuse(say("no_basis"), scored)
    foreign = _foreign_document(question, resources)
    if foreign:
        return refuse(say("no_basis_document", title=foreign), scored)
    if question.asks("how_much", "target") and of_another_year(question, resources):
        return refuse(say("no_basis_year", year=question.years[0]), scored)
    home = (scored[0].passage.document_id, scored[0].passage.address)
    matter = _absent_matter(question, home[0], resources)
    if matter:
        return refuse(say("no_basis_matter", matter=matter), scored)
    close = [each for each in scored if each.coverage >= CLOSE_COVERAGE * best][:CLOSE]
    # What ranks first may say it in other words (细颗粒物 for PM2.5).
    close += [
        each
        for each in scored[:FIRST]
        if each not in close and each.coverage >= FIRST_COVERAGE * best
    ]
    # In a short clause the detail may stand in another sentence than the words of the question.
    clause = resources.corpus.clause(*home)
    close += [
        each
        for each in scored
        if clause.end - clause.start <= SHORT_CLAUSE
        and (each.passage.document_id, each.passage.address) == home
        and each not in close
    ]
    return check_scope(question, scored, resources) or _missing_detail(
        question, close, scored, resources
    )


def check_scope(question: Question, scored: Sequence[Scored], resources: Resources) -> Draft | None:
    """Return a refusal when a figure is asked for another year or level, else None."""
    say = resources.wording.say
    year = _absent_year(question, resources)
    if year:
        return refuse(say("no_basis_year", year=year), scored)
    asks_level = question.asks("compare") or (
        question.asks("target", "how_much") and not question.asks("yes_no")
    )
    if not question.level or not asks_level:
        return None
    ids = question.documents or tuple(resources.corpus.documents)[:1]
    if any(resources.corpus.documents[each].level == question.level for each in ids):
        return None  # 省级节水型企业 in a province's own statute
    words = resources.cues.words[f"level_{question.level}"]
    best = scored[0].passage.text if scored else ""
    if any(word in best for word in words) and (
        holds_figure(best) or not question.asks("target", "how_much")
    ):
        return None
    level = say(f"level_{question.level}")
    return refuse(say("no_basis_level", title=resources.title(ids[0]), level=level), scored)


def _solid(question: Question, resources: Resources) -> bool:
    """Tell whether the documents hold any content word of the question, itself or a close form."""
    return any(
        match(term, same_width(document.text)) >= PARTIAL_MATCH
        for term in question.terms
        for document in resources.corpus.documents.values()
    )


def without_duty_lists(scored: Sequence[Scored], resources: Resources) -> list[Scored]:
    """Return the passages that are more than a list of responsible bodies."""
    return [each for each in scored if not is_duty_list(each.passage, resources)]


def _names_unknown_indicator(question: Question, resources: Resources) -> bool:
    """Tell whether a figure is asked of an indicator, by its name, that the register lacks."""
    asks = question.asks("how_much", "target") and not question.asks("compare", "list", "yes_no")
    if any(not place.here for place in question.places):
        return False  # 柏山县的目标 stands in a row of counties
    named = asks and _INDICATOR.search(question.text) and not _SEVERAL.search(question.text)
    return bool(named) and not match_targets(replace(question, years=()), resources)


def _without_targets(scored: Scored, resources: Resources) -> str:
    """Return a passage's text without the values of the register's targets.

    97% of 秸秆综合利用率 is no figure for 煤矸石综合利用率, though the words are alike.
    """
    passage = scored.passage
    words = resources.corpus.documents[passage.document_id].text
    kept = list(passage.text)
    for target in resources.corpus.targets_of(passage.document_id, passage.address):
        if passage.start <= target.start and target.end <= passage.end:
            at = words.rfind(target.value, target.start, target.end) - passage.start
            kept[at : at + len(target.value)] = [""] * len(target.value)
    return "".join(kept)


def _missing_detail(
    question: Question, close: Sequence[Scored], scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Return a refusal that names what no passage carries together with the rest, else None."""
    say = resources.wording.say
    needs = needs_of(question, resources)
    # Names in a list of responsible bodies are no details of what they are responsible for.
    told = (
        close if question.asks("responsibility", "tasks") else without_duty_lists(close, resources)
    )
    unknown = _names_unknown_indicator(question, resources)
    texts = [_without_targets(each, resources) if unknown else each.passage.text for each in told]
    remaining = [with_digits(same_width(text)) for text in texts]
    for lead, carries in needs:
        remaining = [text for text in remaining if carries(text)]
        if not remaining:
            return refuse(lead, close)
    if question.asks("where"):
        remaining += [same_width(each.passage.text) for each in scored]
    quantity = absent_quantity(question, remaining, resources)
    if quantity:
        return refuse(say("no_basis_figure", quantity=quantity), close)
    return None


def _absent_matter(question: Question, likely: str, resources: Resources) -> str:
    """Return a thing that a document must name to rule on it and does not, or "".

    Of a question that names no document the ``likely`` one counts.
    """
    texts = resources.understanding.folded(question.documents or (likely,))
    for word in resources.cues.words["matters"]:
        if not _stands_as_word(word, question.text):
            continue
        forms = {word}
        for expansion in resources.corpus.lexicon.expand(word):
            forms |= {expansion.said, *expansion.official}
        if not any(same_width(form) in text for form in forms for text in texts):
            return word
    return ""


def _stands_as_word(word: str, text: str) -> bool:
    """Tell whether ``word`` stands in ``text`` and not across two words (规定金融 holds 定金)."""
    if word not in text:
        return False
    edges, position = {0}, 0
    for piece in words(text):
        position = text.lower().find(piece, position) + len(piece)
        edges |= {position - len(piece), position}
    return any(
        found.start() in edges and found.end() in edges
        for found in re.finditer(re.escape(word), text)
    )


def _foreign_document(question: Question, resources: Resources) -> str:
    """Return the title of another document whose content is asked for, or ""."""
    match = _ASKS_CONTENT.search(question.text)
    if match is None:
        return ""
    title = same_width(match.group(1))
    known = any(
        title in same_width(document.title) or same_width(document.title) in title
        for document in resources.corpus.documents.values()
    )
    return "" if known else match.group(1)


def _absent_year(question: Question, resources: Resources) -> str:
    """Return a year of the question that no document it is limited to mentions, or ""."""
    claims = question.asks("yes_no") or not question.asks("how_much", "target")
    if question.figures and claims:
        return ""  # a claim about a figure is checked against the targets instead
    ids = question.documents or tuple(resources.corpus.documents)
    texts = [resources.corpus.documents[document_id].text for document_id in ids]
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

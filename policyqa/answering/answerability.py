"""Whether the evidence carries what was asked; otherwise a refusal that says what is missing.

Retrieval scores do not tell an unanswerable question on the topic from an answerable one: it
asks for a detail that the text does not state. So the evidence itself is checked for the
kind of detail asked (money, phone, date, place, year) and for the question's content words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.absent import absent_matter, absent_year, foreign_document
from policyqa.answering.asked_quantities import absent_quantity
from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.details import holds_figure, needs_of, told_above
from policyqa.answering.evidence import Scored, without_duty_lists
from policyqa.answering.normalise import with_digits
from policyqa.answering.other_matters import of_another_matter
from policyqa.answering.resources import Resources
from policyqa.answering.target_matching import match_targets, of_another_year
from policyqa.answering.topic import PARTIAL_MATCH, match
from policyqa.text import is_han, same_width

# Below this share of the question's content words the best passage is about something else;
# citizens' questions hold many words that no document has, so the bar is low.
ENOUGH_COVERAGE = 0.12
# Nor does it speak of what is asked when it covers little, is far by meaning, and its document
# lacks a word that is asked about.
LITTLE_COVERAGE, LITTLE_COSINE, TELLING = 0.35, 0.28, 0.4
# A passage this close by meaning stands in for words that do not match.
ENOUGH_COSINE = 0.5
NEAREST = 2
# The name of an indicator before 多少, or a thing behind which its number is asked for.
_INDICATOR = re.compile(
    r"[一-鿿]{2,}(?:率|系数|(?<![数质力大])量|占比|比例|比重|面积|浓度|规模|产值|里程|强度)[^，。?？]{0,12}?"
    r"(?:多少|几|百分之|目标|指标)|[一-鿿]{2,}[^，。?？]{0,10}?(?:多少|几)(?:万|亿)?(?:座|家|辆|台|套|公里|亩|处|所)"
)
SHORT_CLAUSE = 250
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
    if (
        best < LITTLE_COVERAGE
        and cosine < LITTLE_COSINE
        and _lacks_word(question, scored, resources)
    ):
        return refuse(say("no_basis"), scored)
    foreign = foreign_document(question, resources)
    if foreign:
        return refuse(say("no_basis_document", title=foreign), scored)
    if question.asks("how_much", "target") and of_another_year(question, resources):
        return refuse(say("no_basis_year", year=question.years[0]), scored)
    home = (scored[0].passage.document_id, scored[0].passage.address)
    matter = absent_matter(question, scored[0].passage, resources)
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
    refusal = check_scope(question, scored, resources) or _missing_detail(
        question, close, scored, resources
    )
    if refusal is None and of_another_matter(question, close, scored, resources):
        return refuse(say("no_basis"), scored)
    return refusal


def check_scope(question: Question, scored: Sequence[Scored], resources: Resources) -> Draft | None:
    """Return a refusal when a figure is asked for another year or level, else None."""
    say = resources.wording.say
    year = absent_year(question, resources)
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


def _lacks_word(question: Question, scored: Sequence[Scored], resources: Resources) -> bool:
    """Tell whether the document of the best passage lacks a telling word that is asked about."""
    text = same_width(resources.corpus.documents[scored[0].passage.document_id].text)
    return any(
        term.weight >= TELLING and match(term, text) < PARTIAL_MATCH
        for term in resources.understanding.asked(question)
    )


def _names_unknown_indicator(question: Question, resources: Resources) -> bool:
    """Tell whether a figure is asked of an indicator, by its name, that the register lacks."""
    asks = question.asks("how_much", "target") and not question.asks("compare", "list", "yes_no")
    if any(not place.here for place in question.places):
        return False  # 柏山县的目标 stands in a row of counties
    named = asks and _INDICATOR.search(question.text)
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
    bodies = question.asks("responsibility", "tasks") and "name_list" not in question.attributes
    told = close if bodies else without_duty_lists(close, resources)
    unknown = _names_unknown_indicator(question, resources)
    texts = [
        told_above(each, question, resources)
        + (_without_targets(each, resources) if unknown else each.passage.text)
        for each in told
    ]
    # The row of a table holds neither what it measures nor its unit; the register does.
    tables = any(target.head for target in resources.corpus.targets)
    if tables and question.asks("how_much", "target"):
        rows = (row for row in match_targets(question, resources) if row.head)
        texts += [
            f"{row.indicator}{row.value}{row.unit}" + (f" {row.year}年度" if row.year else "")
            for row in rows
        ]
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

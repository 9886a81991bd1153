"""Answers from the register of targets: the values asked for, or the whole table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.claims import target_claim
from policyqa.answering.clause_answers import heading_quote
from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.figure_words import VERBS, compared, is_share, phrase, strives
from policyqa.answering.quoting import clip
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.several_targets import NAMED
from policyqa.answering.target_matching import sentence_of
from policyqa.answering.topic import match
from policyqa.records import Target
from policyqa.text import same_width

QUOTE_LIMIT = 70
FEW_TARGETS = 2
TELLING_FIELD = 0.4
_LISTS_TARGETS = re.compile(
    r"(?:有|定了|设了|列了|提了)(?:哪些|哪几(?:个|项|条)?|几(?:个|项|条)|多少(?:个|项))(?:具体|量化|约束性|主要)*(?:的)?(?:目标|指标)"
    r"|(?:目标|指标)(?:值)?(?:都|全部)?(?:逐一|逐项|一一|全部|全都)?(?:列|给)(?:出|全|清)"
    r"|(?:哪些|所有|全部|各项)[^，。?？]{0,6}(?:目标|指标)|(?:目标|指标)(?:值)?(?:都|一共|总共)*有(?:哪些|哪几(?:个|项)?)"
)


def answer_topic_targets(question: Question, resources: Resources) -> Draft | None:
    """List all targets of a field (交通领域有哪些目标), or None when that is not asked."""
    if not _LISTS_TARGETS.search(question.text) or question.attributes or question.figures:
        return None
    words = resources.cues.words
    terms = [
        term
        for term in question.terms
        if term.weight > TELLING_FIELD and term.text not in (*words["weak"], *words["heads"])
    ]
    targets = [
        target
        for target in resources.corpus.targets
        if (not question.documents or target.document_id in question.documents)
        and all(match(term, _field_of(target, resources)) >= NAMED for term in terms)
    ]
    if not terms:
        return None
    topic = "、".join(term.text for term in terms)
    return answer_all_targets(question, targets, resources, topic=topic)


def _field_of(target: Target, resources: Resources) -> str:
    clause = resources.corpus.clause(target.document_id, target.address)
    return same_width(f"{target.indicator} {clause.heading}")


def answer_all_targets(
    question: Question,
    targets: Sequence[Target],
    resources: Resources,
    scope: str = "",
    topic: str = "",
) -> Draft | None:
    """List ``targets`` completely, with their count; None when there are none.

    :param scope: the clause that they all are of.
    :param topic: what they are about, where they are not all of a document or a clause.
    """
    if not targets:
        return None
    quotes = QuoteList()
    items = []
    main = Counter(target.year for target in targets).most_common(1)[0][0]
    # Of a few the sentences are shown: they may set aims without a figure beside them.
    few = len(targets) <= FEW_TARGETS
    for target in targets:
        quote = _quote(target, resources, printed=few)
        marker = quotes.add(replace(quote, shown=()) if few else quote)
        items.append(
            resources.wording.say(
                "target_item",
                address="" if target.address == scope else f"{target.address} ",
                indicator=target.indicator,
                value=phrase(target, resources.corpus),
                year=_own_year(target, main, resources),
            )
            + marker
        )
    name = "target_topic" if topic else "target_clause" if scope else "target_all"
    year = resources.wording.say("target_year", year=main) if main else ""
    said = {"address": scope} if scope else {"topic": topic} if topic else {}
    lead = resources.wording.say(name, count=len(targets), year=year, **said)
    lead += "；".join(items) + "。"
    computed = (str(len(targets)), *_apart(targets, resources))
    return Draft(lead, tuple(quotes.quotes), computed=computed)


def _own_year(target: Target, main: int | None, resources: Resources) -> str:
    """Return the year of a target in a list where it is not that of most."""
    if target.year == main:
        return ""
    if target.year is None:
        return resources.wording.say("target_no_year")
    return resources.wording.say("target_own_year", year=target.year)


def answer_targets(
    question: Question, targets: Sequence[Target], resources: Resources
) -> Draft | None:
    """Tell the value of ``targets``, and confirm or correct a figure in the question."""
    if not targets:
        return None
    quotes = QuoteList()
    sentences: list[str] = []
    several = len({target.document_id for target in targets}) > 1
    for target in targets:
        marker = quotes.add(_quote(target, resources, printed=True))
        heads = _head(target) or _year_above(target, resources)
        marker += quotes.add(heads) if heads else ""
        # Of several plans each value is told as that of its own.
        title = resources.title(target.document_id) if several else ""
        whose = resources.wording.say("target_of", title=title) if several else ""
        sentences.append(whose + _sentence(target, marker, resources))
    lead, status, denied = target_claim(question, targets, resources.corpus.targets, resources)
    computed = (*((denied,) if denied else ()), *_apart(targets, resources))
    return Draft(lead + "".join(sentences), tuple(quotes.quotes), status=status, computed=computed)


def _apart(targets: Sequence[Target], resources: Resources) -> list[str]:
    """Return the values of tables whose unit stands in a column or a header of its own."""
    found: list[str] = []
    for target in targets:
        text = resources.corpus.documents[target.document_id].text
        words = text[target.start : target.end]
        together = f"{target.value}{target.unit}" in "".join(words.split())
        if not together and target.value in words and (target.head or target.unit in words):
            found.append(f"{target.value}{target.unit}")
    return found


def _head(target: Target) -> Quote | None:
    """Return a quote of the header of the table in which a target stands, or None."""
    if target.head is None:
        return None
    return Quote(target.document_id, target.address, *target.head)


def _sentence(target: Target, marker: str, resources: Resources) -> str:
    before, after = compared(target, resources.corpus)
    year = f"到{target.year}年，" if target.year else ""
    if is_share(target, resources.corpus):
        return resources.wording.say(
            "target_share",
            year=year,
            strives=before or strives(target, resources.corpus),
            value=target.value,
            unit=target.unit,
            comparison_after=after,
            indicator=target.indicator,
            marker=marker,
        )
    return resources.wording.say(
        "target_one",
        year=year,
        indicator=target.indicator,
        comparison_before=(f"比{target.base_year}年" if target.base_year else ""),
        verb=strives(target, resources.corpus) + (before or VERBS[target.direction]),
        value=target.value,
        unit=target.unit,
        comparison_after=after,
        marker=marker,
    )


def _year_above(target: Target, resources: Resources) -> Quote | None:
    """Return a quote of the line above that gives the target's year, as the head of a table."""
    clause = resources.corpus.clause(target.document_id, target.address)
    text = resources.corpus.documents[target.document_id].text
    own = sentence_of(clause, target.start)
    year = f"{target.year}年"
    if target.year is None or year in text[own.start : own.end]:
        return None
    above = text.rfind(year, clause.start, own.start)
    if above < 0:
        titles = [
            resources.heading(target.document_id, a) for a in (clause.address, *clause.ancestors)
        ]
        named = (title for title in reversed(titles) if title and year in title.title)
        return next((heading_quote(title, resources) for title in named), None)
    line = sentence_of(clause, above)
    start = text.rfind("\n", line.start, above) + 1 or line.start
    end = text.find("\n", above, line.end)
    return Quote(target.document_id, target.address, start, end if end > 0 else line.end)


def _quote(target: Target, resources: Resources, *, printed: bool) -> Quote:
    """Return a quote of the target's sentence that shows its year and its own words."""
    clause = resources.corpus.clause(target.document_id, target.address)
    sentence = sentence_of(clause, target.start)
    # 这一比例达到45% takes its indicator from the sentence before.
    end = sentence_of(clause, target.end - 1).end
    text = resources.corpus.documents[target.document_id].text
    shown: tuple[tuple[int, int], ...] = ((target.start, target.end),)
    if target.end - target.start > QUOTE_LIMIT * 2:
        shown = clip(text, target.start, target.end, (), QUOTE_LIMIT * 2)
    return Quote(target.document_id, target.address, sentence.start, end, shown, printed)

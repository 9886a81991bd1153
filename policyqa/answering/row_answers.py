"""Answers from tables that give every place its figures: named rows, or a whole column.

石栈县氨氮减多少 is one row, 鹿关市和白棠市谁更严 are two, 各县区氨氮减多少 is the column, complete;
哪个县减得最多 is the column too, with the row that has the most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.context import Draft, Question, Quote, Term
from policyqa.answering.figure_words import VERBS, phrase
from policyqa.answering.places import bare_name
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.several_targets import NAMED, TELLING
from policyqa.answering.target_answers import answer_targets
from policyqa.answering.target_matching import match_targets, row_of
from policyqa.answering.topic import match, named_share
from policyqa.documents.aims import as_number
from policyqa.records import Target
from policyqa.text import same_width

_PLACES = r"(?:地|县|区|市|州|旗|乡|镇|街道|园区|城市|企业|单位)+"
_EACH_PLACE = re.compile(
    rf"(?:各|哪(?:一?个|些|几个)?|每个|几个){_PLACES}(?!部门|局)"
    rf"|[两二三四五六七八九十0-9]+个{_PLACES}(?:里|中|当中|之间)|的{_PLACES}是?哪"
)
_MOST = re.compile(r"最(?:多|高|大|重|快)|第一")
_LEAST = re.compile(r"最(?:少|低|小|轻|慢|严)|垫底|倒数")
# So many rows are printed beside what the answer says of them.
FEW_ROWS = 3
IN_TITLE = 0.7
ENOUGH, ABOUT = 0.6, 0.4


def answer_rows(question: Question, resources: Resources) -> Draft | None:
    """Tell the figures of the rows that the question names, or those of every row.

    None when no table of the documents has them, or one row of one column is all that is
    asked, which is a target as any other.
    """
    if question.asks("responsibility", "tasks", "permission", "yes_no"):
        return None
    rows = [
        target
        for target in resources.corpus.targets
        if target.head and (not question.documents or target.document_id in question.documents)
    ]
    named = [t for t in rows if bare_name(row_of(t, resources)) in question.text]
    each = _EACH_PLACE.search(question.text)
    if not rows or not (named or each):
        return None
    places = {row_of(t, resources) for t in named}
    places |= {bare_name(place) for place in places}
    terms = [
        term
        for term in question.terms
        if not any(place in term.text or term.text in place for place in places)
        and not (each and term.text in each.group())
    ]
    found = _of_column(question, terms, named or rows, resources)
    if not named:
        # The sum of all is no place.
        found = [target for target in found if _column(target, resources) != target.indicator]
    if len(found) < 2 or (each is None and len({row_of(t, resources) for t in found}) < 2):
        return _whole_row(question, terms, named, resources) if named else None
    return _draft(question, found, resources)


def answer_rows_elsewhere(question: Question, resources: Resources) -> Draft | None:
    """Tell a place's figures from the table of another document than its own.

    The plan of a province gives its cities figures that their own plans may lack.
    """
    if not question.documents or not question.asks("how_much", "target", "compare"):
        return None
    places = {bare_name(place.name) for place in question.places if place.here}

    def is_named(target: Target) -> bool:
        return bool(target.head) and bare_name(row_of(target, resources)) in places

    others = {
        target.document_id
        for target in resources.corpus.targets
        if is_named(target) and target.document_id not in question.documents
    }
    if not others:
        return None
    # 按省里定的 tells whose table it is.
    levels = resources.cues.words["level_provincial"]
    terms = tuple(term for term in question.terms if term.text not in levels)
    there = replace(question, documents=tuple(sorted(others)), terms=terms)
    single = [target for target in match_targets(there, resources) if is_named(target)]
    return answer_rows(there, resources) or answer_targets(there, single, resources)


def _whole_row(
    question: Question, terms: Sequence[Term], named: Sequence[Target], resources: Resources
) -> Draft | None:
    """Tell all figures of the one row that is named, where no column of it is what is asked.

    大岭乡分了多少亩高标准农田: the title of the table says of what its columns are parts.
    """
    if not question.asks("how_much", "target"):
        return None
    if any(target.head for target in match_targets(question, resources)):
        return None
    of_year = [target for target in named if target.year in question.years]
    if question.years and not of_year and all(target.year for target in named):
        first = named[0]
        row_quote = Quote(first.document_id, first.address, first.start, first.end)
        lead = resources.wording.say("no_basis_year", year=question.years[0])
        return Draft(lead, status="no_basis", nearest=(row_quote,))
    named = of_year or named
    title = {resources.corpus.clause(t.document_id, t.address).heading for t in named}
    columns = "".join(_column(target, resources) for target in named)
    held = same_width("".join(title) + columns)
    if any(term.indicator and match(term, held) < NAMED for term in terms):
        return None  # another indicator is asked for than the table has
    one_row = len({(t.document_id, t.start) for t in named}) == 1
    if not one_row or named_share(terms, NAMED, ("".join(title) + columns, 1.0)) < ABOUT:
        return None
    first = named[0]
    quotes = QuoteList()
    marker = quotes.add(Quote(first.document_id, first.address, first.start, first.end))
    if first.head:
        marker += quotes.add(Quote(first.document_id, first.address, *first.head))
    items = "；".join(
        _column(target, resources) + phrase(target, resources.corpus) for target in named
    )
    label = resources.label(first.document_id, first.address)
    row = row_of(first, resources)
    lead = resources.wording.say("row_whole", label=label, row=row, items=items, marker=marker)
    computed = tuple(f"{target.value}{target.unit}" for target in named)
    return Draft(lead, tuple(quotes.quotes), computed=computed)


def _column(target: Target, resources: Resources) -> str:
    return target.indicator.removeprefix(row_of(target, resources))


def _of_column(
    question: Question, terms: Sequence[Term], rows: Sequence[Target], resources: Resources
) -> list[Target]:
    """Return the targets of ``rows`` in the column and the year that the question means."""
    scored = [(_covered(target, terms, resources), target) for target in rows]
    best = max(covered for covered, _ in scored)
    if best < ENOUGH or not any(term.weight >= TELLING for term in terms):
        return []
    close = [target for covered, target in scored if covered == best]
    first = close[0]
    # Tables of several documents, and several columns, are not mixed.
    same = [
        target
        for target in close
        if target.head == first.head
        and target.document_id == first.document_id
        and _column(target, resources) == _column(first, resources)
    ]
    if question.years:
        return [target for target in same if target.year in (*question.years, None)]
    last = max((target.year or 0 for target in same), default=0)
    return [target for target in same if (target.year or 0) == last]


def _covered(target: Target, terms: Sequence[Term], resources: Resources) -> float:
    heading = resources.corpus.clause(target.document_id, target.address).heading
    title = resources.corpus.documents[target.document_id].title
    column = _column(target, resources) + VERBS[target.direction]
    return named_share(terms, NAMED, (column, 1.0), (heading, IN_TITLE), (title, IN_TITLE))


def _draft(question: Question, found: Sequence[Target], resources: Resources) -> Draft:
    say = resources.wording.say
    quotes = QuoteList()
    items: list[str] = []
    computed: list[str] = [str(len(found))]
    few = len(found) <= FEW_ROWS
    for target in found:
        marker = quotes.add(
            Quote(target.document_id, target.address, target.start, target.end, (), few)
        )
        value = phrase(target, resources.corpus)
        computed.append(f"{target.value}{target.unit}")
        items.append(say("row_item", row=row_of(target, resources), value=value, marker=marker))
    first = found[0]
    heads = Quote(first.document_id, first.address, *(first.head or (first.start, first.end)))
    lead = say(
        "row_list",
        label=resources.label(first.document_id, first.address),
        column=_column(first, resources),
        year=say("row_year", year=first.year) if first.year else "",
        count=len(found),
        items="；".join(items),
        marker=quotes.add(heads),
    )
    return Draft(
        _extreme(question, found, resources) + lead, tuple(quotes.quotes), computed=tuple(computed)
    )


def _extreme(question: Question, found: Sequence[Target], resources: Resources) -> str:
    """Say which rows have the most and the least, as far as that is asked."""
    said = ""
    for pattern, pick in ((_MOST, max), (_LEAST, min)):
        cue = pattern.search(question.text)
        if cue is None:
            continue
        end = pick(as_number(target.value) for target in found)
        ends = [target for target in found if as_number(target.value) == end]
        names = "、".join(row_of(target, resources) for target in ends)
        value = phrase(ends[0], resources.corpus)
        said += resources.wording.say("row_extreme", cue=cue.group(), names=names, value=value)
    return said

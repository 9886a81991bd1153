"""Which quantified targets a question means: by indicator, place, direction, unit and year."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import permutations

from policyqa.answering.claims import RATIOS
from policyqa.answering.context import ClauseReference, Question, Term
from policyqa.answering.places import bare_name
from policyqa.answering.resources import Resources
from policyqa.answering.several_targets import (
    ENOUGH,
    ENOUGH_NAMED,
    NAMED,
    TELLING,
    further_targets,
)
from policyqa.answering.topic import is_thing, match, named_share
from policyqa.documents.indicators import is_bare
from policyqa.records import Clause, Sentence, Target
from policyqa.text import same_width

# Worth of a content word found in the target's sentence or in its clause's heading only.
IN_SENTENCE, IN_HEADING = 0.55, 0.4
SAME = 0.93
# A comparison names what differs: targets that share the rest belong to it.
SAME_COMPARED = 0.6
# 非化石能源 is said of 核电 too; only the closest official word means the same.
SAME_THING = 0.85
MOST_TARGETS = 4
# Worth of a county's target where no county is named; a place stands in so many characters.
OTHER_PLACE, LONGEST_PLACE = 0.8, 5
_PART_OF_PLACE = re.compile(
    r"(?![全各主])[一-鿿]{2,5}?(?:新区|高新区|经开区|开发区|(?<![城市地])区|县|镇|乡)(?=[一-鿿“])"
)
_EACH = re.compile(r"(?:分别|各).{0,6}(?:多少|几|什么|啥|哪)")
_SHARE = re.compile(r"百分之(?:几|多少)|几成|(?:比例|占比|比重|[一-鿿]率)[^，,。]{0,6}(?:多少|几)")
_WHICH_OF = re.compile(r"哪(?:几|些)[个项]?(?:指标|目标|数)[^。?？]{0,8}各")
_HOW_MUCH = re.compile(r"多少|几成|百分之几|几(?=[个家座台辆户处])")
_DENOMINATOR = re.compile(r"(?<=占)[^，,、]{2,20}?(?=的?(?:比重|比例|比率)|$)")
_OF_SHARE = re.compile(r"占|比重|比例|比率|百分之|几成|份额")


def match_targets(question: Question, resources: Resources) -> list[Target]:
    """Return the targets whose indicator the question means, in the order of the text.

    Where none holds enough of its words, the only part that asks is tried alone: 俺村那臭水，
    污水要治到几成.
    """
    found = _matching(question, resources)
    parts = [part.group() for part in resources.cues.parts(question.text)]
    asking = [part for part in parts if resources.cues.asks(part)]
    if found or len(parts) < 2 or len(asking) != 1 or question.figures:
        return found
    terms = tuple(term for term in question.terms if term.text in asking[0].lower())
    if not any(map(is_thing, terms)) or len(terms) == len(question.terms):
        return []
    return _matching(replace(question, terms=terms), resources)


def _matching(question: Question, resources: Resources) -> list[Target]:
    """Return the targets that hold enough of the words of a question.

    The content words of the question must be in the indicator, or in its sentence and
    heading at lower worth.
    """
    scored: list[tuple[float, Target]] = []
    asked = resources.understanding.asked(question)
    terms = asked if any(map(is_thing, asked)) else question.terms
    compounds = _compounds(terms, question.text)
    # 能源消费总量 is not what 非化石能源占能源消费总量比重 measures.
    shares = _OF_SHARE.search(question.text)
    # A comparison names two indicators: one holds about half of its words.
    several = question.asks("compare") or _EACH.search(question.text)
    # A heading may be an ordinary word of the question (供水管网, 重点工程).
    numbered = {
        r.address
        for r in question.references
        if not r.by_heading or _as_a_part(question, r, resources)
    }
    terms = (*terms, *_words_of_headings(question, numbered, resources))
    for target in resources.corpus.targets:
        if question.documents and target.document_id not in question.documents:
            continue
        if numbered and target.address not in numbered:
            continue
        clause = resources.corpus.clause(target.document_id, target.address)
        sentence = sentence_of(clause, target.start)
        covered = named_share(
            terms,
            NAMED,
            (target.indicator if shares else _DENOMINATOR.sub("", target.indicator), 1.0),
            (sentence.text, IN_SENTENCE),
            (clause.heading, IN_HEADING),
        )
        if covered < SAME_COMPARED * ENOUGH_NAMED:
            continue
        if _of_other_compound(compounds, terms, target, sentence.text + clause.heading):
            continue
        if _is_of_another_place(question, target, resources):
            covered *= OTHER_PLACE
        fits = several or _fits_unit(question, target, resources)
        if fits and _fits_direction(question, target, resources):
            scored.append((covered, target))
    best = max((covered for covered, _ in scored), default=0.0)
    if best < (ENOUGH_NAMED if several else ENOUGH):
        return []
    same = SAME_COMPARED if question.asks("compare") else SAME
    ranked = sorted(scored, key=lambda pair: -pair[0])
    close = [target for covered, target in ranked if covered >= same * best]
    if question.asks("compare"):
        close = close[:2]
    of_year = [target for target in close if target.year in question.years]
    if question.years and not of_year and not question.asks("yes_no") and not question.figures:
        # The value of another year is no answer; a target without a year holds for all.
        compared = "比" in question.text or "相" in question.text
        close = [
            t
            for t in close
            if (t.year is None and not resources.of_other_year(t.document_id, question.years))
            or (compared and t.base_year in question.years)
        ]
    chosen = of_year or close
    if not chosen:
        return []
    if of_year:
        # 2026年的甲率、乙率: the other one is of that year too.
        scored = [(c, t) for c, t in scored if t.year is None or t.year in question.years]
    if _WHICH_OF.search(question.text):
        # 要降的是哪几个指标，各降多少: all that one sentence sets.
        own = sentence_of(
            resources.corpus.clause(chosen[0].document_id, chosen[0].address), chosen[0].start
        )
        return [
            target
            for target in resources.corpus.targets_of(chosen[0].document_id, chosen[0].address)
            if own.start <= target.start < own.end and target.direction == chosen[0].direction
        ][:MOST_TARGETS]
    return (chosen + further_targets(question, chosen, scored))[:MOST_TARGETS]


def _words_of_headings(
    question: Question, numbered: Collection[str], resources: Resources
) -> tuple[Term, ...]:
    """Return the words of headings in the question that say what is asked and not where.

    最低去除效率 heads the clause that gives it: the target of another thing is no answer.
    """
    titles = [
        heading.title
        for r in question.references
        if r.by_heading and r.address not in numbered
        if (heading := resources.heading(r.document_id, r.address))
    ]
    return resources.understanding.terms(" ".join(titles)) if titles else ()


def _as_a_part(question: Question, reference: ClauseReference, resources: Resources) -> bool:
    """Tell whether the question names a heading as a part of the document (主要目标里)."""
    heading = resources.heading(reference.document_id, reference.address)
    title = re.escape(heading.title) if heading else ""
    return bool(
        title and re.search(rf"{title}[”\"]?(?:这|那)?(?:一)?(?:部分|章|里|中|对)", question.text)
    )


def of_another_year(question: Question, resources: Resources) -> bool:
    """Tell whether a figure is asked of a year for an indicator with targets of other years."""
    if not question.years or question.figures or question.asks("yes_no"):
        return False
    every_year = replace(question, years=())
    return not match_targets(question, resources) and bool(match_targets(every_year, resources))


def names_indicator(question: Question, targets: Sequence[Target]) -> bool:
    """Tell whether a question without an asking word is the name of an indicator."""
    named = same_width("".join(target.indicator for target in targets))
    return not question.types and all(
        any(variant in named for variant, _ in term.variants) for term in question.terms
    )


def _compounds(terms: Sequence[Term], asked: str) -> list[tuple[Term, Term]]:
    """Return the pairs of terms that stand next to each other in the question (煤炭, 消费)."""
    said = asked.lower()
    return [(one, two) for one, two in permutations(terms, 2) if one.text + two.text in said]


def _of_other_compound(
    compounds: Sequence[tuple[Term, Term]], terms: Sequence[Term], target: Target, around: str
) -> bool:
    """Tell whether the question names an indicator that shares a word with ``target`` only.

    煤炭消费 stands in the sentence behind 非化石能源占能源消费总量比重 and has no figure; the
    forest of 森林覆盖率 is nowhere near 绿色防控覆盖率. ``around`` is the target's sentence and
    heading.
    """
    indicator, near = same_width(target.indicator), same_width(around)
    for before, word in compounds:
        if before.weight < TELLING or match(word, indicator) < NAMED:
            continue
        # 总量 is measured of any thing.
        others = (t for t in terms if t is not word and t.weight >= TELLING and not is_bare(t.text))
        both = [before.text + variant for variant, _ in word.variants]
        if any(name in indicator for name in both) or any(
            match(term, indicator) >= NAMED for term in others
        ):
            continue
        # 煤炭消费 is what 煤炭消费量 measures.
        joined = any(name in near for name in both)
        if joined or match(before, near) < SAME_THING:
            return True
    return False


def _is_of_another_place(question: Question, target: Target, resources: Resources) -> bool:
    """Tell whether a target is of another county than the question names, or of one unnamed."""
    if target.head:
        row = row_of(target, resources)
        if bare_name(row) in question.text:
            return False
        if target.indicator.startswith(row) and target.indicator != row:
            return True  # one row of a table for the whole
    asked = [place.name for place in question.places if not place.here]
    if asked:
        return not any(bare_name(name) in target.indicator for name in asked)
    part = _PART_OF_PLACE.match(target.indicator)
    if part and part.group() not in question.text:
        return True
    places = resources.understanding.places.find(target.indicator[:LONGEST_PLACE])
    return any(not place.here and place.name not in question.text for place in places)


def row_of(target: Target, resources: Resources) -> str:
    """Return the name of the row of a table in which a target stands: its first cell of words."""
    words = resources.corpus.documents[target.document_id].text[target.start : target.end]
    return next((c for c in re.split(r"[\s|]+", words) if c and not c[0].isdigit()), words)


def _fits_unit(question: Question, target: Target, resources: Resources) -> bool:
    """Tell whether a question for a share or a unit (多少万千瓦) can mean ``target``."""
    if len(_HOW_MUCH.findall(question.text)) > 1:
        return True  # of several figures asked for each has its own unit
    if target.unit not in RATIOS and _SHARE.search(question.text):
        return False
    # 新增1000万平方米，是真的吗 claims no share.
    claimed = {_kind(figure.unit) for figure in question.figures}
    if question.asks("yes_no") and claimed and _kind(target.unit) not in claimed:
        return False
    held = f"{target.value}{target.unit}"
    return all(
        carries.search(held)
        for cue, carries in resources.cues.measures
        if cue.search(question.text)
    )


def _kind(unit: str) -> str:
    """Return what a unit counts in: 平方米 of 万平方米; all shares are one."""
    return "%" if unit in RATIOS else unit.lstrip("十百千万亿")


def _fits_direction(question: Question, target: Target, resources: Resources) -> bool:
    """Tell whether a question for less or for more can mean ``target``."""
    words = resources.cues.words
    if len(_HOW_MUCH.findall(question.text)) > 1:
        return True  # several figures are asked for; the direction may belong to one
    if any(word in question.text for word in words["decrease"]):
        return target.direction == "decrease" or "减" in target.indicator
    if any(word in question.text for word in words["increase"]):
        return target.direction == "increase" or "增" in target.indicator
    return True


def sentence_of(clause: Clause, position: int) -> Sentence:
    """Return the sentence of ``clause`` that holds ``position``."""
    for sentence in clause.sentences:
        if sentence.start <= position < sentence.end:
            return sentence
    return clause.sentences[-1]

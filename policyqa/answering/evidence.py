"""Step ``select_evidence``: which ranked passages, and which words of them, answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyqa.answering.context import Question, Term
from policyqa.answering.resources import Resources
from policyqa.answering.topic import PARTIAL_MATCH, coverage, is_thing, match
from policyqa.records import Clause, Passage
from policyqa.retrieval.passage_kinds import is_duty_list
from policyqa.text import is_han, same_width

# Share of coverage in a passage's worth; the rest is its retrieval score over the best one.
COVERAGE_SHARE = 0.35
# Worth of a content word found in the heading, or elsewhere in the clause, only.
IN_HEADING, IN_CLAUSE = 0.75, 0.35
# Worth of one found in the sentence above an item that says what holds for it.
IN_ANNOUNCEMENT = 0.9
# And in the sentence before, which names what the next one rules on.
IN_PREVIOUS = 0.5
# Worth of a passage on towns for a question on a village, and the other way round.
OTHER_AREA = 0.8
# Another clause is about the same thing when it comes this close to the best one.
SAME_COVERAGE, SAME_SCORE = 0.9, 0.7

# A word of this weight is a thing of its own; found by itself or by its first official form.
TELLING_THING, SAME_THING = 0.6, 0.9
TYPE_BONUS = 0.06
# A passage that has so many characters of the question in a row speaks in its very words.
VERBATIM, VERBATIM_BONUS = 6, 0.06
# Kinds of questions that a sentence of targets may answer.
AIMED_TYPES = ("target", "how_much", "how_far", "when", "list", "compare", "summary")
_TITLES = re.compile(r"《[^《》]*》")
MOST_JOINED, LONGEST_JOINED = 12, 300


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with its coverage of the question (0-1) and its worth (about 0-1)."""

    passage: Passage
    coverage: float
    worth: float


def score_passages(
    question: Question, passages: Sequence[Passage], resources: Resources
) -> list[Scored]:
    """Return the passages with their worth as evidence, best first."""
    top = max((passage.score for passage in passages), default=0.0)
    wants_modal = question.asks("permission")
    asks_aim = question.figures or question.years or question.asks(*AIMED_TYPES)
    stretches = _stretches(same_width(question.text))
    names = names_wanted(question, resources)
    scored: list[Scored] = []
    for passage in passages:
        clause = resources.corpus.clause(passage.document_id, passage.address)
        whole = resources.corpus.documents[passage.document_id].text[clause.start : clause.end]
        above = resources.corpus.announcement(clause)
        covered = coverage(
            question.terms,
            (_without_listed_bodies(passage, resources), 1.0),
            (above.text if above else "", IN_ANNOUNCEMENT),
            (_sentence_before(clause, passage), IN_PREVIOUS),
            (clause.heading, IN_HEADING),
            (whole, IN_CLAUSE),
        )
        if resources.cues.of_other_area(question.text, f"{clause.heading}{passage.text}"):
            covered *= OTHER_AREA
        relative = max(0.0, passage.score / top) if top > 0 else 0.0
        worth = COVERAGE_SHARE * covered + (1 - COVERAGE_SHARE) * relative
        ruling = f"{above.text}{passage.text}" if above else passage.text
        if wants_modal and resources.wording.modal(ruling):
            worth += TYPE_BONUS
        if names and names.search(same_width(passage.text)):
            worth += 2 * TYPE_BONUS
        if not asks_aim and _is_aim(passage, resources):
            worth -= TYPE_BONUS
        if any(stretch in same_width(passage.text) for stretch in stretches):
            worth += VERBATIM_BONUS
        # A statute that is only named is still where a fine would stand.
        if "penalty" not in question.attributes and _names_only(passage, question.terms):
            worth -= TYPE_BONUS
        if is_duty_list(passage, resources.corpus):
            worth -= 3 * TYPE_BONUS
        scored.append(Scored(passage, covered, worth))
    scored.sort(key=lambda each: -each.worth)
    return scored


def names_wanted(question: Question, resources: Resources) -> re.Pattern[str] | None:
    """Return what names of the kind asked for look like (哪几条河: 泾河、清河), or None."""
    for kind in sorted(resources.cues.words["named_kinds"], key=len, reverse=True):
        asked = rf"哪[几些两三四五0-9]*[一-鿿]?{kind}|{kind}[^，,。]{{0,4}}[是有叫为](?:哪|几)"
        if re.search(asked, question.text):
            end = f"[一-鿿]{{0,6}}{kind}"
            return re.compile(rf"[一-鿿]{end}、|、[一-鿿]{end}|《[^》]+{kind}》")
    return None


def _without_listed_bodies(passage: Passage, resources: Resources) -> str:
    """Return a passage without the bodies of its duty list: 市场监督管理局 is no 监督."""
    text = passage.text
    lists = [
        duty
        for duty in resources.corpus.duties_of(passage.document_id, passage.address)
        if not duty.in_text and passage.start <= duty.start < passage.end
    ]
    for name in {name for duty in lists for name in (*duty.lead, *duty.shared, *duty.assisting)}:
        text = text.replace(name, "")
    return text


def beyond_area(question: Question, scored: Sequence[Scored], resources: Resources) -> list[Scored]:
    """Return the passages but those that name the kind of area asked about and nothing else.

    老城区暖气管子谁来换 asks about 暖气管子: a passage that has 城区 alone is about another thing.
    """
    of_area = [term for term in question.terms if resources.cues.is_area(term.text)]
    things = [term for term in question.terms if is_thing(term) and term not in of_area]
    kept = [
        each
        for each in scored
        if _names_one(things, each, resources) or not _names_one(of_area, each, resources)
    ]
    return kept or list(scored)


def _names_one(things: Sequence[Term], each: Scored, resources: Resources) -> bool:
    clause = resources.corpus.clause(each.passage.document_id, each.passage.address)
    above = resources.corpus.announcement(clause)
    text = same_width(
        f"{clause.heading} {above.text if above else ''} "
        f"{_sentence_before(clause, each.passage)} {each.passage.text}"
    )
    return any(match(term, text) for term in things)


def _stretches(text: str) -> set[str]:
    """Return the stretches of ``VERBATIM`` Chinese characters in ``text``."""
    found = {text[n : n + VERBATIM] for n in range(len(text) - VERBATIM + 1)}
    return {stretch for stretch in found if all(map(is_han, stretch))}


def _sentence_before(clause: Clause, passage: Passage) -> str:
    """Return the sentence of the clause right before a passage: it often names the subject."""
    before = [each for each in clause.sentences if each.end <= passage.start]
    return before[-1].text if before else ""


def _is_aim(passage: Passage, resources: Resources) -> bool:
    """Tell whether a passage is a row of targets, which says how much and not what is done."""
    inside = [
        target
        for target in resources.corpus.targets_of(passage.document_id, passage.address)
        if passage.start <= target.start and target.end <= passage.end
    ]
    return len(inside) > 1


def _names_only(passage: Passage, terms: Sequence[Term]) -> bool:
    """Tell whether a passage holds words of the question in titles of other documents only."""
    if "《" not in passage.text:
        return False
    rest = same_width(_TITLES.sub("", passage.text))
    whole = same_width(passage.text)
    return any(match(term, whole) for term in terms) and not any(
        match(term, rest) for term in terms
    )


def names_more(question: Question, each: Scored, others: Sequence[Scored]) -> bool:
    """Tell whether a passage names a thing of the question that none of the others does.

    集贸市场暂不纳入 must stand beside the sentence on shops when 集贸市场 is asked about.
    """
    texts = [same_width(other.passage.text) for other in others]
    return any(
        is_thing(term)
        and term.weight >= TELLING_THING
        and match(term, same_width(each.passage.text)) >= SAME_THING
        and not any(match(term, text) >= PARTIAL_MATCH for text in texts)
        for term in question.terms
    )


def with_whole_sentences(passages: Sequence[Passage], resources: Resources) -> list[Passage]:
    """Return the passages and, for parts between semicolons, the whole sentences they are of.

    In statutes the offence stands before a semicolon and the fine behind it: neither part
    alone answers what the fine is.
    """
    found = {(p.document_id, p.start, p.end): p for p in passages}
    for passage in passages[:MOST_JOINED]:
        text = resources.corpus.documents[passage.document_id].text
        clause = resources.corpus.clause(passage.document_id, passage.address)
        start, end = passage.start, passage.end
        while start > clause.start and text[:start].rstrip().endswith(("；", ";")):
            start = max(text.rfind(mark, clause.start, start - 1) for mark in "。；;\n") + 1
            start = max(start, clause.start)
        while end < clause.end and text[:end].rstrip().endswith(("；", ";")):
            stops = [text.find(mark, end, clause.end) for mark in "。；;\n"]
            end = min((stop + 1 for stop in stops if stop >= 0), default=clause.end)
        key = (passage.document_id, start, end)
        if key not in found and end - start <= LONGEST_JOINED:
            found[key] = replace(
                passage, text=text[start:end], start=start, end=end, score=passage.score * 0.98
            )
    return list(found.values())


def same_topic(scored: Sequence[Scored]) -> list[Scored]:
    """Return the best passage of each clause that speaks of the topic as fully as the best.

    Only clauses of the best passage's document count: a list of one plan must not be mixed
    with that of another.
    """
    if not scored:
        return []
    best = scored[0]
    chosen: dict[str, Scored] = {}
    most = max(each.coverage for each in scored)
    for each in scored:
        passage = each.passage
        if passage.document_id != best.passage.document_id or passage.address in chosen:
            continue
        if each is best or (
            each.coverage >= SAME_COVERAGE * most and each.worth >= SAME_SCORE * best.worth
        ):
            chosen[passage.address] = each
    return list(chosen.values())


def without_duty_lists(scored: Sequence[Scored], resources: Resources) -> list[Scored]:
    """Return the passages that are more than a list of responsible bodies."""
    return [each for each in scored if not is_duty_list(each.passage, resources.corpus)]

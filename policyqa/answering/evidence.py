"""Step ``select_evidence``: which ranked passages, and which words of them, answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyqa.answering.context import Question, Term
from policyqa.answering.resources import Resources
from policyqa.answering.topic import coverage, match
from policyqa.records import Clause, Passage, Sentence
from policyqa.text import same_width

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

_TYPE_FORM = {
    "responsibility": re.compile(r"负责|牵头|主管|监督管理|落实"),
    "definition": re.compile(r"是指|所称|指的是|以下简称"),
    "how_far": re.compile(r"到[0-9]{4}年|基本消除|负增长|明显改善|大幅"),
    "how_much": re.compile(r"[0-9]+(?:\.[0-9]+)?(?:%|个?百分点|万?吨|万?平方米|万?元|倍)"),
    "when": re.compile(r"[0-9]{4}年|[0-9]+月|每年|年底|季"),
    "where": re.compile(r"[一-鿿]{2,6}(?:县|市|区|河|湖|园|流域|镇|沿岸)"),
    "list": re.compile(r"(?:[^、，。]{1,14}、){2,}"),
}
TYPE_BONUS = 0.06
# Kinds of questions that a sentence of targets may answer.
AIMED_TYPES = ("target", "how_much", "how_far", "when", "list", "compare", "summary")
_TITLES = re.compile(r"《[^《》]*》")
MOST_JOINED, LONGEST_JOINED = 12, 300
# Title and notice repeat the words of the whole document and rule nothing; questions about
# them are answered from the metadata.
FRONT_MATTER = ("印发通知", "标题", "目录")
FRONT_MATTER_LOSS = 0.3


# 为了…，制定本条例 tells why the document was made; the list of attachments only names them.
_PURPOSE = re.compile(r"^为.*制[定订](?:本|此|了?《)")
_STOPS = re.compile(r"[，,。；;：:、！？]|[0-9]")
_ATTACHED = re.compile(r"^\s*(?:附\s*件\s*[：:]|[0-9]{1,2}[.．、])")


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
    forms = [form for name, form in _TYPE_FORM.items() if question.asks(name)]
    wants_modal = question.asks("permission")
    asks_aim = question.figures or question.years or question.asks(*AIMED_TYPES)
    scored: list[Scored] = []
    for passage in passages:
        clause = resources.corpus.clause(passage.document_id, passage.address)
        whole = resources.corpus.documents[passage.document_id].text[clause.start : clause.end]
        above = resources.corpus.announcement(clause)
        covered = coverage(
            question.terms,
            (passage.text, 1.0),
            (above.text if above else "", IN_ANNOUNCEMENT),
            (_sentence_before(clause, passage), IN_PREVIOUS),
            (clause.heading, IN_HEADING),
            (whole, IN_CLAUSE),
        )
        if resources.cues.of_other_area(question.text, f"{clause.heading}{passage.text}"):
            covered *= OTHER_AREA
        relative = max(0.0, passage.score / top) if top > 0 else 0.0
        worth = COVERAGE_SHARE * covered + (1 - COVERAGE_SHARE) * relative
        if any(form.search(passage.text) for form in forms):
            worth += TYPE_BONUS
        ruling = f"{above.text}{passage.text}" if above else passage.text
        if wants_modal and resources.wording.modal(ruling):
            worth += TYPE_BONUS
        if passage.address in FRONT_MATTER or _rules_nothing(passage):
            worth -= FRONT_MATTER_LOSS
        if not asks_aim and _is_aim(passage, resources):
            worth -= TYPE_BONUS
        # A statute that is only named is still where a fine would stand.
        if "penalty" not in question.attributes and _names_only(passage, question.terms):
            worth -= TYPE_BONUS
        if is_duty_list(passage, resources):
            worth -= 3 * TYPE_BONUS
        scored.append(Scored(passage, covered, worth))
    scored.sort(key=lambda each: -each.worth)
    return scored


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


def _rules_nothing(passage: Passage) -> bool:
    """Tell whether a passage says why the document was made, lists what is attached, or is a
    row of table cells or a title.
    """
    cells = not _STOPS.search(passage.text)
    return bool(is_attachment_list(passage) or cells or _PURPOSE.match(passage.text))


def is_attachment_list(passage: Passage) -> bool:
    """Tell whether a passage only names what is attached."""
    return passage.address.endswith("结尾") and _ATTACHED.match(passage.text) is not None


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


def is_duty_list(passage: Passage, resources: Resources) -> bool:
    """Tell whether a passage is nothing but the bracket of responsible bodies.

    Where a clause says nothing else, its heading says what they do, and the passage counts.
    """
    lists = [
        (duty.start, duty.end + 1)
        for duty in resources.corpus.duties_of(passage.document_id, passage.address)
        if duty.inherited_from is None and not duty.in_text
    ]
    if not _within(passage, lists):
        return False
    clause = resources.corpus.clause(passage.document_id, passage.address)
    return not all(_within(sentence, lists) for sentence in clause.sentences)


def _within(stretch: Passage | Sentence, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= stretch.start and stretch.end <= end for start, end in spans)


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

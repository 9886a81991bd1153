"""The measures: one verdict per question, scores over verdicts.

Pure and repeatable: the same questions, answers and documents give the same scores. The
formulas stand in the docstrings; a score of nothing is None, never 0 or 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation.averages import interval, mean, percentile, ratio
from evaluation.facts import spoken_shares, ungrounded_bodies, ungrounded_numbers
from evaluation.matching import covers, hits, missing_groups
from evaluation.records import Question, Response

SHORT = 300
"""Longest answer, in Unicode characters, that still counts as short."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is right and wrong about one answer.

    Counts that do not apply to the question (clauses of an unanswerable one, numbers of a
    refusal) are 0.
    """

    question: Question
    response: Response
    correct: bool
    missing: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]
    clauses_right: int
    clauses_cited: int
    clauses_gold: int
    evidence_found: int
    quotes_false: int
    numbers_false: tuple[str, ...]
    numbers: int
    bodies_false: tuple[str, ...]
    bodies: int

    @property
    def correct_short(self) -> bool:
        """Correct, and the whole text is at most ``SHORT`` characters long."""
        return self.correct and len(self.response.text) <= SHORT


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores over a set of verdicts; rates are between 0 and 1, latencies in seconds."""

    questions: int
    answerable: int
    correct: float | None
    correct_short: float | None
    correct_short_interval: tuple[float, float] | None
    clause_precision: float | None
    clause_recall: float | None
    clause_precision_micro: float | None
    clause_recall_micro: float | None
    evidence_recall: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    false_refusals: float | None
    verbatim: float | None
    numbers_grounded: float | None
    bodies_grounded: float | None
    characters: float | None
    latency_p50: float | None
    latency_p95: float | None
    errors: int


def judge(
    question: Question,
    response: Response,
    texts: Mapping[str, str],
    known_bodies: Collection[str] = (),
) -> Verdict:
    """Judge one answer.

    An answer to an answerable question is correct when it is not a refusal, every ``must``
    group has an alternative in its text, no ``must_not`` string is in its text, and at
    least one gold clause of the question's document is cited. Answers to unanswerable
    questions are never "correct"; the refusal scores judge them.

    Numbers and bodies are looked for in the cited quotes and in what the person said
    (an answer may repeat the question's own words); refusals are not checked for either.

    :param texts: document id -> text, to check quotes by their offsets.
    :param known_bodies: names of bodies as the documents spell them.
    """
    cited = {(item.document, item.clause) for item in response.citations}
    gold = {(question.document, address) for address in question.clauses}
    right = len(cited & gold)
    missing = missing_groups(response.text, question.must)
    forbidden = hits(response.text, question.must_not)
    own = tuple(item for item in response.citations if item.document == question.document)
    numbers_false, numbers, bodies_false, bodies = _grounding(question, response, known_bodies)
    return Verdict(
        question=question,
        response=response,
        correct=question.answerable
        and response.answered
        and not missing
        and not forbidden
        and right > 0,
        missing=missing if question.answerable else (),
        forbidden=forbidden,
        clauses_right=right if question.answerable else 0,
        clauses_cited=len(cited) if question.answerable else 0,
        clauses_gold=len(gold) if question.answerable else 0,
        evidence_found=sum(covers(own, item) for item in question.evidence),
        quotes_false=sum(
            texts.get(item.document, "")[item.start : item.end] != item.quote or not item.quote
            for item in response.citations
        ),
        numbers_false=numbers_false,
        numbers=numbers,
        bodies_false=bodies_false,
        bodies=bodies,
    )


def _grounding(
    question: Question, response: Response, known_bodies: Collection[str]
) -> tuple[tuple[str, ...], int, tuple[str, ...], int]:
    if not response.answered:
        return (), 0, (), 0
    sources = [item.quote for item in response.citations]
    sources += map(spoken_shares, question.turns)
    addresses = {item.clause for item in response.citations}
    numbers, numbers_checked = ungrounded_numbers(response.text, sources, addresses)
    bodies, bodies_checked = ungrounded_bodies(response.text, sources, known_bodies)
    words = tuple(f"{number.value:f}{number.unit}" for number in numbers)
    return words, numbers_checked, bodies, bodies_checked


def summarise(verdicts: Sequence[Verdict]) -> Scores:
    """Average verdicts.

    - correct = correct answers / answerable questions; short: of at most 300 characters
    - clause precision = mean over answerable questions that cite anything of
      |cited and gold| / |cited|; clause recall = mean over answerable questions of
      |cited and gold| / |gold| (a refusal counts 0); micro: sums instead of means
    - evidence recall = gold quotes covered / gold quotes, over answerable questions
    - refusal precision = refused unanswerable / refused; recall = refused unanswerable /
      unanswerable; false refusals = refused answerable / answerable
    - verbatim = citations with ``text[start:end] == quote`` / citations
    - grounded = 1 - numbers (bodies) without a source / numbers (bodies) checked, each
      counted once per answer
    - characters = mean length of an answer that is not a refusal
    - latency = percentiles of the seconds per question
    """
    answerable = [item for item in verdicts if item.question.answerable]
    unanswerable = [item for item in verdicts if not item.question.answerable]
    refused = [item for item in verdicts if item.response.refused]
    citing = [item for item in answerable if item.clauses_cited]
    short = [float(item.correct_short) for item in answerable]
    right = sum(item.clauses_right for item in answerable)
    refused_rightly = sum(item.response.refused for item in unanswerable)
    seconds = [item.response.seconds for item in verdicts]
    return Scores(
        questions=len(verdicts),
        answerable=len(answerable),
        correct=mean([float(item.correct) for item in answerable]),
        correct_short=mean(short),
        correct_short_interval=interval(short),
        clause_precision=mean([item.clauses_right / item.clauses_cited for item in citing]),
        clause_recall=mean(
            [item.clauses_right / item.clauses_gold for item in answerable if item.clauses_gold]
        ),
        clause_precision_micro=ratio(right, sum(item.clauses_cited for item in answerable)),
        clause_recall_micro=ratio(right, sum(item.clauses_gold for item in answerable)),
        evidence_recall=ratio(
            sum(item.evidence_found for item in answerable),
            sum(len(item.question.evidence) for item in answerable),
        ),
        refusal_precision=ratio(refused_rightly, len(refused)),
        refusal_recall=ratio(refused_rightly, len(unanswerable)),
        false_refusals=ratio(sum(item.response.refused for item in answerable), len(answerable)),
        verbatim=_share_right(
            sum(item.quotes_false for item in verdicts),
            sum(len(item.response.citations) for item in verdicts),
        ),
        numbers_grounded=_share_right(
            sum(len(item.numbers_false) for item in verdicts),
            sum(item.numbers for item in verdicts),
        ),
        bodies_grounded=_share_right(
            sum(len(item.bodies_false) for item in verdicts),
            sum(item.bodies for item in verdicts),
        ),
        characters=mean([len(item.response.text) for item in verdicts if item.response.answered]),
        latency_p50=percentile(seconds, 50),
        latency_p95=percentile(seconds, 95),
        errors=sum(item.response.status == "error" for item in verdicts),
    )


def _share_right(wrong: int, whole: int) -> float | None:
    share = ratio(wrong, whole)
    return None if share is None else 1 - share


def by_kind(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Group verdicts by the question's kind, kinds in order of first appearance."""
    groups: dict[str, list[Verdict]] = {}
    for item in verdicts:
        groups.setdefault(item.question.kind, []).append(item)
    return groups


def by_split(verdicts: Iterable[Verdict]) -> dict[str, list[Verdict]]:
    """Group verdicts by split, ``dev`` before ``test``."""
    groups: dict[str, list[Verdict]] = {}
    for item in verdicts:
        groups.setdefault(item.question.split, []).append(item)
    return dict(sorted(groups.items()))


def failures(verdict: Verdict) -> tuple[str, ...]:
    """Say in Chinese what is wrong with an answer; empty when nothing is."""
    question, response = verdict.question, verdict.response
    if response.status == "error":
        return ("运行出错",)
    found: list[str] = []
    if not question.answerable and not response.refused:
        found.append("该拒未拒")
    if question.answerable and response.refused:
        found.append("误拒")
    elif question.answerable:
        found += ["缺要点：" + "/".join(group) for group in verdict.missing]
        if not verdict.clauses_right:
            found.append("条款不符：应引 " + "、".join(question.clauses))
        if verdict.correct and not verdict.correct_short:
            found.append(f"过长：{len(response.text)} 字")
    if response.answered:
        found += [f"出现禁用内容：{string}" for string in verdict.forbidden]
    if verdict.quotes_false:
        found.append(f"引文非原文：{verdict.quotes_false} 处")
    found += [f"数字无出处：{number}" for number in verdict.numbers_false]
    found += [f"部门无出处：{name}" for name in verdict.bodies_false]
    return tuple(found)

"""Run every system over a set of questions and score what it found."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
from tqdm import tqdm

from evaluation.retrieval_measures import (
    CURVE,
    MEASURES,
    Comparison,
    Estimate,
    Latency,
    PerQuestion,
    best_of,
    compare,
    estimate,
    latency,
    per_question,
)
from evaluation.retrieval_sets import OWN_SETS, Asked, RetrievalSet, Span
from evaluation.retrieval_systems import (
    ABLATION_ROWS,
    LEXICAL_ROWS,
    OURS_ROW,
    systems,
)
from evaluation.retrieval_units import Ranker, Units
from policyqa.retrieval.encoder import Encoder
from policyqa.retrieval.store import Index, build_index

CLAUSE, SENTENCE = "条款", "句子"
Rank = Callable[[str], Sequence[Hashable]]


@dataclass(frozen=True, slots=True)
class Build:
    """Seconds that building the index took, by the wall clock and of processor time."""

    wall: float
    processor: float


@dataclass(frozen=True)
class Level:
    """Scores at one level, by row: means with intervals, recall at 1 to 10, comparisons."""

    questions: int
    rows: Mapping[str, Mapping[str, Estimate]]
    recall: Mapping[str, Sequence[float]]
    comparisons: Mapping[str, Sequence[Comparison]]


@dataclass(frozen=True)
class SetResult:
    """All that was measured on one set; ``parts`` by title and level."""

    name: str
    title: str
    note: str
    documents: int
    clauses: int
    sentences: int
    build: Build
    latency: Mapping[str, Latency]
    parts: Mapping[str, Mapping[str, Level]] = field(default_factory=dict)


def run_set(found: RetrievalSet, encoder: Encoder, *, progress: bool = True) -> SetResult:
    """Index the documents of a set, put its questions to every system and score them."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(limits=1):
        index, build = timed_build(found, encoder, Path(folder), progress=progress)
        units = Units(found.corpus)
        wanted = relevant_sentences(found.questions, units)
        levels: dict[str, list[frozenset[Hashable]]] = {
            CLAUSE: [frozenset(asked.clauses) for asked in found.questions]
        }
        if any(wanted):
            levels[SENTENCE] = wanted
        scores: dict[str, dict[str, PerQuestion]] = {level: {} for level in levels}
        speeds = {}
        for row, make in systems(units, index, encoder, product=found.name in OWN_SETS).items():
            ranker = make()
            for level, relevant in levels.items():
                title = f"{found.title} {row} {level}"
                ranked, speed = ask_all(ranker, level, found.questions, title, progress=progress)
                scores[level][row] = scored(ranked, relevant)
                if level == CLAUSE:
                    speeds[row] = speed
    return SetResult(
        found.name,
        found.title,
        found.note,
        len(found.corpus.documents),
        len(index.clauses),
        len(index.spans),
        build,
        speeds,
        {
            title: {
                level: summarise(scores[level], kept)
                for level, relevant in levels.items()
                if (kept := rows_of(part, found.questions, relevant))
            }
            for title, part in found.parts().items()
        },
    )


def timed_build(
    found: RetrievalSet, encoder: Encoder, folder: Path, *, progress: bool
) -> tuple[Index, Build]:
    """Build the index of a set and time it, checking and opening included."""
    wall, processor = time.perf_counter(), time.process_time()
    index = build_index(found.corpus, encoder, folder, progress=progress)
    return index, Build(time.perf_counter() - wall, time.process_time() - processor)


def ask_all(
    ranker: Ranker, level: str, questions: Sequence[Asked], title: str, *, progress: bool
) -> tuple[list[Sequence[Hashable]], Latency]:
    """Rank for every question, timing each; the first question is asked once before."""
    rank: Rank = ranker.clauses if level == CLAUSE else ranker.sentences
    rank(questions[0].text)  # what is built or read on first use is not the question's time
    ranked: list[Sequence[Hashable]] = []
    wall, processor = [], []
    for asked in tqdm(questions, desc=title, unit="题", disable=not progress, leave=False):
        started, worked = time.perf_counter(), time.process_time()
        ranked.append(rank(asked.text))
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - worked)
    return ranked, latency(wall, processor)


def scored(
    ranked: Sequence[Sequence[Hashable]], relevant: Sequence[frozenset[Hashable]]
) -> PerQuestion:
    """Score the questions that have something relevant; the others get NaN."""
    rows = [row for row, wanted in enumerate(relevant) if wanted]
    part = per_question([ranked[row] for row in rows], [relevant[row] for row in rows])
    found = {}
    for measure, values in part.items():
        spread = np.full(len(relevant), np.nan)
        spread[rows] = values
        found[measure] = spread.tolist()
    return found


def rows_of(
    part: Iterable[Asked], questions: Sequence[Asked], relevant: Sequence[frozenset[Hashable]]
) -> list[int]:
    """Return the rows of the questions of a part that have something relevant."""
    ids = {asked.id for asked in part}
    return [row for row, asked in enumerate(questions) if asked.id in ids and relevant[row]]


def summarise(scores: Mapping[str, PerQuestion], kept: Sequence[int]) -> Level:
    """Average the questions ``kept`` and compare the rows on them."""
    rows = {
        row: {measure: [values[place] for place in kept] for measure, values in found.items()}
        for row, found in scores.items()
    }
    comparisons: dict[str, list[Comparison]] = {}
    for row, found in rows.items():
        if row in LEXICAL_ROWS:
            continue
        others = [best_of(measure, rows, LEXICAL_ROWS) for measure in MEASURES]
        comparisons[row] = [
            compare(measure, found[measure], other, rows[other][measure])
            for measure, other in zip(MEASURES, others, strict=True)
        ]
    for row in filter(rows.__contains__, ABLATION_ROWS):
        comparisons[f"{OURS_ROW}/{row}"] = [
            compare(measure, rows[OURS_ROW][measure], row, rows[row][measure])
            for measure in MEASURES
        ]
    return Level(
        len(kept),
        {
            row: {measure: estimate(found[measure]) for measure in MEASURES}
            for row, found in rows.items()
        },
        {
            row: [float(np.mean(found[f"R@{depth}"])) for depth in CURVE]
            for row, found in rows.items()
        },
        comparisons,
    )


def relevant_sentences(questions: Sequence[Asked], units: Units) -> list[frozenset[Hashable]]:
    """Return the sentences that hold the evidence of each question.

    A sentence counts that shares half of the quote or of itself with it. Evidence in a
    heading is in no sentence; a question with no other gets the empty set.
    """
    by_document: dict[str, list[Span]] = {}
    for span in units.spans:
        by_document.setdefault(span[0], []).append(span)
    arrays: dict[str, npt.NDArray[np.int64]] = {
        name: np.asarray([span[1:] for span in spans], dtype=np.int64)
        for name, spans in by_document.items()
    }
    found = []
    for asked in questions:
        held: set[Hashable] = set()
        for document_id, start, end in asked.spans:
            spans = arrays[document_id]
            shared = np.minimum(spans[:, 1], end) - np.maximum(spans[:, 0], start)
            shorter = np.minimum(spans[:, 1] - spans[:, 0], end - start)
            rows = np.flatnonzero((shared > 0) & (2 * shared >= shorter))
            held.update(by_document[document_id][row] for row in rows.tolist())
        found.append(frozenset(held))
    return found

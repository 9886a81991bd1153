"""Measures of a ranking by ir_measures, intervals by bootstrap, and paired tests by scipy."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.averages import SEED, interval, mean, percentile

MEASURES = {
    "hit@1": "Success@1",
    "hit@3": "Success@3",
    "recall@3": "R@3",
    "recall@10": "R@10",
    "nDCG@10": "nDCG@10",
    "MRR@10": "RR@10",
}
"""Our names of the measures and those of ir_measures."""
CURVE = range(1, 11)
PERMUTATIONS = 9_999

PerQuestion = dict[str, list[float]]
"""For each measure one value a question, in the order of the questions."""


def per_question(
    rankings: Sequence[Sequence[Hashable]], relevant: Sequence[frozenset[Hashable]]
) -> PerQuestion:
    """Score rankings, best first, against the sets of what is relevant.

    Success@k is 1 where something relevant is among the first k, R@k the share of the
    relevant that is; RR@10 the inverse rank of the first relevant one (0 below rank 10);
    nDCG@10 with gain 1 and log2 discount (K. Järvelin and J. Kekäläinen, TOIS 2002).

    :raises ValueError: numbers differ, a question has nothing relevant, or a ranking names a
        unit twice.
    """
    import ir_measures

    if len(rankings) != len(relevant):
        raise ValueError(f"{len(rankings)} rankings for {len(relevant)} questions")
    names: dict[Hashable, str] = {}

    def name(unit: Hashable) -> str:
        return names.setdefault(unit, f"u{len(names)}")

    qrels, run = [], []
    for number, (ranking, wanted) in enumerate(zip(rankings, relevant, strict=True)):
        if not wanted:
            raise ValueError(f"nothing is relevant to question {number}")
        if len(set(ranking)) < len(ranking):
            raise ValueError(f"ranking {number} names a unit twice")
        qrels += [ir_measures.Qrel(str(number), name(unit), 1) for unit in wanted]
        # The rank is the score: equal scores would be put in an order of the library's own.
        run += [
            ir_measures.ScoredDoc(str(number), name(unit), -float(rank))
            for rank, unit in enumerate(ranking)
        ]
    wanted_measures = {*MEASURES.values(), *(f"R@{depth}" for depth in CURVE)}
    parsed = {text: ir_measures.parse_measure(text) for text in sorted(wanted_measures)}
    found = {text: [0.0] * len(rankings) for text in parsed}
    for item in ir_measures.iter_calc(list(parsed.values()), qrels, run):
        found[str(item.measure)][int(item.query_id)] = float(item.value)
    curve = {f"R@{depth}": found[f"R@{depth}"] for depth in CURVE}
    return {ours: found[theirs] for ours, theirs in MEASURES.items()} | curve


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % percentile-bootstrap interval over the questions."""

    mean: float
    low: float
    high: float


def estimate(values: Sequence[float]) -> Estimate:
    """Return the mean and its interval.

    :raises ValueError: no values.
    """
    middle, ends = mean(values), interval(values)
    if middle is None or ends is None:
        raise ValueError("no values")
    return Estimate(middle, *ends)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The paired difference of one system to another in one measure."""

    measure: str
    other: str
    difference: Estimate
    p: float


def compare(measure: str, ours: Sequence[float], other: str, theirs: Sequence[float]) -> Comparison:
    """Compare two systems on the same questions.

    ``p`` is two-sided, from a paired randomisation test: the sign of each difference is
    turned at random (M. Smucker, J. Allan and B. Carterette, "A comparison of statistical
    significance tests for information retrieval evaluation", CIKM 2007).
    """
    from scipy import stats

    differences = np.asarray(ours, dtype=np.float64) - np.asarray(theirs, dtype=np.float64)
    if len(differences) > 1 and differences.any():
        result = stats.permutation_test(
            (differences,),
            np.mean,
            permutation_type="samples",
            n_resamples=PERMUTATIONS,
            vectorized=True,
            rng=np.random.default_rng(SEED),
        )
        p = float(result.pvalue)
    else:
        p = 1.0  # one question, or systems that never differ, tell nothing
    return Comparison(measure, other, estimate(differences.tolist()), p)


def best_of(measure: str, rows: Mapping[str, PerQuestion], names: Sequence[str]) -> str:
    """Return which of ``names`` has the largest mean, the first of equals."""
    return max(names, key=lambda name: (sum(rows[name][measure]), -names.index(name)))


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds a question on one thread: by the wall clock and of processor time."""

    wall_p50: float
    wall_p95: float
    processor_p50: float
    processor_p95: float


def latency(wall: Sequence[float], processor: Sequence[float]) -> Latency:
    """Return the percentiles of one timing a question.

    :raises ValueError: no timings.
    """
    found = [percentile(values, share) for values in (wall, processor) for share in (50, 95)]
    if any(value is None for value in found):
        raise ValueError("no timings")
    return Latency(*(float(value) for value in found if value is not None))

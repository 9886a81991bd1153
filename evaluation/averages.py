"""Means, percentiles and intervals, with their empty cases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

RESAMPLES = 10_000
SEED = 20230425


def ratio(part: float, whole: float) -> float | None:
    """Return ``part / whole``, or None when there is nothing to divide by."""
    return part / whole if whole else None


def mean(values: Sequence[float]) -> float | None:
    """Return the arithmetic mean, or None of nothing."""
    return ratio(float(sum(values)), len(values))


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the ``share`` percentile (0 to 100, linear between ranks), or None of nothing."""
    return float(np.percentile(np.asarray(values, dtype=np.float64), share)) if values else None


def interval(values: Sequence[float]) -> tuple[float, float] | None:
    """Return the 95 % percentile-bootstrap interval of the mean, or None of nothing.

    Source: B. Efron, "Bootstrap methods: another look at the jackknife", Annals of
    Statistics 7 (1979). The seed is fixed, so that the same answers give the same interval.
    """
    if not values:
        return None
    sample = np.asarray(values, dtype=np.float64)
    generator = np.random.default_rng(SEED)
    means = generator.choice(sample, size=(RESAMPLES, sample.size)).mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)

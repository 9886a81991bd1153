"""Weighted sum of z-scores.

Scores of different rankers are brought to mean 0 and variance 1 over the candidates of the
question and summed with weights: ZMUV of M. Montague and J. A. Aslam, "Relevance score
normalization for metasearch", CIKM 2001, under the linear combination that E. A. Fox and
J. A. Shaw called CombSUM ("Combination of multiple searches", TREC-2, 1994).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


def z_scores(scores: Scores) -> Scores:
    """Return ``(scores - mean) / deviation``, shape kept; all zero when the scores are equal.

    Equal scores tell nothing, so they must not decide anything: a plain division would turn
    rounding noise into votes.

    :raises ValueError: a score is not finite.
    """
    if not np.isfinite(scores).all():
        raise ValueError(f"scores must be finite, got {scores[~np.isfinite(scores)][0]}")
    if scores.size == 0:
        return scores.astype(np.float32)
    exact = scores.astype(np.float64)
    deviation = exact.std()
    if deviation <= 1e-6 * max(1.0, float(np.abs(exact).max())):
        return np.zeros(scores.shape, dtype=np.float32)
    normalised: Scores = ((exact - exact.mean()) / deviation).astype(np.float32)
    return normalised


def fuse(signals: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """Return the weighted sum of the z-scored signals.

    :param signals: scores of the same candidates by each ranker, arrays of one length.
    :param weights: the weight of each signal; a signal of weight 0 is not looked at.
    :raises ValueError: no signals, lengths differ, or a signal has no weight.
    """
    if not signals:
        raise ValueError("nothing to fuse")
    sizes = {name: scores.shape for name, scores in signals.items()}
    if len(set(sizes.values())) > 1:
        raise ValueError(f"signals differ in length: {sizes}")
    missing = sorted(set(signals) - set(weights))
    if missing:
        raise ValueError(f"no weight for {missing}")
    total = np.zeros(next(iter(sizes.values())), dtype=np.float32)
    for name, scores in signals.items():
        if weights[name]:
            total += np.float32(weights[name]) * z_scores(scores)
    return total

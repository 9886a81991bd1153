"""Weighted sum of z-scores, checked by hand."""

import numpy as np
import pytest

from policyqa.retrieval.fusion import fuse, z_scores


def array(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_z_scores_by_hand() -> None:
    # Mean 2, squared deviations 1, 1, 0, 0: variance 1/2.
    root = 2**0.5
    assert z_scores(array(1, 3, 2, 2)).tolist() == pytest.approx([-root, root, 0, 0])


@pytest.mark.parametrize("values", [(), (5.0,), (0, 0, 0), (0.1, 0.1, 0.1), (1e6, 1e6, 1e6)])
def test_equal_scores_decide_nothing(values: tuple[float, ...]) -> None:
    assert z_scores(array(*values)).tolist() == [0.0] * len(values)


def test_rounding_noise_is_no_vote() -> None:
    assert not z_scores(array(1000, 1000.0001, 1000)).any()


def test_scale_and_shift_do_not_matter() -> None:
    scores = array(3, 1, 4, 1, 5)
    assert z_scores(scores * 7 - 20).tolist() == pytest.approx(z_scores(scores).tolist(), abs=1e-5)


def test_fuse_by_hand() -> None:
    fused = fuse({"a": array(0, 2), "b": array(10, 0)}, {"a": 1.0, "b": 0.25})
    # Two values always have z-scores -1 and 1.
    assert fused.tolist() == pytest.approx([-1 + 0.25, 1 - 0.25])


def test_weight_zero_switches_off() -> None:
    fused = fuse({"a": array(0, 2), "b": array(np.nan, 0)}, {"a": 1.0, "b": 0.0})
    assert fused.tolist() == pytest.approx([-1, 1])


def test_refuses_what_it_cannot_fuse() -> None:
    with pytest.raises(ValueError, match="nothing"):
        fuse({}, {})
    with pytest.raises(ValueError, match="length"):
        fuse({"a": array(1, 2), "b": array(1)}, {"a": 1, "b": 1})
    with pytest.raises(ValueError, match="no weight for"):
        fuse({"a": array(1)}, {})
    with pytest.raises(ValueError, match="finite"):
        fuse({"a": array(1, np.inf)}, {"a": 1})

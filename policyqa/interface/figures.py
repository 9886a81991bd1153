"""The figures of the last evaluation, as the 关于 view shows them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Field of the results, its name, and what it means to somebody who never ran an evaluation.
_RATES = (
    ("correct", "正确", "有依据的题目里，答对要点并引对条款的占比"),
    ("clause_precision", "条款精确率", "所引条款中确属依据的占比"),
    ("clause_recall", "条款召回率", "应引的条款中已引出的占比"),
    ("refusal_recall", "拒答召回率", "文件没有规定的题目里，如实说没有依据的占比"),
    ("false_refusals", "误拒率", "本有依据却答没有依据的占比，越低越好"),
    ("verbatim", "引文逐字率", "引文与原文一字不差的占比"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures ready to show; ``corpus`` is the digest of the documents they were measured on."""

    time: str
    commit: str
    corpus: str
    questions: int
    rows: tuple[tuple[str, str, str], ...]


def load_figures(path: Path) -> Figures | None:
    """Read ``latest.json`` of an evaluation; None when there is none that can be used.

    The page is no worse for a damaged file than for a missing one, so neither is an error.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        # The product comes first; the others are baselines.
        scores = next(iter(found["systems"].values()))["overall"]
        config = found["config"]
        rows = [
            (name, f"{scores[key]:.1%}", what)
            for key, name, what in _RATES
            if scores[key] is not None
        ]
        rows += _milliseconds(scores)
        return Figures(
            time=str(config.get("time", ""))[:10],
            commit=str(config.get("commit", ""))[:8],
            corpus=str(config.get("corpus", "")),
            questions=int(scores["questions"]),
            rows=tuple(rows),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None


def _milliseconds(scores: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    median = scores["latency_p50"]
    if median is None:
        return []
    return [("用时中位数", f"{median * 1000:.0f} 毫秒", "从提问到得出答案")]

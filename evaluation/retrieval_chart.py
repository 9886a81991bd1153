"""A chart of recall at k, one panel a set."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.retrieval_run import CLAUSE, SetResult
from evaluation.retrieval_systems import OURS_ROW

FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
)
ENGLISH = {
    "BM25（词）": "BM25, words",
    "BM25（双字＋单字）": "BM25, bigrams + characters",
    "向量": "dense",
    "LangChain 基本配方": "plain LangChain recipe",
    "本系统": "ours",
    "本系统，去掉词典": "ours without lexicon",
    "本系统，去掉向量": "ours without dense",
    "本系统，不认题中的文件": "ours, documents named not read",
    "咸阳方案": "Xianyang plan",
    "没见过的文件": "unseen documents",
    "五年规划纲要": "five-year outline",
    "普通人的法律问题": "lay legal questions",
}
"""What is drawn where no Chinese font is installed."""
# Paul Tol's "bright" scheme, which colour-blind readers can tell apart; dashes help them too.
STYLES = (
    ("#BBBBBB", "--"),
    ("#222222", "--"),
    ("#4477AA", ":"),
    ("#CCBB44", "-."),
    ("#EE6677", "-"),
    ("#228833", (0, (5, 1))),
    ("#66CCEE", (0, (1, 1))),
    ("#AA3377", (0, (3, 1, 1, 1))),
)


def draw(results: Sequence[SetResult], path: Path) -> None:
    """Write the chart as SVG, whole or not at all; text is drawn as outlines."""
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    font = next((name for name in FONTS if name in installed), "")
    names = {} if font else ENGLISH
    settings: dict[Any, Any] = {
        "font.family": [font, "DejaVu Sans"] if font else ["DejaVu Sans"],
        "svg.hashsalt": "policyqa",
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with mpl.rc_context(settings):
        figure = Figure(figsize=(3.4 * len(results) + 0.6, 4.4), layout="constrained")
        panels = figure.subplots(1, len(results), sharey=True, squeeze=False)[0]
        for panel, result in zip(panels, results, strict=True):
            _panel(panel, result, names, "召回率" if font else "recall")
        # Only a set of several documents has every row.
        fullest = max(panels, key=lambda panel: len(panel.lines))
        handles, labels = fullest.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=4, frameon=False)
        temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(temporary, format="svg", metadata={"Date": None})
        temporary.replace(path)


def _panel(panel: object, result: SetResult, names: Mapping[str, str], label: str) -> None:
    from matplotlib.axes import Axes

    assert isinstance(panel, Axes)
    level = next(iter(result.parts.values()))[CLAUSE]
    for (row, recall), (colour, dashes) in zip(level.recall.items(), STYLES, strict=False):
        panel.plot(
            range(1, len(recall) + 1),
            recall,
            color=colour,
            linestyle=dashes,
            linewidth=2.4 if row == OURS_ROW else 1.5,
            zorder=3 if row == OURS_ROW else 2,
            label=names.get(row, row),
        )
    title = names.get(result.title, result.name) if names else result.title
    panel.set_title(f"{title} (n={level.questions})", fontsize=11)
    panel.set_xlabel("k")
    panel.set_ylabel(f"{label}@k")
    panel.set_xticks(range(1, 11))
    panel.set_ylim(0, 1)
    panel.grid(axis="y", color="#DDDDDD", linewidth=0.6)
    panel.label_outer()

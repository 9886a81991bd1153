"""The page and the JSON of the retrieval measurements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from evaluation.retrieval_measures import MEASURES, Comparison, Estimate
from evaluation.retrieval_run import CLAUSE, SENTENCE, Level, SetResult
from evaluation.retrieval_sets import Skipped
from evaluation.retrieval_systems import ABLATION_ROWS, OURS_ROW, PRODUCT_ROW
from evaluation.runner import Record

CHART = "retrieval-recall.svg"
HEADLINE = ((CLAUSE, "hit@1"), (CLAUSE, "recall@3"), (SENTENCE, "hit@3"))
METHOD = "各行是什么、指标和检验怎么算、怎么重跑，见[评测说明](../RETRIEVAL.md)。"


def markdown(results: Sequence[SetResult], skipped: Iterable[Skipped], config: Record) -> str:
    """Return the page."""
    parts = ["# 检索评测", "", *_headline(results), ""]
    parts += [f"![各题集的条款召回率]({CHART})", ""]
    for result in results:
        parts += _set(result)
    parts += _speed(results)
    parts += [f"- {item.reason}" for item in skipped]
    parts += ["", METHOD]
    parts += ["", "## 配置", "", *_config(config)]
    return "\n".join(parts) + "\n"


def as_json(results: Sequence[SetResult], skipped: Iterable[Skipped], config: Record) -> str:
    """Return all figures and the config as JSON."""
    data = {
        "config": config,
        "sets": [asdict(result) for result in results],
        "skipped": [asdict(item) for item in skipped],
    }
    return json.dumps(_rounded(data), ensure_ascii=False, indent=1) + "\n"


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, Mapping):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return value


def _headline(results: Sequence[SetResult]) -> list[str]:
    titles = [f"{level} {measure}" for level, measure in HEADLINE]
    lines = [
        "本系统，括号里是较好的词面基线（BM25）与二者之差的 p 值：",
        "",
        "| 题集 | 题数 | " + " | ".join(titles) + " |",
        "| --- | ---: |" + " --- |" * len(titles),
    ]
    table = lines[2:]
    for row in (OURS_ROW, PRODUCT_ROW):
        told = [result for result in results if row in result.parts["全部"][CLAUSE].rows]
        if row == PRODUCT_ROW and told:
            lines += [
                "",
                "产品整体：答案引用的条款（登记表查到的、选作证据的）排在前面：",
                "",
                *table,
            ]
        for result in told:
            for title, levels in result.parts.items():
                cells = [_headline_cell(levels, row, *item) for item in HEADLINE]
                count = levels[CLAUSE].questions
                name = result.title if title == "全部" else f"　{title}"
                lines.append(f"| {name} | {count} | " + " | ".join(cells) + " |")
    return lines


def _headline_cell(levels: Mapping[str, Level], row: str, level: str, measure: str) -> str:
    if level not in levels:
        return "—"
    found = levels[level]
    compared = next(item for item in found.comparisons[row] if item.measure == measure)
    ours = found.rows[row][measure].mean
    theirs = found.rows[compared.other][measure].mean
    return f"**{ours:.3f}**（{theirs:.3f}，{_p(compared.p)}）"


def _set(result: SetResult) -> list[str]:
    size = f"{result.documents:,} 份文件，{result.clauses:,} 条，{result.sentences:,} 句"
    lines = [f"## {result.title}", "", f"{result.note}。{size}。", ""]
    for title, levels in result.parts.items():
        for level, found in levels.items():
            lines += [f"### {title}，{level}一级，{found.questions} 题", ""]
            lines += ["| 系统 | " + " | ".join(MEASURES) + " |"]
            lines += ["| --- |" + " --- |" * len(MEASURES)]
            for row, values in found.rows.items():
                name = f"**{row}**" if row == OURS_ROW else row
                cells = [_estimate(values[measure]) for measure in MEASURES]
                lines.append(f"| {name} | " + " | ".join(cells) + " |")
            # The parts are too small for tests of all pairs; retrieval.json has them.
            lines += ["", *(_comparisons(found) if title == "全部" else []), ""]
    return lines


def _comparisons(level: Level) -> list[str]:
    lines = ["| 差 | " + " | ".join(MEASURES) + " |", "| --- |" + " --- |" * len(MEASURES)]
    for row, found in level.comparisons.items():
        name = row.replace("/", " − ") if "/" in row else f"{row} − 较好的词面基线"
        lines.append(f"| {name} | " + " | ".join(map(_difference, found)) + " |")
    return lines


def _estimate(value: Estimate) -> str:
    return f"{value.mean:.3f} [{value.low:.2f}, {value.high:.2f}]"


def _difference(value: Comparison) -> str:
    ends = f"[{value.difference.low:+.2f}, {value.difference.high:+.2f}]"
    return f"{value.difference.mean:+.3f} {ends}，{_p(value.p)}"


def _p(value: float) -> str:
    return "p<.001" if value < 0.001 else f"p={value:.3f}".replace("=0.", "=.")


def _speed(results: Sequence[SetResult]) -> list[str]:
    lines = [
        "## 用时",
        "",
        "每题毫秒，中位数／95 百分位；建索引秒数。",
        "",
        "| 题集 | 系统 | 墙上时间 | 处理器 |",
        "| --- | --- | --- | --- |",
    ]
    for result in results:
        for row, item in result.latency.items():
            if row in ABLATION_ROWS:
                continue
            wall = f"{item.wall_p50 * 1000:.1f}／{item.wall_p95 * 1000:.1f}"
            processor = f"{item.processor_p50 * 1000:.1f}／{item.processor_p95 * 1000:.1f}"
            lines.append(f"| {result.title} | {row} | {wall} | {processor} |")
        built = f"{result.build.wall:.1f} 秒 | {result.build.processor:.1f} 秒"
        lines.append(f"| {result.title} | 建索引（{result.clauses:,} 条） | {built} |")
    return [*lines, ""]


def _config(config: Record) -> list[str]:
    return [f"- {key}：`{json.dumps(value, ensure_ascii=False)}`" for key, value in config.items()]

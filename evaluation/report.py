"""Tables of scores for the screen, for Markdown and for JSON, and the list of failures."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evaluation.metrics import Scores, Verdict, by_kind, by_split, failures, summarise

System = str
Verdicts = Mapping[System, Sequence[Verdict]]


def _percent(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _milliseconds(value: float | None) -> str:
    return "—" if value is None else f"{value * 1000:.1f} 毫秒"


def _interval(value: tuple[float, float] | None) -> str:
    return "—" if value is None else f"{value[0]:.1%}–{value[1]:.1%}"


ROWS: tuple[tuple[str, Callable[[Scores], str]], ...] = (
    ("题数（其中有依据）", lambda item: f"{item.questions}（{item.answerable}）"),
    ("正确", lambda item: _percent(item.correct)),
    ("300 字内正确", lambda item: _percent(item.correct_short)),
    ("　95% 置信区间", lambda item: _interval(item.correct_short_interval)),
    ("条款精确率（宏平均）", lambda item: _percent(item.clause_precision)),
    ("条款召回率（宏平均）", lambda item: _percent(item.clause_recall)),
    ("条款精确率（微平均）", lambda item: _percent(item.clause_precision_micro)),
    ("条款召回率（微平均）", lambda item: _percent(item.clause_recall_micro)),
    ("依据召回率", lambda item: _percent(item.evidence_recall)),
    ("拒答精确率", lambda item: _percent(item.refusal_precision)),
    ("拒答召回率", lambda item: _percent(item.refusal_recall)),
    ("误拒率", lambda item: _percent(item.false_refusals)),
    ("引文逐字率", lambda item: _percent(item.verbatim)),
    ("数字有出处", lambda item: _percent(item.numbers_grounded)),
    ("部门有出处", lambda item: _percent(item.bodies_grounded)),
    (
        "平均字数",
        lambda item: "—" if item.characters is None else f"{item.characters:.0f}",
    ),
    ("用时中位数", lambda item: _milliseconds(item.latency_p50)),
    ("用时 95 百分位", lambda item: _milliseconds(item.latency_p95)),
    ("运行出错", lambda item: str(item.errors)),
)
KIND_COLUMNS: tuple[tuple[str, Callable[[Scores], str]], ...] = (
    ("题数", lambda item: str(item.questions)),
    ("正确", lambda item: _percent(item.correct)),
    ("300 字内正确", lambda item: _percent(item.correct_short)),
    ("条款召回率", lambda item: _percent(item.clause_recall)),
    ("依据召回率", lambda item: _percent(item.evidence_recall)),
    ("拒答召回率", lambda item: _percent(item.refusal_recall)),
    ("误拒率", lambda item: _percent(item.false_refusals)),
)
KIND_NAMES = {
    "responsibility": "责任单位",
    "department_tasks": "部门任务",
    "target": "目标数值",
    "permission": "允许与禁止",
    "measure": "措施",
    "place": "地点与对象",
    "metadata": "文件信息",
    "list": "列举",
    "condition": "条件",
    "comparison_within": "文内比较",
    "comparison_levels": "上下级比较",
    "follow_up": "追问",
    "yes_no": "是与否",
    "false_premise": "前提有误",
    "glossary": "名词",
    "out_of_scope": "超出范围",
    "adversarial": "干扰",
}
SPLIT_NAMES = {"dev": "开发部分", "test": "测试部分"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as strings: a title, the column heads, the rows."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def grids(systems: Verdicts) -> tuple[Grid, ...]:
    """Return the tables of a report: overall, by split, then by kind for the first system.

    :raises ValueError: there is no system.
    """
    if not systems:
        raise ValueError("no system to report on")
    overall = {name: list(verdicts) for name, verdicts in systems.items()}
    tables = [_comparison("全部题目", overall)]
    splits = {name: by_split(verdicts) for name, verdicts in systems.items()}
    names = list(next(iter(splits.values())))
    if len(names) > 1:
        for split in names:
            part = {name: groups[split] for name, groups in splits.items()}
            tables.append(_comparison(SPLIT_NAMES[split], part))
    tables += [_kinds(name, verdicts) for name, verdicts in systems.items()]
    return tuple(tables)


def _comparison(title: str, systems: Verdicts) -> Grid:
    scores = [summarise(verdicts) for verdicts in systems.values()]
    rows = tuple((label, *(show(item) for item in scores)) for label, show in ROWS)
    return Grid(title, ("指标", *systems), rows)


def _kinds(name: System, verdicts: Sequence[Verdict]) -> Grid:
    rows = []
    for kind, group in by_kind(verdicts).items():
        scores = summarise(group)
        rows.append((KIND_NAMES[kind], *(show(scores) for _, show in KIND_COLUMNS)))
    heads = ("类型", *(label for label, _ in KIND_COLUMNS))
    return Grid(f"按题型：{name}", heads, tuple(rows))


def show(systems: Verdicts, console: Console) -> None:
    """Print the tables."""
    for grid in grids(systems):
        table = Table(title=grid.title, title_justify="left")
        for number, head in enumerate(grid.heads):
            table.add_column(head, justify="right" if number else "left", overflow="fold")
        for row in grid.rows:
            table.add_row(*row)
        console.print(table)


def conclude(systems: Verdicts, page: Path) -> int:
    """Print the tables, say where the report ``page`` lies, and return the exit status.

    The status is 1 when a question broke a system, whose verdict counts as wrong.
    """
    show(systems, Console())
    print(f"结果已写入 {page.parent}")
    errors = sum(item.response.status == "error" for found in systems.values() for item in found)
    if errors:
        print(f"有 {errors} 个答案运行出错，见 {page.name}。", file=sys.stderr)
    return 1 if errors else 0


def markdown(systems: Verdicts, config: Mapping[str, Any]) -> str:
    """Return the whole report as Markdown."""
    commit = str(config.get("commit", ""))[:12] or "未知"
    changed = "（含未提交的改动）" if config.get("uncommitted_changes") else ""
    lines = [
        "# 评测结果",
        "",
        f"- 时间：{config.get('time', '未知')}（UTC）",
        f"- 版本：{commit}{changed}",
        f"- 文件库摘要：{str(config.get('corpus', ''))[:12]}",
        f"- 向量模型：{config.get('encoder', '')}",
        f"- 题目文件：{'、'.join(config.get('gold', {}))}",
        f"- 部分：{'、'.join(config.get('splits', []))}",
        f"- Python {config.get('python', '')}，{config.get('machine', '')}，"
        f"{config.get('cores', '')} 核",
        "",
        "各指标的算法见 [README](../README.md)。两个基线从不拒答，它们的拒答召回率因此为 0。",
    ]
    for grid in grids(systems):
        lines += ["", f"## {grid.title}", "", _markdown_row(grid.heads)]
        lines.append("|" + " --- |" + " ---: |" * (len(grid.heads) - 1))
        lines += [_markdown_row(row) for row in grid.rows]
    return "\n".join(lines) + "\n"


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "｜").split())


def as_json(systems: Verdicts, config: Mapping[str, Any]) -> str:
    """Return all scores and the config as JSON."""
    results = {
        name: {
            "overall": asdict(summarise(verdicts)),
            "splits": {
                split: asdict(summarise(group)) for split, group in by_split(verdicts).items()
            },
            "kinds": {kind: asdict(summarise(group)) for kind, group in by_kind(verdicts).items()},
        }
        for name, verdicts in systems.items()
    }
    return json.dumps({"config": config, "systems": results}, ensure_ascii=False, indent=1) + "\n"


def failure_list(name: System, verdicts: Sequence[Verdict], title: str) -> str:
    """Return as Markdown the questions on which something is wrong, and what."""
    rows = []
    for item in verdicts:
        found = failures(item)
        if not found:
            continue
        cited = "、".join(dict.fromkeys(cited.clause for cited in item.response.citations))
        cells = (
            item.question.id,
            KIND_NAMES[item.question.kind],
            " ／ ".join(item.question.turns),
            "；".join(found),
            cited or "—",
            item.response.text[:120],
        )
        rows.append(_markdown_row(cells))
    head = _markdown_row(("编号", "题型", "问题", "不足", "所引条款", "答案开头"))
    return "\n".join(
        [f"# {title}：{name}", "", f"共 {len(rows)} 题。", "", head, "| --- " * 6 + "|", *rows, ""]
    )

"""Libraries of documents that no rule was made on: ``python -m evaluation libraries``.

Each folder of ``gold/libraries`` holds a few documents that are loaded together, as a person
would drop them in, and ``questions.jsonl`` about them. They are answered one library after
another, and their verdicts are pooled.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evaluation.metrics import Scores, Verdict, by_split, summarise
from evaluation.report import as_json, conclude, markdown
from evaluation.runner import describe, write_atomically
from policyqa.errors import InputError, PolicyQAError

FOLDER = Path(__file__).resolve().parent / "gold" / "libraries"
QUESTIONS = "questions.jsonl"
POOLED = "本系统"
Evaluate = Callable[[Path], Sequence[Verdict]]


def folders(root: Path = FOLDER) -> tuple[Path, ...]:
    """Return the folders of libraries, sorted by name.

    :raises InputError: there is none.
    """
    found = tuple(sorted(path.parent for path in root.glob(f"*/{QUESTIONS}")))
    if not found:
        raise InputError(f"文件夹 {root.name} 里没有文件库（每库一个文件夹，题目是 {QUESTIONS}）。")
    return found


def by_library(verdicts: Mapping[str, Sequence[Verdict]]) -> str:
    """Return a Markdown table of the test part: a row for each library."""
    lines = [
        "## 测试部分，各库分列",
        "",
        "| 文件库 | 题数 | 300 字内正确 | 拒答召回率 | 误拒率 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, found in verdicts.items():
        scores = summarise(by_split(found).get("test", ()))
        lines.append(f"| {name} | {scores.questions} | {_shares(scores)} |")
    return "\n".join(lines) + "\n"


def _shares(scores: Scores) -> str:
    values = (scores.correct_short, scores.refusal_recall, scores.false_refusals)
    return " | ".join("—" if value is None else f"{value:.1%}" for value in values)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(arguments: Sequence[str], evaluate: Evaluate, output: Path, encoder: str) -> int:
    """Run the command; ``evaluate`` answers and judges the questions of one folder."""
    parser = argparse.ArgumentParser(
        prog="python -m evaluation libraries", description="逐个评测没见过的文件库，合并计分"
    )
    parser.add_argument("--output", type=Path, default=output, metavar="DIR", help="结果文件夹")
    options = parser.parse_args(arguments)
    try:
        verdicts = {folder.name: evaluate(folder) for folder in folders()}
    except PolicyQAError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    pooled = {POOLED: [verdict for found in verdicts.values() for verdict in found]}
    config = describe((), [item.question for item in pooled[POOLED]], "", encoder)
    config["gold"] = {f"{each.name}/{QUESTIONS}": _digest(each / QUESTIONS) for each in folders()}
    report = markdown(pooled, config) + "\n" + by_library(verdicts)
    page = options.output / "libraries.md"
    write_atomically(page, report)
    write_atomically(options.output / "libraries.json", as_json(pooled, config))
    return conclude(pooled, page)

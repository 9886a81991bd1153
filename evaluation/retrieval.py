"""``python -m evaluation retrieval``: how well clauses and sentences are found."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from evaluation.gold import FOLDER
from evaluation.retrieval_chart import draw
from evaluation.retrieval_report import CHART, as_json, markdown
from evaluation.retrieval_run import SetResult, run_set
from evaluation.retrieval_sets import NAMES, RetrievalSet, Skipped, load_set
from evaluation.runner import Record, describe, write_atomically
from policyqa.errors import InputError, PolicyQAError
from policyqa.retrieval.encoder import Encoder, load_encoder
from policyqa.retrieval.search import SearchWeights
from policyqa.settings import Settings, load_settings

RESULTS = Path(__file__).resolve().parent / "results"
PAGE, FIGURES = "retrieval.md", "retrieval.json"
LIBRARIES = ("ir-measures", "pytrec-eval-terrier", "scipy", "matplotlib")


@dataclass(frozen=True, slots=True)
class Options:
    """The command line, read."""

    data: Path | None
    output: Path
    sets: tuple[str, ...]
    split: str


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令行参数有误：{message}。用 --help 查看用法。\n")


def read_options(arguments: Sequence[str]) -> Options:
    """Read the command line; leaves with status 2 on a bad one."""
    parser = _Parser(prog="python -m evaluation retrieval", description="评测检索")
    parser.add_argument("--data", type=Path, metavar="DIR", help="放法律条文和规划纲要的文件夹")
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="DIR", help="结果文件夹")
    parser.add_argument(
        "--sets", default=",".join(NAMES), metavar="NAMES", help="题集，用逗号隔开，缺省为全部"
    )
    parser.add_argument(
        "--split", choices=("dev", "test"), default="test", help="自有题目用哪一部分，缺省 test"
    )
    given = parser.parse_args(arguments)
    sets = tuple(dict.fromkeys(name.strip() for name in given.sets.split(",") if name.strip()))
    if not sets or (unknown := [name for name in sets if name not in NAMES]):
        listed = "、".join(unknown) if sets else "（空）"
        parser.error(f"没有题集 {listed}，可选 {'、'.join(NAMES)}")
    return Options(given.data, given.output, sets, given.split)


def evaluate(
    options: Options, settings: Settings, report: Callable[[str], None] = print
) -> list[SetResult]:
    """Measure every set that can be had and write page, figures and chart.

    :raises PolicyQAError: the encoder, a document or a question file cannot be used, or no
        set can be had.
    """
    if options.data is not None and not options.data.is_dir():
        raise InputError(f"数据文件夹 {options.data} 不存在。")
    encoder = load_encoder(settings.encoder)
    results: list[SetResult] = []
    skipped: list[Skipped] = []
    for name in options.sets:
        found = load_set(name, settings, options.data, options.split)
        if isinstance(found, RetrievalSet):
            results.append(run_set(found, encoder))
        else:
            skipped.append(found)
            report(found.reason)
    if not results:
        raise InputError("没有可以评测的题集。")
    config = configuration(options, encoder)
    write_atomically(options.output / PAGE, markdown(results, skipped, config))
    write_atomically(options.output / FIGURES, as_json(results, skipped, config))
    draw(results, options.output / CHART)
    return results


def configuration(options: Options, encoder: Encoder) -> Record:
    """Return what is needed to know how the figures came about."""
    files = sorted(FOLDER.rglob("*.jsonl"))
    config = describe(files, (), "", encoder.name)
    del config["corpus"], config["questions"], config["splits"]
    config["encoder_sha256"] = encoder.digest
    config["weights"] = asdict(SearchWeights())
    config["split"] = options.split
    if options.data is not None:
        used = [path for path in sorted(options.data.glob("*.jsonl*")) if path.is_file()]
        config["data"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in used}
    config["libraries"] |= {name: version(name) for name in LIBRARIES}
    return config


def main(arguments: Sequence[str]) -> int:
    """Run the command; the status is 0 unless something could not be read."""
    options = read_options(arguments)
    try:
        evaluate(options, load_settings())
    except PolicyQAError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    print(f"结果已写入 {options.output / PAGE}")
    return 0

"""Command line: ``python -m evaluation``, with ``retrieval`` or ``libraries`` behind it or not."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from evaluation import libraries
from evaluation.baselines import bm25, langchain_recipe
from evaluation.evidence import locate
from evaluation.gold import files_about, load_gold
from evaluation.metrics import Verdict, judge
from evaluation.records import Question, Response, response_from
from evaluation.report import as_json, conclude, failure_list, markdown
from evaluation.runner import (
    Answering,
    Ask,
    Record,
    asker,
    describe,
    generate,
    load_answers,
    load_config,
    save_answers,
    save_config,
    write_atomically,
)
from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.errors import InputError, PolicyQAError
from policyqa.settings import ROOT, Settings, settings_for

RESULTS = Path(__file__).resolve().parent / "results"
OURS = "本系统"
BM25 = "BM25 条款检索"
RECIPE = "LangChain 基本配方"
FILES = {OURS: "answers-policyqa", BM25: "answers-bm25", RECIPE: "answers-langchain"}
SPLIT_TITLES = {"dev": "开发部分未做好的题", "test": "测试部分未做好的题"}


@dataclass(frozen=True, slots=True)
class Options:
    """The command line, read."""

    gold: tuple[Path, ...]
    output: Path
    split: str
    corpus: Path | None
    answers: tuple[Path, ...]
    baselines: bool
    show_failures: bool


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令行参数有误：{message}。用 --help 查看用法。\n")


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; leaves with status 2 on a bad one."""
    parser = _Parser(prog="python -m evaluation", description="用题目集评测问答系统")
    parser.add_argument(
        "--gold",
        nargs="+",
        action="extend",
        type=Path,
        metavar="FILE",
        help="题目文件，缺省为 evaluation/gold/ 下关于这个文件库的全部",
    )
    parser.add_argument("--output", type=Path, default=RESULTS, metavar="DIR", help="结果文件夹")
    parser.add_argument(
        "--split", choices=("dev", "test", "all"), default="all", help="只评测其中一部分"
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="文件库文件夹")
    parser.add_argument(
        "--answers",
        nargs="+",
        action="extend",
        type=Path,
        metavar="FILE",
        help="不再作答，只对已保存的答案重新计分",
    )
    parser.add_argument("--no-baselines", action="store_true", help="不跑两个基线")
    parser.add_argument(
        "--show-failures",
        action="store_true",
        help="与 --split test 同用时，也列出测试部分未做好的题",
    )
    given = parser.parse_args(arguments)
    return Options(
        gold=tuple(given.gold or ()),
        output=given.output,
        split=given.split,
        corpus=given.corpus,
        answers=tuple(given.answers or ()),
        baselines=not given.no_baselines,
        show_failures=given.show_failures,
    )


def open_engine(settings: Settings) -> Answering:
    """Open the system under test."""
    from policyqa.answering.engine import Engine

    return Engine.open(settings)


def evaluate(
    options: Options,
    settings: Settings,
    open_system: Callable[[Settings], Answering],
) -> dict[str, list[Verdict]]:
    """Answer (or read saved answers), judge, and write every result file.

    :raises PolicyQAError: gold files, documents or saved answers cannot be used.
    """
    corpus = load_corpus(settings.corpus)
    files = options.gold or files_about(corpus.documents)
    questions = tuple(
        question
        for question in locate(load_gold(files), corpus)
        if options.split in ("all", question.split)
    )
    if not questions:
        raise InputError(f"题目文件里没有 {options.split} 部分的题。")
    config = describe(files, questions, corpus.digest, encoder_name(settings))
    if options.answers:
        responses = {path.stem: load_answers(path, questions) for path in options.answers}
        config["answers"] = {path.name: load_config(path.parent) for path in options.answers}
    else:
        responses = answer_all(options, settings, corpus, questions, open_system)
        save_config(options.output, config)
    texts = {name: document.text for name, document in corpus.documents.items()}
    bearers = {n for duty in corpus.duties for n in (*duty.lead, *duty.shared, *duty.assisting)}
    # 市、县（区）人民政府 names a level by one character, which any other word may hold.
    known = {name for name in bearers if len(name) > 1}
    verdicts = {
        name: [
            judge(question, response, texts, known)
            for question, response in zip(questions, found, strict=True)
        ]
        for name, found in responses.items()
    }
    write(options, verdicts, config)
    return verdicts


def _evaluate_library(folder: Path) -> list[Verdict]:
    """Answer and judge the questions of a library; only its verdicts are kept."""
    with tempfile.TemporaryDirectory() as output:
        gold = str(folder / libraries.QUESTIONS)
        options = read_options(
            ["--gold", gold, "--output", output, "--corpus", str(folder), "--no-baselines"]
        )
        return evaluate(options, settings_for(folder), open_engine)[OURS]


def encoder_name(settings: Settings) -> str:
    """Name the encoder without saying where on this machine it lies."""
    path = Path(settings.encoder)
    if not path.is_absolute():
        return settings.encoder
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def answer_all(
    options: Options,
    settings: Settings,
    corpus: Corpus,
    questions: Sequence[Question],
    open_system: Callable[[Settings], Answering],
) -> dict[str, list[Response]]:
    """Put the questions to the system and the baselines, and save their answers."""
    systems: dict[str, Ask] = {OURS: asker(open_system(settings))}
    if options.baselines:
        from policyqa.retrieval.encoder import load_encoder

        systems[BM25] = bm25(corpus)
        systems[RECIPE] = langchain_recipe(corpus, load_encoder(settings.encoder))
    responses = {}
    for name, ask in systems.items():
        records: list[Record] = generate(ask, questions, name)
        save_answers(options.output / f"{FILES[name]}.jsonl", records)
        responses[name] = [response_from(record) for record in records]
    return responses


def write(options: Options, verdicts: Mapping[str, Sequence[Verdict]], config: Record) -> None:
    """Write the report, the scores, the config and the failures that may be read."""
    write_atomically(options.output / "latest.md", markdown(verdicts, config))
    write_atomically(options.output / "latest.json", as_json(verdicts, config))
    first, found = next(iter(verdicts.items()))
    # Reading what fails on the test part would turn it into a second development part.
    shown = ["dev"] if options.split != "test" else ["test"] * options.show_failures
    for split in shown:
        part = [item for item in found if item.question.split == split]
        path = options.output / f"failures-{split}.md"
        write_atomically(path, failure_list(first, part, SPLIT_TITLES[split]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the status is 0 unless something could not be answered or read."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["retrieval"]:
        # Its libraries are for measuring only; the ordinary run does without them.
        from evaluation.retrieval import main as retrieval

        return retrieval(given[1:])
    if given[:1] == ["libraries"]:
        encoder = encoder_name(settings_for(None))
        return libraries.main(given[1:], _evaluate_library, RESULTS, encoder)
    options = read_options(given)
    try:
        settings = settings_for(options.corpus)
        verdicts = evaluate(options, settings, open_engine)
    except PolicyQAError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    return conclude(verdicts, options.output / "latest.md")


if __name__ == "__main__":
    sys.exit(main())

"""Command line: ``python -m policyqa ask | batch | search | build | corpus | feedback``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyqa.errors import InputError, PolicyQAError
from policyqa.settings import load_settings, settings_for

if TYPE_CHECKING:
    from policyqa.answering.engine import Engine

# Plain messages: a person who mistypes an option should not meet a box of Python.
app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="政策条款问答：依据政策文件回答问题，逐字引用条款。",
)
corpus_app = typer.Typer(no_args_is_help=True, help="查看和核对已收录的文件。")
app.add_typer(corpus_app, name="corpus")
feedback_app = typer.Typer(no_args_is_help=True, help="导出读者的评价和提问记录。")
app.add_typer(feedback_app, name="feedback")

CorpusOption = Annotated[
    Path | None, typer.Option("--corpus", help="文件库文件夹；或只放 .txt/.md 的文件夹。")
]
IndexOption = Annotated[Path | None, typer.Option("--index", help="索引文件夹。")]
JsonOption = Annotated[bool, typer.Option("--json", help="输出 JSON。")]


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn a deliberate error into one sentence on stderr and its exit status."""
    try:
        yield
    except PolicyQAError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_status) from error


def open_engine(corpus: Path | None, index: Path | None) -> Engine:
    """Open the engine, building the index where that is needed."""
    from policyqa.answering.engine import Engine

    return Engine.open(settings_for(corpus, index), progress=sys.stderr.isatty())


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题，例如“谁负责秸秆禁烧？”。")],
    as_json: JsonOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """回答一个问题。"""
    with clear_errors():
        from policyqa.answering.serialise import answer_record

        answer = open_engine(corpus, index).ask([question])
        if as_json:
            typer.echo(json.dumps(answer_record(answer), ensure_ascii=False, indent=1))
        else:
            typer.echo(answer.text)


@app.command()
def batch(
    questions: Annotated[Path, typer.Argument(help='每行一题：{"id": "1", "turns": ["…"]}。')],
    output: Annotated[Path, typer.Option("--output", help="答案文件，每行一个 JSON。")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """回答一个文件里的问题，坏行报告行号，其余照答。"""
    with clear_errors():
        from tqdm import tqdm

        from policyqa.batch import BadLine, answer_lines, read_lines, write_records

        lines = read_lines(questions)
        engine = open_engine(corpus, index)
        records, bad = [], []
        total = sum(bool(line.strip()) for line in lines)
        for item in tqdm(
            answer_lines(lines, engine.ask), total=total, unit="题", disable=not sys.stderr.isatty()
        ):
            if isinstance(item, BadLine):
                bad.append(item)
                typer.echo(f"第 {item.number} 行跳过：{item.reason}。", err=True)
            else:
                records.append(item)
        write_records(output, records)
        if bad:
            raise InputError(f"共 {len(bad)} 行有误，其余 {len(records)} 题已写入 {output}。")


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要查的话，例如“农村取暖”。")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="最多几条。")] = 10,
    as_json: JsonOption = False,
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """列出最相关的原文。"""
    with clear_errors():
        from policyqa.answering.serialise import passage_record

        engine = open_engine(corpus, index)
        passages = engine.search(query, k)
        if as_json:
            records = [passage_record(passage) for passage in passages]
            typer.echo(json.dumps(records, ensure_ascii=False, indent=1))
            return
        if not passages:
            typer.echo("没有找到相关原文，请换个说法再查。")
        for n, passage in enumerate(passages, 1):
            label = engine.resources.label(passage.document_id, passage.address)
            typer.echo(f"{n:>2}. {label}（{passage.score:.2f}）{passage.text}")


@app.command()
def build(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    if_needed: Annotated[bool, typer.Option(help="索引是新的就不重建。")] = False,
) -> None:
    """建立索引。"""
    with clear_errors():
        from policyqa.documents.corpus import load_corpus
        from policyqa.errors import IndexMissingError, IndexStaleError
        from policyqa.retrieval.encoder import load_encoder
        from policyqa.retrieval.store import build_index, open_index

        settings = settings_for(corpus, index)
        loaded = load_corpus(settings.corpus)
        encoder = load_encoder(settings.encoder)
        if if_needed:
            try:
                open_index(loaded, encoder, settings.index)
            except (IndexMissingError, IndexStaleError):
                pass
            else:
                typer.echo("索引是最新的，无需重建。")
                return
        build_index(loaded, encoder, settings.index, progress=True)
        clauses = sum(len(each.clauses) for each in loaded.structures.values())
        typer.echo(f"索引已建好：{len(loaded.documents)} 份文件，{clauses} 条。")


@corpus_app.command("list")
def corpus_list(corpus: CorpusOption = None) -> None:
    """列出已收录的文件。"""
    with clear_errors():
        from policyqa.documents.corpus import load_corpus

        loaded = load_corpus(settings_for(corpus, None).corpus)
        for document in loaded.documents.values():
            clauses = len(loaded.structures[document.id].clauses)
            typer.echo(f"{document.id}\t{document.title}\t{document.number}\t{clauses} 条")


@feedback_app.callback()
def feedback() -> None:
    """导出读者的评价和提问记录。"""


@feedback_app.command("export")
def feedback_export(
    output: Annotated[
        Path | None, typer.Option("--output", help="目标文件，.csv 或 .jsonl；不写则按 CSV 输出。")
    ] = None,
    questions: Annotated[
        bool, typer.Option("--questions", help="导出提问记录，而不是评价。")
    ] = False,
) -> None:
    """导出评价（或提问记录）；时间为世界协调时。"""
    with clear_errors():
        from policyqa.interface.feedback import FeedbackStore
        from policyqa.interface.feedback_export import render_rows, write_rows

        rows = FeedbackStore(load_settings().data).rows("questions" if questions else "ratings")
        if output is None:
            sys.stdout.write(render_rows(rows, "csv"))
        else:
            write_rows(output, rows)
            typer.echo(f"已写入 {output}：{len(rows)} 条。")


if __name__ == "__main__":
    app()

"""Train the bundled encoder: ``python -m policyqa.retrieval.train --data DIR --output DIR``.

Needs the development requirements and the three data files named in ``train_pairs``; the
product itself never runs this.
"""

from __future__ import annotations

import hashlib
import itertools
import platform
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import torch
import typer
from tqdm import tqdm

from policyqa.retrieval.encoder import load_encoder
from policyqa.retrieval.train_card import (
    LOG_FILE,
    ReplacedFolder,
    save_model,
    write_card,
    write_json,
)
from policyqa.retrieval.train_evaluate import Figures, evaluate
from policyqa.retrieval.train_loop import Stage, TokenPair, Tokens, new_vectors, train_stage
from policyqa.retrieval.train_pairs import (
    LAWS,
    QUESTIONS,
    REPORTS,
    Pair,
    block_pairs,
    law_blocks,
    load_articles,
    load_questions,
    question_pairs,
    report_blocks,
    split_questions,
)
from policyqa.retrieval.train_vocabulary import TokenTable, Vocabulary, count_tokens
from policyqa.text import DICTIONARY

HELD_OUT_SHARE = 0.2
SELF_SUPERVISED = Stage("self-supervised", epochs=2, batch=1024, learning_rate=5e-3)
QUESTION_ANSWER = Stage("question-answer", epochs=3, batch=512, learning_rate=2e-3)
# So many self-supervised pairs are seen again beside the few questions: their texts are
# further negatives, and what was learnt is not forgotten.
REHEARSED_PAIRS = 3000


def main(
    data: Annotated[Path, typer.Option(help="folder with the three data files")],
    output: Annotated[Path, typer.Option(help="model folder to write; replaced whole")],
    dimension: Annotated[int, typer.Option(help="length of a vector")] = 128,
    vocabulary_size: Annotated[int, typer.Option(help="most tokens with a vector")] = 40_000,
    least_count: Annotated[int, typer.Option(help="a rarer word gets no vector")] = 5,
    report_characters: Annotated[int, typer.Option(help="how much of the reports")] = 12_000_000,
    seed: Annotated[int, typer.Option()] = 13,
    note: Annotated[str, typer.Option(help="what a reader of the figures should know")] = "",
    threads: Annotated[int, typer.Option(help="threads of torch")] = 2,
) -> None:
    """Train on the data, evaluate on held-out questions, write the model folder."""
    settings = {name: value for name, value in locals().items() if name not in {"data", "output"}}
    started = time.perf_counter()
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)

    articles = load_articles(data)
    questions = load_questions(data, {article.id for article in articles})
    trained, held_out = split_questions(questions, HELD_OUT_SHARE, seed)
    blocks = [*law_blocks(articles), *report_blocks(data, report_characters, seed)]
    table = TokenTable()
    texts = (f"{block.heading}。{''.join(block.sentences)}" for block in blocks)
    asked = (question.text for question in trained)
    reading = tqdm(itertools.chain(texts, asked), desc="segment", total=len(blocks) + len(trained))
    vocabulary = Vocabulary(table, count_tokens(table, reading), vocabulary_size, least_count)
    groups: dict[str, int] = {}
    own = _tokens(list(block_pairs(blocks, seed)), vocabulary.encode, groups)
    asked_pairs = _tokens(list(question_pairs(trained, articles)), vocabulary.encode, groups)
    rehearsed = random.Random(seed).sample(own, min(REHEARSED_PAIRS, len(own)))
    stages = [(SELF_SUPERVISED, own), (QUESTION_ANSWER, asked_pairs + rehearsed)]
    bag = new_vectors(len(vocabulary), dimension, seed)
    log: dict[str, object] = {
        "settings": settings,
        "data_sha256": {name: _sha256(data / name) for name in (LAWS, REPORTS, QUESTIONS)}
        | {DICTIONARY.name: _sha256(DICTIONARY)},
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in ("torch", "numpy", "jieba", "sentence-transformers")},
        "counts": {
            "articles": len(articles),
            "report_characters": report_characters,
            "vocabulary": len(vocabulary),
            "self_supervised_pairs": len(own),
            "question_pairs": len(asked_pairs),
            "rehearsed_pairs": len(rehearsed),
            "training_questions": len(trained),
        },
    }
    figures: dict[str, Figures] = {}
    stage_logs = []
    with ReplacedFolder(output) as folder:
        for stage, pairs in stages:
            losses = train_stage(bag, pairs, stage, seed)
            stage_logs.append(asdict(stage) | {"pairs": len(pairs), "epoch_losses": losses})
            save_model(bag.weight, vocabulary.tokenizer(), folder)
            found = evaluate(load_encoder(folder), articles, [held_out, trained])
            if stage is SELF_SUPERVISED:
                figures["before"] = found[0]
            else:
                figures["held_out"], figures["trained"] = found
        log["stages"] = stage_logs
        log["figures"] = {name: asdict(result) for name, result in figures.items()}
        log["seconds"] = round(time.perf_counter() - started)
        write_json(folder / LOG_FILE, log)
        write_card(folder, log, figures)
    for name, result in figures.items():
        typer.echo(f"{name}: {result}")


def _tokens(
    pairs: Sequence[Pair], encode: Callable[[str], Tokens], groups: dict[str, int]
) -> list[TokenPair]:
    """Encode ``pairs``; ``groups`` numbers their groups and is shared between calls."""
    found = []
    for pair in tqdm(pairs, desc="pairs"):
        query, document = encode(pair.query), encode(pair.document)
        if len(query) and len(document):
            found.append(TokenPair(query, document, groups.setdefault(pair.group, len(groups))))
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    typer.run(main)

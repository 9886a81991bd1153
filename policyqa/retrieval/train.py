"""Train the bundled encoder: ``python -m policyqa.retrieval.train --data DIR --output DIR``.

Needs the development requirements, the three data files named in ``train_pairs`` and the pairs
in index/training; the product itself never runs this.
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import torch
import typer
from tqdm import tqdm

from policyqa.documents.lexicon import load_lexicon
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
from policyqa.retrieval.train_origin import KeptStage, digests, versions
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
from policyqa.retrieval.train_written import (
    lexicon_pairs,
    load_written,
    ranking_task,
    split_written,
    written_files,
    written_pairs,
)
from policyqa.settings import ROOT
from policyqa.text import DICTIONARY

PATHS = {"data", "output", "written", "kept"}
TRAINING = ROOT / "index" / "training"
LEXICON = ROOT / "corpus" / "lexicon.toml"

QUESTIONS_HELD_OUT = 0.2
WRITTEN_HELD_OUT = 0.1
LAW_SENTENCES = 5000
"""Sentences of laws that the held-out written questions are ranked among, beside all passages."""

SELF_SUPERVISED = Stage("self-supervised", epochs=2, batch=1024, learning_rate=5e-3)
QUESTION_ANSWER = Stage("question-answer", epochs=6, batch=512, learning_rate=3e-3, dropout=0.3)
# So many self-supervised pairs are seen again beside the few questions: their texts are
# further negatives, and what was learnt is not forgotten.
REHEARSED_PAIRS = 6000
# How often an epoch of the last stage goes over the pairs that we wrote.
WRITTEN_REPEATS = 3
# A text that we wrote counts for so many when the vocabulary is chosen: its everyday words are
# rare in laws and reports, and are what it is there for.
WRITTEN_COUNT = 20


def main(
    data: Annotated[Path, typer.Option(help="folder with the three data files")],
    output: Annotated[Path, typer.Option(help="model folder to write; replaced whole")],
    written: Annotated[Path, typer.Option(help="folder of the pairs we wrote")] = TRAINING,
    kept: Annotated[
        Path | None, typer.Option(help="file that keeps the first stage for the next run")
    ] = None,
    dimension: Annotated[int, typer.Option(help="length of a vector")] = 192,
    vocabulary_size: Annotated[int, typer.Option(help="most tokens with a vector")] = 36_000,
    least_count: Annotated[int, typer.Option(help="a rarer word gets no vector")] = 5,
    report_characters: Annotated[int, typer.Option(help="how much of the reports")] = 12_000_000,
    seed: Annotated[int, typer.Option()] = 13,
    threads: Annotated[int, typer.Option(help="threads of torch; sums differ a little")] = 1,
) -> None:
    """Train on the data, evaluate on held-out questions, write the model folder."""
    settings = {name: value for name, value in locals().items() if name not in PATHS}
    started = time.perf_counter()
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(True)

    articles = load_articles(data)
    questions = load_questions(data, {article.id for article in articles})
    trained, held_out = split_questions(questions, QUESTIONS_HELD_OUT, seed)
    files = written_files(written)
    all_written = load_written(files)
    own_train, own_held_out = split_written(all_written, WRITTEN_HELD_OUT, seed)
    ranked, asked = ranking_task(all_written, own_held_out, articles, LAW_SENTENCES, seed)
    short = list(lexicon_pairs(load_lexicon(LEXICON), seed))
    ours = [*written_pairs(own_train), *short]

    blocks = [*law_blocks(articles), *report_blocks(data, report_characters, seed)]
    table = TokenTable()
    texts = (f"{block.heading}。{''.join(block.sentences)}" for block in blocks)
    lay = (question.text for question in trained)
    reading = tqdm(itertools.chain(texts, lay, _often(ours)), desc="segment", unit="text")
    vocabulary = Vocabulary(table, count_tokens(table, reading), vocabulary_size, least_count)
    groups: dict[str, int] = {}

    def tokens(pairs: Sequence[Pair]) -> list[TokenPair]:
        return _tokens(pairs, vocabulary.encode, groups)

    own = tokens(list(block_pairs(blocks, seed)))
    parts = {
        "question": tokens(list(question_pairs(trained, articles))),
        "written": tokens(list(written_pairs(own_train))),
        "lexicon": tokens(short),
        "rehearsed": random.Random(seed).sample(own, min(REHEARSED_PAIRS, len(own))),
    }
    last = [*itertools.chain(*parts.values()), *parts["written"] * (WRITTEN_REPEATS - 1)]
    bag = new_vectors(len(vocabulary), dimension, seed)
    public = digests([*(data / name for name in (LAWS, REPORTS, QUESTIONS)), DICTIONARY])
    log: dict[str, object] = {
        "settings": settings,
        "data_sha256": public | digests([*files, LEXICON]),
        "versions": versions(),
        "counts": {
            "articles": len(articles),
            "report_characters": report_characters,
            "vocabulary": len(vocabulary),
            "self_supervised_pairs": len(own),
            **{f"{name}_pairs": len(pairs) for name, pairs in parts.items()},
            "written_repeats": WRITTEN_REPEATS,
            "training_questions": len(trained),
            "law_sentences": LAW_SENTENCES,
        },
    }
    figures: dict[str, Figures] = {}
    stage_logs = []
    options = [seed, dimension, report_characters]
    memory = KeptStage(kept, [options, public, asdict(SELF_SUPERVISED), vocabulary.tokens])
    with ReplacedFolder(output) as folder:
        for stage, pairs in ((SELF_SUPERVISED, own), (QUESTION_ANSWER, last)):
            first = stage is SELF_SUPERVISED
            losses = memory.load(bag.weight) if first else None
            if losses is None:
                losses = train_stage(bag, pairs, stage, seed)
                if first:
                    memory.save(bag.weight, losses)
            stage_logs.append(asdict(stage) | {"pairs": len(pairs), "epoch_losses": losses})
            save_model(bag.weight, vocabulary.tokenizer(), folder)
            encoder = load_encoder(folder)
            found = evaluate(encoder, articles, [held_out, trained])
            found += evaluate(encoder, ranked, [asked])
            if first:
                figures["before"], figures["written_before"] = found[0], found[2]
            else:
                figures["held_out"], figures["trained"], figures["written"] = found
        log["stages"] = stage_logs
        log["figures"] = {name: asdict(result) for name, result in figures.items()}
        log["seconds"] = round(time.perf_counter() - started)
        write_json(folder / LOG_FILE, log)
        write_card(folder, log, figures)
    for name, result in figures.items():
        typer.echo(f"{name}: {result}")


def _often(pairs: Sequence[Pair]) -> Iterator[str]:
    for pair in pairs:
        for text in (pair.query, pair.document):
            yield from itertools.repeat(text, WRITTEN_COUNT)


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


if __name__ == "__main__":
    typer.run(main)

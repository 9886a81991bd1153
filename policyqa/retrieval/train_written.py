"""Pairs that we wrote ourselves: everyday questions with official sentences, and the lexicon.

They close what laws and reports leave open, because nobody there says 烧麦秆. The fields of
the pairs are documented in index/training/README.md, those of the lexicon in its header.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from policyqa.documents.lexicon import Lexicon
from policyqa.errors import InputError
from policyqa.retrieval.train_pairs import Article, Pair, Question, read_lines, sentences_of

FILES = "pairs-*.jsonl"
SENTENCE_CHARACTERS = (15, 120)


@dataclass(frozen=True, slots=True)
class Written:
    """A question and the official sentence that answers or governs it."""

    question: str
    passage: str
    topic: str


def written_files(folder: Path) -> list[Path]:
    """Return the files of pairs in ``folder``, by name.

    :raises InputError: there are none.
    """
    found = sorted(folder.glob(FILES))
    if not found:
        raise InputError(f"文件夹 {folder.name} 里没有 {FILES}。")
    return found


def load_written(files: Sequence[Path]) -> list[Written]:
    """Read the pairs of ``files``.

    :raises InputError: a file is not JSON lines or a pair lacks a field.
    """
    found = []
    for path in files:
        try:
            found += [
                Written(str(item["question"]), str(item["passage"]), str(item["topic"]))
                for item in read_lines(path)
            ]
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise InputError(f"{path.name} 不是每行一个问句与条文对象的 JSON Lines。") from error
    return found


def split_written(
    pairs: Sequence[Written], share: float, seed: int
) -> tuple[list[Written], list[Written]]:
    """Split into (train, held out), ``share`` of each topic held out.

    Pairs of one passage stay together, so that no held-out passage was trained on.
    """
    topics: dict[str, dict[str, list[Written]]] = {}
    for pair in pairs:
        topics.setdefault(pair.topic, {}).setdefault(pair.passage, []).append(pair)
    train: list[Written] = []
    held_out: list[Written] = []
    for topic in sorted(topics):
        families = [topics[topic][passage] for passage in sorted(topics[topic])]
        random.Random(f"{seed} {topic}").shuffle(families)
        count = round(share * len(families))
        held_out += [pair for family in families[:count] for pair in family]
        train += [pair for family in families[count:] for pair in family]
    return train, held_out


def written_pairs(pairs: Sequence[Written]) -> Iterator[Pair]:
    """Yield each question with its passage."""
    for pair in pairs:
        yield Pair(pair.question, pair.passage, f"written {pair.passage}")


def lexicon_pairs(lexicon: Lexicon, seed: int) -> Iterator[Pair]:
    """Yield each everyday term with one of its official terms.

    Entries with the same closest official term are never each other's negatives.
    """
    chance = random.Random(seed)
    for entry in lexicon.entries:
        for said in entry.say:
            yield Pair(said, chance.choice(entry.official), f"lexicon {entry.official[0]}")


def ranking_task(
    pairs: Sequence[Written],
    held_out: Sequence[Written],
    articles: Sequence[Article],
    sentences: int,
    seed: int,
) -> tuple[list[Article], list[Question]]:
    """Return what is ranked and the questions for the held-out pairs.

    All written passages are ranked, and beside them one sentence each of so many articles.
    """
    passages = list(dict.fromkeys(pair.passage for pair in pairs))
    chance = random.Random(seed)
    low, high = SENTENCE_CHARACTERS
    known = set(passages)
    for article in chance.sample(list(articles), len(articles)):
        if len(passages) >= len(known) + sentences:
            break
        fitting = [text for text in sentences_of(article.text) if low <= len(text) <= high]
        if fitting:
            passages.append(chance.choice(fitting))
    numbers = {passage: number for number, passage in enumerate(passages)}
    ranked = [Article(number, "", passage) for number, passage in enumerate(passages)]
    return ranked, [Question(pair.question, (numbers[pair.passage],)) for pair in held_out]

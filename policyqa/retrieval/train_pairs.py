"""Training pairs from laws, government reports and lay questions.

Self-supervised pairs follow two published ideas: a stretch of text and the text it was cut
from (inverse cloze task: Lee, Chang and Toutanova 2019, "Latent Retrieval for Weakly
Supervised Open Domain Question Answering"), and what stands together is alike (heading and
body, neighbouring sentences).
"""

from __future__ import annotations

import json
import lzma
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from policyqa.text import sentence_spans

LAWS = "laws.jsonl.xz"
REPORTS = "government-reports.jsonl.xz"
QUESTIONS = "stard-train.jsonl"

LONGEST_HEADING = 40
SHORTEST_SENTENCE = 8
FRAGMENT_CHARACTERS = (6, 40)
NEIGHBOURS_PER_BLOCK = 2
CLOZES_PER_BLOCK = 3

_ARTICLE_NUMBER = re.compile(r"第[〇零一二三四五六七八九十百千]+条(之[一二三四五六七八九十]+)?$")
_HEADING_NUMBER = re.compile(
    r"^\s*(第[一二三四五六七八九十百]+[编章节条]|[一二三四五六七八九十]+[、是要]|"
    r"[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])\s*"
)
_COMMA = re.compile(r"[，,；;：:。！？]")


class Pair(NamedTuple):
    """Two texts that belong together.

    Pairs of one ``group`` may well fit one another's texts, so that they are never taken as
    each other's negatives.
    """

    query: str
    document: str
    group: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (may be empty) and the sentences under it."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of a law."""

    id: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A lay question and the ids of the articles that answer it."""

    text: str
    gold: tuple[int, ...]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a .jsonl or .jsonl.xz file."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def load_articles(data: Path) -> list[Article]:
    """Read the articles of ``laws.jsonl.xz``."""
    return [Article(int(o["id"]), o["name"], o["text"]) for o in read_lines(data / LAWS)]


def load_questions(data: Path, known: set[int]) -> list[Question]:
    """Read the questions of ``stard-train.jsonl`` that have a known gold article."""
    found = []
    for item in read_lines(data / QUESTIONS):
        gold = tuple(int(number) for number in item["gold_ids"] if int(number) in known)
        if gold:
            found.append(Question(item["query"], gold))
    return found


def split_questions(
    questions: Sequence[Question], share: float, seed: int
) -> tuple[list[Question], list[Question]]:
    """Split into (train, held out); no article is gold on both sides.

    Questions that share a gold article, directly or through others, stay together. About
    ``share`` of the questions are held out.
    """
    parent = {number: number for question in questions for number in question.gold}

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for question in questions:
        for number in question.gold[1:]:
            parent[root(number)] = root(question.gold[0])
    families: dict[int, list[Question]] = {}
    for question in questions:
        families.setdefault(root(question.gold[0]), []).append(question)
    keys = sorted(families)
    random.Random(seed).shuffle(keys)
    train: list[Question] = []
    held_out: list[Question] = []
    for key in keys:
        family = families[key]
        fits = len(held_out) + len(family) <= share * len(questions)
        (held_out if fits else train).extend(family)
    return train, held_out


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of ``text``."""
    return tuple(text[start:end] for start, end in sentence_spans(text))


def law_blocks(articles: Sequence[Article]) -> Iterator[Block]:
    """Yield an article each, under the name of its law."""
    for article in articles:
        law = _ARTICLE_NUMBER.sub("", article.name).removeprefix("中华人民共和国")
        yield Block(law, sentences_of(article.text))


def report_blocks(data: Path, characters: int, seed: int) -> Iterator[Block]:
    """Yield the paragraphs of a random choice of reports, ``characters`` long in all.

    The heading is the numbered short line above, or the short first sentence of the
    paragraph.
    """
    texts = [item["text"] for item in read_lines(data / REPORTS)]
    random.Random(seed).shuffle(texts)
    taken = 0
    for text in texts:
        if taken >= characters:
            return
        taken += len(text)
        yield from _paragraphs(text)


def _paragraphs(text: str) -> Iterator[Block]:
    above = ""
    for raw in text.splitlines():
        line = raw.replace("*", "").replace("#", "").strip()
        if len(line) <= LONGEST_HEADING and not line.endswith(("。", "！", "；")):
            above = _HEADING_NUMBER.sub("", line)
            continue
        sentences = sentences_of(line)
        first = _HEADING_NUMBER.sub("", sentences[0]) if sentences else ""
        if len(sentences) > 1 and len(first) <= LONGEST_HEADING:
            yield Block(first, sentences[1:])
        elif sentences:
            yield Block(above, sentences)


def block_pairs(blocks: Sequence[Block], seed: int) -> Iterator[Pair]:
    """Yield heading-body, neighbour and inverse-cloze pairs of each block."""
    chance = random.Random(seed)
    for number, block in enumerate(blocks):
        sentences = [text for text in block.sentences if len(text) >= SHORTEST_SENTENCE]
        if not sentences:
            continue
        own = f"block {number}"
        if len(block.heading) >= 4:
            yield Pair(block.heading, "".join(block.sentences), f"heading {block.heading}")
        starts = range(len(sentences) - 1)
        for at in chance.sample(starts, min(NEIGHBOURS_PER_BLOCK, len(starts))):
            yield Pair(sentences[at], sentences[at + 1], own)
        yield from _clozes(sentences, own, chance)


def _clozes(sentences: Sequence[str], group: str, chance: random.Random) -> Iterator[Pair]:
    """Yield a fragment between commas with the rest of its paragraph."""
    low, high = FRAGMENT_CHARACTERS
    whole = "".join(sentences)
    fragments = [part.strip() for part in _COMMA.split(whole)]
    fragments = [part for part in fragments if low <= len(part) <= high]
    for fragment in chance.sample(fragments, min(CLOZES_PER_BLOCK, len(fragments))):
        rest = whole.replace(fragment, "", 1)
        if len(rest) >= SHORTEST_SENTENCE:
            yield Pair(fragment, rest, group)


def question_pairs(questions: Sequence[Question], articles: Sequence[Article]) -> Iterator[Pair]:
    """Yield each question with each of its articles."""
    text = {article.id: document_text(article) for article in articles}
    for question in questions:
        for number in question.gold:
            yield Pair(question.text, text[number], f"question {question.text}")


def document_text(article: Article) -> str:
    """Return what is encoded of an article: its name and its text."""
    return f"{article.name}\n{article.text}"

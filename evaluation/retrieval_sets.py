"""The questions and documents that retrieval is measured on.

A set is a corpus and questions about it, each with the clauses and the stretches of text that
answer it. Only single-turn questions with a basis count: what a follow-up means and whether to
refuse is not for the ranker to say.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.evidence import locate
from evaluation.gold import FOLDER, load_gold
from evaluation.records import Question
from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.errors import InputError
from policyqa.settings import Settings

ClauseKey = tuple[str, str]
"""Document id and address."""
Span = tuple[str, int, int]
"""Document id and half-open offsets."""

REGISTER_KINDS = frozenset({"department_tasks", "metadata", "list"})
"""Kinds that the product answers from its registers, before any ranking."""
WITH_REGISTERS = "干部，含登记册题型"
OUTLINE = "2026-十五五规划纲要"
OUTLINE_FILE = FOLDER / "outside" / "outline.jsonl"
"""Apart from the other questions: its document is not in the repository."""
OWN_SETS = ("gold", "unseen")
"""Sets of policy documents, which the product as a whole is asked about too."""
NAMES = ("gold", "unseen", "stard", "outline")

_ID = re.compile(r"[a-z]*?([co])\d+")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: ``spans`` are its evidence, empty where the set tells clauses only."""

    id: str
    text: str
    clauses: frozenset[ClauseKey]
    spans: tuple[Span, ...] = ()
    kind: str = ""

    @property
    def voice(self) -> str:
        """``c`` citizen, ``o`` official, empty where the id does not say."""
        match = _ID.fullmatch(self.id)
        return match[1] if match else ""


@dataclass(frozen=True)
class RetrievalSet:
    """Questions on one corpus; ``note`` tells the reader what they are."""

    name: str
    title: str
    note: str
    corpus: Corpus
    questions: tuple[Asked, ...]

    def parts(self) -> dict[str, tuple[Asked, ...]]:
        """Return the questions by title of the part, the empty parts left out.

        The first part is what the headline counts: all that ranking has to answer.
        """
        ranked = [asked for asked in self.questions if asked.kind not in REGISTER_KINDS]
        chosen: dict[str, Iterable[Asked]] = {
            "全部": ranked,
            "市民": (asked for asked in ranked if asked.voice == "c"),
            "干部": (asked for asked in ranked if asked.voice == "o"),
            WITH_REGISTERS: (asked for asked in self.questions if asked.voice == "o"),
            "登记册题型": (asked for asked in self.questions if asked.kind in REGISTER_KINDS),
        }
        found = {title: tuple(part) for title, part in chosen.items()}
        whole = found["全部"]
        return {
            title: part
            for title, part in found.items()
            if part and (title == "全部" or part != whole)
        }


@dataclass(frozen=True)
class Skipped:
    """A set that cannot be had, and why, in a sentence."""

    name: str
    reason: str


Found = RetrievalSet | Skipped


def load_set(name: str, settings: Settings, data: Path | None, split: str) -> Found:
    """Load one set by name.

    :param data: folder with ``laws.jsonl.xz``, ``stard-train.jsonl`` and ``plans/``.
    :param split: ``dev`` or ``test``: the part of our own gold questions.
    :raises InputError: files are there and cannot be used, or no such set.
    """
    loaders: dict[str, Callable[[], Found]] = {
        "gold": lambda: _gold(settings, split),
        "unseen": lambda: _unseen(split),
        "outline": lambda: _outline(data),
        "stard": lambda: _stard(settings, data),
    }
    if name not in loaders:
        raise InputError(f"没有名为 {name} 的题集，可选：{'、'.join(NAMES)}。")
    return loaders[name]()


def asked_from(questions: Sequence[Question], split: str = "") -> tuple[Asked, ...]:
    """Return the single-turn questions with a basis of one part; all parts when empty."""
    return tuple(
        Asked(
            question.id,
            question.turns[-1],
            frozenset((question.document, address) for address in question.clauses),
            tuple((question.document, item.start, item.end) for item in question.evidence),
            question.kind,
        )
        for question in questions
        if question.answerable and len(question.turns) == 1 and split in ("", question.split)
    )


def located(path: Path, corpus: Corpus) -> tuple[tuple[Question, ...], str]:
    """Read a gold file and look its evidence up.

    :return: the questions, and a sentence on those whose clauses the parser does not cut as
        the file says: they are left out, so that one of them does not stop a long run.
    :raises InputError: the file cannot be read.
    """
    found: list[Question] = []
    lost = []
    for question in load_gold([path]):
        try:
            found += locate([question], corpus)
        except InputError:
            lost.append(question.id)
    missing = f"；{len(lost)} 题的条款与解析结果对不上，未计入（{'、'.join(lost)}）"
    return tuple(found), missing if lost else ""


def _gold(settings: Settings, split: str) -> Found:
    corpus = load_corpus(settings.corpus)
    questions, lost = located(FOLDER / "xianyang.jsonl", corpus)
    note = f"题目文件 xianyang.jsonl 的 {split} 部分，在随库文件里找{lost}"
    asked = asked_from(questions, split)
    return RetrievalSet("gold", "咸阳方案", note, corpus, asked)


def _unseen(split: str) -> Found:
    path, folder = FOLDER / "unseen.jsonl", FOLDER / "documents"
    if not path.is_file() or not folder.is_dir():
        return Skipped("unseen", "没有 evaluation/gold/unseen.jsonl，跳过没见过的文件。")
    corpus = load_corpus(folder)
    questions, lost = located(path, corpus)
    asked = asked_from(questions, split)
    count = len(corpus.documents)
    note = f"为评测编写的 {count} 份虚构文件，unseen.jsonl 的 {split} 部分{lost}"
    return RetrievalSet("unseen", "没见过的文件", note, corpus, asked)


def _outline(data: Path | None) -> Found:
    source = data / "plans" / f"{OUTLINE}.txt" if data else None
    if source is None or not source.is_file():
        missing = f"plans/{OUTLINE}.txt"
        return Skipped("outline", f"没有 {missing}（用 --data 指明所在文件夹），跳过规划纲要。")
    with tempfile.TemporaryDirectory() as folder:
        # Alone, so that its neighbours in the folder are not searched.
        shutil.copy(source, folder)
        corpus = load_corpus(Path(folder))
    questions, lost = located(OUTLINE_FILE, corpus)
    asked = asked_from(questions)
    note = f"《第十五个五年规划纲要》一份，outline.jsonl 的全部题，没有用来改进过检索{lost}"
    return RetrievalSet("outline", "五年规划纲要", note, corpus, asked)


def _stard(settings: Settings, data: Path | None) -> Found:
    from evaluation.retrieval_articles import article_corpus, held_out_questions, missing_file

    if data is None:
        return Skipped("stard", "没有给出 --data，跳过普通人的法律问题。")
    if missing := missing_file(data):
        return Skipped("stard", f"数据文件夹里没有 {missing}，跳过普通人的法律问题。")
    articles = article_corpus(data)
    asked = tuple(
        Asked(f"s{number}", question.text, frozenset(articles.keys[n] for n in question.gold))
        for number, question in enumerate(held_out_questions(data, Path(settings.encoder)))
    )
    note = (
        f"STARD 中没有用来训练向量模型的问题，在全部 {len(articles.keys):,} 条法律条文里找；"
        "只标到条文，没有句子一级"
    )
    return RetrievalSet("stard", "普通人的法律问题", note, articles.corpus, asked)

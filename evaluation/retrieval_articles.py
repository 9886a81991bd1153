"""The articles of ``laws.jsonl.xz`` as a corpus, and the lay questions about them.

An article is a clause of its law, as the parser would cut it: the law's name is the title of
the document, the article has a number and no heading.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from evaluation.retrieval_sets import ClauseKey
from policyqa.documents.corpus import Corpus
from policyqa.documents.departments import load_departments
from policyqa.documents.lexicon import load_lexicon
from policyqa.documents.parser import Structure
from policyqa.errors import InputError
from policyqa.records import Clause, Document, Sentence
from policyqa.retrieval.train_pairs import (
    LAWS,
    QUESTIONS,
    Article,
    Question,
    load_articles,
    load_questions,
    split_questions,
)
from policyqa.settings import ROOT
from policyqa.text import sentence_spans

HELD_OUT_SHARE = 0.2
"""As in policyqa.retrieval.train, which is not imported because it needs torch."""
SEED = 13
TRAINING_LOG = "training-log.json"

_NUMBER = re.compile(r"第[〇零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?$")


@dataclass(frozen=True)
class Articles:
    """A corpus of articles; ``keys`` maps the id of an article to its clause."""

    corpus: Corpus
    keys: Mapping[int, ClauseKey]


def missing_file(data: Path) -> str:
    """Name the first file that the folder lacks, or return an empty string."""
    return next((name for name in (LAWS, QUESTIONS) if not (data / name).is_file()), "")


def article_corpus(data: Path) -> Articles:
    """Read the articles of ``data`` as documents, one a law."""
    return corpus_of(load_articles(data))


def corpus_of(articles: Sequence[Article]) -> Articles:
    """Make one document a law, its articles clauses in the order of the file."""
    laws: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        laws[_NUMBER.sub("", article.name)].append(article)
    structures: dict[str, Structure] = {}
    keys: dict[int, ClauseKey] = {}
    for number, (name, members) in enumerate(laws.items()):
        structure = _structure(f"law-{number}", name, members)
        structures[structure.document.id] = structure
        for article, clause in zip(members, structure.clauses, strict=True):
            keys[article.id] = (clause.document_id, clause.address)
    digest = hashlib.sha256(repr(list(articles)).encode("utf-8", "surrogatepass"))
    lexicon_path = ROOT / "corpus" / "lexicon.toml"
    digest.update(lexicon_path.read_bytes())
    clauses = {
        (clause.document_id, clause.address): clause
        for structure in structures.values()
        for clause in structure.clauses
    }
    corpus = Corpus(
        documents=MappingProxyType({name: each.document for name, each in structures.items()}),
        structures=MappingProxyType(structures),
        duties=(),
        targets=(),
        departments=load_departments(ROOT / "corpus" / "departments.toml"),
        lexicon=load_lexicon(lexicon_path),
        parents=MappingProxyType({}),
        digest=digest.hexdigest(),
        _clauses=MappingProxyType(clauses),
        _duties=MappingProxyType({}),
        _targets=MappingProxyType({}),
    )
    return Articles(corpus, keys)


def _structure(identity: str, name: str, articles: Sequence[Article]) -> Structure:
    parts: list[str] = []
    places: list[tuple[str, int, int]] = []
    length = 0
    for article in articles:
        match = _NUMBER.search(article.name)
        number = match.group() if match else article.name
        start = length + len(number) + 1
        places.append((number, start, start + len(article.text)))
        parts.append(f"{number} {article.text}\n\n")
        length += len(parts[-1])
    text = "".join(parts)
    seen: defaultdict[str, int] = defaultdict(int)
    clauses = []
    for number, start, end in places:
        seen[number] += 1
        # A law may stand in the file in two versions: each article keeps an address of its own.
        address = number if seen[number] == 1 else f"{number}〔{seen[number]}〕"
        sentences = tuple(
            Sentence(text[first:last], first, last)
            for first, last in sentence_spans(text, start, end)
        )
        clauses.append(Clause(identity, address, "", 1, start, end, sentences))
    return Structure(Document(identity, name, text), tuple(clauses), ())


def held_out_questions(data: Path, encoder: Path) -> list[Question]:
    """Return the questions that the encoder was not trained on.

    The split is made again from the seed in the encoder's training log; a model without such
    a log never saw a question, and gets the same ones.

    :raises InputError: the log does not fit the data or the split.
    """
    questions = load_questions(data, {article.id for article in load_articles(data)})
    log_path = encoder / TRAINING_LOG
    if not log_path.is_file():
        return split_questions(questions, HELD_OUT_SHARE, SEED)[1]
    try:
        log = json.loads(log_path.read_text(encoding="utf-8"))
        seed = int(log["settings"]["seed"])
        expected = int(log["counts"]["training_questions"])
        digest = str(log["data_sha256"][QUESTIONS])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"模型的 {TRAINING_LOG} 读不出训练用了哪些问题。") from error
    trained, held_out = split_questions(questions, HELD_OUT_SHARE, seed)
    same = hashlib.sha256((data / QUESTIONS).read_bytes()).hexdigest() == digest
    if not same or len(trained) != expected:
        raise InputError(f"{QUESTIONS} 与模型的 {TRAINING_LOG} 不符，分不出哪些问题没有训练过。")
    return held_out

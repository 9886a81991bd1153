"""The slow part: put the questions to a system and save its answers beside their config."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Protocol

from tqdm import tqdm

from evaluation.records import Question, Response, response_from
from policyqa.answering.serialise import answer_record
from policyqa.errors import InputError
from policyqa.records import Answer
from policyqa.settings import ROOT

Record = dict[str, Any]
Ask = Callable[[Sequence[str]], Record]
"""A system: takes the turns, returns an answer in the batch format without its id."""

CONFIG = "config.json"
LIBRARIES = (
    "langchain-core",
    "langchain-text-splitters",
    "sentence-transformers",
    "faiss-cpu",
    "bm25s",
    "jieba",
    "numpy",
    "torch",
)


class Answering(Protocol):
    """What the runner needs of ``policyqa.answering.engine.Engine``."""

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answer the last turn."""
        ...


def asker(engine: Answering) -> Ask:
    """Turn an engine into a system that answers in the batch format."""
    return lambda turns: answer_record(engine.ask(turns))


def generate(
    ask: Ask, questions: Iterable[Question], name: str, *, progress: bool = True
) -> list[Record]:
    """Answer every question, timing each by the wall clock.

    A question on which the system raises gets status ``error`` and the run goes on.
    """
    records = []
    for question in tqdm(tuple(questions), desc=name, unit="题", disable=not progress):
        begin = time.perf_counter()
        try:
            record = ask(question.turns)
        except Exception as error:  # one broken answer must not lose the others
            record = {
                "status": "error",
                "answer": f"{type(error).__name__}: {error}",
                "mode": "",
                "citations": [],
                "nearest": [],
                "passages": [],
            }
        record["seconds"] = round(time.perf_counter() - begin, 6)
        records.append({"id": question.id, **record})
    return records


def save_answers(path: Path, records: Iterable[Record]) -> None:
    """Write answers, one JSON object a line, whole or not at all."""
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    write_atomically(path, "\n".join(lines) + "\n")


def write_atomically(path: Path, text: str) -> None:
    """Write ``text`` under a temporary name, then rename it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)


def save_config(folder: Path, config: Record) -> None:
    """Write the config beside the answers that came about under it."""
    text = json.dumps(config, ensure_ascii=False, indent=1) + "\n"
    write_atomically(folder / CONFIG, text)


def load_config(folder: Path) -> Record | None:
    """Return the config saved beside answers, or None when there is none.

    :raises InputError: the file is damaged.
    """
    path = folder / CONFIG
    if not path.exists():
        return None
    try:
        found: Record = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"答案旁的 {CONFIG} 已损坏，请删除它或重新作答。") from error
    return found


def load_answers(path: Path, questions: Sequence[Question]) -> list[Response]:
    """Read saved answers, in the order of ``questions``; answers to others are ignored.

    :raises InputError: the file cannot be read, a line is bad, or an answer is missing.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"答案文件 {path} 打不开或不是 UTF-8 编码。") from error
    found: dict[str, Response] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            response = response_from(json.loads(line))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{path.name} 第 {number} 行不是批量问答的答案格式。") from error
        found[response.id] = response
    return in_order(found, questions, path.name)


def in_order(
    found: Mapping[str, Response], questions: Sequence[Question], name: str
) -> list[Response]:
    """Return one response per question.

    :raises InputError: a question has none.
    """
    missing = [question.id for question in questions if question.id not in found]
    if missing:
        shown = "、".join(missing[:5]) + (" 等" if len(missing) > 5 else "")
        raise InputError(f"{name} 缺少 {len(missing)} 道题的答案：{shown}。")
    return [found[question.id] for question in questions]


def describe(
    gold: Sequence[Path], questions: Sequence[Question], corpus_digest: str, encoder: str
) -> Record:
    """Return what is needed to know how answers came about."""
    commit, changed = _commit()
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "uncommitted_changes": changed,
        "corpus": corpus_digest,
        "encoder": encoder,
        "gold": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in gold},
        "questions": len(questions),
        "splits": sorted({question.split for question in questions}),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "libraries": {name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _commit() -> tuple[str, bool]:
    try:
        commit = _git("rev-parse", "HEAD")
        # Results of earlier runs are no change of what is measured.
        changed = _git("status", "--porcelain", "--", ".", ":!evaluation/results")
    except (OSError, subprocess.CalledProcessError):
        return "", False
    return commit, bool(changed)


def _git(*arguments: str) -> str:
    result = subprocess.run(
        ("git", *arguments), cwd=ROOT, check=True, capture_output=True, text=True
    )
    return result.stdout.strip()

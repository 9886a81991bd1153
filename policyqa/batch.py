"""Answer a file of questions: JSON lines in, JSON lines out, in the same order."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policyqa.answering.serialise import answer_record
from policyqa.errors import InputError
from policyqa.records import Answer

Ask = Callable[[Sequence[str]], Answer]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no question: its number from 1 and what is wrong with it."""

    number: int
    reason: str


def read_lines(path: Path) -> list[str]:
    """Return the lines of a question file that are not blank, blank ones as "".

    :raises InputError: the file cannot be read as UTF-8 text.
    """
    try:
        # Only line feeds end a line: JSON texts may hold U+2028, at which splitlines() cuts.
        return path.read_text(encoding="utf-8-sig").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"题目文件 {path} 读不出，请检查路径和 UTF-8 编码。") from error


def parse_line(line: str) -> tuple[str, tuple[str, ...]]:
    """Return (id, turns) of one line.

    :raises ValueError: the line is not ``{"id": ..., "turns": [...]}``; the message says why.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("不是有效的 JSON") from error
    if not isinstance(record, dict) or "id" not in record:
        raise ValueError("缺少 id")
    turns = record.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(t, str) for t in turns):
        raise ValueError("turns 应是至少有一句话的列表")
    return str(record["id"]), tuple(turns)


def answer_lines(lines: Sequence[str], ask: Ask) -> Iterator[dict[str, Any] | BadLine]:
    """Yield an answer record, or what is wrong, for every line that is not blank."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            identifier, turns = parse_line(line)
        except ValueError as error:
            yield BadLine(number, str(error))
            continue
        yield {"id": identifier, **answer_record(ask(turns))}


def _json_line(record: dict[str, Any]) -> str:
    line = json.dumps(record, ensure_ascii=False) + "\n"
    try:
        line.encode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, which only an escape can carry
        line = json.dumps(record) + "\n"
    return line


def write_records(path: Path, records: Sequence[dict[str, Any]]) -> None:
    """Write one JSON object a line, the whole file or nothing.

    :raises InputError: the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8") as stream:
            for record in records:
                stream.write(_json_line(record))
        temporary.replace(path)
    except OSError as error:
        raise InputError(f"答案写不进 {path}（{error.strerror}），请换一个可写的位置。") from error

"""Read gold questions and check every field."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from evaluation.matching import fold
from evaluation.records import KINDS, Evidence, Question
from policyqa.errors import InputError

FOLDER = Path(__file__).resolve().parent / "gold"
SPLITS = ("dev", "test")
_REQUIRED = (
    "id",
    "split",
    "turns",
    "kind",
    "answerable",
    "clauses",
    "evidence",
    "must",
    "must_not",
    "note",
)
_FIELDS = frozenset(_REQUIRED) | {"document"}
_SHOWN = 20


def gold_files(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Return the gold files of a folder, sorted by name.

    :raises InputError: there is none.
    """
    files = tuple(sorted(folder.glob("*.jsonl")))
    if not files:
        raise InputError(f"文件夹 {folder.name} 里没有题目文件（*.jsonl）。")
    return files


def files_about(documents: Collection[str], folder: Path = FOLDER) -> tuple[Path, ...]:
    """Return the gold files of a folder that name no document outside ``documents``.

    Questions about documents kept elsewhere need that corpus and are asked for by name.

    :raises InputError: there is none, or one cannot be read.
    """
    found = tuple(
        path
        for path in gold_files(folder)
        if all(question.document in ("", *documents) for question in load_gold([path]))
    )
    if not found:
        raise InputError(f"文件夹 {folder.name} 里没有关于这个文件库的题目，请用 --gold 指明。")
    return found


def load_gold(files: Sequence[Path]) -> tuple[Question, ...]:
    """Read gold files in order.

    :raises InputError: a file cannot be read or a line is bad; one sentence a bad line,
        with file and line number.
    """
    questions: list[Question] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for path in files:
        for number, line in enumerate(_lines(path), start=1):
            if not line.strip():
                continue
            where = f"{path.name} 第 {number} 行"
            try:
                question = question_from(json.loads(line), where)
            except json.JSONDecodeError:
                problems.append(f"{where}：不是完整的 JSON 对象。")
                continue
            except ValueError as error:
                problems.append(f"{where}：{error}。")
                continue
            if question.id in seen:
                problems.append(f"{where}：编号 {question.id} 与{seen[question.id]}重复。")
                continue
            seen[question.id] = f" {where} "
            questions.append(question)
    raise_all(problems)
    if not questions:
        raise InputError(f"题目文件 {'、'.join(path.name for path in files)} 里没有题目。")
    return tuple(questions)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise InputError(f"题目文件 {path} 打不开，请检查路径。") from error
    except UnicodeDecodeError as error:
        raise InputError(f"题目文件 {path} 不是 UTF-8 编码，请另存为 UTF-8。") from error


def raise_all(problems: Sequence[str]) -> None:
    """Report problems together, the first twenty in full.

    :raises InputError: there is a problem.
    """
    if problems:
        more = [f"另有 {len(problems) - _SHOWN} 处。"] if len(problems) > _SHOWN else []
        raise InputError("\n".join([*problems[:_SHOWN], *more]))


def question_from(item: object, source: str = "") -> Question:
    """Read one gold question.

    :raises ValueError: a field is missing, unknown or bad; the message is Chinese, without
        a full stop.
    """
    if not isinstance(item, dict):
        raise ValueError("应是一个 JSON 对象")
    if lacking := [name for name in _REQUIRED if name not in item]:
        raise ValueError(f"缺少字段 {'、'.join(lacking)}")
    if unknown := sorted(set(item) - _FIELDS):
        raise ValueError(f"有不认识的字段 {'、'.join(unknown)}")
    if item["split"] not in SPLITS:
        raise ValueError(f"split 应是 dev 或 test，不是 {item['split']!r}")
    if item["kind"] not in KINDS:
        raise ValueError(f"kind 不认识：{item['kind']!r}")
    if not isinstance(item["answerable"], bool):
        raise ValueError("answerable 应是 true 或 false")
    question = Question(
        id=_string(item, "id"),
        split=item["split"],
        turns=_strings(item["turns"], "turns"),
        kind=item["kind"],
        answerable=item["answerable"],
        clauses=_strings(item["clauses"], "clauses"),
        evidence=_evidence(item["evidence"]),
        must=_groups(item["must"]),
        must_not=_strings(item["must_not"], "must_not"),
        note=str(item["note"]),
        document=_string(item, "document") if "document" in item else "",
        source=source,
    )
    _check(question)
    return question


def _check(question: Question) -> None:
    if not question.turns:
        raise ValueError("turns 不能为空")
    if not question.answerable:
        if question.clauses or question.evidence or question.must:
            raise ValueError("answerable 为 false 时 clauses、evidence、must 应为空")
        return
    for name in ("clauses", "evidence", "must"):
        if not getattr(question, name):
            raise ValueError(f"answerable 为 true 时 {name} 不能为空")
    if len(set(question.clauses)) < len(question.clauses):
        raise ValueError("clauses 有重复的条款")
    cited = {item.clause for item in question.evidence if item.clause}
    if extra := sorted(cited - set(question.clauses)):
        raise ValueError(f"evidence 的条款 {'、'.join(extra)} 不在 clauses 里")
    both = {fold(string) for string in question.must_not}
    for group in question.must:
        if any(other in fold(string) for string in group for other in both):
            raise ValueError(f"must 的“{group[0]}”等说法含有 must_not 的内容")


def _string(item: Mapping[str, Any], name: str) -> str:
    value = item[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} 应是非空字符串")
    return value


def _strings(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(
        isinstance(string, str) and string.strip() for string in value
    ):
        raise ValueError(f"{name} 应是字符串列表，且没有空字符串")
    return tuple(value)


def _groups(value: object) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list):
        raise ValueError("must 应是由字符串列表组成的列表")
    groups = tuple(_strings(group, "must 的每一组") for group in value)
    if not all(groups):
        raise ValueError("must 的每一组至少要有一个说法")
    return groups


def _evidence(value: object) -> tuple[Evidence, ...]:
    if not isinstance(value, list):
        raise ValueError("evidence 应是列表")
    found = []
    for item in value:
        if isinstance(item, str) and item.strip():
            found.append(Evidence(clause="", quote=item))
        elif isinstance(item, dict) and set(item) == {"clause", "quote"}:
            found.append(Evidence(clause=_string(item, "clause"), quote=_string(item, "quote")))
        else:
            raise ValueError("evidence 的每一项应是 {clause, quote} 对象或字符串")
    return tuple(found)

"""Rows of the feedback file as CSV for a spreadsheet or as JSON lines."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from policyqa.errors import FeedbackError, InputError

Format = Literal["csv", "jsonl"]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def format_of(path: Path) -> Format:
    """Return the format that a file's name asks for.

    :raises InputError: the name ends in neither ``.csv`` nor ``.jsonl``.
    """
    if path.suffix.lower() == ".csv":
        return "csv"
    if path.suffix.lower() == ".jsonl":
        return "jsonl"
    raise InputError(f"文件名 {path.name} 应以 .csv 或 .jsonl 结尾。")


def render_rows(rows: Sequence[Mapping[str, Any]], file_format: Format) -> str:
    """Return the rows as CSV with a header line, or as one JSON object a line."""
    if file_format == "jsonl":
        return "".join(json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
    text = io.StringIO()
    if rows:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(rows[0].keys())
        writer.writerows([_as_text(value) for value in row.values()] for row in rows)
    return text.getvalue()


def _as_text(value: object) -> object:
    """Keep a spreadsheet from running what a stranger typed (OWASP, CSV injection)."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value


def write_rows(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows in the format that the file's name asks for, whole or not at all.

    :raises InputError: the name ends in neither ``.csv`` nor ``.jsonl``.
    :raises FeedbackError: the folder cannot be written.
    """
    file_format = format_of(path)
    # Excel takes a CSV file for UTF-8 only when it begins with a byte order mark.
    encoding = "utf-8-sig" if file_format == "csv" else "utf-8"
    text = render_rows(rows, file_format)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, encoding=encoding, newline="")
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise FeedbackError(f"文件 {path} 无法写入：{error.strerror}。") from error

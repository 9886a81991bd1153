"""Ratings of answers and, where switched on, asked questions, kept in one SQLite file.

Every row is committed before the call returns, with write-ahead logging and full
synchronisation (https://sqlite.org/pragma.html#pragma_synchronous): neither a killed process
nor a power cut loses a row that was acknowledged, or leaves half of one. A connection lives as
long as one call, so any thread or process may write; SQLite queues the writers.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from policyqa.errors import FeedbackError
from policyqa.records import Answer

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus
    from policyqa.interface.chat import Answerer

FILE_NAME = "feedback.sqlite3"
MOST_REASON_CHARACTERS = 500
SECONDS_TO_WAIT = 10.0

_log = logging.getLogger(__name__)

Vote = Literal["up", "down"]
Table = Literal["ratings", "questions"]

# Both tables hold text as the person saw it; times are UTC in ISO 8601.
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS ratings (
  id TEXT PRIMARY KEY,      -- of the answer on the page: another vote on it replaces the row
  time TEXT NOT NULL,
  vote TEXT NOT NULL CHECK (vote IN ('up', 'down')),
  reason TEXT NOT NULL,
  question TEXT NOT NULL,
  resolved TEXT NOT NULL,   -- the question as understood, empty when nothing was added
  status TEXT NOT NULL,
  answer TEXT NOT NULL,
  clauses TEXT NOT NULL     -- "document clause" of each citation, joined by "; "
);
CREATE TABLE IF NOT EXISTS questions (
  id INTEGER PRIMARY KEY,
  time TEXT NOT NULL,
  question TEXT NOT NULL,
  resolved TEXT NOT NULL,
  status TEXT NOT NULL,
  clauses TEXT NOT NULL,
  seconds REAL NOT NULL
);
"""


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's verdict on one answer; ``id`` is chosen by the page for that answer."""

    id: str
    vote: Vote
    answer: Answer
    reason: str = ""


class FeedbackStore:
    """The file in ``folder``, made with the first row that is written."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def rate(self, rating: Rating) -> None:
        """Write a rating; a later one with the same id replaces it.

        :raises FeedbackError: the file cannot be written.
        """
        answer = rating.answer
        reason = rating.reason.strip()[:MOST_REASON_CHARACTERS]
        row = (rating.id, _now(), rating.vote, reason, answer.question, answer.resolved)
        with self._connection() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO ratings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*row, answer.status, answer.text, _clauses(answer)),
            )

    def log(self, answer: Answer) -> None:
        """Write a question with what became of it.

        :raises FeedbackError: the file cannot be written.
        """
        row = (_now(), answer.question, answer.resolved, answer.status, _clauses(answer))
        with self._connection() as connection:
            connection.execute(
                "INSERT INTO questions (time, question, resolved, status, clauses, seconds)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (*row, round(answer.seconds, 6)),
            )

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return all rows of a table, oldest first, as mappings by column.

        :raises FeedbackError: the file cannot be read.
        """
        if not self.path.exists():
            return []
        with self._connection() as connection:
            # The name is one of two literals and never comes from outside.
            found = connection.execute(f"SELECT * FROM {table} ORDER BY time, rowid")
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Open the file, commit on leaving, roll back on an error, close in any case."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=SECONDS_TO_WAIT)
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = FULL")
                self._prepare(connection)
                with connection:
                    yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise FeedbackError(
                f"反馈文件 {self.path} 无法读写（{error}），"
                "请检查 POLICYQA_DATA 文件夹的权限和空间。"
            ) from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            # Two processes may both get here: the second finds the tables and changes nothing.
            connection.executescript(
                f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;"
            )
        elif version != _VERSION:
            raise FeedbackError(
                f"反馈文件 {self.path} 的版本是 {version}，"
                f"本程序只认识版本 {_VERSION}，请更换文件夹。"
            )


class LoggingAnswerer:
    """An engine that writes each question it is asked into the store."""

    def __init__(self, engine: Answerer, store: FeedbackStore) -> None:
        self._engine = engine
        self._store = store

    @property
    def corpus(self) -> Corpus:
        """The documents that answers cite."""
        return self._engine.corpus

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answer the last of ``turns``; a log that cannot be written costs nobody an answer."""
        answer = self._engine.ask(turns)
        try:
            self._store.log(answer)
        except FeedbackError:
            _log.exception("a question could not be logged")
        return answer


def logged(engine: Answerer, store: FeedbackStore | None, log_questions: bool) -> Answerer:
    """Return the engine, writing down what it is asked where that is switched on."""
    return LoggingAnswerer(engine, store) if store and log_questions else engine


def _clauses(answer: Answer) -> str:
    cited = (f"{each.document_id} {each.address}" for each in answer.citations)
    return "; ".join(dict.fromkeys(cited))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")

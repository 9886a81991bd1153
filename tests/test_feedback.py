"""Ratings and logged questions on disk, and their export."""

from __future__ import annotations

import csv
import io
import json
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fake_engine import FakeEngine
from typer.testing import CliRunner

from policyqa.__main__ import app
from policyqa.errors import FeedbackError, InputError
from policyqa.interface.feedback import (
    MOST_REASON_CHARACTERS,
    FeedbackStore,
    LoggingAnswerer,
    Rating,
)
from policyqa.interface.feedback_export import render_rows, write_rows
from policyqa.records import Answer
from policyqa.settings import ROOT, load_settings

ANSWER = FakeEngine().ask(["谁负责秸秆禁烧？"])

# Writes ratings for ever and prints the id of each one after the call has returned.
WRITER = """
import sys
from pathlib import Path
from policyqa.interface.feedback import FeedbackStore, Rating
from policyqa.records import Answer
store = FeedbackStore(Path(sys.argv[1]))
number = 0
while True:
    store.rate(Rating(f"{sys.argv[2]}-{number}", "up", Answer("问", "answered", "答" * 2000)))
    print(f"{sys.argv[2]}-{number}", flush=True)
    number += 1
"""


def test_a_rating_is_kept_with_what_was_rated(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / "new" / "folder")
    assert store.rows("ratings") == []
    store.rate(Rating("a", "down", ANSWER, "  引文不对  "))
    [row] = store.rows("ratings")
    assert row["vote"] == "down"
    assert row["reason"] == "引文不对"
    assert row["question"] == "谁负责秸秆禁烧？"
    assert row["answer"] == ANSWER.text
    assert row["clauses"] == "xianyang-2023-9 三（五）; xianyang-2023-9 三（七）"
    assert row["time"].endswith("+00:00")


def test_another_vote_on_the_same_answer_replaces_the_first(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    store.rate(Rating("a", "up", ANSWER))
    store.rate(Rating("b", "up", ANSWER))
    store.rate(Rating("a", "down", ANSWER, "字" * (MOST_REASON_CHARACTERS + 9)))
    rows = {row["id"]: row for row in store.rows("ratings")}
    assert {name: row["vote"] for name, row in rows.items()} == {"a": "down", "b": "up"}
    assert len(rows["a"]["reason"]) == MOST_REASON_CHARACTERS


def test_the_file_is_written_ahead_and_synchronised(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    with store._connection() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_no_acknowledged_rating_is_lost_when_writers_are_killed(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), name],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("a", "b")
    ]
    said: list[str] = []
    for writer in writers:
        assert writer.stdout is not None
        said += [writer.stdout.readline().strip() for _ in range(20)]
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        said += [line.strip() for line in writer.communicate()[0].splitlines(keepends=True)[:-1]]
    kept = {row["id"] for row in FeedbackStore(tmp_path).rows("ratings")}
    assert len(said) >= 40
    assert set(said) <= kept
    with sqlite3.connect(tmp_path / "feedback.sqlite3") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_many_threads_write_at_once(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.rate(Rating(str(n), "up", ANSWER)), range(40)))
    assert len(store.rows("ratings")) == 40


def test_questions_are_logged_only_by_the_logging_answerer(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    engine = FakeEngine()
    engine.ask(["烧秸秆罚多少钱？"])
    assert store.rows("questions") == []
    LoggingAnswerer(engine, store).ask(["谁负责？", "烧秸秆罚多少钱？"])
    [row] = store.rows("questions")
    assert (row["question"], row["status"]) == ("烧秸秆罚多少钱？", "no_basis")
    assert load_settings().log_questions is False


def test_a_log_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    store = FeedbackStore(blocked)
    assert LoggingAnswerer(FakeEngine(), store).ask(["谁负责秸秆禁烧？"]).status == "answered"
    with pytest.raises(FeedbackError, match="POLICYQA_DATA"):
        store.rate(Rating("a", "up", ANSWER))


def test_a_file_that_is_no_database_or_newer_is_one_sentence(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    store.path.write_text("no database, " * 100)
    with pytest.raises(FeedbackError, match="无法读写"):
        store.rows("ratings")
    store.path.unlink()
    with sqlite3.connect(store.path) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(FeedbackError, match="版本是 7"):
        store.rate(Rating("a", "up", ANSWER))


def test_rows_become_csv_and_json_lines(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    store.rate(Rating("a", "down", Answer('=1+1,"x"', "no_basis", "第一行\n第二行"), "-好"))
    rows = store.rows("ratings")
    [read] = csv.DictReader(io.StringIO(render_rows(rows, "csv"), newline=""))
    assert read["question"] == '\'=1+1,"x"'
    assert read["reason"] == "'-好"
    assert read["answer"] == "第一行\n第二行"
    assert json.loads(render_rows(rows, "jsonl")) == rows[0]
    assert render_rows([], "csv") == ""


def test_an_export_is_whole_or_not_there(tmp_path: Path) -> None:
    write_rows(tmp_path / "out.csv", [{"a": "字"}])
    assert (tmp_path / "out.csv").read_bytes() == "\ufeffa\r\n字\r\n".encode()
    with pytest.raises(InputError, match=r"out\.xls"):
        write_rows(tmp_path / "out.xls", [])
    with pytest.raises(FeedbackError, match="无法写入"):
        write_rows(tmp_path / "none" / "out.csv", [])
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_the_command_exports_ratings_and_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYQA_DATA", str(tmp_path / "data"))
    store = FeedbackStore(tmp_path / "data")
    store.rate(Rating("a", "up", ANSWER))
    store.log(ANSWER)
    run = CliRunner().invoke
    shown = run(app, ["feedback", "export"])
    assert shown.exit_code == 0
    assert "谁负责秸秆禁烧？" in shown.stdout
    target = tmp_path / "questions.jsonl"
    done = run(app, ["feedback", "export", "--questions", "--output", str(target)])
    assert done.stdout.strip() == f"已写入 {target}：1 条。"
    assert json.loads(target.read_text(encoding="utf-8"))["status"] == "answered"
    bad = run(app, ["feedback", "export", "--output", str(tmp_path / "x.txt")])
    assert bad.exit_code == 2
    assert bad.stderr.strip() == "文件名 x.txt 应以 .csv 或 .jsonl 结尾。"

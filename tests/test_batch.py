"""Files of questions: JSON lines in, JSON lines out."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from policyqa.batch import BadLine, answer_lines, parse_line, read_lines, write_records
from policyqa.errors import InputError
from policyqa.records import Answer


def echo(turns: Sequence[str]) -> Answer:
    """Answer with the turns themselves: what is tested here is the file, not the engine."""
    return Answer(turns[-1], "no_basis", "|".join(turns), seconds=0.1234567)


def line(identity: object, *turns: str) -> str:
    return json.dumps({"id": identity, "turns": turns}, ensure_ascii=False)


def test_a_line_is_an_id_and_turns() -> None:
    assert parse_line(line("a", "一", "二")) == ("a", ("一", "二"))
    assert parse_line('{"id": "a", "turns": ["一"], "kind": "more fields are fine"}') == (
        "a",
        ("一",),
    )


@pytest.mark.parametrize(
    "bad",
    [
        "谁负责",
        "[]",
        '"a"',
        "null",
        "{}",
        '{"id": "a"}',
        '{"turns": ["一"]}',
        '{"id": "a", "turns": "一"}',
        '{"id": "a", "turns": []}',
        '{"id": "a", "turns": [1]}',
        '{"id": "a", "turns": ["一", null]}',
        '{"id": "a", "turns": ["一"]',
        '{"id": "a", "turns": ["一"]} {}',
    ],
)
def test_a_bad_line_says_what_is_wrong(bad: str) -> None:
    (found,) = answer_lines([bad], echo)
    assert isinstance(found, BadLine)
    assert found.number == 1
    assert any("一" <= character <= "鿿" for character in found.reason)


def test_a_deeply_nested_line_is_one_bad_line() -> None:
    found = list(answer_lines(["[" * 100_000, line("a", "一")], echo))
    assert isinstance(found[0], BadLine)
    assert len(found) == 2


def test_order_and_numbers_are_kept() -> None:
    lines = [line("b", "一"), "", "bad", "   ", line("a", "二", "三"), line("b", "四")]
    found = list(answer_lines(lines, echo))
    assert [each.number for each in found if isinstance(each, BadLine)] == [3]
    good = [each for each in found if isinstance(each, dict)]
    assert [(each["id"], each["answer"]) for each in good] == [
        ("b", "一"),
        ("a", "二|三"),
        ("b", "四"),
    ]


def test_lines_are_read_with_a_mark_and_any_line_break(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(("\ufeff" + line("a", "一") + "\r\n" + line("b", "二")).encode())
    assert [parse_line(each)[0] for each in read_lines(path)] == ["a", "b"]


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\x85"])
def test_only_line_breaks_end_a_line(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(line("a", f"一{mark}二") + "\n", encoding="utf-8")
    assert len(read_lines(path)) == 1


@pytest.mark.parametrize("content", [None, "谁负责".encode("gb18030")])
def test_a_file_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "questions.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"questions\.jsonl"):
        read_lines(path)


def test_records_are_written_a_line_each_as_plain_chinese(tmp_path: Path) -> None:
    path = tmp_path / "new" / "answers.jsonl"
    write_records(path, [{"id": "一", "answer": "甲\n乙"}, {"id": "二", "answer": ""}])
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") == 2
    assert "甲" in text
    assert [json.loads(each)["id"] for each in text.splitlines()] == ["一", "二"]
    assert [each.name for each in path.parent.iterdir()] == ["answers.jsonl"]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        write_records(path, [{"id": "a"}, {"id": object()}])
    assert path.read_text(encoding="utf-8") == "old"


def test_half_a_surrogate_pair_in_an_id(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    records = list(answer_lines(['{"id": "\\ud800", "turns": ["一"]}', line("b", "二")], echo))
    write_records(path, [each for each in records if isinstance(each, dict)])
    assert path.read_text(encoding="utf-8").count("\n") >= 1


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"answers\.jsonl"):
        write_records(tmp_path / "file" / "answers.jsonl", [])

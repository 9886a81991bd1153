"""The libraries of documents that no rule was made on, and how they are put together."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evaluation import libraries
from evaluation.evidence import locate, unsupported_figures
from evaluation.gold import gold_files, load_gold
from evaluation.metrics import Verdict, judge
from evaluation.records import Response
from policyqa.documents.corpus import load_corpus
from policyqa.errors import InputError

FOLDERS = libraries.folders()


def test_most_libraries_keep_a_part_to_report_on() -> None:
    kept = [
        folder
        for folder in FOLDERS
        if any(q.split == "test" for q in load_gold([folder / libraries.QUESTIONS]))
    ]
    assert len(kept) > len(FOLDERS) / 2


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_quote_and_figure_stands_in_its_document(folder: Path) -> None:
    corpus = load_corpus(folder)
    questions = locate(load_gold([folder / libraries.QUESTIONS]), corpus)
    assert len(questions) >= 70
    # A library whose failures were all looked at is of the development part as a whole.
    assert "dev" in {question.split for question in questions}
    for question in questions:
        text = corpus.documents[question.document].text
        assert [item.quote for item in question.evidence if item.quote not in text] == []
    texts = [document.text for document in corpus.documents.values()]
    found = {each.id: unsupported_figures(each, texts) for each in questions}
    assert {name: figures for name, figures in found.items() if figures} == {}
    asked = Counter(question.document for question in questions)
    assert all(asked[name] >= 8 for name in corpus.documents)


def test_ids_are_unique_over_all_files() -> None:
    files = [*gold_files(), *(folder / libraries.QUESTIONS for folder in FOLDERS)]
    ids = Counter(question.id for question in load_gold(files))
    assert [name for name, count in ids.items() if count > 1] == []


def test_a_folder_without_libraries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有文件库"):
        libraries.folders(tmp_path)


def test_the_report_pools_all_and_lists_each(tmp_path: Path) -> None:
    seen: list[str] = []

    def evaluate(folder: Path) -> list[Verdict]:
        seen.append(folder.name)
        questions = load_gold([folder / libraries.QUESTIONS])
        return [
            judge(each, Response(each.id, "no_basis", "未找到依据。"), {}) for each in questions
        ]

    status = libraries.main(["--output", str(tmp_path)], evaluate, tmp_path, "encoder")
    report = (tmp_path / "libraries.md").read_text(encoding="utf-8")
    assert status == 0
    assert seen == [folder.name for folder in FOLDERS]
    assert all(f"| {name} |" in report for name in seen)
    assert "100.0%" in report


def test_a_question_that_broke_the_system_makes_the_status_one(tmp_path: Path) -> None:
    def evaluate(folder: Path) -> list[Verdict]:
        [first, *_] = load_gold([folder / libraries.QUESTIONS])
        return [judge(first, Response(first.id, "error", "RuntimeError: broken"), {})]

    assert libraries.main([], evaluate, tmp_path, "encoder") == 1
    assert (tmp_path / "libraries.json").exists()

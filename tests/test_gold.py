"""The gold questions that ship: whole, verbatim, varied, and both parts present."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evaluation.evidence import clause_spans, locate, unsupported_figures
from evaluation.gold import FOLDER, files_about, gold_files, load_gold
from evaluation.records import KINDS, Question
from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.settings import ROOT

PLAN = "xianyang-2023-9"
PLAN_FILE = FOLDER / "xianyang.jsonl"
UNSEEN_FILE = FOLDER / "unseen.jsonl"
UNSEEN_DOCUMENTS = FOLDER / "documents"
# Without any of these on disk a test below fails; nothing is skipped.
FILES = sorted({PLAN_FILE, *FOLDER.glob("*.jsonl")} - {UNSEEN_FILE})


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(ROOT / "corpus")


@pytest.fixture(scope="module")
def unseen_corpus() -> Corpus:
    return load_corpus(UNSEEN_DOCUMENTS)


@pytest.fixture(scope="module")
def unseen() -> tuple[Question, ...]:
    return load_gold([UNSEEN_FILE])


@pytest.fixture(scope="module")
def plan(corpus: Corpus) -> tuple[Question, ...]:
    located = locate(load_gold(files_about(corpus.documents)), corpus)
    return tuple(question for question in located if question.document == PLAN)


def test_the_plan_comes_first(corpus: Corpus) -> None:
    # Questions that name no document are about the first one.
    assert next(iter(corpus.documents)) == PLAN


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_line_is_valid_and_every_quote_verbatim(path: Path, corpus: Corpus) -> None:
    check_evidence(locate(load_gold([path]), corpus), corpus)


def check_evidence(questions: tuple[Question, ...], corpus: Corpus) -> None:
    for question in questions:
        text = corpus.documents[question.document].text
        spans = clause_spans(corpus.structures[question.document])
        for item in question.evidence:
            assert text[item.start : item.end] == item.quote
            assert any(start <= item.start < item.end <= end for start, end in spans[item.clause])


def test_ids_are_unique_over_all_files() -> None:
    ids = Counter(question.id for question in load_gold(gold_files()))
    assert [name for name, count in ids.items() if count > 1] == []


def test_figures_that_an_answer_must_give_stand_in_a_document(
    plan: tuple[Question, ...], corpus: Corpus
) -> None:
    texts = [document.text for document in corpus.documents.values()]
    found = {question.id: unsupported_figures(question, texts) for question in plan}
    assert {name: figures for name, figures in found.items() if figures} == {}


def test_every_clause_of_the_plan_is_asked_about(
    plan: tuple[Question, ...], corpus: Corpus
) -> None:
    asked = {address for question in plan for address in question.clauses}
    addresses = {clause.address for clause in corpus.structures[PLAN].clauses}
    assert len(addresses) == 24
    assert addresses - asked == set()


def test_there_are_enough_questions(plan: tuple[Question, ...]) -> None:
    assert len(plan) >= 400
    assert sum(not question.answerable for question in plan) >= 80
    assert sum(len(question.turns) > 1 for question in plan) >= 60
    assert sum(question.kind == "false_premise" for question in plan) >= 40


def test_every_kind_is_asked(plan: tuple[Question, ...]) -> None:
    # The plan has no other level beside it in the shipped corpus, so comparisons between
    # levels may be missing.
    assert set(KINDS) - {question.kind for question in plan} <= {"comparison_levels"}


def test_both_parts_hold_answerable_and_unanswerable_questions(
    plan: tuple[Question, ...],
) -> None:
    for split in ("dev", "test"):
        part = [question for question in plan if question.split == split]
        assert len(part) >= 50
        assert sum(not question.answerable for question in part) >= 10


def test_no_question_stands_in_both_parts(plan: tuple[Question, ...]) -> None:
    parts: dict[tuple[str, ...], set[str]] = {}
    for question in plan:
        parts.setdefault(question.turns, set()).add(question.split)
    assert [turns for turns, splits in parts.items() if len(splits) > 1] == []


def test_files_about_other_documents_are_left_out_of_the_ordinary_run(corpus: Corpus) -> None:
    assert UNSEEN_FILE in gold_files()
    assert PLAN_FILE in files_about(corpus.documents)
    assert UNSEEN_FILE not in files_about(corpus.documents)


def test_evidence_on_the_unseen_documents_is_verbatim(
    unseen: tuple[Question, ...], unseen_corpus: Corpus
) -> None:
    check_evidence(locate(unseen, unseen_corpus), unseen_corpus)


def test_quotes_of_the_unseen_questions_stand_in_their_documents(
    unseen: tuple[Question, ...], unseen_corpus: Corpus
) -> None:
    for question in unseen:
        text = unseen_corpus.documents[question.document].text
        assert [item.quote for item in question.evidence if item.quote not in text] == []


def test_figures_asked_of_the_unseen_documents_stand_in_them(
    unseen: tuple[Question, ...], unseen_corpus: Corpus
) -> None:
    texts = {name: document.text for name, document in unseen_corpus.documents.items()}
    found = {item.id: unsupported_figures(item, [texts[item.document]]) for item in unseen}
    assert {name: figures for name, figures in found.items() if figures} == {}


def test_the_unseen_documents_are_asked_about_from_all_sides(
    unseen: tuple[Question, ...], unseen_corpus: Corpus
) -> None:
    assert len(unseen) >= 300
    assert sum(not question.answerable for question in unseen) >= 80
    assert {question.split for question in unseen} == {"dev", "test"}
    assert set(KINDS) == {question.kind for question in unseen}
    for name in unseen_corpus.documents:
        assert sum(question.document == name for question in unseen) >= 15
    assert Counter(question.turns for question in unseen).most_common(1)[0][1] == 1

"""Passages lie inside clauses, lose nothing and quote exactly."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from retrieval_helpers import PLAN, small_corpus

from policyqa.documents.corpus import Corpus, load_corpus
from policyqa.documents.parser import parse
from policyqa.records import Document
from policyqa.retrieval.passages import clause_context, make_passages, passage_spans
from policyqa.settings import ROOT


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return load_corpus(ROOT / "corpus")


def test_offsets_are_exact(shipped: Corpus) -> None:
    passages = make_passages(shipped)
    assert passages
    for passage in passages:
        text = shipped.documents[passage.document_id].text
        assert text[passage.start : passage.end] == passage.text
        clause = shipped.clause(passage.document_id, passage.address)
        assert clause.start <= passage.start < passage.end <= clause.end


def test_nothing_of_a_clause_is_lost_or_said_twice(shipped: Corpus) -> None:
    for document in shipped.documents.values():
        for clause in shipped.structures[document.id].clauses:
            spans = passage_spans(document, clause)
            covered = [i for start, end in spans for i in range(start, end)]
            assert len(covered) == len(set(covered))
            said = {i for s in clause.sentences for i in range(s.start, s.end)}
            assert {i for i in said if not document.text[i].isspace()} <= set(covered)


def test_every_duty_bracket_of_the_plan_is_a_passage(shipped: Corpus) -> None:
    brackets = [
        passage
        for passage in make_passages(shipped)
        if passage.document_id == "xianyang-2023-9" and passage.text.startswith("（市")
    ]
    assert len(brackets) == 20
    assert all(passage.text.endswith("）") for passage in brackets)
    assert len({passage.address for passage in brackets}) == 20


def spans_of(body: str) -> list[str]:
    text = f"甲市方案\n\n一、任务\n\n{body}\n"
    document = Document(id="d", title="甲市方案", text=text)
    clauses = [clause for clause in parse(document).clauses if clause.address == "一"]
    return [text[start:end] for clause in clauses for start, end in passage_spans(document, clause)]


def test_bracket_inside_the_last_sentence_is_cut_off() -> None:
    body = "加强散煤治理和清洁取暖改造工作（市发改委牵头，市财政局（市金融办）配合）。"
    assert spans_of(body) == [
        "加强散煤治理和清洁取暖改造工作",
        "（市发改委牵头，市财政局（市金融办）配合）。",
    ]


def test_bracket_that_names_nobody_stays() -> None:
    body = "推广新能源出租车和公交车（含网约车）。"
    assert spans_of(body) == [body]


def test_short_sentences_join_their_neighbours() -> None:
    assert spans_of("加强宣传。把节能减排目标完成情况纳入考核。") == [
        "加强宣传。把节能减排目标完成情况纳入考核。"
    ]
    assert spans_of("把节能减排目标完成情况纳入考核。加强宣传。") == [
        "把节能减排目标完成情况纳入考核。加强宣传。"
    ]


def test_short_sentence_never_joins_the_next_clause(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path, {"d": "一、甲\n\n加强宣传。\n\n二、乙\n\n加强考核。\n"})
    assert [(p.address, p.text) for p in make_passages(corpus)] == [
        ("一", "加强宣传。"),
        ("二", "加强考核。"),
    ]


def test_context_names_document_and_headings(tmp_path: Path) -> None:
    corpus = small_corpus(tmp_path, {"plan": PLAN})
    structure = corpus.structures["plan"]
    document = corpus.documents["plan"]
    clause = corpus.clause("plan", "一（一）")
    context = clause_context(document, clause, structure.headings)
    assert context.split() == [*document.title.split(), "重点任务", "散煤治理"]


@given(st.text(alphabet="一二、（）()市负责。；\n 加强宣传节能", max_size=80))
def test_any_text_gives_exact_passages(text: str) -> None:
    document = Document(id="d", title="t", text=text)
    for clause in parse(document).clauses:
        spans = passage_spans(document, clause)
        assert all(clause.start <= start < end <= clause.end for start, end in spans)
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
        covered = {i for start, end in spans for i in range(start, end)}
        said = {i for s in clause.sentences for i in range(s.start, s.end)}
        assert {i for i in said if not text[i].isspace()} <= covered

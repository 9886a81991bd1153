"""Look the evidence of gold questions up in the documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from evaluation.facts import COUNTING_UNITS, numbers
from evaluation.gold import raise_all
from evaluation.records import Evidence, Question
from policyqa.documents.corpus import Corpus
from policyqa.documents.parser import Structure


def locate(questions: Iterable[Question], corpus: Corpus) -> tuple[Question, ...]:
    """Fill in each question's document and the clause and offsets of its evidence.

    :raises InputError: a document or clause does not exist, a quote is not verbatim in its
        clause, or a clause has no evidence; one sentence a problem.
    """
    problems: list[str] = []
    located = []
    first = next(iter(corpus.documents))
    for question in questions:
        try:
            located.append(_locate(question, corpus, question.document or first))
        except ValueError as error:
            problems.append(f"{question.source or question.id}：{error}。")
    raise_all(problems)
    return tuple(located)


def _locate(question: Question, corpus: Corpus, document: str) -> Question:
    if document not in corpus.documents:
        raise ValueError(f"文件 {document} 不在文件库里")
    spans = clause_spans(corpus.structures[document])
    if unknown := [address for address in question.clauses if address not in spans]:
        raise ValueError(f"文件 {document} 没有条款 {'、'.join(unknown)}")
    evidence = []
    for item in question.evidence:
        for address in (item.clause,) if item.clause else question.clauses:
            start = _find(corpus.documents[document].text, item.quote, spans[address])
            if start >= 0:
                evidence.append(Evidence(address, item.quote, start, start + len(item.quote)))
                break
        else:
            raise ValueError(f"{item.clause or '所列条款'} 中没有原文“{item.quote}”")
    if bare := set(question.clauses) - {item.clause for item in evidence}:
        raise ValueError(f"条款 {'、'.join(sorted(bare))} 没有 evidence")
    return replace(question, document=document, evidence=tuple(evidence))


def clause_spans(structure: Structure) -> dict[str, tuple[tuple[int, int], ...]]:
    """Map each address to where its evidence may stand: the clause, then its headings.

    A heading names what its clauses are about, so it may be the evidence (哪一条讲能耗双控).
    """
    return {
        clause.address: (
            (clause.start, clause.end),
            *(
                (heading.start, heading.end)
                for heading in structure.headings
                if heading.address in (clause.address, *clause.ancestors)
            ),
        )
        for clause in structure.clauses
    }


def _find(text: str, quote: str, spans: Iterable[tuple[int, int]]) -> int:
    found = (text.find(quote, start, end) for start, end in spans)
    return next((start for start in found if start >= 0), -1)


def unsupported_figures(question: Question, texts: Iterable[str]) -> tuple[str, ...]:
    """Return the figures required by ``must`` of which no alternative stands in ``texts``.

    Only figures with a unit are looked at; counts (共 4 条) are the answer's own.
    """
    texts = tuple(texts)
    held = {number for text in texts for number in numbers(text)}
    missing = []
    for group in question.must:
        if any(string in text for string in group for text in texts):
            continue  # an alternative stands there to the letter (12个月 beside 一年)
        wanted = [
            number
            for string in group
            for number in numbers(string)
            if number.unit and number.unit not in COUNTING_UNITS
        ]
        if wanted and not held.intersection(wanted):
            missing.append(group[0])
    return tuple(missing)

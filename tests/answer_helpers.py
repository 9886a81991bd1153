"""Checks that hold for every answer, and the plan read anew by plain means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import get_args

import pytest

from policyqa.answering.engine import Engine
from policyqa.documents.corpus import Corpus
from policyqa.records import Answer, Citation, Status
from policyqa.settings import ROOT

PLAN = "xianyang-2023-9"
# Invented: a county's rules in articles, and another city's plan.
OTHER = Path(__file__).parent / "data" / "other"
COUNTY, CITY = "county-rules", "city-plan"


def fails(reason: str) -> pytest.MarkDecorator:
    """Mark what the product does not do yet; the mark must go once it does."""
    return pytest.mark.xfail(strict=True, reason=reason)


@lru_cache(maxsize=1)
def plan_text() -> str:
    return (ROOT / "corpus" / "documents" / f"{PLAN}.txt").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def bracket_lists() -> dict[str, tuple[str, ...]]:
    """Read who answers for which clause from the closing brackets, without the parser.

    The bracket 以下均需各县市区人民政府落实 counts for its own clause only.
    """
    lists: dict[str, tuple[str, ...]] = {}
    part = address = ""
    for line in plan_text().splitlines():
        outer = re.match(r"([一二三四五])、", line)
        inner = re.match(r"(（[一二三四五六七八九十]+）)", line)
        if outer:
            part = outer.group(1)
        elif inner:
            address = part + inner.group(1)
        bracket = re.search(r"（([^（）]*负责[^（）]*)）\s*$", line)
        if bracket:
            words = bracket.group(1).split("。以下均需")[0]
            words = re.sub(r"等?(按职责分工负责|负责落实|牵头)", "", words)
            lists[address] = tuple(re.split("[、，]", words))
    return lists


def check_sound(answer: Answer, corpus: Corpus) -> None:
    """Assert what must hold for every answer whatever was asked."""
    assert answer.status in get_args(Status)
    assert answer.text.strip()
    assert answer.seconds > 0
    for each in (*answer.citations, *answer.nearest):
        check_citation(each, corpus)
    assert [each.n for each in answer.citations] == list(range(1, len(answer.citations) + 1))
    markers = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert markers <= {each.n for each in answer.citations}, answer.text
    for n, shown in re.findall(r"^\[(\d+)\] [^：]*：“(.*)”$", answer.text, re.M):
        quote = " ".join(answer.citations[int(n) - 1].quote.split())
        for piece in shown.split("……"):
            assert " ".join(piece.split()) in quote, (piece, quote)
    if answer.status in ("answered", "corrected"):
        assert answer.citations, answer.text
        assert not answer.nearest
    else:
        assert not answer.citations
    if answer.status == "rejected":
        assert not answer.nearest


def check_citation(each: Citation, corpus: Corpus) -> None:
    document = corpus.documents[each.document_id]
    assert each.quote
    assert document.text[each.start : each.end] == each.quote
    assert each.title == document.title
    structure = corpus.structures[each.document_id]
    homes = [c for c in (*structure.clauses, *structure.headings) if c.address == each.address]
    assert homes, each
    # A heading that runs into its text may be quoted with it.
    start, end = min(home.start for home in homes), max(home.end for home in homes)
    assert start <= each.start and each.end <= end, each


def cited(answer: Answer) -> list[str]:
    """Return the clauses an answer cites, in order, each once."""
    return list(dict.fromkeys(each.address for each in answer.citations))


def ask(engine: Engine, turns: Sequence[str] | str) -> Answer:
    """Ask and check what must hold for every answer."""
    answer = engine.ask([turns] if isinstance(turns, str) else turns)
    check_sound(answer, engine.corpus)
    return answer

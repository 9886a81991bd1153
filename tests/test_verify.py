"""Nothing leaves that the quotes do not carry."""

from dataclasses import replace

import pytest
from answer_helpers import PLAN

from policyqa.answering.context import Draft, Quote
from policyqa.answering.engine import Engine
from policyqa.answering.verify import verify

STRAW = "全市主要农作物秸秆综合利用率达到97%，主要农作物化肥、农药利用率均达到43%以上"


def quote_of(engine: Engine, words: str, address: str) -> Quote:
    start = engine.corpus.documents[PLAN].text.index(words)
    return Quote(PLAN, address, start, start + len(words))


def checked(engine: Engine, draft: Draft, question: str = "") -> tuple[Draft, list[str]]:
    return verify(draft, question, engine.resources)


def straw(engine: Engine, lead: str, **fields: object) -> Draft:
    return Draft(lead, (quote_of(engine, STRAW, "三（五）"),), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "lead",
    [
        "秸秆综合利用率达到97%。[1]",
        "化肥利用率达到43%以上。[1]",
        "秸秆综合利用率达到９７％。[1]",
        "有相关规定。[1]",
        "农业农村节能减排工程里写明97%。[1]",
    ],
)
def test_what_the_quote_carries_stays(engine: Engine, lead: str) -> None:
    draft = straw(engine, lead)
    assert checked(engine, draft) == (draft, [])


@pytest.mark.parametrize(
    ("lead", "wrong"),
    [
        ("秸秆综合利用率达到98%。[1]", "98%"),
        ("秸秆综合利用率达到97万吨。[1]", "97万吨"),
        ("秸秆综合利用率达到97.5%。[1]", "97.5%"),
        ("到2030年达到97%。[1]", "2030年"),
        ("市农业农村局负责，达到97%。[1]", "市农业农村局"),
        ("市公安局和市水利局负责。[1]", "市公安局"),
    ],
)
def test_a_lead_beyond_its_quotes_is_lost(engine: Engine, lead: str, wrong: str) -> None:
    held, rejected = checked(engine, straw(engine, lead))
    assert wrong not in held.lead
    assert any(wrong in reason for reason in rejected)
    assert held.quotes, "the quotes themselves are verbatim and stay"
    assert all(quote.printed for quote in held.quotes)


@pytest.mark.parametrize("lead", ["农药利用率达到3%以上。[1]", "秸秆综合利用率达到7%。[1]"])
def test_the_tail_of_another_number_is_no_support(engine: Engine, lead: str) -> None:
    held, rejected = checked(engine, straw(engine, lead))
    assert rejected
    assert held.lead != lead


def test_counts_that_registers_computed_may_stand(engine: Engine) -> None:
    lead = "共有12项目标，秸秆为97%。[1]"
    assert checked(engine, straw(engine, lead))[1]
    draft = straw(engine, lead, computed=("12",))
    assert checked(engine, draft) == (draft, [])


def test_a_computed_count_supports_no_other_number(engine: Engine) -> None:
    assert checked(engine, straw(engine, "达到17%。[1]", computed=("7",)))[1]


def test_a_computed_count_supports_no_quantity(engine: Engine) -> None:
    assert checked(engine, straw(engine, "达到7万吨。[1]", computed=("7",)))[1]


def test_a_body_that_was_asked_about_may_be_named(engine: Engine) -> None:
    draft = straw(engine, "这里没有写市公安局。[1]")
    assert checked(engine, draft, "市公安局管吗")[1] == []
    assert checked(engine, draft, "谁管")[1]


@pytest.mark.parametrize("shift", [(10**6, 10**6), (-(10**6), 0), (0, -(10**6))])
def test_a_quote_outside_the_document_is_dropped(engine: Engine, shift: tuple[int, int]) -> None:
    good = quote_of(engine, STRAW, "三（五）")
    bad = replace(good, start=good.start + shift[0], end=good.end + shift[1])
    held, rejected = checked(engine, Draft("达到97%。[1][2]", (good, bad)))
    assert held.quotes == (good,)
    assert rejected
    assert "[2]" not in held.lead


def test_an_empty_quote_is_dropped(engine: Engine) -> None:
    good = quote_of(engine, STRAW, "三（五）")
    held, rejected = checked(engine, Draft("达到97%。[1]", (replace(good, end=good.start),)))
    assert held.status == "no_basis"
    assert rejected
    assert not held.quotes


@pytest.mark.parametrize("address", ["三（八）", "三", "三（九十九）"])
def test_a_quote_outside_its_clause_is_dropped(engine: Engine, address: str) -> None:
    held, rejected = checked(engine, Draft("达到97%。[1]", (quote_of(engine, STRAW, address),)))
    assert rejected
    assert not held.quotes


def test_a_quote_across_two_clauses_is_dropped(engine: Engine) -> None:
    good = quote_of(engine, STRAW, "三（五）")
    beyond = engine.corpus.clause(PLAN, "三（六）").start + 20
    held, rejected = checked(engine, Draft("达到97%。[1]", (replace(good, end=beyond),)))
    assert rejected
    assert not held.quotes


def test_shown_words_outside_the_quote_are_refused(engine: Engine) -> None:
    good = quote_of(engine, STRAW, "三（五）")
    for shown in ((good.start - 1, good.end), (good.start, good.end + 1), (good.end, good.start)):
        held, rejected = checked(engine, Draft("97%。[1]", (replace(good, shown=(shown,)),)))
        assert rejected
        assert not held.quotes
    inside = replace(good, shown=((good.start, good.start + 5),))
    assert checked(engine, Draft("97%。[1]", (inside,)))[1] == []


def test_a_heading_may_be_cited(engine: Engine) -> None:
    draft = Draft(
        "是农业农村节能减排工程。[1]", (quote_of(engine, "农业农村节能减排工程", "三（五）"),)
    )
    assert checked(engine, draft) == (draft, [])


def test_refusals_pass_as_they_are(engine: Engine) -> None:
    draft = Draft("问题太长（600字）。", status="rejected")
    assert checked(engine, draft) == (draft, [])

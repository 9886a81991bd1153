"""Follow-ups, ratings, restored conversations and exports, without a browser."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pytest
from fake_engine import PLAN_ID, FakeEngine, cite, real_corpus
from markdown_it import MarkdownIt

from policyqa.answering.engine import Engine
from policyqa.errors import FeedbackError
from policyqa.interface import wording
from policyqa.interface.app import build_app
from policyqa.interface.chat import RESTORED_TURNS, answer_turn, rate_turn, restored
from policyqa.interface.chat_tools import export_file
from policyqa.interface.conversation import Turn, render_conversation
from policyqa.interface.export import file_name, to_markdown, to_word
from policyqa.interface.feedback import FeedbackStore
from policyqa.interface.followups import MOST_QUESTIONS, suggest
from policyqa.records import Answer, Citation

NOW = datetime(2026, 1, 2, 3, 4)
STRAW = "持续推进秸秆禁烧，全面实施秸秆综合利用"
SIGNS = "# 标题 *星* _线_ `码` [链](地址) <b>&amp;| 1. - > ~~删~~ $x$"


def show(*turns: Turn, **options: object) -> str:
    return render_conversation(turns, real_corpus().documents, (), **options)  # type: ignore[arg-type]


def whole(address: str) -> Citation:
    """Cite all of a clause except its list of bodies."""
    clause = real_corpus().clause(PLAN_ID, address)
    text = real_corpus().documents[PLAN_ID].text
    own = [d for d in real_corpus().duties_of(PLAN_ID, address) if d.inherited_from is None]
    end = own[0].start if own else clause.end
    quote = text[clause.start : end]
    return Citation(1, PLAN_ID, "", address, clause.heading, quote, clause.start, end)


# Follow-ups


def test_a_clause_with_bodies_and_targets_offers_both_questions() -> None:
    answer = Answer("问", "answered", "答", (cite(1, "三（五）", STRAW),))
    assert suggest(answer, real_corpus()) == (
        "农业农村节能减排工程由谁负责？",
        "农业农村节能减排工程有哪些量化目标？",
    )


def test_what_the_answer_has_quoted_is_not_offered_again() -> None:
    corpus = real_corpus()
    duty = corpus.duties_of(PLAN_ID, "三（五）")[0]
    text = corpus.documents[PLAN_ID].text
    bodies = replace(
        cite(2, "三（五）", STRAW),
        quote=text[duty.start : duty.end],
        start=duty.start,
        end=duty.end,
    )
    listed = "、".join(duty.shared)
    told = Answer("问", "answered", listed, (cite(1, "三（五）", STRAW), bodies))
    assert suggest(told, corpus) == ("农业农村节能减排工程有哪些量化目标？",)
    text = whole("三（五）").quote
    assert suggest(Answer("问", "answered", text, (whole("三（五）"),)), corpus) == (
        "农业农村节能减排工程由谁负责？",
    )
    assert suggest(Answer("问", "answered", listed, (bodies,)), corpus) == ()


def test_an_outline_of_a_clause_leaves_both_questions_open() -> None:
    corpus = real_corpus()
    clause = corpus.clause(PLAN_ID, "三（五）")
    text = corpus.documents[PLAN_ID].text[clause.start : clause.end]
    citation = replace(whole("三（五）"), quote=text, end=clause.end)
    assert len(suggest(Answer("问", "answered", "主要内容：……", (citation,)), corpus)) == 2


def test_a_refusal_offers_nothing() -> None:
    near = (cite(1, "三（五）", STRAW),)
    assert suggest(Answer("问", "no_basis", "无", nearest=near), real_corpus()) == ()
    assert suggest(Answer("问", "rejected", "无", citations=near), real_corpus()) == ()


def test_every_offered_question_is_answered_from_the_clause(engine: Engine) -> None:
    corpus = engine.corpus
    offered = 0
    for clause in corpus.structures[PLAN_ID].clauses:
        text = corpus.documents[PLAN_ID].text
        first = clause.sentences[0]
        quote = text[first.start : first.end]
        start = Citation(1, PLAN_ID, "", clause.address, clause.heading, quote, *_span(first))
        questions = suggest(Answer("问", "answered", "答", (start,)), corpus)
        assert len(questions) <= MOST_QUESTIONS
        for question in questions:
            offered += 1
            answer = engine.ask([question])
            assert answer.status == "answered", question
            assert clause.address in {each.address for each in answer.citations}, question
    assert offered >= 25


def _span(sentence: object) -> tuple[int, int]:
    return sentence.start, sentence.end  # type: ignore[attr-defined]


# Turns


def test_only_the_newest_turn_can_be_changed() -> None:
    turns = [answer_turn(FakeEngine(), [], question) for question in ("谁负责？", "允许烧吗？")]
    html = show(*turns, follow_ups=("下一问？",), with_rating=True)
    first, second = html.split('<div class="turn">')[1:]
    for sign in ("data-edit", "data-retry", "下一问？"):
        assert sign not in first
        assert sign in second
    assert html.count("data-rate=") == 4
    assert "data-rate=" not in show(*turns)


def test_a_failed_turn_can_be_retried_but_not_rated_or_shared() -> None:
    html = show(answer_turn(FakeEngine(), [], "炸"), with_rating=True)
    assert "data-retry" in html
    assert "data-edit" in html
    assert "data-rate" not in html
    assert "data-ask-link" not in html


def test_a_pending_turn_shows_that_it_waits_and_nothing_else() -> None:
    html = show(Turn("问"), follow_ups=("下一问？",), with_rating=True)
    assert wording.PENDING in html
    assert 'role="status"' in html
    assert not re.search("data-(edit|retry|rate|ask-link|example)", html)


def test_a_restored_conversation_is_answered_in_order_whatever_the_browser_sends() -> None:
    engine = FakeEngine()
    turns = restored(engine, ["谁负责秸秆禁烧？", 7, None, {"a": 1}, "允许烧吗？"])
    assert [turn.question for turn in turns] == ["谁负责秸秆禁烧？", "允许烧吗？"]
    assert engine.asked[-1] == ("谁负责秸秆禁烧？", "允许烧吗？")
    assert restored(engine, "谁负责") == restored(engine, None) == []
    assert len(restored(engine, ["问"] * (RESTORED_TURNS + 9))) == RESTORED_TURNS


def test_a_rating_names_the_answer_that_was_on_the_page(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path)
    turns = [answer_turn(FakeEngine(), [], "谁负责？"), answer_turn(FakeEngine(), [], "炸")]
    rate_turn(store, turns, 0, "down", "引文不对")
    rate_turn(store, turns, 0, "up", "")
    [row] = store.rows("ratings")
    assert (row["id"], row["vote"], row["question"]) == (turns[0].key, "up", "谁负责？")
    for place, vote in ((1, "up"), (2, "up"), (-1, "up"), (0, "sideways")):
        with pytest.raises(LookupError):
            rate_turn(store, turns, place, vote, "")
    (tmp_path / "file").write_text("")
    with pytest.raises(FeedbackError):
        rate_turn(FeedbackStore(tmp_path / "file"), turns, 0, "up", "")


@pytest.mark.parametrize("kept", [True, False])
def test_the_page_says_when_questions_are_kept(tmp_path: Path, kept: bool) -> None:
    app = build_app(FakeEngine(), (), FeedbackStore(tmp_path), log_questions=kept)
    config = json.dumps(app.get_config_file(), ensure_ascii=False, default=str)
    assert (wording.QUESTIONS_KEPT in config) is kept


# Exports


def conversation() -> list[Turn]:
    engine = FakeEngine()
    turns: list[Turn] = []
    for question in ("谁负责秸秆禁烧？", "那允许吗？", "烧秸秆罚多少钱？", "炸"):
        turns.append(answer_turn(engine, turns, question))
    return turns


def test_markdown_has_every_question_answer_and_citation() -> None:
    turns = conversation()
    text = to_markdown(turns, real_corpus().documents, NOW)
    assert "2026年1月2日 03:04" in text
    assert text.count("## ") == 4
    assert wording.resolved_note("谁负责秸秆禁烧？") in text
    assert wording.ANSWER_FAILED in text
    for turn in turns[:3]:
        assert turn.answer
        for citation in (*turn.answer.citations, *turn.answer.nearest):
            assert citation.quote in text
            assert f"（咸政发〔2023〕9号）{citation.address}" in text
    assert text.index(wording.NEAREST_TITLE) > text.index("罚多少钱")


def test_no_character_acts_as_a_sign_of_markdown() -> None:
    answer = Answer(SIGNS, "answered", f"{SIGNS}\n- 甲\n1. 乙\n+ 丙\n    丁\n=====")
    text = to_markdown([Turn(SIGNS, answer)], real_corpus().documents, NOW)
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds == {"heading", "inline", "paragraph"}
    inside = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inside} <= {"text", "strong_open", "strong_close"}
    # markdown-it hands over the text of one line in several pieces where signs were escaped.
    read = ["".join(c.content for c in token.children or []) for token in tokens if token.children]
    assert f"1. {SIGNS}" in read
    assert {SIGNS, "- 甲", "1. 乙", "+ 丙", "丁", "====="} <= set(read)


def test_word_has_every_question_answer_and_citation() -> None:
    turns = conversation()
    file = docx.Document(io.BytesIO(to_word(turns, real_corpus().documents, NOW)))
    read = [(paragraph.style.name, paragraph.text) for paragraph in file.paragraphs]
    asked = [text for style, text in read if style == "Heading 1"]
    assert asked == [f"{n}. {turn.question}" for n, turn in enumerate(turns, 1)]
    cited = "\n".join(text for style, text in read if style == "List Bullet")
    for turn in turns[:3]:
        assert turn.answer
        for citation in (*turn.answer.citations, *turn.answer.nearest):
            assert citation.quote in cited
    assert file.core_properties.author == wording.APP_TITLE
    assert "python-docx" not in file.core_properties.comments
    for name in ("Normal", "Heading 1"):
        fonts = file.styles[name].element.rPr.rFonts
        assert "Sim" in fonts.get(docx.oxml.ns.qn("w:eastAsia"))


def test_characters_that_word_cannot_hold_are_left_out() -> None:
    turn = Turn("甲\x00\x08乙\ud800丙\uffff？", failure="丁")
    file = docx.Document(io.BytesIO(to_word([turn], real_corpus().documents, NOW)))
    assert "1. 甲乙丙？" in [paragraph.text for paragraph in file.paragraphs]


def test_a_file_goes_to_the_browser_and_not_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for wanted, ending in (("docx", "docx"), ("md", "md"), ("exe", "md")):
        reply = export_file(conversation(), wanted, real_corpus())
        assert reply["kind"] == "file"
        assert re.fullmatch(rf"政策条款问答记录-\d{{8}}-\d{{4}}\.{ending}", reply["name"])
    assert file_name(NOW, "md") == "政策条款问答记录-20260102-0304.md"
    assert list(tmp_path.iterdir()) == []

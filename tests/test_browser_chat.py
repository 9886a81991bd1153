"""What a person does with answers and conversations, in a real browser, wide and narrow."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe

from policyqa.interface.feedback import FeedbackStore
from tests.browser import ask, fits_the_window, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

STRAW = "谁负责秸秆禁烧？"
RATE = "到2025年秸秆综合利用率要达到多少？"


def questions(page: Page) -> list[str]:
    return page.locator("#conversation .question").all_inner_texts()


def settled(page: Page, asked: list[str]) -> Locator:
    """Wait until exactly these questions are answered; return the last answer."""
    page.wait_for_function(
        """(asked) => {
          const texts = [...document.querySelectorAll("#conversation .question p")];
          return JSON.stringify(texts.map((each) => each.textContent)) === asked
            && document.querySelectorAll(".answer:not(.pending)").length === texts.length;
        }""",
        arg=json.dumps(asked, ensure_ascii=False, separators=(",", ":")),
    )
    return page.locator(".answer").last


def kept(page: Page) -> list[list[str]]:
    """The questions of the conversations that the browser keeps, newest first."""
    stored = page.evaluate("localStorage.getItem('policyqa.conversations')")
    return [each["questions"] for each in json.loads(stored or "[]")]


def broken_rules(page: Page) -> list[str]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found.response["violations"]]


def test_waiting_is_visible(page: Page) -> None:
    page.evaluate(
        """() => {
          window.waited = "";
          new MutationObserver(() => {
            const seen = document.querySelector("#conversation .pending [role=status]");
            if (seen) window.waited = seen.textContent;
          }).observe(document.body, { childList: true, subtree: true });
        }"""
    )
    ask(page, STRAW)
    assert page.evaluate("window.waited") == "正在查找条款…"


def test_an_answer_is_rated_with_a_reason(page: Page, store: FeedbackStore) -> None:
    before = len(store.rows("ratings"))
    ask(page, STRAW)
    page.locator("[data-rate=up]").click()
    page.locator(".rating-state", has_text="已记下").wait_for()
    assert page.locator(".reason").is_hidden()
    page.locator("[data-rate=down]").click()
    assert page.locator("[data-rate=up]").get_attribute("aria-pressed") == "false"
    page.locator(".reasons label", has_text="引文不对").click()
    page.locator(".reason input[name=words]").fill("应是三（七）")
    assert fits_the_window(page)
    page.locator(".reason [type=submit]").click()
    page.wait_for_function("document.activeElement.dataset.rate === 'down'")
    page.wait_for_timeout(200)
    [row] = store.rows("ratings")[before:]
    assert (row["vote"], row["reason"]) == ("down", "引文不对；应是三（七）")
    assert row["question"] == STRAW
    ask(page, RATE)
    votes = page.locator("[data-rate=down]")
    pressed = [vote.get_attribute("aria-pressed") for vote in votes.all()]
    assert pressed == ["true", "false"]


def test_a_rating_that_cannot_be_kept_says_so(page: Page, store: FeedbackStore) -> None:
    ask(page, STRAW)
    path, store.path = store.path, Path("/dev/null/feedback.sqlite3")
    try:
        page.locator("[data-rate=up]").click()
        page.locator(".rating-state", has_text="没能记下，请稍后再试。").wait_for()
    finally:
        store.path = path
    assert page.locator("[data-rate=up]").get_attribute("aria-pressed") == "false"


def test_the_last_question_is_edited_in_its_place(page: Page) -> None:
    ask(page, STRAW)
    ask(page, "秸秆综合利用的目标是多少？")
    page.locator("#question textarea").fill("半句")
    page.locator("[data-edit]").click()
    page.keyboard.press("Escape")
    assert page.locator(".editor").count() == 0
    page.locator("[data-edit]").click()
    editor = page.locator(".editor textarea")
    assert editor.input_value() == "秸秆综合利用的目标是多少？"
    editor.fill("三（八）讲什么？")
    assert fits_the_window(page)
    editor.press("Enter")
    answer = settled(page, [STRAW, "三（八）讲什么？"])
    assert "三（八）" in answer.inner_text()
    assert page.locator("#question textarea").input_value() == "半句"


def test_an_answer_is_asked_for_again(page: Page) -> None:
    first = ask(page, STRAW).inner_text()
    page.evaluate("document.querySelector('.turn').dataset.old = 'yes'")
    page.locator("[data-retry]").click()
    page.wait_for_function("!document.querySelector('.turn[data-old]')")
    assert settled(page, [STRAW]).inner_text() == first


def test_a_suggested_question_is_asked_and_answered(page: Page) -> None:
    ask(page, RATE)
    follow_up = page.locator(".follow-up").first
    question = follow_up.inner_text()
    assert question == "农业农村节能减排工程由谁负责？"
    follow_up.click()
    answer = settled(page, [RATE, question])
    assert "市农业农村局" in answer.inner_text()
    assert question not in page.locator(".follow-up").all_inner_texts()


def test_conversations_are_kept_by_the_browser_and_opened_again(page: Page) -> None:
    bar = page.locator("#chat-bar")
    assert bar.is_hidden()
    ask(page, STRAW)
    page.locator("[data-new]").click()
    page.locator(".welcome").wait_for()
    assert page.locator("[data-clear]").is_hidden()
    ask(page, RATE)
    ask(page, "那谁管呢？")
    assert kept(page) == [[RATE, "那谁管呢？"], [STRAW]]
    # Nothing but questions is stored, so nothing old is ever shown as an answer.
    stored = page.evaluate("localStorage.getItem('policyqa.conversations')")
    assert "市农业农村局" not in stored
    page.locator("[data-menu=history]").click()
    assert fits_the_window(page)
    titles = page.locator("#history-menu .title").all_inner_texts()
    assert titles == [RATE, STRAW]
    page.locator("#history-menu [data-conversation]").nth(1).click()
    settled(page, [STRAW])
    page.reload()
    assert settled(page, [STRAW]).locator(".marker").count() >= 1
    page.locator("[data-menu=history]").click()
    page.locator("#history-menu [data-conversation]").nth(0).click()
    answer = settled(page, [RATE, "那谁管呢？"])
    assert "秸秆" in answer.locator(".resolved").inner_text()
    page.locator("[data-menu=history]").click()
    page.locator("#history-menu [data-remove]").nth(1).click()
    assert kept(page) == [[RATE, "那谁管呢？"]]
    page.keyboard.press("Escape")
    assert page.locator("#history-menu").is_hidden()
    page.locator("[data-clear]").click()
    page.locator(".welcome").wait_for()
    assert kept(page) == []
    assert bar.is_hidden()


def test_another_tab_neither_loses_nor_shows_this_ones_conversation(
    browser: Browser, address: str
) -> None:
    with opened(browser, address) as page:
        ask(page, STRAW)
        second = page.context.new_page()
        second.goto(address)
        second.locator(".welcome").wait_for()
        ask(second, RATE)
        ask(page, "那目标呢？")
        assert sorted(kept(page)) == sorted([[STRAW, "那目标呢？"], [RATE]])


def test_markup_in_a_kept_question_stays_text(browser: Browser, address: str) -> None:
    evil = '<img src=x onerror="window.hit=1">谁负责？'
    with opened(browser, address) as page:
        ask(page, evil)
        page.locator("[data-menu=history]").click()
        assert page.locator("#history-menu .title").inner_text() == evil
        page.keyboard.press("Escape")
        page.reload()
        settled(page, [evil])
        page.locator("[data-edit]").click()
        assert page.locator(".editor textarea").input_value() == evil
        assert page.evaluate("window.hit") is None


def test_a_broken_storage_does_not_break_the_page(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        for broken in ("no JSON", '{"a": 1}', '[null, {"questions": 3}, {"questions": [7]}]'):
            page.evaluate("text => localStorage.setItem('policyqa.conversations', text)", broken)
            page.reload()
            ask(page, STRAW)
            assert kept(page)[0] == [STRAW]
            page.evaluate("sessionStorage.clear()")


def test_a_conversation_is_saved_as_word_and_as_markdown(page: Page, tmp_path: Path) -> None:
    ask(page, STRAW)
    ask(page, "烧秸秆罚多少钱？")
    for name in ("docx", "md"):
        page.locator("[data-menu=export]").click()
        assert fits_the_window(page)
        with page.expect_download() as download:
            page.locator(f"[data-export={name}]").click()
        assert re.fullmatch(rf"政策条款问答记录-[\d-]+\.{name}", download.value.suggested_filename)
        download.value.save_as(tmp_path / name)
    word = "\n".join(each.text for each in docx.Document(str(tmp_path / "docx")).paragraphs)
    markdown = (tmp_path / "md").read_text(encoding="utf-8")
    for text in (word, markdown):
        assert STRAW in text
        assert "（咸政发〔2023〕9号）三（五）“农业农村节能减排工程”：“" in text
        assert "最相近的条款（不是答案）" in text


def test_a_question_in_the_address_is_asked_once(page: Page, address: str) -> None:
    page.goto(f"{address}?q={quote(STRAW)}")
    assert settled(page, [STRAW]).locator(".badge").inner_text() == "有依据"
    assert "q=" not in page.url
    assert fits_the_window(page)
    page.reload()
    settled(page, [STRAW])
    assert kept(page) == [[STRAW]]
    page.goto(f"{address}?q={quote('<b>十大工程有哪些？</b>')}")
    settled(page, ["<b>十大工程有哪些？</b>"])
    assert len(kept(page)) == 2
    page.goto(f"{address}?q=%20")
    page.wait_for_selector(".welcome, .turn")
    assert "" not in questions(page)


def test_a_copied_link_asks_the_question(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        ask(page, STRAW)
        page.locator("[data-ask-link]").click()
        page.locator("[data-ask-link]", has_text="已复制").wait_for()
        link = page.evaluate("navigator.clipboard.readText()")
        assert link == f"{address}?q={quote(STRAW)}"
    with opened(browser, link, ready=".answer:not(.pending)") as page:
        settled(page, [STRAW])


def test_a_keyboard_is_enough(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, RATE)
        page.locator("[data-menu=history]").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.dataset.conversation")
        page.keyboard.press("Escape")
        page.wait_for_function("document.activeElement.dataset.menu === 'history'")
        page.locator("[data-edit]").focus()
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.matches('.editor textarea')")
        page.keyboard.press("Escape")
        page.wait_for_function("'edit' in document.activeElement.dataset")
        page.locator("[data-rate=down]").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        reached = []
        for _ in range(6):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("document.activeElement.name || ''"))
        assert {"reason-0", "words"} <= set(reached)


def test_a_screen_reader_hears_the_answer_once(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        ask(page, RATE)
        page.wait_for_function("document.querySelector('.only-heard')?.textContent")
        heard = page.locator(".only-heard").inner_text()
        assert heard.startswith("有依据。到2025年")
        assert page.locator(".conversation").get_attribute("aria-live") == "off"


def test_no_english_is_left_where_a_person_acts(page: Page) -> None:
    ask(page, STRAW)
    page.locator("[data-rate=down]").click()
    page.locator("[data-edit]").click()
    texts = []
    for menu in ("history", "export"):
        page.locator(f"[data-menu={menu}]").click()
        texts.append(page.locator("#chat-panel").inner_text())
    said = set(re.findall("[A-Za-z]{3,}", " ".join(texts)))
    assert said - {"VOCs"} == {"Word", "Markdown"}
    labels = page.locator("#chat-panel [aria-label], #chat-panel [placeholder]")
    for label in labels.all():
        words = f"{label.get_attribute('aria-label')} {label.get_attribute('placeholder')}"
        assert not re.findall("[A-Za-z]{3,}", words.replace("None", ""))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_accessibility_rule_is_broken(browser: Browser, address: str, scheme: str) -> None:
    with opened(browser, address, scheme=scheme) as page:
        ask(page, RATE)
        page.locator("[data-rate=down]").click()
        page.locator("[data-menu=history]").click()
        assert broken_rules(page) == []
        page.keyboard.press("Escape")
        page.locator("[data-edit]").click()
        page.locator("[data-menu=export]").click()
        assert broken_rules(page) == []
        page.goto(f"{address}gradio_api/")
        assert broken_rules(page) == []

"""The page in a real browser, on the real engine, at desktop and phone size."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING

from tests.browser import PHONE, ask, fits_the_window, marked, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def test_a_question_is_answered_with_citations(page: Page) -> None:
    answer = ask(page, "谁负责秸秆禁烧？")
    assert answer.locator(".badge").inner_text() == "有依据"
    assert answer.locator(".marker").count() >= 1
    places = answer.locator(".citation .place").all_inner_texts()
    assert any("三（五）" in place for place in places)
    assert page.locator("#question textarea").input_value() == ""
    assert fits_the_window(page)


def pieces(shown: str) -> list[str]:
    """The words of a card between its ellipses."""
    return [piece for piece in re.split(r"[…\s]+", shown) if piece]


def hidden_sheet(page: Page) -> None:
    page.wait_for_function(
        "getComputedStyle(document.querySelector('#reader-panel')).visibility === 'hidden'"
    )


def test_a_citation_opens_its_quote_in_view(page: Page) -> None:
    answer = ask(page, "谁负责秸秆禁烧？")
    for card in reversed(answer.locator(".citation .card").all()):
        shown = pieces(card.locator(".quote").inner_text())
        card.locator(".card-open").click()
        assert marked(page, shown[0]).is_visible()
        text = "".join(page.locator("#reader mark").all_inner_texts())
        assert all(piece in text for piece in shown)
        assert page.locator("#reader .current").count() >= 1
        assert fits_the_window(page)
        close = page.locator("[data-close-reader]")
        if close.is_visible():
            close.click()
            hidden_sheet(page)
    answer.locator(".marker").first.click()
    assert marked(page).is_visible()


def test_the_first_quote_is_shown_with_the_answer(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        card = ask(page, "到2025年秸秆综合利用率要达到多少？").locator(".citation .quote").first
        assert marked(page, pieces(card.inner_text())[0]).is_visible()


def test_a_refusal_names_the_nearest_clauses(page: Page) -> None:
    answer = ask(page, "烧秸秆罚多少钱？")
    assert answer.locator(".badge").inner_text() == "未找到依据"
    assert answer.locator("h3").all_inner_texts() == ["最相近的条款（不是答案）"]
    assert answer.locator(".citation").count() == 0
    answer.locator(".nearest .card-open").first.click()
    assert marked(page).is_visible()


def test_a_follow_up_is_shown_as_understood(page: Page) -> None:
    ask(page, "秸秆综合利用率的目标是多少？")
    answer = ask(page, "那谁管呢？")
    assert re.fullmatch("按“.*秸秆.*”理解", answer.locator(".resolved").inner_text())


def test_an_empty_question_is_turned_away_in_words(page: Page) -> None:
    assert ask(page, "  ").locator(".badge").inner_text() == "无法受理"


def test_examples_ask_and_clear_starts_again(page: Page) -> None:
    example = page.locator(".example").first
    question = example.inner_text()
    example.click()
    page.locator(".answer.answered").wait_for()
    assert page.locator(".question").inner_text() == question
    page.locator("#clear").click()
    page.locator(".welcome").wait_for()
    assert page.locator(".answer").count() == 0


def test_the_newest_question_is_in_view(page: Page) -> None:
    for question in ("市煤炭工业局涉及哪些任务？", "十大工程有哪些？", "三（八）讲什么？"):
        ask(page, question)
    newest = page.locator(".question").last
    page.wait_for_function(
        """() => {
          const box = document.querySelector("#conversation").getBoundingClientRect();
          const last = [...document.querySelectorAll(".question")].at(-1).getBoundingClientRect();
          return last.top >= box.top && last.bottom <= box.bottom;
        }"""
    )
    assert newest.is_visible()


def test_a_citation_is_copied_ready_to_paste(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        copy = ask(page, "谁负责秸秆禁烧？").locator(".copy").first
        copy.click()
        page.locator(".copy", has_text="已复制").wait_for()
        pasted = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"《.+》（咸政发〔2023〕9号）.+：“.+”", pasted)


def test_the_reader_is_a_sheet_on_a_phone(browser: Browser, address: str) -> None:
    with opened(browser, address, PHONE) as page:
        sheet = page.locator("#reader-panel")
        assert not sheet.is_visible()
        page.locator("[data-open-reader]").click()
        assert sheet.is_visible()
        page.keyboard.press("Escape")
        page.wait_for_function(
            "getComputedStyle(document.querySelector('#reader-panel')).visibility === 'hidden'"
        )
        marker = ask(page, "谁负责秸秆禁烧？").locator(".marker").first
        marker.click()
        marked(page)
        page.wait_for_function("document.activeElement.hasAttribute('data-close-reader')")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.classList.contains('marker')")


def test_the_served_file_is_chinese_before_any_script_runs(address: str) -> None:
    with urllib.request.urlopen(address) as response:
        html = response.read().decode("utf-8")
    assert '<html\n\tlang="zh-CN"' in html
    assert "<title>政策条款问答</title>" in html
    assert "Click to try" not in html
    assert "githubusercontent" not in html


def test_the_page_is_chinese_and_stays_on_this_machine(browser: Browser, address: str) -> None:
    with opened(browser, address, locale="en-US") as page:
        seen: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: seen.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.reload()
        page.wait_for_selector(".welcome")
        ask(page, "谁负责秸秆禁烧？").locator(".marker").first.click()
        marked(page)
        assert page.title() == "政策条款问答"
        assert page.locator("html").get_attribute("lang") == "zh-CN"
        # The document itself writes VOCs, GDP and the like; everything else is ours.
        page.evaluate(
            "document.querySelectorAll('#reader, .quote').forEach((element) => element.remove())"
        )
        assert re.findall("[A-Za-z]{3,}", page.locator("body").inner_text()) == []
        assert errors == []
    assert [url for url in seen if not url.startswith((address, "data:", "blob:"))] == []

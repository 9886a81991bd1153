"""The app served on a free port, and pages of a headless Chromium that look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policyqa.interface.app import build_app
from policyqa.interface.chat import Answerer
from policyqa.interface.feedback import FeedbackStore
from policyqa.interface.server import serve
from policyqa.settings import load_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

DESKTOP = (1280, 800)
PHONE = (390, 844)
ANSWER = ".answer:not(.pending)"


def chromium_path() -> str | None:
    """The browser of this machine; the variable CHROMIUM names another."""
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if name and (path := shutil.which(name))), None)


@contextmanager
def served(
    engine: Answerer, examples: Sequence[str], store: FeedbackStore | None = None
) -> Iterator[str]:
    app = build_app(engine, examples, store)
    try:
        yield serve(app, load_settings(host="127.0.0.1", port=0), block=False)
    finally:
        app.close(verbose=False)


@contextmanager
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser,
    address: str,
    size: tuple[int, int] = DESKTOP,
    *,
    scheme: str = "light",
    locale: str = "zh-CN",
    ready: str = ".welcome",
) -> Iterator[Page]:
    """Open a page as a new visitor does and wait for ``ready``."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=locale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    try:
        page.goto(address)
        page.wait_for_selector(ready)
        yield page
    finally:
        context.close()


def ask(page: Page, question: str) -> Locator:
    """Type a question, press Enter, and return the finished answer."""
    before = page.locator(ANSWER).count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    answer = page.locator(ANSWER).nth(before)
    answer.wait_for()
    # The field is emptied on its own: what is typed before that would be lost.
    page.wait_for_function("() => !document.querySelector('#question textarea').value")
    return answer


def fits_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def marked(page: Page, words: str = "") -> Locator:
    """Wait until the marked quote, with ``words`` in it, is in view; return it."""
    page.wait_for_function(
        """(words) => {
          const body = document.querySelector("#reader .reader-body");
          const mark = body?.querySelector("mark");
          if (!mark || !mark.textContent.includes(words)) return false;
          const [outer, inner] = [body, mark].map((each) => each.getBoundingClientRect());
          return inner.top >= outer.top && inner.top < Math.min(outer.bottom, innerHeight);
        }""",
        arg=words,
    )
    return page.locator("#reader mark").first

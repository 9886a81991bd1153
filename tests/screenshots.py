"""Regenerate ``docs/screenshots``: ``python -m tests.screenshots``.

Every picture is the real page on the real engine, at desktop and phone width, light and dark.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from policyqa.answering.engine import Engine
from policyqa.interface.examples import load_examples
from policyqa.settings import ROOT, load_settings
from tests.browser import DESKTOP, PHONE, ask, chromium, marked, opened, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs" / "screenshots"


def welcome(page: Page) -> None:
    page.locator(".welcome").wait_for()


def citation(page: Page) -> None:
    ask(page, "谁负责秸秆禁烧？").locator(".marker").first.click()
    marked(page)


def refusal(page: Page) -> None:
    ask(page, "烧秸秆罚多少钱？")


def follow_up(page: Page) -> None:
    ask(page, "到2025年秸秆综合利用率要达到多少？")
    ask(page, "那谁管呢？")


def go(page: Page, query: str) -> None:
    page.evaluate("(query) => policyqaViews.go(query)", query)


def reader(page: Page) -> None:
    go(page, "?doc=xianyang-2023-9&clause=三（五）")
    page.locator("#view-reader .current").first.wait_for()


def reader_search(page: Page) -> None:
    go(page, "?view=reader")
    page.locator("[data-find]").fill("秸秆")
    page.locator("#view-reader mark.here").wait_for()
    toggle = page.locator(".beside-toggle")
    if toggle.is_visible():
        toggle.click()


def duties(page: Page) -> None:
    go(page, "?view=duties&department=发改委")
    page.locator("#view-duties .bodies mark").first.wait_for()


def duties_matrix(page: Page) -> None:
    go(page, "?view=duties&layout=matrix")
    page.locator("#view-duties .matrix").wait_for()


def targets(page: Page) -> None:
    go(page, "?view=targets")
    page.locator("#view-targets .bars").first.wait_for()


def about(page: Page) -> None:
    go(page, "?view=about")
    page.locator("#view-about .document").first.wait_for()


SCENES: tuple[Callable[[Page], None], ...] = (
    welcome,
    citation,
    refusal,
    follow_up,
    reader,
    reader_search,
    duties,
    duties_matrix,
    targets,
    about,
)


def take(folder: Path = FOLDER) -> list[Path]:
    """Take every scene at both widths and in both colour schemes; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    engine = Engine.open(settings)
    taken = []
    with served(engine, load_examples(settings.corpus)) as address, chromium() as browser:
        for size in (DESKTOP, PHONE):
            for scheme in ("light", "dark"):
                for scene in SCENES:
                    path = folder / f"{scene.__name__.replace('_', '-')}-{size[0]}-{scheme}.png"
                    with opened(browser, address, size, scheme=scheme) as page:
                        scene(page)
                        page.wait_for_timeout(400)
                        picture = Image.open(BytesIO(page.screenshot()))
                    # A palette keeps the pictures small; the page has few colours.
                    picture.convert("RGB").quantize(96).save(path, optimize=True)
                    taken.append(path)
    return taken


if __name__ == "__main__":
    for path in take():
        print(path.relative_to(ROOT))

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


SCENES: tuple[Callable[[Page], None], ...] = (welcome, citation, refusal, follow_up)


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

"""How fast the web app is for a person with a browser: ``python benchmarks/page_speed.py``.

Starts ``python app.py`` on a free port and looks at it with a headless Chromium, over and over.
Figures are wall-clock milliseconds or seconds on this machine, the network not included:

- first HTTP 200: from starting the process to the first page served;
- page usable: from asking for the page to a question line that takes text (an empty cache);
- first answer: from Enter to the answer on screen, the first question that the process gets;
- answer: the same for further questions.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
FIRST_PAGE_LIMIT_S = 10.0
USABLE_LIMIT_S = 2.0
ANSWER_LIMIT_S = 0.5
QUESTIONS = (
    "到2025年秸秆综合利用率要达到多少？",
    "那谁管呢？",
    "市煤炭工业局涉及哪些任务？",
    "烧秸秆罚多少钱？",
    "十大工程有哪些？",
    "三（八）讲什么？",
    "非禁燃区能烧什么取暖？",
    "余热利用写在哪几条？",
)

# The clock runs in the page, from the key to the frame that shows the answer.
WATCH = """(before) => {
  const done = () => document.querySelectorAll(".answer:not(.pending)").length > before;
  window.answered = new Promise((resolve) => {
    document.querySelector("#question textarea").addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const start = performance.now();
      const look = () => requestAnimationFrame(() =>
        done() ? resolve(performance.now() - start) : look());
      look();
    }, { once: true });
  });
}"""


@dataclass(frozen=True, slots=True)
class Run:
    """The seconds that one start of the app took."""

    first_page: float
    usable: tuple[float, ...]
    first_answer: float
    answers: tuple[float, ...]


@contextmanager
def started() -> Iterator[tuple[str, float]]:
    """Start the app; yield its address and the seconds to its first page."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=os.environ | {"POLICYQA_PORT": "0", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        assert process.stdout is not None
        line = next((line for line in process.stdout if "http" in line), "")
        if not line:
            raise SystemExit("app.py ended without an address.")
        address = line[line.index("http") :].split()[0]
        with urllib.request.urlopen(address, timeout=30) as response:
            response.read()
        yield address, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def usable_after(page: Page, address: str) -> float:
    """Open the page and return the seconds until the question line takes text."""
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".welcome")
    page.locator("#question textarea").fill("问")
    page.locator("#question textarea").fill("")
    return time.perf_counter() - begun


def answered_after(page: Page, question: str) -> float:
    """Ask a question and return the seconds from Enter to the frame with the answer."""
    line = page.locator("#question textarea")
    line.fill(question)
    page.evaluate(WATCH, page.locator(".answer:not(.pending)").count())
    line.press("Enter")
    return float(page.evaluate("window.answered")) / 1000


def measure(browser: Browser, pages: int) -> Run:
    """Start the app once and measure it from start to the last answer."""
    with started() as (address, first_page):
        usable: list[float] = []
        answers: list[float] = []
        for _ in range(pages):
            context = browser.new_context(locale="zh-CN")
            page = context.new_page()
            usable.append(usable_after(page, address))
            answers.extend(answered_after(page, question) for question in QUESTIONS)
            context.close()
    return Run(first_page, tuple(usable), answers[0], tuple(answers[1:]))


def report(runs: Sequence[Run]) -> str:
    """Return the figures as a table: median, 95th percentile, worst, limit."""
    rows = (
        ("first HTTP 200", [run.first_page for run in runs], FIRST_PAGE_LIMIT_S),
        ("page usable", [each for run in runs for each in run.usable], USABLE_LIMIT_S),
        ("first answer", [run.first_answer for run in runs], ANSWER_LIMIT_S),
        ("answer", [each for run in runs for each in run.answers], ANSWER_LIMIT_S),
    )
    lines = [f"{'ms':<16}{'n':>4}{'median':>9}{'p95':>9}{'worst':>9}{'limit':>9}"]
    for name, seconds, limit in rows:
        ordered = sorted(seconds)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        figures = (statistics.median(ordered), p95, ordered[-1], limit)
        cells = "".join(f"{each * 1000:>9.0f}" for each in figures)
        lines.append(f"{name:<16}{len(ordered):>4}{cells}")
    return "\n".join(lines)


def main() -> int:
    """Measure and print; the exit status is 1 when a median is above its limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--starts", type=int, default=3, help="how often the app is started")
    parser.add_argument("--pages", type=int, default=3, help="pages opened per start")
    arguments = parser.parse_args()
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu"]
        )
        runs = [measure(browser, arguments.pages) for _ in range(arguments.starts)]
        browser.close()
    print(report(runs))
    return int(
        statistics.median(run.first_page for run in runs) > FIRST_PAGE_LIMIT_S
        or statistics.median(each for run in runs for each in run.usable) > USABLE_LIMIT_S
        or statistics.median(run.first_answer for run in runs) > ANSWER_LIMIT_S
        or statistics.median(each for run in runs for each in run.answers) > ANSWER_LIMIT_S
    )


if __name__ == "__main__":
    sys.exit(main())

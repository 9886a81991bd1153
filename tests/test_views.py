"""原文, 责任清单, 目标指标 and 关于 in a real browser, at desktop and phone size."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from openpyxl import load_workbook

from tests.browser import DESKTOP, PHONE, ask, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

    from policyqa.answering.engine import Engine

PLAN = "xianyang-2023-9"
CLAUSE = f"?doc={PLAN}&clause=三（五）"
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


@contextmanager
def visited(
    browser: Browser,
    address: str,
    query: str = "",
    size: tuple[int, int] = DESKTOP,
    scheme: str = "light",
) -> Iterator[Page]:
    """Open the page at an address within it, as somebody does who was sent the link."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="zh-CN",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    try:
        page.goto(address + query)
        page.locator("#views a[aria-current]").wait_for()
        yield page
    finally:
        context.close()


def fits_the_window(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def in_view(page: Page, selector: str) -> None:
    """Wait until an element of 原文 lies within the part that is shown."""
    page.wait_for_function(
        """(selector) => {
          const text = document.querySelector("#view-reader .reading-text");
          const line = document.querySelector(selector)?.getBoundingClientRect();
          const box = text?.getBoundingClientRect();
          return line && line.height && line.top >= box.top && line.top < box.bottom;
        }""",
        arg=f"#view-reader {selector}",
    )


def settled(page: Page, words: str) -> str:
    """Wait until the count of a register holds ``words``; return the whole line."""
    line = shown(page).locator(".summary", has_text=words)
    line.wait_for()
    return line.inner_text()


def shown(page: Page) -> Locator:
    return page.locator("[id^='view-']:visible")


def test_every_view_is_a_link_that_keeps_the_way_back(page: Page) -> None:
    names = page.locator("#views a").all_inner_texts()
    assert names == ["问答", "原文", "责任清单", "目标指标", "关于"]
    for name, box in zip(names[1:], ("reader", "duties", "targets", "about"), strict=True):
        page.get_by_role("link", name=name, exact=True).click()
        assert page.locator(f"#view-{box}").is_visible()
        assert page.locator("#views a[aria-current='page']").inner_text() == name
        assert page.title() == f"{name} - 政策条款问答"
        assert not page.locator("#question").is_visible()
        assert fits_the_window(page)
    page.go_back()
    assert page.locator("#view-targets").is_visible()
    page.locator("#views a").first.click()
    assert page.locator("#question").is_visible()
    assert page.title() == "政策条款问答"


@SIZES
def test_the_link_of_a_clause_opens_right_there(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with visited(browser, address, CLAUSE, size) as page:
        in_view(page, '[data-heading="三（五）"].current')
        assert (
            page.locator("#view-reader .outline [aria-current]").inner_text().startswith("三（五）")
        )
        beside = page.locator("#view-reader [data-beside='三（五）']")
        if size == PHONE:
            assert not beside.is_visible()
            page.locator(".beside-toggle").click()
        assert "市农业农村局" in beside.inner_text()
        assert "目标值（不是完成值）" in beside.inner_text()
        assert "97%" in beside.inner_text()
        # A figure beside the text leads to its words in the text.
        beside.get_by_role("link", name=re.compile("秸秆综合利用率")).click()
        in_view(page, "mark[data-quote]")
        assert "97%" in page.locator("#view-reader mark[data-quote]").inner_text()
        assert fits_the_window(page)


def test_a_clause_has_a_link_to_copy_that_opens_it(browser: Browser, address: str) -> None:
    with visited(browser, address, "?view=reader") as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        buttons = page.locator("#view-reader .clause-tool")
        parts = page.locator("#view-reader .outline a").count()
        assert buttons.count() == parts
        page.get_by_role("button", name="复制四（三）的链接").click()
        page.locator("#notice.shown").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{address}?doc={PLAN}&clause=四（三）"
        page.goto(copied)
        in_view(page, '[data-heading="四（三）"].current')


def test_an_unknown_clause_or_document_is_said_in_words(browser: Browser, address: str) -> None:
    with visited(browser, address, f"?doc={PLAN}&clause=九九") as page:
        page.locator("#notice.shown", has_text="没有链接所指的条款").wait_for()
        page.goto(f"{address}?doc=nothing")
        page.locator("#notice.shown", has_text="没有编号为 nothing 的文件").wait_for()


@SIZES
def test_search_counts_its_hits_and_steps_through_them(
    browser: Browser, address: str, engine: Engine, size: tuple[int, int]
) -> None:
    hits = engine.corpus.documents[PLAN].text.count("秸秆")
    with visited(browser, address, "?view=reader", size) as page:
        text = page.locator("#view-reader article").inner_text()
        field = page.get_by_label("在原文中查找")
        field.fill("秸秆")
        count = page.locator(".find-count")
        count.get_by_text(f"第 1 / {hits} 处").wait_for()
        in_view(page, "mark.here")
        # Outline and notes are of the clause that the hit stands in.
        assert (
            page.locator("#view-reader .outline [aria-current]").get_attribute("data-go")
            == "三（五）"
        )
        page.get_by_role("button", name="下一处").click()
        assert count.inner_text() == f"第 2 / {hits} 处"
        field.press("Shift+Enter")
        page.get_by_role("button", name="上一处").click()
        assert count.inner_text() == f"第 {hits} / {hits} 处"
        in_view(page, "mark.here")
        assert fits_the_window(page)
        field.fill("火星")
        count.get_by_text("没有找到").wait_for()
        field.fill("ＧＤＰ")
        count.get_by_text("第 1 /").wait_for()
        field.fill("")
        assert page.locator("#view-reader article mark").count() == 0
        assert page.locator("#view-reader article").inner_text() == text


def test_the_outline_and_the_notes_follow_the_text(browser: Browser, address: str) -> None:
    with visited(browser, address, "?view=reader") as page:
        page.locator("#view-reader .outline a", has_text="三（八）").click()
        in_view(page, '[data-heading="三（八）"].current')
        assert unquote(page.url).endswith(CLAUSE.replace("五", "八"))
        page.locator("#view-reader .reading-text").hover()
        page.mouse.wheel(0, 1500)
        page.wait_for_function(
            "document.querySelector('.outline [aria-current]').dataset.go !== '三（八）'"
        )
        place = page.locator(".outline [aria-current]").get_attribute("data-go")
        assert page.locator(f"[data-beside='{place}']").is_visible()


def test_the_outline_is_a_sheet_on_a_phone(browser: Browser, address: str) -> None:
    with visited(browser, address, "?view=reader", PHONE) as page:
        toggle = page.get_by_role("button", name="目录")
        assert not page.locator("#outline").is_visible()
        toggle.click()
        page.locator("#outline").wait_for()
        page.keyboard.press("Escape")
        assert not page.locator("#outline").is_visible()
        toggle.press("Enter")
        page.locator("#outline a", has_text="五（二）").click()
        assert not page.locator("#outline").is_visible()
        in_view(page, '[data-heading="五（二）"].current')


def test_documents_are_picked_and_linked(browser: Browser, other_engine: Engine) -> None:
    ids = list(other_engine.corpus.documents)
    with served(other_engine, ()) as address, visited(browser, address, "?view=reader") as page:
        first = page.locator("#view-reader article").inner_text()
        page.get_by_role("combobox", name="文件", exact=True).select_option(ids[1])
        page.locator(f".reading[data-document='{ids[1]}']").wait_for()
        assert page.locator("#view-reader article").inner_text() != first
        page.go_back()
        page.goto(f"{address}?doc={quote(ids[1])}")
        page.locator(f".reading[data-document='{ids[1]}']").wait_for()
        assert page.get_by_role("combobox", name="文件", exact=True).input_value() == ids[1]


@SIZES
def test_duties_are_filtered_as_one_types(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with visited(browser, address, "?view=duties", size) as page:
        everything = shown(page).locator(".summary").inner_text()
        shown(page).get_by_role("combobox", name="单位", exact=True).fill("发改委")
        assert "1 个单位，16 个条款" in settled(page, "“发改委”对应：市发展和改革委员会")
        assert set(shown(page).locator(".bodies mark").all_inner_texts()) == {"市发展和改革委员会"}
        shown(page).get_by_role("combobox", name="角色", exact=True).select_option("牵头")
        settled(page, "2 项责任")
        shown(page).get_by_role("combobox", name="条款", exact=True).select_option("五（二）")
        settled(page, "1 项责任")
        assert fits_the_window(page)
        shown(page).get_by_role("button", name="清除条件").click()
        settled(page, everything)
        shown(page).get_by_role("searchbox", name="关键词", exact=True).fill("秸秆")
        shown(page).locator(".passage mark", has_text="秸秆").first.wait_for()
        shown(page).get_by_role("link", name="核对原文").first.click()
        in_view(page, "mark[data-quote]")


@SIZES
def test_a_filtered_register_can_be_sent_as_a_link(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    query = "?view=duties&department=农业农村局&role=分工&clause=三&layout=matrix"
    with visited(browser, address, query, size) as page:
        settled(page, "“农业农村局”对应")
        assert shown(page).get_by_role("combobox", name="角色", exact=True).input_value() == "分工"
        assert shown(page).get_by_label("矩阵", exact=True).is_checked()
        matrix = shown(page).locator(".matrix")
        assert matrix.locator("tbody th").all_inner_texts() == ["市农业农村局"]
        heads = matrix.locator("thead th").all_inner_texts()
        assert [head for head in heads if "（" in head] == ["三（五）", "三（七）", "三（八）"]
        assert fits_the_window(page)
        page.locator(".layouts label", has_text="清单").click()
        shown(page).locator("table.duties").wait_for()
        assert "layout" not in page.url
        # A second reading of the same address shows the same.
        page.reload()
        settled(page, "“农业农村局”对应")


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        shown(page).get_by_role("link", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


@SIZES
def test_what_is_shown_is_what_is_exported(
    browser: Browser, address: str, size: tuple[int, int], tmp_path: Path
) -> None:
    with visited(browser, address, "?view=duties&department=住建局", size) as page:
        settled(page, "10 项责任")
        path = saved(page, "导出 Excel", tmp_path)
        assert path.name == "责任清单.xlsx"
        assert load_workbook(path).worksheets[0].max_row == 11
        page.get_by_role("link", name="目标指标").click()
        shown(page).get_by_role("searchbox", name="关键词", exact=True).fill("秸秆")
        settled(page, "个目标值")
        page.wait_for_url(re.compile("keyword"))
        path = saved(page, "导出 CSV", tmp_path)
        assert path.name == "目标指标.csv"
        lines = list(csv.DictReader(StringIO(path.read_bytes().decode("utf-8-sig"))))
        assert len(lines) == shown(page).locator("table.targets tbody tr").count()
        assert all("不是完成值" in "".join(line) for line in lines)


@SIZES
def test_targets_are_bars_and_a_table_that_say_the_same(
    browser: Browser, address: str, engine: Engine, size: tuple[int, int]
) -> None:
    count = len(engine.corpus.targets)
    with visited(browser, address, "?view=targets", size) as page:
        view = shown(page)
        assert "目标值（不是完成值）" in view.locator(".view-head").inner_text()
        assert view.locator("table.targets tbody tr").count() == count
        assert view.locator(".bars li").count() == count
        values = view.locator("table.targets td.figure").all_inner_texts()
        bars = view.locator(".bars .figure").all_inner_texts()
        assert sorted(bars) == sorted(value.split("\n")[-1] for value in values)
        # Equal shares are equally long, whatever the window.
        widths = view.locator(".bars:first-child .fill").evaluate_all(
            "all => all.map(each => each.getBoundingClientRect().width)"
        )
        track = view.locator(".bars:first-child .track").first.bounding_box()
        assert track is not None
        assert max(widths) == pytest.approx(0.97 * track["width"], rel=0.01)
        shown(page).get_by_role("combobox", name="条款", exact=True).select_option("三（五）")
        settled(page, "1 个条款")
        shown(page).get_by_role("combobox", name="期限", exact=True).select_option("none")
        view.locator(".nothing").wait_for()
        assert fits_the_window(page)


def test_about_names_documents_checks_and_limits(page: Page) -> None:
    page.get_by_role("link", name="关于", exact=True).click()
    words = shown(page).inner_text()
    for said in (
        "这不是什么",
        "不是政府服务",
        "法律意见",
        "咸政发〔2023〕9号",
        "2021—2025年",
        "评测",
    ):
        assert said in words
    assert fits_the_window(page)
    page.get_by_role("link", name="阅读原文").click()
    assert page.locator("#view-reader .document-title").is_visible()


def test_the_page_can_be_used_by_keyboard_alone(browser: Browser, address: str) -> None:
    with visited(browser, address, "?view=about") as page:
        for _ in range(3):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "责任清单"
        page.keyboard.press("Enter")
        page.locator("#view-duties").wait_for()
        reached: list[str] = []
        for _ in range(16):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    "(e => e.name || e.value || e.textContent.trim())(document.activeElement)"
                )
            )
        for name in ("department", "role", "clause", "keyword", "清除条件", "导出 Excel"):
            assert name in reached
        outlines = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outlines != "none"


def test_the_views_speak_chinese_and_stay_on_this_machine(browser: Browser, address: str) -> None:
    with visited(browser, address, "?view=duties") as page:
        seen: list[str] = []
        errors: list[str] = []
        page.on("request", lambda request: seen.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        for view in ("reader", "duties", "targets", "about"):
            page.goto(f"{address}?view={view}")
            page.locator(f"#view-{view}").wait_for()
            page.wait_for_timeout(300)
            page.evaluate(
                "document.querySelectorAll('article, a, th, .what, code').forEach(e => e.remove())"
            )
            words = shown(page).inner_text()
            assert re.findall("[A-Za-z]{3,}", words) == []
        assert errors == []
    assert [url for url in seen if not url.startswith((address, "data:", "blob:"))] == []


def violations(page: Page) -> list[Any]:
    """Return the rules that the page breaks, each with the elements that break it."""
    page.evaluate(AXE_SCRIPT)
    found: list[Any] = page.evaluate(
        """async (options) => (await axe.run(options)).violations.map(
          ({ id, nodes }) => [id, nodes.map((node) => [node.target, node.failureSummary])])""",
        RULES,
    )
    return found


@SIZES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_breaks_the_accessibility_rules(
    browser: Browser, address: str, size: tuple[int, int], scheme: str
) -> None:
    with visited(browser, address, CLAUSE, size, scheme) as page:
        in_view(page, ".current")
        assert violations(page) == []
        page.get_by_label("在原文中查找").fill("秸秆")
        in_view(page, "mark.here")
        assert violations(page) == []
        for query in ("?view=duties&department=发改委&keyword=秸秆", "?view=duties&layout=matrix"):
            page.goto(address + query)
            settled(page, "项责任")
            shown(page).locator(".matrix" if "matrix" in query else ".bodies mark").first.wait_for()
            assert violations(page) == []
        for name in ("目标指标", "关于"):
            page.get_by_role("link", name=name, exact=True).click()
            assert violations(page) == []
        page.locator("#views a").first.click()
        assert violations(page) == []
        ask(page, "烧秸秆罚多少钱？")
        assert violations(page) == []
        ask(page, "谁负责秸秆禁烧？")
        assert violations(page) == []

"""The page's HTML, history and serving, without a browser."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fake_engine import PLAN_ID, FakeEngine, cite, real_corpus

from policyqa.errors import SettingsError
from policyqa.interface import theme, wording
from policyqa.interface.app import build_app
from policyqa.interface.chat import REMEMBERED_TURNS, answer_turn
from policyqa.interface.conversation import Turn, render_conversation, split_answer
from policyqa.interface.examples import load_examples
from policyqa.interface.reader import Span, copy_text, render_document, render_reader
from policyqa.interface.server import free_port, launch_options
from policyqa.records import Answer, Document
from policyqa.settings import ROOT

STRAW = "持续推进秸秆禁烧，全面实施秸秆综合利用"


class Text(HTMLParser):
    """Collects the text a person reads, and what stands inside ``mark``."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.read: list[str] = []
        self.marked: list[str] = []
        self.tags: list[str] = []
        self._in_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_mark = tag == "mark"

    def handle_endtag(self, tag: str) -> None:
        self._in_mark = False

    def handle_data(self, data: str) -> None:
        self.read.append(data)
        if self._in_mark:
            self.marked.append(data)


def squeeze(text: str) -> str:
    return "".join(text.split())


def show(*turns: Turn) -> str:
    return render_conversation(turns, real_corpus().documents, ("谁负责秸秆禁烧？",))


def test_the_reader_shows_every_character_of_the_document_and_no_other() -> None:
    document = real_corpus().documents[PLAN_ID]
    structure = real_corpus().structures[PLAN_ID]
    html = render_document(document, structure.headings, structure.clauses)
    assert squeeze("".join(Text(html).read)) == squeeze(document.text)


def test_the_quote_is_marked_and_its_clause_is_current() -> None:
    citation = cite(1, "三（五）", STRAW)
    html = render_reader(real_corpus(), PLAN_ID, citation)
    assert Text(html).marked == [STRAW]
    current = re.findall(r'class="[^"]*current[^"]*"[^>]*>([^<]{6})', html)
    assert current == ["（五）农业农", "因地制宜，加"]
    assert "三（五） 农业农村节能减排工程" in html


def test_every_clause_can_be_reached_by_its_address() -> None:
    structure = real_corpus().structures[PLAN_ID]
    html = render_reader(real_corpus(), PLAN_ID)
    anchors = re.findall(r'data-clause="([^"]+)"', html)
    assert anchors == [clause.address for clause in structure.clauses]
    assert len(anchors) == 24


def test_a_quote_over_two_lines_is_marked_in_both() -> None:
    document = Document(id="d", title="标题", text="标题\n第一行文字\n\n第二行文字\n")
    html = render_document(document, (), (), Span(5, 13))
    assert Text(html).marked == ["行文字", "第二行"]


EVIL = '<script>alert(1)</script><img src=x onerror="alert(2)">${1+1}{{value}}'


@pytest.mark.parametrize("quote", [Span(0, 0), Span(4, 9), Span(0, 200)])
def test_document_text_cannot_become_markup(quote: Span) -> None:
    document = Document(id="d", title=EVIL, text=f"甲\n{EVIL}\n乙")
    read = Text(render_document(document, (), (), quote))
    assert set(read.tags) <= {"article", "h3", "p", "mark"}
    assert "".join(read.read) == f"甲{EVIL}乙"


def test_questions_answers_and_citations_cannot_become_markup() -> None:
    safe = set(Text(show(answer_turn(FakeEngine(), [], "谁负责秸秆禁烧？"))).tags)
    citation = replace(cite(1, "三（五）", STRAW), quote=EVIL, heading=EVIL, address=EVIL)
    answer = Answer(EVIL, "answered", f"{EVIL}[1]", (citation,), (citation,), resolved=f"{EVIL}？")
    html = show(Turn(EVIL, answer), Turn("问", failure=EVIL))
    assert set(Text(html).tags) <= safe | {"h3", "p"}
    assert "<script" not in html
    assert 'onerror="' not in html


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("谁负责秸秆禁烧？", "有依据"),
        ("允许烧秸秆吗？", "已更正"),
        ("烧秸秆罚多少钱？", "未找到依据"),
        ("", "无法受理"),
    ],
)
def test_each_status_is_said_in_words(question: str, label: str) -> None:
    html = show(answer_turn(FakeEngine(), [], question))
    assert f'class="badge">{label}<' in html


def test_markers_and_cards_open_the_same_citations() -> None:
    html = show(answer_turn(FakeEngine(), [], "谁负责秸秆禁烧？"))
    opened = re.findall(r'class="(marker|card-open)".*?data-position="(\d)"', html)
    assert opened == [("marker", "0"), ("marker", "1"), ("card-open", "0"), ("card-open", "1")]
    assert "咸阳市方案 三（五） 农业农村节能减排工程" in html


def test_a_marker_without_a_citation_stays_text() -> None:
    html = show(Turn("问", Answer("问", "answered", "见附件 [7]。")))
    assert "见附件 [7]。" in html
    assert "data-open" not in html


def test_quote_lines_become_cards_and_other_lines_stay() -> None:
    answer = FakeEngine().ask(["谁负责秸秆禁烧？"])
    paragraphs, shown = split_answer(answer)
    assert len(paragraphs) == 1
    assert shown[2] == "秸秆禁烧和扬尘专项治理"
    changed = Answer(
        "问", "answered", "答。\n[1] 三（五）：“不是原文的话”", citations=answer.citations
    )
    assert split_answer(changed) == (("答。", "[1] 三（五）：“不是原文的话”"), {})


def test_an_enumeration_of_clauses_is_read_item_by_item() -> None:
    citations = (cite(1, "三（五）", STRAW), cite(2, "三（七）", "秸秆禁烧和扬尘专项治理"))
    text = "有2条涉及：三（五）：甲局[1]；三（七）：乙局[2]。此外由丙落实。"
    paragraphs, _ = split_answer(Answer("问", "answered", text, citations=citations))
    assert paragraphs == (
        "有2条涉及：",
        "三（五）：甲局[1]；",
        "三（七）：乙局[2]。",
        "此外由丙落实。",
    )
    single = "规定在三（五）：甲局[1]。"
    answer = Answer("问", "answered", single, citations=citations)
    assert split_answer(answer)[0] == (single,)


def test_a_refusal_names_the_nearest_clauses_once() -> None:
    nearest = (cite(1, "三（五）", STRAW),)
    text = "未找到依据：没有写数额。最接近的条款（不是答案）：咸阳市方案 三（五）。"
    answer = Answer("问", "no_basis", text, nearest=nearest)
    assert split_answer(answer) == (("未找到依据：没有写数额。",), {})


def test_a_refusal_names_the_nearest_clauses_as_no_answer() -> None:
    html = show(answer_turn(FakeEngine(), [], "烧秸秆罚多少钱？"))
    assert html.index("最相近的条款（不是答案）") < html.index('data-open="nearest"')
    assert wording.QUOTES_TITLE not in html


def test_the_last_ten_questions_are_passed_and_the_reading_is_shown() -> None:
    engine = FakeEngine()
    turns: list[Turn] = []
    for number in range(REMEMBERED_TURNS + 2):
        turns.append(answer_turn(engine, turns, f"问题{number}"))
    assert [len(asked) for asked in engine.asked] == [*range(1, 11), 10, 10]
    assert engine.asked[-1][0] == "问题2"
    assert "按“谁负责秸秆禁烧？”理解" in show(*turns)
    assert "按“" not in show(turns[0])


def test_a_failure_is_one_chinese_sentence_without_its_inside() -> None:
    assert answer_turn(FakeEngine(), [], "坏").failure == "问题不能读取，请改写后重试。"
    turn = answer_turn(FakeEngine(), [], "炸")
    assert turn.failure == wording.ANSWER_FAILED
    assert "internal" not in show(turn)


def test_a_copied_citation_carries_title_number_clause_and_quote() -> None:
    document = real_corpus().documents[PLAN_ID]
    text = copy_text(document, cite(1, "三（五）", STRAW))
    assert text.startswith("《")
    assert "《《" not in text
    for part in ("（咸政发〔2023〕9号）", "三（五）", f"“{STRAW}”"):
        assert part in text


def test_the_app_keeps_its_events_to_itself() -> None:
    app = build_app(FakeEngine(), ("谁负责秸秆禁烧？",))
    assert app.title == "政策条款问答"
    public = {"/ask", "/read_clause", "/find_duties", "/find_targets"}
    assert set(app.get_api_info()["named_endpoints"]) == public


def test_nothing_on_the_page_comes_from_elsewhere() -> None:
    options = launch_options()
    assert not re.search(r"https?://|//cdn|@import|url\(", options["head"])
    assert options["theme"]._stylesheets == []
    assert options["footer_links"] == []
    assert options["share"] is False


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_has_enough_contrast(colours: dict[str, str]) -> None:
    statuses = ("answered", "corrected", "no_basis", "rejected")
    pairs = [
        (ink, ground) for ink in ("ink", "muted", "accent") for ground in ("surface", "ground")
    ]
    pairs += [(status, f"{status}-soft") for status in statuses]
    pairs += [("on-accent", "accent"), ("accent", "accent-soft"), ("on-mark", "mark")]
    pairs += [("seal", "surface"), ("ink", "current"), ("muted", "current")]
    for text, ground in pairs:
        bright, dim = sorted((_luminance(colours[text]), _luminance(colours[ground])))[::-1]
        assert (bright + 0.05) / (dim + 0.05) >= 4.5, (text, ground)
    # The edge of a field is no text: 3 is enough (WCAG 2.1, 1.4.11).
    for ground in ("surface", "ground"):
        bright, dim = sorted((_luminance(colours["field"]), _luminance(colours[ground])))[::-1]
        assert (bright + 0.05) / (dim + 0.05) >= 3, ground


def test_colours_live_in_the_theme_only() -> None:
    files = Path(theme.__file__).parent.glob("*.css")
    layout = "".join(path.read_text(encoding="utf-8") for path in files)
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|rgba?\(", layout)
    assert set(re.findall(r"--pq-([\w-]+)", layout)) <= set(theme.LIGHT)
    assert theme.LIGHT.keys() == theme.DARK.keys()


def test_example_questions_come_from_the_corpus(tmp_path: Path) -> None:
    assert load_examples(tmp_path) == ()
    (tmp_path / "examples.txt").write_text("# 说明\n\n甲？\n 乙？ \n", encoding="utf-8")
    assert load_examples(tmp_path) == ("甲？", "乙？")
    assert 4 <= len(load_examples(ROOT / "corpus")) <= 8


def test_a_busy_port_gives_the_next_free_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port("127.0.0.1", port) > port
    assert free_port("127.0.0.1", 0) > 0


def test_an_address_of_another_machine_is_one_sentence() -> None:
    with pytest.raises(SettingsError, match="POLICYQA_HOST"):
        free_port("203.0.113.7", 7860)


def test_the_first_question_waits_for_nothing(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from policyqa.interface.server import warm_up\n"
        "from policyqa.answering.engine import Engine\n"
        "from policyqa.settings import load_settings\n"
        f"engine = Engine.open(load_settings(index={str(tmp_path / 'store')!r}), progress=False)\n"
        "warm_up(engine, ())\n"
        "loaded = set(sys.modules)\n"
        "engine.ask(['谁负责结杆禁烧？'])\n"
        "engine.ask(['到二〇二五年是百分之几？'])\n"
        "engine.ask(['余热利用写在哪几条？'])\n"
        "print(*sorted(set(sys.modules) - loaded))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []

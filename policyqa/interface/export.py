"""A conversation as a Markdown text or a Word document, with every citation in full."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from policyqa.interface import wording
from policyqa.interface.conversation import Turn, split_answer
from policyqa.interface.reader import chinese_date, copy_text
from policyqa.records import Citation, Document

if TYPE_CHECKING:
    from docx.styles.style import ParagraphStyle

Format = Literal["md", "docx"]
MEDIA_TYPES: Mapping[Format, str] = {
    "md": "text/markdown;charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TEXT_FONT, _HEADING_FONT = "SimSun", "SimHei"
_ACTIVE = re.compile(r"([\\`*_\[\]<>#|~&])")
_LIST_START = re.compile(r"^(\d*)([-+.)])(?=\s|$)")
# Word's file format is XML 1.0, which has no place for these.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class _Item:
    """One paragraph of the export, before it gets the form of a file format."""

    kind: Literal["title", "note", "question", "text", "label", "citation"]
    text: str


def to_markdown(turns: Sequence[Turn], documents: Mapping[str, Document], now: datetime) -> str:
    """Return the conversation as Markdown; no character of it acts as a sign of Markdown."""
    forms = {
        "title": "# {}",
        "note": "{}",
        "question": "## {}",
        "text": "{}",
        "label": "**{}**",
        "citation": "- {}",
    }
    items = _items(turns, documents, now)
    return "\n\n".join(forms[item.kind].format(_escaped(item.text)) for item in items) + "\n"


def to_word(turns: Sequence[Turn], documents: Mapping[str, Document], now: datetime) -> bytes:
    """Return the conversation as a .docx file for A4 paper."""
    from docx import Document as new_document
    from docx.shared import Cm, Pt

    file = new_document()
    section = file.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.8)
    properties = file.core_properties
    properties.title, properties.author = wording.EXPORT_TITLE, wording.APP_TITLE
    properties.comments, properties.language = "", "zh-CN"
    sizes = {"Normal": 12, "Title": 20, "Heading 1": 14, "List Bullet": 11}
    for name, size in sizes.items():
        heading = name in ("Title", "Heading 1")
        _set_font(file.styles[name], _HEADING_FONT if heading else _TEXT_FONT, Pt(size))
    styles = {"title": "Title", "question": "Heading 1", "citation": "List Bullet"}
    for item in _items(turns, documents, now):
        text = _NOT_IN_XML.sub("", " ".join(item.text.split()))
        run = file.add_paragraph(style=styles.get(item.kind)).add_run(text)
        run.bold = True if item.kind == "label" else None
    content = io.BytesIO()
    file.save(content)
    return content.getvalue()


def file_name(now: datetime, file_format: Format) -> str:
    """Name the file after the page and the minute."""
    return f"{wording.EXPORT_TITLE}-{now:%Y%m%d-%H%M}.{file_format}"


def _items(
    turns: Sequence[Turn], documents: Mapping[str, Document], now: datetime
) -> Iterator[_Item]:
    yield _Item("title", wording.EXPORT_TITLE)
    yield _Item("note", f"{chinese_date(now.date())} {now:%H:%M} {wording.EXPORT}。")
    yield _Item("note", wording.DISCLAIMER)
    for number, turn in enumerate(turns, 1):
        yield _Item("question", f"{number}. {' '.join(turn.question.split())}")
        if turn.answer is None:
            yield _Item("text", turn.failure or wording.PENDING)
            continue
        answer = turn.answer
        yield _Item("label", wording.STATUS_LABELS[answer.status])
        if answer.resolved and answer.resolved != answer.question:
            yield _Item("text", wording.resolved_note(answer.resolved))
        yield from (_Item("text", line) for line in split_answer(answer)[0])
        if answer.citations:
            yield _Item("label", wording.QUOTES_TITLE)
            yield from _cited(answer.citations, documents, numbered=True)
        if answer.nearest:
            yield _Item("label", wording.NEAREST_TITLE)
            yield from _cited(answer.nearest, documents, numbered=False)


def _cited(
    citations: Sequence[Citation], documents: Mapping[str, Document], *, numbered: bool
) -> Iterator[_Item]:
    for citation in citations:
        marker = f"[{citation.n}] " if numbered else ""
        yield _Item("citation", marker + copy_text(documents[citation.document_id], citation))


def _escaped(text: str) -> str:
    line = " ".join(text.split())
    return _LIST_START.sub(r"\1\\\2", _ACTIVE.sub(r"\\\1", line))


def _set_font(style: ParagraphStyle, name: str, size: int) -> None:
    """Set a font for Chinese text too, which Word keeps apart from the Latin one."""
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    style.font.name, style.font.size, style.font.color.rgb = name, size, RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)

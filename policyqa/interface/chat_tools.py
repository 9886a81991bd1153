"""The bar above the conversation: a new one, earlier ones, export, clear.

Earlier conversations are kept by the browser alone (``history.js``); the server learns their
questions when one is opened again and forgets them with the page.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any

from policyqa.interface import wording
from policyqa.interface.conversation import Turn
from policyqa.interface.export import MEDIA_TYPES, Format, file_name, to_markdown, to_word

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

# Names of the events in this text are what Gradio lets Python listen to.
LISTEN = "policyqaHistory.listen(element, trigger, 'restore', 'start', 'export_as')"


def render_tools() -> str:
    """Return the bar; the script fills in the list and shows what applies."""
    formats = "".join(
        f'<button type="button" class="menu-item" data-export="{name}">{escape(label)}</button>'
        for name, label in (("docx", wording.EXPORT_WORD), ("md", wording.EXPORT_MARKDOWN))
    )
    return (
        f'<div class="chat-tools" role="toolbar" aria-label="{wording.TOOLS_LABEL}">'
        f'<button type="button" class="quiet-button" data-new>{wording.NEW}</button>'
        f"{_menu('history', wording.HISTORY, '')}"
        '<span class="gap"></span>'
        f"{_menu('export', wording.EXPORT, formats)}"
        f'<button type="button" class="quiet-button" id="clear" data-clear>{wording.CLEAR}'
        "</button></div>"
    )


def _menu(name: str, label: str, items: str) -> str:
    return (
        f'<div class="menu-holder" data-menu-of="{name}">'
        f'<button type="button" class="quiet-button" aria-expanded="false" '
        f'aria-controls="{name}-menu" data-menu="{name}">{label}</button>'
        f'<div class="menu" id="{name}-menu" role="group" aria-label="{label}" hidden>{items}'
        "</div></div>"
    )


def export_file(turns: Sequence[Turn], wanted: str, corpus: Corpus) -> dict[str, Any]:
    """Return a file for the browser to save; nothing of it is written on the server."""
    now = datetime.now()
    file_format: Format = "docx" if wanted == "docx" else "md"
    content = (
        to_word(turns, corpus.documents, now)
        if file_format == "docx"
        else to_markdown(turns, corpus.documents, now).encode("utf-8")
    )
    return {
        "kind": "file",
        "name": file_name(now, file_format),
        "type": MEDIA_TYPES[file_format],
        "content": base64.b64encode(content).decode("ascii"),
    }

"""The page: title bar and views, put together."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

import gradio as gr

from policyqa.interface import wording
from policyqa.interface.chat import Answerer, chat_view
from policyqa.interface.reader import chinese_date

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus


def build_app(engine: Answerer, examples: Sequence[str] = ()) -> gr.Blocks:
    """Build the web app on an engine; nothing is served yet.

    Look, language and scripts are given at launch: see ``server.launch_options``.
    """
    app = gr.Blocks(title=wording.APP_TITLE, fill_width=True, analytics_enabled=False)
    with app, gr.Column(elem_id="page"):
        gr.HTML(_title_bar(engine.corpus), elem_id="title-bar", apply_default_css=False)
        chat_view(engine, examples)
    return app


def _title_bar(corpus: Corpus) -> str:
    documents = list(corpus.documents.values())
    first = documents[0]
    facts = [first.title, first.number]
    if first.issued:
        facts.append(f"{chinese_date(first.issued)}印发")
    if len(documents) > 1:
        facts.append(f"共收录 {len(documents)} 份文件")
    basis = " · ".join(fact for fact in facts if fact)
    return (
        f'<header class="title-bar"><h1>{wording.APP_TITLE}</h1>'
        f'<p class="basis">{escape(basis)}</p>'
        f'<button type="button" class="plain-button open-reader" data-open-reader>'
        f"{wording.READER_OPEN}</button></header>"
    )

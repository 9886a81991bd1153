"""The page: title bar and views, put together."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from policyqa.interface import wording
from policyqa.interface.about_view import about_view
from policyqa.interface.api import add_endpoints
from policyqa.interface.chat import Answerer, chat_view
from policyqa.interface.duties_view import duties_view
from policyqa.interface.feedback import FeedbackStore, logged
from policyqa.interface.navigation import title_bar
from policyqa.interface.reader_view import reader_view
from policyqa.interface.registers import Registers
from policyqa.interface.routed import RoutedBlocks
from policyqa.interface.routes import page_routes
from policyqa.interface.targets_view import targets_view


def build_app(
    engine: Answerer,
    examples: Sequence[str] = (),
    store: FeedbackStore | None = None,
    *,
    log_questions: bool = False,
) -> gr.Blocks:
    """Build the web app on an engine; nothing is served yet.

    Answers can be rated where there is a ``store``; with ``log_questions`` it also keeps what
    is asked.

    Look, language and scripts are given at launch: see ``server.launch_options``.
    """
    corpus = engine.corpus
    registers = Registers(corpus)
    app = RoutedBlocks(title=wording.APP_TITLE, fill_width=True, analytics_enabled=False)
    app.routes = page_routes(registers)
    with app, gr.Column(elem_id="page"):
        gr.HTML(
            title_bar(corpus),
            elem_id="title-bar",
            apply_default_css=False,
            js_on_load="policyqaViews.start()",
        )
        chat_view(engine, examples, store, log_questions=log_questions)
        reader_view(registers)
        duties_view(registers)
        targets_view(registers)
        about_view(corpus)
        add_endpoints(logged(engine, store, log_questions), registers)
    return app

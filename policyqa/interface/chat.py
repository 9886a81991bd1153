"""The 问答 view: ask on the left, read the evidence on the right."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import gradio as gr

from policyqa.errors import PolicyQAError
from policyqa.interface import wording
from policyqa.interface.conversation import Turn, render_conversation
from policyqa.interface.reader import render_reader
from policyqa.records import Answer

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

REMEMBERED_TURNS = 10

_LISTEN = "policyqa.listen(element, trigger, watch, 'ask_example', 'open_citation')"
_log = logging.getLogger(__name__)


class Answerer(Protocol):
    """What the interface needs of the engine."""

    @property
    def corpus(self) -> Corpus:
        """The documents that answers cite, with their structure."""
        ...

    def ask(self, turns: Sequence[str]) -> Answer:
        """Answer the last of ``turns``; the earlier ones are its context."""
        ...


def answer_turn(engine: Answerer, turns: Sequence[Turn], question: str) -> Turn:
    """Ask the engine with the last questions as context; a failure becomes one sentence."""
    asked = [turn.question for turn in turns] + [question]
    try:
        return Turn(question, engine.ask(asked[-REMEMBERED_TURNS:]))
    except PolicyQAError as error:
        return Turn(question, failure=str(error))
    except Exception:
        # The person gets one sentence, whoever runs the service gets the traceback.
        _log.exception("a question could not be answered")
        return Turn(question, failure=wording.ANSWER_FAILED)


def chat_view(engine: Answerer, examples: Sequence[str]) -> None:
    """Add the view to the Blocks that are being built."""
    corpus = engine.corpus
    first_document = next(iter(corpus.documents))

    def show(turns: Sequence[Turn]) -> str:
        return render_conversation(turns, corpus.documents, examples)

    def ask(question: str | None, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        # An empty line is passed on as well: the engine says why it cannot be answered.
        asked = (question or "").strip()
        yield show([*turns, Turn(asked)]), turns, "", gr.skip()
        turn = answer_turn(engine, turns, asked)
        answered = [*turns, turn]
        yield show(answered), answered, "", first_evidence(turn)

    def first_evidence(turn: Turn) -> str | dict[str, Any]:
        if turn.answer is None or not turn.answer.citations:
            unchanged: dict[str, Any] = gr.skip()
            return unchanged
        citation = turn.answer.citations[0]
        return render_reader(corpus, citation.document_id, citation)

    def ask_example(event: gr.EventData, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        yield from ask(str(event.question), turns)

    def open_citation(event: gr.EventData, turns: list[Turn]) -> str:
        try:
            answer = turns[int(event.turn)].answer
            listed = answer.nearest if event.kind == "nearest" else answer.citations  # type: ignore[union-attr]
            citation = listed[int(event.position)]
        except (IndexError, AttributeError, ValueError):
            # A page left open over a restart still shows citations of a lost conversation.
            return render_reader(corpus, first_document, note=wording.CITATION_GONE)
        return render_reader(corpus, citation.document_id, citation)

    def clear() -> tuple[str, list[Turn], str, str]:
        return show([]), [], "", render_reader(corpus, first_document)

    turns = gr.State([])
    with gr.Row(elem_id="workspace"):
        with gr.Column(elem_id="chat-panel"):
            conversation = gr.HTML(
                show([]), elem_id="conversation", apply_default_css=False, js_on_load=_LISTEN
            )
            with gr.Row(elem_id="ask-bar"):
                question = gr.Textbox(
                    label=wording.ASK_LABEL,
                    placeholder=wording.ASK_PLACEHOLDER,
                    show_label=False,
                    container=False,
                    lines=1,
                    max_lines=4,
                    autofocus=True,
                    elem_id="question",
                )
                send = gr.Button(wording.SEND, variant="primary", elem_id="send", scale=0)
                clear_button = gr.Button(wording.CLEAR, elem_id="clear", scale=0)
            gr.HTML(f"<p>{wording.DISCLAIMER}</p>", elem_id="terms", apply_default_css=False)
        with gr.Column(elem_id="reader-panel"):
            reader = gr.HTML(
                render_reader(corpus, first_document),
                elem_id="reader",
                apply_default_css=False,
                js_on_load=None,
            )

    page = [conversation, turns, question, reader]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    show_quote = "() => policyqa.showQuote()"
    asking = gr.on([question.submit, send.click], ask, [question, turns], page, **quiet)
    asking.success(None, js=show_quote)
    conversation.ask_example(ask_example, turns, page, **quiet).success(None, js=show_quote)
    conversation.open_citation(open_citation, turns, reader, **quiet).success(None, js=show_quote)
    clear_button.click(clear, None, page, **quiet)

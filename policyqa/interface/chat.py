"""The 问答 view: ask on the left, read the evidence on the right."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import gradio as gr

from policyqa.errors import PolicyQAError
from policyqa.interface import wording
from policyqa.interface.chat_tools import LISTEN as LISTEN_TOOLS
from policyqa.interface.chat_tools import export_file, render_tools
from policyqa.interface.conversation import Turn, render_conversation
from policyqa.interface.feedback import FeedbackStore, Rating, logged
from policyqa.interface.followups import suggest
from policyqa.interface.reader import render_reader
from policyqa.records import Answer

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

REMEMBERED_TURNS = 10
# A conversation that is opened again is answered again, so its length is bounded.
RESTORED_TURNS = 50
ASKED_AT_ONCE = 8

_LISTEN = (
    "policyqa.listen(element, trigger, watch, 'ask_example', 'open_citation');"
    "policyqaTurns.listen(element, trigger, watch, 'ask_example', 'retry', 'edit', 'rate');"
)
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


def restored(engine: Answerer, questions: object) -> list[Turn]:
    """Answer the questions of an earlier conversation once more, as the documents are now.

    ``questions`` come from a browser's storage, where anything may stand.
    """
    turns: list[Turn] = []
    listed = questions if isinstance(questions, list) else []
    for question in listed[-RESTORED_TURNS:]:
        if isinstance(question, str):
            turns.append(answer_turn(engine, turns, question))
    return turns


def rate_turn(
    store: FeedbackStore, turns: Sequence[Turn], place: int, vote: str, reason: str
) -> None:
    """Write a vote on the answer at ``place``.

    :raises FeedbackError: it cannot be written.
    :raises LookupError: there is no such answer or vote.
    """
    turn = dict(enumerate(turns))[place]
    if turn.answer is None or vote not in ("up", "down"):
        raise LookupError(vote)
    store.rate(Rating(turn.key, "up" if vote == "up" else "down", turn.answer, reason))


def chat_view(
    engine: Answerer,
    examples: Sequence[str],
    store: FeedbackStore | None = None,
    *,
    log_questions: bool = False,
) -> None:
    """Add the view to the Blocks that are being built.

    Ratings are asked for where there is a ``store`` to keep them.
    """
    corpus = engine.corpus
    first_document = next(iter(corpus.documents))
    asked_engine = logged(engine, store, log_questions)

    def show(turns: Sequence[Turn]) -> str:
        answer = turns[-1].answer if turns else None
        return render_conversation(
            turns,
            corpus.documents,
            examples,
            follow_ups=suggest(answer, corpus) if answer else (),
            with_rating=store is not None,
        )

    def ask_typed(question: str | None, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        # An empty line is passed on as well: the engine says why it cannot be answered.
        asked = (question or "").strip()
        yield show([*turns, Turn(asked)]), turns, "", gr.skip()
        turn = answer_turn(asked_engine, turns, asked)
        answered = [*turns, turn]
        yield show(answered), answered, "", first_evidence(turn)

    def first_evidence(turn: Turn) -> str | dict[str, Any]:
        if turn.answer is None or not turn.answer.citations:
            unchanged: dict[str, Any] = gr.skip()
            return unchanged
        citation = turn.answer.citations[0]
        return render_reader(corpus, citation.document_id, citation)

    def ask_example(event: gr.EventData, turns: list[Turn]) -> Iterator[tuple[Any, ...]]:
        yield from ask_typed(str(event.question), turns)

    def ask_instead(question: str, turns: list[Turn], typed: str) -> Iterator[tuple[Any, ...]]:
        # What stands half typed in the question line is not part of this.
        for shown, kept, _, read in ask_typed(question, turns[:-1]):
            yield shown, kept, typed, read

    def edit(event: gr.EventData, turns: list[Turn], typed: str) -> Iterator[tuple[Any, ...]]:
        yield from ask_instead(str(event.question), turns, typed)

    def retry(turns: list[Turn], typed: str) -> Iterator[tuple[Any, ...]]:
        if not turns:  # the page was left open over a restart
            yield show([]), [], typed, gr.skip()
            return
        yield from ask_instead(turns[-1].question, turns, typed)

    def restore(event: gr.EventData) -> tuple[Any, ...]:
        turns = restored(engine, event.questions)
        evidence = first_evidence(turns[-1]) if turns else gr.skip()
        return show(turns), turns, "", evidence

    def start() -> tuple[str, list[Turn], str, str]:
        return show([]), [], "", render_reader(corpus, first_document)

    def open_citation(event: gr.EventData, turns: list[Turn]) -> str:
        try:
            answer = turns[int(event.turn)].answer
            listed = answer.nearest if event.kind == "nearest" else answer.citations  # type: ignore[union-attr]
            citation = listed[int(event.position)]
        except (IndexError, AttributeError, ValueError):
            # A page left open over a restart still shows citations of a lost conversation.
            return render_reader(corpus, first_document, note=wording.CITATION_GONE)
        return render_reader(corpus, citation.document_id, citation)

    def rate(event: gr.EventData, turns: list[Turn]) -> dict[str, Any]:
        # Only reads the turns: a question may be on its way to them at the same time.
        kept = store is not None
        try:
            if store:
                rate_turn(store, turns, int(event.turn), event.vote, str(event.reason))
        except (PolicyQAError, LookupError, ValueError):
            _log.exception("a rating could not be kept")
            kept = False
        return {"kind": "rating", "turn": event.turn, "kept": kept}

    def export_as(event: gr.EventData, turns: list[Turn]) -> dict[str, Any]:
        return export_file(turns, str(event.format), corpus)

    turns = gr.State([])
    # What the server hands to the page's scripts: a file to save, a vote that was kept.
    reply = gr.JSON(visible="hidden", elem_id="reply")
    with gr.Row(elem_id="workspace"):
        with gr.Column(elem_id="chat-panel"):
            tools = gr.HTML(
                render_tools(),
                elem_id="chat-bar",
                apply_default_css=False,
                js_on_load=LISTEN_TOOLS,
            )
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
            notes = wording.DISCLAIMER + (wording.QUESTIONS_KEPT if log_questions else "")
            gr.HTML(f"<p>{notes}</p>", elem_id="terms", apply_default_css=False)
        with gr.Column(elem_id="reader-panel"):
            reader = gr.HTML(
                render_reader(corpus, first_document),
                elem_id="reader",
                apply_default_css=False,
                js_on_load=None,
            )

    page = [conversation, turns, question, reader]
    quiet: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "concurrency_limit": ASKED_AT_ONCE,
    }
    show_quote = "() => policyqa.showQuote()"
    deliver = "(reply) => policyqaTurns.receive(reply)"
    asking = gr.on([question.submit, send.click], ask_typed, [question, turns], page, **quiet)
    asking.success(None, js=show_quote)
    conversation.ask_example(ask_example, turns, page, **quiet).success(None, js=show_quote)
    conversation.edit(edit, [turns, question], page, **quiet).success(None, js=show_quote)
    conversation.retry(retry, [turns, question], page, **quiet).success(None, js=show_quote)
    conversation.open_citation(open_citation, turns, reader, **quiet).success(None, js=show_quote)
    rating = conversation.rate(rate, turns, reply, trigger_mode="multiple", **quiet)
    rating.success(None, reply, js=deliver)
    tools.restore(restore, None, page, **quiet)
    tools.start(start, None, page, **quiet)
    tools.export_as(export_as, turns, reply, **quiet).success(None, reply, js=deliver)

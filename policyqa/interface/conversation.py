"""The conversation as HTML: questions, answers with their markers, quotes as cards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal
from uuid import uuid4

from policyqa.interface import wording
from policyqa.interface.reader import clause_label, copy_text, source_name
from policyqa.interface.turn_actions import render_actions, render_edit
from policyqa.records import Answer, Citation, Document

_MARKER = re.compile(r"\[(\d{1,3})\]")
_QUOTED = re.compile(r"“(.+)”", re.DOTALL)
_SENTENCE = re.compile(r"[^。]*。?")
_ELISION = re.compile(r"…+|\.{3,}")

CitationKind = Literal["citation", "nearest"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer; while it is computed ``answer`` is None.

    ``failure`` is one sentence for the person when no answer could be computed. ``key`` names
    this answer in the ratings.
    """

    question: str
    answer: Answer | None = None
    failure: str = ""
    key: str = field(default_factory=lambda: uuid4().hex, compare=False)


def render_conversation(
    turns: Sequence[Turn],
    documents: Mapping[str, Document],
    examples: Sequence[str],
    *,
    follow_ups: Sequence[str] = (),
    with_rating: bool = False,
) -> str:
    """Return the whole conversation, or the welcome with examples before the first turn.

    ``follow_ups`` are offered below the last answer; ``with_rating`` asks for a verdict on
    each one.
    """
    if not turns:
        return _welcome(examples)
    items = []
    for index, turn in enumerate(turns):
        newest = index == len(turns) - 1
        key = turn.key if with_rating and turn.answer else ""
        actions = (
            render_actions(
                index,
                turn.question if turn.answer else "",
                key,
                newest=newest,
                follow_ups=follow_ups if newest else (),
            )
            if turn.answer or turn.failure
            else ""
        )
        body = _turn(index, turn, documents, newest=newest)
        items.append(f'<div class="turn">{body}{actions}</div>')
    label = wording.CONVERSATION_LABEL
    # Each change replaces the whole log, so a screen reader is told of news by turns.js alone.
    log = f'<div class="conversation" role="log" aria-live="off" aria-label="{label}">'
    return f"{log}{''.join(items)}</div>"


def split_answer(answer: Answer) -> tuple[tuple[str, ...], dict[int, str]]:
    """Split an answer's text into its own words and the quotes it shows.

    Returns the paragraphs that are not a quote, and by citation number the words that a
    quote line shows. A line is a quote line when it carries the marker of a citation, words
    in quotation marks that are verbatim in it, and beside these nothing but its source; the
    first line is always kept.
    """
    by_number = {citation.n: citation for citation in answer.citations}
    paragraphs: list[str] = []
    shown: dict[int, str] = {}
    for line in (line.strip() for line in answer.text.splitlines()):
        if not line:
            continue
        found = _shown_quote(line, by_number) if paragraphs else None
        if found:
            shown.setdefault(*found)
        else:
            paragraphs.extend(_items(_without_nearest(line, answer), answer))
    return tuple(paragraphs), shown


def _without_nearest(line: str, answer: Answer) -> str:
    """Leave out the sentence that names the nearest clauses: the page lists them below."""
    if not answer.nearest:
        return line
    sentences = [sentence for sentence in _SENTENCE.findall(line) if sentence]
    named = [nearest.address for nearest in answer.nearest]
    kept = [each for each in sentences if not all(address in each for address in named)]
    return "".join(kept) or line


def _items(line: str, answer: Answer) -> list[str]:
    """Give each clause of an enumeration a paragraph of its own.

    An item begins with a cited address after a colon or semicolon; two items make a list.
    """
    addresses = "|".join({re.escape(citation.address) for citation in answer.citations})
    if not addresses:
        return [line]
    pieces = re.split(rf"(?<=[：；])(?=(?:{addresses})[：\s])", line)
    if len(pieces) < 3:
        return [line]
    return [*pieces[:-1], *re.split(r"(?<=。)(?!\[|$)", pieces[-1], maxsplit=1)]


def _shown_quote(line: str, by_number: Mapping[int, Citation]) -> tuple[int, str] | None:
    quoted = _QUOTED.search(line)
    if not quoted:
        return None
    pieces = [piece for piece in _ELISION.split(quoted.group(1)) if piece]
    label = line[: quoted.start()] + line[quoted.end() :]
    for number in (int(found) for found in _MARKER.findall(label)):
        citation = by_number.get(number)
        if (
            citation
            and citation.address in label
            and len(label) <= len(citation.title + citation.address + citation.heading) + 16
            and all(piece in citation.quote for piece in pieces)
        ):
            return number, quoted.group(1)
    return None


def _welcome(examples: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button type="button" class="example" data-example="{escape(question)}">'
        f"{escape(question)}</button></li>"
        for question in examples
    )
    chips = f'<h3>{wording.EXAMPLES_TITLE}</h3><ul class="examples">{buttons}</ul>'
    return f'<div class="welcome"><h2>{wording.PURPOSE}</h2>{chips if examples else ""}</div>'


def _turn(index: int, turn: Turn, documents: Mapping[str, Document], *, newest: bool) -> str:
    question = f'<div class="question"><p>{escape(turn.question)}</p></div>'
    if newest and (turn.answer or turn.failure):
        question += render_edit()
    if turn.failure:
        body = f'<div class="answer failed"><p role="alert">{escape(turn.failure)}</p></div>'
    elif turn.answer is None:
        dots = '<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>'
        body = f'<div class="answer pending"><p role="status">{wording.PENDING}{dots}</p></div>'
    else:
        body = _answer(index, turn.answer, documents)
    return question + body


def _answer(index: int, answer: Answer, documents: Mapping[str, Document]) -> str:
    paragraphs, shown = split_answer(answer)
    resolved = (
        f'<p class="resolved">{escape(wording.resolved_note(answer.resolved))}</p>'
        if answer.resolved and answer.resolved != answer.question
        else ""
    )
    lead = "".join(f"<p>{_with_markers(index, line, answer.citations)}</p>" for line in paragraphs)
    cards = _cards(index, "citation", answer.citations, shown, documents)
    nearest = _cards(index, "nearest", answer.nearest, {}, documents)
    return (
        f'<div class="answer {answer.status}"><p class="status-line">'
        f'<span class="badge">{wording.STATUS_LABELS[answer.status]}</span>'
        f'</p>{resolved}<div class="lead">{lead}</div>'
        + (f"<h3>{wording.QUOTES_TITLE}</h3>{cards}" if cards else "")
        + (f"<h3>{wording.NEAREST_TITLE}</h3>{nearest}" if nearest else "")
        + "</div>"
    )


def _opener(index: int, kind: CitationKind, position: int) -> str:
    """Name a citation by its place, so that the browser never sends offsets or text."""
    return f'data-open="{kind}" data-turn="{index}" data-position="{position}"'


def _with_markers(index: int, line: str, citations: Sequence[Citation]) -> str:
    """Escape a line and turn each marker of a known citation into a button."""
    numbered = {citation.n: (place, citation) for place, citation in enumerate(citations)}
    pieces: list[str] = []
    position = 0
    for match in _MARKER.finditer(line):
        number = int(match.group(1))
        if number not in numbered:
            continue
        place, citation = numbered[number]
        label = escape(f"引文 {number}：{clause_label(citation.address, citation.heading)}")
        pieces.append(escape(line[position : match.start()]))
        pieces.append(
            f'<button type="button" class="marker" title="{label}" aria-label="{label}" '
            f"{_opener(index, 'citation', place)}>{number}</button>"
        )
        position = match.end()
    return "".join(pieces) + escape(line[position:])


def _cards(
    index: int,
    kind: CitationKind,
    citations: Sequence[Citation],
    shown: Mapping[int, str],
    documents: Mapping[str, Document],
) -> str:
    cards = []
    for position, citation in enumerate(citations):
        document = documents[citation.document_id]
        # The nearest clauses of a refusal carry no number: nothing in the text refers to them.
        number = f'<span class="number">{citation.n}</span>' if kind == "citation" else ""
        place = f"{source_name(document)} {clause_label(citation.address, citation.heading)}"
        quote = escape(shown.get(citation.n, citation.quote))
        if len(_ELISION.findall(quote)) > 1:
            quote = _ELISION.sub(r"\g<0><br>", quote)
        # What the answer prints is shown whole; other quotes only as far as they help to
        # choose, and beside printed ones in a single line.
        length = "" if citation.n in shown else " brief" if shown else " clamped"
        cards.append(
            f'<li class="card{length}"><button type="button" class="card-open" '
            f"{_opener(index, kind, position)}>"
            f'<span class="place">{number}{escape(place)}</span>'
            f'<span class="quote">{quote}</span></button>'
            '<button type="button" class="plain-button copy" '
            f'data-copy="{escape(copy_text(document, citation))}">{wording.COPY}</button></li>'
        )
    return f'<ul class="cards {kind}">{"".join(cards)}</ul>' if cards else ""

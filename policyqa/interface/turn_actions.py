"""What a person can do with a question and its answer, as HTML: rate, share, retry, go on.

The buttons carry only places and words of the page; ``conversation.js`` acts on them.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from policyqa.interface import wording

# Drawn here, so that no emoji font is needed. The hand points down when turned by half.
_THUMB = (
    '<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" fill="none" '
    'stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"><g{turn}>'
    '<path d="M3.2 9h2.6v7.8H3.2z"/><path d="M5.8 9.2 9.4 3c1.5 0 2.2 1 1.9 2.4l-.6 2.8h4.5'
    'c1.1 0 1.8.9 1.5 2l-1.3 5.2c-.2.9-.9 1.4-1.8 1.4H5.8"/></g></svg>'
)
_UP = _THUMB.format(turn="")
_DOWN = _THUMB.format(turn=' transform="rotate(180 10 10)"')


def render_edit() -> str:
    """Return the button that opens the last question for editing in its place."""
    return (
        '<div class="question-tools"><button type="button" class="quiet-button" data-edit '
        f'aria-label="{wording.EDIT_LABEL}">{wording.EDIT}</button></div>'
    )


def render_actions(
    index: int, question: str, key: str, *, newest: bool, follow_ups: Sequence[str] = ()
) -> str:
    """Return the row below answer ``index`` and, under the newest, what to ask next.

    ``key`` names the answer in the ratings, and none is asked for without it; ``question`` is
    what a copied link asks, empty where there is nothing to share.
    """
    rating = _rating(index, key) if key else ""
    link = (
        f'<button type="button" class="quiet-button" data-ask-link="{escape(question)}" '
        f'aria-label="{wording.COPY_LINK_LABEL}">{wording.COPY_LINK}</button>'
    )
    retry = f'<button type="button" class="quiet-button" data-retry>{wording.RETRY}</button>'
    row = rating + (link if question else "") + (retry if newest else "")
    form = _reason_form(index) if key else ""
    further = _follow_ups(follow_ups) if follow_ups else ""
    return f'<div class="actions"><div class="action-row">{row}</div>{form}{further}</div>'


def _rating(index: int, key: str) -> str:
    buttons = "".join(
        f'<button type="button" class="quiet-button rate" data-rate="{vote}" '
        f'data-turn="{index}" aria-pressed="false">{icon}<span>{label}</span></button>'
        for vote, icon, label in (
            ("up", _UP, wording.HELPFUL),
            ("down", _DOWN, wording.UNHELPFUL),
        )
    )
    return (
        f'<div class="rating" role="group" aria-label="{wording.RATING_LABEL}" '
        f'data-key="{key}">{buttons}</div>'
    )


def _reason_form(index: int) -> str:
    """Return the form that opens after 没帮助; its state is said in the line below."""
    reasons = "".join(
        f'<label><input type="radio" name="reason-{index}" value="{reason}">{reason}</label>'
        for reason in wording.REASONS
    )
    return (
        '<p class="rating-state" role="status"></p>'
        f'<form class="reason" data-turn="{index}" hidden>'
        f"<fieldset><legend>{wording.REASON_LABEL}</legend>"
        f'<div class="reasons">{reasons}</div></fieldset>'
        f'<div class="reason-line"><input type="text" maxlength="300" name="words" '
        f'aria-label="{wording.REASON_PLACEHOLDER}" placeholder="{wording.REASON_PLACEHOLDER}">'
        f'<button type="submit" class="plain-button">{wording.REASON_SEND}</button></div>'
        f'<p class="reason-note">{wording.RATING_NOTICE}</p></form>'
    )


def _follow_ups(questions: Sequence[str]) -> str:
    items = "".join(
        f'<li><button type="button" class="follow-up" data-example="{escape(question)}">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    return f'<h3>{wording.FOLLOW_UPS_TITLE}</h3><ul class="follow-ups">{items}</ul>'

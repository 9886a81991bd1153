"""Step ``resolve_follow_up``: completes a question that leans on the one before.

A follow-up leaves something out (那谁管呢), points back (这一条的责任部门), names only what
changes (那农药呢, 市商务局呢), or takes the question back (不对，我问的是城里). What changes
replaces its counterpart in the question before; the rest is kept. Adding the whole earlier
turn instead would drag its topic along.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyqa.answering.context import Question
from policyqa.answering.evidence import score_passages
from policyqa.answering.resources import Resources

CANDIDATES = 20
_EDGES = " ，,。.?？!！、:："
_PARTICLES = re.compile(r"(?:呢|呀|啊|哩|嘛|哦|吧)?[?？。!！]*$")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question in its own words and as understood; the same when nothing was added."""

    text: str
    leans: bool


def resolve(text: str, previous: Question | None, resources: Resources) -> FollowUp:
    """Return ``text`` completed from the question before, if it leans on it."""
    if previous is None:
        return FollowUp(text, False)
    words = resources.cues.words
    rest, opened = _strip_opening(text, words["continues"] + words["correction"])
    pronoun = next((word for word in words["pronouns"] if word in text), "")
    own = resources.understanding.read(rest)
    topical = resources.understanding.topical(own.terms)
    has_topic = bool(topical or own.references or own.departments)
    names_metadata = bool(resources.cues.metadata_of(rest)) and not pronoun
    short = bool(re.search(r"呢[?？]?$", text)) and len(rest) <= 14
    if not (opened or pronoun or short or not has_topic):
        return FollowUp(text, False)
    if names_metadata and not has_topic:
        return FollowUp(rest, True)
    if not has_topic:
        return FollowUp(_join(_subject(previous), _without(rest, pronoun)), True)
    if pronoun:
        return FollowUp(_join(_subject(previous), _without(rest, pronoun)), True)
    kinds = own.types - {"yes_no"}
    candidates = [] if kinds else _substitutions(rest, own, previous, resources)
    if kinds:
        candidates.append(rest)
    candidates.append(_join(_subject(previous), rest))
    return FollowUp(_best(candidates, own, resources), True)


def _strip_opening(text: str, openings: tuple[str, ...]) -> tuple[str, bool]:
    rest, opened = text, False
    while True:
        for word in openings:
            if rest.startswith(word) and len(rest) > len(word):
                rest, opened = rest[len(word) :].lstrip(_EDGES), True
                break
        else:
            return rest, opened


def _without(text: str, pronoun: str) -> str:
    return text.replace(pronoun, "", 1).lstrip("的" + _EDGES) if pronoun else text


def _subject(question: Question) -> str:
    """Return what the question is about: its clauses, bodies, places and topic."""
    parts = [reference.address for reference in question.references]
    parts += question.departments
    parts += [place.name for place in question.places if place.name not in question.topic]
    parts.append(question.topic.replace(" ", ""))
    return "".join(part for part in parts if part)


def _join(subject: str, rest: str) -> str:
    return f"{subject}，{rest}" if subject and rest else subject or rest


def _substitutions(rest: str, own: Question, previous: Question, resources: Resources) -> list[str]:
    """Return the question before with one part replaced by what the follow-up names."""
    new = _PARTICLES.sub("", rest)
    if own.departments and previous.departments:
        return [previous.text.replace(previous.departments[0], own.departments[0])]
    if own.references and previous.references:
        question = "，".join(part for part in (new, _asking(previous)) if part)
        return [question]
    area = next((w for w in resources.cues.words["area"] if w in previous.text), "")
    if area and any(word in new for word in resources.cues.words["area"]):
        return [previous.text.replace(area, new, 1)]
    return [
        previous.text.replace(term.text, new, 1)
        for term in previous.terms
        if term.text in previous.text and term.text not in new
    ]


def _asking(question: Question) -> str:
    """Return the question without its clause names."""
    text = question.text
    for reference in question.references:
        text = text.replace(reference.address.replace("（", "(").replace("）", ")"), "")
    return text


def _best(candidates: list[str], own: Question, resources: Resources) -> str:
    """Return the candidate that one passage covers best, the follow-up's own words first."""

    def worth(candidate: str) -> tuple[float, float]:
        question = resources.understanding.read(candidate)
        passages = resources.searcher.search(candidate, CANDIDATES)
        scored = score_passages(question, passages, resources)
        if not scored:
            return 0.0, 0.0
        best = scored[0]
        own_words = score_passages(own, [best.passage], resources)[0].coverage
        return round(own_words, 1), best.coverage

    return max(candidates, key=worth)

"""What of a passage is quoted: the stretches that matter, and an exception that follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Question, Quote, Term
from policyqa.answering.resources import Resources
from policyqa.answering.topic import match
from policyqa.records import Passage
from policyqa.text import same_width

_SEGMENT = re.compile(r"[^，,；;。！？!?：:\n]+[，,；;。！？!?：:\n]*")

_MARKS = " ，,；;。！？!?：:"

# A prohibition is not told without what it leaves out.
_EXCEPTION = re.compile(
    r"[^。；;\n]{2,80}(?:除外|例外|不受[^。；;]{1,12}限制|不适用[^。；;]{0,20})[。；;]?"
)


def to_quote(
    question: Question, passage: Passage, resources: Resources, limit: int, *, printed: bool = True
) -> Quote:
    """Return a quote of ``passage`` whose shown words are at most about ``limit`` characters."""
    text = resources.corpus.documents[passage.document_id].text
    end = _with_exception(passage, text, resources)
    shown = clip(text, passage.start, passage.end, question.terms, limit)
    if end > passage.end:
        shown = (*shown, (passage.end, end))
    return Quote(passage.document_id, passage.address, passage.start, end, shown, printed)


def _with_exception(passage: Passage, text: str, resources: Resources) -> int:
    """Return where ``passage`` ends with the exception that follows its semicolon."""
    if not passage.text.rstrip().endswith(("；", ";")):
        return passage.end
    clause = resources.corpus.clause(passage.document_id, passage.address)
    behind = _EXCEPTION.match(text, passage.end, clause.end)
    return behind.end() if behind else passage.end


def clip(
    text: str, start: int, end: int, terms: Sequence[Term], limit: int
) -> tuple[tuple[int, int], ...]:
    """Return the stretches of ``text[start:end]`` to show: all, or the segments that matter.

    Of a sentence above ``limit`` characters the comma-separated segments with most content
    words of the question are kept, then their neighbours as far as they fit.
    """
    if end - start <= limit:
        return ((start, end),)
    segments = [(start + m.start(), start + m.end()) for m in _SEGMENT.finditer(text[start:end])]
    values = [
        sum(term.weight * match(term, same_width(text[a:b])) for term in terms) for a, b in segments
    ]
    if not any(values):
        return ((start, end),)
    chosen = _fit(segments, values, limit)
    spans: list[tuple[int, int]] = []
    for position in sorted(chosen):
        a, b = segments[position]
        if spans and spans[-1][1] == a:
            spans[-1] = (spans[-1][0], b)
        else:
            spans.append((a, b))
    return tuple(spans)


def split_segments(text: str) -> list[str]:
    """Return the segments of a sentence between commas and stops, their marks taken off."""
    return [segment for match in _SEGMENT.findall(text) if (segment := match.strip(_MARKS))]


def _fit(segments: Sequence[tuple[int, int]], values: Sequence[float], limit: int) -> set[int]:
    """Choose the segments that hold most content words, then their neighbours, up to ``limit``."""
    chosen: set[int] = set()
    used = 0
    by_value = sorted((i for i, v in enumerate(values) if v), key=lambda i: (-values[i], i))
    for position in by_value:
        length = segments[position][1] - segments[position][0]
        if chosen and used + length > limit:
            continue
        chosen.add(position)
        used += length
    while True:
        # Fill up with what stands next to a chosen segment, so that it reads in its context.
        near = [
            i
            for i in range(len(segments))
            if i not in chosen
            and (i - 1 in chosen or i + 1 in chosen)
            and used + segments[i][1] - segments[i][0] <= limit
        ]
        if not near:
            return chosen
        chosen.add(near[0])
        used += segments[near[0]][1] - segments[near[0]][0]

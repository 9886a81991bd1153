"""When a string counts as said: after folding width, case and blanks, and nothing more."""

from __future__ import annotations

import unicodedata

from evaluation.records import Cited, Evidence

COVERED = 0.8
"""Share of a gold quote's characters that a citation must hold for it to count as found."""


def fold(text: str) -> str:
    """Return ``text`` in half width and small letters, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def says(text: str, string: str) -> bool:
    """Tell whether ``text`` contains ``string`` after folding both."""
    return fold(string) in fold(text)


def missing_groups(text: str, groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of which ``text`` contains no alternative."""
    folded = fold(text)
    return tuple(group for group in groups if not any(fold(string) in folded for string in group))


def hits(text: str, strings: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of ``strings`` that ``text`` contains."""
    folded = fold(text)
    return tuple(string for string in strings if fold(string) in folded)


def covers(citations: tuple[Cited, ...], evidence: Evidence) -> bool:
    """Tell whether citations of the same document carry a gold quote.

    True when a citation of the gold clause contains the quote after folding, or when the
    citations' spans together hold at least ``COVERED`` of the quote's characters.
    """
    wanted = fold(evidence.quote)
    for cited in citations:
        if cited.clause == evidence.clause and wanted in fold(cited.quote):
            return True
    if evidence.start < 0 or evidence.end <= evidence.start:
        return False
    held: set[int] = set()
    for cited in citations:
        held.update(range(max(cited.start, evidence.start), min(cited.end, evidence.end)))
    return len(held) >= COVERED * (evidence.end - evidence.start)

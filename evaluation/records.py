"""What a question asks for and what a system answered, as the metrics see them.

Imports nothing of the package under test, so that answers of any system can be judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Split = Literal["dev", "test"]

KINDS = (
    "responsibility",
    "department_tasks",
    "target",
    "permission",
    "measure",
    "place",
    "metadata",
    "list",
    "condition",
    "comparison_within",
    "comparison_levels",
    "follow_up",
    "yes_no",
    "false_premise",
    "glossary",
    "out_of_scope",
    "adversarial",
)
REFUSALS = frozenset({"no_basis", "rejected"})
ANSWERS = frozenset({"answered", "corrected"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim span of the document that carries the answer.

    ``start`` and ``end`` are its offsets in the document, or -1 while not looked up.
    ``clause`` is empty when the gold file gave a plain string, until it is looked up.
    """

    clause: str
    quote: str
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Question:
    """One gold question; the fields are those of the gold file (README.md)."""

    id: str
    split: Split
    turns: tuple[str, ...]
    kind: str
    answerable: bool
    clauses: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    note: str = ""
    document: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of an answer; offsets are into the named document."""

    document: str
    clause: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Response:
    """One answer in the batch format; ``status`` is ``error`` when the system failed."""

    id: str
    status: str
    text: str
    citations: tuple[Cited, ...] = ()
    seconds: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether the system declined to answer."""
        return self.status in REFUSALS

    @property
    def answered(self) -> bool:
        """Whether the system gave an answer."""
        return self.status in ANSWERS


def response_from(item: Mapping[str, Any]) -> Response:
    """Read one object of an answers file.

    :raises KeyError, TypeError, ValueError: a field is missing or of a wrong type.
    """
    return Response(
        id=str(item["id"]),
        status=str(item["status"]),
        text=str(item["answer"]),
        citations=tuple(
            Cited(
                document=str(cited["document"]),
                clause=str(cited["clause"]),
                quote=str(cited["quote"]),
                start=int(cited["start"]),
                end=int(cited["end"]),
            )
            for cited in item["citations"]
        ),
        seconds=float(item["seconds"]),
    )

"""Frozen records that travel between the rooms of the package.

Offsets are Unicode code points into ``Document.text``, half-open:
``document.text[start:end] == quote`` holds for every record that carries both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

Level = Literal["national", "provincial", "municipal", "county", "other"]
Kind = Literal["full_text", "digest"]
Status = Literal["answered", "corrected", "no_basis", "rejected"]

NO_SIGNALS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Document:
    """One policy document with its metadata.

    ``short_title`` is the name used in citations (咸阳市方案); ``adopted_by`` names the
    meeting that adopted it; ``parents`` are the titles of the plans it names as its basis;
    ``effective`` is the day from which it is in force.
    """

    id: str
    title: str
    text: str
    short_title: str = ""
    number: str = ""
    issuer: str = ""
    level: Level = "other"
    issued: date | None = None
    adopted: date | None = None
    adopted_by: str = ""
    source_url: str = ""
    kind: Kind = "full_text"
    parents: tuple[str, ...] = ()
    effective: date | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a clause; ``text`` is ``document.text[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading, or the run-in heading or bare number that opens a clause.

    ``title`` is the heading without its number (may be empty for 第十八条); ``start`` and
    ``end`` span number and title.
    """

    document_id: str
    address: str
    title: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest numbered part that carries text, its heading excluded.

    ``address`` joins the document's own numbers from the top: 三（五）, 第十八条,
    附件1二（三）; 印发通知, 前言 and 结尾 are the parts without a number. ``level`` is 1 for
    the outermost numbers and for the parts without one. ``ancestors`` are the addresses of
    the enclosing headings, outermost first.
    """

    document_id: str
    address: str
    heading: str
    level: int
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    ancestors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Who answers for a clause, as its list or text says, spelled as the document spells it.

    ``lead`` are the bodies that 牵头, ``shared`` those of 按职责分工负责, ``assisting`` those
    of 配合; ``open_ended`` tells whether the list ends in 等. ``inherited_from`` is the
    address of the clause that puts the duty on this one, else None: an earlier clause that
    hands it down, or the last clause of the block, whose closing line 责任单位 answers for all
    its items. ``start`` and ``end`` span the words that say it (in the inherited-from clause
    when inherited). ``in_text`` tells a sentence of the text (甲部门负责…, 由甲部门责令…), which
    also says what is to be done, from a list of bodies. ``lead_rule`` spans the words by which
    the first of a list leads (列首位的为牵头单位), None where the list itself says who does.
    """

    document_id: str
    address: str
    lead: tuple[str, ...]
    shared: tuple[str, ...]
    open_ended: bool
    start: int
    end: int
    assisting: tuple[str, ...] = ()
    inherited_from: str | None = None
    in_text: bool = False
    lead_rule: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """One quantified target.

    ``value`` and ``unit`` are as written (``"1000"``, ``"万平方米"``), 百分之二十 in digits;
    ``direction`` is what the number does to the indicator: ``decrease`` or ``increase`` by it,
    ``reach`` it; ``comparison`` is the qualifier as written (以上, 不少于, 左右) or empty. Years
    are None when the text does not state them. ``start`` and ``end`` span the shortest words
    that carry indicator and value; ``head`` spans the header of the table whose row they are,
    where only it tells what the figure measures.
    """

    document_id: str
    address: str
    indicator: str
    value: str
    unit: str
    direction: Literal["decrease", "increase", "reach"]
    comparison: str
    base_year: int | None
    year: int | None
    start: int
    end: int
    head: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A ranked stretch of one clause; ``signals`` are the parts of ``score`` by name."""

    document_id: str
    address: str
    text: str
    start: int
    end: int
    score: float = 0.0
    signals: Mapping[str, float] = field(
        default_factory=lambda: NO_SIGNALS, hash=False, compare=False
    )


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote with its clause; ``n`` is the marker [n] in the answer's text."""

    n: int
    document_id: str
    title: str
    address: str
    heading: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person gets.

    ``text`` is all that is read in the chat and stands alone. ``resolved`` is the question
    as understood after a follow-up was completed, empty when nothing was added.
    ``nearest`` are clauses that are *not* an answer, named on a refusal. ``passages`` is the
    ranking behind the answer, what it quotes first. ``rejected`` are statements that the
    verifier dropped. ``trace`` maps each step's name to its milliseconds.
    """

    question: str
    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    rejected: tuple[str, ...] = ()
    seconds: float = 0.0
    mode: str = "extractive"
    resolved: str = ""
    trace: Mapping[str, float] = field(
        default_factory=lambda: NO_SIGNALS, hash=False, compare=False
    )

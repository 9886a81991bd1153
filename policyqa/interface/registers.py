"""The registers as people look them up: rows of duties and targets, filtered.

Rows carry records, no HTML; views and downloads write the same rows out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, get_args

from policyqa.answering.figure_words import phrase
from policyqa.answering.places import Places
from policyqa.documents.corpus import Corpus
from policyqa.records import Clause, Document, Duty, Target
from policyqa.text import fold

Role = Literal["牵头", "分工", "配合", "继承"]
ROLES: tuple[Role, ...] = get_args(Role)
NO_YEAR = "none"


@dataclass(frozen=True, slots=True)
class DutyRow:
    """The bodies that one clause names in one role.

    ``matched`` are those of ``bodies`` that were asked for, all where none was. ``source`` is
    the address of the clause that ``quote`` stands in: another one for 继承.
    """

    document: Document
    clause: Clause
    role: Role
    bodies: tuple[str, ...]
    matched: tuple[str, ...]
    open_ended: bool
    source: str
    quote: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One quantified target with its place, its value as a phrase and its words."""

    document: Document
    clause: Clause
    target: Target
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for; an empty field lets everything pass.

    ``clause`` also finds the clauses below it; the words of ``keyword`` must all occur.
    """

    document: str = ""
    department: str = ""
    role: str = ""
    clause: str = ""
    keyword: str = ""
    year: str = ""


EVERYTHING = Filter()


class Registers:
    """All duties and targets of a corpus, in the order of its documents."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._home = Places(corpus).home
        self._duties = tuple(row for duty in corpus.duties for row in self._rows(duty))
        self._targets = tuple(self._target(target) for target in corpus.targets)

    def duties(self, wanted: Filter = EVERYTHING) -> tuple[DutyRow, ...]:
        """Return the rows that pass, each with the bodies that were asked for."""
        keyword = _contains(wanted.keyword)
        asked = self._asked(wanted.department)
        rows = []
        for row in self._duties:
            if wanted.role and row.role != wanted.role:
                continue
            if not _in_place(row, wanted) or not keyword(_words(row, *row.bodies)):
                continue
            home = self._home(row.document.id)
            matched = tuple(body for body in row.bodies if asked(body, home))
            if matched:
                rows.append(replace(row, matched=matched))
        return tuple(rows)

    def targets(self, wanted: Filter = EVERYTHING) -> tuple[TargetRow, ...]:
        """Return the targets that pass."""
        keyword = _contains(wanted.keyword)
        return tuple(
            row
            for row in self._targets
            if wanted.year in ("", str(row.target.year or NO_YEAR))
            and _in_place(row, wanted)
            and keyword(_words(row, row.target.indicator))
        )

    @property
    def years(self) -> tuple[str, ...]:
        """Return the years of the targets, then ``NO_YEAR`` where one states none."""
        found = {row.target.year for row in self._targets}
        stated = tuple(str(year) for year in sorted(year for year in found if year))
        return (*stated, NO_YEAR) if None in found else stated

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the bodies as the documents spell them, in the order of the text."""
        return tuple(dict.fromkeys(body for row in self._duties for body in row.bodies))

    def same_body(self, body: str) -> tuple[str, str, str]:
        """Return a key that is alike for spellings of one body (市科技局, 市科学技术局)."""
        found = self.corpus.departments.resolve(body)
        return found.base_names[0], found.level or "", found.place

    def _asked(self, department: str) -> Callable[[str, str], bool]:
        """Return the test of a body's spelling, given the home of its document."""
        said = department.strip()
        if not said:
            return lambda body, home: True
        departments = self.corpus.departments
        mentions = departments.find(said)
        part = fold(said)

        def asked(body: str, home: str) -> bool:
            # A piece of a name (生态) is no body, yet it is what people type on the way.
            return part in fold(body) or any(
                departments.matches(mention, body, home) for mention in mentions
            )

        return asked

    def _rows(self, duty: Duty) -> Iterator[DutyRow]:
        document = self.corpus.documents[duty.document_id]
        lists: tuple[tuple[Role, tuple[str, ...]], ...] = (
            ("牵头", duty.lead),
            ("分工", duty.shared),
            ("配合", duty.assisting),
        )
        named = [(role, bodies) for role, bodies in lists if bodies]
        for role, bodies in named:
            yield DutyRow(
                document=document,
                clause=self.corpus.clause(duty.document_id, duty.address),
                role="继承" if duty.inherited_from else role,
                bodies=bodies,
                matched=bodies,
                open_ended=duty.open_ended and role == named[-1][0],
                source=duty.inherited_from or duty.address,
                quote=document.text[duty.start : duty.end],
            )

    def _target(self, target: Target) -> TargetRow:
        document = self.corpus.documents[target.document_id]
        clause = self.corpus.clause(target.document_id, target.address)
        quote = document.text[target.start : target.end]
        return TargetRow(document, clause, target, phrase(target, self.corpus), quote)


def _in_place(row: DutyRow | TargetRow, wanted: Filter) -> bool:
    if wanted.document and row.document.id != wanted.document:
        return False
    return not wanted.clause or wanted.clause in (row.clause.address, *row.clause.ancestors)


def _words(row: DutyRow | TargetRow, *more: str) -> str:
    clause = row.clause
    return "\n".join((clause.heading, row.document.text[clause.start : clause.end], *more))


def _contains(keyword: str) -> Callable[[str], bool]:
    words = [fold(word) for word in keyword.split()]
    if not words:
        return lambda text: True
    return lambda text: all(word in folded for folded in (fold(text),) for word in words)

"""What travels through the answering steps: the question understood, the draft, the context."""

from __future__ import annotations

from dataclasses import dataclass, field

from policyqa.records import Answer, Passage, Status


@dataclass(frozen=True, slots=True)
class Term:
    """One content word of a question.

    ``weight`` is how much it tells (0-1), ``variants`` the ways documents may write it with
    the worth of each, the word itself first. ``indicator`` tells that it is an official name of
    one thing, as the lexicon lists them.
    """

    text: str
    weight: float
    variants: tuple[tuple[str, float], ...]
    indicator: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A named place; ``here`` tells whether a document of the corpus is about this very place.

    ``within`` is the city with a document that the place is a county of, or "".

    ``exact`` is set for provinces and cities: they count as named only as the person wrote
    them, since 西安—咸阳一体化 says nothing of 西安市.
    """

    name: str
    here: bool
    exact: bool = False
    within: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit as the question claims it, in normal form (97%, 6736吨)."""

    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class ClauseReference:
    """A clause that the question names by number or heading.

    ``address`` is the document's address, or what the question said when ``exists`` is
    false; ``is_group`` marks a heading that only holds other clauses; ``by_heading`` tells that
    the question gave the heading and not the number.
    """

    document_id: str
    address: str
    exists: bool = True
    is_group: bool = False
    by_heading: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood.

    ``text`` is the normalised question, ``rest`` the same without the names of clauses, bodies,
    governed places and documents, ``topic`` what is left of it without asking words,
    ``types`` the kinds of asking in the order of the cue table, ``attributes`` the names of
    details wanted, ``documents`` the ids it is limited to (empty: any).
    """

    text: str
    rest: str
    topic: str
    types: frozenset[str] = frozenset()
    attributes: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    references: tuple[ClauseReference, ...] = ()
    departments: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    figures: tuple[Figure, ...] = ()
    years: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()
    level: str = ""

    def asks(self, *types: str) -> bool:
        """Tell whether any of ``types`` is asked."""
        return any(name in self.types for name in types)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a document to be cited; ``shown`` are the parts printed in the answer.

    All offsets are into the document's text; ``shown`` empty means the whole quote. A quote
    that is not ``printed`` is cited but its words are not repeated in the answer's text; one
    that is ``listed`` is an item of a list, which is told complete however long it is.
    """

    document_id: str
    address: str
    start: int
    end: int
    shown: tuple[tuple[int, int], ...] = ()
    printed: bool = True
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is verified.

    ``lead`` may hold ``{1}``-style markers for quote numbers; ``computed`` are strings of
    the lead that registers computed (counts, addresses) and that no quote needs to carry.
    """

    lead: str
    quotes: tuple[Quote, ...] = ()
    status: Status = "answered"
    computed: tuple[str, ...] = ()
    nearest: tuple[Quote, ...] = ()


@dataclass(slots=True)
class Part:
    """One question of a turn: in its own words, as completed, and what became of it.

    ``documents`` are those of the question before, for a part that names none; ``leans_on`` is
    the last question of the turn before.
    """

    asked: str
    text: str
    documents: tuple[str, ...] = ()
    leans_on: Question | None = None
    question: Question | None = None
    passages: list[Passage] = field(default_factory=list)
    draft: Draft | None = None

    @property
    def understood(self) -> Question:
        """The question, once the step ``understand`` has read it."""
        assert self.question is not None, "understand runs before every later step"
        return self.question


@dataclass(slots=True)
class Context:
    """The state of one turn on its way; each step reads and fills it.

    ``refusal`` is set when the input itself is refused; then only the last steps run.
    """

    turns: tuple[str, ...]
    asked: str = ""
    parts: list[Part] = field(default_factory=list)
    refusal: Draft | None = None
    verified: Draft | None = None
    mode: str = "extractive"
    answer: Answer | None = None
    rejected: list[str] = field(default_factory=list)
    trace: dict[str, float] = field(default_factory=dict)

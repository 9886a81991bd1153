"""Where the duty register names a body: entries by the document's spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyqa.answering.context import Question, Quote
from policyqa.answering.resources import Resources
from policyqa.documents.handed_duties import hands_on
from policyqa.records import Clause, Duty

# The opening words of a task, up to where a first stretch of some length ends.
_OPENING = re.compile(r"\s*([^。；;\n]{4,40}?)(?=[，,。；;：:\n]|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One appearance of a body in a duty list; ``handed`` from another clause (以下均需…)."""

    clause: Clause
    duty: Duty
    role: str
    handed: bool = False

    def quote(self) -> Quote:
        """Return a quote of the words that say it, printed when they say what is to be done."""
        duty = self.duty
        start, end = duty.start, duty.end
        if duty.in_text:
            # 由县水利局办结手续 says little without what goes before it.
            for sentence in self.clause.sentences:
                if sentence.start <= start < sentence.end:
                    start, end = sentence.start, sentence.end
        address = duty_address(duty)
        return Quote(self.clause.document_id, address, start, end, (), duty.in_text)

    def task(self) -> Quote | None:
        """Return a quote of the opening words of a task that has no heading, or None."""
        if self.clause.heading or self.duty.in_text or not self.clause.sentences:
            return None
        first = self.clause.sentences[0]
        opening = _OPENING.match(first.text)
        if opening is None or first.start >= self.duty.start:
            return None
        start = first.start + opening.start(1)
        end = first.start + opening.end(1)
        return Quote(self.clause.document_id, self.clause.address, start, end, (), False)


def is_another_name(asked: str, spelling: str, resources: Resources) -> bool:
    """Tell whether ``spelling`` is more than the full form of the name asked for.

    A short form keeps characters of the full one in order (发改委, 发展和改革委员会); any other
    name (环保局, 教育体育局) may mean another body, and the answer says how the text has it.
    """
    prefix = resources.corpus.departments.places.opening(asked).length
    rest = iter(spelling)
    return not all(character in rest for character in asked[prefix:])


def by_spelling_of(asked: str, question: Question, resources: Resources) -> dict[str, list[Entry]]:
    """Return the appearances of a body by the document's spellings, in the order of the text.

    The spellings that are no more than the full form of the name asked for come first.
    """
    found: dict[str, dict[tuple[str, str, str], Entry]] = {}
    for spelling, entry in _entries(asked, question, resources):
        key = (entry.clause.document_id, entry.clause.address, entry.role)
        found.setdefault(spelling, {}).setdefault(key, entry)
    ordered = sorted(found, key=lambda spelling: is_another_name(asked, spelling, resources))
    return {spelling: list(found[spelling].values()) for spelling in ordered}


def by_list(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Group entries by the words that name the body: a line may answer for a whole block.

    The row of a table that names a task of the text is no such line.
    """
    groups: dict[tuple[str, int, str], list[Entry]] = {}
    for entry in entries:
        source = entry.duty.inherited_from or entry.clause.address
        within = entry.clause.ancestors and source.startswith(entry.clause.ancestors[-1])
        start = entry.duty.start if within and not entry.handed else entry.clause.start
        groups.setdefault((entry.clause.document_id, start, entry.role), []).append(entry)
    return list(groups.values())


def count_lists(entries: Sequence[Entry]) -> int:
    """Return how many lists the entries stand in."""
    return len(by_list(entries))


def duty_address(duty: Duty) -> str:
    """Return the address of the clause in which the words of ``duty`` stand."""
    return duty.inherited_from or duty.address


def lead_rule(duty: Duty, resources: Resources) -> Quote | None:
    """Return a quote of the words by which the first of a list leads, or None."""
    if duty.lead_rule is None:
        return None
    start, end = duty.lead_rule
    structure = resources.corpus.structures[duty.document_id]
    parts = [(part.address, part.start, part.end) for part in structure.clauses]
    parts += [(part.address, part.start, part.end) for part in structure.headings]
    within = (address for address, first, last in parts if first <= start and end <= last)
    address = next(within, None)
    return None if address is None else Quote(duty.document_id, address, start, end)


def _entries(asked: str, question: Question, resources: Resources) -> Iterator[tuple[str, Entry]]:
    """Yield the spelling and the appearance for every list that names ``asked``."""
    departments = resources.corpus.departments
    wording = resources.wording
    for duty in resources.corpus.duties:
        if question.documents and duty.document_id not in question.documents:
            continue
        clause = resources.corpus.clause(duty.document_id, duty.address)
        words = resources.corpus.documents[duty.document_id].text[duty.start : duty.end]
        handed = duty.inherited_from is not None and hands_on(words)
        home = resources.understanding.places.home(duty.document_id)
        roles = (
            (duty.lead, "role_lead"),
            (duty.shared, "role_inherited" if handed else "role_shared"),
            (duty.assisting, "role_assisting"),
        )
        for names, role in roles:
            for name in names:
                if departments.matches(asked, name, home):
                    yield name, Entry(clause, duty, wording.say(role), handed)


def sentences_naming(asked: str, question: Question, resources: Resources) -> Iterator[Quote]:
    """Yield a quote of every sentence outside the lists that names ``asked``."""
    departments = resources.corpus.departments
    for document_id, structure in resources.corpus.structures.items():
        if question.documents and document_id not in question.documents:
            continue
        home = resources.understanding.places.home(document_id)
        for clause in structure.clauses:
            spans = [
                (duty.start, duty.end)
                for duty in resources.corpus.duties_of(document_id, clause.address)
                if duty.inherited_from is None and not duty.in_text
            ]
            for sentence in clause.sentences:
                if any(
                    departments.matches(asked, mention.text, home)
                    and not any(a <= sentence.start + mention.start < b for a, b in spans)
                    for mention in departments.find(sentence.text)
                ):
                    yield Quote(
                        document_id, clause.address, sentence.start, sentence.end, (), False
                    )
                    break

"""Everything one body must do: the duty register read the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.records import Clause, Duty


def answer_tasks(question: Question, resources: Resources) -> Draft | None:
    """List every clause whose responsibility list or text names the body asked for.

    Complete and in the order of the text. Spellings that the document does not equate are
    listed apart. A body that no document names gives a refusal.
    """
    say = resources.wording.say
    quotes = QuoteList()
    parts: list[str] = []
    computed: list[str] = []
    for asked in question.departments:
        by_spelling: dict[str, list[tuple[Clause, str, Duty]]] = {}
        for clause, duty, spelling, role in _entries(asked, question, resources):
            by_spelling.setdefault(spelling, []).append((clause, role, duty))
        for n, (spelling, entries) in enumerate(by_spelling.items()):
            if n:
                parts.append(say("tasks_other_spelling", other=spelling))
            else:
                parts.append(say("tasks_intro", name=spelling, count=len(entries)))
                computed.append(str(len(entries)))
            items = []
            for clause, role, duty in entries:
                quote = Quote(clause.document_id, duty_address(duty), duty.start, duty.end, (), False)
                marker = quotes.add(quote)
                items.append(
                    say("tasks_item", address=clause.address, heading=clause.heading, role=role)
                    + marker
                )
            parts.append("；".join(items) + "。")
        elsewhere = list(_in_text(asked, question, resources))
        listed = {clause.address for entries in by_spelling.values() for clause, _, _ in entries}
        new = [quote for quote in elsewhere if quote.address not in listed or not by_spelling]
        if new:
            addresses = "、".join(quote.address + quotes.add(quote) for quote in new)
            parts.append(say("tasks_text", addresses=addresses))
        if not by_spelling and not new:
            parts.append(say("tasks_none", name=asked))
    if not quotes.quotes:
        return Draft("".join(parts), status="no_basis") if parts else None
    return Draft("".join(parts), tuple(quotes.quotes), computed=tuple(computed))


def duty_address(duty: Duty) -> str:
    """Return the address of the clause in which the words of ``duty`` stand."""
    return duty.inherited_from or duty.address


def _entries(
    asked: str, question: Question, resources: Resources
) -> Iterator[tuple[Clause, Duty, str, str]]:
    """Yield (clause, duty, spelling, role) for every list that names ``asked``."""
    departments = resources.corpus.departments
    wording = resources.wording
    for duty in resources.corpus.duties:
        if question.documents and duty.document_id not in question.documents:
            continue
        inherited = duty.inherited_from is not None
        roles = (
            (duty.lead, "role_lead"),
            (duty.shared, "role_inherited" if inherited else "role_shared"),
            (duty.assisting, "role_assisting"),
        )
        for names, role in roles:
            for name in names:
                if departments.matches(asked, name):
                    clause = resources.corpus.clause(duty.document_id, duty.address)
                    yield clause, duty, name, wording.say(role)


def _in_text(asked: str, question: Question, resources: Resources) -> Iterator[Quote]:
    """Yield a quote of every sentence outside the lists that names ``asked``."""
    departments = resources.corpus.departments
    for document_id, structure in resources.corpus.structures.items():
        if question.documents and document_id not in question.documents:
            continue
        for clause in structure.clauses:
            spans = [
                (duty.start, duty.end)
                for duty in resources.corpus.duties_of(document_id, clause.address)
                if duty.inherited_from is None
            ]
            for sentence in clause.sentences:
                if any(start <= sentence.start < end for start, end in spans):
                    continue
                if any(
                    departments.matches(asked, mention.text)
                    for mention in departments.find(sentence.text)
                ):
                    yield Quote(
                        document_id, clause.address, sentence.start, sentence.end, (), False
                    )
                    break

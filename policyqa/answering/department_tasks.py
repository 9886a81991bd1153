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
    by_spelling: dict[str, dict[str, tuple[Clause, str, Duty]]] = {}
    for asked in question.departments:
        for clause, duty, spelling, role in _entries(asked, question, resources):
            key = f"{clause.document_id} {clause.address} {role}"
            by_spelling.setdefault(spelling, {}).setdefault(key, (clause, role, duty))
    for n, (spelling, found) in enumerate(by_spelling.items()):
        entries = list(found.values())
        roles = {role for _, role, _ in entries}
        same = say("tasks_same_role", role=entries[0][1]) if len(roles) == 1 else ""
        intro = "tasks_other_spelling" if n else "tasks_intro"
        count = len({(c.document_id, c.address) for c, _, _ in entries})
        parts.append(say(intro, name=spelling, other=spelling, count=count, role=same))
        computed.append(str(count))
        items = []
        for clause, role, duty in entries:
            quote = Quote(clause.document_id, duty_address(duty), duty.start, duty.end, (), False)
            items.append(
                say(
                    "tasks_item",
                    address=clause.address,
                    heading=clause.heading,
                    role="" if same else say("tasks_own_role", role=role),
                    marker=quotes.add(quote),
                )
            )
        parts.append("；".join(items) + "。")
    listed = {key.split(" ")[1] for found in by_spelling.values() for key in found}
    texts = [
        quote
        for asked in question.departments
        for quote in _in_text(asked, question, resources)
        if quote.address not in listed or not by_spelling
    ]
    if texts:
        addresses = "、".join(dict.fromkeys(quote.address + quotes.add(quote) for quote in texts))
        parts.append(say("tasks_text", addresses=addresses))
    if not quotes.quotes:
        names = "、".join(question.departments)
        return Draft(say("tasks_none", name=names), status="no_basis") if names else None
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

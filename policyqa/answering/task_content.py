"""What a clause that names many bodies says that is nearest to one of them.

A plan seldom tells which sentence of a clause is for which body of its list. Where a body stands
in one or two clauses, the sentences that speak of what such a body deals with are quoted beside
the list, and the answer says that it is no division of the tasks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyqa.answering.context import Question, Quote, Term
from policyqa.answering.duty_entries import Entry, count_lists
from policyqa.answering.quoting import clip
from policyqa.answering.resources import Resources
from policyqa.records import Clause
from policyqa.text import same_width

# Of a body in more clauses the headings are told alone.
FEW_CLAUSES = 2
MOST_QUOTES, QUOTE_LENGTH = 2, 100


def nearest_content(
    found: Mapping[str, Mapping[str, Sequence[Entry]]], question: Question, resources: Resources
) -> tuple[Quote, ...]:
    """Return quotes of the sentences nearest to the one body asked for, in the order of the text.

    None where it is not asked what is to be done, where several bodies are asked for or the body
    stands in many clauses, and where the clauses say nothing of its field.
    """
    asks = resources.cues.turns["to_be_done"].search(question.text)
    if len(found) != 1 or not asks or question.asks("target", "how_much"):
        return ()
    (asked, by_spelling), *_ = found.items()
    entries = [entry for each in by_spelling.values() for entry in each if not entry.duty.in_text]
    field = resources.corpus.departments.field_of(asked)
    if not entries or not field or count_lists(entries) > FEW_CLAUSES:
        return ()
    clauses = {(e.clause.document_id, e.clause.address): e.clause for e in entries}
    each = MOST_QUOTES // len(clauses)
    best = [
        quote
        for clause in clauses.values()
        for _, quote in sorted(
            _quotes(clause, field, entries, resources), key=lambda pair: -pair[0]
        )[:each]
    ]
    return tuple(sorted(best, key=lambda quote: quote.start))


def _quotes(
    clause: Clause, field: Sequence[str], entries: Sequence[Entry], resources: Resources
) -> list[tuple[int, Quote]]:
    """Return a quote of each sentence that holds a word of ``field``, and how many it holds."""
    text = resources.corpus.documents[clause.document_id].text
    terms = [Term(word, 1.0, ((word, 1.0),)) for word in field]
    found: list[tuple[int, Quote]] = []
    for sentence in clause.sentences:
        held = sum(word in same_width(sentence.text) for word in field)
        duty = any(sentence.start < e.duty.end and e.duty.start < sentence.end for e in entries)
        if held and not duty:
            shown = clip(text, sentence.start, sentence.end, terms, QUOTE_LENGTH)
            place = (clause.document_id, clause.address)
            found.append((held, Quote(*place, sentence.start, sentence.end, shown)))
    return found

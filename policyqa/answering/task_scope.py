"""Which clauses a question on one body's tasks is about: those of a part, all but some, a topic."""

from __future__ import annotations

import re
from collections.abc import Callable

from policyqa.answering.context import Question
from policyqa.answering.duty_entries import Entry
from policyqa.answering.references import find_references
from policyqa.answering.resources import Resources
from policyqa.answering.topic import coverage
from policyqa.records import Clause

Scope = Callable[[Clause], bool]
Found = dict[str, dict[str, list[Entry]]]
"""Appearances by the name asked for and by the document's spelling of it."""

# A clause is on the topic when it holds this share of its words.
ABOUT_TOPIC = 0.6
_APART_FROM = re.compile(
    r"除(?:了|去|开)?([^，,。?？]{2,24}?)(?:之外|以外|外|还|另)"
    r"|(?:去掉|扣除|不算|不含|撇开)([^，,。?？]{2,24}?)(?:那|这|的|一)?(?:一?[条项款])?(?=[，,。?？]|还|以?外|$)"
)
# Generic words (重点, 工程) name no topic.
TELLING = 0.5


def in_scope(found: Found, question: Question, resources: Resources) -> tuple[Found, Scope, str]:
    """Return the appearances that the question is about, its scope, and a sentence on it or "".

    第三部分里市水利局有哪些任务 asks for those under that part; where there are none, the sentence
    says so and all are returned. 除三（一）外 leaves that clause out.
    """
    say = resources.wording.say
    groups = {(r.document_id, r.address) for r in question.references if r.is_group}
    apart = _left_out(question, resources)

    def inside(clause: Clause) -> bool:
        home = clause.document_id
        parts = {(home, address) for address in (*clause.ancestors, clause.address)}
        return (home, clause.address) not in apart and (not groups or bool(groups & parts))

    titles = "、".join(
        resources.label(*group) + resources.quoted_heading(*group) for group in sorted(groups)
    )
    others = "、".join(sorted({address for _, address in apart}))
    names = "、".join(question.departments)
    kept = _only(found, lambda entry: inside(entry.clause))
    if not kept:
        note = say("tasks_scope_none", part=titles, name=names) if groups else ""
        if apart:
            note = say("tasks_apart_none", addresses=others, name=names)
        return found, lambda clause: True, note
    note = say("tasks_scope", part=titles) if groups else ""
    note += say("tasks_apart", addresses=others) if apart else ""
    return kept, inside, note


def about_topic(found: Found, question: Question, resources: Resources) -> tuple[Found, str]:
    """Return the appearances in clauses on the topic of the question, or all when there are none.

    With them come words that tell of the limit, "" where nothing is left out.

    What a document as a whole is about, by its title, all its clauses are about.
    """
    understanding = resources.understanding
    terms = understanding.topical(understanding.asked(question))

    def speaks_of_it(entry: Entry) -> bool:
        text = " ".join(sentence.text for sentence in entry.clause.sentences)
        title = resources.corpus.documents[entry.clause.document_id].title
        parts = (text, entry.clause.heading, title)
        return coverage(terms, *((part, 1.0) for part in parts)) >= ABOUT_TOPIC

    whole = any(word in question.text for word in resources.cues.words["whole_document"])
    telling = any(term.weight >= TELLING for term in terms)
    kept = _only(found, speaks_of_it) if telling and not whole else {}
    if not kept or kept == found:
        return found, ""
    return kept, resources.wording.say("tasks_on_topic")


def _only(found: Found, wanted: Callable[[Entry], bool]) -> Found:
    """Return the appearances that are ``wanted``, without the names that lose all of theirs."""
    kept = {
        asked: {name: [e for e in entries if wanted(e)] for name, entries in each.items()}
        for asked, each in found.items()
    }
    kept = {a: {n: es for n, es in each.items() if es} for a, each in kept.items()}
    return kept if any(kept.values()) else {}


def _left_out(question: Question, resources: Resources) -> set[tuple[str, str]]:
    """Return the clauses that the question leaves out (除三（一）外)."""
    ids = question.documents or tuple(resources.corpus.documents)
    return {
        (reference.document_id, reference.address)
        for apart in _APART_FROM.finditer(question.text)
        for reference in find_references(apart[1] or apart[2], resources.corpus, ids)[0]
        if reference.exists
    }

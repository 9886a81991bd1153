"""The clauses with a duty list that does not name a body (哪几条没有市财政局)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.duty_entries import Entry
from policyqa.answering.resources import QuoteList, Resources


def asks_for_gaps(question: Question, resources: Resources) -> bool:
    """Tell whether the clauses without a body are asked for (哪几条没有市财政局)."""
    words = resources.cues.words["lacks"]
    lacks = "|".join(map(re.escape, words))
    return any(
        re.search(rf"(?:{lacks}){re.escape(name)}(?![^，,。?？]*吗)", question.text)
        for name in question.departments
    ) and question.asks("tasks", "list")


def answer_gaps(
    found: Mapping[str, dict[str, list[Entry]]], question: Question, resources: Resources
) -> Draft:
    """List the clauses with a duty list that does not name the bodies asked for."""
    say = resources.wording.say
    named = {
        (e.clause.document_id, e.clause.address)
        for each in found.values()
        for entries in each.values()
        for e in entries
    }
    names = "、".join(question.departments)
    # 第三部分里没有市财政局的 asks for those of that part.
    groups = {r.address for r in question.references if r.is_group}
    quotes = QuoteList()
    items: dict[tuple[str, str], str] = {}
    for duty in resources.corpus.duties:
        key = (duty.document_id, duty.address)
        other = question.documents and duty.document_id not in question.documents
        if duty.inherited_from or duty.in_text or other or key in named or key in items:
            continue
        clause = resources.corpus.clause(*key)
        if groups and not groups.intersection(clause.ancestors):
            continue
        quote = Quote(duty.document_id, duty.address, duty.start, duty.end, (), False)
        items[key] = say(
            "tasks_item",
            address=duty.address,
            heading=clause.heading,
            role="",
            marker=quotes.add(quote),
        )
    if not items:
        return Draft(say("tasks_absent_none", name=names), status="no_basis")
    lead = say("tasks_absent", name=names, count=len(items), items="；".join(items.values()))
    return Draft(lead, tuple(quotes.quotes), computed=(str(len(items)),))

"""The time limit that a task list writes beside its bodies (完成时限：2024年9月底)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.evidence import Scored
from policyqa.answering.quoting import to_quote
from policyqa.answering.resources import QuoteList, Resources

_LIMIT = re.compile(
    r"(?:(?:完成|办结|整改|实施|落实)(?:时限|期限|时间)|时限|时间节点)[：:]\s*[^；;。\n）)]{2,40}"
)
# Coverage from which the best passage surely names the task.
SURE = 0.4
QUOTE_LENGTH = 90


def answer_deadline(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Answer by when a task must be done from the line under it, or None without such a line."""
    best = next(iter(scored), None)
    if best is None or best.coverage < SURE or not question.asks("when"):
        return None
    passage = best.passage
    clause = resources.corpus.clause(passage.document_id, passage.address)
    text = resources.corpus.documents[passage.document_id].text
    limit = _LIMIT.search(text, clause.start, clause.end)
    if limit is None:
        return None
    quotes = QuoteList()
    quotes.add(to_quote(question, passage, resources, QUOTE_LENGTH))
    marker = quotes.add(Quote(clause.document_id, clause.address, *limit.span()))
    label = resources.label(clause.document_id, clause.address)
    lead = resources.wording.say(
        "rule_says",
        where=label + resources.quoted_heading(clause.document_id, clause.address),
        words=limit.group(),
        marker=marker,
    )
    return Draft(lead, tuple(quotes.quotes))

"""Where the duty register has nothing: a heading without a list, a clause that names nobody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.context import Question
from policyqa.answering.evidence import Scored
from policyqa.answering.resources import Resources
from policyqa.answering.topic import coverage
from policyqa.records import Clause

# A document with so many lists of bodies says by a missing one that it names nobody.
LISTS_DUTIES = 5
# A heading names a task when it holds this share of the question's words.
NAMES_TASK = 0.6
MOST_QUOTED = 4
_BODY = re.compile(r"部门|机关|政府|委员会|办公室|局|公司|单位|专班|中心|机构|协会")


def by_words_of_heading(question: Question, resources: Resources) -> Question:
    """Take a heading that names nobody responsible for the words of a question who is.

    “煤改电” heads the clause on its subsidies, while another clause says who carries it out.
    """
    references = question.references
    if not (
        references and question.asks("responsibility") and all(r.by_heading for r in references)
    ):
        return question
    if any(resources.corpus.duties_of(r.document_id, r.address) for r in references):
        return question
    titles = [resources.heading(r.document_id, r.address) for r in references]
    words = " ".join((question.topic, *(title.title for title in titles if title)))
    return replace(question, references=(), terms=resources.understanding.terms(words))


def only_by_name(
    asked: Question, question: Question, scored: Sequence[Scored], resources: Resources
) -> bool:
    """Tell whether the task that ``asked`` names by a heading is spoken of nowhere else.

    ``question`` has the heading's words for terms; the clause under the heading names nobody.
    """
    own = {(r.document_id, r.address) for r in asked.references}
    if question is asked or not own:
        return False
    parts = [
        (each, resources.corpus.clause(each.passage.document_id, each.passage.address))
        for each in scored
    ]
    if any((c.document_id, above) in own for _, c in parts for above in c.ancestors):
        return False  # an item below the heading may name somebody for all of it
    elsewhere = [each for each, c in parts if (c.document_id, c.address) not in own]
    return max((each.coverage for each in elsewhere), default=0.0) < NAMES_TASK


def clauses_of_task(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> list[Clause]:
    """Return the clause with a list of bodies whose heading names the task, or none.

    The text says what is to be done, an attachment who does it.
    """
    if not scored:
        return []
    structure = resources.corpus.structures[scored[0].passage.document_id]
    named = [
        (coverage(question.terms, (clause.heading, 1.0)), clause)
        for clause in structure.clauses
        if resources.corpus.duties_of(clause.document_id, clause.address)
    ]
    best = max((covered for covered, _ in named), default=0.0)
    return [clause for covered, clause in named if covered == best >= NAMES_TASK][:1]


def names_nobody(scored: Sequence[Scored], resources: Resources) -> bool:
    """Tell whether the clause that fits best names no body, in a plan that lists them."""
    best = scored[0].passage
    listed = {d.address for d in resources.corpus.duties if d.document_id == best.document_id}
    if len(listed) < LISTS_DUTIES:
        # Another passage may still say who; what would be quoted must name somebody.
        quoted = "".join(each.passage.text for each in scored[:MOST_QUOTED])
        return not (resources.corpus.departments.find(quoted) or _BODY.search(quoted))
    clause = resources.corpus.clause(best.document_id, best.address)
    text = resources.corpus.documents[best.document_id].text[clause.start : clause.end]
    return not (resources.corpus.departments.find(text) or _BODY.search(text))

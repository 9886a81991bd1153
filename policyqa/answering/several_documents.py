"""A question that names no document, where several documents of the library rule on the thing.

Two cities may both say when fireworks are allowed: a reader is told what each document says and
whose it is, for the system cannot know where the reader lives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from policyqa.answering.context import Draft, Question
from policyqa.answering.evidence import Scored, score_passages, with_whole_sentences
from policyqa.answering.resources import Resources
from policyqa.answering.several import first_printed, merge
from policyqa.records import Passage

MOST_DOCUMENTS = 3
# Another document rules on the same thing when its best passage comes this close to the best.
SAME_COVERAGE, SAME_WORTH = 0.95, 0.88
# Quotes of one document beside those of others.
MOST_QUOTES = 2

AnswerOne = Callable[[Question, Sequence[Passage]], Draft | None]


def answer_from_each(
    question: Question, passages: Sequence[Passage], resources: Resources, answer: AnswerOne
) -> Draft | None:
    """Return the answers of all documents that fit about equally well, or None for one or none.

    ``answer`` answers a question from the passages of the one document that it is limited to.
    """
    if question.documents or question.references or len(resources.corpus.documents) == 1:
        return None
    scored = score_passages(question, with_whole_sentences(passages, resources), resources)
    equals = _equals(scored)
    drafts: list[Draft] = []
    for document_id in equals if len(equals) > 1 else ():
        limited = resources.understanding.read(question.text, (document_id,))
        own = [passage for passage in passages if passage.document_id == document_id]
        draft = answer(limited, own)
        if draft and draft.status in ("answered", "corrected"):
            drafts.append(_shortened(draft))
    if len(drafts) < 2:
        return None
    note = resources.wording.say("several_documents", count=len(drafts))
    said: list[str] = []
    if all(draft.lead.endswith("：") for draft in drafts):
        # What only announces the quotes is said once; each quote names its document.
        leads = dict.fromkeys(draft.lead for draft in drafts)
        said = [lead for lead in leads if not _names_one(lead, resources)]
        drafts = [replace(first_printed(draft), lead="") for draft in drafts]
    else:
        drafts = [_named(draft, draft.quotes[0].document_id, resources) for draft in drafts]
    merged = merge(drafts)
    return replace(
        merged,
        lead="\n".join(filter(None, (note, *said, merged.lead))),
        computed=(*merged.computed, str(len(drafts))),
    )


def answer_of_each_place(
    question: Question,
    passages: Sequence[Passage],
    draft: Draft | None,
    resources: Resources,
    answer: AnswerOne,
) -> Draft | None:
    """Return the answers of the documents of all places named, where ``draft`` is of one only.

    澄陵市和岚江省定的目标各是多少 asks each of the two.
    """
    home = resources.understanding.places.home
    homes = {home(each) for each in question.documents} - {""}
    told = {home(quote.document_id) for quote in draft.quotes} if draft else set()
    if len(homes) < 2 or homes <= told:
        return None
    drafts: dict[str, Draft] = {}
    # Each is asked for its own figure.
    types = question.types - {"compare"} if question.asks("how_much") else question.types
    for document_id in dict.fromkeys(passage.document_id for passage in passages):
        own = [passage for passage in passages if passage.document_id == document_id]
        one = replace(question, documents=(document_id,), places=(), types=types)
        found = answer(one, own) if home(document_id) not in drafts else None
        if found and found.status in ("answered", "corrected"):
            drafts[home(document_id)] = _named(_shortened(found), document_id, resources)
    return merge(list(drafts.values())) if len(drafts) > 1 else None


def _equals(scored: Sequence[Scored]) -> list[str]:
    """Return the documents whose best passage fits as well as the best of all, best first."""
    best: dict[str, Scored] = {}
    for each in scored:
        best.setdefault(each.passage.document_id, each)
    first = next(iter(best.values()), None)
    return [
        document_id
        for document_id, each in best.items()
        if first
        and each.coverage >= SAME_COVERAGE * first.coverage
        and each.worth >= SAME_WORTH * first.worth
    ][:MOST_DOCUMENTS]


def _shortened(draft: Draft) -> Draft:
    """Return the draft with its first quotes only, unless the lead points at more."""
    pointed = max((int(n) for n in re.findall(r"\[([0-9]+)\]", draft.lead)), default=0)
    listed = any(quote.listed for quote in draft.quotes)
    return draft if listed else replace(draft, quotes=draft.quotes[: max(pointed, MOST_QUOTES)])


def _names_one(lead: str, resources: Resources) -> bool:
    return any(resources.title(each) in lead for each in resources.corpus.documents)


def _named(draft: Draft, document_id: str, resources: Resources) -> Draft:
    """Return the draft with the document's name in its lead."""
    title = resources.title(document_id)
    return draft if title in draft.lead else replace(draft, lead=f"{title}：{draft.lead}")

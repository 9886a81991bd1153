"""The boxes that plans set between their paragraphs: 专栏2 重点工程, with what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.topic import coverage
from policyqa.documents.numerals import number_of

_TITLE = re.compile(
    r"^[ \t　*]*专栏[ \t　]*(?P<number>[0-9一二三四五六七八九十]{0,3})[ \t　:：]*"
    r"(?P<title>[^\n。]*)$",
    re.MULTILINE,
)
_ASKED = re.compile(r"专栏(?P<number>[0-9一二三四五六七八九十]{0,3})")
_SAYS = re.compile(r"[^\n]*\S[^\n]*")
ABOUT = 0.4
MOST_ITEMS = 30
LONGEST_ITEM = 80


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: where its title stands, and the address of the clause that holds it."""

    document_id: str
    address: str
    number: int | None
    title: str
    start: int
    end: int


def answer_box(question: Question, resources: Resources) -> Draft | None:
    """List what stands in the box that the question names, or None when it names none."""
    asked = _ASKED.search(question.text)
    if asked is None or question.asks("responsibility", "how_much", "when"):
        return None
    number = number_of(asked["number"]) if asked["number"] else None
    boxes = [box for box in _boxes(question, resources) if number in (None, box.number)]
    if not boxes:
        return None
    fits = {box: coverage(question.terms, (box.title, 1.0)) for box in boxes}
    box = max(boxes, key=lambda each: fits[each])
    if number is None and fits[box] < ABOUT:
        return None
    quotes = QuoteList()
    for quote in _inside(box, resources):
        quotes.add(quote)
    if not quotes.quotes:
        return None
    marker = quotes.add(Quote(box.document_id, box.address, box.start, box.end, (), False))
    label = resources.label(box.document_id, box.address)
    text = resources.corpus.documents[box.document_id].text[box.start : box.end]
    name = " ".join(text.split())
    lead = resources.wording.say("box_holds", label=label, name=name, marker=marker)
    return Draft(lead, tuple(quotes.quotes))


def _boxes(question: Question, resources: Resources) -> Iterator[_Box]:
    for document_id in question.documents or tuple(resources.corpus.documents):
        text = resources.corpus.documents[document_id].text
        for clause in resources.corpus.structures[document_id].clauses:
            for found in _TITLE.finditer(text, clause.start, clause.end):
                number = number_of(found["number"]) if found["number"] else None
                title = found["title"].strip()
                yield _Box(document_id, clause.address, number, title, found.start(), found.end())


def _inside(box: _Box, resources: Resources) -> Iterator[Quote]:
    """Yield the lines below a title in its clause, or the items when they are clauses."""
    text = resources.corpus.documents[box.document_id].text
    structure = resources.corpus.structures[box.document_id]
    home = resources.corpus.clause(box.document_id, box.address)
    behind = _TITLE.search(text, box.end, home.end)
    end = behind.start() if behind else home.end
    lines = list(_SAYS.finditer(text, box.end, end))[:MOST_ITEMS]
    for line in lines:
        yield Quote(box.document_id, box.address, *line.span(), listed=True)
    items = [c for c in structure.clauses if box.address in c.ancestors and c.start >= box.end]
    for item in items[:MOST_ITEMS] if not lines and behind is None else ():
        first = item.sentences[0].end if item.sentences else item.end
        stop = min(first, item.start + LONGEST_ITEM)
        yield Quote(box.document_id, item.address, item.start, stop, listed=True)

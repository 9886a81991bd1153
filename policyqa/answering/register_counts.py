"""Questions that count over the whole duty register: once only, most often, how many, who leads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.records import Duty

_BODY = r"(?:部门|单位|机构|局|委办局)"
_ONCE = re.compile(
    r"只(?:在|被)?(?:出现|列|涉及|负责|承担|参与|点名|有)?.{0,6}(?:一|1)(?:次|条|处|项|个)"
)
_MOST = re.compile(rf"(?:哪(?:个|些|几个)?{_BODY}|谁).{{0,12}}(?:最多|最频繁|次数最)")
_LONGEST = re.compile(
    rf"{_BODY}(?:数量?)?最多的?(?:是|有)?(?:哪|什么)(?:一)?(?:条|项)"
    rf"|(?:哪|什么)(?:一)?(?:条|项).{{0,12}}{_BODY}(?:数量?)?最多"
)
_HOW_MANY = re.compile(rf"(?:多少|几)(?:个|家)?(?:不同的?)?(?:责任)?{_BODY}")
_LEADS = re.compile(
    r"(?:哪(?:几|些)?(?:条|项|个)?|多少条|几条).{0,10}(?:牵头)|牵头.{0,8}(?:哪(?:几|些)|几|多少)(?:条|项)"
)


def answer_counts(question: Question, resources: Resources) -> Draft | None:
    """Answer a question that counts over all duty lists, else None."""
    if question.departments or question.references:
        return None
    if resources.understanding.topical(question.terms):
        return None
    text = question.text
    if _LEADS.search(text):
        return _leads(question, resources)
    if not re.search(_BODY, text):
        return None
    bodies = _appearances(question, resources)
    if not bodies:
        return None
    if _LONGEST.search(text):
        return _longest(question, resources)
    if _ONCE.search(text):
        once = {name: duties for name, duties in bodies.items() if _clauses(duties) == 1}
        return _listing("counts_once", once, resources)
    if _MOST.search(text):
        most = max(_clauses(duties) for duties in bodies.values())
        top = {name: duties for name, duties in bodies.items() if _clauses(duties) == most}
        return _listing("counts_most", top, resources, number=most)
    if _HOW_MANY.search(text):
        return _listing("counts_all", bodies, resources)
    return None


def _own(question: Question, resources: Resources) -> Iterable[Duty]:
    for duty in resources.corpus.duties:
        if duty.inherited_from is None and (
            not question.documents or duty.document_id in question.documents
        ):
            yield duty


def _appearances(question: Question, resources: Resources) -> dict[str, list[Duty]]:
    """Return every body by the document's spelling with the lists that name it."""
    found: dict[str, list[Duty]] = {}
    for duty in _own(question, resources):
        for name in (*duty.lead, *duty.shared, *duty.assisting):
            found.setdefault(name, []).append(duty)
    return found


def _clauses(duties: Iterable[Duty]) -> int:
    return len({(duty.document_id, duty.address) for duty in duties})


def _listing(
    template: str, bodies: dict[str, list[Duty]], resources: Resources, number: int = 0
) -> Draft:
    """List bodies with the clause of each; with many clauses a body, the count stands instead."""
    quotes = QuoteList()
    items: list[str] = []
    computed = [str(len(bodies)), str(number)]
    for name, duties in bodies.items():
        markers = [
            quotes.add(Quote(d.document_id, d.address, d.start, d.end, (), False)) for d in duties
        ]
        single = _clauses(duties) == 1
        items.append(f"{name}（{duties[0].address}）{markers[0]}" if single else name)
    lead = resources.wording.say(template, count=len(bodies), number=number, items="、".join(items))
    return Draft(lead, tuple(quotes.quotes), computed=tuple(computed))


def _longest(question: Question, resources: Resources) -> Draft | None:
    """Return the clause whose list names most bodies."""
    lists: dict[tuple[str, str], list[Duty]] = {}
    for duty in _own(question, resources):
        lists.setdefault((duty.document_id, duty.address), []).append(duty)
    sizes = {
        key: len({n for d in duties for n in (*d.lead, *d.shared, *d.assisting)})
        for key, duties in lists.items()
    }
    most = max(sizes.values(), default=0)
    quotes = QuoteList()
    items = []
    for key in (key for key, size in sizes.items() if size == most):
        markers = [
            quotes.add(Quote(d.document_id, d.address, d.start, d.end, (), False))
            for d in lists[key]
        ]
        items.append(f"{key[1]}{resources.corpus.clause(*key).heading}{''.join(markers)}")
    lead = resources.wording.say("counts_longest", items="、".join(items), number=most)
    return Draft(lead, tuple(quotes.quotes), computed=(str(most),)) if items else None


def _leads(question: Question, resources: Resources) -> Draft | None:
    """List the clauses whose list names a leading body."""
    leading = [duty for duty in _own(question, resources) if duty.lead]
    if any(word in question.text for word in resources.cues.words["without"]):
        return _without_lead(question, {duty.address for duty in leading}, resources)
    if not leading:
        return None
    quotes = QuoteList()
    items = [
        resources.wording.say(
            "counts_lead_item",
            address=duty.address,
            heading=resources.corpus.clause(duty.document_id, duty.address).heading,
            lead="、".join(duty.lead),
            marker=quotes.add(
                Quote(duty.document_id, duty.address, duty.start, duty.end, (), False)
            ),
        )
        for duty in leading
    ]
    lead = resources.wording.say("counts_lead", count=len(leading), items="；".join(items))
    return Draft(lead, tuple(quotes.quotes), computed=(str(len(leading)),))


def _without_lead(question: Question, led: Collection[str], resources: Resources) -> Draft | None:
    """List the clauses whose list of bodies names no leading one."""
    quotes = QuoteList()
    items: dict[str, str] = {}
    for duty in _own(question, resources):
        if duty.address in led or duty.address in items or duty.in_text:
            continue
        quote = Quote(duty.document_id, duty.address, duty.start, duty.end, (), False)
        heading = resources.corpus.clause(duty.document_id, duty.address).heading
        items[duty.address] = f"{duty.address}{heading}{quotes.add(quote)}"
    if not items:
        return None
    listed = "；".join(items.values())
    lead = resources.wording.say("counts_no_lead", count=len(items), items=listed)
    return Draft(lead, tuple(quotes.quotes), computed=(str(len(items)),))

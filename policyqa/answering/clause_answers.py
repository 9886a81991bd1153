"""Questions that name a clause or ask for the outline."""

from __future__ import annotations

import re
from dataclasses import replace

from policyqa.answering.context import ClauseReference, Draft, Question, Quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.several import merge
from policyqa.answering.topic import coverage
from policyqa.documents.numerals import number_of
from policyqa.records import Clause, Heading, Sentence
from policyqa.text import same_width

MOST_POINTS = 8
# A word of this weight is content of its own.
TELLING = 0.6
# Share of the question that names of groups must cover; a word of the lexicon counts .9.
NAMES_GROUP = 0.85
# Of several clauses each has its own line of lead.
POINTS_LENGTH, HEAD_LENGTH = 200, 35
_SENTENCE = re.compile(r"(?:第([一二三四五六七八九十]{1,3}|[0-9]{1,2})|最后一)句")
_FIRST_SEGMENT = re.compile(r"[^，,；;。！？:：]+")
_PARENT = re.compile(r"([一二三四五六七八九十]+)（[^（）]+）$")
_CLAIMED_COUNT = re.compile(r"(?<!第)([0-9]+|[一二两三四五六七八九十]+)(?:大|项|个|条|方面|类)")


def answer_missing_clause(question: Question, resources: Resources) -> Draft | None:
    """Say that a clause which the question names does not exist, and what does."""
    absent = [reference for reference in question.references if not reference.exists]
    if not absent or any(reference.exists for reference in question.references):
        return None
    document_id = absent[0].document_id
    parent = _PARENT.match(absent[0].address)
    siblings = _group(question, document_id, parent[1], resources) if parent else None
    if siblings:
        # 四（八）: 四 has seven, and these are they.
        no = resources.wording.say("clause_absent", address=absent[0].address)
        return replace(siblings, lead=no + siblings.lead, status="corrected")
    parts = "、".join(
        f"{h.address}、{h.title}" if h.title else h.address
        for h in resources.children(document_id, "")[:12]
    )
    lead = resources.wording.say(
        "clause_missing",
        title=resources.corpus.documents[document_id].title,
        address=absent[0].address,
        outline=parts or "正文",
    )
    return Draft(lead, status="no_basis")


def answer_clause(
    question: Question, reference: ClauseReference, resources: Resources, several: int = 1
) -> Draft:
    """Tell what a clause says: its points, or its text or one sentence of it when that is asked.

    Of ``several`` clauses each has its share of the room.
    """
    clause = resources.corpus.clause(reference.document_id, reference.address)
    label = resources.label(clause.document_id, clause.address)
    if question.asks("address_text"):
        heading = f"“{clause.heading}”" if clause.heading else ""
        lead = resources.wording.say("clause_text", label=label, heading=heading)
        return Draft(lead, (_sentence_asked(question, clause) or resources.whole(clause),))
    points = _points(clause, POINTS_LENGTH // several - (several > 1) * HEAD_LENGTH)
    quote = Quote(clause.document_id, clause.address, clause.start, clause.end, points)
    if several > 1:
        heading = f"“{clause.heading}”" if clause.heading else ""
        say = resources.wording.say
        return Draft(
            say("clause_summary_each", label=label, heading=heading, marker="[1]"), (quote,)
        )
    name = "clause_summary" if clause.heading else "clause_summary_bare"
    lead = resources.wording.say(name, label=label, heading=clause.heading)
    return Draft(lead, (quote,))


def _sentence_asked(question: Question, clause: Clause) -> Quote | None:
    """Return a quote of the one sentence that is asked for (第一句), or None."""
    asked = _SENTENCE.search(question.text)
    if asked is None:
        return None
    number = len(clause.sentences) if asked[1] is None else number_of(asked[1]) or 0
    if not 0 < number <= len(clause.sentences):
        return None
    sentence = clause.sentences[number - 1]
    return Quote(clause.document_id, clause.address, sentence.start, sentence.end)


def _points(clause: Clause, room: int) -> tuple[tuple[int, int], ...]:
    """Return the opening words of the sentences, as many as fit.

    A policy sentence opens with what is to be done (推进煤炭分级分质综合利用，重点…), so its first
    segment is its gist in the document's own words.
    """
    if clause.end - clause.start <= room:
        return ()
    points: list[tuple[int, int]] = []
    used = 0
    for sentence in clause.sentences:
        if sentence.text.startswith(("（", "(")):
            continue
        match = _FIRST_SEGMENT.match(sentence.text)
        if match is None:
            continue
        end = match.end()
        if end < 8:  # 到2025年， says nothing yet: take the next segment too
            following = _FIRST_SEGMENT.match(sentence.text, end + 1)
            end = following.end() if following else end
        # However little room there is, a clause has a point to show.
        if points and (used + end > room or len(points) == MOST_POINTS):
            break
        points.append((sentence.start, sentence.start + end))
        used += end
    return tuple(points)


def answer_outline(question: Question, resources: Resources) -> Draft | None:
    """List the headings of the whole document or of one of its groups, with the count."""
    if not question.asks("list", "summary", "measure"):
        return None
    ids = question.documents or resources.likely_document(question.text)
    groups = [r for r in question.references if r.is_group]
    weak = resources.cues.words["weak"]
    terms = [term for term in question.terms if term.text not in weak] or list(question.terms)
    # 分类投放 heads a chapter and opens 分类投放管理责任人: other words then say what is asked.
    in_passing = groups and groups[0].by_heading and any(t.weight >= TELLING for t in terms)
    if groups and groups[0].by_heading and question.asks("responsibility"):
        return None
    if groups and not in_passing:
        numbered = [r for r in groups if not r.by_heading] or groups[:1]
        drafts = [_group(question, r.document_id, r.address, resources) for r in numbered]
        found = [draft for draft in drafts if draft]
        return merge(found) if found else None
    if question.references:
        return None
    if not terms:
        # "这份文件讲什么", "有几部分": nothing but the document itself is asked for.
        named = question.documents or any(
            word in question.text for word in resources.cues.words["document"]
        )
        # 一共几家要搬 behind a question on works that move asks of these.
        counts = any(cue.search(question.text) for cue, _ in resources.cues.measures)
        if not named or counts or question.attributes or not question.asks("list", "summary"):
            return None
        return _group(question, ids[0], "", resources)
    best: tuple[float, str, str] | None = None
    for document_id in ids:
        structure = resources.corpus.structures[document_id]
        for heading in structure.headings:
            children = resources.children(document_id, heading.address)
            if len(children) < 2:
                continue
            ending = _shared_ending([child.title for child in children])
            covered = coverage(terms, (heading.title, 1.0), (ending, 1.0))
            if covered >= NAMES_GROUP and (best is None or covered > best[0]):
                best = (covered, document_id, heading.address)
    return _group(question, best[1], best[2], resources) if best else None


def _shared_ending(titles: list[str]) -> str:
    """Return the longest common ending of ``titles`` (工程 for ten names of projects)."""
    backwards = [title[::-1] for title in titles]
    length = 0
    while all(len(t) > length and t[length] == backwards[0][length] for t in backwards):
        length += 1
    return backwards[0][:length][::-1]


def _group(
    question: Question, document_id: str, address: str, resources: Resources
) -> Draft | None:
    say = resources.wording.say
    children = resources.children(document_id, address)
    if not children:
        return None
    quotes = QuoteList()
    items: list[str] = []
    for child in children:
        marker = quotes.add(heading_quote(child, resources))
        items.append(f"{child.address} {child.title or _opening(child, resources)}{marker}")
    computed = [str(len(children))]
    claimed = _claimed_count(question.text)
    lead = ""
    corrected = bool(claimed and claimed != len(children) and address)
    if corrected:
        lead = say("outline_count_wrong", claimed=claimed, count=len(children))
        computed.append(str(claimed))
    listed = "；".join(items)
    title = resources.corpus.documents[document_id].title
    if address:
        heading = resources.heading(document_id, address)
        lead += say(
            "outline_group",
            label=resources.label(document_id, address),
            heading=heading.title if heading else "",
            count=len(children),
            items=listed,
            marker="",
        )
    else:
        lead += say("outline_document", title=title, count=len(children), items=listed, marker="")
    return Draft(
        lead,
        tuple(quotes.quotes),
        status="corrected" if corrected else "answered",
        computed=tuple(computed),
    )


def heading_quote(heading: Heading, resources: Resources) -> Quote:
    """Return a quote of a heading, cited but not printed again; of the text where it has none."""
    start, end = heading.start, heading.end
    if not heading.title:
        sentence = _first_sentence(heading, resources)
        start, end = (sentence.start, sentence.end) if sentence else (start, end)
    return Quote(heading.document_id, heading.address, start, end, (), False)


def _first_sentence(heading: Heading, resources: Resources) -> Sentence | None:
    for clause in resources.corpus.structures[heading.document_id].clauses:
        if clause.address == heading.address and clause.sentences:
            return clause.sentences[0]
    return None


def _opening(heading: Heading, resources: Resources) -> str:
    """Return the first sentence of an item that has no title of its own."""
    sentence = _first_sentence(heading, resources)
    return f"“{sentence.text}”" if sentence else ""


def _claimed_count(text: str) -> int:
    match = _CLAIMED_COUNT.search(same_width(text))
    return (number_of(match.group(1)) or 0) if match else 0

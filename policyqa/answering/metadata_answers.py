"""Questions about the document itself: number, dates, issuer, addressees, basis, title."""

from __future__ import annotations

import re

from policyqa.answering.context import Draft, Question
from policyqa.answering.metadata_fields import FIELDS
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.topic import PARTIAL_MATCH, match
from policyqa.records import Document
from policyqa.text import same_width

FRONT_MATTER = ("印发通知", "前言", "标题")
# Details that a fact about the document gives: its dates and, in 前言, its purpose.
DATE_DETAILS = {"time", "calendar_day", "reason"}
_NUMBER = re.compile(
    r"[一-鿿]{1,4}?(?:政|府)办?发(?=[一-鿿])|(?:[一-鿿]{2,8})?[〔\[(【][0-9]{4}[〕\])】]第?[0-9]+号"
)
# 经市委常委会会议通过: who met, and what kind of meeting it was.
_MEETING = re.compile(
    r"(?P<body>省委|市委|县委|区委|党组|人大|[省市县区]政府)?(?:第[一二三四五六七八九十0-9]+次)?"
    r"(?P<kind>常委会|常务委员会|全体会议|办公会|常务会)"
)


def answer_metadata(question: Question, resources: Resources) -> Draft | None:
    """Answer from the cover, or return None when something else is asked."""
    fields = resources.cues.metadata_of(question.text)
    # A question with a topic of its own (试点方案什么时候申报) is not about the document.
    if "issued" in fields and len(fields) > 1 and not (asks_date(question) or question.years):
        # 谁印发的 and 依据什么制定的 hold a word of issuing but ask for no date.
        fields = tuple(name for name in fields if name != "issued")
    if "parents" in fields:
        # 依据哪两份文件制定，请列出文件名称 asks for the names of those.
        fields = tuple(name for name in fields if name != "title")
    elsewhere = [r for r in question.references if r.address not in FRONT_MATTER]
    if question.references and question.asks("address_text", "summary"):
        return None  # 印发通知原文 asks for the text of the cover
    if not fields or elsewhere or set(question.attributes) - DATE_DETAILS:
        return None
    rest = resources.understanding.terms(
        _NUMBER.sub(" ", resources.cues.without_metadata(question.rest))
    )
    # Asking words are looked for in the whole question too: 市政府还是市政府办公室 is one only
    # while the bodies still stand in it.
    whole = same_width(resources.cues.without_metadata(question.text))
    titles = "".join(document.title for document in resources.corpus.documents.values())
    # 做合法性审核，想知道方案依着哪两个文件定的: what is told before is no topic.
    asking = _asking_of_document(question, resources) if "title" not in fields else ""
    topical = [t for t in resources.understanding.topical(rest) if t.text in (asking or whole)]
    folded = same_width(titles)
    if any(term.text in whole and match(term, folded) < PARTIAL_MATCH for term in topical):
        return None
    if question.departments and not {"issuer", "adopted"} & set(fields):
        return None
    parts: list[str] = []
    quotes = QuoteList()
    computed: list[str] = []
    corrected = False
    fields = _with_wrong_number(fields, question, resources)
    ids = question.documents or resources.likely_document(question.text)
    told: set[str] = set()
    for document_id in ids:
        document = resources.corpus.documents[document_id]
        for field in fields:
            found = FIELDS[field](document, resources)
            if found is None:
                continue
            told.add(field)
            value, quote, extra = found
            claim = _contradicted(field, question, document, resources)
            if claim:
                corrected = True
                computed.append(claim)
                parts.append(resources.wording.say("meta_claim_no", claimed=claim))
            marker = quotes.add(quote)
            parts.append(
                resources.wording.say(f"meta_{field}", value=value, marker=marker, **extra)
            )
    # The title is told beside what is asked of it; alone it is no answer to the rest.
    missing = [field for field in fields if field not in told]
    labels = "、".join(resources.wording.say(f"detail_{field}") for field in missing)
    if not parts or (missing and told <= {"title"}):
        lead = resources.wording.say("no_basis_metadata", detail=labels)
        return Draft(lead, status="no_basis")
    if missing:
        parts.append(resources.wording.say("meta_missing", detail=labels))
    return Draft(
        "".join(parts),
        tuple(quotes.quotes),
        status="corrected" if corrected else "answered",
        computed=tuple(computed),
    )


def _asking_of_document(question: Question, resources: Resources) -> str:
    """Return the part of a question that asks about the document by such a word, or ""."""
    words = resources.cues.words["document"]
    for part in resources.cues.parts(question.text):
        said = part.group()
        # …是2022年底发的，是不是 claims in one part and asks in another.
        claims = question.asks("yes_no") and any(str(year) in said for year in question.years)
        asks = resources.cues.metadata_of(said) and (claims or resources.cues.asks(said))
        if asks and any(word in said for word in words):
            return same_width(said)
    return ""


def _with_wrong_number(
    fields: tuple[str, ...], question: Question, resources: Resources
) -> tuple[str, ...]:
    """Return ``fields`` with the number first where the question gives one slightly wrong."""
    numbers = [same_width(d.number) for d in resources.corpus.documents.values() if d.number]
    said = _NUMBER.search(same_width(question.text))
    if said is None or any(said.group() in number for number in numbers):
        return fields
    return ("number", *(name for name in fields if name != "number"))


def asks_date(question: Question) -> bool:
    """Tell whether a date is asked for."""
    return question.asks("when") or any(word in question.text for word in ("日期", "时间"))


def _contradicted(field: str, question: Question, document: Document, resources: Resources) -> str:
    """Return what the question supposes and the document contradicts: year, number, issuer."""
    if field == "issuer" and question.asks("yes_no") and len(question.departments) == 1:
        asked = question.departments[0]
        home = resources.understanding.places.home(document.id)
        same = resources.corpus.departments.matches(asked, document.issuer, home)
        return "" if same else asked
    if field == "number":
        said = _NUMBER.search(same_width(question.text))
        known = same_width(document.number)
        return said.group() if said and said.group() not in known else ""
    meeting = _MEETING.search(question.text) if field == "adopted" else None
    if meeting and document.adopted_by and question.asks("yes_no"):
        parts = [part for part in meeting.groups() if part]
        if not all(part in document.adopted_by for part in parts):
            return meeting.group()
    actual = {"issued": document.issued, "adopted": document.adopted}.get(field)
    wrong = [year for year in question.years if actual and year != actual.year]
    return f"{wrong[0]}年" if wrong and question.asks("yes_no") else ""

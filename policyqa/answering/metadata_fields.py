"""Facts about a document, each with the quote that says it: number, dates, issuer, basis, title."""

from __future__ import annotations

import re
from datetime import date

from policyqa.answering.context import Quote
from policyqa.answering.resources import Resources
from policyqa.documents.numerals import in_chinese
from policyqa.records import Clause, Document

_COVER = "印发通知"

_INTERPRETED = re.compile(r"由.{2,30}(?:负责)?解释")

_REPEALED = re.compile(r"同时废止|予以废止|(?:《.{2,60}》).{0,12}废止")

_APPROVED = re.compile(
    r"(?P<day>[0-9〇○零一二三四五六七八九十]{4}\s*年[^，。；（）()]{2,12}?日)(?P<by>[^，。；（）()]{4,60}?)批准"
)

_PLAN_PERIOD = re.compile(r"“?十[一二三四五六七八九]五”?")

_IN_FORCE = re.compile(r"(?:自|从).{1,24}起(?:正式)?(?:施行|实施|执行|生效)|有效期")


def _dated(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _span_of(document: Document, day: date) -> tuple[int, int]:
    """Return where a day stands in the text, in digits or Chinese numerals; (-1, -1) nowhere."""
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    year = f"(?:{day.year}|{year.replace('〇', '[〇○零]')})"
    month, date_ = (f"(?:0?{n}|{in_chinese(n)})" for n in (day.month, day.day))
    spans = [
        match.span()
        for match in re.finditer(rf"{year}\s*年\s*{month}\s*月\s*{date_}\s*日", document.text)
    ]
    return spans[-1] if spans else (-1, -1)


_Found = tuple[str, Quote, dict[str, str]] | None


def _line_quote(resources: Resources, document: Document, needle: str) -> Quote | None:
    """Return a quote of the whole line that holds ``needle``."""
    position = document.text.find(needle) if needle else -1
    if position < 0:
        return None
    start = document.text.rfind("\n", 0, position) + 1
    end = document.text.find("\n", position)
    line = document.text[start : end if end >= 0 else len(document.text)].strip()
    return resources.find_quote(document.id, line)


def _number(document: Document, resources: Resources) -> _Found:
    quote = resources.find_quote(document.id, document.number)
    return (document.number, quote, {}) if quote else None


def _issued(document: Document, resources: Resources) -> _Found:
    if document.issued is None:
        return None
    day = _dated(document.issued)
    start, end = _span_of(document, document.issued)
    clause = _clause_at(document, start, resources)
    return (day, Quote(document.id, clause.address, start, end), {}) if clause else None


def _adopted(document: Document, resources: Resources) -> _Found:
    # A notice may name the meeting without its day.
    day = f"于{_dated(document.adopted)}" if document.adopted else ""
    if document.adopted:
        position, _ = _span_of(document, document.adopted)
    else:
        position = document.text.find(document.adopted_by) if document.adopted_by else -1
    clause = _clause_at(document, position, resources)
    if clause is None:
        return None
    for sentence in clause.sentences:
        if sentence.start <= position < sentence.end:
            quote = Quote(document.id, clause.address, sentence.start, sentence.end)
            by = f"经{document.adopted_by}" if document.adopted_by else ""
            return day, quote, {"by": by}
    return None


def _approved(document: Document, resources: Resources) -> _Found:
    """Find who approved a statute and when, which is said beside its adoption."""
    for clause in resources.corpus.structures[document.id].clauses[:3]:
        found = _APPROVED.search(document.text, clause.start, clause.end)
        if found:
            quote = Quote(document.id, clause.address, *found.span())
            return " ".join(found["day"].split()), quote, {"by": f"由{found['by'].strip()}"}
    return None


def _effective(document: Document, resources: Resources) -> _Found:
    """Find the sentence that says from when, and how long, the document holds."""
    return _last_sentence(document, _IN_FORCE, resources)


def _interpreter(document: Document, resources: Resources) -> _Found:
    """Find the sentence that says who interprets the document."""
    return _last_sentence(document, _INTERPRETED, resources)


def _repealed(document: Document, resources: Resources) -> _Found:
    """Find the sentence that says which documents it repeals."""
    return _last_sentence(document, _REPEALED, resources)


def _last_sentence(document: Document, pattern: re.Pattern[str], resources: Resources) -> _Found:
    for clause in reversed(resources.corpus.structures[document.id].clauses):
        for sentence in clause.sentences:
            if pattern.search(sentence.text):
                quote = Quote(document.id, clause.address, sentence.start, sentence.end, (), False)
                return sentence.text.rstrip("。；;"), quote, {}
    return None


def _period(document: Document, resources: Resources) -> _Found:
    """Find the plan period that the title names (“十四五”)."""
    period = _PLAN_PERIOD.search(document.title)
    title = resources.find_quote(document.id, document.title)
    return (period.group(), title, {}) if period and title else None


def _purpose(document: Document, resources: Resources) -> _Found:
    """Find the sentence that opens with 为 and says what the document is for."""
    for clause in resources.corpus.structures[document.id].clauses[:4]:
        for sentence in clause.sentences:
            if sentence.text.startswith(("为", "为了")):
                quote = Quote(document.id, clause.address, sentence.start, sentence.end, (), False)
                return sentence.text.rstrip("。"), quote, {}
    return None


def _order(document: Document, resources: Resources) -> _Found:
    """Find what the covering notice tells its addressees to do."""
    quote = _line_quote(resources, document, "现印发给你们")
    if quote is None:
        return None
    words = document.text[quote.start : quote.end]
    return words[words.find("现印发") :].rstrip("。"), quote, {}


def _issuer(document: Document, resources: Resources) -> _Found:
    # The signature stands alone on its line; the title merely begins with the name.
    if not document.issuer:
        return None
    match = re.search(rf"^\s*({re.escape(document.issuer)})\s*$", document.text, re.M)
    position = match.start(1) if match else document.text.find(document.issuer)
    clause = _clause_at(document, position, resources)
    if clause is None:
        return None
    end = position + len(document.issuer)
    return document.issuer, Quote(document.id, clause.address, position, end), {}


def _parents(document: Document, resources: Resources) -> _Found:
    if not document.parents:
        return None
    quoted = [f"《{title}》" for title in document.parents]
    starts = [document.text.find(title) for title in quoted]
    if any(start < 0 for start in starts):
        return None
    clause = _clause_at(document, starts[0], resources)
    if clause is None:
        return None
    end = max(start + len(title) for start, title in zip(starts, quoted, strict=True))
    return "".join(quoted), Quote(document.id, clause.address, min(starts), end), {}


def _addressees(document: Document, resources: Resources) -> _Found:
    cover = [c for c in resources.corpus.structures[document.id].clauses if c.address == _COVER]
    if not cover:
        return None
    match = re.compile(r"^(.{2,200})[：:]\s*$", re.M).search(
        document.text, cover[0].start, cover[0].end
    )
    if match is None:
        return None
    return match.group(1), Quote(document.id, _COVER, match.start(1), match.end(1)), {}


def _title(document: Document, resources: Resources) -> _Found:
    quote = resources.find_quote(document.id, document.title) or _line_quote(
        resources, document, document.title[:8]
    )
    if quote is None:
        return None
    whole = _line_quote(resources, document, document.title) or quote
    return f"《{document.text[whole.start : whole.end]}》", whole, {}


def _clause_at(document: Document, position: int, resources: Resources) -> Clause | None:
    for clause in resources.corpus.structures[document.id].clauses:
        if position >= 0 and clause.start <= position < clause.end:
            return clause
    return None


FIELDS = {
    "number": _number,
    "issued": _issued,
    "adopted": _adopted,
    "approved": _approved,
    "effective": _effective,
    "interpreter": _interpreter,
    "repealed": _repealed,
    "period": _period,
    "purpose": _purpose,
    "order": _order,
    "issuer": _issuer,
    "parents": _parents,
    "addressees": _addressees,
    "title": _title,
}

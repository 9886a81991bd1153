"""Whether the evidence carries what was asked; otherwise a refusal that says what is missing.

Retrieval scores do not tell an unanswerable question on the topic from an answerable one: it
asks for a detail that the text does not state. So the evidence itself is checked for the
kind of detail asked (money, phone, date, place, year) and for the question's content words.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.evidence import Scored
from policyqa.answering.resources import Resources
from policyqa.text import same_width

# Below this share of the question's content words the best passage is about something else;
# citizens' questions hold many words that no document has, so the bar is low.
ENOUGH_COVERAGE = 0.18
# A passage this close by meaning stands in for words that do not match.
ENOUGH_COSINE = 0.5
# A question whose chief word is nowhere in the documents needs this much of the rest.
WITHOUT_CHIEF = 0.5
NEAREST = 2


def refuse(lead: str, scored: Sequence[Scored], *, related: bool = True) -> Draft:
    """Return a refusal with the nearest clauses, which are no answer."""
    nearest: dict[str, Quote] = {}
    for each in scored if related else ():
        passage = each.passage
        quote = Quote(passage.document_id, passage.address, passage.start, passage.end)
        if len(nearest) < NEAREST:
            nearest.setdefault(f"{passage.document_id} {passage.address}", quote)
    return Draft(lead, status="no_basis", nearest=tuple(nearest.values()))


def check(question: Question, scored: Sequence[Scored], resources: Resources) -> Draft | None:
    """Return a refusal when the ranked passages cannot carry the answer, else None."""
    say = resources.wording.say
    best = max((each.coverage for each in scored), default=0.0)
    cosine = max((each.passage.signals.get("dense", 0.0) for each in scored), default=0.0)
    if not scored or (best < ENOUGH_COVERAGE and cosine < ENOUGH_COSINE):
        return refuse(say("no_basis"), scored, related=best > ENOUGH_COVERAGE / 2)
    year = _absent_year(question, resources)
    if year:
        return refuse(say("no_basis_year", year=year), scored)
    if question.level and question.asks("target", "compare") and not question.asks("yes_no"):
        words = resources.cues.words[f"level_{question.level}"]
        if not any(word in scored[0].passage.text for word in words):
            title = resources.title(scored[0].passage.document_id)
            level = {"national": "国家层面", "provincial": "省级层面"}[question.level]
            return refuse(say("no_basis_level", title=title, level=level), scored)
    close = [each for each in scored if each.coverage >= 0.8 * best][:8]
    texts = [same_width(each.passage.text) for each in close]
    for place in question.places:
        if not place.here and not any(same_width(place.name) in text for text in texts):
            return refuse(say("no_basis_place", place=place.name), close)
    for name in question.attributes:
        attribute = resources.cues.attributes[name]
        if attribute.carries is None or not any(attribute.carries.search(t) for t in texts):
            return refuse(say("no_basis_detail", detail=attribute.label), close)
    return None


def _absent_year(question: Question, resources: Resources) -> str:
    """Return a year of the question that no document it is limited to mentions, or ""."""
    if question.figures and question.asks("yes_no"):
        return ""  # a claim about a figure is checked against the targets instead
    ids = question.documents or tuple(resources.corpus.documents)
    texts = [resources.corpus.documents[document_id].text for document_id in ids]
    for year in question.years:
        if not any(str(year) in text for text in texts):
            return str(year)
    return ""


def carrying(question: Question, scored: Sequence[Scored], resources: Resources) -> list[Scored]:
    """Return the passages that carry every named place and detail asked, if any do."""
    def carries(each: Scored) -> bool:
        text = same_width(each.passage.text)
        patterns = [resources.cues.attributes[name].carries for name in question.attributes]
        return all(pattern is None or pattern.search(text) for pattern in patterns) and all(
            place.here or same_width(place.name) in text for place in question.places
        )

    kept = [each for each in scored if carries(each)]
    return kept or list(scored)

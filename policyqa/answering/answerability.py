"""Whether the evidence carries what was asked; otherwise a refusal that says what is missing.

Retrieval scores do not tell an unanswerable question on the topic from an answerable one: it
asks for a detail that the text does not state. So the evidence itself is checked for the
kind of detail asked (money, phone, date, place, year) and for the question's content words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from policyqa.answering import normalise
from policyqa.answering.context import Draft, Place, Question, Quote
from policyqa.answering.evidence import Scored
from policyqa.answering.normalise import with_digits
from policyqa.answering.places import bare_name
from policyqa.answering.resources import Resources
from policyqa.answering.topic import PARTIAL_MATCH, match
from policyqa.records import Target
from policyqa.text import is_han, same_width

# Below this share of the question's content words the best passage is about something else;
# citizens' questions hold many words that no document has, so the bar is low.
ENOUGH_COVERAGE = 0.12
# A passage this close by meaning stands in for words that do not match.
ENOUGH_COSINE = 0.5
NEAREST = 2
SHORT_CLAUSE = 250
# Details that belong to one body: another body's phone is no answer.
OF_A_BODY = {"phone", "office", "person"}
# A noun of this weight before 是多少 is what the figure must be of.
TELLING = 0.4
_HOW_MUCH = re.compile(
    r"的?(?:分别|一共|总共|具体|各|约|大概)?(?:是|为|有|定为|要求|达到|达|不得|不能|不|高于|低于|超过|少于|大于|小于)*"
    r"(?:多少|几)"
)
# Years, dates and PM2.5 are digits but no figures.
_FIGURE = re.compile(r"[0-9]")
_NO_FIGURE = re.compile(r"[0-9]{4}年|[0-9]+月|[0-9]+日|(?i:pm)[0-9.]+")
_ASKS_CONTENT = re.compile(
    r"《([^》]{3,60})》(?:第几|里|中|对|是?怎么|如何|规定|有什么|有哪些"
    r"|的(?:规定|内容|罚则|第|文号|字号|印发|发布|落款|原文|全文))"
)
# Passages that cover this share of what the best covers may carry the detail asked for.
CLOSE, CLOSE_COVERAGE = 8, 0.85
# So do the first few in rank with this share.
FIRST, FIRST_COVERAGE = 3, 0.5


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
    close_in_meaning = cosine >= ENOUGH_COSINE and any(map(is_han, question.text))
    if not scored or (best < ENOUGH_COVERAGE and not close_in_meaning):
        return refuse(say("no_basis"), scored, related=best > ENOUGH_COVERAGE / 2)
    if not close_in_meaning and not _solid(question, resources):
        return refuse(say("no_basis"), scored)
    foreign = _foreign_document(question, resources)
    if foreign:
        return refuse(say("no_basis_document", title=foreign), scored)
    home = (scored[0].passage.document_id, scored[0].passage.address)
    close = [each for each in scored if each.coverage >= CLOSE_COVERAGE * best][:CLOSE]
    # What ranks first may say it in other words (细颗粒物 for PM2.5).
    close += [
        each
        for each in scored[:FIRST]
        if each not in close and each.coverage >= FIRST_COVERAGE * best
    ]
    # In a short clause the detail may stand in another sentence than the words of the question.
    clause = resources.corpus.clause(*home)
    close += [
        each
        for each in scored
        if clause.end - clause.start <= SHORT_CLAUSE
        and (each.passage.document_id, each.passage.address) == home
        and each not in close
    ]
    return check_scope(question, scored, resources) or _missing_detail(question, close, resources)


def check_scope(question: Question, scored: Sequence[Scored], resources: Resources) -> Draft | None:
    """Return a refusal when a figure is asked for another year or level, else None."""
    say = resources.wording.say
    year = _absent_year(question, resources)
    if year:
        return refuse(say("no_basis_year", year=year), scored)
    asks_level = question.asks("compare") or (
        question.asks("target", "how_much") and not question.asks("yes_no")
    )
    if not question.level or not asks_level:
        return None
    words = resources.cues.words[f"level_{question.level}"]
    best = scored[0].passage.text if scored else ""
    if any(word in best for word in words) and (
        _FIGURE.search(_NO_FIGURE.sub("", best)) or not question.asks("target", "how_much")
    ):
        return None
    ids = question.documents or tuple(resources.corpus.documents)[:1]
    level = say(f"level_{question.level}")
    return refuse(say("no_basis_level", title=resources.title(ids[0]), level=level), scored)


def _solid(question: Question, resources: Resources) -> bool:
    """Tell whether the documents hold any content word of the question, itself or a close form."""
    return any(
        match(term, same_width(document.text)) >= PARTIAL_MATCH
        for term in question.terms
        for document in resources.corpus.documents.values()
    )


def _missing_detail(
    question: Question, close: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Return a refusal that names what no passage carries together with the rest, else None."""
    say = resources.wording.say
    needs = _needs(question, resources)
    remaining = [with_digits(same_width(each.passage.text)) for each in close]
    for lead, carries in needs:
        remaining = [text for text in remaining if carries(text)]
        if not remaining:
            return refuse(lead, close)
    quantity = _absent_quantity(question, remaining, resources)
    if quantity:
        return refuse(say("no_basis_figure", quantity=quantity), close)
    return None


def _needs(question: Question, resources: Resources) -> list[tuple[str, Callable[[str], bool]]]:
    """Return what one passage must carry: the refusal for lacking it, and the test."""
    say = resources.wording.say
    needs: list[tuple[str, Callable[[str], bool]]] = []
    if question.years and question.asks("how_much") and not question.figures:
        lead = say("no_basis_year", year=question.years[0])
        ids = question.documents or tuple(resources.corpus.documents)
        other = all(resources.of_other_year(each, question.years) for each in ids)
        needs.append((lead, partial(_of_a_year, question.years, not other)))
    for place in question.places:
        if not place.here and not under_city_rules(question, place, resources):
            name = place.name if place.exact else bare_name(place.name)
            needs.append((say("no_basis_place", place=place.name), partial(contains, name)))
    for asked in question.departments if set(question.attributes) & OF_A_BODY else ():
        forms = resources.corpus.departments.variants(asked)
        lead = say(
            "no_basis_detail", detail=resources.cues.attributes[question.attributes[0]].label
        )
        needs.append((lead, partial(_holds_any, tuple(forms))))
    for name in question.attributes:
        attribute = resources.cues.attributes[name]
        lead = say("no_basis_detail", detail=attribute.label)
        # A detail that is only named, without asking how much (限值要求谁执行), is carried by
        # its own word.
        named = attribute.asks.search(question.text)
        word = same_width(named.group()) if named and not question.asks("how_much") else ""
        needs.append((lead, partial(_carries, attribute.carries, word)))
    for cue, pattern in resources.cues.measures:
        wanted = cue.search(question.text)
        if wanted:
            lead = say("no_basis_quantity", measure=wanted.group())
            needs.append((lead, partial(_matches, pattern)))
    if question.asks("how_much") and not question.asks("list", "compare"):
        label = say("detail_figure")
        qualitative = resources.cues.words["qualitative"]
        needs.append((say("no_basis_detail", detail=label), partial(_says_how_much, qualitative)))
    return needs


def under_city_rules(question: Question, place: Place, resources: Resources) -> bool:
    """Tell whether the rules of its city answer for a county that no document names.

    Figures and lists of the city are not the county's own.
    """
    asks_own = question.asks("how_much", "target", "list", "where", "when")
    if not place.within or asks_own or question.attributes:
        return False
    name = bare_name(place.name)
    return not any(name in document.text for document in resources.corpus.documents.values())


def _says_how_much(qualitative: Sequence[str], text: str) -> bool:
    """Tell whether a passage gives a figure or says in words how far something goes."""
    figures = _FIGURE.search(_NO_FIGURE.sub("", text))
    return bool(figures) or any(word in text for word in qualitative)


def _of_a_year(wanted: Sequence[int], or_none: bool, text: str) -> bool:
    """Tell whether a passage is of one of the years asked about, or may be of no year at all."""
    held = normalise.years(text)
    return any(year in held for year in wanted) if held else or_none


def _carries(pattern: re.Pattern[str] | None, word: str, text: str) -> bool:
    return _matches(pattern, text) or (len(word) > 1 and word in text)


def _holds_any(forms: Sequence[str], text: str) -> bool:
    return any(same_width(form) in text for form in forms)


def _matches(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


def contains(part: str, text: str) -> bool:
    """Tell whether ``part`` stands in folded ``text``."""
    return same_width(part) in text


def _absent_quantity(question: Question, texts: Sequence[str], resources: Resources) -> str:
    """Return the quantity asked for (施用量, 费率) of which no passage speaks, or "".

    It is a word that ends like a measured quantity, or the noun right before 是多少.
    """
    if not question.asks("how_much"):
        return ""
    words = resources.cues.words
    asked = {match.start() for match in _HOW_MUCH.finditer(question.text.lower())}
    for term in question.terms:
        end = question.text.lower().rfind(term.text) + len(term.text)
        measured = len(term.text) >= 3 and term.text.endswith(words["quantity_endings"])
        subject = term.weight >= TELLING and end in asked
        if not (measured or subject) or term.text in words["ratio"]:
            continue
        if not any(match(term, text) >= PARTIAL_MATCH for text in texts):
            return term.text
    return ""


def _foreign_document(question: Question, resources: Resources) -> str:
    """Return the title of another document whose content is asked for, or ""."""
    match = _ASKS_CONTENT.search(question.text)
    if match is None:
        return ""
    title = same_width(match.group(1))
    known = any(
        title in same_width(document.title) or same_width(document.title) in title
        for document in resources.corpus.documents.values()
    )
    return "" if known else match.group(1)


def _absent_year(question: Question, resources: Resources) -> str:
    """Return a year of the question that no document it is limited to mentions, or ""."""
    if question.figures and question.asks("yes_no"):
        return ""  # a claim about a figure is checked against the targets instead
    ids = question.documents or tuple(resources.corpus.documents)
    texts = [resources.corpus.documents[document_id].text for document_id in ids]
    latest = max((year for text in texts for year in normalise.years(text)), default=0)
    for year in question.years:
        # A past year may be a fact of the person's own (2003年盖的房).
        asked_about = year > latest or question.asks("target", "how_much", "how_far", "when")
        if asked_about and not any(str(year) in text for text in texts):
            return str(year)
    return ""


def carrying(question: Question, scored: Sequence[Scored], resources: Resources) -> list[Scored]:
    """Return the passages that carry every named place and detail asked, if any do."""
    needs = _needs(question, resources)
    kept = [
        each
        for each in scored
        if all(carries(with_digits(same_width(each.passage.text))) for _, carries in needs)
    ]
    return kept or list(scored)


def targets_carrying(
    question: Question, targets: Sequence[Target], resources: Resources
) -> list[Target]:
    """Return the targets whose own words carry every detail asked for (元 for 多少钱)."""
    patterns = [resources.cues.attributes[name].carries for name in question.attributes]
    kept: list[Target] = []
    for target in targets:
        text = resources.corpus.documents[target.document_id].text[target.start : target.end]
        words = with_digits(same_width(text)) + (f"{target.year}年" if target.year else "")
        if all(pattern is None or pattern.search(words) for pattern in patterns):
            kept.append(target)
    return kept

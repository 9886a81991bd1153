"""Answers that are the document's own sentences, with a lead that names the kind of rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.answerability import refuse
from policyqa.answering.claims import absent_figure, text_claim
from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.details import holds_figure
from policyqa.answering.evidence import Scored, names_more
from policyqa.answering.modality import permission_lead, words_lead
from policyqa.answering.normalise import with_digits, years
from policyqa.answering.quoting import to_quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.supposed import sweeping_claim
from policyqa.records import Passage
from policyqa.retrieval.passage_kinds import is_duty_list
from policyqa.text import same_width

# All shown quotes of one answer stay within this many characters.
BUDGET = 250
MOST_QUOTES = 4
MOST_ITEMS = 12
# A longer item is a rule by itself.
SAYS_ENOUGH = 40
# A list of so many characters is told whole.
SHORT_LIST = 130
ONE_QUOTE = 110
# A further quote must come this close to the best one's worth; of the same clause, less close.
NEXT_WORTH, NEXT_IN_CLAUSE = 0.84, 0.5
_SEVERAL = re.compile(r"[和与跟、]|分别|各")
# So rare a word of the question tells whose case it is.
TELLING_CASE = 0.9
# Coverage from which the text surely speaks of what a question supposes.
SURE = 0.5


def answer_rules(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Quote the passages that answer best; None when there are none."""
    chosen = _choose(question, scored, resources)
    if not chosen:
        return None
    quotes = QuoteList()
    used = 0
    for each in chosen:
        quote = to_quote(question, each.passage, resources, ONE_QUOTE)
        above = announcing_quote(quote, resources)
        announces = each.passage.text.rstrip().endswith(("：", ":"))
        if quotes.quotes and announces:
            continue  # only the best may bring a list with it
        siblings = _short_list(above, resources) if above else []
        if above and siblings:
            # Of a short list that one sentence announces, all items are told.
            quotes.add(above)
            for item in siblings:
                quotes.add(item)
            used += sum(item.end - item.start for item in siblings)
            continue
        length = sum(end - start for start, end in quote.shown)
        if quotes.quotes and used + length > BUDGET:
            continue
        used += length
        if above:
            quotes.add(above)
        quotes.add(quote)
        if announces:
            # 下列…： says nothing without what follows it.
            for item in items_below(each.passage, resources):
                quotes.add(item)
    first = quotes.quotes[0]
    text = resources.corpus.documents[first.document_id].text[first.start : first.end]
    wrong, right = text_claim(question, text)
    if wrong:
        lead = resources.wording.say("rule_claim_no", claimed=wrong)
        return Draft(lead, tuple(quotes.quotes), status="corrected", computed=(wrong,))
    absent = absent_figure(question, resources)
    if absent and scored[0].coverage >= SURE:
        lead = resources.wording.say("claim_figure_no", claimed=absent)
        return Draft(lead, tuple(quotes.quotes), status="corrected", computed=(absent,))
    cited = {quote.document_id for quote in quotes.quotes}
    sweeping = sweeping_claim(question, cited, resources)
    if sweeping:
        lead = resources.wording.say("claim_sweeping_no", claimed=sweeping)
        return Draft(lead, tuple(quotes.quotes), status="corrected")
    if right:
        return Draft(resources.wording.say("rule_claim_yes", claimed=right), tuple(quotes.quotes))
    if _lacks_figure(question, quotes, resources):
        detail = resources.wording.say("detail_figure")
        return refuse(resources.wording.say("no_basis_detail", detail=detail), scored)
    return Draft(_lead(question, quotes, resources), tuple(quotes.quotes))


def _lacks_figure(question: Question, quotes: QuoteList, resources: Resources) -> bool:
    """Tell whether a figure is asked for and the quotes say neither it nor how far it goes."""
    if not question.asks("how_much") or question.asks("list", "compare", "permission", "when"):
        return False
    shown = _shown(quotes, resources)
    in_words = any(word in shown for word in resources.cues.words["qualitative"])
    return not in_words and not _tells_figure(shown)


def _tells_figure(shown: str) -> bool:
    return holds_figure(with_digits(same_width(shown)))


def _choose(question: Question, scored: Sequence[Scored], resources: Resources) -> list[Scored]:
    fined = "penalty" in question.attributes and not _SEVERAL.search(question.text)
    best = scored[0] if scored else None
    chosen: list[Scored] = []
    for each in scored:
        if best is None or len(chosen) == MOST_QUOTES:
            break
        same_clause = (each.passage.document_id, each.passage.address) == (
            best.passage.document_id,
            best.passage.address,
        )
        share = NEXT_IN_CLAUSE if same_clause else NEXT_WORTH
        asks_case = not same_clause and question.asks("permission", "yes_no")
        if asks_case and _names_the_case(question, each, chosen):
            share = NEXT_IN_CLAUSE
        if same_clause and names_more(question, each, chosen):
            share = 0.0
        same_document = each.passage.document_id == best.passage.document_id
        overlaps = any(
            each.passage.start < other.passage.end and other.passage.start < each.passage.end
            for other in chosen
        )
        # The fine for one offence is none for another that fits less.
        other_fine = fined and not same_clause and each.coverage < best.coverage
        if other_fine:
            continue
        if _of_another_year(question, each, best):
            continue
        # Who answers for it is no second quote where that is not asked.
        bodies = each is not best and is_duty_list(each.passage, resources.corpus)
        if bodies and not question.asks("responsibility", "tasks"):
            continue
        if same_document and not overlaps and each.worth >= share * best.worth:
            chosen.append(each)
    return chosen


def _names_the_case(question: Question, each: Scored, chosen: Sequence[Scored]) -> bool:
    """Tell whether a passage of another clause names the case of the question (低保户)."""
    heavy = tuple(term for term in question.terms if term.weight >= TELLING_CASE)
    return names_more(replace(question, terms=heavy), each, chosen)


def _of_another_year(question: Question, each: Scored, best: Scored) -> bool:
    """Tell whether a passage is of other years than asked, while the best one is of these."""
    wanted = set(question.years)
    told = set(years(each.passage.text))
    return bool(wanted and wanted & set(years(best.passage.text)) and told and not wanted & told)


def _lead(question: Question, quotes: QuoteList, resources: Resources) -> str:
    say = resources.wording.say
    labels = labels_of(quotes, resources)
    plain = say("rule_plain", labels=labels)
    if question.asks("permission"):
        return permission_lead(question, quotes, resources) or plain
    topic = question.topic.strip('“”"?？ ')
    if (
        question.asks("definition")
        and not question.asks("target")
        and topic
        and same_width(topic) in same_width(_shown(quotes, resources))
    ):
        return plain if _defines(quotes, resources) else say("definition_none", term=topic)
    if question.asks("how_much") and not _tells_figure(_shown(quotes, resources)):
        return say("rule_no_figure")
    if question.asks("where"):
        return say("place_found", labels=labels)
    said = words_lead(question, quotes, resources)
    # 提升普及率 beside the figures of other things tells no figure.
    no_figure = said and question.asks("how_much") and not _tells_figure(same_width(said))
    return say("rule_no_figure") if no_figure else said or plain


def _shown(quotes: QuoteList, resources: Resources) -> str:
    return "".join(
        resources.corpus.documents[quote.document_id].text[start:end]
        for quote in quotes.quotes
        for start, end in quote.shown or ((quote.start, quote.end),)
    )


def _defines(quotes: QuoteList, resources: Resources) -> bool:
    return any(word in _shown(quotes, resources) for word in ("是指", "所称", "指的是"))


def _short_list(above: Quote, resources: Resources) -> list[Quote]:
    """Return quotes of all items that ``above`` announces, or none when they are long."""
    items = [
        Quote(clause.document_id, clause.address, sentence.start, sentence.end, listed=True)
        for clause in resources.corpus.structures[above.document_id].clauses
        if clause.ancestors[-1:] == (above.address,) and not clause.address.endswith("款")
        for sentence in clause.sentences
    ]
    length = sum(item.end - item.start for item in items)
    return items if length <= SHORT_LIST else []


def announcing_quote(quote: Quote, resources: Resources) -> Quote | None:
    """Return a quote of the sentence that says what holds for an item, or None.

    采用二手设备的 rules nothing without 有下列情形之一的，不予奖补： above it.
    """
    clause = resources.corpus.clause(quote.document_id, quote.address)
    sentence = resources.corpus.announcement(clause)
    if sentence is None or quote.end - quote.start > SAYS_ENOUGH:
        return None
    return Quote(quote.document_id, clause.ancestors[-1], sentence.start, sentence.end)


def items_below(passage: Passage, resources: Resources) -> list[Quote]:
    """Return a quote of each item that a sentence ending in a colon announces."""
    structure = resources.corpus.structures[passage.document_id]
    items: list[Quote] = []
    for clause in structure.clauses:
        own = clause.address == passage.address
        if not own and passage.address not in clause.ancestors:
            continue
        for sentence in clause.sentences:
            if sentence.start >= passage.end:
                items.append(
                    Quote(
                        clause.document_id,
                        clause.address,
                        sentence.start,
                        sentence.end,
                        listed=True,
                    )
                )
    return items[:MOST_ITEMS]


def labels_of(quotes: QuoteList, resources: Resources) -> str:
    """Return the document and the clauses of the quotes, as a lead names them."""
    title = resources.title(quotes.quotes[0].document_id)
    addresses = dict.fromkeys(quote.address for quote in quotes.quotes if not quote.listed)
    return f"{title} {'、'.join(addresses)}"

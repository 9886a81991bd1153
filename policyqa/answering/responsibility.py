"""Who answers for a topic or a clause: the duty register, told in one sentence a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.duty_claims import check_claim
from policyqa.answering.duty_entries import duty_address, lead_rule
from policyqa.answering.duty_wording import sharing, who
from policyqa.answering.evidence import Scored, beyond_area, same_topic
from policyqa.answering.quoting import clip, split_segments, to_quote
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.several import merge
from policyqa.answering.supposed import corrected_target
from policyqa.answering.topic import coverage
from policyqa.records import Clause, Duty, Status
from policyqa.retrieval.passage_kinds import is_duty_list

MOST_CLAUSES = 5
QUOTE_LIMIT = 40
# A sentence of a named clause is shown when it covers this share of the question.
ABOUT_TOPIC = 0.5
SURE = 0.5
# A heading that holds this share of the question is what is asked about.
IN_HEADING = 0.9
# How documents write that somebody answers for the whole.
OVERALL = "总责"


def answer_by_clauses(
    question: Question, clauses: Sequence[Clause], resources: Resources
) -> Draft | None:
    """Tell who answers for each of ``clauses``, in their order; None when no list says it."""
    return _draft(
        question,
        [(clause, _topic_of(question, clause, resources)) for clause in clauses],
        resources,
    )


def answer_by_topic(
    question: Question, scored: Sequence[Scored], resources: Resources
) -> Draft | None:
    """Tell who answers for the topic in every clause that speaks of it."""
    texts = [each for each in scored if not is_duty_list(each.passage, resources.corpus)]
    texts = beyond_area(question, texts, resources)
    overall = _overall(question, texts, resources)
    asking = [p for p in resources.cues.parts(question.text) if resources.cues.asks(p.group())]
    if overall and len(asking) < 2:
        return overall
    # Several lists are told only when the topic is surely what their clauses speak of.
    sure = bool(texts) and max(each.coverage for each in texts) >= SURE
    found: list[tuple[Clause, Quote | None]] = [
        (
            resources.corpus.clause(each.passage.document_id, each.passage.address),
            to_quote(question, each.passage, resources, QUOTE_LIMIT),
        )
        for each in (same_topic(texts)[:MOST_CLAUSES] if sure else texts[:1])
    ]
    told = {clause.address for clause, _ in found}
    headed = _headed(question, texts, resources)
    found += [(clause, None) for clause in headed if clause.address not in told]
    found.sort(key=lambda pair: pair[0].start)
    draft = _draft(question, found, resources)
    return merge([overall, draft]) if overall and draft else draft


def _headed(question: Question, texts: Sequence[Scored], resources: Resources) -> list[Clause]:
    """Return the clauses whose heading says all that is asked, in the best passage's document."""
    if not texts or len(question.terms) < 2:
        return []
    structure = resources.corpus.structures[texts[0].passage.document_id]
    return [
        clause
        for clause in structure.clauses
        if coverage(question.terms, (clause.heading, 1.0)) >= IN_HEADING
    ]


def _overall(question: Question, texts: Sequence[Scored], resources: Resources) -> Draft | None:
    """Tell who answers for the whole (负总责), which no list of a clause says."""
    words = "|".join(resources.cues.words["overall"])
    if not re.search(
        rf"(?:谁|哪)[^，,。?？]{{0,16}}(?:{words})|(?:{words})[^，,。]{{0,4}}(?:谁|哪)",
        question.text,
    ):
        return None
    for each in texts:
        said = next((s for s in split_segments(each.passage.text) if OVERALL in s), "")
        if said:
            passage = each.passage
            where = resources.label(passage.document_id, passage.address)
            where += resources.quoted_heading(passage.document_id, passage.address)
            lead = resources.wording.say("rule_says", where=where, words=said, marker="[1]")
            return Draft(lead, (to_quote(question, passage, resources, QUOTE_LIMIT),))
    return None


def _draft(
    question: Question, found: Sequence[tuple[Clause, Quote | None]], resources: Resources
) -> Draft | None:
    say = resources.wording.say
    quotes = QuoteList()
    told: list[tuple[Clause, list[Duty], str]] = []
    inherited: dict[str, Duty] = {}
    computed: list[str] = []
    for clause, topic in found:
        duties = resources.corpus.duties_of(clause.document_id, clause.address)
        own = _own(duties, clause, question, topic)
        for duty in duties:
            if duty.inherited_from is not None and duty.start <= clause.end:
                inherited.setdefault(duty.inherited_from, duty)
        if not own:
            continue
        # A sentence that states the duty too is quoted once.
        if topic is not None and not any(duty.start <= topic.start < duty.end for duty in own):
            quotes.add(topic)
        marker = "".join(
            quotes.add(Quote(clause.document_id, duty_address(d), d.start, d.end, (), d.in_text))
            for d in own
        )
        # Why the first of a list leads is quoted with it.
        marker += "".join(
            quotes.add(rule) for rule in dict.fromkeys(lead_rule(d, resources) for d in own) if rule
        )
        told.append((clause, own, marker))
        computed += [str(len(duty.shared)) for duty in own]
    if not told:
        return None
    lead, denied = check_claim(question, told, resources)
    asks_lead = any(word in question.text for word in resources.cues.words["lead_verbs"])
    if asks_lead and not lead and not any(duty.lead for _, own, _ in told for duty in own):
        lead = say("duty_no_lead")
    status: Status = "corrected" if denied else "answered"
    if len(told) == 1:
        clause, own, marker = told[0]
        text = "；".join(who(duty, resources) for duty in own)
        label = resources.label(clause.document_id, clause.address)
        heading = f"“{clause.heading}”" if clause.heading else ""
        lead += say("duty_one", label=label, heading=heading, who=text, marker=marker)
    else:
        title = resources.title(told[0][0].document_id)
        lead += say("duty_many_intro", title=title, count=len(told))
        # The common case is said once at the end instead of behind every list.
        alike = all(
            not (d.lead or d.assisting) and sharing(d, resources) == "duty_shared"
            for _, own, _ in told
            for d in own
        )
        lead += "；".join(
            say(
                "duty_item",
                address=clause.address,
                who="；".join(who(duty, resources, brief=alike) for duty in own),
                marker=marker,
            )
            for clause, own, marker in told
        )
        lead += say("duty_many_end") if alike else "。"
        computed.append(str(len(told)))
    for address, duty in inherited.items():
        quote = Quote(duty.document_id, address, duty.start, duty.end, (), False)
        people = "、".join((*duty.lead, *duty.shared))
        lead += say("duty_inherited", who=people, marker=quotes.add(quote))
    draft = Draft(lead, tuple(quotes.quotes), status=status, computed=tuple(computed))
    # 2030年达到40%，由农业局负责，对吧: a wrong year is put right before who answers.
    wrong = corrected_target(question, resources)
    return merge([wrong, draft]) if wrong else draft


def _topic_of(question: Question, clause: Clause, resources: Resources) -> Quote | None:
    """Return a quote of the clause's sentence that covers the topic, or None."""
    best = max(
        clause.sentences, key=lambda each: coverage(question.terms, (each.text, 1.0)), default=None
    )
    if best is None or coverage(question.terms, (best.text, 1.0)) < ABOUT_TOPIC:
        return None
    text = resources.corpus.documents[clause.document_id].text
    shown = clip(text, best.start, best.end, question.terms, QUOTE_LIMIT)
    return Quote(clause.document_id, clause.address, best.start, best.end, shown)


def _own(
    duties: Sequence[Duty], clause: Clause, question: Question, topic: Quote | None
) -> list[Duty]:
    """Return the duties that a clause states itself, or a line behind its block states for it.

    Of several sentences of the text only the one that speaks of the topic counts, at a draw the
    one quoted for it: in statutes the body that punishes is seldom the one that is responsible.
    """
    own = [d for d in duties if d.inherited_from is None or d.start > clause.end]
    lists = [duty for duty in own if not duty.in_text]
    if lists or len(own) < 2:
        return lists or own

    def about(duty: Duty) -> tuple[float, bool, float]:
        for sentence in clause.sentences:
            if sentence.start <= duty.start < sentence.end:
                # 甲部门负责…；乙部门负责… is one sentence with a duty for each of its parts.
                part = re.split("[；;]", sentence.text[duty.start - sentence.start :])[0]
                return (
                    coverage(question.terms, (sentence.text, 1.0)),
                    topic is not None and sentence.start <= topic.start < sentence.end,
                    coverage(question.terms, (part, 1.0)),
                )
        return 0.0, False, 0.0

    best = max(about(duty) for duty in own)
    return [duty for duty in own if about(duty) == best][:1]

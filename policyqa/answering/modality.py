"""Whether the quoted words forbid, require, allow or encourage what is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from policyqa.answering.context import Question
from policyqa.answering.details import holds_figure
from policyqa.answering.evidence import names_wanted
from policyqa.answering.normalise import with_digits
from policyqa.answering.quoting import split_segments
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.topic import coverage
from policyqa.text import same_width

# A later segment must cover this much more of the question to be taken instead.
SLACK = 0.05
LONGEST_SEGMENT = 60
# A segment rules on what is asked only when it holds this share of the question.
ABOUT_ACTION = 0.5
# To say that something is allowed takes more: 烧柴 is not what a rule on clean coal allows.
SURELY_ALLOWED = 0.7
# Rules in favour of something, and the weight from which two words mean the same thing.
_FAVOURS = ("allow", "encourage")
SAME_THING = 0.85
# A segment surely speaks of what a yes-or-no question asks from this share.
SURELY_ABOUT = 0.6


def permission_lead(question: Question, quotes: QuoteList, resources: Resources) -> str:
    """Return the first sentence for a may-I question: the ruling words and their clause.

    A sentence may forbid one thing and allow the next (全面退出…，北五县市…可采用…): the segment
    that holds most of the question decides. Its clause is named, because a rule for public
    bodies binds no shop. Where no segment speaks of the action, nothing is allowed or
    forbidden: the lead says that the text does not say it directly, or is "" where the question
    asks what is allowed (能烧啥) and not whether it is.
    """
    say = resources.wording.say
    best = _best_segment(question, quotes, resources, ruling=True)
    asks_what = any(word in question.text for word in ("什么", "啥", "哪"))
    if best is None or best.covered < ABOUT_ACTION or len(best.words) > LONGEST_SEGMENT:
        return "" if asks_what else say("rule_yes_no")
    vague = best.rule == "allow" and best.covered < SURELY_ALLOWED
    beside = best.rule in _FAVOURS and not _names_it(
        best.words, question, resources.cues.words["acts"]
    )
    if (vague or beside) and not asks_what:
        return say("rule_yes_no")
    both = _with_other_rule(best, question, quotes, resources)
    if both:
        return _told("rule_says", both, quotes, resources)
    return _told(f"rule_{best.rule}", best, quotes, resources)


def _with_other_rule(
    best: _Segment, question: Question, quotes: QuoteList, resources: Resources
) -> _Segment | None:
    """Return ``best`` with its neighbour, where that speaks as surely of it and rules otherwise.

    全面退出禁燃区内洁净煤…，北五县市非禁燃区内可采用洁净煤…: either half alone misleads.
    """
    quote = quotes.quotes[best.quote - 1]
    text = resources.corpus.documents[quote.document_id].text
    for a, b in quote.shown:
        segments = split_segments(text[a:b])
        for left, right in pairwise(segments):
            if best.words not in (left, right):
                continue
            other = right if left == best.words else left
            modal = resources.wording.modal(other)
            covered = coverage(question.terms, (other, 1.0))
            begin = text.index(left, a)
            joined = text[begin : text.index(right, begin + len(left)) + len(right)]
            if (
                modal
                and modal[0] != best.rule
                and covered >= best.covered - SLACK
                and len(joined) <= LONGEST_SEGMENT
                and "。" not in joined
            ):
                return replace(best, words=joined)
    return None


def _names_it(words: str, question: Question, acts: tuple[str, ...]) -> bool:
    """Tell whether words that favour something speak of what is asked, not of a thing near it.

    An act (烧柴) is named by its own word only. Clean heating (清洁取暖) is near a coal stove
    (煤炉子), and what favours it forbids the stove.
    """
    named = [
        replace(
            term,
            variants=tuple(
                v
                for v in term.variants
                if v[0] == term.text or (v[1] >= SAME_THING and not term.text.startswith(acts))
            ),
        )
        for term in question.terms
    ]
    return coverage(named, (words, 1.0)) >= SURELY_ABOUT


def words_lead(question: Question, quotes: QuoteList, resources: Resources) -> str:
    """Return the words that speak of what a yes-or-no question asks, with their clause, or ""."""
    best = _best_segment(question, quotes, resources, ruling=False)
    if best is None or best.covered < SURELY_ABOUT or len(best.words) > LONGEST_SEGMENT:
        return ""
    return _told("rule_says", _with_detail(best, question, quotes, resources), quotes, resources)


def _with_detail(
    best: _Segment, question: Question, quotes: QuoteList, resources: Resources
) -> _Segment:
    """Return the segment of the same quote that holds the detail asked for (罚款, a figure)."""
    quote = quotes.quotes[best.quote - 1]
    text = resources.corpus.documents[quote.document_id].text
    wanted = [resources.cues.attributes[name].carries for name in question.attributes]

    figure = question.asks("how_much")

    def holds(words: str) -> bool:
        if figure and holds_figure(with_digits(same_width(words))):
            return True
        return any(pattern is not None and pattern.search(words) for pattern in wanted)

    segments = [words for a, b in quote.shown for words in split_segments(text[a:b])]
    behind = segments[segments.index(best.words) + 1 :] if best.words in segments else []
    detail = next((words for words in behind if holds(words)), "")
    if holds(best.words) or not detail or len(detail) > LONGEST_SEGMENT:
        return best
    return replace(best, words=detail)


@dataclass(frozen=True, slots=True)
class _Segment:
    """A stretch of a quote: its share of the question, its words, their rule, whose it is."""

    covered: float
    words: str
    rule: str
    quote: int


def _best_segment(
    question: Question, quotes: QuoteList, resources: Resources, *, ruling: bool
) -> _Segment | None:
    best: _Segment | None = None
    names = None if ruling else names_wanted(question, resources)
    for n, quote in enumerate(quotes.quotes, 1):
        text = resources.corpus.documents[quote.document_id].text
        for start, end in quote.shown:
            for words in split_segments(text[start:end]):
                modal = resources.wording.modal(words)
                covered = coverage(question.terms, (words, 1.0))
                if names and names.search(same_width(words)):
                    covered = 1.0  # 泾河、清河、泔河 is what 哪几条河 asks for
                better = best is None or covered > best.covered + SLACK
                if better and (modal or not ruling):
                    best = _Segment(covered, words, modal[0] if modal else "", n)
    return best


def _told(template: str, best: _Segment, quotes: QuoteList, resources: Resources) -> str:
    quote = quotes.quotes[best.quote - 1]
    where = f"{quote.address}{resources.quoted_heading(quote.document_id, quote.address)}"
    return resources.wording.say(template, where=where, words=best.words, marker=f"[{best.quote}]")

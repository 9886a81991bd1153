"""Whether the quoted words forbid, require, allow or encourage what is asked."""

from __future__ import annotations

from policyqa.answering.context import Question
from policyqa.answering.quoting import split_segments
from policyqa.answering.resources import QuoteList, Resources
from policyqa.answering.topic import coverage

# A later segment must cover this much more of the question to be taken instead.
SLACK = 0.05
LONGEST_SEGMENT = 60
# A segment rules on what is asked only when it holds this share of the question.
ABOUT_ACTION = 0.5
# To say that something is allowed takes more: 烧柴 is not what a rule on clean coal allows.
SURELY_ALLOWED = 0.7


def permission_lead(question: Question, quotes: QuoteList, resources: Resources) -> str:
    """Return the first sentence for a may-I question: the ruling words and their clause.

    A sentence may forbid one thing and allow the next (全面退出…，北五县市…可采用…): the segment
    that holds most of the question decides. Its clause is named, because a rule for public
    bodies binds no shop. Where no segment speaks of the action, nothing is allowed or
    forbidden: the lead says that the text does not say it directly.
    """
    say = resources.wording.say
    best: tuple[float, str, str, int] | None = None
    for n, quote in enumerate(quotes.quotes, 1):
        text = resources.corpus.documents[quote.document_id].text
        for start, end in quote.shown:
            for segment in split_segments(text[start:end]):
                modal = resources.wording.modal(segment)
                covered = coverage(question.terms, (segment, 1.0))
                if modal and (best is None or covered > best[0] + SLACK):
                    best = covered, modal[0], segment, n
    if best is None or best[0] < ABOUT_ACTION or len(best[2]) > LONGEST_SEGMENT:
        return say("rule_yes_no")
    asks_what = any(word in question.text for word in ("什么", "啥", "哪"))
    if best[1] == "allow" and best[0] < SURELY_ALLOWED and not asks_what:
        return say("rule_yes_no")
    _, modal_class, words, n = best
    quote = quotes.quotes[n - 1]
    heading = resources.heading(quote.document_id, quote.address)
    title = f"“{heading.title}”" if heading and heading.title else ""
    where = f"{quote.address}{title}"
    return say(f"rule_{modal_class}", where=where, words=words, marker=f"[{n}]")

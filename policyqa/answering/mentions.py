"""In which clauses a topic is mentioned: counted and complete."""

from __future__ import annotations

import re

from policyqa.answering.context import Draft, Question, Quote
from policyqa.answering.quoting import clip
from policyqa.answering.resources import QuoteList, Resources
from policyqa.records import Clause, Sentence
from policyqa.retrieval.passage_kinds import FRONT_MATTER
from policyqa.text import same_width

MOST_CLAUSES = 12
# “探索”表述的, 写了“牵头”二字: the word itself is asked about.
_QUOTED_WORD = re.compile(
    r"“([一-鿿]{2,6})”[^，。?？“”]{0,3}?(?:表述|字样|字眼|一词|[二两]字|[一二两三四]个字|这个词|措辞|开头)"
    r"|(?:带|含|含有|包含|写有|出现|提到)(?:了|着)?“(?P<held>[一-鿿]{2,6})”的(?:条款|条|句子|表述|地方|内容)"
)
# 严禁有几处, 13.5%出现几次: so is one whose places are counted.
_COUNTED_WORD = (
    r"(?:(?:这个词|一词|[二两]字|字样|这个数字?|这个说法)?(?:一共|总共|共|都)?(?:出现|提到|用|写|有)(?:过|了)?"
    r"(?:几|多少)(?:处|次|回|遍)|在(?:几|多少)(?:处|个地方)(?:出现|提到|用))"
)
# 严禁类表述, 明确“鼓励”的事项: all that a document rules by such a word.
_RULED = (
    r"(?:表述|事项|条款|措施|要求|规定|内容|项目|行为)(?=[^，。?？]{0,4}(?:哪|几|多少|什么|啥|$))"
)
_PER_CENT = r"[0-9]+(?:\.[0-9]+)?%"
TOTAL_LENGTH = 220
# A longer turn without an asking word (农村改造旱厕的安排) describes what is wanted.
LONGEST_TOPIC = 6


def answer_mentions(question: Question, resources: Resources) -> Draft | None:
    """List every clause that holds all topical words of the question, with its words.

    Look-ups (在哪几条提到) come here, and a bare topic (秸秆) that several clauses speak of;
    None when no clause holds them all.
    """
    terms = resources.understanding.topical(question.terms)
    bare = _is_bare_topic(question)
    if not terms or not (bare or question.asks("tasks")) or question.asks("responsibility"):
        return None
    if any(reference.exists and not reference.is_group for reference in question.references):
        return None  # 五（二）里的考核结果拿来做啥 asks what that clause says
    measured = any(cue.search(question.text) for cue, _ in resources.cues.measures)
    if (
        question.attributes
        or question.figures
        or (measured and not resources.cues.counts_places(question.text))
    ):
        return None  # a detail or a figure is asked for, not where something stands
    ids = question.documents or tuple(resources.corpus.documents)
    found: list[tuple[Clause, Sentence]] = []
    for document_id in ids:
        for clause in resources.corpus.structures[document_id].clauses:
            sentence = _holding(clause, [term.variants for term in terms])
            if sentence:
                found.append((clause, sentence))
    if bare:
        ruling = [pair for pair in found if pair[0].address not in FRONT_MATTER]
        found = ruling if len(ruling) > 1 else []
    if not found:
        return None
    limit = max(24, TOTAL_LENGTH // len(found))
    quotes = QuoteList()
    for clause, sentence in found[:MOST_CLAUSES]:
        text = resources.corpus.documents[clause.document_id].text
        shown = clip(text, sentence.start, sentence.end, terms, limit)
        quotes.add(Quote(clause.document_id, clause.address, sentence.start, sentence.end, shown))
    by_document: dict[str, list[str]] = {}
    for clause, _ in found:
        by_document.setdefault(clause.document_id, []).append(clause.address)
    leads = [
        resources.wording.say(
            "mentions",
            title=resources.title(document_id),
            count=len(addresses),
            addresses="、".join(addresses),
        )
        for document_id, addresses in by_document.items()
    ]
    computed = tuple(str(len(addresses)) for addresses in by_document.values())
    return Draft("".join(leads), tuple(quotes.quotes), computed=computed)


def answer_wording(question: Question, resources: Resources) -> Draft | None:
    """List every sentence that holds a word which is asked about as a word, or None."""
    modals = "|".join(word for _, words in resources.wording.modals for word in words)
    counted = re.compile(
        rf"“?({_PER_CENT}|{modals}|牵头|配合)”?{_COUNTED_WORD}|“?({modals})”?(?:类|性)?的?{_RULED}"
    )
    asked = _QUOTED_WORD.search(question.text) or counted.search(question.text)
    if asked is None:
        return None
    word = next(group for group in asked.groups() if group)
    quotes = QuoteList()
    addresses: list[str] = []
    for document_id in question.documents or resources.likely_document(question.text):
        text = resources.corpus.documents[document_id].text
        for clause in resources.corpus.structures[document_id].clauses:
            for sentence in clause.sentences if clause.address not in FRONT_MATTER else ():
                for found in re.finditer(re.escape(word), sentence.text):
                    shown = _around(text, sentence, sentence.start + found.start())
                    quote = Quote(document_id, clause.address, sentence.start, sentence.end, shown)
                    addresses.append(clause.address + quotes.add(quote))
    if not addresses:
        return Draft(resources.wording.say("wording_none", word=word), status="no_basis")
    lead = resources.wording.say(
        "wording", word=word, count=len(addresses), addresses="、".join(addresses)
    )
    return Draft(lead, tuple(quotes.quotes), computed=(str(len(addresses)),))


def _around(text: str, sentence: Sentence, place: int) -> tuple[tuple[int, int], ...]:
    """Return the stretch between commas in which a word stands."""
    start = max(text.rfind(mark, sentence.start, place) for mark in "，；：")
    ends = [text.find(mark, place, sentence.end) for mark in "，；。"]
    return (
        (max(start + 1, sentence.start), min((e for e in ends if e >= 0), default=sentence.end)),
    )


def _is_bare_topic(question: Question) -> bool:
    """Tell whether the person only names a thing or two and asks nothing of them."""
    asks = question.types or question.attributes or question.figures or question.years
    return not asks and not question.references and len(question.text) <= LONGEST_TOPIC


def _holding(clause: Clause, variants: list[tuple[tuple[str, float], ...]]) -> Sentence | None:
    """Return the first sentence that holds a close variant of every term, or None."""
    for sentence in clause.sentences:
        text = same_width(sentence.text)
        if all(any(word in text for word, worth in forms if worth >= 0.8) for forms in variants):
            return sentence
    return None

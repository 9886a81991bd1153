"""Step ``write_with_model``: a language model words the verified draft; every sentence is checked.

The model sees nothing but the question and the draft's quotes. A sentence stays only when it
names a quote and all that can be compared exactly stands in the quotes it names: figures with
their units, bodies, titles, clause numbers, words of rule and words in quotation marks; and
most of its words must come from there. What it means is not judged: the quotes are shown below.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence

from policyqa.answering.compose import without_lead
from policyqa.answering.context import Context, Draft, Quote
from policyqa.answering.language_model import MOST_SENTENCES
from policyqa.answering.resources import Resources
from policyqa.answering.verify import carried, find_unsupported
from policyqa.documents.quantities import UNIT
from policyqa.text import rarity, same_width, words

LONGEST_SENTENCE = 200
# The least share of a sentence's words, weighted by rarity, that its quotes must hold.
LEAST_SHARE = 2 / 3

_TOKENS = re.compile(r"[\[［【]([\d\s,，、]+)[\]］】]")
_TOKEN = re.compile(r"\[(\d+)\]")
# A stop inside quotation marks ends no sentence; tokens stand before or behind the stop.
_SENTENCE = re.compile(r"(?:“[^”\n]*”|[^。！？!?\n])+[。！？!?]*(?:\s*\[\d+\])*")
_HAN_NUMBER = "[〇零一二三四五六七八九十百千万亿两半几]"
# Compared as a whole: 3% is not in 43%, nor 97万吨 in 97万吨标准煤.
_FIGURE = re.compile(
    rf"\d+(?:\.\d+)?(?:{UNIT}|年|月|日|成)?|百分之{_HAN_NUMBER}+|{_HAN_NUMBER}+(?:{UNIT}|年|月|日|成)"
)
# Compared as a part of the quotes: titles, words in quotation marks, clause numbers, letters,
# and the ends of names of bodies, also of bodies that no table knows.
_NAME = re.compile(
    r"《[^》]*》|“[^”]*”|[一二三四五六七八九十]+\([一二三四五六七八九十]+\)|[a-z]{2,}"
    r"|\w{2}(?:局|厅|署|委员会|办公室|公司|集团)"
)


def write_with_model(context: Context, resources: Resources) -> None:
    """Let the model word the draft; without one, or where it fails, the draft stays.

    Refusals never reach the model, nor do leads with counts from the registers: those are
    complete, and a free wording could only lose some of the bodies or clauses counted.
    """
    draft, writer = context.verified, resources.writer
    if writer is None or draft is None or draft.computed or not draft.quotes:
        return
    if draft.status not in ("answered", "corrected"):
        return
    question = "；".join(part.text for part in context.parts)
    try:
        written = writer.write(question, [_clause(quote, resources) for quote in draft.quotes])
    except Exception as error:  # whatever a provider raises, the extractive answer stands
        # Its text may hold the question or a part of the key: only the kind is logged.
        logging.getLogger(__name__).warning(
            "语言模型没有写出答句（%s），改用摘引原文的答案。", type(error).__name__
        )
        return
    kept: list[str] = []
    for sentence in _sentences(written):
        wrong = _wrong(sentence, draft.quotes, resources)
        if not wrong and len(kept) == MOST_SENTENCES:
            wrong = "超出句数"
        if wrong:
            context.rejected.append(f"模型的句子未采用（{wrong}）：{sentence}")
        else:
            kept.append(_tidy(sentence, len(draft.quotes)))
    if kept:
        lead = "\n".join(("".join(kept), resources.wording.say("model_note")))
        context.verified = without_lead(draft, lead)
        context.mode = "model"


def _clause(quote: Quote, resources: Resources) -> str:
    title = resources.quoted_heading(quote.document_id, quote.address)
    text = resources.corpus.documents[quote.document_id].text[quote.start : quote.end]
    return f"{resources.label(quote.document_id, quote.address)}{title}：{text}"


def _sentences(written: str) -> Iterator[str]:
    def single(tokens: re.Match[str]) -> str:
        return "".join(f"[{int(n)}]" for n in re.findall(r"\d+", tokens.group(1)))

    for match in _SENTENCE.finditer(_TOKENS.sub(single, written)):
        sentence = match.group().strip(" \t-*•#")
        if _TOKEN.sub("", sentence).strip("。！？!? "):
            yield sentence


def _numbers(sentence: str, count: int) -> list[int]:
    """Return the numbers of the quotes that the sentence names, as far as there are such."""
    named = dict.fromkeys(int(n) for n in _TOKEN.findall(sentence))
    return [n for n in named if 1 <= n <= count]


def _tidy(sentence: str, count: int) -> str:
    """Put the stop before the tokens, and leave out tokens of no quote."""
    plain = _TOKEN.sub("", sentence).strip().rstrip("。！？!?")
    return f"{plain}。" + "".join(f"[{n}]" for n in _numbers(sentence, count))


def _wrong(sentence: str, quotes: Sequence[Quote], resources: Resources) -> str:
    """Return why a sentence cannot stand, or nothing."""
    numbers = _numbers(sentence, len(quotes))
    if not numbers:
        return "没有引文编号"
    plain = _TOKEN.sub("", sentence)
    if len(plain) > LONGEST_SENTENCE:
        return "过长"
    cited = tuple(quotes[n - 1] for n in numbers)
    unsupported = find_unsupported(Draft(plain, cited), "", resources)
    labels = "".join(resources.label(quote.document_id, quote.address) for quote in cited)
    source, said = carried(cited, resources) + same_width(labels), same_width(plain)
    figures = set(_FIGURE.findall(source))
    unsupported += [figure for figure in _FIGURE.findall(said) if figure not in figures]
    named = (name.strip("《》“”") for name in _NAME.findall(said))
    # 不禁止 is not in 禁止: a word of rule counts together with its negation.
    modals = (word for _, each in resources.wording.modals for word in each)
    ruled = (found for word in modals for found in re.findall(f"[不未非无]?{word}", said))
    unsupported += [word for word in (*named, *ruled) if word not in source]
    if unsupported:
        return "引文不支持：" + "、".join(dict.fromkeys(unsupported))
    weights = {word: rarity(word) for word in words(plain)}
    held = sum(weight for word, weight in weights.items() if word in source)
    return "" if held >= LEAST_SHARE * sum(weights.values()) else "多半不是引文里的话"

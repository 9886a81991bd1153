"""Several questions in one turn: taken apart, answered one by one, put together again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from policyqa.answering.context import Draft
from policyqa.answering.cues import Cues
from policyqa.answering.resources import QuoteList

MOST_PARTS = 4
_END = re.compile(r"[^?？。；;!！]+[?？。；;!！]*")
# 甲是多少，乙又是多少 and 甲…，还有乙… are two questions of one kind.
_BESIDES = re.compile(r"还有|另外|再问|顺便|再就是|再者")
_AGAIN = re.compile(r"又(?:是|要|咋|怎么|由|归|该)")
# 由谁牵头，哪些配合 asks for one list.
_WHO_ELSE = re.compile(
    r"^(?:牵头|责任|主责|配合)(?:单位|部门)?(?:各|分别|都)*(?:是|有)(?:谁|哪些?|哪个)[^，。]{0,4}$|"
    r"^(?:还有)?(?:哪些|谁|哪个|哪几个)(?:单位|部门|局)?(?:来|要|去)?(?:配合|参与|协助|负责|牵头)[?？]?$"
)
_ITS_YEAR = re.compile(r"^(?:到|截至)|^.{0,4}$")
SHORT_DETAIL = 7
# So long a question of how much names its own thing.
OWN_QUESTION = 10
# 小区让装充电桩不，… has asked its first question.
# 管不管 asks as 管吗 does.
_CLOSED = re.compile(r"(?:(?<![什怎那这多])(?:吗|么|不|没)|([一-鿿])不\1)[?？]?$")
_WHICH_PLACES = re.compile(r"哪(?:两|三|四|几|些)?个?(?:地方|县|区(?!别)|市|镇|乡|园区)")
_MARKER = re.compile(r"\[([0-9]+)\]")
_KINDS = ("responsibility", "tasks", "target", "permission", "when", "where", "measure", "list")


def split_questions(text: str, cues: Cues) -> list[str]:
    """Return the questions of one turn, at most :data:`MOST_PARTS`, or the text alone.

    Sentences are parts when each asks something. A comma parts two questions only when they
    ask for different kinds of things (…谁管，罚不罚): one question may well hold a comma.
    """
    sentences = [part.strip() for part in _END.findall(text) if part.strip()]
    if len(sentences) > 1:
        orders = [bool(cues.turns["order"].search(part)) for part in sentences]
        if sum(not order for order in orders) == 1:
            # 甲是多少，乙又是多少？目标年份也带上。
            only = split_questions(sentences[orders.index(False)], cues)
            return only if len(only) > 1 else [text]
        asking = [
            cues.asks(part) and not order for part, order in zip(sentences, orders, strict=True)
        ]
        return sentences[:MOST_PARTS] if all(asking) else [text]
    halves = [part.strip() for part in re.split(r"[,，]", text) if part.strip()]
    if len(halves) > 2 and _BESIDES.match(halves[-1]) and cues.types_of(halves[-1]):
        # 我是村干部，污水要治到多少，另外秸秆能烧不
        before = "，".join(halves[:-1])
        return [before, halves[-1]] if cues.types_of(before) else [text]
    if (
        len(halves) == 2
        and _WHO_ELSE.match(halves[1])
        and ("responsibility" in cues.types_of(halves[0]) or "牵头" in halves[0])
    ):
        return [text]
    if len(halves) == 2 and not cues.turns["condition"].search(halves[0]):
        kinds = [{kind for kind in cues.types_of(part) if kind in _KINDS} for part in halves]
        both_ask = all(cues.types_of(part) for part in halves)
        of_two_kinds = kinds[0] and kinds[1] and not kinds[0] & kinds[1]
        # 牵头的是哪项工作，禁煤区外的煤硫分上限是多少: a body's task and a figure of another thing.
        tasks = ["tasks" in kind for kind in kinds]
        of_two_kinds = of_two_kinds or (
            tasks == [True, False]
            and "how_much" in cues.types_of(halves[1])
            and len(halves[1]) >= OWN_QUESTION
        )
        # 在哪两个地方示范，要弄到多少平方米: a place and a figure.
        named = [bool(_WHICH_PLACES.search(part)) for part in halves]
        figure = ["how_much" in cues.types_of(part) for part in halves]
        of_two_kinds = of_two_kinds or (named[0] != named[1] and figure == named[::-1])
        # 一天能烧多少吨，啥时候建好 asks for a figure and a date; 到哪年 for that of the figure.
        own_date = not _ITS_YEAR.match(halves[1])
        dated = ["when" in kind and own_date for kind in kinds]
        of_two_kinds = of_two_kinds or (dated[0] != dated[1] and figure == dated[::-1])
        # 还照样收垃圾吗，为啥要拉走烧 asks whether and why.
        whys = ["reason" in cues.types_of(part) for part in halves]
        whether = ["yes_no" in cues.types_of(part) for part in halves]
        of_two_kinds = of_two_kinds or (whys[0] != whys[1] and whether == whys[::-1])
        # 旱厕咋改，给钱不: the second asks for a detail of the first.
        detail = len(halves[1]) <= SHORT_DETAIL and cues.attributes_of(halves[1])
        explained = "definition" in cues.types_of(halves[0])
        if detail and not explained and kinds[0] & {"measure", "when", "permission"}:
            return halves
        closed = _CLOSED.search(halves[0]) or _BESIDES.match(halves[1]) or _AGAIN.search(halves[1])
        if of_two_kinds or (both_ask and closed):
            return halves
    return [text]


def _without_repeats(lead: str, said: set[str]) -> str:
    """Return ``lead`` without the sentences that were said before; ``said`` takes up the rest."""
    kept = []
    for sentence in re.findall(r"[^。]*。(?:\[[0-9]+\])*|[^。]+$", lead):
        words = _MARKER.sub("", sentence)
        if words not in said:
            kept.append(sentence)
        said.add(words)
    return "".join(kept)


def _renumbered(lead: str, numbers: Mapping[int, int]) -> str:
    """Return ``lead`` with every marker's number replaced."""
    return _MARKER.sub(lambda found: f"[{numbers[int(found.group(1))]}]", lead)


def first_printed(draft: Draft) -> Draft:
    """Return the draft with its first quote printed however long the answer grows.

    A lead that announces it (…有相关规定：) says nothing without it.
    """
    first, *others = draft.quotes
    return replace(draft, quotes=(replace(first, listed=True), *others))


def merge(drafts: Sequence[Draft]) -> Draft:
    """Join drafts into one: leads one below the other, quotes renumbered.

    It is a refusal only when every part is one; a part that found nothing says so beside the
    others.
    """
    drafts = [draft for n, draft in enumerate(drafts) if draft not in drafts[:n]]
    if len(drafts) == 1:
        return drafts[0]
    found = [draft for draft in drafts if draft.status in ("answered", "corrected")]
    if not found:
        return drafts[0]
    quotes = QuoteList()
    leads: list[str] = []
    said: set[str] = set()
    for draft in drafts:
        if draft.lead.endswith("："):
            known = {(quote.document_id, quote.address) for quote in quotes.quotes}
            repeats = any((each.document_id, each.address) in known for each in draft.quotes)
            # What only announces its quotes says nothing where another part told of them.
            draft = replace(draft, lead="") if repeats else first_printed(draft)
        numbers = {n: int(quotes.add(quote)[1:-1]) for n, quote in enumerate(draft.quotes, 1)}
        lead = _without_repeats(draft.lead, said)
        leads.append(_renumbered(lead, numbers))
    corrected = any(draft.status == "corrected" for draft in found)
    return replace(
        found[0],
        lead="\n".join(lead for lead in leads if lead),
        quotes=tuple(quotes.quotes),
        status="corrected" if corrected else "answered",
        computed=tuple(word for draft in drafts for word in draft.computed),
        nearest=(),
    )

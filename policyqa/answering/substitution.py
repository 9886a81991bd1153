"""What changes from one question to the next: the follow-up's words put in their place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering.context import Question
from policyqa.answering.places import bare_name
from policyqa.answering.pointing import PARTICLES
from policyqa.answering.resources import Resources
from policyqa.answering.understanding import OWN_BODY

# 这条河, 那个园区: what it is called was said before.
_POINTED = re.compile(
    r"[这那](?:条|个|座|片|家|处)(?P<noun>河|湖|江|渠|水库|园区|开发区|公园|湿地|县|区|镇|街道)(?![长道里])"
)
# 这两家, 这几个部门: bodies that were named before.
_BODIES = re.compile(
    r"(?:上面|前面|刚才)?(?:说的)?[这那他它](?:们)?(?P<count>[两2几三3])个?(?:家|部门|单位|局)"
)
# 该局, 这个部门: the one body that was named last.
_SAME_BODY = re.compile(
    r"(?:该|此)(?:局|委|厅|办|部门|单位|机构|公司)|[这那]个?(?:部门|单位|局)(?![里长])"
)
_COUNTS = {"两": 2, "2": 2, "三": 3, "3": 3}
# What stands before the name of a quantity and is no part of it.
_BEFORE_NAME = re.compile(r"^.*(?:[,，。;；:：?？、]|[0-9]{4}年(?:底|前)?|到|的)")
_OTHERS = re.compile(r"^(?:其他|其它|别的|剩下的|另外的|其余)的?")


def with_antecedent(text: str, previous: Question, bodies: Sequence[str]) -> str:
    """Put the name that was said before in the place of 这条河, 这两家, 该局 or 我们局.

    ``bodies`` are those that the turns before named, in order.
    """
    several = _BODIES.search(text)
    if several:
        named = list(dict.fromkeys(bodies))[-_COUNTS.get(several["count"], len(bodies)) :]
        if len(named) > 1:
            return text.replace(several.group(), "和".join(named), 1)
    own_body = OWN_BODY.search(text)
    if own_body and len(previous.departments) == 1:
        # 我是商务局的。我们局要配合哪几项
        return text.replace(own_body.group(), previous.departments[0], 1)
    same_body = _SAME_BODY.search(text)
    if same_body and len(previous.departments) == 1:
        return text.replace(same_body.group(), previous.departments[0])
    pointed = _POINTED.search(text)
    if pointed is None:
        return text
    said = re.findall(rf"[一-鿿]{{1,8}}?{pointed['noun']}", previous.text)
    name = said[-1] if said else ""
    name = re.sub(r"^.*(?:的|叫|是|在|到|去|那条|这条|那个|这个|和|与|、)", "", name)
    return text.replace(pointed.group(), name, 1) if len(name) > 1 else text


def in_same_place(text: str, previous: Question, resources: Resources) -> str:
    """Put a place of the turn's question before, foreign to all texts, before one without any.

    乙市哪年达峰，煤炭要压减到多少 asks twice about 乙市, of which there is no document.
    """
    texts = resources.understanding.folded(())
    elsewhere = [
        place.name
        for place in previous.places
        if not place.here and not any(bare_name(place.name) in each for each in texts)
    ]
    own = resources.understanding.read(text)
    named = own.places or own.documents or own.references
    return text if named or not elsewhere else "和".join(elsewhere) + text


def substitutions(rest: str, own: Question, previous: Question, resources: Resources) -> list[str]:
    """Return the question before with one part replaced by what the follow-up names."""
    new = PARTICLES.sub("", rest)
    if own.departments and previous.departments:
        return [previous.text.replace(previous.departments[0], own.departments[0])]
    if own.references and previous.references:
        question = "，".join(part for part in (new, _asking(previous)) if part)
        return [question]
    of_rate = _of_quantity(new, previous, resources)
    return [
        *([of_rate] if of_rate else []),
        *(
            previous.text.replace(term.text, new, 1)
            for term in resources.understanding.topical(previous.terms)
            # 车 alone is part of a longer word (拉砖车).
            if len(term.text) > 1 and term.text in previous.text and term.text not in new
        ),
    ]


def _of_quantity(new: str, previous: Question, resources: Resources) -> str:
    """Return the question before for the quantity, or for what it is measured of, or "".

    种庄稼的肥料利用率要多少 and 牛粪呢 ask for 牛粪的利用率; 人均综合能耗 and 单位面积能耗呢 for
    the latter.
    """
    endings = resources.cues.words["quantity_endings"]
    text = previous.text
    names = [t.text for t in previous.terms if t.text.endswith(endings) and t.text in text]
    if not names:
        return ""
    start = text.index(names[-1])
    before = _BEFORE_NAME.match(text[:start])
    opening = before.end() if before and not before.group().endswith("的") else 0
    for place in previous.places:
        if text.startswith(place.name, opening):
            opening += len(place.name)
    quantity = new if new.endswith(endings) else f"{new}的{names[-1]}"
    return text[:opening] + quantity + text[start + len(names[-1]) :]


def of_another_place(rest: str, own: Question, previous: Question) -> str:
    """Return the question before for the place that a bare follow-up names, or ""."""
    new = PARTICLES.sub("", rest)
    before = [place.name for place in previous.places if place.name in previous.text]
    if own.places and len(before) > 1:
        # 甲省乙市的任务量 and 丙市呢: the place of the same level changes.
        before = [name for name in before if name[-1] == own.places[0].name[-1]]
    bare = len(own.places) == 1 and new.startswith(own.places[0].name)
    if not bare or len(new) > len(own.places[0].name) + 1 or len(before) != 1:
        return ""
    return previous.text.replace(before[0], new, 1)


def in_place_of_kin(rest: str, previous: Question, resources: Resources) -> str:
    """Return the question before with a word of the same make replaced, or "".

    夏收 and 秋收 end alike, 国三 and 国六 begin alike.
    """
    new = PARTICLES.sub("", rest)
    words = [term.text for term in previous.terms if term.text in previous.text]
    alike = [word for word in words if word != new and len(word) == len(new) > 1]
    kin = next((w for w in alike if w[-1] == new[-1]), "") or next(
        (w for w in alike if w[0] == new[0]), ""
    )
    return previous.text.replace(kin, new, 1) if kin else ""


def in_another_area(rest: str, previous: Question, resources: Resources) -> str:
    """Return the question before for the kind of area that a bare follow-up names, or ""."""
    new = _OTHERS.sub("", PARTICLES.sub("", rest))
    areas = resources.cues.words["area"]
    area = next((word for word in areas if word in previous.text), "")
    return previous.text.replace(area, new, 1) if area and new in areas else ""


def _asking(question: Question) -> str:
    """Return the question without its clause names."""
    text = question.text
    for reference in question.references:
        # A clause that was pointed at is written in full width.
        narrow = reference.address.replace("（", "(").replace("）", ")")
        text = text.replace(reference.address, "").replace(narrow, "")
    return text

"""The quantity or the thing of which a figure is asked, and whether the documents speak of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering.context import Question, Term
from policyqa.answering.resources import Resources
from policyqa.answering.target_matching import match_targets
from policyqa.answering.topic import PARTIAL_MATCH, is_everyday, match
from policyqa.text import part_of_speech

# A noun of this weight before 是多少 is what the figure must be of.
TELLING = 0.4
# A thing of this weight must be named where a figure of it is asked for.
SURELY_THING = 0.6
_FIGURE_TYPES = {"how_much", "target", "yes_no"}
_HOW_MUCH = re.compile(
    r"的?(?:要|需要?|得|应该?)?(?:新?建成?|改造|配备?|安?装|推广|淘汰|削减|减排|减少|下降|降低|降|减|提高|提升|增加|新增)?(?:分别|一共|总共|具体|各|约|大概)?(?:是|为|有|定为|要求|达到|达|不得|不能|不|高于|低于|超过|少于|大于|小于)*"
    r"(?:多少|几|哪一?[天年]|什么时候|何时|位于|设在|建在|在(?:哪(?![些个几种类])|什么地方))"
)
# 拿到行驶证多少天内 asks for days and not for a number of licences.
_TIME = re.compile(r"个?(?:天|日|小时|工作日|月|年|周|分钟)")
_COUNTED = re.compile(r"(?:多少|几)(?:万|亿)?[根座辆台个家套处吨亩户]")
NEAR = 6
SURELY_NAMED, LONG_NAME = 0.8, 3
# 销量占比目标 asks for a share of what is sold.
_BEFORE_FIGURE = ("目标", "指标", "占比", "比例", "比重")
_FIGURE_SOON = re.compile(r"[^，,。]{0,12}(?:多少|几|百分之|目标|指标)")
_ASKED_SOON = re.compile(r"[^，,。]{0,10}(?:多少|几|百分之)")


def absent_quantity(question: Question, texts: Sequence[str], resources: Resources) -> str:
    """Return the quantity asked for (施用量, 费率) of which no passage speaks, or "".

    It is a word that ends like a measured quantity, the noun right before 是多少 or 在哪里 or
    right behind 多少根, or, where a figure is asked for, a thing that no document names.
    """
    unnamed = _unnamed_thing(question, resources)
    counted = "count_planned" in question.attributes
    if unnamed or not (counted or question.asks("how_much", "where", "when")):
        return unnamed
    words = resources.cues.words
    asked = {
        match.start()
        for match in _HOW_MUCH.finditer(question.text.lower())
        if not _TIME.match(question.text, match.end())
    }
    for term in question.terms:
        end = question.text.lower().rfind(term.text) + len(term.text)
        measured = (
            len(term.text) >= 3
            and term.text.endswith(words["quantity_endings"])
            and _ASKED_SOON.match(question.text.lower(), end) is not None
        )
        # 减掉多少 asks of the thing that is reduced, not of 减掉; 新装 is no dress.
        new = len(term.text) == 2 and term.text[0] == "新"
        noun = _is_noun(term) and not new
        behind = any(
            term.text in question.text[match.end() : match.end() + NEAR].lower()
            for match in _COUNTED.finditer(question.text)
        )
        counts = behind and (_is_technical(term) or is_everyday(term))
        subject = term.weight >= TELLING and (counts or (end in asked and noun))
        if question.asks("when"):
            # 全体会议是哪天 asks of the meeting; short words may be a person's own (钢厂).
            subject = end in asked and noun and _surely_named(term)
        if not (measured or subject) or term.text in words["ratio"]:
            continue
        if not any(_holds(term, text) for text in texts):
            return term.text
    return ""


def _holds(term: Term, text: str) -> bool:
    """Tell whether ``text`` holds a word, a form that means the same, or all of its parts.

    综合利用率 is no 利用系数.
    """
    parts = [part for part, worth in term.variants if worth == PARTIAL_MATCH]
    whole = bool(parts) and all(part in text for part in parts)
    return whole or match(term, text) > PARTIAL_MATCH


def _unnamed_thing(question: Question, resources: Resources) -> str:
    """Return a thing that no document names, or "": a figure, who or when is asked of it alone."""
    of_limit = set(question.attributes) <= {"limit_value"}
    who_or_when = question.types in ({"responsibility"}, {"when"})
    figure = question.asks("how_much", "target") and question.types <= _FIGURE_TYPES
    if not (who_or_when or figure):
        return ""
    if question.figures or not of_limit or question.departments:
        return ""
    if match_targets(replace(question, years=()), resources):
        return ""
    texts = resources.understanding.folded(question.documents)
    asked = question.text.lower()
    for term in resources.understanding.asked(question):
        end = asked.rfind(term.text) + len(term.text)
        # Other words may stand for what the documents write otherwise (绳子 for 犬绳).
        named = question.asks("when") and _surely_named(term)
        official = (
            _is_technical(term)
            or named
            or (_is_noun(term) and asked.startswith(_BEFORE_FIGURE, end))
        )
        near = who_or_when or _FIGURE_SOON.match(asked, end)
        if term.weight < SURELY_THING or not official or not near:
            continue
        if not any(_holds(term, text) for text in texts):
            return question.text[end - len(term.text) : end]
    return ""


def _is_technical(term: Term) -> bool:
    """Tell whether a word is one of our dictionary, of a special field, or in Latin letters."""
    return term.indicator or part_of_speech(term.text) in ("x", "nz", "j") or term.text.isascii()


def _surely_named(term: Term) -> bool:
    """Tell whether a word is a longer name, which a rule on it would hardly write otherwise."""
    return term.weight >= SURELY_NAMED and len(term.text) >= LONG_NAME and _is_noun(term)


def _is_noun(term: Term) -> bool:
    return part_of_speech(term.text)[:1] in ("n", "e", "j", "l", "x") or term.text.isascii()

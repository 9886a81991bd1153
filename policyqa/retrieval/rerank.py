"""Reorders the best passages by what they are, beside what they say.

Cheap features are added to the fused z-scores: a linear reranker with hand-set weights, as in
D. Metzler and W. B. Croft, "Linear feature-based models for information retrieval",
Information Retrieval 10, 2007. docs/decisions/2026-11-23-reranker.md has the ablation of each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from policyqa.records import Passage
from policyqa.retrieval.passage_kinds import FRONT_MATTER, is_duty_list, rules_nothing
from policyqa.retrieval.terms import bigram_terms

if TYPE_CHECKING:
    from policyqa.documents.corpus import Corpus

TypesOf = Callable[[str], Collection[str]]
"""Names the kinds of a question: ``responsibility``, ``how_much``, ..., and :data:`METADATA`."""

METADATA = "metadata"
"""The kind of a question on the document itself, which its front matter answers."""

FORMS = {
    "responsibility": re.compile(r"负责|牵头|主管|监督管理|落实"),
    "definition": re.compile(r"是指|所称|指的是|以下简称"),
    "how_far": re.compile(r"到[0-9]{4}年|基本消除|负增长|明显改善|大幅"),
    "how_much": re.compile(r"[0-9]+(?:\.[0-9]+)?(?:%|个?百分点|万?吨|万?平方米|万?元|倍)"),
    "when": re.compile(r"[0-9]{4}年|[0-9]+月|每年|年底|季"),
    "where": re.compile(r"[一-鿿]{2,6}(?:县|市|区|河|湖|园|流域|镇|沿岸)"),
    "list": re.compile(r"(?:[^、，。]{1,14}、){2,}"),
}
"""What a sentence that answers a type of question looks like."""

# Weights of the features, in standard deviations of the lexical score.
FORM, DUTY_LIST, HEADING, IDLE = 2.0, 3.0, 1.0, 2.0


class Reranker:
    """Scores features of passages and clauses for one question."""

    def __init__(self, query: str, topic: str, corpus: Corpus, types_of: TypesOf | None) -> None:
        """Read the question.

        :param topic: the question without its stop words.
        """
        self._corpus = corpus
        types = types_of(query) if types_of else ()
        self._forms = [form for name, form in FORMS.items() if name in types]
        self._who = "responsibility" in types
        self._idle = 0.0 if METADATA in types else IDLE
        self._bigrams = set(bigram_terms(topic))

    def passage(self, passage: Passage) -> float:
        """Return what the features of a passage add to its fused score."""
        clause = self._corpus.clause(passage.document_id, passage.address)
        worth = HEADING * self._named(clause.heading)
        if any(form.search(passage.text) for form in self._forms):
            worth += FORM
        if self._who and is_duty_list(passage, self._corpus):
            worth += DUTY_LIST
        if rules_nothing(passage):
            worth -= self._idle
        return worth

    def clause(self, document_id: str, address: str) -> float:
        """Return what the features of a clause add to its fused score."""
        heading = self._corpus.clause(document_id, address).heading
        return HEADING * self._named(heading) - self._idle * (address in FRONT_MATTER)

    def _named(self, heading: str) -> float:
        """Return the share of a heading's bigrams that the question has."""
        own = set(bigram_terms(heading))
        return len(own & self._bigrams) / len(own) if own else 0.0

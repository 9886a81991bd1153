"""Step ``understand``: from normalised words to a Question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyqa.answering import normalise
from policyqa.answering.context import ClauseReference, Place, Question, Term
from policyqa.answering.cues import Cues
from policyqa.answering.places import Places
from policyqa.answering.references import find_references
from policyqa.answering.topic import PARTIAL_MATCH, find_terms, match
from policyqa.documents.corpus import Corpus
from policyqa.text import same_width

_PERIOD = re.compile(r"[0-9]{4}年?底?|[“\"]?十四五[”\"]?(?:时期|期间)?")


class Understanding:
    """Reads questions with the tables of one corpus."""

    def __init__(
        self, corpus: Corpus, cues: Cues, places: Places, stopwords: frozenset[str]
    ) -> None:
        self.corpus = corpus
        self.cues = cues
        self.places = places
        self._texts = tuple(same_width(each.text) for each in corpus.documents.values())
        self._stopwords = (
            stopwords | frozenset(cues.words["document"]) | frozenset(cues.words["now"])
        )

    def read(self, text: str, extra_documents: Sequence[str] = ()) -> Question:
        """Return the Question that normalised ``text`` asks."""
        places = self.places.find(text)
        documents = self._documents(text, extra_documents) or self.places.documents_for(places)
        scope = documents or tuple(self.corpus.documents)
        references, rest = find_references(same_width(text), self.corpus, scope)
        types = self.cues.types_of(text)
        mentions = self.corpus.departments.find(rest)
        for mention in mentions:
            rest = rest.replace(mention.text, " " * len(mention.text))
        topic = self._topic(rest, places)
        return Question(
            text=text,
            topic=topic,
            types=types,
            attributes=self.cues.attributes_of(text),
            terms=self.terms(topic),
            references=references,
            departments=tuple(dict.fromkeys(mention.text for mention in mentions)),
            places=places,
            figures=normalise.figures(text),
            years=normalise.years(text),
            documents=documents,
            level=self._level(text),
        )

    def terms(self, topic: str) -> tuple[Term, ...]:
        """Return the content words of a text whose asking words are blanked out."""
        for word in (*self.cues.words["here"], *self.cues.words["document"]):
            topic = topic.replace(word, " ")
        return find_terms(topic, self.corpus.lexicon, self._stopwords, self.cues.tags)

    def topical(self, terms: Sequence[Term]) -> tuple[Term, ...]:
        """Return the terms that name a subject of the documents.

        Words of the register itself (任务, 条款) and words that no document holds do not.
        """
        weak = self.cues.words["weak"]
        return tuple(
            term
            for term in terms
            if term.text not in weak
            and any(match(term, text) >= PARTIAL_MATCH for text in self._texts)
        )

    def _topic(self, text: str, places: Sequence[Place]) -> str:
        """Blank out asking words, the documents' own names and jurisdiction, and years."""
        topic = self.cues.without_cues(text)
        for place in places:
            if place.here:
                topic = topic.replace(place.name, " ")
        return " ".join(_PERIOD.sub(" ", topic).split())

    def _documents(self, text: str, extra: Sequence[str]) -> tuple[str, ...]:
        """Return the documents that the question names by number or title."""
        folded = same_width(text)
        named = [
            document.id
            for document in self.corpus.documents.values()
            if any(
                len(name) >= 4 and same_width(name) in folded
                for name in (document.number, document.title, document.short_title)
            )
        ]
        return tuple(named) or tuple(extra)

    def _level(self, text: str) -> str:
        for level in ("national", "provincial"):
            if any(word in text for word in self.cues.words[f"level_{level}"]):
                return level
        return ""


def exists(references: Sequence[ClauseReference]) -> tuple[ClauseReference, ...]:
    """Return the references that a document really has."""
    return tuple(reference for reference in references if reference.exists)

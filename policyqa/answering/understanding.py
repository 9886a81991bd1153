"""Step ``understand``: from normalised words to a Question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyqa.answering import normalise
from policyqa.answering.context import Place, Question, Term
from policyqa.answering.cues import Cues
from policyqa.answering.document_choice import DocumentChoice
from policyqa.answering.places import Places, bare_name
from policyqa.answering.references import find_references
from policyqa.answering.topic import PARTIAL_MATCH, find_terms, match, tag_weight
from policyqa.documents.corpus import Corpus
from policyqa.text import is_han, same_width

_PERIOD = re.compile(r"[0-9]{4}年?底?|[“\"]?十四五[”\"]?(?:时期|期间)?")

_INTRODUCTION = re.compile(
    r"^(?:(?:我们?|俺们?|咱们?)(?:是|在|刚到|调到)[^,，。?？]{1,20}[,，。]|[^,，。?？:]{2,14}:)"
)
_FROM_PLACE = re.compile(r"^(?:我们?|俺们?|咱们?)(?:是|在|住)?[^,，。?？]{2,14}(?:的|人)[,，。]")
OWN_BODY = re.compile(r"(?:我们|咱们?|本|我)(?:局|委|厅|办|部|单位|部门|中心)(?![里长])")
_COMPARED_WITH = re.compile(r"(?:比|较)(20[0-9]{2})年")
# A coined word of the documents has so many characters and occurs so often.
COINED_LENGTHS, COINED_COUNT = (5, 4, 3), 2
_UNITS = re.compile(r"[了个着过]|平方|立方|千瓦|万吨|公里|标准煤")
TITLE_FACTOR = 0.4


class Understanding:
    """Reads questions with the tables of one corpus."""

    def __init__(
        self, corpus: Corpus, cues: Cues, places: Places, stopwords: frozenset[str]
    ) -> None:
        self.corpus = corpus
        self.cues = cues
        self.places = places
        self.choice = DocumentChoice(corpus, places)
        self._texts = tuple(self.choice.texts.values())
        titles = "".join(document.title for document in corpus.documents.values())
        # 把实施细则弄出来 is a task where no document is one.
        kinds = {kind for kind in cues.words["document_kinds"] if kind not in titles}
        self._document_words = tuple(w for w in cues.words["document"] if w not in kinds)
        self._stopwords = stopwords | {*self._document_words, *cues.words["now"]}

    def read(self, text: str, extra_documents: Sequence[str] = ()) -> Question:
        """Return the Question that normalised ``text`` asks."""
        places = self._asked_places(text)
        documents = self.choice.choose(text, places, extra_documents)
        scope = documents or tuple(self.corpus.documents)
        references, rest = find_references(same_width(text), self.corpus, scope)
        for title_words in self.choice.named(text).values():
            rest = rest.replace(title_words, " " * len(title_words))
        types = self.cues.types_of(text)
        reported = self.cues.turns["reporting"].match(rest)
        if reported and len(rest) > 2 * reported.end():
            rest = " " * reported.end() + rest[reported.end() :]
        mentions = self.corpus.departments.find(rest)
        introduced = _INTRODUCTION.match(rest)
        if introduced:
            # 我是市政府办的，… tells who asks.
            others = tuple(m for m in mentions if m.start >= introduced.end())
            if OWN_BODY.search(text) and not others:
                # 我是市水利局办公室的，我局…: the room is no topic.
                rest = " " * introduced.end() + OWN_BODY.sub(" ", rest[introduced.end() :])
            letterhead = introduced.group().endswith(":") and not OWN_BODY.search(text)
            mentions = others if letterhead else others or mentions
        for mention in mentions:
            rest = rest.replace(mention.text, " " * len(mention.text))
        for place in places:
            if place.here or self.under_city(place):
                rest = rest.replace(place.name, " " * len(place.name))
        given = self.cues.turns["given"].search(rest)
        if given and self.cues.asks(rest[given.end() :]):
            # 麦秆不让烧那弄啥用 asks for what else may be done with it.
            rest = rest[: given.start()] + " " * len(given.group()) + rest[given.end() :]
        topic = " ".join(_PERIOD.sub(" ", self.cues.without_cues(rest)).split())
        # 按用了多少热 is one thing, although 多少 is a word of asking.
        alike = self.cues.turns["correlative"].finditer(rest)
        whole = (e.said for part in alike for e in self.corpus.lexicon.expand(part.group()))
        topic = " ".join((topic, *whole)).strip()
        return Question(
            text=text,
            rest=rest,
            topic=topic,
            types=types,
            attributes=self.cues.attributes_of(text),
            terms=self._without_title_words(self.terms(topic), documents),
            references=references,
            departments=tuple(dict.fromkeys(mention.text for mention in mentions)),
            places=places,
            figures=normalise.figures(text),
            years=self._years(text, types, documents),
            documents=documents,
            level=self._level(text),
        )

    def _asked_places(self, text: str) -> tuple[Place, ...]:
        """Return the places named, without a county from which who asks comes.

        俺旬邑种苹果的，… asks of the city's plan what holds there too.
        """
        places = self.places.find(text)
        introduced = _FROM_PLACE.match(text)
        if introduced is None:
            return places
        told = introduced.group()
        return tuple(
            place
            for place in places
            if place.here
            or not (place.within and place.name in told and text.count(place.name) == 1)
        )

    def _years(self, text: str, types: frozenset[str], documents: Sequence[str]) -> tuple[int, ...]:
        """Return the years asked about; a base year of the targets (比2020年降多少) is none."""
        years = normalise.years(text)
        if "how_much" not in types or "yes_no" in types:
            return years
        bases = {
            target.base_year
            for target in self.corpus.targets
            if not documents or target.document_id in documents
        }
        compared = {int(year) for year in _COMPARED_WITH.findall(text)} & bases
        return tuple(year for year in years if year not in compared)

    def folded(self, document_ids: Sequence[str]) -> tuple[str, ...]:
        """Return the texts of the documents, of all when none is named, in one width."""
        return tuple(self.choice.texts[each] for each in document_ids) or self._texts

    def under_city(self, place: Place) -> bool:
        """Tell whether a county is named that no document names, while one governs its city."""
        return bool(place.within) and not any(bare_name(place.name) in t for t in self._texts)

    def terms(self, topic: str) -> tuple[Term, ...]:
        """Return the content words of a text whose asking words are blanked out."""
        for word in (*self.cues.words["here"], *self._document_words):
            topic = topic.replace(word, " ")
        found = find_terms(
            topic,
            self.corpus.lexicon,
            self._stopwords,
            self.cues.tags,
            self.cues.words["weak"],
            self.cues.words["heads"],
            self.cues.words["things"],
        )
        found = tuple(map(self._as_name, found))
        return (*found, *self._coined(same_width(topic), found))

    def _as_name(self, term: Term) -> Term:
        """Return a word in Latin letters that a document has (EOD) with the weight of a name."""
        latin = term.text.isascii() and term.text.isalpha() and len(term.text) > 1
        if not latin or not any(term.text in text for text in self._texts):
            return term
        return replace(term, weight=max(term.weight, tag_weight("eng", self.cues.tags)))

    def _coined(self, topic: str, terms: Sequence[Term]) -> tuple[Term, ...]:
        """Return words of the documents that no dictionary has and segmentation took apart.

        限烧区 becomes 限, 烧 and 区: characters that belong to no term of the question are
        joined with their neighbours of the same kind when the documents hold the whole.
        """
        free = [is_han(character) and character not in self._stopwords for character in topic]
        for term in terms:
            for found in re.finditer(re.escape(term.text), topic) if len(term.text) > 1 else ():
                free[found.start() : found.end()] = [False] * len(term.text)
        coined: list[Term] = []
        start = 0
        while start < len(topic):
            end = start + next((n for n, each in enumerate(free[start:]) if not each), len(topic))
            word = self._longest_known(topic[start:end])
            if word:
                coined.append(Term(word, 1.0, ((word, 1.0),)))
            start += len(word) or 1
        return tuple(coined)

    def _longest_known(self, topic: str) -> str:
        """Return the longest beginning of ``topic`` that the documents repeat, or ""."""
        for length in COINED_LENGTHS:
            word = topic[:length]
            known = len(word) == length and not _UNITS.search(word)
            if known and sum(text.count(word) for text in self._texts) >= COINED_COUNT:
                return word
        return ""

    def _without_title_words(
        self, terms: tuple[Term, ...], documents: Sequence[str]
    ) -> tuple[Term, ...]:
        """Lower the weight of words of the title: they stand all over the document."""
        ids = tuple(documents) or (
            tuple(self.corpus.documents) if len(self.corpus.documents) == 1 else ()
        )
        titles = "".join(same_width(self.corpus.documents[each].title) for each in ids)
        lowered = tuple(
            replace(term, weight=term.weight * TITLE_FACTOR) if term.text in titles else term
            for term in terms
        )
        # A question of nothing but title words (节能减排谁负责) keeps them.
        return lowered if any(term.text not in titles for term in terms) else terms

    def asked(self, question: Question) -> tuple[Term, ...]:
        """Return the terms that stand in the parts of the question that ask."""
        spans = self.cues.asking(question.text)
        said = [question.text[start:end].lower() for start, end in spans]
        return tuple(term for term in question.terms if any(term.text in part for part in said))

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

    def _level(self, text: str) -> str:
        for word in self.cues.words["level_none"]:
            text = text.replace(word, "")
        for level in ("national", "provincial"):
            if any(word in text for word in self.cues.words[f"level_{level}"]):
                return level
        return ""

"""Which of several documents a question is about: by title, number, place or kind of place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from policyqa.answering.context import Place
from policyqa.answering.places import Places
from policyqa.documents.corpus import Corpus
from policyqa.text import same_width

LEAST_STRETCH, TITLE_STRETCH = 4, 8
LONG_TITLE_SHARE = 4


class DocumentChoice:
    """Finds the documents that a question names."""

    def __init__(self, corpus: Corpus, places: Places) -> None:
        self._places = places
        # Titles that share no stretch with a question need not be compared with it.
        self._names: dict[str, set[tuple[str, str]]] = {}
        for document in corpus.documents.values():
            for name in {document.number, document.short_title, document.title}:
                folded = same_width(name)
                for stretch in _stretches(folded):
                    self._names.setdefault(stretch, set()).add((document.id, folded))
        self._texts = {each.id: same_width(each.text) for each in corpus.documents.values()}
        # A statute of the state that names a town by the way does not rule for that town.
        self._local = sum(bool(places.home(each)) for each in self._texts) * 2 >= len(self._texts)

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts by document id, in one width."""
        return self._texts

    def choose(
        self, text: str, places: Sequence[Place] | None = None, others: Sequence[str] = ()
    ) -> tuple[str, ...]:
        """Return the ids of the documents that normalised ``text`` is about; none means all.

        :param places: those of the text, where they are known already.
        :param others: taken where the text names no document itself.
        """
        found = self._places.find(text) if places is None else places
        return (
            tuple(self.named(text))
            or self._places.documents_for(found)
            or tuple(others)
            or self._places.documents_of_kind(text)
            or self._only_one_with(found)
        )

    def named(self, text: str) -> dict[str, str]:
        """Return the documents named by number or title, with the words that name them."""
        folded = same_width(text)
        named: dict[str, str] = {}
        alike = set().union(*(self._names.get(each, ()) for each in _stretches(folded)))
        for document_id, name in sorted(alike):
            words = _common_stretch(name, folded)
            # Of a title of forty characters eight are an ordinary phrase (侵犯注册商标专用权).
            needed = max(TITLE_STRETCH, len(name) // LONG_TITLE_SHARE)
            enough = len(words) >= max(LEAST_STRETCH, min(needed, len(name)))
            if enough and len(words) > len(named.get(document_id, "")):
                named[document_id] = words
        # 云朔省“十四五”节能减排方案 names that of 云朔省 alone, though others end alike.
        return {
            each: words
            for each, words in named.items()
            if not any(words != other and words in other for other in named.values())
        }

    def _only_one_with(self, places: Sequence[Place]) -> tuple[str, ...]:
        """Return the one document of several that names a place which none is of, or none."""
        elsewhere = [place.name for place in places if not place.here]
        if not elsewhere or len(self._texts) < 2 or not self._local:
            return ()
        found = [
            document_id
            for document_id, text in self._texts.items()
            if all(name in text for name in elsewhere)
        ]
        return tuple(found) if len(found) == 1 else ()


def _stretches(text: str) -> set[str]:
    """Return the shortest stretches that can name a document."""
    return {text[n : n + LEAST_STRETCH] for n in range(len(text) - LEAST_STRETCH + 1)}


def _common_stretch(title: str, text: str) -> str:
    """Return the longest stretch of ``title`` that stands in ``text``."""
    match = SequenceMatcher(None, title, text, autojunk=False).find_longest_match()
    return title[match.a : match.a + match.size]

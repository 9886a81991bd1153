"""Homophone slips: 秸杆 for 秸秆.

A rare word that no document and no lexicon entry holds is taken for the one word of the
documents that sounds the same. Sounds come from pypinyin; they are computed only when such a
word turns up.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from policyqa.documents.corpus import Corpus
from policyqa.text import is_han, part_of_speech, rarity, same_width, words

RARE = 0.9
# 十点多 tells the time.
NUMERALS = "零一二三四五六七八九十百千万两半几"
# A larger corpus is sampled from its beginning: the words that matter recur.
MOST_CHARACTERS = 300_000


class Spelling:
    """Corrects questions by the words of one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    @cached_property
    def _text(self) -> str:
        joined = "\n".join(document.text for document in self._corpus.documents.values())
        return joined[:MOST_CHARACTERS]

    @cached_property
    def _by_sound(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        found: dict[tuple[str, ...], list[str]] = {}
        for word in dict.fromkeys(words(self._text)):
            if len(word) >= 2 and all(map(is_han, word)):
                found.setdefault(_sound(word), []).append(word)
        return {sound: tuple(same) for sound, same in found.items()}

    def correct(self, text: str) -> str:
        """Return ``text`` with homophone slips replaced."""
        known = same_width(self._text)
        said = {part for each in self._corpus.lexicon.expand(text) for part in (each.said,)}
        for word in dict.fromkeys(words(text)):
            if not self._suspect(word, known, said):
                continue
            same = self._by_sound.get(_sound(word), ())
            if len(same) == 1 and _shares_a_character(word, same[0]):
                text = text.replace(word, same[0])
        return text

    @staticmethod
    def _suspect(word: str, known: str, said: Iterable[str]) -> bool:
        return bool(
            len(word) >= 2
            and all(map(is_han, word))
            and word not in known
            and word[0] not in NUMERALS
            and rarity(word) >= RARE
            # Two characters that no dictionary joins are mostly a slip of segmentation.
            and (len(word) >= 3 or part_of_speech(word))
            and not any(word in each or each in word for each in said)
        )


def _sound(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    return tuple(lazy_pinyin(word))


def _shares_a_character(one: str, other: str) -> bool:
    return any(a == b for a, b in zip(one, other, strict=True))

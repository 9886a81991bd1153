"""Normal forms, sentence splitting and segmentation; the only caller of jieba."""

from __future__ import annotations

import logging
import math
import mmap
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from policyqa.settings import ROOT

if TYPE_CHECKING:
    import jieba

DICTIONARY = ROOT / "corpus" / "dictionary.txt"

# A sentence ends at one of these, together with any closing quotes or brackets behind it.
_SENTENCE_END = re.compile(r"[。！？!?；;]+[”’」』）)》】\"']*|\n+")
_OPENERS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」"}
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")


def fold(text: str) -> str:
    """Return a normal form of the same length, so that offsets stay valid.

    Full-width letters, digits and punctuation become half-width, capitals small, white
    space a plain blank. Characters whose NFKC form is longer than one are kept.
    """
    return "".join(_fold_character(character) for character in text)


@lru_cache(maxsize=65536)
def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    form = unicodedata.normalize("NFKC", character).lower()
    return form if len(form) == 1 else character


def is_han(character: str) -> bool:
    """Tell whether ``character`` is a Chinese character."""
    return bool(_HAN.match(character))


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the half-open spans of the sentences of ``text[start:end]``, in order.

    A full stop, question or exclamation mark, semicolon or line break ends a sentence,
    except inside brackets or book-title marks that close before the line does. Spans are
    stripped of white space; every character that is not white space is in exactly one.
    """
    stop = len(text) if end is None else end
    begin = start
    depth_until = -1
    position = start
    while position < stop:
        character = text[position]
        closer = _OPENERS.get(character)
        if closer and position >= depth_until:
            line_end = text.find("\n", position, stop)
            close = text.find(closer, position, stop if line_end < 0 else line_end)
            if close > 0:
                depth_until = close
        if position >= depth_until:
            match = _SENTENCE_END.match(text, position, stop)
            if match:
                yield from _stripped(text, begin, match.end())
                begin = position = match.end()
                continue
        position += 1
    yield from _stripped(text, begin, stop)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


@lru_cache(maxsize=1)
def _tokenizer() -> jieba.Tokenizer:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in domain_words(DICTIONARY):
        tokenizer.add_word(fold(word))
    return tokenizer


def domain_words(path: Path) -> tuple[str, ...]:
    """Read the domain dictionary: a word a line, blank lines and ``#`` comments skipped."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def words(text: str) -> list[str]:
    """Segment into words, each once (jieba's accurate mode); blanks and marks dropped."""
    return [word for word in _tokenizer().lcut(fold(text)) if _is_content(word)]


def search_words(text: str) -> list[str]:
    """Segment into words and the shorter words inside them (jieba's search mode)."""
    return [word for word in _tokenizer().lcut_for_search(fold(text)) if _is_content(word)]


def _is_content(word: str) -> bool:
    return any(character.isalnum() for character in word)


def rarity(word: str) -> float:
    """How rare a word is in general Chinese, 0 (一, 的) to 1 (a word jieba does not know).

    It is the negative logarithm of the frequency in jieba's dictionary, scaled. A domain
    word that only our dictionary lists counts as rare.
    """
    tokenizer = _tokenizer()
    count = tokenizer.FREQ.get(fold(word), 0)
    bits = math.log10(tokenizer.total / (count + 1))
    return min(1.0, max(0.0, (bits - 2.0) / 4.0))


@lru_cache(maxsize=65536)
def part_of_speech(word: str) -> str:
    """Return the tag that jieba's dictionary gives a word (n, v, d, ...).

    ``x`` stands for a word of our own dictionary, which lists things only, and "" for a
    word that neither knows. The dictionary file is searched in place: loading jieba's tagger
    would read all of it again.
    """
    word = fold(word)
    if not _tokenizer().FREQ.get(word, 0):
        return ""
    found = _dictionary_bytes().find(f"\n{word} ".encode())
    if found >= 0:
        line = _dictionary_bytes()[found + 1 : found + 120].split(b"\n", 1)[0]
        return line.split(b" ")[2].decode()
    return "x"


@lru_cache(maxsize=1)
def _dictionary_bytes() -> mmap.mmap:
    import jieba

    with (Path(jieba.__file__).parent / "dict.txt").open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


def same_width(text: str) -> str:
    """Fold and drop all blanks: the form in which names and phrases are compared."""
    return fold(text).replace(" ", "")

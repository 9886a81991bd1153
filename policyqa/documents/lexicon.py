"""Everyday words and the words documents use for them: read, check, find in a question.

The words are data, ``corpus/lexicon.toml``; its header documents the fields. A question is
searched once, so loading and expanding stay cheap enough for the command line.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from policyqa.errors import CorpusError
from policyqa.text import fold

_ENTRY_FIELDS = frozenset({"say", "official", "topic", "weight"})
_SAME_FIELDS = frozenset({"names", "topic"})
_GROUP_FIELDS = frozenset({"name", "members", "topic"})
_FILE_FIELDS = frozenset({"topics", "lint", "guard", "entry", "same", "group"})


@dataclass(frozen=True, slots=True)
class Entry:
    """Words of everyday speech that share the same official terms.

    ``weight`` lies in (0, 1]: how surely the one means the other. ``mutual`` tells official
    names of one thing, each of which stands for the others; ``say`` and ``official`` are alike.
    """

    say: tuple[str, ...]
    official: tuple[str, ...]
    topic: str
    weight: float = 1.0
    mutual: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """One everyday term found in a text, as the lexicon spells it, with its official terms.

    The closest official term stands first, but where they are ``mutual`` all are as close.
    """

    said: str
    official: tuple[str, ...]
    weight: float
    mutual: bool = False


@dataclass(frozen=True)
class Lexicon:
    """All entries of one lexicon file, and the words its linter needs.

    ``guards`` are words that hold an everyday term by accident, as 电动车间 (electric workshop)
    holds 电动车 (electric car).
    """

    entries: tuple[Entry, ...]
    guards: tuple[str, ...] = ()
    function_words: tuple[str, ...] = ()
    single_characters: tuple[str, ...] = ()

    @cached_property
    def _terms(self) -> dict[str, Expansion]:
        """Folded everyday term -> its expansion; the first entry wins, lint tells of the second."""
        terms: dict[str, Expansion] = {}
        for entry in self.entries:
            for said in entry.say:
                others = tuple(name for name in entry.official if name != said)
                terms.setdefault(fold(said), Expansion(said, others, entry.weight, entry.mutual))
        return terms

    @cached_property
    def _by_head(self) -> dict[str, tuple[str, ...]]:
        """First character -> all words that begin with it, longest first.

        Guards and official terms take part so that they win over the terms inside them; they
        fire nothing themselves.
        """
        silent = {*self.guards, *(word for entry in self.entries for word in entry.official)}
        heads: dict[str, list[str]] = {}
        for word in {*self._terms, *(fold(word) for word in silent)}:
            heads.setdefault(word[0], []).append(word)
        return {head: tuple(sorted(words, key=len, reverse=True)) for head, words in heads.items()}

    def expand(self, text: str) -> tuple[Expansion, ...]:
        """Find the everyday terms of ``text``, in order of first occurrence, each once.

        The longest word wins at every position, and a term inside a longer word does not fire.
        That longer word may be another term, a guard, or an official term that the text already
        writes, where nothing is left to translate. Letters match in either case and width. Time
        grows with the length of the text, not with the size of the lexicon.
        """
        expansions: dict[str, Expansion] = {}
        for word in self._matches(fold(text)):
            if word in self._terms:
                expansions.setdefault(word, self._terms[word])
        return tuple(expansions.values())

    def _matches(self, text: str) -> Iterator[str]:
        """Yield the words found, none inside another; words that overlap in part are all kept."""
        furthest = 0
        for start, head in enumerate(text):
            for word in self._by_head.get(head, ()):
                end = start + len(word)
                if text.startswith(word, start) and _whole_latin_word(text, start, end):
                    if end > furthest:
                        furthest = end
                        yield word
                    break


def _whole_latin_word(text: str, start: int, end: int) -> bool:
    """Tell whether no Latin word is cut: ETC must not fire inside fetch."""

    def joined(left: str, right: str) -> bool:
        return left.isascii() and left.isalnum() and right.isascii() and right.isalnum()

    cut_before = start > 0 and joined(text[start - 1], text[start])
    cut_after = end < len(text) and joined(text[end - 1], text[end])
    return not (cut_before or cut_after)


def load_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file.

    :param path: a TOML file with the fields that the header of ``corpus/lexicon.toml`` gives.
    :raises CorpusError: the file cannot be read or a field of it is missing, unknown or wrong.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(f"词表 {path.name} 读不出，请检查文件路径和读取权限。") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"第 {line[1]} 行" if line else "编码或语法"
        raise CorpusError(f"词表 {path.name} 不是有效的 UTF-8 TOML 文件，{where}有误。") from error
    unknown = sorted(data.keys() - _FILE_FIELDS)
    if unknown:
        raise CorpusError(f"词表 {path.name} 有不认识的字段：{'、'.join(unknown)}。")

    where = f"词表 {path.name}"
    topics = _words(data.get("topics"), f"{where} 的 topics")
    rows = data.get("entry")
    if not isinstance(rows, list) or not rows:
        raise CorpusError(f"{where} 里没有一条 [[entry]]。")
    entries = tuple(_entry(row, f"{where} 第 {n} 条", topics) for n, row in enumerate(rows, 1))
    same = data.get("same", [])
    if not isinstance(same, list):
        raise CorpusError(f"{where} 的 same 应写成 [[same]]。")
    entries += tuple(
        _same(row, f"{where} 第 {n} 组同义名称", topics) for n, row in enumerate(same, 1)
    )
    groups = data.get("group", [])
    if not isinstance(groups, list):
        raise CorpusError(f"{where} 的 group 应写成 [[group]]。")
    entries += tuple(
        _group(row, f"{where} 第 {n} 个类名", topics) for n, row in enumerate(groups, 1)
    )
    lint_table = _table(data, "lint", where)
    guard_table = _table(data, "guard", where)
    return Lexicon(
        entries,
        guards=_optional_words(guard_table, "words", f"{where} 的 guard.words"),
        function_words=_optional_words(
            lint_table, "function_words", f"{where} 的 lint.function_words"
        ),
        single_characters=_optional_words(
            lint_table, "single_characters", f"{where} 的 lint.single_characters"
        ),
    )


def _same(row: object, where: str, topics: tuple[str, ...]) -> Entry:
    if not isinstance(row, dict):
        raise CorpusError(f"{where}不是一张表，应写成 [[same]]。")
    names = _words(row.get("names"), f"{where}的 names")
    topic = _checked_topic(row, f"{where}（{names[0]}）", _SAME_FIELDS, topics)
    return Entry(names, names, topic, mutual=True)


def _group(row: object, where: str, topics: tuple[str, ...]) -> Entry:
    if not isinstance(row, dict):
        raise CorpusError(f"{where}不是一张表，应写成 [[group]]。")
    names = _words([row.get("name")], f"{where}的 name")
    members = _words(row.get("members"), f"{where}的 members")
    topic = _checked_topic(row, f"{where}（{names[0]}）", _GROUP_FIELDS, topics)
    return Entry(names, members, topic, mutual=True)


def _checked_topic(
    row: dict[str, object], where: str, fields: frozenset[str], topics: tuple[str, ...]
) -> str:
    unknown = sorted(row.keys() - fields)
    if unknown:
        raise CorpusError(f"{where}有不认识的字段：{'、'.join(unknown)}。")
    topic = row.get("topic")
    if not isinstance(topic, str) or topic not in topics:
        raise CorpusError(f"{where}的 topic 应是 {'、'.join(topics)} 之一。")
    return topic


def _entry(row: object, where: str, topics: tuple[str, ...]) -> Entry:
    if not isinstance(row, dict):
        raise CorpusError(f"{where}不是一张表，应写成 [[entry]]。")
    say = _words(row.get("say"), f"{where}的 say")
    where = f"{where}（{say[0]}）"
    unknown = sorted(row.keys() - _ENTRY_FIELDS)
    if unknown:
        raise CorpusError(f"{where}有不认识的字段：{'、'.join(unknown)}。")
    official = _words(row.get("official"), f"{where}的 official")
    topic = row.get("topic")
    if topic not in topics:
        raise CorpusError(f"{where}的 topic 应是 {'、'.join(topics)} 之一，现为 {topic!r}。")
    weight = row.get("weight", 1.0)
    # bool is an int in Python, and true is no weight.
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1:
        raise CorpusError(f"{where}的 weight 应大于 0 且不大于 1，现为 {weight!r}。")
    return Entry(say, official, topic, float(weight))


def _table(data: dict[str, object], name: str, where: str) -> dict[str, object]:
    table = data.get(name, {})
    if not isinstance(table, dict):
        raise CorpusError(f"{where} 的 {name} 应写成 [{name}] 表。")
    return table


def _optional_words(table: dict[str, object], name: str, where: str) -> tuple[str, ...]:
    value = table.get(name, [])
    return () if value == [] else _words(value, where)


def _words(value: object, where: str) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(word, str) and word and word == word.strip() for word in value)
    ):
        raise CorpusError(f"{where} 应是一个词的列表，词不能为空、两端不能有空格，现为 {value!r}。")
    return tuple(value)

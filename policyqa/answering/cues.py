"""The cue table ``corpus/questions.toml``, read and compiled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from policyqa.errors import CorpusError
from policyqa.retrieval.rerank import METADATA

_PART = re.compile(r"[^，,；;。！!？?]+[，,；;。！!？?]*")
_QUESTIONS = re.compile(r"[^?？。!！]+[?？](?=.)")
# A turn of so many parts tells something before it asks.
STORY = 3


@dataclass(frozen=True, slots=True)
class Attribute:
    """A kind of detail; ``carries`` is None when policy documents never carry it."""

    name: str
    label: str
    asks: re.Pattern[str]
    carries: re.Pattern[str] | None


@dataclass(frozen=True)
class Cues:
    """Compiled cues by name; ``measures`` pair what is asked with what must be carried."""

    types: dict[str, re.Pattern[str]]
    metadata: dict[str, re.Pattern[str]]
    measures: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    attributes: dict[str, Attribute]
    override: re.Pattern[str]
    abuse: tuple[str, ...]
    smalltalk: re.Pattern[str]
    words: dict[str, tuple[str, ...]]
    tags: dict[str, float]
    per_units: dict[str, str]
    turns: dict[str, re.Pattern[str]]
    areas: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]
    sizes: dict[str, tuple[re.Pattern[str], re.Pattern[str]]]

    def of_other_area(self, asked: str, text: str) -> bool:
        """Tell whether ``asked`` is of one kind of area only and ``text`` of others only."""
        return _of_others(self.areas, asked, text)

    def of_other_size(self, asked: str, text: str) -> bool:
        """Tell whether ``asked`` is of things of one size (中型) and ``text`` of others only."""
        return _of_others(self.sizes, asked, text)

    def is_area(self, word: str) -> bool:
        """Tell whether a word only names a kind of area (老城区), a character or two beside."""
        return any(len(asks.sub("", word)) < min(2, len(word)) for asks, _ in self.areas.values())

    def types_of(self, text: str) -> frozenset[str]:
        """Return the names of all question types whose cue is in ``text``."""
        asked = self.turns["comparing"].sub("哪个", self.turns["correlative"].sub(" ", text))
        # 是农业局牵头的吧？我准备去找他们: a question may end before the turn does.
        sentences = [asked, *_QUESTIONS.findall(asked)]
        return frozenset(
            name
            for name, cue in self.types.items()
            if any(cue.search(sentence) for sentence in sentences)
        )

    def kinds_of(self, text: str) -> frozenset[str]:
        """Return what the reranker must know: the types, and whether metadata are asked for."""
        return self.types_of(text) | ({METADATA} if self.metadata_of(text) else set())

    def attributes_of(self, text: str) -> tuple[str, ...]:
        """Return the names of the details that ``text`` wants, in table order.

        In a longer story only the parts that ask want any: 我图便宜自己买了…，补助还能领到吗
        wants no advice on what is cheap.
        """
        asking = self.asking(text)
        return tuple(
            name
            for name, row in self.attributes.items()
            if any(
                found.start() < end and start < found.end()
                for found in row.asks.finditer(text)
                if not self.in_passing(text, found)
                for start, end in asking
            )
        )

    def in_passing(self, text: str, found: re.Match[str]) -> bool:
        """Tell whether 几 only tells something (说了几次不听，…; 想装几个桩子，政府支持不).

        用多少交多少 asks for no amount either.
        """
        alike = self.turns["correlative"].finditer(text)
        if any(each.start() <= found.start() and found.end() <= each.end() for each in alike):
            return True
        # 要是哪个县弄得差，市上会咋对它: whichever it is.
        inside = next((p for p in self.parts(text) if p.start() <= found.start() < p.end()), None)
        if inside and "哪" in found.group() and self.turns["condition"].search(inside.group()):
            return True
        if "几" not in found.group() or "多少" in found.group():
            return False
        place = found.start() + found.group().index("几")
        asks_more = self.turns["asks"].search(text[found.end() :])
        if asks_more and self.turns["owned"].search(text[:place]):
            return True  # 家里几亩麦杆子拉去造纸行不
        own = next((p for p in self.parts(text) if p.start() < found.end() <= p.end()), None)
        if own is None or own.group()[-1] not in "，,；;。！!":
            return False
        return len(self.parts(text)) >= STORY or bool(self.turns["indefinite"].search(text[:place]))

    def parts(self, text: str) -> list[re.Match[str]]:
        """Return the stretches of ``text`` between commas and full stops."""
        return list(_PART.finditer(text))

    def asking(self, text: str) -> list[tuple[int, int]]:
        """Return where ``text`` asks: its asking parts, or all of a text of few parts."""
        parts = self.parts(text)
        whole = [(0, len(text))]
        if len(parts) < STORY:
            # …搞智能车间，想去应聘: what it is asked for is not asked about.
            why = len(parts) == 2 and self.turns["afterthought"].match(parts[1].group())
            own = why and not self.types_of(parts[1].group()) and self.types_of(parts[0].group())
            return [parts[0].span()] if own else whole
        asking = [
            part.span()
            for part in parts
            if self.turns["asks"].search(part.group()) or self.types_of(part.group())
        ]
        return asking or whole

    def asks(self, text: str) -> bool:
        """Tell whether ``text`` asks anything; 一个电话送到门口。 names a detail and tells it."""
        if self.types_of(text) or self.turns["asks"].search(text):
            return True
        return not text.endswith(("。", "!", "！")) and bool(self.attributes_of(text))

    def counts_places(self, text: str) -> bool:
        """Tell whether ``text`` asks in how many places something stands (有几处提到)."""
        return self.turns["places_counted"].search(text) is not None

    def asks_together(self, text: str) -> bool:
        """Tell whether ``text`` asks what several have in common; 都有哪些 asks for all of each."""
        rest = self.turns["each"].sub(" ", text)
        return any(word in rest for word in self.words["together"])

    def metadata_of(self, text: str) -> tuple[str, ...]:
        """Return the names of the facts about the document that ``text`` asks for."""
        return tuple(name for name, cue in self.metadata.items() if cue.search(text))

    def without_cues(self, text: str) -> str:
        """Blank out every asking word of ``text``, so that its topic is left."""
        return _blanked(text, self.types.values())

    def without_metadata(self, text: str) -> str:
        """Blank out asking words and the words for facts about the document."""
        return _blanked(text, (*self.metadata.values(), *self.types.values()))


def load_cues(path: Path) -> Cues:
    """Read and compile the cue table.

    :raises CorpusError: the file or one of its patterns cannot be used.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        types = {row["name"]: _any_of(row["cues"]) for row in data["type"]}
        attributes = {
            row["name"]: Attribute(
                row["name"],
                row["label"],
                _any_of(row["asks"]),
                re.compile(row["carries"]) if row["carries"] else None,
            )
            for row in data["attribute"]
        }
        metadata = {row["name"]: _any_of(row["cues"]) for row in data["metadata"]}
        measures = tuple(
            (
                re.compile(rf"(?:多少|(?<![哪好那这前后过头十])几){row['asked']}(?!合|一起|凑|联)"),
                re.compile(row["carries"]),
            )
            for row in data["measure"]
        )
        override = _any_of(data["override"]["cues"])
        tags = {name: float(weight) for name, weight in data["tags"].items()}
        per_units = {str(unit): str(forms) for unit, forms in data["per_units"].items()}
        smalltalk = _any_of(data["smalltalk"]["cues"])
        turns = {name: _any_of(patterns) for name, patterns in data["turns"].items()}
        areas, sizes = (_kinds(data[name]) for name in ("areas", "sizes"))
        abuse = tuple(data["override"]["abuse"])
        words = {
            name: tuple(sorted(values, key=len, reverse=True))
            for name, values in data["words"].items()
        }
    except OSError as error:
        raise CorpusError(f"问法表 {path.name} 读不出，请检查文件是否完整。") from error
    except (ValueError, KeyError, TypeError, re.error) as error:
        raise CorpusError(f"问法表 {path.name} 有错（{error}），请改正后重试。") from error
    return Cues(
        types,
        metadata,
        measures,
        attributes,
        override,
        abuse,
        smalltalk,
        words,
        tags,
        per_units,
        turns,
        areas,
        sizes,
    )


_Kinds = dict[str, tuple[re.Pattern[str], re.Pattern[str]]]


def _kinds(table: dict[str, dict[str, str]]) -> _Kinds:
    return {
        name: (re.compile(row["asks"]), re.compile(row["carries"])) for name, row in table.items()
    }


def _of_others(kinds: _Kinds, asked: str, text: str) -> bool:
    wanted = [name for name, (asks, _) in kinds.items() if asks.search(asked)]
    told = [name for name, (_, carries) in kinds.items() if carries.search(text)]
    return len(wanted) == 1 and bool(told) and wanted[0] not in told


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _blanked(text: str, cues: Iterable[re.Pattern[str]]) -> str:
    marked = bytearray(len(text))
    for cue in cues:
        for match in cue.finditer(text):
            marked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return "".join(" " if mark else character for character, mark in zip(text, marked, strict=True))

"""Government bodies by name: short forms, level, place; the table is corpus/departments.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from policyqa.documents.bodies import is_body
from policyqa.documents.placenames import PlaceNames, level_of_ending
from policyqa.errors import CorpusError
from policyqa.records import Level

_FIELDS = ("name", "aliases", "related", "field")
_PLACE = "{place}"
_ENDINGS = ("厅", "部门", "分局", "总局", "主管部门", "行政主管部门", "行政部门")
# Bearers of duty without a name of their own: 各有关部门, 相关单位, 市级部门.
_COLLECTIVE = ("部门", "单位", "企业", "机构", "地区")


@dataclass(frozen=True, slots=True)
class Body:
    """One body of the table; the fields are documented in ``corpus/departments.toml``."""

    name: str
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    field: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Return every way to name it, the forms made from …局 last."""
        said = (self.name, *self.aliases)
        made = [form[:-1] + end for form in said if form.endswith("局") for end in _ENDINGS]
        return tuple(dict.fromkeys((*said, *made)))


@dataclass(frozen=True, slots=True)
class Mention:
    """A body named in a text; ``text`` is ``text[start:end]`` with place and level.

    ``base_names`` are names of the table: its own, then those of related bodies. ``level`` is
    None and ``place`` empty where the words do not tell.
    """

    text: str
    start: int
    end: int
    base_names: tuple[str, ...]
    level: Level | None = None
    place: str = ""


@dataclass(frozen=True)
class Departments:
    """The bodies of one table, and how to find and compare them."""

    bodies: tuple[Body, ...]
    places: PlaceNames
    needs_level: frozenset[str] = frozenset()
    guards: tuple[str, ...] = ()

    @cached_property
    def _forms(self) -> Mapping[str, tuple[str, ...]]:
        """Form -> names of the bodies it may mean."""
        forms: dict[str, list[str]] = {}
        for body in self.bodies:
            for form in body.forms:
                names = forms.setdefault(form, [])
                if body.name not in names:
                    names.append(body.name)
        return {form: tuple(names) for form, names in forms.items()}

    @cached_property
    def _by_head(self) -> Mapping[str, tuple[str, ...]]:
        heads: dict[str, list[str]] = {}
        for form in self._forms:
            # What stands before {place} opens the name; 咸阳供电公司 opens with the place.
            said = form.removeprefix(_PLACE)
            heads.setdefault(said[0], []).append(form)
        return {h: tuple(sorted(forms, key=len, reverse=True)) for h, forms in heads.items()}

    @cached_property
    def _related(self) -> Mapping[str, tuple[str, ...]]:
        related: dict[str, dict[str, None]] = {body.name: {} for body in self.bodies}
        for body in self.bodies:
            for other in body.related:
                related[body.name].setdefault(other)
                related[other].setdefault(body.name)
        return {name: tuple(others) for name, others in related.items()}

    def find(self, text: str) -> tuple[Mention, ...]:
        """Find the bodies named in ``text``, in order; the longest name wins."""
        return tuple(self._mentions(text))

    def resolve(self, spelling: str) -> Mention:
        """Read a whole name as a document spells it.

        A short form that shares the noun of a list (生态环境、自然资源主管部门) counts with 部门.
        A name that is not in the table is its own base name, level and place taken off.
        """
        for name in (spelling, spelling + "部门"):
            for mention in self._mentions(name):
                ahead = name[: mention.start]
                if mention.end == len(name) and (not ahead or self.places.is_prefix(ahead)):
                    bases, level, place = mention.base_names, mention.level, mention.place
                    return Mention(spelling, 0, len(spelling), bases, level, place)
        prefix = self.places.opening(spelling)
        base = spelling[prefix.length :] or spelling
        level = prefix.level or level_of_ending(base)
        return Mention(spelling, 0, len(spelling), (base,), level, prefix.place)

    def matches(self, name: Mention | str, spelling: str, home: str = "") -> bool:
        """Tell whether ``spelling`` in a duty list belongs to the body asked for.

        Levels and places that both sides give must agree. ``home`` is the place whose document
        it is (咸阳), so that 西安市发改委 is not taken for the 市发展和改革委员会 of another city.
        """
        asked = self.resolve(name) if isinstance(name, str) else name
        found = self.resolve(spelling)
        # Its own name comes first; related ones count on the asking side only, so that what
        # is related to a related body is not taken for the same.
        # 临澈海事处 is the 海事处 in a document of 临澈.
        bases = {base.removeprefix(home) or base for base in asked.base_names}
        if (found.base_names[0].removeprefix(home) or home) not in bases:
            return False
        if asked.level and found.level and asked.level != found.level:
            return False
        place = found.place or (home if found.level != "county" else "")
        return not (asked.place and place and asked.place != place)

    def field_of(self, name: Mention | str) -> tuple[str, ...]:
        """Return the words of what a body usually deals with; none for one not in the table."""
        asked = self.resolve(name) if isinstance(name, str) else name
        known = {body.name: body.field for body in self.bodies}
        return tuple(dict.fromkeys(w for base in asked.base_names for w in known.get(base, ())))

    def variants(self, name: Mention | str) -> tuple[str, ...]:
        """Return all names and aliases of a body and of related ones, without place or level."""
        asked = self.resolve(name) if isinstance(name, str) else name
        bases = asked.base_names
        known = {body.name: body for body in self.bodies}
        forms = (
            form for base in bases for form in (known[base].forms if base in known else (base,))
        )
        return tuple(dict.fromkeys(form.replace(_PLACE, "") for form in forms))

    def with_spellings(self, spellings: Iterable[str]) -> Departments:
        """Return a table that also finds the names of the documents it does not know."""
        known = {body.name for body in self.bodies}
        added: dict[str, None] = {}
        for spelling in dict.fromkeys(spellings):
            base = self.resolve(spelling).base_names[0]
            named = len(base) > 2 and is_body(base) and not base.endswith(_COLLECTIVE)
            if named and base not in known:
                added.setdefault(base)
        if not added:
            return self
        more = tuple(Body(name) for name in added)
        return Departments((*self.bodies, *more), self.places, self.needs_level, self.guards)

    def _with_related(self, bases: tuple[str, ...]) -> tuple[str, ...]:
        related = (other for base in bases for other in self._related.get(base, ()))
        return tuple(dict.fromkeys((*bases, *related)))

    def _mentions(self, text: str) -> Iterator[Mention]:
        position = floor = 0
        while position < len(text):
            guard = next((word for word in self.guards if text.startswith(word, position)), None)
            if guard:
                position += len(guard)
                continue
            found = self._at(text, position)
            if found is None:
                position += 1
                continue
            form, end, inner = found
            prefix = self.places.closing(text, floor, position)
            if form in self.needs_level and not prefix.length:
                position += 1
                continue
            place = inner or prefix.place
            level = level_of_ending(form) or prefix.level or self.places.level(place)
            start = position - prefix.length
            bases = self._with_related(self._forms[form])
            yield Mention(text[start:end], start, end, bases, level, place)
            position = floor = end

    def _at(self, text: str, position: int) -> tuple[str, int, str] | None:
        for form in self._by_head.get(text[position], ()):
            head, mark, tail = form.removeprefix(_PLACE).partition(_PLACE)
            if not text.startswith(head, position):
                continue
            end = position + len(head)
            if not mark:
                return form, end, ""
            place, end = self.places.at(text, end)
            if place and text.startswith(tail, end):
                return form, end + len(tail), place
        return None


def load_departments(path: Path) -> Departments:
    """Read a department table.

    :raises CorpusError: the file cannot be read, or a field is unknown, missing or wrong.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(
            f"部门表 {path.name} 读不出来（{error.strerror}），请检查路径。"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"部门表 {path.name} 不是有效的 UTF-8 TOML 文件：{error}。") from error
    _only(table, ("needs_level", "guards", "places", "counties", "body"), path.name)
    places = table.get("places", {})
    _only(places, ("provincial", "municipal"), f"{path.name} 的 places")
    bodies = tuple(_body(entry, path.name) for entry in table.get("body", ()))
    names = [body.name for body in bodies]
    for body in bodies:
        if names.count(body.name) > 1:
            raise CorpusError(f"部门表 {path.name} 里 {body.name} 写了两次。")
        missing = next((other for other in body.related if other not in names), None)
        if missing:
            raise CorpusError(
                f"部门表 {path.name} 里 {body.name} 的 related 有表外的名称 {missing}。"
            )
    lists = {name: frozenset(_strings(value, name, path.name)) for name, value in places.items()}
    counties = {
        city: frozenset(_strings(names, city, path.name))
        for city, names in table.get("counties", {}).items()
    }
    needs = frozenset(_strings(table.get("needs_level", []), "needs_level", path.name))
    guards = _strings(table.get("guards", []), "guards", path.name)
    return Departments(bodies, PlaceNames(**lists, counties=counties), needs, guards)


def _body(entry: object, file: str) -> Body:
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str) or not entry["name"]:
        raise CorpusError(f"部门表 {file} 里有一个 [[body]] 没有写 name。")
    _only(entry, _FIELDS, f"{file} 的 {entry['name']}")
    lists = {name: _strings(entry.get(name, []), name, file) for name in _FIELDS[1:]}
    return Body(entry["name"], **lists)


def _strings(value: object, name: str, file: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise CorpusError(f"部门表 {file} 的 {name} 应是一组非空文字。")
    return tuple(value)


def _only(table: Mapping[str, object], allowed: tuple[str, ...], where: str) -> None:
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise CorpusError(
            f"{where} 里有不认识的字段 {unknown[0]}；可用的有：{'、'.join(allowed)}。"
        )

"""Named places in a question, and whether the documents govern them.

Places are those of the table in ``corpus/departments.toml``, and words that end in 省, 市 or 县.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policyqa.answering.context import Place
from policyqa.documents.corpus import Corpus
from policyqa.records import Document
from policyqa.text import words

# The peoples in the names of autonomous counties and prefectures, which short names leave out.
_PEOPLES = (
    "壮|回|苗|侗|瑶|土家|蒙古|藏|彝|布依|朝鲜|满|白|哈尼|哈萨克|傣|黎|畲|拉祜|水|佤|纳西|羌|土|仫佬|"
    "锡伯|柯尔克孜|景颇|达斡尔|撒拉|布朗|毛南|塔吉克|普米|怒|鄂温克|德昂|保安|裕固|独龙|仡佬|维吾尔|傈僳|各"
)
_SUFFIX = re.compile(rf"(?:(?:{_PEOPLES})族)*(?:省|市|自治县|县|自治区|自治州|区|州|盟|自治旗|旗)$")
_SUFFIXED = re.compile(r"[一-鿿]{2,3}(?:省|市|县|盟|旗)$")
_ISSUING_PLACE = re.compile(
    r"(?:关于印发)?[《“]?([一-鿿]{2,9}?(?:省|市|自治县|县|自治区|自治州|区(?![域划间块位])|州|(?<!联)盟|自治旗|旗))"
)
# A name that no table and no dictionary has, where a word begins: 隔壁安澜市, 平川县.
_UNKNOWN = re.compile(
    r"(?:(?<![一-鿿])|(?<=[在到是和跟与的从去像比让由])|(?<=隔壁)|(?<=我们)|(?<=咱们)|(?<=请问)|(?<=听说)|(?<=住在)|(?<=[县市区]))"
    r"(?!什么|哪|这|那|一个|几|各|全|本|每|某)"
    r"([一-鿿]{2}(?:(?<![县城超门股集上都菜夜省楼房车黑灯地])市(?![场政民区级值面直容内上里])"
    r"|县(?![城级区委里长域乡际])|(?<![全本各外跨邻我每先能更])省(?![下出掉了多几点着力级内里上政钱电水油事力心时长委会道])|(?<![园地社城郊市景灌燃煤烧放牧库校厂片辖林矿战军全各本小新老烧范发护能聚业成划控宅务山湖政特学田水灾居城县])区(?![域别间划块分内长委级位县政])|(?<![城乡古小村])镇(?![上政区长里])|(?<![家下城老返进回故水他异])乡(?![镇村下亲土政长里])|(?:大道|大街))|(?!城市|工业|产业|城镇|老城|滨河|高新|重点)[一-鿿]{2}新区)"
)
# A target of one place: 桐江市单位地区生产总值能耗.
_ROW = re.compile(r"(?![全各主])([一-鿿]{2,3})(?:市|县|区|镇|乡)(?=[一-鿿“])")
# 各县, 全市, 我县 and the like name no place.
_NO_NAME = re.compile(
    r"^(?:自治|省|拟|报|这|那|算|是|归|到|在|和|跟|与|给|让|叫|全|本|我|各|该|外|他|那|某|城|咱|俺|每|上|下|哪|什么|几个?|两|区|市|县)"
)
# Nor do 年全市, 局和市 or 重点县.
_IN_NO_NAME = re.compile(
    "^(?:经开|高新|开发|示范|新|产业|工业)区$|[全本各是出和与或年买里不的给把被儿在]|任务|城市|城镇|小区|[地校]区|设区|建成|北五|无废|重点|试点|示范|低碳|智慧|文明|卫生|森林|海绵|宜居|绿色|地暖"
)


# 全省, 本县: the place as a whole, by its kind. 我县 is only where who asks lives.
_ALL_OF_IT = re.compile(r"(?:全|本)(省|市|县|区|州|盟|旗|镇|乡)(?![级里上]|政府)")


def jurisdictions(document: Document) -> tuple[str, ...]:
    """Return the names of the place that issued ``document``, long and short (咸阳市, 咸阳).

    Read off the issuer and the title; a national document gives none.
    """
    names: list[str] = []
    for source in (document.issuer, document.title):
        found = _ISSUING_PLACE.match(source)
        if found:
            names += [found.group(1), _SUFFIX.sub("", found.group(1))]
    return tuple(dict.fromkeys(name for name in names if len(name) >= 2))


def bare_name(place: str) -> str:
    """Return a place without 省, 市 or 县, as texts may write it either way."""
    return place[:-1] if len(place) > 2 and place[-1] in "省市县盟旗" else place


# A mountain or a river may bear the bare name of a place; 澜石山里 is the hills of 澜石.
_NOT_A_FEATURE = r"(?!山(?![沟区里上坡村])|[河江岭峰]|水库|大道)"


class Places:
    """Finds named places."""

    def __init__(self, corpus: Corpus) -> None:
        self._known = corpus.departments.places
        self._whole = {
            document_id: next(iter(jurisdictions(document)), "")
            for document_id, document in corpus.documents.items()
        }
        self._homes = {each: _SUFFIX.sub("", name) for each, name in self._whole.items()}
        rows = (_ROW.match(target.indicator) for target in corpus.targets)
        self._rows = {
            row[1]: row[0]
            for row in rows
            if row and not (_NO_NAME.match(row[0]) or _IN_NO_NAME.search(row[0]))
        }
        self._governed: dict[str, list[str]] = {}
        for document_id, document in corpus.documents.items():
            for name in jurisdictions(document):
                self._governed.setdefault(name, []).append(document_id)
        self._longest_first = sorted(self._governed, key=len, reverse=True)

    def home(self, document_id: str) -> str:
        """Return the short name of the place that a document governs, or ""."""
        return self._homes[document_id]

    def documents_of_kind(self, text: str) -> tuple[str, ...]:
        """Return the documents of the one kind of place that 全省 or 本县 means, or none."""
        kinds = {found.group(1) for found in _ALL_OF_IT.finditer(text)}
        if len(kinds) != 1 or len(self._homes) < 2:
            return ()
        kind = kinds.pop()
        return tuple(each for each, name in self._whole.items() if name.endswith(kind))

    def find(self, text: str) -> tuple[Place, ...]:
        """Return the places named in ``text``, each once; names inside longer ones dropped."""
        # 云岭山 is no part of 云岭省's name.
        names = [name for name in self._governed if re.search(f"{name}{_NOT_A_FEATURE}", text)]
        # The counties of a table are called by their bare names too (桐江 for 桐江市).
        names += [
            full if full in text else bare for bare, full in self._rows.items() if bare in text
        ]
        position = 0
        while position < len(text):
            name, end = self._known.at(text, position)
            if name:
                names.append(text[position:end])
            position = max(end, position + 1)
        unknown = [word for word in words(text) if _SUFFIXED.match(word)]
        # 潮门东澳区: a district behind the bare name of its city.
        parted = text
        for name in self._longest_first:
            parted = parted.replace(name, "、")
        unknown += [*_UNKNOWN.findall(text), *_UNKNOWN.findall(parted)]
        # 按澜江市 holds a name that is known already.
        names += [
            name
            for name in unknown
            if not (_NO_NAME.match(name) or _IN_NO_NAME.search(name))
            and not any(known != name and name.endswith(known) for known in names)
        ]
        longest = [
            name
            for name in dict.fromkeys(names)
            if not any(name != other and name in other for other in names)
        ]
        return tuple(
            Place(name, self._governs(name), self._is_large(name), self._within(name))
            for name in longest
        )

    def _within(self, name: str) -> str:
        """Return the governed city that the county ``name`` belongs to, or ""."""
        cities = (*self._known.cities_of(name), *self._known.cities_of(_SUFFIX.sub("", name)))
        return next((city for city in cities if city in self._governed), "")

    def _is_large(self, name: str) -> bool:
        level = self._known.level(_SUFFIX.sub("", name) if len(name) > 2 else name)
        return level in ("municipal", "provincial")

    def _governs(self, name: str) -> bool:
        return bool(self._ids(name))

    def _ids(self, name: str) -> list[str]:
        """Return the documents that govern a place named in full, bare or without its people.

        云岭市 is not 云岭省, though both are called 云岭.
        """
        if name in self._governed:
            return self._governed[name]
        bare = _SUFFIX.sub("", name)
        alike = any(full[-1] == name[-1] for full in self._governed if full.startswith(bare))
        return self._governed.get(bare, []) if alike else []

    def documents_for(self, places: Iterable[Place]) -> tuple[str, ...]:
        """Return the ids of the documents that govern one of ``places``."""
        found: dict[str, None] = {}
        for place in places:
            for name in (place.name, place.within):
                found.update(dict.fromkeys(self._ids(name) if name else ()))
        return tuple(found)

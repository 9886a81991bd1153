"""Title, 文号, issuer, dates, level and parents of a document, read from its own text.

Nothing is guessed: what the text does not say stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policyqa.documents import front
from policyqa.documents.numbering import number_of
from policyqa.documents.parser import Structure
from policyqa.records import Level

_KINDS = (
    "行动计划|规划纲要|管理办法|实施办法|实施细则|工作要点|工作报告|应急预案|实施意见|指导意见|"
    "若干措施|方案|计划|规划|纲要|意见|办法|规定|条例|细则|决定|公告|通告|批复|措施|预案|指南|规则|"
    "章程|标准|通报|制度|要点|清单|报告|通知|法"
)
_KIND = re.compile(rf"(?:{_KINDS})(?=[（(][^）)]*[）)]$|$)")
# 城市, 园区 and the like are words and not places.
_PLACE = re.compile(
    r"(?:[^\W\d]{2,10}?(?:自治区|自治州|特别行政区|省|(?<![城都超门上])市|州|盟))?"
    r"(?:[^\W\d]{1,9}?(?:自治县|县|(?<![园社地景])区|旗|镇|乡))?"
)
_ISSUING = re.compile(
    r"^(?P<issuer>[^《》，。]{0,40}?)(?:关于)?(?:印发|转发|发布|批转)"
    r"《?(?P<title>.+?)》?的(?:通知|函|公告|决定)$"
)
_ABOUT = re.compile(r"^(?P<issuer>[^《》，。]{2,40}?)关于")
_NUMBER = re.compile(
    r"(?<![^\s（(*])[^\W\d_]{1,12}[〔\[［(（【]\d{4}[〕\]］)）】]\s*第?\s*\d+\s*号"
    r"|[^\W\d_]{0,20}令[（(]?第\s*[\d一二三四五六七八九十百]+\s*号"
)
_N = "0-9０-９一二三四五六七八九十"
_DATE = re.compile(rf"[{_N}〇○零]{{4}}\s*年\s*[{_N}]{{1,3}}\s*月\s*[{_N}]{{1,3}}\s*日")
_ADOPTED = re.compile(
    r"(?:已|业|经|（|\()(?P<meeting>[^。；，：（）()《》]{2,60}会议)[^。；，（）()]{0,8}?(?:通过|同意)"
)
_BASIS = re.compile(r"(?:根据|依据|按照|遵照|贯彻落实|落实)[^。；]*")
_QUOTED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_LEVELS: tuple[tuple[Level, str], ...] = (
    ("national", r"^(?:国务院|中共中央|全国人民代表大会|国家|中华人民共和国|最高人民)"),
    ("county", r"(?:县|自治县|旗|[^\W\d]市[^\W\d]{1,8}区|[^\W\d]区)(?:$|人民|委|局|[“《])"),
    (
        "provincial",
        r"^(?:[^\W\d]{2,8}(?:省|自治区)(?!\w{1,8}[市州盟])|北京市|上海市|天津市|重庆市)",
    ),
    ("municipal", r"^[^\W\d]{2,16}?(?:市|自治州|州|盟)"),
)
_SHORT = 20


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a text says about itself; the fields are those of ``Document``."""

    title: str = ""
    short_title: str = ""
    number: str = ""
    issuer: str = ""
    level: Level = "other"
    issued: date | None = None
    adopted: date | None = None
    adopted_by: str = ""
    parents: tuple[str, ...] = ()


def read_metadata(structure: Structure) -> Metadata:
    """Read the cover, lead paragraph and closing lines of a parsed document."""
    texts: dict[str, str] = {}
    for clause in structure.clauses:
        name = clause.address.split("〔")[0]
        if name in (front.NOTICE, front.TITLE, front.LEAD, front.CLOSING):
            text = structure.document.text[clause.start : clause.end]
            texts[name] = f"{texts[name]}\n{text}" if name in texts else text
    cover = texts.get(front.NOTICE) or texts.get(front.TITLE, "")
    lead = texts.get(front.LEAD, "")
    lines = [line.strip(" \t　*#>") for line in cover.split("\n") if line.strip(" \t　*#>")]
    full = _full_title(lines)
    issuing = _ISSUING.match(full)
    title = issuing["title"] if issuing else full
    signed, issued = _signature(lines, texts.get(front.CLOSING, ""))
    about = issuing or _ABOUT.match(full)
    issuer = signed or (about["issuer"] if about else "")
    number = _NUMBER.search("\n".join(lines[:6]))
    adopted, adopted_by = _adoption(cover + "\n" + lead)
    return Metadata(
        title=title,
        short_title=short_title(title, issuer),
        number=re.sub(r"\s+", "", number.group()) if number else "",
        issuer=issuer,
        level=level_of(issuer) if level_of(issuer) != "other" else level_of(title),
        issued=issued,
        adopted=adopted,
        adopted_by=adopted_by,
        parents=_parents(lead or cover, title),
    )


def short_title(title: str, issuer: str = "") -> str:
    """Return the place and the kind of document (咸阳市方案, 渭南市行动计划).

    The place stands at the head of the title, else at the head of the issuer's name. Without
    both, the title itself, cut to 20 characters.
    """
    kind = _KIND.search(title)
    place = _place(title) or _place(issuer)
    if kind and place:
        return place + kind.group()
    return title if len(title) <= _SHORT else title[: _SHORT - 1] + "…"


def level_of(name: str) -> Level:
    """Return the level of government that a body's or document's name tells, else other."""
    for level, pattern in _LEVELS:
        if re.search(pattern, name):
            return level
    return "other"


def parse_date(text: str) -> date | None:
    """Read 2023年4月25日 or 二〇二三年四月二十五日; None when it is no day of the calendar."""
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = re.split(r"\s*[年月日]\s*", match.group())[:3]
    digits = {"○": "0", "〇": "0", "零": "0"} | dict(
        zip("一二三四五六七八九", "123456789", strict=True)
    )
    try:
        return date(
            int("".join(digits.get(character, character) for character in year)),
            number_of(month) or 0,
            number_of(day) or 0,
        )
    except ValueError:
        return None


def _full_title(lines: list[str]) -> str:
    for line in lines:
        field = re.match(r"title\s*[:：]\s*(.+)", line)
        if field:
            return field[1].strip("\"' ")
    for count, line in enumerate(lines[:4]):
        if re.match(r"[-<!]|source\b", line) or _NUMBER.fullmatch(line):
            continue
        if not _KIND.search(line):
            # A long title is broken over two or three lines.
            for more in (2, 3):
                joined = "".join(lines[count : count + more])
                if _KIND.search(joined) and len(joined) <= 100 and "。" not in joined:
                    return joined
        return line if len(line) <= 100 and "。" not in line else ""
    return ""


def _signature(lines: list[str], closing: str) -> tuple[str, date | None]:
    """Return who signed and when: the last date line and the name above it."""
    ending = [line.strip(" \t　*") for line in closing.split("\n") if line.strip()]
    for source in (lines, ending):
        for place in range(len(source) - 1, -1, -1):
            if not front.DATE_LINE.match(source[place]):
                continue
            above = source[place - 1] if place else ""
            name = above if front.SIGNATURE.fullmatch(above) else ""
            return name, parse_date(source[place])
    return "", None


def _adoption(text: str) -> tuple[date | None, str]:
    match = _ADOPTED.search(text)
    if match is None:
        return None, ""
    meeting = match["meeting"]
    day = parse_date(meeting)
    name = _DATE.sub("", meeting)
    return day, re.sub(r"^(?:已|业|经)+|\s", "", name)


def _parents(text: str, title: str) -> tuple[str, ...]:
    """Return the titles in 《》 that the lead paragraph names as its basis, each once."""
    found: dict[str, None] = {}
    for basis in _BASIS.finditer(text):
        for name in _QUOTED.findall(basis.group()):
            if name != title:
                found.setdefault(name)
    return tuple(found)


def _place(name: str) -> str:
    match = _PLACE.match(name)
    place = match.group() if match else ""
    if place:
        return place
    body = re.match(r"国务院|国家(?=[“《\"])", name)
    return body.group() if body else ""

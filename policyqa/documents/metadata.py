"""Title, 文号, issuer, dates, level and parents of a document, read from its own text.

Nothing is guessed: what the text does not say stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policyqa.documents import chrome, front
from policyqa.documents.bodies import is_body
from policyqa.documents.naming import KIND, level_of, short_title
from policyqa.documents.numerals import number_of
from policyqa.documents.parser import Structure
from policyqa.records import Level

_ISSUING = re.compile(
    r"^(?P<issuer>[^《》，。]{0,40}?)(?:关于)?(?:印发|转发|发布|批转)"
    r"《?(?P<title>.+?)》?的(?:通知|函|公告|决定)$"
)
_ABOUT = re.compile(r"^(?P<issuer>[^《》，。]{2,40}?)关于")
_NUMBER = re.compile(
    r"(?<![^\s（(*])[^\W\d_]{1,12}[〔\[［(（【]\d{4}[〕\]］)）】]\s*第?\s*\d+\s*号"
    r"|(?!(?<=\d)日)[^\W\d_]{0,20}令[（(]?第\s*[\d一二三四五六七八九十百]+\s*号"
)
_N = "0-9０-９一二三四五六七八九十"
_DATE = re.compile(rf"[{_N}〇○零]{{4}}\s*年\s*[{_N}]{{1,3}}\s*月\s*[{_N}]{{1,3}}\s*日")
# （某政办〔2024〕22号，2024年9月30日印发）
_ISSUED_ON = re.compile(rf"({_DATE.pattern})\s*(?:正式)?(?:印发|发布|公布|公开)")
_PLAIN_DATE = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_ADOPTED = re.compile(
    r"(?:已|业|经|（|\()(?P<meeting>[^。；，：（）()《》]{2,60}会议)[^。；，（）()]{0,8}?(?:通过|同意)"
)
_BASIS = re.compile(r"(?:根据|依据|按照|遵照|贯彻落实|落实)[^。；]*")
# Who holds a congress's session, or whose decree it is, issues what was adopted there.
_CONGRESS = re.compile(
    r"^(?P<place>[^\W\d]*?)(?:第[一二三四五六七八九十百\d]+届)?"
    r"(?P<body>(?:全国)?人民代表大会(?:常务委员会)?)"
)
_DECREE = re.compile(r"^(?P<owner>[^\W\d]{2,20}?)令[（(]?第")
_IN_FORCE = re.compile(
    rf"(?:本|此|该)[^\W\d]{{1,12}}[自从由](?:(?P<day>{_DATE.pattern})|"
    r"(?P<issue>印发|发布|公布|颁布|下发)之日)起?(?:正式)?(?:施行|实施|执行|生效)"
)
_BASIS_HEADING = re.compile(r"(?:编制|制定|政策|法律|起草)依据")
# The head of a printed document names its kind and not its subject: 某某市人民政府文件.
_LETTERHEAD = re.compile(r"[^《》，。：]{2,40}文[ 　]*件")
_SHORTEST_BODY = 4
_TITLE_LINES, _LONGEST_TITLE = 4, 100
# 关于印发…的 is no title before the 通知 that it leads to.
_ISSUES = re.compile(r"(?:印发|转发|批转)(?!.{0,4}$)")
_ISSUED = re.compile(r"(?:通知|函|公告|决定|通告|批复|意见)(?:[（(][^）)]*[）)])?$")
_HANDED_OUT = re.compile(r"《([^《》]{4,60})》[^。]{0,30}(?:印发|转发)")
_ADDED = re.compile(
    r"^[【\[][^】\]]{2,8}[】\]]\s*|^[^\W\d_]{1,12}[〔\[]\d{4}[〕\]]\s*\d+\s*号[:：\s]*(?=\S{8})|"
    r"\s*[（(](?:已废止|已失效|废止|失效|现行有效|有效|已修改)[）)]$"
)
_IN_QUOTES = re.compile(r"^《([^《》]*(?:《[^《》]*》[^《》]*)*)》$")
_SPACED_OUT = re.compile(r"(?:\S\s+){3,}\S")
_QUOTED = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


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
    effective: date | None = None


def read_metadata(structure: Structure) -> Metadata:
    """Read the cover, lead paragraph, basis, coming into force and closing lines."""
    texts: dict[str, str] = {}
    for clause in structure.clauses:
        name = clause.address.split("〔")[0]
        text = structure.document.text[clause.start : clause.end]
        if name in (front.NOTICE, front.TITLE, front.LEAD, front.CLOSING):
            texts[name] = f"{texts[name]}\n{text}" if name in texts else text
        elif name == "第一条" or _BASIS_HEADING.fullmatch(clause.heading):
            texts[front.LEAD] = f"{texts.get(front.LEAD, '')}\n{text}"
    cover = texts.get(front.NOTICE) or texts.get(front.TITLE, "")
    lead = texts.get(front.LEAD, "")
    rows = cover.split("\n")
    page = chrome.head_rows(rows)
    told = chrome.fields(rows)
    lines = [line.strip(" \t　*#>") for n, line in enumerate(rows) if n not in page]
    lines = [line for line in lines if line]
    full = _plain(_full_title(lines) or told.get("title", "") or _handed_out(lines))
    issuing = _ISSUING.match(full)
    title = issuing["title"] if issuing else full
    signed, issued = _signature(lines, texts.get(front.CLOSING, ""))
    about = issuing or _ABOUT.match(full)
    number = _NUMBER.search("\n".join(lines[:6])) or _NUMBER.search(told.get("number", ""))
    adopted, adopted_by = _adoption("\n".join(lines) + "\n" + lead)
    issuer = _joined(signed or (about["issuer"] if about else ""))
    issuer = issuer or _enacting(adopted_by, number.group() if number else "")
    issuer = issuer or _joined(told.get("issuer", ""))
    said = _ISSUED_ON.search("\n".join(lines))
    issued = issued or parse_date(said[1] if said else "") or parse_date(told.get("written", ""))
    if issued is None and adopted is None:
        # The day on which a page was put up stands for the day of issue only without another.
        issued = parse_date(told.get("published", ""))
    return Metadata(
        title=title,
        short_title=short_title(title, issuer),
        number=re.sub(r"\s+", "", number.group()) if number else "",
        issuer=issuer,
        level=level_of(issuer) if level_of(issuer) != "other" else level_of(title),
        issued=issued,
        adopted=adopted,
        adopted_by=adopted_by,
        parents=_parents(lead or "\n".join(lines), title),
        effective=_effective(structure, issued) or parse_date(told.get("effective", "")),
    )


def _joined(names: str) -> str:
    """Join issuers that stand side by side; letters spaced out for looks are one name."""
    pieces = names.split()
    several = all(len(piece) >= _SHORTEST_BODY and is_body(piece) for piece in pieces)
    return ("、" if several else "").join(pieces)


def _enacting(meeting: str, number: str) -> str:
    """Return who enacts a statute: the congress that adopted it, else the decree's owner."""
    congress = _CONGRESS.match(meeting)
    if congress:
        return congress["place"] + congress["body"]
    decree = _DECREE.match(number)
    return decree["owner"] if decree else ""


def _effective(structure: Structure, issued: date | None) -> date | None:
    """Return the day from which the document says it is in force; the last statement counts.

    ``issued`` stands for the day of issue where the text names it so (自印发之日起).
    """
    text = structure.document.text
    for clause in reversed(structure.clauses):
        if clause.address.startswith("附件"):
            continue
        for match in reversed(list(_IN_FORCE.finditer(text, clause.start, clause.end))):
            return issued if match["issue"] else parse_date(match["day"])
    return None


def parse_date(text: str) -> date | None:
    """Read 2023年4月25日, 二〇二三年四月二十五日 or 2023-04-25; None when it is no such day."""
    match = _DATE.search(text)
    if match is None:
        plain = _PLAIN_DATE.search(text)
        try:
            return date(*map(int, plain.groups())) if plain else None
        except ValueError:
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
        if re.match(r"[-<!]|source\b", line) or _NUMBER.fullmatch(line) or front.addresses(line):
            continue
        if _LETTERHEAD.fullmatch(line) and len(lines) > count + 1:
            continue
        # A long title is broken over two to four lines.
        for more in range(1, _TITLE_LINES + 1):
            joined = "".join(map(_closed_up, lines[count : count + more]))
            if len(joined) > _LONGEST_TITLE or "。" in joined:
                break
            title = _plain(joined)
            if (KIND.search(title) or _ISSUING.match(title)) and _is_whole(title):
                return joined if more > 1 else line
        return line if len(line) <= _LONGEST_TITLE and "。" not in line else ""
    return ""


def _handed_out(lines: list[str]) -> str:
    """Return the title that a notice without one names: 现将《…》印发给你们."""
    found = (_HANDED_OUT.search(line) for line in lines)
    return next((match[1] for match in found if match), "")


def _plain(title: str) -> str:
    """Return a title without what a web site adds: 【规范性文件】…(已废止), the 文号 ahead."""
    return _IN_QUOTES.sub(r"\1", _ADDED.sub("", title))


def _closed_up(line: str) -> str:
    """Return a line whose letters are spaced out for looks (通　　知) without the gaps."""
    pieces = line.split()
    return "".join(pieces) if all(len(piece) == 1 for piece in pieces) else line


def _is_whole(title: str) -> bool:
    """Tell whether a title ends here: its brackets are closed, 关于印发 has its 通知."""
    if title.count("《") != title.count("》"):
        return False
    return not _ISSUES.search(title) or bool(_ISSUED.search(title))


def _signature(lines: list[str], closing: str) -> tuple[str, date | None]:
    """Return who signed and when: the last date line and the name above it."""
    ending = [line.strip(" \t　*") for line in closing.split("\n") if line.strip()]
    for source in (lines, ending):
        for place in range(len(source) - 1, -1, -1):
            if not front.DATE_LINE.match(source[place]):
                continue
            above = source[place - 1] if place else ""
            above = "".join(above.split()) if _SPACED_OUT.fullmatch(above) else above
            name = above if front.SIGNATURE.fullmatch(above) else ""
            # Bodies that issue together sign one below the other, or two in a line.
            names = [name] if name else []
            for line in reversed(source[: max(place - 1, 0)] if name else []):
                longest = max(map(len, line.split()))
                if not front.SIGNATURE.fullmatch(line) or KIND.search(line) or longest > 20:
                    break
                names.insert(0, line)
            return " ".join(names), parse_date(source[place])
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

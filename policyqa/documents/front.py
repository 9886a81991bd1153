"""The parts of a document without a number: cover, table of contents, lead, closing lines.

The order of a covering notice (title, 文号, addressees, text, attachments, signature, date,
note) is that of GB/T 9704-2012, section 7.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from policyqa.documents.lines import GLOSSARY, Line
from policyqa.documents.reprints import NUMBER_LINE

NOTICE, TITLE, CONTENTS, LEAD, CLOSING = "印发通知", "标题", "目录", "前言", "结尾"

_YEAR = r"(?:[0-9０-９]{4}|[一二三四五六七八九〇○零OＯ]{4})"
_DAY = r"[0-9０-９一二三四五六七八九十]{1,3}"
DATE_LINE = re.compile(
    rf"[\s*（(]*{_YEAR}[\s　]*年[\s　]*{_DAY}[\s　]*月[\s　]*{_DAY}[\s　]*日[\s*）)]*$"
)
SIGNATURE = re.compile(
    r"[^，。；：、！？《》“”]{2,40}"
    r"(?:政府|办公室|办公厅|委员会|委|局|厅|部|院|会|中心|小组|公司|行|署)[\s　]*$"
)
_NOTE = re.compile(r"[\s*]*[（(【\[〔［][^（()）]*[）)】\]〕］][\s*]*$")
_ADDRESSEE = re.compile(r"[^。；！？]{2,300}[：:][\s　]*$")
_ANNOUNCES = re.compile(
    r"^[\s　*]*(?:各位|尊敬|同志)|如下|以下|制定|提出|现就|现将|为了|为深入|为贯彻|为进一步|为认真"
)
_CLOSING = re.compile(
    r"[\s　*]*(?:附[\s　]*件[\d一二三四五六七八九十]{0,2}[：:]|"
    r"抄[\s　]*送|主[\s　]*送|印[\s　]*发[：:]|信息公开|公开方式|"
    r"联\s*系\s*(?:人|电\s*话)[：:]|"
    r"[^，。；：]{4,24}[ 　]+\d{4}年\d{1,2}月\d{1,2}日印发[\s　]*$|"
    r"特此(?:通知|通告|公告|函告|函复|函达|批复|报告)[。！]?[\s　]*$)"
)
_IN_FORCE = re.compile(
    r"[\s　]*(?:本|此|该)\S{1,12}?(?:自|由|从|有效期)[^。]{0,80}"
    r"(?:施行|实施|执行|生效|有效|解释|废止|止)[^。]{0,80}。"
    r"(?:[^。]{0,120}(?:施行|执行|解释|废止|失效|为准|有效)[^。]{0,40}。){0,3}[\s　]*$"
    r"|[\s　]*(?:本|此|该)\S{1,12}?有效期[至为到][^。]{2,30}。[\s　]*$"
)
# The first line of a paragraph that the page cut: 为深入贯彻落实党中央、国务院关于碳达峰.
_OPENS_TEXT = re.compile(r"(?:为|根据|按照|依据|现将|近日|日前)[^，。]{6,}")
_COPIES = re.compile(r"[\s　*]*抄[\s　]*送[：:]")
_PARAGRAPH = re.compile(r"[。；！？]")
_MOST_LEADING = 14

Piece = tuple[str, int, int]


def split_front(lines: Sequence[Line]) -> Iterator[Piece]:
    """Split the lines before the first number into (address, start, end).

    The cover runs to its signature and date and the title of what it issues; without a
    signature, to the last line before the first paragraph. Tables of contents stand alone.
    """
    written = [ln for ln in lines if not (ln.blank or ln.contents or ln.chrome == "foot")]
    cover = _cover(written)
    address = NOTICE if _is_notice(cover) else TITLE
    yield from _run(cover, address, lines)
    contents = [line for line in lines if line.contents and not line.blank]
    yield from _run(contents, CONTENTS, lines)
    yield from _run(written[len(cover) :], LEAD, lines)
    yield from _run([line for line in lines if line.chrome == "foot"], CLOSING, lines)


def _run(chosen: Sequence[Line], address: str, lines: Sequence[Line]) -> Iterator[Piece]:
    """Join neighbouring lines to one piece; blank lines do not part them."""
    places = {line.start: place for place, line in enumerate(ln for ln in lines if not ln.blank)}
    group: list[Line] = []
    for line in chosen:
        if group and places[line.start] != places[group[-1].start] + 1:
            yield address, group[0].start, group[-1].start + len(group[-1].text)
            group = []
        group.append(line)
    if group:
        yield address, group[0].start, group[-1].start + len(group[-1].text)


def _cover(written: Sequence[Line]) -> Sequence[Line]:
    """Return the lines of the title page, with the rows of the web page in and around it."""
    said = [line for line in written if not line.chrome]
    taken = _title_page(said)
    rest = said[len(taken)].start if len(taken) < len(said) else None
    return [line for line in written if rest is None or line.start < rest]


def _title_page(written: Sequence[Line]) -> Sequence[Line]:
    signed = _signed(written)
    end = signed or 0
    if not signed and written and written[0].text.strip() == "---":
        # A header of Markdown fields runs to its closing rule.
        rules = (
            n for n, line in enumerate(written[:30]) if n and re.match(r"-{3,}\s*$", line.text)
        )
        end = next(rules, -1) + 1
    while end < len(written) and end < _MOST_LEADING + (signed or 0):
        if not _is_leading(written[end].text, opening=end < 3):
            break
        end += 1
    return written[:end]


def _signed(written: Sequence[Line]) -> int | None:
    """Return how many lines the notice takes when a signature or date closes it."""
    texts = [line.text for line in written]
    body = next((n for n, text in enumerate(texts) if not _is_leading(text, opening=n < 3)), None)
    if body is None or not any(
        "通知" in t or NUMBER_LINE.match(t) or addresses(t) for t in texts[: body + 1]
    ):
        return None
    closing = [n for n in range(body + 1, len(texts)) if DATE_LINE.match(texts[n])]
    if closing:
        return closing[-1] + 1
    signatures = [n for n in range(body + 1, len(texts)) if SIGNATURE.fullmatch(texts[n].strip())]
    return signatures[0] + 1 if signatures else None


def _is_leading(text: str, *, opening: bool) -> bool:
    """Tell a line of the title page from a paragraph."""
    if DATE_LINE.match(text) or NUMBER_LINE.match(text) or _NOTE.match(text) or addresses(text):
        return True
    stripped = text.strip()
    if _PARAGRAPH.search(stripped) or stripped.endswith(("：", ":")) or _OPENS_TEXT.match(stripped):
        return False
    return len(stripped) <= (100 if opening else 60)


def addresses(text: str) -> bool:
    """Tell whether a line names those to whom a notice goes (各县（市、区）人民政府：)."""
    return bool(_ADDRESSEE.match(text)) and not _ANNOUNCES.search(text)


def _is_notice(cover: Sequence[Line]) -> bool:
    texts = [line.text for line in cover if not line.chrome]
    return any(
        NUMBER_LINE.match(text)
        or addresses(text)
        or re.search(r"(?:通知|批复|函|公告|决定)[\s*]*$", text)
        for text in texts
    )


def closing_start(lines: Sequence[Line], *, begun: bool = False) -> int | None:
    """Return where the closing lines of the last part begin, or None.

    ``lines`` are those of its text, the heading's own line excluded; ``begun`` tells that the
    text begins in that line, so that the first of ``lines`` is a paragraph of its own. Closing
    lines are the list of attachments, a paragraph on coming into force, signature, date, notes,
    rows of the web page, and a glossary or the line of copies (抄送) with all that stands below;
    a signature alone, without any of the others, is not enough.
    """
    written = [line for line in lines if not line.blank]
    ends = (n for n, ln in enumerate(written) if GLOSSARY.match(ln.text) or _COPIES.match(ln.text))
    begin = next(ends, len(written))
    certain = begin
    for number in range(begin - 1, -1, -1):
        text = written[number].text
        if _is_certain(written[number]) or ((number or begun) and _IN_FORCE.match(text)):
            certain = number
        elif not (
            SIGNATURE.fullmatch(text.strip()) or _NOTE.match(text) or _listed(written, number)
        ):
            break
        begin = number
    if certain == len(written):
        return None
    # A signature stands above its date, so it counts when what follows is certain.
    return written[begin].start


def _is_certain(line: Line) -> bool:
    return bool(line.chrome or DATE_LINE.match(line.text) or _CLOSING.match(line.text))


def _listed(written: Sequence[Line], number: int) -> bool:
    """Tell the second and later lines of a list of attachments."""
    if not re.match(r"[\s　]*\d{1,2}[.．、]", written[number].text):
        return False
    above = written[max(0, number - 12) : number]
    return any(re.match(r"[\s　]*附[\s　]*件[：:]", line.text) for line in above)

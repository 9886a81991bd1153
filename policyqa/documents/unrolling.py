"""Documents that lost their line breaks: 一、…。二、…。三、… in one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

LEAST_LENGTH, LEAST_PARTS = 300, 3
# A title behind its number (四、工作措施) may be followed by the first number below it.
_LONGEST_TITLE = 30
_DIGITS = "一二三四五六七八九十"
_STOPS = "。；;！？!?：:　 ”’）)"
# Usual titles of parts, which nothing parts from the text behind them.
_USUAL = re.compile(
    r"[一二三四五六七八九十]+[、)）]\s*(?:指导思想|总体要求|基本原则|工作原则|总体目标|主要目标|工作目标|目标任务|"
    r"工作任务|主要任务|重点任务|工作重点|工作内容|工作措施|主要措施|保障措施|工作要求|工作步骤|实施步骤|时间安排|"
    r"组织领导|组织机构|职责分工|责任分工|实施范围|适用范围)(?=[^、，。；：:,（(\s])"
)
_TITLE = re.compile(r"(?:方案|计划|办法|意见|通知|细则|规定)(?=为|根据|按照|依据)")


def line_starts(line: str) -> list[int]:
    """Return where the paragraphs begin in a line that holds a whole document, else only 0.

    Numbers count in their order: 一、 二、 三、 behind a full stop, below them （一） and 1. behind
    a full stop or a short title.
    """
    if len(line) < LEAST_LENGTH:
        return [0]
    parts = list(_run(line, 0, len(line), [f"{_chinese(n)}、" for n in range(1, 31)]))
    if len(parts) < LEAST_PARTS:
        return [0]
    title = _TITLE.search(line, 0, min(parts[0], 80))
    starts = {0, *parts, *([title.end()] if title else [])}
    for begin, end in _between(parts, len(line)):
        brackets = [f"({_chinese(n)})" for n in range(1, 31)]
        items = list(_run(line.translate(_NARROW), begin + 2, end, brackets))
        starts |= set(items)
        for inner, stop in _between(items or [begin], end):
            numbers = [f"{n}." for n in range(1, 31)]
            starts |= set(_run(line.translate(_DOTS), inner + 2, stop, numbers))
    starts |= {
        title.end()
        for start in starts
        if (title := _USUAL.match(line, start + (line[start] in "(（")))
    }
    return sorted(starts)


_NARROW = str.maketrans("（）", "()")
_DOTS = str.maketrans("．、", "..")


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _DIGITS[tens - 1]) + "十" if tens else ""
    return head + (_DIGITS[ones - 1] if ones else "")


def _run(line: str, start: int, end: int, marks: list[str]) -> Iterator[int]:
    """Yield where ``marks`` stand one after another, each at the beginning of a paragraph."""
    at = start
    for count, mark in enumerate(marks):
        place = line.find(mark, at, end)
        first = count == 0 and place - start <= _LONGEST_TITLE
        while place > 0 and not (line[place - 1] in _STOPS or first):
            place = line.find(mark, place + 1, end)
        if place < 0:
            return
        yield place
        at = place + len(mark)


def _between(starts: list[int], end: int) -> Iterator[tuple[int, int]]:
    yield from zip(starts, [*starts[1:], end], strict=True)

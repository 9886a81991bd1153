"""Numbers written in Chinese numerals, read and written."""

from __future__ import annotations

_WRITTEN = "零一二三四五六七八九"
_DIGITS = {character: value for value, character in enumerate(_WRITTEN)}
_DIGITS |= {"〇": 0, "○": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese numeral below 10000 (二十三, 一百零五), or None."""
    total, digit = 0, 0
    last_place = 10_000
    for character in text:
        if character in _PLACES:
            place = _PLACES[character]
            if place >= last_place or (not digit and place != 10):
                return None
            total += (digit or 1) * place
            last_place, digit = place, 0
        elif character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
        else:
            return None
    return total + digit or None


def chinese_decimal(text: str) -> str | None:
    """Return a Chinese numeral with 点 or without in digits, or None.

    >>> chinese_decimal("十三点五"), chinese_decimal("九十七")
    ('13.5', '97')
    """
    whole, point, decimals = text.partition("点")
    value = chinese_number(whole)
    if value is None and whole in ("零", "〇"):
        value = 0
    if value is None or (point and not all(digit in _DIGITS for digit in decimals)):
        return None
    return str(value) + ("." if decimals else "") + "".join(str(_DIGITS[d]) for d in decimals)


def number_of(text: str) -> int | None:
    """Return the value of Chinese or Arabic digits of any width, or None."""
    return int(text) if text.isdecimal() else chinese_number(text)


def in_chinese(value: int) -> str:
    """Return a number from 1 to 999 in Chinese numerals, as clauses are numbered.

    >>> in_chinese(12), in_chinese(105)
    ('十二', '一百零五')
    """
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    text = f"{_WRITTEN[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _WRITTEN[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_WRITTEN[ones] if ones else "")

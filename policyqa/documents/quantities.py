"""How figures and their units are written; parts of regular expressions."""

from __future__ import annotations

import re
from typing import Literal

UNIT = (
    r"%|％|‰|个?百分点|[万亿千百]*(?:吨标准煤|吨标煤|吨|平方米|立方米|平方公里|立方|公里|千米|米|"
    r"千瓦时|千瓦|兆瓦|微克/立方米|微克每立方米|毫克/升|亩|公顷|辆|座|个|家|户|人次|人|元|美元|处|项|套|"
    r"台|条|所|天|倍|次|批|名|张|件|种|岁|床|只|头|株|艘|架|列|度|块|升|㎡|m³|km|kWh|MW)(?:/(?:日|天|年|月|小时|时|d|h|千瓦时|度|吨|立方米|平方米|公斤|亩|户|人))?"
)
NUMBER = r"\d+(?:\.\d+)?(?:[%％]?[-－—–~～至]\d+(?:\.\d+)?)?"
# Words by which a figure lowers or raises its indicator.
DOWN = ("下降", "降低", "减少", "压减")
UP = ("增长", "提高", "提升", "增加")
AFTER = r"以上|以下|左右|以内|上下|之内"
BEFORE = (
    "不少于|不低于|不小于|不高于|不超过|不大于|不多于|超过|高于|低于|突破|至少|大于|小于|约为|约|近"
)
# Where a figure is measured from: 比2020年.
BASE_YEAR = re.compile(r"(?:比|较)\s*(20\d{2})\s*年")
# The column of a table that tells what was reached, not what is aimed at.
PAST_COLUMN = re.compile(r"基期|基准|现状|基数|实际|实绩|现值|上年|完成(?!率|目标|任务|时)")
# The unit of a column or a row, said in brackets: 氨氮（吨）, 改造小区（单位：个）.
UNIT_SAID = re.compile(rf"[（(](?:计量)?(?:单位[：:]?)?[ \t　]*(?P<unit>{UNIT})[）)]")


def direction_of(verb: str) -> Literal["decrease", "increase", "reach"]:
    """Return what a figure behind ``verb`` does to its indicator."""
    return "decrease" if verb in DOWN else "increase" if verb in UP else "reach"

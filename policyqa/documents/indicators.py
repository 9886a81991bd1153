"""Readable names of indicators out of the words in front of a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence

# What may stand before the indicator and is no part of it.
_LEADING = re.compile(
    r"(?:(?:到|至|截至|自|从)?(?:20\d{2}年?[至到—–\-－~～]+)?20\d{2}年"
    r"(?:年?底|末)?(?:之?前|以前|时|间|起)?|"
    r"[两三四五]年(?:内|累计|共)?(?=[^\d规计行期来]{2})|"
    r"(?:“十[一二三四五六]五”|规划)?(?:期间|期末|末)|今后五年|其中|"
    r"力争|确保|争取|努力|预计|全年|今年|年内|年底前?|使得?|将|把|并|且|实现|"
    r"推动|推进|促进|做到|以及|——|[\s　*、]|"
    r"(?:与|和|比|较)\s*20\d{2}\s*年(?:相比)?)"
)
_BASE = re.compile(
    r"(?:比|较|在)(?:“?[^，。\d比较在]{0,4}”?)?\s*(?:19|20)\d{2}\s*年(?:的?水平|的?基础上|底|末)?(?:相比)?[上]?"
    r"|(?:比|较)(?:上一?年|去年|基期|现状|“十[一二三四五]五”期?末|[^，。\d比较、]{1,4}前)(?:同期)?(?:的?水平)?(?:相比)?$"
)
_INNER_YEAR = re.compile(r"(?:到|至|截至|在)?20\d{2}年(?:年?底|末)?(?:之?前|以前|时)?")
_STUB = re.compile(r"(?:全[市省国县区州]|其中|每年|年均|累计|同比)?")
_LEVEL = re.compile(r"[省市县区州乡]级|我[市省县区州]|各地|各[县市区镇、（）]+")
_TRAILING = re.compile(
    r"(?:自行|另行|分别|合计|总计|一共|同比|累计|始终|(?:由|从)(?:上年的?)?\d[^，。]*)+$"
)
_BARE = re.compile(
    r"[^\W\d]{0,2}(?:率|量|占比|比重|比例|面积|规模|产值|里程|能力|总数|数量|强度|浓度)"
)
_SUBJECT = re.compile(
    r".*(?:推广(?:应用|使用)?|发展|鼓励|支持|推动|推进|培育|建设|扩大|实施|开展|统筹(?:安排)?|设立|整合)"
    r"(?P<name>[^，。、；在到于\d]{3,20}?)(?=$|在|到|于|等)"
)
_SCOPE = re.compile(r"全[市省国县区]")
_AREA = re.compile(
    r"各?(?:全[市省国县区]|设区的?市|地级及?以上城市|县级城市|中心城区|主城区|城区|市区|城市|县城|农村|城镇|乡镇|"
    r"[^\W\d]{1,6}[市县区州旗镇乡])(?:建成区)?"
)
_WORK = re.compile(
    r"(?:实施|开展|推进|进行|组织)(?P<name>[^，。；]{2,25}(?:改造|建设|治理|整治|修复|升级|替代|工程))$"
)
# The noun that an enumeration shares stands with its last item: 甲、乙覆盖率.
_MEASURE = re.compile(
    r"(?:(?:综合|资源化|无害化|重复|循环|集中|规范化?)?[^\W\d、]{2}(?:率|比例|比重|占比|总量|面积|浓度|强度|规模|产值|里程|能力)"
    r"|重点工程减排量|[能水电煤物]耗|(?:使用|排放|减排|消费|消耗|处理|回收|用水|用电|发电|货运|客运|运输|周转|吞吐|储备|贮存)量(?:占比|比重|比例)?|产量|总数|数量)$"
)
_CATEGORY = re.compile(
    r"^等(?:[0-9一二三四五六七八九十]+[种类项个])?(?:主要|重点|各类|大宗|典型)?[^、]{0,4}?(?:污染物|指标|产品|行业|领域|废物|作物|车辆|区域)(?=.)"
)
_SHARED_HEAD = re.compile(
    r"^(?:全[市省国县区])?(?:主要[^\W\d]{2,3}|规模以上[^\W\d]{2}|城镇|城市|农村|县城)"
)


def clean(words: str) -> tuple[int, str]:
    """Return where the indicator begins in ``words``, and its name without year and base."""
    start = 0
    while match := _LEADING.match(words, start):
        start = match.end()
    name = _INNER_YEAR.sub("", _BASE.sub("", words[start:])).strip(" \t　*、的")
    name = _TRAILING.sub("", name)
    return start, "" if _STUB.fullmatch(name) else name


def is_level(name: str) -> bool:
    """Tell a level of government that stands for no indicator: 市级（自行增加30个）."""
    return bool(_LEVEL.fullmatch(name))


def task_of(name: str) -> str:
    """Return the task that an indicator names, whose it is left out; "" for other ones."""
    return name.rpartition("的")[2] if name.endswith(("任务", "指标", "目标")) else ""


def is_area(name: str) -> bool:
    """Tell a place or kind of places that stands for no indicator: 县城（达到75%）."""
    return bool(_AREA.fullmatch(name))


def measure_of(name: str) -> str:
    """Return the measure at the end of ``name`` (覆盖率, 重点工程减排量), or ""."""
    found = _MEASURE.search(name)
    return found.group() if found else ""


def is_bare(name: str) -> bool:
    """Tell a measure without what it measures: 保有量, 覆盖率."""
    return bool(_BARE.fullmatch(name))


def subject_of(words: str) -> str:
    """Return the thing that a stretch before the figure speaks of, or "".

    推广新能源重型货车，… 保有量达到 is about 新能源重型货车.
    """
    match = _SUBJECT.match(words)
    return match["name"] if match else ""


def object_of(verb: str, stretches: Sequence[str]) -> str:
    """Return what ``verb`` acts on in the last of ``stretches`` that says it, or ""."""
    for words in reversed(stretches):
        _, said, rest = words.rpartition(verb)
        if said and 2 <= len(rest) <= 30:
            return rest
    return ""


def work_of(stretches: Sequence[str]) -> str:
    """Return the work that the last of ``stretches`` that names one speaks of, or ""."""
    for words in reversed(stretches):
        match = _WORK.search(words)
        if match:
            return match["name"]
    return ""


def part_of(part: str, whole: str) -> str:
    """Name a part after its whole: 市区 of 全市地热供暖面积 is 市区地热供暖面积."""
    if _MEASURE.search(part):
        return part
    scope = (_AREA if is_area(part) else _SCOPE).match(whole)
    return part + (whole[scope.end() :] if scope else whole)


def distribute(name: str) -> list[str]:
    """Split an enumeration of indicators that share their noun.

    甲、乙覆盖率 gives 甲覆盖率 and 乙覆盖率; 甲、乙等主要污染物减排量 gives 甲减排量 and
    乙减排量; 主要农作物化肥、农药利用率 keeps 主要农作物 for both.
    """
    listed, mark, rest = name.partition("等")
    category = _CATEGORY.match(mark + rest)
    if mark and "、" in listed and category:
        shared = (mark + rest)[category.end() :]
        return [item + shared for item in _items(listed)]
    items = _items(name)
    if len(items) < 2:
        return [name]
    measure = _MEASURE.search(items[-1])
    noun = measure.group() if measure else ""
    core = items[-1].removesuffix(noun)
    if noun and not core:
        # 甲、乙、利用率: the last item is the noun alone, so it is an item of its own.
        return items
    head = _SHARED_HEAD.match(items[0])
    prefix = head.group() if head and len(head.group()) < len(items[0]) else ""
    names = []
    for place, item in enumerate(items):
        full = item if _MEASURE.search(item) else item + noun
        names.append(full if place == 0 or full.startswith(prefix) else prefix + full)
    return names


def _items(text: str) -> list[str]:
    pieces = [piece for piece in re.split(r"、", text) if piece]
    if pieces:
        # 甲、乙和丙率: the last 和 joins two items of the same kind.
        last = re.split(r"[和及与](?=[^、]{2,})", pieces[-1], maxsplit=1)
        pieces[-1:] = [piece for piece in last if piece]
    return pieces

"""Where the title of a heading ends and its text begins."""

from __future__ import annotations

import re

from policyqa.documents.numbering import RANK, Marker

_END = "。！？!?；;"
# One character of a title, or a bracket with all that it holds: （单位：个）.
_PIECE = r"(?:[（(][^（）()\n]*[）)]|[^{stops}（(\n])"
_RUN_IN = re.compile(rf"{_PIECE.format(stops='。！？；：:')}{{2,40}}?(?:。|(?<=\*)\*+)[*_]*")
_COLON = re.compile(rf"{_PIECE.format(stops='。！？；：:，,')}{{2,15}}[：:]\**")
_GAP = re.compile(r"[^。！？；：:，,\s]{2,20}(?=　　|  |\t)")
_NAMED = re.compile(r"[【［\[（(][^】］\])）]{1,25}[】］\])）][ \t　*]*")
# What a short first sentence of an item says when it rules and does not only name: who acts on
# what, how often, from when, how many.
_SHORT_RULE = re.compile(
    r"自愿|自行(?!车)|^(?:鼓励|提倡|倡导|允许|禁止|严禁|不准|不再|暂不)|每[日天周月季年]|每半年|"
    r"每[0-9一二三四五六七八九十百两]+|\d(?:年|时|分|周?岁|名|户|公里|米|吨|处|座|台|辆|件|个|家|平方|亩)|"
    r"(?:时间|期限|标准|比例|范围|对象|数量|总数)为"
)

_TITLE_ENDS = ("目标", "任务", "计划", "安排", "重点", "工程", "行动")

# What a rule says and a title does not.
_STATEMENT = re.compile(
    r"^本(?:办法|细则|规定|条例|方案|规划|计划|意见|通知|决定|制度|规则|预案|措施|法)|应当|不得|必须|"
    r"是指|所称|有权|予以|处以|罚款|施行|生效|有效期[至为]|废止|的[，,]|可以|视为|须[由经在于按提]|\d+月\d+日|由.{2,40}?负责|"
    # Sums, shares and limits are told in the text.
    r"\d[万亿千百]?(?:元|%|％)|\d+(?:个工作|[天日])[日内前]|每[亩年户人床台月吨辆].{0,6}\d|"
    r"标准为|不(?:低于|超过|少于|高于)"
)

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# What a sentence about a thing says in one of its halves: 装机功率按额定功率填写,单位为千瓦.
_PREDICATE = re.compile(
    r"单位为|为准|按照?.{1,20}(?:填写|计算|执行|确定|核定|办理|计)|[”’」\"](?:是|指|为|按|以)|"
    r"^[^，,]{1,12}(?:是|属于|包括)|责令|[一-鿿]{4,}(?<!全面)(?<!严格)(?:禁止|严禁|不准)"
)


def title_span(
    line: str, marker: Marker, text_follows: bool, in_article: bool = False, leaf: bool = False
) -> tuple[int, bool]:
    """Return where the heading ends in ``line``, and whether it has a title at all.

    The title is the whole line when it stands alone, or the words up to the first full stop,
    colon or wide gap when the text runs on; an item without a title (（三）其他情形。) is a
    heading of the bare number. What reads like a rule is text, and so is a whole sentence
    under an article (``in_article``), and a line of its own with nothing below it (``leaf``).
    """
    rest = line[marker.end :]
    body = rest.rstrip()
    plain = body.strip(" \t　*#_")
    whole = marker.end + len(body)
    if not plain:
        return whole, False
    if marker.marks or marker.kind in ("part", "subpart", "chapter", "section", "attachment"):
        if len(plain) <= 80:
            return whole, True
    elif marker.kind in ("article", "paragraph", "item"):
        named = _NAMED.match(rest)
        if named:
            return marker.end + len(named.group().rstrip()), True
        return (
            (whole, True)
            if len(plain) <= 20 and plain[-1] not in _END + "：:"
            else (marker.end, False)
        )
    for pattern in (_RUN_IN, _COLON, _GAP):
        opening = pattern.match(rest)
        words = opening.group() if opening else ""
        if marker.rank >= RANK["arabic"] and "。" in words and _is_short_rule(words):
            continue
        if opening and rest[opening.end() :].strip() and _is_title(words, in_article):
            return marker.end + opening.end(), True
    if plain[-1] in "：:；;，,、" or len(plain) > 60 or "。" in plain[:-1]:
        return marker.end, False
    if plain[-1] in _END:
        titled = text_follows and len(plain) <= 30 and _is_title(plain, in_article)
        return (whole, True) if titled and not in_article else (marker.end, False)
    return (marker.end, False) if leaf and marker.rank >= RANK["arabic"] else (whole, True)


def _is_short_rule(words: str) -> bool:
    """Tell a rule from a title; 2026年目标 and 每年任务 are titles all the same."""
    words = words.strip(" \t　*#_。")
    return bool(_SHORT_RULE.search(words)) and not words.endswith(_TITLE_ENDS)


def _is_title(words: str, in_article: bool) -> bool:
    """Tell a title from the first sentence of a text; items of articles have short ones.

    Brackets may hold what a title does not say: 施工阶段（5月20日至6月15日）.
    """
    words = _BRACKETS.sub("", words.strip(" \t　*#_。：:"))
    commas = words.count("，") + words.count(",")
    if in_article and (len(words) > 15 or commas):
        return False
    # Titles of several halves name what to do; a sentence tells of a thing what it is.
    if commas and _PREDICATE.search(words):
        return False
    return not _STATEMENT.search(words)

"""Duties that a sentence of the text states, as statutes do.

Read are the forms that leave no doubt: 甲部门负责…, 甲部门会同乙部门…, 由甲部门责令…,
甲部门应当…, 甲部门在十日内…, 甲政府对…负总责, 甲、乙等部门在各自职责范围内…, 甲政府是…责任
主体; and 甲部门做事，会同乙部门…, said in two stretches. A definition is none. Precision goes
before recall: what is not a list of names from the start of a stretch or behind 由 is left
alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyqa.documents.bodies import is_body, split_bodies
from policyqa.records import Clause, Duty

_END = (
    r"(?:等(?:有关|相关|主管|行政|管理)*(?:部门|机关|单位)|部门|人民政府|政府|委员会|管委会|(?<![布格结])局|厅|"
    r"办公室|办事处|机关|机构|中心|支队|大队|总队|公司|企业|单位|法院|检察院|国务院|协会|站|委|办|海关)"
)
_PIECE = r"(?:[^，,。；;：:、\s（）()]|[（(][^（）()]{1,14}[）)])"
# 市、县（市、区）人民政府: a level may stand for its government.
_LIST = rf"(?:(?:{_PIECE}{{2,24}}|[省市县区州])、)*{_PIECE}{{1,40}}?{_END}"
_ADVERB = r"(?:应当|应|须|必须|依法|具体|统一|统筹|分别|共同|主要|直接|全面|可以)*"
_ROLE = (
    rf"(?P<with>{_ADVERB}(?:会同|商(?=国务院|同级|有关|[省市县区]))(?P<others>{_LIST})"
    r"(?![员会的长人]|主任|职责|负责人|(?<=国务院|民政府)[^，。；、的]{1,18}?(?:部门|机构|委员会)))|"
    r"(?P<lead>牵头(?!的|人|单位|负责制)|(?:是|为)[^，。；]{0,30}?牵头(?:单位|部门)$)|"
    rf"(?P<shared>{_ADVERB}负责(?![人制任的同]|解释|[^，。；]{1, 16}的(?:部门|机构|机关|单位)$)|"
    rf"{_ADVERB}对[^，。；]{{2,40}}?负总责|"
    rf"{_ADVERB}(?:在|按照|依照|依据|根据|按)[^，。；：]{{0,16}}(?:职责|分工)(?![时的中过])|"
    r"(?:是|为)[^，。；]{0,30}?(?:责任主体|实施主体|责任单位|第一责任人)$|"
    r"主管(?=全[国省市县区州]|本行政区|本[省市县区州]))"
)
# 在收到资金计划后20个工作日内, 自受理之日起十日内, 于每年3月31日前: by when a body must act.
_WITHIN = (
    r"(?P<within>(?:应当|应|须|必须|依法)*(?:在|于|自|每年)[^，,。；;：:的由]{0,20}?"
    r"(?:\d+|[一二三四五六七八九十]+)(?:个?(?:工作日|月|年|小时)|[日天月年]底?)(?:以?内|(?:之|以)?前)"
    r"(?=将|向|报|[^\W\d]{2})(?![的由不未]))"
)
_SUBJECT = re.compile(
    rf"(?:并|同时|其中)?(?:均|分别)?由?(?P<who>{_LIST})(?:{_ROLE}|(?P<must>应当))"
)
_DUE = re.compile(rf"(?P<who>{_LIST}){_WITHIN}")
_BY_DUE = re.compile(rf"(?<![经理自事缘])由(?P<who>{_LIST}){_WITHIN}")
# Who did something in the stretch before, and with whom in this one.
_ACTS = re.compile(
    rf"(?P<who>{_LIST})(?:委托|组织|牵头|统筹|制定|编制|拟定|提出|审核|核查|受理|汇总|开展|下达|建立|确定)"
)
_WITH = re.compile(
    rf"(?:并)?会同(?P<others>{_LIST})(?![员会的长人]|主任|职责|负责人)[^，,。；;的]{{2,}}"
)
_DEFINES = re.compile(r"所称|(?:^|[，,：:])(?:即|是)?指(?![导挥标定派引明令出数甲示南])|是指")
_BY = re.compile(
    rf"(?<![经理自事缘])由(?P<who>{_LIST})(?:{_ROLE}|(?P<does>{_ADVERB}"
    r"(?:按照?|根据|自|于|在)?(?:责令|追回|收回|追缴|没收|吊销|撤销|暂扣|给予|予以|处(?=[以罚\d一-十百千])|"
    r"警告|约谈|通报|审[核查批定]|批准|核[定准实]|认定|确定|划定|制定|编制|拟[订定]|起草|公[布告]|发布|"
    r"统筹|协调|组织|实施|监督|监管|管理|检查|查处|调查|受理|办理|登记|代管|收运|维护|管护|养护|"
    r"安排|保障|补偿|发放|拨付|考核|评估|验收|处[置理]|指定|召集|督促|指导|推进|落实|开展|建立|设立)"
    r"(?![的成]|机关|机构|部门|单位|[^，。；]{1,12}的(?:$|[^，。；]{1,6}(?:为准|执行)))))"
)
_STRETCH = re.compile(r"[^，,；;。：:\n]+")
_HINT = re.compile(r"负责|会同|应当|职责|分工|主体|责任|牵头|主管|由|负总责|[内前]")
_PROSE = re.compile(
    r"[由对的向将把被在是]|可以|应当|费用|工作|会同|部门商|等|并经|^(?:其(?!他)|该|此|未|无|任何|上述|以及|不|经|"
    r"每|如|当|因|按|从|自(?!治|然)|与|或者?|和|及|今后|通过|要求|鼓励|支持|引导|推[动进]|发挥|建立|"
    r"依托|加强|完善|组织(?!部))"
)
_NOBODY = re.compile(
    r"^(?:各地|各|有关|相关|其他|主管|行政|各级|各有关|各相关|具体|承办|受理|责任|这些|原发证)*"
    r"(?:部门|机关|单位|机构|企业|公司|人民政府|政府|委员会|局)$"
)
_AUTHORITY = re.compile(
    r"(?:政府|部门|机关|局|厅|办公室|办事处|管委会|(?<![居村]民)(?<!业主)委员会|委|国务院)$"
)

_IS_LEVEL = re.compile(r"(?:[省市县区州]|自治[区州县]|直辖市|设区的市)$")


def prose_duties(text: str, clause: Clause, taken: list[tuple[int, int]]) -> Iterator[Duty]:
    """Yield the duties that sentences of ``clause`` state, each list of bodies once.

    ``taken`` are spans already read as lists. A duty spans from its first name, or 由, to the
    end of the sentence, its closing mark excluded. What leads to a list of items is none.
    """
    seen: set[tuple[tuple[str, ...], ...]] = set()
    for sentence in clause.sentences:
        if not _HINT.search(sentence.text) or sentence.text[-1] in "：:":
            continue
        if _DEFINES.search(sentence.text):
            continue
        acting: re.Match[str] | None = None
        for stretch in _STRETCH.finditer(text, sentence.start, sentence.end):
            start = stretch.start() + len(stretch.group()) - len(stretch.group().lstrip())
            for match in (
                _SUBJECT.match(text, start, stretch.end()),
                _BY.search(text, start, stretch.end()),
                _DUE.match(text, start, stretch.end()),
                _BY_DUE.search(text, start, stretch.end()),
            ):
                if match is None or any(a < match.end() and match.start() < b for a, b in taken):
                    continue
                duty = _duty(clause, match, _closing(text, sentence.end))
                if duty and (key := (duty.lead, duty.shared, duty.assisting)) not in seen:
                    seen.add(key)
                    yield duty
                    break
            else:
                joined = _WITH.match(text, start, stretch.end()) if acting else None
                duty = _together(clause, acting, joined, _closing(text, sentence.end))
                if duty and (key := (duty.lead, duty.shared, duty.assisting)) not in seen:
                    seen.add(key)
                    yield duty
                if start == sentence.start:
                    acting = _ACTS.match(text, start, stretch.end())


def _duty(clause: Clause, match: re.Match[str], end: int) -> Duty | None:
    who, open_ended = _bodies(match["who"])
    if not who:
        return None
    parts = match.groupdict()
    if parts.get("within") and not _named(who):
        return None
    if parts.get("must") and not open_ended and not _named(who):
        return None
    assisting: tuple[str, ...] = ()
    if parts.get("with"):
        assisting, open_ended = _bodies(match["others"], anybody=True)
        if not assisting:
            return None
    leads = bool(parts.get("with") or parts.get("lead"))
    return Duty(
        clause.document_id, clause.address, who if leads else (), () if leads else who,
        open_ended, match.start(), end, assisting, in_text=True,
    )  # fmt: skip


def _together(
    clause: Clause, acting: re.Match[str] | None, joined: re.Match[str] | None, end: int
) -> Duty | None:
    """Return the duty of who acts in one stretch and joins with others in a later one."""
    if acting is None or joined is None:
        return None
    who, _ = _bodies(acting["who"])
    assisting, open_ended = _bodies(joined["others"], anybody=True)
    if not assisting or not _named(who):
        return None
    return Duty(
        clause.document_id, clause.address, who, (), open_ended, acting.start(), end,
        assisting, in_text=True,
    )  # fmt: skip


def authorities(listed: str) -> tuple[tuple[str, ...], bool]:
    """Split a list of names when all are those of authorities, none unnamed; () otherwise."""
    names, open_ended = _bodies(listed)
    return (names, open_ended) if all(_AUTHORITY.search(name) for name in names) else ((), False)


def _named(names: tuple[str, ...]) -> bool:
    """Tell whether all are authorities by a name of their own, so that verbs need no 应当."""
    return bool(names) and all(_AUTHORITY.search(name) or _IS_LEVEL.match(name) for name in names)


def _bodies(listed: str, *, anybody: bool = False) -> tuple[tuple[str, ...], bool]:
    """Split a list of names; () when one of them is none, or when all are unnamed (有关部门).

    Short forms that share the noun of the last one are kept as spelled: 生态环境、自然资源
    主管部门; 财政、审计等部门.
    """
    names, open_ended = split_bodies(listed)
    shares = open_ended or (names and names[-1].endswith(("部门", "机关")))
    for place, name in enumerate(names):
        stem = shares and len(name) <= 12 and (open_ended or place + 1 < len(names))
        if _PROSE.search(name) or not (is_body(name) or stem):
            return (), False
    if not anybody and all(_NOBODY.match(name) for name in names) and not open_ended:
        return (), False
    return names, open_ended


def _closing(text: str, end: int) -> int:
    while text[end - 1] in "。；;！!？?\n 　":
        end -= 1
    return end

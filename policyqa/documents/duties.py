"""Who answers for a clause: duty brackets, 责任单位 lines and sentences of duty.

Read here are the forms 甲局牵头，乙局、丙局配合; 甲局、乙局等按职责分工负责; 甲县政府负责落实;
责任单位：甲局、乙局; and a bare list of bodies in brackets at the end of a paragraph. Duties in
running text are read in ``prose``, lines that close a block in ``blocks``, tables in
``duty_tables``, items headed by a body's name in ``headed_duties``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from policyqa.documents.blocks import block_duties
from policyqa.documents.bodies import is_body, split_bodies
from policyqa.documents.duty_tables import table_duties
from policyqa.documents.first_leads import first_leads
from policyqa.documents.handed_duties import handed_to, hands_on, statements
from policyqa.documents.headed_duties import headed_duty
from policyqa.documents.parser import Structure
from policyqa.documents.prose import prose_duties
from policyqa.records import Clause, Duty

_Role = Literal["lead", "shared", "assisting"]

# 各市（州）、各市〔特区、区〕: a bracket that holds levels alone belongs to a name.
_BRACKET = re.compile(
    r"[（(【\[〔［](?![省市县区州盟旗特、]{1,8}[）)〕］])"
    r"(?P<inside>[^（）()【】\[\]〔〕［］]*(?:[（(〔［][^（）()〔〕［］]*[）)〕］][^（）()【】\[\]〔〕［］]*)*)[）)】\]〕］]"
)
_LABEL = re.compile(
    r"(?P<role>牵头|主责|主办|责任|负责|实施|落实|承办|完成|配合|协办|协同|协助|参与|参加|支持)"
    r"(?:责任)?(?:单位|部门|主体|机构)(?:和责任人|及责任人)?\s*[：:]\s*"
)
# 牵头单位:甲局 配合单位:乙局: a label parts as a stop does.
_STOP = re.compile(rf"[，,。；;\n]|[ \t　]+(?={_LABEL.pattern.replace('?P<role>', '?:')})|$")
_LABEL_LINE = re.compile(rf"(?:^|(?<=[。；;]))[ \t　*]*{_LABEL.pattern}[^\n]*", re.MULTILINE)
_ROLE = re.compile(
    r"(?P<lead>(?:共同|联合|分别)?(?:牵头(?:负责|落实|组织|实施|抓总|推进|督导|督办|指导|统筹|协调|会办|抓好)*|为主负责|总牵头|主办|主抓))$"
    r"|(?P<assisting>(?:予以|积极|共同|分工|按职责|按照职责)?(?:配合(?:实施|落实)?|参与(?:配合)?|参加|协助|协同|协办|支持))$"
    r"|(?P<shared>(?:依|按照?|根据)?(?:各自)?(?:职责|职能)?(?:分工)?(?:共同|联合|分别|具体|分头|组织|抓好|认真)*"
    r"(?:负责(?:落实|实施|推进|组织实施)?|落实|组织实施|实施|承担|抓落实|贯彻落实|推进))$"
)
_LABEL_ROLES: dict[str, _Role] = {
    "牵头": "lead", "主责": "lead", "主办": "lead",
    "配合": "assisting", "协办": "assisting", "协同": "assisting", "协助": "assisting",
    "参与": "assisting", "参加": "assisting", "支持": "assisting",
}  # fmt: skip
_WITH = "会同"
# 各县（市、区） and 县（区）政府 hold levels.
_REMARK = re.compile(
    r"(?P<name>[^（(）)]{2,})[（(](?![省市县区州盟旗特、]+[）)])(?P<words>[^（）()]+)[）)]"
)
# Words that no name holds, so that 费用由建设单位承担 is a sentence and not a list of bodies.
_PROSE = re.compile(r"[由对的]|可以|费用|工作")
# What a bare list must look like: 市发改委、市财政局, not (站).
_PLACED = re.compile(r"^(?:[市省县区州各]|国[家务]|.{2,8}?[省市县区州])")


@dataclass(slots=True)
class _Draft:
    """A duty in the making: bodies by role, and what words say so."""

    start: int
    end: int
    roles: dict[_Role, tuple[str, ...]] = field(default_factory=dict)
    open_ended: bool = False


def find_duties(structure: Structure) -> tuple[Duty, ...]:
    """Return the duties of all clauses in the order of the document.

    What one statement hands to other clauses is added to each of them, marked with
    ``inherited_from``. Where the document says that the first of a list leads, it does.
    """
    text = structure.document.text
    own = {clause.address: list(_own(text, clause)) for clause in structure.clauses}
    of_block: dict[str, list[Duty]] = {}
    for address, duty in block_duties(structure, own):
        of_block.setdefault(address, []).append(duty)
    for duty in table_duties(structure, own):
        of_block.setdefault(duty.address, []).append(duty)
    headings = {heading.address: heading for heading in structure.headings}
    handed = statements(structure)
    duties: list[Duty] = []
    for clause in structure.clauses:
        listed = own[clause.address]
        taken = [(duty.start, duty.end) for duty in listed]
        # What is handed down to a clause need not be found in its text again.
        said = {
            duty.shared
            for duty, back in handed
            if listed and not back and duty.start < clause.start
        }
        duties += listed
        duties += [d for d in prose_duties(text, clause, taken) if d.shared not in said or d.lead]
        headed = headed_duty(structure, clause, headings)
        if headed and not listed:
            duties.append(headed)
        duties += of_block.get(clause.address, [])
        if listed or clause.address in of_block:
            duties += handed_to(clause, handed)
    return tuple(first_leads(structure, duties))


def _own(text: str, clause: Clause) -> Iterator[Duty]:
    for start, end, strict in _regions(text, clause):
        for draft in _read(text, start, end, strict):
            yield Duty(
                clause.document_id,
                clause.address,
                draft.roles.get("lead", ()),
                draft.roles.get("shared", ()),
                draft.open_ended,
                draft.start,
                draft.end,
                draft.roles.get("assisting", ()),
            )


def _regions(text: str, clause: Clause) -> Iterator[tuple[int, int, bool]]:
    """Yield where duties may stand; strict where plain prose could look alike.

    Brackets and 责任单位 lines, lines next to each other as one; and, strictly, the last
    sentence of a paragraph.
    """
    found: list[tuple[int, int, bool]] = []
    for match in _LABEL_LINE.finditer(text, clause.start, clause.end):
        found.append((match.start(), match.end(), False))
    for match in _BRACKET.finditer(text, clause.start, clause.end):
        found.append((match.start("inside"), match.end("inside"), False))
    for sentence in clause.sentences:
        after = text[sentence.end : clause.end].lstrip(" \t　")
        inner = any(sentence.start < end and start < sentence.end for start, end, _ in found)
        if sentence.text[-1:] == "。" and after[:1] in ("", "\n") and not inner:
            found.append((sentence.start, sentence.end, True))
    found.sort()
    merged: list[tuple[int, int, bool]] = []
    for start, end, strict in found:
        if merged and start < merged[-1][1]:
            continue
        if merged and not strict and not merged[-1][2] and not text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end, False)
        else:
            merged.append((start, end, strict))
    yield from merged


def _read(text: str, start: int, end: int, strict: bool) -> list[_Draft]:
    """Read the statements of one region; a role named twice opens a second duty."""
    drafts: list[_Draft] = []
    pending: tuple[str, ...] = ()
    pending_start = start
    label: _Role | None = None
    for begin, stop, closes in _segments(text, start, end):
        segment = text[begin:stop]
        named = _LABEL.match(segment)
        if named:
            label = _LABEL_ROLES.get(named["role"], "shared")
            segment = segment[named.end() :]
        elif hands_on(segment) or re.match(r"[^：:]{2,8}[：:]", segment):
            label, pending = None, ()
            continue
        role, listed = _role(segment)
        # 责任单位：甲局牵头，乙局、丙局: a word behind a name says more than the label.
        if label and not (label == "shared" and role in ("lead", "assisting")):
            role, listed = label, segment
        bodies, open_ended = split_bodies(listed)
        if label:
            bodies = _with_remarks(bodies, drafts, begin, stop)
            if not bodies:
                continue
        shaped = bool(bodies) and all(is_body(body) for body in bodies)
        if strict and any(_PROSE.search(body) for body in bodies):
            shaped = False
        if not shaped:
            if strict:
                return []
            pending = ()
        elif role is None:
            pending_start = pending_start if pending else begin
            pending += bodies
        else:
            first = pending_start if pending else begin
            with_others = listed.partition(_WITH)[2]
            if with_others and role != "assisting":
                others, _ = split_bodies(with_others)
                own, _ = split_bodies(listed.partition(_WITH)[0])
                _add(drafts, "lead", (*pending, *own), False, first, stop)
                _add(drafts, "assisting", others, open_ended, first, stop)
            else:
                _add(
                    drafts,
                    role,
                    (*pending, *bodies),
                    open_ended,
                    first,
                    stop,
                    more=bool(label and not named),
                )
            pending = ()
        if closes:
            label = None
    bare = len(pending) > 1 or any(_PLACED.match(body) for body in pending)
    bare = bare and all(len(body) > 1 for body in pending)
    if pending and bare and not strict and not drafts and _ends_paragraph(text, end):
        # A bare list of bodies in brackets: the shape of a duty without the word.
        _add(drafts, "shared", pending, text[:end].endswith("等"), pending_start, end)
    return drafts


def _with_remarks(
    bodies: tuple[str, ...], drafts: list[_Draft], begin: int, stop: int
) -> tuple[str, ...]:
    """Return the names without what brackets behind them remark (市公安局（烟花爆竹）).

    One whose remark is a role of its own (县市场监管局（牵头）) is added in that role and left out.
    """
    kept: list[str] = []
    for body in bodies:
        remark = _REMARK.fullmatch(body)
        if remark is None:
            kept.append(body)
            continue
        role, rest = _role(remark["words"])
        if role in ("lead", "assisting") and not rest and is_body(remark["name"]):
            _add(drafts, role, (remark["name"],), False, begin, stop, more=True)
        else:
            kept.append(remark["name"])
    return tuple(kept)


def _segments(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the stretches between commas and stops, stripped; the flag tells a stop."""
    begin = start
    for match in _STOP.finditer(text[start:end]):
        left, right = begin, start + match.start()
        while left < right and text[left].isspace():
            left += 1
        while right > left and text[right - 1].isspace():
            right -= 1
        if left < right:
            yield left, right, match.group() not in ("，", ",")
        begin = start + match.end()


def _role(segment: str) -> tuple[_Role | None, str]:
    match = _ROLE.search(segment)
    if match is None:
        return None, segment
    role: _Role = "lead" if match["lead"] else "assisting" if match["assisting"] else "shared"
    return role, segment[: match.start()]


def _add(
    drafts: list[_Draft],
    role: _Role,
    bodies: tuple[str, ...],
    open_ended: bool,
    start: int,
    end: int,
    *,
    more: bool = False,
) -> None:
    if not drafts or (role in drafts[-1].roles and not more):
        drafts.append(_Draft(start, end))
    draft = drafts[-1]
    draft.roles[role] = draft.roles.get(role, ()) + bodies
    draft.end = end
    draft.open_ended = draft.open_ended or open_ended


def _ends_paragraph(text: str, end: int) -> bool:
    """Tell whether only the closing bracket and a stop stand behind ``end`` in its line."""
    line_end = text.find("\n", end)
    return not text[end : line_end if line_end >= 0 else len(text)].strip(" \t　）)】].。；;*")

"""How names of government bodies look, without any table: shape and lists of them."""

from __future__ import annotations

import re

# Endings of names of authorities, party bodies, state companies and other bearers of duties.
_SHAPE = re.compile(
    r"^(?:各|有关|相关|其他|市级|省级|县级|市直|省直|区直|县直)?[^，。；：:！？、\s\d]{0,28}?"
    r"(?:局|委员会|委|办公室|办公厅|办|中心|支行|分行|总行|银行|分局|支队|大队|总队|集团|公司|政府|厅|"
    r"部|院|署|处|室|协会|学会|联合会|联|总工会|工会|妇联|残联|科协|红十字会|法院|检察院|公安|管委会|"
    r"部门|单位|企业|机构|街道|镇街|乡镇|园区|新区|开发区|示范区|高新区|经开区|县市区|县区|"
    r"市区|区县|区|县|市|省|州|盟|旗|乡|镇|站|所|社|台|馆|队|组|会|学校|大学|学院|管理局|总局|指挥部|专班|领导小组|"
    r"国务院|军区|武警|团)$"
)
_OPEN = re.compile(
    r"等(?:(?:\d+|[一二三四五六七八九十]+)[个家])?(?:有关|相关|主管|行政|管理|市级|市直|省级|省直|县级|各)*(?:部门|机关|单位|机构|部门单位|部门和单位|地区|方面)?$"
)
_LEADING = re.compile(r"^(?:由|请|均由|分别由|并由|其中由|以及|及|和|与)(?=\S)")
# 各县（市、区）政府: what brackets hold has no part in the shape.
_INSIDE = re.compile(r"[（(〔][^（）()〔〕]{1,20}[）)〕]")
# 各县、区人民政府; 各县 by itself is a name too.
_ALL_OF_LEVEL = re.compile(r"各(?:省辖|设区)?[市县区州旗盟乡镇](?:、[市县区州旗盟乡镇])*")
_OF_LEVEL = re.compile(
    r"[市县区州旗盟乡镇街道]{1,2}(?:[（(〔][^（）()〔〕]*[）)〕])?(?:人民政府|政府|管委会|$)"
)
_AND = re.compile(r"以及|及其(?!他)|或者|[和及与或]")


def is_body(name: str) -> bool:
    """Tell whether ``name`` is shaped like a government body or a bearer of duties."""
    levels, _, last = name.rpartition("、")
    plain = f"各{last}" if _ALL_OF_LEVEL.fullmatch(levels) else name
    return bool(_SHAPE.match(_INSIDE.sub("", plain)))


def split_bodies(text: str) -> tuple[tuple[str, ...], bool]:
    """Split a list of bodies as spelled; the flag tells whether it ends in 等.

    和, 及 and 与 part two bodies only where both sides are shaped like one, since many names
    hold one (市发展和改革委员会).
    """
    text = text.strip(" \t　*，,。；;")
    text = _LEADING.sub("", text)
    shorter = _OPEN.sub("", text)
    open_ended = shorter != text
    bodies: list[str] = []
    for piece in _enumerated(shorter):
        bodies += _split_and(piece)
    return tuple(bodies), open_ended


def _enumerated(text: str) -> list[str]:
    """Split at 、 outside brackets; 各县（市、区）人民政府 and 各县、区人民政府 are one name."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character in "（(〔") - (character in "）)〕")
        if character in "、，,；;" and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += character
    names: list[str] = []
    for piece in (piece.strip() for piece in pieces):
        if names and _ALL_OF_LEVEL.fullmatch(names[-1]) and _OF_LEVEL.match(piece):
            names[-1] += f"、{piece}"
        elif piece:
            names.append(piece)
    return names


def _split_and(piece: str) -> list[str]:
    for match in _AND.finditer(piece):
        left, right = piece[: match.start()], piece[match.end() :]
        if len(left) > 2 and len(right) > 2 and is_body(left) and is_body(right):
            return [left, *_split_and(right)]
    return [piece]

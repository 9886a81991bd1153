"""Registers as files: CSV for every program, Excel ready to filter."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from policyqa.interface.registers import DutyRow, TargetRow

CELL_LIMIT = 32_767
"""Most characters that Excel takes in one cell."""

# A spreadsheet would run text that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WIDEST = 60
_SOURCE = "本表从文件原文中逐条抽取，“原文”一列逐字照录；请以文件原文为准。"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be written; ``notes`` say where it comes from."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    notes: tuple[str, ...]


def duties_sheet(rows: Sequence[DutyRow]) -> Sheet:
    """Return one line for each body that was asked for and each clause that names it."""
    heads = ("文件", "文号", "条款", "条款标题", "单位", "角色", "继承自", "名单以“等”结尾", "原文")
    lines = tuple(
        (
            row.document.title,
            row.document.number,
            row.clause.address,
            row.clause.heading,
            body,
            row.role,
            row.source if row.role == "继承" else "",
            "是" if row.open_ended else "否",
            row.quote,
        )
        for row in rows
        for body in row.matched
    )
    return Sheet("责任清单", heads, lines, (_SOURCE, "名单以“等”结尾的，文件未列全所有单位。"))


def targets_sheet(rows: Sequence[TargetRow]) -> Sheet:
    """Return one line for each target; the value alone is a number, to reckon with."""
    heads = (
        "文件", "文号", "条款", "条款标题", "指标", "目标值（不是完成值）", "数值", "计量单位",
        "期限", "基期", "原文",
    )  # fmt: skip
    lines = tuple(
        (
            row.document.title,
            row.document.number,
            row.clause.address,
            row.clause.heading,
            row.target.indicator,
            row.value,
            number(row.target.value),
            row.target.unit,
            row.target.year or "",
            row.target.base_year or "",
            row.quote,
        )
        for row in rows
    )
    return Sheet("目标指标", heads, lines, (_SOURCE, "表中是文件规定要达到的目标值，不是完成值。"))


def number(value: str) -> float | str:
    """Return the number that a value writes, whole ones as int; other words as they are."""
    try:
        found = float(value.replace(",", ""))
    except ValueError:
        return value
    return int(found) if found.is_integer() else found


def as_csv(sheet: Sheet) -> bytes:
    """Write the table as CSV in UTF-8 with the mark by which Excel tells the encoding."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(sheet.heads)
    writer.writerows([_harmless(value) for value in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def as_excel(sheet: Sheet, today: date) -> bytes:
    """Write the table as a workbook: heads frozen, columns filtered, a second sheet of notes."""
    book = Workbook(write_only=True)
    table = book.create_sheet(sheet.title)
    table.freeze_panes = "A2"
    last = get_column_letter(len(sheet.heads))
    table.auto_filter.ref = f"A1:{last}{len(sheet.rows) + 1}"
    for at, head in enumerate(sheet.heads):
        longest = max([len(head), *(len(str(row[at])) for row in sheet.rows)])
        # A Chinese character is two columns wide.
        width = min(2 * longest + 4, _WIDEST)
        table.column_dimensions[get_column_letter(at + 1)].width = width
    table.append([_cell(table, head, bold=True) for head in sheet.heads])
    for row in sheet.rows:
        table.append([_cell(table, value) for value in row])
    notes = book.create_sheet("说明")
    notes.column_dimensions["A"].width = 2 * _WIDEST
    for note in (*sheet.notes, f"导出日期：{today.isoformat()}；共 {len(sheet.rows)} 行。"):
        notes.append([_cell(notes, note)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: WriteOnlyWorksheet, value: str | float, *, bold: bool = False) -> Cell:
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:CELL_LIMIT]
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    cell.font = Font(bold=bold)
    return cell


def _harmless(value: str | float) -> str | float:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

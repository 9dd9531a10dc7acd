"""Any list as a spreadsheet: the words stand in the cells as they are, never as formulas."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import xlsxwriter
from flask import Response
from xlsxwriter.worksheet import Worksheet

from casework.clocks.calendar import WorkingCalendar
from web.frame.i18n import t
from web.frame.moments import local

KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_LETTERS = 32_767
MOST_LINES = 20_000
"""A sheet is built in memory while a person waits; what would be longer says so in its last line."""
INSTANT = "yyyy-mm-dd hh:mm"
NARROWEST, WIDEST = 8, 60
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('[]:*?/\\"<>|\r\n', " "))


@dataclass(frozen=True, slots=True)
class Provisional:
    """An instant or a number of days that may still change: a year it was counted through is not published yet."""

    value: datetime | float


def due_cell(
    at: datetime | None, *, provisional: bool, calendar: WorkingCalendar | None = None
) -> datetime | Provisional | None:
    """A due date as a cell: it sorts as any other, and says 暂定 beside the instant where it is not certain.

    With a calendar a day of a year that is published is certain.
    """
    if at is None or not provisional:
        return at
    return Provisional(at) if calendar is None or calendar.is_provisional(calendar.local(at).date()) else at


def spreadsheet(columns: Sequence[str], rows: Iterable[Sequence[Any]], name: str) -> Response:
    """The table as an .xlsx file to save: a heading line that stays in sight, a filter, columns wide enough to read.

    Texts are written as texts, so `=1+1` in a user's own words stays those four signs; numbers, days and instants
    (shown in Beijing time) can be counted and sorted with. `name` is the file's name without its ending. Rows beyond
    `MOST_LINES` are left out, and a last line says that.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(_sheet_name(name))
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E9EDF2"})
    formats: dict[type, Any] = {
        date: book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        datetime: book.add_format({"num_format": INSTANT, "align": "left"}),
        Provisional: book.add_format({"num_format": f'{INSTANT} "{t("frame.provisional")}"', "align": "left"}),
        float: book.add_format({"num_format": f'General "{t("frame.provisional")}"'}),
    }
    widths = [_width(title) for title in columns]
    for place, title in enumerate(columns):
        sheet.write_string(0, place, title, bold)
    last = 0
    for last, row in enumerate(rows, start=1):
        if last > MOST_LINES:
            sheet.write_string(last, 0, t("frame.export_cut", most=MOST_LINES), bold)
            break
        for place, value in enumerate(row):
            widths[place] = max(widths[place], _write(sheet, last, place, value, formats))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, min(last, MOST_LINES), max(len(columns) - 1, 0))
    book.close()
    return _download(content.getvalue(), name)


def _write(sheet: Worksheet, line: int, place: int, value: Any, formats: dict[type, Any]) -> int:
    match value:
        case None:
            return 0
        case bool():
            text = t("frame.yes" if value else "frame.no")
            sheet.write_string(line, place, text)
            return _width(text)
        case int() | float() | Decimal():
            sheet.write_number(line, place, value)
            return len(str(value))
        case datetime():
            sheet.write_datetime(line, place, local(value).replace(tzinfo=None), formats[datetime])
            return 16
        case Provisional(datetime() as at):
            sheet.write_datetime(line, place, local(at).replace(tzinfo=None), formats[Provisional])
            return 16 + 1 + _width(t("frame.provisional"))
        case Provisional(number):
            sheet.write_number(line, place, number, formats[float])
            return len(str(number)) + 1 + _width(t("frame.provisional"))
        case date():
            sheet.write_datetime(line, place, value, formats[date])
            return 10
        case _:
            text = str(value)[:MOST_LETTERS]
            sheet.write_string(line, place, text)
            return max(map(_width, text.split("\n")))


def _width(text: str) -> int:
    # Chinese signs are about twice as wide as Latin letters.
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _sheet_name(name: str) -> str:
    return name.translate(FORBIDDEN_IN_NAMES).strip(" '")[:31] or "1"


def _download(content: bytes, name: str) -> Response:
    file_name = f"{name.translate(FORBIDDEN_IN_NAMES).strip() or 'list'}.xlsx"
    plain = file_name.encode("ascii", "ignore").decode().strip(" .") if file_name.isascii() else "list.xlsx"
    return Response(
        content,
        mimetype=KIND,
        headers={
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name)}",
            "Cache-Control": "no-store",
        },
    )

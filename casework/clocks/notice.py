"""Reads the State Council's yearly notice (国务院办公厅关于某年部分节假日安排的通知) and the table forms of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from casework.clocks.calendar import FIXED_HOLIDAYS
from casework.clocks.calendar_tables import CalendarDayKind
from casework.clocks.office_hours import Intervals
from casework.clocks.seed import MAKE_UP_LABEL
from casework.errors import Refusal, Words

YEAR = re.compile(r"(20\d\d)\s*年[^。]{0,12}(?:节假日|放假|假期)")
PARENTHESES = re.compile(r"[（(][^（()）]*[)）]")
CHAPTER = re.compile(r"[一二三四五六七八九十]+、\s*([^：:。\n]{2,20})[：:]")
WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
WEEKDAYS = (
    Words("周一", "Monday"), Words("周二", "Tuesday"), Words("周三", "Wednesday"), Words("周四", "Thursday"),
    Words("周五", "Friday"), Words("周六", "Saturday"), Words("周日", "Sunday"),
)  # fmt: skip
# Behind a day that the notice gives with its weekday stands `@` with the number of it (Monday is 1).
RANGE = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月(\d{1,2})日(?:@(\d))?(?:至(?:(20\d\d)年)?(?:(\d{1,2})月)?(\d{1,2})日(?:@(\d))?)?"
)
MORNING: Intervals = ((time(9), time(12)),)


class CalendarRefused(Refusal):
    """A calendar file, or a line of it, that cannot be understood; `line` says which."""


@dataclass(frozen=True)
class DayEntry:
    """A day that differs from Monday–Friday."""

    day: date
    kind: CalendarDayKind
    label: str = ""
    hours: Intervals | None = None


@dataclass(frozen=True)
class YearOfDays:
    """The exceptional days of a year; not `is_whole`: only some, because the notice is that of a neighbour year, or the
    table leaves out holidays that have a date in law."""

    year: int
    days: tuple[DayEntry, ...]
    is_whole: bool = True


def read_calendar_file(text: str) -> list[YearOfDays]:
    """The years in the notice's own text, in JSON (`{"2027": [{date, name, off}]}`) or in CSV (`date,kind,label`).

    `kind` of a CSV line is off, working or half. Raises `CalendarRefused`, naming the line where there is one.
    """
    stripped = text.lstrip("\ufeff \n\r\t")
    if stripped.startswith("{"):
        return _by_year(_json_entries(stripped))
    found = YEAR.search(stripped)
    if found and "月" in stripped:
        return _by_year(_notice_entries(stripped, int(found[1])), only_whole=int(found[1]))
    return _by_year(_csv_entries(stripped))


def _by_year(entries: Iterator[DayEntry], only_whole: int | None = None) -> list[YearOfDays]:
    years: dict[int, dict[date, DayEntry]] = {}
    for entry in entries:
        other = years.setdefault(entry.day.year, {}).setdefault(entry.day, entry)
        if other.kind != entry.kind:
            raise CalendarRefused("calendar.day_twice", day=entry.day)
    if not years:
        raise CalendarRefused("calendar.nothing_found")
    return [
        YearOfDays(
            year=year,
            days=tuple(sorted(days.values(), key=lambda entry: entry.day)),
            is_whole=year == only_whole or (only_whole is None and _has_fixed_holidays(year, days)),
        )
        for year, days in sorted(years.items())
    ]


def _has_fixed_holidays(year: int, days: Mapping[date, DayEntry]) -> bool:
    """Whether a table can be that of a whole year; it need not list what falls on a weekend."""
    fixed = (date(year, month, day) for month, day in FIXED_HOLIDAYS)
    return all(day.weekday() > 4 or (day in days and days[day].kind == CalendarDayKind.OFF) for day in fixed)


def _notice_entries(text: str, year: int) -> Iterator[DayEntry]:
    plain = PARENTHESES.sub(_weekday_mark, text)
    chapters = list(CHAPTER.finditer(plain))
    ends = [chapter.start() for chapter in chapters[1:]] + [len(plain)]
    for chapter, end in zip(chapters, ends, strict=True):
        label = chapter[1].strip()
        for sentence in re.split(r"[。；;\n]", plain[chapter.end() : end]):
            if "上班" in sentence:
                kind, name = CalendarDayKind.WORKING, MAKE_UP_LABEL
            elif "放假" in sentence or "休" in sentence:
                kind, name = CalendarDayKind.OFF, label
            else:
                continue
            for span in RANGE.finditer(sentence):
                yield from (DayEntry(day, kind, name) for day in _span(span, year))


def _weekday_mark(parenthesis: re.Match[str]) -> str:
    found = WEEKDAY.findall(parenthesis[0])
    return f"@{min('一二三四五六日天'.index(found[0]), 6) + 1}" if len(found) == 1 else ""


def _span(span: re.Match[str], year: int) -> Iterator[date]:
    first_year, month, day, weekday, last_year, last_month, last_day, last_weekday = span.groups()
    try:
        start = date(int(first_year or year), int(month), int(day))
        end = date(int(last_year or start.year), int(last_month or month), int(last_day)) if last_day else start
    except ValueError:
        raise CalendarRefused("calendar.no_such_day", text=_as_written(span)) from None
    if not 0 <= (end - start).days <= 31:
        raise CalendarRefused("calendar.no_such_day", text=_as_written(span))
    for said, meant in ((weekday, start), (last_weekday, end)):
        if said and int(said) != meant.isoweekday():
            raise CalendarRefused(
                "calendar.wrong_weekday", day=meant, said=WEEKDAYS[int(said) - 1], real=WEEKDAYS[meant.isoweekday() - 1]
            )
    for offset in range((end - start).days + 1):
        yield start + timedelta(days=offset)


def _as_written(span: re.Match[str]) -> str:
    return re.sub(r"@\d", "", span[0])


def _json_entries(text: str) -> Iterator[DayEntry]:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise CalendarRefused("calendar.not_json", reason=str(error)) from None
    if not isinstance(content, dict) or not all(isinstance(rows, list) for rows in content.values()):
        reason = Words("应为按年份列出日子的对象", "an object with a list of days for each year is expected")
        raise CalendarRefused("calendar.not_json", reason=reason)
    for rows in content.values():
        for number, row in enumerate(rows, start=1):
            try:
                kind = CalendarDayKind.OFF if row["off"] else CalendarDayKind.WORKING
                yield DayEntry(date.fromisoformat(row["date"]), kind, str(row.get("name", "")))
            except (KeyError, TypeError, ValueError, AttributeError):
                raise CalendarRefused("calendar.bad_line", line=number, text=str(row)) from None


def _csv_entries(text: str) -> Iterator[DayEntry]:
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        if not row or row[0].strip().lower() in ("date", "日期", ""):
            continue
        try:
            kind = CalendarDayKind(row[1].strip())
            label = row[2].strip() if len(row) > 2 else ""
            hours = MORNING if kind == CalendarDayKind.HALF else None
            yield DayEntry(date.fromisoformat(row[0].strip()), kind, label, hours)
        except (IndexError, ValueError):
            raise CalendarRefused("calendar.bad_line", line=number, text=",".join(row)) from None

"""The working calendars as people keep them: load a year's notice, change a day, change the office hours."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.canonical import write_json
from casework.clocks.calendar import FIRST_YEAR, LAST_YEAR, DayKind, OfficeHours, WorkingCalendar
from casework.clocks.calendar_tables import Calendar, CalendarDay, CalendarDayKind, CalendarYear
from casework.clocks.notice import MORNING, CalendarRefused, DayEntry, YearOfDays, read_calendar_file
from casework.clocks.office_hours import Intervals
from casework.clocks.recount import BETWEEN, Recount
from casework.clocks.seed import published_days, published_years
from casework.clocks.wording import label_in
from casework.errors import NotFound
from casework.organisation.service_point import ServicePoint
from casework.permissions import Permission, authorise

KEPT = 64
_cache: OrderedDict[str, WorkingCalendar] = OrderedDict()
_cache_lock = threading.Lock()


@dataclass(frozen=True)
class Changed:
    """A day that counts differently now; both sides are the words people know the day by."""

    day: date
    before: str
    after: str


@dataclass(frozen=True)
class ImportReport:
    """What loading a year did."""

    year: int
    days: int
    was_published: bool
    is_whole: bool
    """Else only the days that the file names were changed, and the year is as published or provisional as before."""
    changed: tuple[Changed, ...]


def working_calendar(session: Session, calendar_id: int, revision: str | None = None) -> WorkingCalendar:
    """The calendar to count with; one statement while it is unchanged since the last call. Raises `NotFound`.

    Who has just read the `revision` with something else gives it, and costs no statement.
    """
    if revision is None:
        revision = session.scalar(select(Calendar.revision).where(Calendar.id == calendar_id))
    if revision is None:
        raise NotFound("calendar.not_found", calendar=calendar_id)
    with _cache_lock:
        if revision in _cache:
            _cache.move_to_end(revision)
            return _cache[revision]
    fresh = _load(session, calendar_id)
    with _cache_lock:
        _cache[revision] = fresh
        while len(_cache) > KEPT:
            _cache.popitem(last=False)
    return fresh


def hall_calendar(session: Session, calendar_id: int | None, revision: str | None) -> WorkingCalendar:
    """The calendar of a case's hall, as read with the case; without a hall only the days of the law are known."""
    return WorkingCalendar({}) if calendar_id is None else working_calendar(session, calendar_id, revision)


def calendar_of(session: Session, point_id: int | None) -> WorkingCalendar:
    """The calendar of a service point; None: of the centre. Raises `NotFound` before a centre was set up."""
    query = select(Calendar.id, Calendar.revision).join(ServicePoint, ServicePoint.calendar_id == Calendar.id)
    if point_id is not None:
        query = query.where(ServicePoint.id == point_id)
    found = session.execute(query.order_by(ServicePoint.parent_id.is_not(None), ServicePoint.id).limit(1)).one_or_none()
    if found is None:
        raise NotFound("calendar.no_centre")
    return working_calendar(session, found.id, found.revision)


def get_calendar(session: Session, calendar_id: int) -> Calendar:
    """The calendar's row. Raises `NotFound`."""
    row = session.get(Calendar, calendar_id)
    if row is None:
        raise NotFound("calendar.not_found", calendar=calendar_id)
    return row


def list_calendars(session: Session) -> list[Calendar]:
    return list(session.scalars(select(Calendar).order_by(Calendar.code)))


def list_years(session: Session, calendar_id: int) -> list[CalendarYear]:
    """The years somebody loaded or touched, oldest first."""
    query = select(CalendarYear).where(CalendarYear.calendar_id == calendar_id).order_by(CalendarYear.year)
    return list(session.scalars(query))


def create_calendar(session: Session, actor: Actor, code: str, name: str, hours: OfficeHours) -> Calendar:
    """A new calendar that knows every year the installed holiday table knows."""
    authorise(actor, Permission.MANAGE_CALENDAR)
    row = Calendar(code=code, name=name, hours=write_hours(hours))
    session.add(row)
    session.flush()
    for year in sorted(published_years()):
        session.add(CalendarYear(calendar_id=row.id, year=year, is_published=True, source="国务院办公厅通知"))
        days = published_days(year) or {}
        _insert_days(session, row.id, (_entry(day, kind) for day, kind in days.items()))
    _renew(session, row)
    return row


def import_year(
    session: Session, actor: Actor, calendar_id: int, text: str, now: datetime, source: str = ""
) -> list[ImportReport]:
    """Load the years in `text` (the notice itself, JSON or CSV), one report per year, with the days that changed.

    A year that is loaded again is replaced whole; of a table of some days only these are changed. Open clocks that
    touch what changed are marked to be counted anew (`casework/clocks/recounting.py`). Raises `CalendarRefused`
    (nothing is written then), `NotPermitted`.
    """
    authorise(actor, Permission.MANAGE_CALENDAR)
    row = get_calendar(session, calendar_id)
    reports = []
    for found in read_calendar_file(text):
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise CalendarRefused("calendar.year_out_of_range", year=found.year, first=FIRST_YEAR, last=LAST_YEAR)
        report = _import_one(session, row, found, source)
        reports.append(report)
        days = [change.day for change in report.changed]
        if found.is_whole and not report.was_published:
            # What was provisional is settled, even where no day moved.
            days = [date(found.year, 1, 1), date(found.year, 12, 31)]
        because = f"导入 {found.year} 年放假安排", f"holidays of {found.year} imported"
        _plan_recount(session, actor, row, days, because, now)
    return reports


def set_day(session: Session, actor: Actor, calendar_id: int, entry: DayEntry, now: datetime) -> Changed | None:
    """Change what one day is; None when it was so already. The year's published mark stays as it is.

    Open clocks that touch the day are marked to be counted anew.
    """
    authorise(actor, Permission.MANAGE_CALENDAR)
    row = get_calendar(session, calendar_id)
    before = working_calendar(session, calendar_id)
    session.execute(delete(CalendarDay).where(CalendarDay.calendar_id == row.id, CalendarDay.day == entry.day))
    is_plain = entry.kind == CalendarDayKind.WORKING and entry.day.weekday() < 5 and not entry.label
    if not is_plain:
        _insert_days(session, row.id, [entry])
    _renew(session, row)
    changed = _changed(before, working_calendar(session, calendar_id), entry.day)
    if changed is not None:
        because = f"{entry.day} 改为{changed.after}", f"{entry.day} is now: {label_in(changed.after, 'en')}"
        _plan_recount(session, actor, row, [entry.day], because, now)
    return changed


def set_hours(session: Session, actor: Actor, calendar_id: int, hours: OfficeHours, now: datetime) -> None:
    """Change the office hours; days before `hours.valid_from` keep the earlier ones. Open clocks as for `set_day`."""
    authorise(actor, Permission.MANAGE_CALENDAR)
    row = get_calendar(session, calendar_id)
    row.hours = write_hours(hours)
    _renew(session, row)
    first = max(hours.valid_from, date(FIRST_YEAR, 1, 1))
    because = f"{first} 起改办公时间", f"other office hours from {first} on"
    _plan_recount(session, actor, row, [first, date(LAST_YEAR, 12, 31)], because, now)


def write_hours(hours: OfficeHours) -> dict[str, Any]:
    """Office hours as JSON."""
    return {
        "intervals": _write_intervals(hours.intervals),
        "by_weekday": {str(weekday): _write_intervals(intervals) for weekday, intervals in hours.by_weekday},
        "valid_from": hours.valid_from.isoformat(),
        "earlier": None if hours.earlier is None else write_hours(hours.earlier),
    }


def read_hours(stored: Any) -> OfficeHours:
    """Office hours from JSON. Raises `ValueError` when they overlap or are empty."""
    earlier = stored.get("earlier")
    by_weekday = stored.get("by_weekday") or {}
    return OfficeHours(
        intervals=_read_intervals(stored["intervals"]),
        by_weekday=tuple((int(weekday), _read_intervals(own)) for weekday, own in sorted(by_weekday.items())),
        valid_from=date.fromisoformat(stored["valid_from"]) if earlier is not None else date.min,
        earlier=None if earlier is None else read_hours(earlier),
    )


def _import_one(session: Session, row: Calendar, found: YearOfDays, source: str) -> ImportReport:
    year = found.year
    before = working_calendar(session, row.id)
    known = session.get(CalendarYear, (row.id, year))
    was_published = known is not None and known.is_published
    replaced = delete(CalendarDay).where(CalendarDay.calendar_id == row.id)
    if found.is_whole:
        session.merge(CalendarYear(calendar_id=row.id, year=year, is_published=True, source=source))
        replaced = replaced.where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31)))
    else:
        replaced = replaced.where(CalendarDay.day.in_([entry.day for entry in found.days]))
    session.execute(replaced)
    count = _insert_days(session, row.id, found.days)
    _renew(session, row)
    after = working_calendar(session, row.id)
    every_day = (date.fromordinal(n) for n in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1))
    changed = tuple(change for day in every_day if (change := _changed(before, after, day)) is not None)
    return ImportReport(year, count, was_published, found.is_whole, changed)


def _plan_recount(
    session: Session, actor: Actor, row: Calendar, days: Sequence[date], because: tuple[str, str], now: datetime
) -> None:
    if days:
        values = {"calendar_id": row.id, "cause": BETWEEN.join(because), "asked_by": actor.row_id, "asked_at": now}
        session.add(Recount(**values, first_day=min(days), last_day=max(days)))
        session.flush()


def _changed(before: WorkingCalendar, after: WorkingCalendar, day: date) -> Changed | None:
    if before.is_working(day) == after.is_working(day) and before.intervals(day) == after.intervals(day):
        return None
    return Changed(day, before.why(day)[1], after.why(day)[1])


def _load(session: Session, calendar_id: int) -> WorkingCalendar:
    hours = session.scalars(select(Calendar.hours).where(Calendar.id == calendar_id)).one()
    years = session.scalars(
        select(CalendarYear.year).where(CalendarYear.calendar_id == calendar_id, CalendarYear.is_published)
    )
    days = session.execute(
        select(CalendarDay.day, CalendarDay.kind, CalendarDay.label, CalendarDay.hours).where(
            CalendarDay.calendar_id == calendar_id
        )
    )
    return WorkingCalendar(
        days={row.day: _day_kind(row.kind, row.label, row.hours) for row in days},
        hours=read_hours(hours),
        published_years=frozenset(years),
    )


def _day_kind(kind: str, label: str, hours: Any) -> DayKind:
    own = _read_intervals(hours) if hours else None
    if kind == CalendarDayKind.HALF:
        return DayKind(off=False, label=label, hours=own or MORNING)
    return DayKind(off=kind == CalendarDayKind.OFF, label=label)


def _entry(day: date, kind: DayKind) -> DayEntry:
    return DayEntry(day, CalendarDayKind.OFF if kind.off else CalendarDayKind.WORKING, kind.label)


def _insert_days(session: Session, calendar_id: int, entries: Iterable[DayEntry]) -> int:
    rows = [
        {
            "calendar_id": calendar_id,
            "day": entry.day,
            "kind": entry.kind.value,
            "label": entry.label,
            "hours": None if entry.hours is None else _write_intervals(entry.hours),
        }
        for entry in entries
    ]
    if rows:
        session.execute(insert(CalendarDay), rows)
    return len(rows)


def _renew(session: Session, row: Calendar) -> None:
    session.flush()
    calendar = _load(session, row.id)
    content = {
        "hours": row.hours,
        "years": sorted(calendar.published_years),
        "days": {
            day.isoformat(): [kind.off, kind.label, _write_intervals(kind.hours) if kind.hours else None]
            for day, kind in calendar.days.items()
        },
    }
    row.revision = hashlib.sha256(write_json(content).encode()).hexdigest()
    session.flush()


def _write_intervals(intervals: Intervals) -> list[list[str]]:
    return [[start.strftime("%H:%M"), end.strftime("%H:%M")] for start, end in intervals]


def _read_intervals(stored: Any) -> Intervals:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in stored)


__all__ = [
    "CalendarRefused",
    "Changed",
    "DayEntry",
    "ImportReport",
    "calendar_of",
    "create_calendar",
    "get_calendar",
    "import_year",
    "list_calendars",
    "list_years",
    "read_calendar_file",
    "read_hours",
    "set_day",
    "set_hours",
    "working_calendar",
    "write_hours",
]

"""Pages of the working calendar. Everybody may read it; administrators change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from casework.clocks.calendar import FIRST_YEAR, LAST_YEAR, OfficeHours, WorkingCalendar
from casework.clocks.calendar_tables import Calendar, CalendarDayKind
from casework.clocks.calendars import (
    DayEntry,
    ImportReport,
    calendar_of,
    get_calendar,
    import_year,
    list_calendars,
    list_years,
    read_hours,
    set_day,
    set_hours,
    working_calendar,
)
from casework.clocks.office_hours import Intervals
from casework.clocks.recount import Recount, cause_words
from casework.clocks.recounting import KIND_NAMES, count_affected, list_recounts, recount_open_clocks, recount_report
from casework.clocks.wording import label_in
from casework.database import Session
from casework.errors import Refusal
from casework.organisation.places import list_points, place_of
from casework.permissions import Permission, is_permitted
from web.calendar.texts import HOLIDAYS
from web.calendar.year import months_of
from web.frame.current import actor, now, office, reading, rehearsal, transaction
from web.frame.i18n import choose, language, t
from web.frame.moments import day_text, today, weekday
from web.frame.notes import note
from web.frame.session import needs
from web.frame.spreadsheet import due_cell, spreadsheet
from web.frame.typed import FieldRefused, Typed, day_in, number_in, refused, typed_form

blueprint = Blueprint("calendar", __name__, template_folder="templates")

LONGEST_LABEL = 50
# What the page itself counts anew; the worker goes on with the rest.
AT_ONCE = 200
LINES_SHOWN = 200


@dataclass(frozen=True)
class Shown:
    """The calendar and year that the address asks for."""

    row: Calendar
    year: int
    working: WorkingCalendar
    source: str
    others: list[Calendar]

    @property
    def is_published(self) -> bool:
        return self.year in self.working.published_years


@blueprint.get("/calendar")
def year() -> Any:
    return _year_page()


@blueprint.get("/export/calendar.xlsx")
def year_sheet() -> Any:
    """Every day of the year with its reason."""
    with reading() as session:
        shown = _shown(session)
    days = (day for month in months_of(shown.working, shown.year) for day in month.days)
    lines = (
        (day.day, weekday(day.day), t(f"calendar.why_{day.why}"), day.label, _hours_text(shown, day.day))
        for day in days
    )
    titles = [t(f"calendar.column_{name}") for name in ("day", "weekday", "kind", "label", "hours")]
    return spreadsheet(titles, lines, f"{shown.row.name} {shown.year}")


@blueprint.post("/calendar/<int:calendar_id>/days")
@needs(Permission.MANAGE_CALENDAR)
def change_day(calendar_id: int) -> Any:
    """Say what one day is."""
    form = typed_form()
    try:
        day = day_in(form.get("day", ""), "day")
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise FieldRefused("calendar.no_day", field="day")
        entry = DayEntry(day, _kind(form), form.get("label", "")[:LONGEST_LABEL], _half_hours(form))
        with transaction() as session:
            changed = set_day(session, actor(), calendar_id, entry, now())
        recount_open_clocks(office(), now(), AT_ONCE)
    except Refusal as error:
        return _year_page(typed=refused(error)), 422
    told: dict[str, Any] = {"day": day_text(day, with_weekday=True)}
    if changed is not None:
        told |= {"before": label_in(changed.before, language()), "after": label_in(changed.after, language())}
    note(t("calendar.day_same" if changed is None else "calendar.day_changed", **told))
    return redirect(url_for("calendar.year", calendar=calendar_id, year=day.year, day=day.isoformat()))


@blueprint.post("/calendar/<int:calendar_id>/hours")
@needs(Permission.MANAGE_CALENDAR)
def change_hours(calendar_id: int) -> Any:
    """New office hours from a day on; the days before keep theirs."""
    form = typed_form()
    try:
        valid_from = day_in(form.get("valid_from", ""), "valid_from", otherwise=today()) or today()
        if valid_from < today():
            raise FieldRefused("calendar.hours_past", field="valid_from")
        with transaction() as session:
            earlier = read_hours(get_calendar(session, calendar_id).hours)
            # A change that has not begun is replaced, so that hours of the future do not pile up.
            base = earlier.earlier if earlier.earlier is not None and earlier.valid_from >= valid_from else earlier
            set_hours(session, actor(), calendar_id, _hours(form, valid_from, base), now())
        recount_open_clocks(office(), now(), AT_ONCE)
    except Refusal as error:
        return _year_page(hours=refused(error)), 422
    note(t("calendar.hours_saved", day=day_text(valid_from, today=today())))
    return redirect(url_for("calendar.year", calendar=calendar_id))


@blueprint.get("/calendar/<int:calendar_id>/import")
@needs(Permission.MANAGE_CALENDAR)
def notice(calendar_id: int) -> Any:
    return _notice_page(calendar_id, Typed())


@blueprint.post("/calendar/<int:calendar_id>/import")
@needs(Permission.MANAGE_CALENDAR)
def read_notice(calendar_id: int) -> Any:
    """Show what the notice would change, or load it when that was seen and agreed to."""
    form = typed_form()
    upload = request.files.get("file")
    text = form.get("text", "")
    try:
        if not text and upload is not None and upload.filename:
            text = _decoded(upload.read())
        if not text:
            raise FieldRefused("calendar.no_notice", field="text")
        is_agreed = form.get("agreed") == "yes"
        # Only the agreed import has a transaction that keeps anything.
        with transaction() if is_agreed else rehearsal() as session:
            at = now()
            reports = import_year(session, actor(), calendar_id, text, at, form.get("source", ""))
            planned = [one for one in list_recounts(session, calendar_id) if one.asked_at == at]
            affected = sum(count_affected(session, one) for one in planned)
        if is_agreed:
            recount_open_clocks(office(), now(), AT_ONCE)
    except Refusal as error:
        return _notice_page(calendar_id, refused(error, {**form, "text": text})), 422
    typed = Typed({**form, "text": text})
    return _notice_page(calendar_id, typed, reports=reports, affected=affected, recounts=planned, is_done=is_agreed)


@blueprint.get("/calendar/recounts/<int:recount_id>")
@needs(Permission.MANAGE_CALENDAR)
def recount(recount_id: int) -> Any:
    """What one change of the calendar moved: before and after, by case."""
    with reading() as session:
        report = recount_report(session, recount_id, LINES_SHOWN)
        row = get_calendar(session, report.recount.calendar_id)
    return render_template(
        "calendar/recount.html", report=report, row=row, names=KIND_NAMES, most=LINES_SHOWN, cause_words=cause_words
    )


@blueprint.get("/export/recounts/<int:recount_id>.xlsx")
@needs(Permission.MANAGE_CALENDAR)
def recount_sheet(recount_id: int) -> Any:
    with reading() as session:
        report = recount_report(session, recount_id)
    titles = [t(f"calendar.{name}") for name in ("recount_case", "recount_clock", "before_done", "after_done")]
    lines = (
        (line.case_no, choose(KIND_NAMES[line.kind]), line.before,
         due_cell(line.after, provisional=line.is_provisional))
        for line in report.lines
    )  # fmt: skip
    return spreadsheet(titles, lines, t("calendar.recount_title"))


def _shown(session: Session) -> Shown:
    calendars = list_calendars(session)
    # Without a centre there is no calendar: this says what to do.
    calendar_of(session, None)
    asked, year_text = request.args.get("calendar", ""), request.args.get("year", "")
    if (request.view_args or {}).get("calendar_id"):
        asked = str((request.view_args or {})["calendar_id"])
    place = place_of(session, actor())
    own = next((point.calendar_id for point in list_points(session) if point.id == place.point_id), calendars[0].id)
    number = number_in(asked)
    row = get_calendar(session, own if number is None else number)
    wanted = number_in(year_text) or 0
    wanted = wanted if FIRST_YEAR <= wanted <= LAST_YEAR else today().year
    years = {one.year: one for one in list_years(session, row.id)}
    source = years[wanted].source if wanted in years else ""
    return Shown(row, wanted, working_calendar(session, row.id), source, calendars)


def _year_page(typed: Typed | None = None, hours: Typed | None = None) -> str:
    with reading() as session:
        shown = _shown(session)
        recounts = list_recounts(session, shown.row.id)
    chosen = _chosen(shown.year, typed)
    months = months_of(shown.working, shown.year)
    why, label = shown.working.why(chosen)
    special = shown.working.days.get(chosen)
    present = {
        "day": chosen.isoformat(), "kind": "half" if special and special.hours else "working" if
        shown.working.is_working(chosen) else "off", "label": "" if special is None else special.label,
    }  # fmt: skip
    return render_template(
        "calendar/year.html", shown=shown, months=months, chosen=chosen, why=why, label=label,
        total=sum(month.working_days for month in months), typed=typed or Typed(present),
        hours=hours or Typed(_hours_values(shown.working.hours)), hours_now=shown.working.hours.on(today()),
        coming=shown.working.hours if shown.working.hours.valid_from > today() else None,
        may_manage=is_permitted(actor(), Permission.MANAGE_CALENDAR), weekdays=[date(2024, 1, n) for n in range(1, 8)],
        first=FIRST_YEAR, last=LAST_YEAR, label_words=_label_words, recounts=recounts,
        cause_words=cause_words,
    )  # fmt: skip


def _notice_page(
    calendar_id: int,
    typed: Typed,
    *,
    reports: list[ImportReport] | None = None,
    affected: int = 0,
    recounts: Sequence[Recount] = (),
    is_done: bool = False,
) -> str:
    with reading() as session:
        row = get_calendar(session, calendar_id)
        counted = [recount_report(session, one.id, 0) for one in recounts if is_done]
    return render_template(
        "calendar/notice.html", row=row, typed=typed, reports=reports, affected=affected, counted=counted,
        is_done=is_done,
    )  # fmt: skip


def _chosen(year: int, typed: Typed | None) -> date:
    try:
        day = date.fromisoformat(typed.value("day") if typed else request.args.get("day", ""))
    except ValueError:
        day = today()
    return day if day.year == year else date(year, 1, 1)


def _kind(form: Mapping[str, str]) -> CalendarDayKind:
    kind = form.get("kind", "")
    if kind not in set(CalendarDayKind):
        raise FieldRefused("calendar.no_kind", field="kind")
    return CalendarDayKind(kind)


def _half_hours(form: Mapping[str, str]) -> Intervals | None:
    if form.get("kind") != CalendarDayKind.HALF:
        return None
    return _intervals(form, "half")


def _intervals(form: Mapping[str, str], name: str) -> Intervals:
    """The pairs `<name>_1_from`–`<name>_1_to` … of the form, empty pairs left out."""
    pairs = []
    for number in (1, 2):
        start, end = form.get(f"{name}_{number}_from", ""), form.get(f"{name}_{number}_to", "")
        if not start and not end:
            continue
        try:
            pairs.append((time.fromisoformat(start), time.fromisoformat(end)))
        except ValueError:
            raise FieldRefused("calendar.bad_time", field=f"{name}_{number}_from", text=f"{start}–{end}") from None
    if not pairs or any(b <= a for a, b in zip(sum(pairs, ()), sum(pairs, ())[1:], strict=False)):
        raise FieldRefused("calendar.bad_hours", field=f"{name}_1_from")
    return tuple(pairs)


def _hours(form: Mapping[str, str], valid_from: date, base: OfficeHours) -> OfficeHours:
    return OfficeHours(
        intervals=_intervals(form, "hours"), by_weekday=base.by_weekday, valid_from=valid_from, earlier=base
    )


def _hours_values(hours: OfficeHours) -> dict[str, Any]:
    values: dict[str, Any] = {"valid_from": today().isoformat()}
    for number, (start, end) in enumerate(hours.intervals[:2], start=1):
        values |= {f"hours_{number}_from": f"{start:%H:%M}", f"hours_{number}_to": f"{end:%H:%M}"}
    return values


def _label_words(label: str) -> str:
    return label if language() == "zh" else HOLIDAYS.get(label, label)


def _hours_text(shown: Shown, day: date) -> str:
    return "　".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in shown.working.intervals(day))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FieldRefused("calendar.not_text", field="file")

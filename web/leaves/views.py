"""The leave register (请假台账): one's own entries, those of the department for its chief, all for the centre."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request

from casework.database import Session
from casework.leaves.leaves import KINDS, LeaveRow, list_leaves
from casework.organisation.places import list_departments
from casework.page import MOST, Page
from web.frame.current import actor, reading
from web.frame.i18n import choose, t
from web.frame.moments import day_text, today
from web.frame.paging import Window, asked_page, every_page
from web.frame.spreadsheet import Provisional, spreadsheet

blueprint = Blueprint("leaves", __name__, template_folder="templates")

SIZE = 30
STATES = ("granted", "on_time", "early", "cancelled")


@blueprint.get("/leaves")
def page() -> str:
    with reading() as session:
        found = _leaves(session, asked_page(), SIZE)
        departments = [(row.code, row.short_name) for row in list_departments(session)]
    return render_template(
        "leaves/page.html", rows=found.rows, wanted=request.args, kinds=KINDS, departments=departments,
        window=Window(found.number, found.size, found.total), state_of=_state, span_of=_span, days_of=_days,
    )  # fmt: skip


@blueprint.get("/export/leaves.xlsx")
def sheet() -> Any:
    with reading() as session:
        rows = every_page(lambda number: _leaves(session, number, MOST))
    lines = (
        (row.person_name, row.department_name, choose(KINDS.get(row.leave.kind, (row.leave.kind,) * 2)),
         row.leave.first_day, row.leave.last_day, _days_cell(row), row.substitute_name, t(f"leaves.{_state(row)}"),
         row.leave.returned_on, t("leaves.over_month") if row.leave.is_over_month else "",
         t("leaves.over_year") if row.leave.is_over_year else "", row.case_no)
        for row in rows
    )  # fmt: skip
    names = ("person", "department", "kind", "first", "last", "days", "substitute", "state", "returned", "month_flag",
             "year_flag", "case")  # fmt: skip
    return spreadsheet([t(f"leaves.{name}") for name in names], lines, t("leaves.title"))


def _leaves(session: Session, page: int, size: int) -> Page[LeaveRow]:
    wanted = request.args
    return list_leaves(
        session, actor(), department=wanted.get("department", ""), kind=wanted.get("kind", ""), month=_month(),
        flagged="flagged" in wanted, page=page, size=size,
    )  # fmt: skip


def _month() -> date | None:
    """The month asked for; what is none narrows nothing."""
    try:
        return date.fromisoformat(f"{request.args.get('month', '')}-01")
    except ValueError:
        return None


def _state(row: LeaveRow) -> str:
    return row.leave.ended or STATES[0]


def _days(row: LeaveRow) -> str:
    return f"{row.leave.halves / 2:g}{t('frame.provisional') if row.is_provisional else ''}"


def _days_cell(row: LeaveRow) -> float | Provisional:
    days = row.leave.halves / 2
    return Provisional(days) if row.is_provisional else days


def _span(row: LeaveRow) -> str:
    """From when to when: 10月12日 周一 – 10月21日 周三 中午止; a single day is named once."""
    one = row.leave
    first, last = (day_text(day, today=today(), with_weekday=True) for day in (one.first_day, one.last_day))
    begins = f" {t('leaves.from_noon')}" if one.from_noon else ""
    ends = f" {t('leaves.until_noon')}" if one.until_noon else ""
    return f"{first}{begins}{ends}" if first == last else f"{first}{begins} – {last}{ends}"

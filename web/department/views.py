"""The chief's view: counts, desks, what nobody took (with assignment), what falls due."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from casework.cases.status import STATUS_NAMES, TYPE_NAMES
from casework.permissions import Permission
from casework.tasks.department_work import ROWS, department_work, departments_seen, tasks_due
from web.frame import moments
from web.frame.current import actor, now, reading
from web.frame.i18n import choose, t
from web.frame.lists import remember_list
from web.frame.session import needs
from web.frame.spreadsheet import MOST_LINES, due_cell, spreadsheet
from web.frame.typed import number_in
from web.workbench.groups import grouped, lines_of

MOST_PEOPLE = 40

blueprint = Blueprint("department", __name__, template_folder="templates")


@blueprint.get("/department")
@needs(Permission.SEE_DEPARTMENT)
def page() -> str:
    remember_list()
    with reading() as session:
        departments = departments_seen(session, actor())
        chosen = _chosen([department.id for department in departments])
        today_end, month_start = moments.day_end(), moments.month_start()
        work = department_work(session, actor(), chosen, now(), today_end=today_end, month_start=month_start)
    lines = list(lines_of(work.due, now()))
    waiting = lines_of([one.row for one in work.unclaimed], now())
    return render_template(
        "department/page.html", work=work, departments=departments, chosen=chosen, groups=grouped(lines),
        unclaimed=list(zip(work.unclaimed, waiting, strict=True)),
        types=TYPE_NAMES, statuses=STATUS_NAMES, most=ROWS, most_people=MOST_PEOPLE,
    )  # fmt: skip


@blueprint.get("/export/department.xlsx")
@needs(Permission.SEE_DEPARTMENT)
def sheet() -> Any:
    """Every waiting task with a date, also those for which the page has no room."""
    with reading() as session:
        chosen = _chosen([department.id for department in departments_seen(session, actor())])
        rows = tasks_due(session, actor(), chosen, MOST_LINES + 1)
    lines = (
        (row.case_no, choose(TYPE_NAMES[row.case_type]), row.title, row.applicant_name, row.name,
         row.holder_name or t("cases.nobody_yet"), row.opened_at,
         due_cell(row.due_at, provisional=row.is_provisional, calendar=row.calendar))
        for row in rows
    )  # fmt: skip
    names = ("case", "type", "item", "applicant", "step", "who", "opened", "due")
    return spreadsheet([t(f"department.{name}") for name in names], lines, t("department.title"))


def _chosen(known: list[int]) -> int | None:
    wanted = number_in(request.args.get("department", ""))
    if wanted is not None:
        return wanted
    return known[0] if len(known) == 1 else None

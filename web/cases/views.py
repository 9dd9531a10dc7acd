"""Case list, live search and the page of a case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Response, render_template, request

from casework.cases.case_lists import PAGE_SIZE, CaseFilter, CaseRow, search_cases
from casework.cases.case_views import case_diagram
from casework.cases.status import STATUS_NAMES, TYPE_NAMES, Status
from casework.organisation.places import list_departments
from casework.permissions import Permission, is_permitted
from web.cases import acting, papers
from web.cases.blueprint import blueprint
from web.cases.pages import case_page
from web.frame import moments
from web.frame.current import actor, now, office, reading
from web.frame.i18n import choose, t
from web.frame.lists import remember_list
from web.frame.paging import Window, asked_page
from web.frame.spreadsheet import MOST_LINES, due_cell, spreadsheet

__all__ = ["acting", "blueprint", "papers"]


@blueprint.get("/cases")
def page() -> Any:
    """All cases one may see, narrowed by the address."""
    wanted = wanted_cases()
    is_export = request.args.get("format") == "xlsx"
    with reading() as session:
        size = MOST_LINES + 1 if is_export else PAGE_SIZE
        found = search_cases(session, actor(), wanted, page=1 if is_export else asked_page(), size=size)
        departments = list_departments(session)
    if is_export:
        return cases_sheet(found.rows, t("cases.title"))
    remember_list()
    return render_template(
        "cases/page.html", rows=found.rows, wanted=wanted, departments=departments,
        types=TYPE_NAMES, statuses=STATUS_NAMES, window=Window(found.number, found.size, found.total),
        is_narrowed=wanted != CaseFilter(), may_see_all=is_permitted(actor(), Permission.SEE_ALL_DEPARTMENTS),
    )  # fmt: skip


@blueprint.get("/cases/live")
def live() -> Any:
    """The first hits for the search field in the head of every page."""
    query = request.args.get("q", "").strip()
    with reading() as session:
        found = search_cases(session, actor(), CaseFilter(query=query), size=8, count=False)
    return render_template("cases/live.html", rows=found.rows, query=query, types=TYPE_NAMES)


@blueprint.get("/cases/<case_no>")
def case(case_no: str) -> str:
    return case_page(case_no)


@blueprint.get("/cases/<case_no>/diagram.bpmn")
def diagram(case_no: str) -> Response:
    """The designer's file of the version that the case is pinned to."""
    with reading() as session:
        text = case_diagram(session, office(), actor(), case_no, now())
    return Response(text, mimetype="application/xml", headers={"Cache-Control": "private, max-age=3600"})


def wanted_cases() -> CaseFilter:
    """What the address narrows a list of cases to; nonsense narrows nothing."""
    state = request.args.get("state", "")
    return CaseFilter(
        query=request.args.get("q", "").strip(),
        status=request.args.get("status", "") if request.args.get("status") in set(Status) else "",
        case_type=request.args.get("type", "") if request.args.get("type") in TYPE_NAMES else "",
        department=request.args.get("department", ""),
        item=request.args.get("item", ""),
        is_open={"open": True, "over": False}.get(state),
        due_from=now() if state == "today" else None,
        due_before={"overdue": now(), "today": moments.day_end()}.get(state),
        concluded_from=moments.month_start() if state == "month" else None,
        mine=request.args.get("mine") == "1",
    )


def cases_sheet(rows: Iterable[CaseRow], name: str) -> Response:
    """Cases as a spreadsheet with this name."""
    names = ("number", "type", "title", "applicant", "department", "status", "received", "accepted", "due", "ended")
    columns = [t(f"cases.column_{name}") for name in names]
    table = (
        [
            row.case_no, choose(TYPE_NAMES[row.case_type]), row.title, row.applicant_name, row.department_name,
            choose(STATUS_NAMES[row.status]), row.received_at, row.accepted_at,
            due_cell(row.promised_due_at, provisional=row.is_provisional, calendar=row.calendar), row.ended_at,
        ]
        for row in rows
    )  # fmt: skip
    return spreadsheet(columns, table, name)

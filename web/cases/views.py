"""Case list, live search and the page of a case."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request

from casework.cases.case_lists import CaseFilter, search_cases
from casework.cases.case_views import case_diagram, case_view, may_unmask
from casework.cases.status import OUTCOME_NAMES, STATUS_NAMES, TYPE_NAMES, Status
from casework.clocks.calendars import calendar_of
from casework.organisation.places import list_departments
from casework.permissions import Permission, is_permitted
from web.cases.clock_strip import strip_of
from web.cases.marks import marks_json
from web.cases.timeline import timeline
from web.frame import moments
from web.frame.current import actor, now, office, reading
from web.frame.i18n import choose, t
from web.frame.paging import Window, asked_page
from web.frame.spreadsheet import spreadsheet

blueprint = Blueprint("cases", __name__, template_folder="templates")

EXPORT_ROWS = 5000


@blueprint.get("/cases")
def page() -> Any:
    """All cases one may see, narrowed by the address."""
    wanted = _wanted()
    is_export = request.args.get("format") == "xlsx"
    with reading() as session:
        size = EXPORT_ROWS if is_export else 50
        found = search_cases(session, actor(), wanted, page=1 if is_export else asked_page(), size=size)
        calendar = calendar_of(session, actor().point_id)
        departments = list_departments(session)
    if is_export:
        return _export(found.rows)
    return render_template(
        "cases/page.html", rows=found.rows, calendar=calendar, wanted=wanted, departments=departments,
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
def case(case_no: str) -> Any:
    with reading() as session:
        view = case_view(session, office(), actor(), case_no, now())
    main = view.clock("promised") or view.clock("statutory") or view.clock("notice")
    return render_template(
        "cases/case.html", view=view, case=view.case, around=view.file.around, main_clock=main,
        strip=strip_of(main, view.pauses, moments.today()) if main else None, calendar=view.file.calendar,
        lines=timeline(view), types=TYPE_NAMES, statuses=STATUS_NAMES, outcomes=OUTCOME_NAMES,
        marks=marks_json(view.marks), may_unmask=may_unmask(actor(), view.case),
        show_all=request.args.get("record") == "all",
    )  # fmt: skip


@blueprint.get("/cases/<case_no>/diagram.bpmn")
def diagram(case_no: str) -> Response:
    """The designer's file of the version that the case is pinned to."""
    with reading() as session:
        text = case_diagram(session, office(), actor(), case_no, now())
    return Response(text, mimetype="application/xml", headers={"Cache-Control": "private, max-age=3600"})


def _wanted() -> CaseFilter:
    state = request.args.get("state", "")
    return CaseFilter(
        query=request.args.get("q", "").strip(),
        status=request.args.get("status", "") if request.args.get("status") in set(Status) else "",
        case_type=request.args.get("type", "") if request.args.get("type") in TYPE_NAMES else "",
        department=request.args.get("department", ""),
        item=request.args.get("item", ""),
        is_open={"open": True, "over": False}.get(state),
        due_before=now() if state == "overdue" else None,
        mine=request.args.get("mine") == "1",
    )


def _export(rows: Any) -> Response:
    names = ("number", "type", "title", "applicant", "department", "status", "received", "accepted", "due", "ended")
    columns = [t(f"cases.column_{name}") for name in names]
    table = (
        [
            row.case_no, choose(TYPE_NAMES[row.case_type]), row.title, row.applicant_name, row.department_name,
            choose(STATUS_NAMES[row.status]), row.received_at, row.accepted_at, row.promised_due_at, row.ended_at,
        ]
        for row in rows
    )  # fmt: skip
    return spreadsheet(columns, table, t("cases.title"))

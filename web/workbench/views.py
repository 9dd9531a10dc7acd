"""Pages of the workbench."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from casework.cases.case_lists import CaseFilter, search_cases
from casework.cases.status import STATUS_NAMES, TYPE_NAMES
from casework.organisation.places import list_departments
from casework.permissions import CASEWORKERS, Permission, is_permitted
from casework.tasks.claims import claim_task
from casework.tasks.entitlement import SelfApproval
from casework.tasks.inbox import (
    CASES,
    COUNTED_TO,
    InboxFilter,
    Tab,
    choices,
    count_tabs,
    count_urgent,
    list_inbox,
    next_to_claim,
)  # fmt: skip
from casework.tasks.task_state import TaskAlreadyClaimed, TaskNotOpen
from casework.tasks.whose import principals_now
from web.cases.views import cases_sheet, wanted_cases
from web.frame import moments
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import t
from web.frame.lists import remember_list
from web.frame.paging import Window, asked_page
from web.frame.spreadsheet import MOST_LINES
from web.workbench.groups import grouped, lines_of
from web.workbench.sheets import tasks_sheet

blueprint = Blueprint("workbench", __name__, template_folder="templates")

TABS = (Tab.MINE, Tab.OFFERED, Tab.DONE, CASES, Tab.DELEGATED, Tab.RECEIVED, Tab.DUE)
TIMED = (Tab.MINE, Tab.DUE)
"""Tabs that say how many are late and how many must be finished today."""
OPENS_ON = ((Permission.MANAGE_ITEMS, "/items"), (Permission.SEE_DEFINITIONS, "/processes"))
"""Where people begin who work on no cases: by what they may do."""


@blueprint.get("/")
def home() -> Any:
    """The desk of who works on cases; who keeps items or diagrams and nothing else opens on those."""
    if actor().role_names.isdisjoint(CASEWORKERS):
        for permission, address in OPENS_ON:
            if is_permitted(actor(), permission):
                return redirect(address)
    return redirect(url_for("workbench.page"))


@blueprint.get("/workbench")
def page() -> Any:
    """One tab; every filter stands in the address."""
    tab = request.args.get("tab", Tab.MINE.value)
    if tab == CASES:
        return _my_cases()
    chosen = Tab(tab) if tab in set(Tab) else Tab.MINE
    is_export = request.args.get("format") == "xlsx"
    with reading() as session:
        wanted = _wanted()
        if is_export:
            rows = list_inbox(session, actor(), chosen, now(), wanted=wanted, size=MOST_LINES + 1).rows
            return tasks_sheet(rows, chosen)
        remember_list()
        principals = principals_now(session, actor(), now())
        found = list_inbox(
            session, actor(), chosen, now(), wanted=wanted, page=asked_page(), principals=principals
        )  # fmt: skip
        counts = count_tabs(session, actor(), now(), principals)
        options = choices(session, actor(), chosen, now(), principals)
        urgent = count_urgent(session, actor(), chosen, now(), moments.day_end()) if chosen in TIMED else None
    lines = list(lines_of(found.rows, now()))
    return render_template(
        "workbench/page.html", tab=chosen, tabs=TABS, counts=counts, counted_to=COUNTED_TO, urgent=urgent,
        options=options, types=TYPE_NAMES,
        groups=grouped(lines) if chosen is not Tab.DONE else [], lines=lines, wanted=wanted,
        window=Window(found.number, found.size, found.total), is_narrowed=wanted != InboxFilter(),
    )  # fmt: skip


@blueprint.post("/workbench/next")
def claim_next() -> Any:
    """领取下一件: claim the offered task that falls due first and open it.

    One that this person may not do, or that somebody else takes at this instant, is passed over.
    """
    passed: list[int] = []
    while (task_id := _next(passed)) is not None:
        try:
            with transaction() as session:
                claim_task(session, office(), actor(), task_id, now())
            return redirect(f"/tasks/{task_id}")
        except (SelfApproval, TaskAlreadyClaimed, TaskNotOpen):
            passed.append(task_id)
    flash(t("workbench.nothing_to_claim_but" if passed else "workbench.nothing_to_claim"), "warn")
    return redirect(url_for("workbench.page"))


def _next(passed: list[int]) -> int | None:
    with reading() as session:
        return next_to_claim(session, actor(), now(), passed)


def _my_cases() -> Any:
    """Cases the person registered or first spoke about, narrowed like the search of all cases."""
    wanted = replace(wanted_cases(), mine=True)
    with reading() as session:
        if request.args.get("format") == "xlsx":
            found = search_cases(session, actor(), wanted, size=MOST_LINES + 1)
            return cases_sheet(found.rows, t("workbench.tab_cases"))
        remember_list()
        found = search_cases(session, actor(), wanted, page=asked_page())
        departments = list_departments(session)
        counts = count_tabs(session, actor(), now())
    return render_template(
        "workbench/my_cases.html", tab=CASES, tabs=TABS, counts=counts, counted_to=COUNTED_TO, rows=found.rows,
        wanted=wanted, departments=departments, types=TYPE_NAMES, statuses=STATUS_NAMES,
        is_narrowed=wanted != CaseFilter(mine=True), window=Window(found.number, found.size, found.total),
    )  # fmt: skip


def _wanted() -> InboxFilter:
    when = request.args.get("when", "")
    before = {"today": moments.day_end(), "overdue": now()}.get(when)
    return InboxFilter(
        item=request.args.get("item", ""),
        case_type=request.args.get("type", ""),
        step=request.args.get("step", ""),
        unread=request.args.get("unread") == "1",
        paused=True if when == "paused" else None,
        due_before=before,
        due_from=now() if when == "today" else None,
    )

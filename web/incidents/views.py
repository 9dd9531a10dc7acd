"""The page of incidents: cause in words, the step, the case; try again, or mark as seen to."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from casework.database import Session
from casework.errors import Conflict, Refusal
from casework.incidents.incidents import count_incidents, list_incidents, resolve_incident, retry_incident
from casework.incidents.telling import cause_of, step_names
from casework.jobs.job_lists import count_jobs, list_jobs
from casework.page import MOST
from casework.permissions import Permission
from engine.errors import EngineError
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import choose, language, t
from web.frame.notes import note
from web.frame.paging import Window, asked_page, every_page
from web.frame.session import needs
from web.frame.spreadsheet import MOST_LINES, spreadsheet
from web.frame.typed import number_in

blueprint = Blueprint("incidents", __name__, template_folder="templates")

SIZE = 25


@blueprint.get("/incidents")
@needs(Permission.REPAIR_INCIDENT)
def incidents() -> Any:
    """Open incidents, or with `?list=resolved` those seen to."""
    is_open = request.args.get("list") != "resolved"
    with reading() as session:
        found = list_incidents(session, actor(), is_open=is_open, page=asked_page(), size=SIZE)
        names = step_names(session, office(), [row.incident for row in found.rows])
        counts = _counts(session)
    return render_template(
        "incidents/list.html", rows=found.rows, names=names, is_open=is_open, cause_of=cause_of, counts=counts,
        window=Window(found.number, found.size, found.total),
    )  # fmt: skip


@blueprint.get("/jobs")
@needs(Permission.DO_JOBS)
def jobs() -> str:
    """Work that diagrams leave to other systems: what waits for a program and for how long, what one has taken."""
    with reading() as session:
        rows = list_jobs(session, actor(), (), last_id=_last_seen(), size=SIZE + 1)
        names = step_names(session, office(), rows[:SIZE])
        counts = _counts(session)
    has_more = len(rows) > SIZE
    return render_template("incidents/jobs.html", rows=rows[:SIZE], has_more=has_more, names=names, counts=counts)


@blueprint.get("/export/jobs.xlsx")
@needs(Permission.DO_JOBS)
def jobs_sheet() -> Any:
    with reading() as session:
        rows = list_jobs(session, actor(), (), size=MOST_LINES + 1)
        names = step_names(session, office(), rows)
    lines = (
        (row.case_no, row.topic, names.get(row.id, row.element), t(f"jobs.{row.status}"), row.worker, row.attempts,
         row.retries, row.next_at, row.last_error)
        for row in rows
    )  # fmt: skip
    keys = ("incidents.case", "jobs.topic", "incidents.step", "jobs.state", "jobs.worker", "jobs.tried", "jobs.left",
            "jobs.next", "jobs.error")  # fmt: skip
    return spreadsheet([t(key) for key in keys], lines, t("jobs.title"))


@blueprint.get("/export/incidents.xlsx")
@needs(Permission.REPAIR_INCIDENT)
def incidents_sheet() -> Any:
    is_open = request.args.get("list") != "resolved"
    with reading() as session:
        rows = every_page(lambda number: list_incidents(session, actor(), is_open=is_open, page=number, size=MOST))
        names = step_names(session, office(), [row.incident for row in rows])
    lines = (
        (row.incident.at, row.case_no or "", row.title or "", names.get(row.incident.id, row.incident.element or ""),
         choose(cause_of(row.incident)), row.incident.code, row.incident.resolved_at, row.resolved_by)
        for row in rows
    )  # fmt: skip
    keys = ("at", "case", "title_column", "step", "cause", "code", "resolved_at", "resolved_by")
    return spreadsheet([t(f"incidents.{key}") for key in keys], lines, t("incidents.title"))


@blueprint.post("/incidents/<int:incident_id>/retry")
@needs(Permission.REPAIR_INCIDENT)
def retry(incident_id: int) -> Any:
    """Try the step again; when it fails again the reason is told and the incident stays."""
    try:
        with transaction() as session:
            stopped = retry_incident(session, office(), actor(), incident_id, now())
            reason = None if stopped is None else choose(cause_of(stopped))
    except EngineError as error:
        note(t("incidents.failed_again", reason=error.in_language(language())), "bad")
    except Conflict:
        raise
    except Refusal as error:
        note(t("incidents.failed_again", reason=error.in_language(language())), "bad")
    else:
        if reason is None:
            note(t("incidents.retried"))
        else:
            note(t("incidents.stopped_again", reason=reason), "bad")
    return redirect(url_for("incidents.incidents"))


@blueprint.post("/incidents/<int:incident_id>/resolve")
@needs(Permission.REPAIR_INCIDENT)
def resolve(incident_id: int) -> Any:
    """Mark an incident that parks nothing as seen to."""
    with transaction() as session:
        resolve_incident(session, actor(), incident_id, now())
    note(t("incidents.resolved"))
    return redirect(url_for("incidents.incidents"))


def _counts(session: Session) -> dict[str, int]:
    """What the tabs count."""
    open_ones, done = count_incidents(session, actor())
    return {"open": open_ones, "done": done, "jobs": count_jobs(session, actor())}


def _last_seen() -> int:
    return number_in(request.args.get("after", "")) or 0

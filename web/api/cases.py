"""Cases for programs: find, read, clocks with every day, history with hashes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.cases.case_file import open_file
from casework.cases.case_lists import CaseFilter, CaseRow, search_cases
from casework.cases.case_views import (
    CaseView,
    ClockView,
    case_view,
    clock_views,
    find_case_id,
    task_lines,
)
from casework.cases.status import STATUS_NAMES
from casework.clocks.wording import line_words
from casework.history.histories import list_history
from web.api.blueprints import api_blueprint, refuses
from web.api.case_schemas import (
    CaseListSchema,
    CaseQuerySchema,
    CaseSchema,
    CaseTaskListSchema,
    ClockListSchema,
    HistoryQuerySchema,
    HistorySchema,
)
from web.api.paging import one_page, read_cursor
from web.api.preconditions import ETAG, etag
from web.api.schemas import PageQuerySchema, pair
from web.frame.current import actor, now, office, reading
from web.frame.typed import FieldRefused
from web.problems import plain

blueprint = api_blueprint("cases", "Cases (办件): find and read.")

OPEN_STATES = {"open": True, "over": False}


@blueprint.get("/cases")
@blueprint.doc(operationId="searchCases", summary="Cases you may see, the latest received first.")
@blueprint.arguments(CaseQuerySchema, location="query")
@refuses(blueprint)
@blueprint.response(200, CaseListSchema)
def cases(query: dict[str, Any]) -> Any:
    last = read_cursor(query["cursor"], str, int)
    names = ("status", "case_type", "department", "item", "received_from", "received_before", "mine")
    wanted = CaseFilter(
        query=query["q"],
        is_open=OPEN_STATES.get(query["state"]),
        due_before=now() if query["state"] == "overdue" else None,
        after=None if last is None else (_instant(last[0]), last[1]),
        **{name: query[name] for name in names if query[name] is not None},
    )
    with reading() as session:
        found = search_cases(session, actor(), wanted, size=query["limit"] + 1, count=False)
    shown, cursor = one_page(found.rows, query["limit"], lambda row: (row.received_at.isoformat(), row.id))
    return {"items": [case_line(row) for row in shown], "next_cursor": cursor}


@blueprint.get("/cases/<case_no>")
@blueprint.doc(operationId="getCase", summary="One case: where it stands, who applies, which tasks wait.")
@refuses(blueprint, 404)
@blueprint.response(200, CaseSchema, headers=ETAG)
def case(case_no: str) -> Any:
    return one_case(case_no)


@blueprint.get("/cases/<case_no>/clocks")
@blueprint.doc(operationId="getClocks", summary="The clocks of a case, with a line for every day and why it counts.")
@refuses(blueprint, 404)
@blueprint.response(200, ClockListSchema)
def clocks(case_no: str) -> Any:
    with reading() as session:
        file = open_file(session, office(), find_case_id(session, actor(), case_no, now()), actor(), now())
        return {"items": [_clock(view) for view in clock_views(file)]}


@blueprint.get("/cases/<case_no>/history")
@blueprint.doc(operationId="getHistory", summary="What happened to a case, with the chain of hashes.")
@blueprint.arguments(HistoryQuerySchema, location="query")
@refuses(blueprint, 404)
@blueprint.response(200, HistorySchema)
def history(query: dict[str, Any], case_no: str) -> Any:
    (last,) = read_cursor(query["cursor"], int) or (0,)
    with reading() as session:
        file = open_file(session, office(), find_case_id(session, actor(), case_no, now()), actor(), now())
        lines = list_history(session, file.case.id, after_seq=last)
    shown, cursor = one_page(lines, query["limit"], lambda line: (line.seq,))
    names = ("seq", "at", "kind", "actor", "acting_for", "hash")
    items = [{**{name: getattr(line, name) for name in names}, "data": plain(line.data or {}, "zh")} for line in shown]
    return {"items": items, "next_cursor": cursor, "head_hash": file.case.head_hash, "count": file.case.happening_count}


@blueprint.get("/cases/<case_no>/tasks")
@blueprint.doc(operationId="listTasksOfCase", summary="Every task of a case, done ones too.")
@blueprint.arguments(PageQuerySchema, location="query")
@refuses(blueprint, 404)
@blueprint.response(200, CaseTaskListSchema)
def tasks_of_case(query: dict[str, Any], case_no: str) -> Any:
    (last,) = read_cursor(query["cursor"], int) or (0,)
    with reading() as session:
        lines = [line for line in task_lines(session, find_case_id(session, actor(), case_no, now())) if line.id > last]
    shown, cursor = one_page(lines, query["limit"], lambda line: (line.id,))
    return {"items": shown, "next_cursor": cursor}


def one_case(case_no: str) -> tuple[dict[str, Any], dict[str, str]]:
    """A case the actor may see, and its ETag."""
    with reading() as session:
        view = case_view(session, office(), actor(), case_no, now())
    return case_shape(view), etag(view.case.revision)


def case_line(row: CaseRow) -> dict[str, Any]:
    """A case as it stands in lists."""
    names = (
        "case_no", "case_type", "title", "applicant_name", "department_name", "status", "outcome", "received_at",
        "accepted_at", "concluded_at", "ended_at", "promised_due_at", "is_paused", "is_provisional",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        "status_name": pair(STATUS_NAMES[row.status]),
        "standing": row.standing(now()),
    }


def case_shape(view: CaseView) -> dict[str, Any]:
    """A case with who applies and what waits; identifiers are masked."""
    case, around = view.case, view.file.around
    names = (
        "case_no", "case_type", "channel", "business_key", "status", "outcome", "decision", "revision", "received_at",
        "accepted_at", "decided_at", "concluded_at", "delivered_at", "ended_at", "archived_at", "promised_due_at",
        "statutory_due_at", "is_paused", "is_provisional",
    )  # fmt: skip
    return {
        **{name: getattr(case, name) for name in names},
        "title": case.title or around.item_name or "",
        "item": around.item_code,
        "item_name": around.item_name,
        "department": around.department_code,
        "department_name": around.department_name,
        "status_name": pair(STATUS_NAMES[case.status]),
        "applicant": applicant_shape(view),
        "definition": view.definition and dict(zip(("key", "name", "number"), view.definition, strict=True)),
        "waiting": view.waiting,
        "pauses": [_pause(pause) for pause in view.pauses],
        "incidents": len(view.incidents),
    }


def applicant_shape(view: CaseView) -> dict[str, Any] | None:
    """Who applies, with masked numbers."""
    row = view.applicant
    if row is None:
        return None
    return {
        "name": row.name,
        "kind": row.kind,
        "id_type": row.id_type,
        "id_number": view.masked.get(row.id_number_ref or ""),
        "phone": view.masked.get(row.phone_ref or ""),
    }


def _pause(pause: Any) -> dict[str, Any]:
    names = ("basis", "reason", "stopped_at", "planned_end", "resumed_at")
    return {**{name: getattr(pause.row, name) for name in names}, "name": pair(pause.name)}


def _clock(view: ClockView) -> dict[str, Any]:
    names = ("kind", "amount", "unit", "counted_from", "source", "extension", "started_at", "stopped_at")
    lines = [
        {
            **{name: getattr(line, name) for name in ("date", "counted", "number", "code")},
            "words": {"zh": line_words(line, "zh"), "en": line_words(line, "en")},
        }
        for line in view.due.days
    ]
    return {
        **{name: getattr(view.row, name) for name in names},
        "name": pair(view.name),
        "due_at": view.due.at,
        "is_running": view.is_running,
        "is_paused": view.due.paused,
        "is_provisional": view.due.provisional,
        "used": view.used,
        "standing": view.standing,
        "days": lines,
    }


def _instant(written: str) -> datetime:
    """The instant in a cursor. Raises `FieldRefused`."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise FieldRefused("api.cursor_unknown", field="cursor")
    return at

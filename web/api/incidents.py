"""Incidents for programs of administrators: what stands still, trying it again, marking it as seen to."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from casework.incidents.incidents import IncidentRow, list_incidents_after, resolve_incident, retry_incident
from casework.incidents.telling import cause_of
from web.api.blueprints import ID, api_blueprint, refuses
from web.api.paging import one_page, read_cursor
from web.api.repeats import once
from web.api.schemas import PageQuerySchema, PageSchema, instant, number, text, words, yes
from web.frame.current import actor, now, office, reading, transaction

blueprint = api_blueprint("incidents", "What stands still or went wrong.")


class IncidentSchema(Schema):
    id = number("Id of the incident.", 2)
    case_no = text("Number of the case; null: it concerns none.", "YC-20261009-0001", allow_none=True)
    element = text("Id of the drawn element.", "ask_register", allow_none=True)
    code = text("Stable code of the cause.", "job.gave_up")
    cause = words("The cause in words.")
    is_parked = yes("The flow stands still there until it is tried again.")
    at = instant("When.")


class IncidentListSchema(PageSchema):
    items = fields.List(fields.Nested(IncidentSchema), metadata={"description": "Open incidents, the latest first."})


class RetriedSchema(Schema):
    incident_id = number("The new incident where the case stands still again; null: it goes on.", 3, allow_none=True)
    cause = words("The cause in words.", allow_none=True)


@blueprint.get("/incidents")
@blueprint.doc(operationId="listIncidents", summary="Open incidents.")
@blueprint.arguments(PageQuerySchema, location="query")
@refuses(blueprint, 403)
@blueprint.response(200, IncidentListSchema)
def incidents(query: dict[str, Any]) -> Any:
    last = read_cursor(query["cursor"], int)
    with reading() as session:
        rows = list_incidents_after(session, actor(), None if last is None else last[0], size=query["limit"] + 1)
    shown, cursor = one_page(rows, query["limit"], lambda row: (row.incident.id,))
    return {"items": [_shape(row) for row in shown], "next_cursor": cursor}


@blueprint.post(f"/incidents/<{ID}:incident_id>/retry")
@blueprint.doc(operationId="retryIncident", summary="Try the step again where the flow is parked.")
@once(blueprint)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, RetriedSchema)
def retry(incident_id: int) -> Any:
    with transaction() as session:
        stopped = retry_incident(session, office(), actor(), incident_id, now())
        cause = None if stopped is None else cause_of(stopped)._asdict()
        return {"incident_id": None if stopped is None else stopped.id, "cause": cause}


@blueprint.post(f"/incidents/<{ID}:incident_id>/resolve")
@blueprint.doc(operationId="resolveIncident", summary="Mark an incident that parks nothing as seen to.")
@once(blueprint)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(204)
def resolve(incident_id: int) -> Any:
    with transaction() as session:
        resolve_incident(session, actor(), incident_id, now())


def _shape(row: IncidentRow) -> dict[str, Any]:
    names = ("id", "element", "code", "is_parked", "at")
    shape = {name: getattr(row.incident, name) for name in names}
    return {**shape, "case_no": row.case_no, "cause": cause_of(row.incident)._asdict()}

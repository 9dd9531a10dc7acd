"""Whether the API answers, who one is, and its description in OpenAPI."""

from __future__ import annotations

from typing import Any

from flask import current_app, jsonify
from marshmallow import Schema, fields
from werkzeug.wrappers import Response

from casework.database import is_alive
from casework.organisation.role import Role
from web.api.blueprints import api_blueprint, refuses
from web.api.schemas import number, one_of, text, words
from web.frame.current import actor, reading

DESCRIPTION = "OpenAPI document of the API, version 3.1."
IN_ADDRESSES = {
    "attachment_id": ("Id of the file.", 8),
    "case_no": ("Number of the case.", "YC-20261009-0001"),
    "code": ("Code of the item.", "CG-HWGG"),
    "delegation_id": ("Id of the delegation.", 3),
    "document_id": ("Id of the document.", 5),
    "incident_id": ("Id of the incident.", 2),
    "job_id": ("Id of the job.", 4),
    "key": ("Id of the process.", "p_leave"),
    "task_id": ("Id of the task.", 71),
    "version_id": ("Id of the version.", 12),
}
open_blueprint = api_blueprint("surroundings", "Health and this description; no token is needed.", is_open=True)
blueprint = api_blueprint("person", "In whose name the program acts.")


class HealthSchema(Schema):
    status = one_of("`ok` when the database answers; otherwise the answer is a problem with status 503.", ["ok"])


class HeldRoleSchema(Schema):
    role = one_of("The role.", Role)
    name = words("The role in words.")


class PersonSchema(Schema):
    id = number("Id of the person.", 12)
    username = text("User name.", "lijianping")
    name = text("Name.", "李建平")
    roles = fields.List(fields.Nested(HeldRoleSchema), metadata={"description": "Roles of the posts held now."})


@open_blueprint.get("/health")
@open_blueprint.doc(operationId="getHealth", summary="Is the database alive?", security=[])
@open_blueprint.response(200, HealthSchema)
@open_blueprint.alt_response(503, "SERVICE_UNAVAILABLE")
def health() -> Any:
    with reading() as session:
        is_alive(session)
    return {"status": "ok"}


@open_blueprint.get("/openapi.json")
@open_blueprint.doc(operationId="getOpenApi", summary=DESCRIPTION, security=[])
@open_blueprint.response(200, {"type": "object"}, description=DESCRIPTION)
def openapi() -> Response:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    document = api.spec.to_dict()
    for path in document["paths"].values():
        for parameter in path.get("parameters", ()):
            parameter["description"], parameter["example"] = IN_ADDRESSES[parameter["name"]]
    return jsonify(document)


@blueprint.get("/me")
@blueprint.doc(operationId="getMe", summary="Who am I?")
@refuses(blueprint)
@blueprint.response(200, PersonSchema)
def me() -> Any:
    roles = [Role(name) for name in sorted(actor().role_names)]
    held = [{"role": role.value, "name": role.words._asdict()} for role in roles]
    return {"id": actor().person_id, "username": actor().username, "name": actor().name, "roles": held}

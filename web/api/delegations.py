"""Delegations (工作委托) for programs: what one gave and received, a new one, the end of one."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from casework.catalogue.items import get_item
from casework.delegation.delegation import Scope
from casework.delegation.delegations import (
    DelegationRow,
    create_delegation,
    get_delegation,
    list_delegations,
    revoke_delegation,
)
from casework.errors import Refusal
from casework.organisation.people import find_person
from web.api.blueprints import ID, api_blueprint, refuses
from web.api.paging import one_page, read_cursor
from web.api.repeats import once
from web.api.schemas import PageQuerySchema, PageSchema, instant, number, one_of, text, texts, yes
from web.frame.current import actor, now, reading, transaction

blueprint = api_blueprint("delegations", "Delegated work (工作委托).")


class DelegationSchema(Schema):
    id = number("Id of the delegation.", 3)
    principal_id = number("Id of the person whose work it is; give it as `acting_for`.", 12)
    principal_name = text("Name.", "李建平")
    deputy_id = number("Id of the person who acts.", 14)
    deputy_name = text("Name.", "王思琪")
    starts_at = instant("Begin.")
    ends_at = instant("End; it ends by itself.")
    scope = one_of("All work, or by item.", Scope)
    reason = text("Why.", "外出培训")
    is_running = yes("It runs now.")
    revoked_at = instant("When it was taken back, or interrupted.", allow_none=True)
    is_interrupted = yes("It stands still for a leave, and goes on when that ends early.")


class DelegationListSchema(PageSchema):
    items = fields.List(
        fields.Nested(DelegationSchema), metadata={"description": "What you gave and received, the latest first."}
    )


class NewDelegationSchema(Schema):
    deputy = text("User name of who shall act for you.", "wangsiqi", required=True, validate=validate.Length(max=50))
    starts_at = instant("Begin.", required=True)
    ends_at = instant("End.", required=True)
    reason = text("Why.", "外出培训", required=True, validate=validate.Length(min=1, max=500))
    items = texts("Codes of the items; left out: all work.", ["CG-HWGG"], load_default=None, allow_none=True,
                  validate=validate.Length(min=1, max=500))  # fmt: skip


@blueprint.get("/delegations")
@blueprint.doc(operationId="listDelegations", summary="The delegations you gave and received.")
@blueprint.arguments(PageQuerySchema, location="query")
@refuses(blueprint)
@blueprint.response(200, DelegationListSchema)
def delegations(query: dict[str, Any]) -> Any:
    last = read_cursor(query["cursor"], int)
    with reading() as session:
        rows = sorted(list_delegations(session, actor().person_id), key=lambda row: -row.delegation.id)
    behind = [row for row in rows if last is None or row.delegation.id < last[0]]
    shown, cursor = one_page(behind, query["limit"], lambda row: (row.delegation.id,))
    return {"items": [_shape(row) for row in shown], "next_cursor": cursor}


@blueprint.post("/delegations")
@blueprint.doc(operationId="createDelegation", summary="Let a colleague act for you for a while, in all or by item.")
@once(blueprint)
@blueprint.arguments(NewDelegationSchema)
@refuses(blueprint, 404, 409)
@blueprint.response(201, DelegationSchema)
def create(body: dict[str, Any]) -> Any:
    with transaction() as session:
        deputy = find_person(session, body["deputy"])
        if deputy is None:
            raise Refusal("person.unknown", field="deputy", person=body["deputy"])
        codes = body["items"]
        items = None if codes is None else [get_item(session, code).id for code in codes]
        made = create_delegation(
            session, actor(), deputy.id, body["starts_at"], body["ends_at"], body["reason"], now(), item_ids=items
        )
        return _shape(get_delegation(session, made.id))


@blueprint.post(f"/delegations/<{ID}:delegation_id>/revoke")
@blueprint.doc(operationId="revokeDelegation", summary="Take a delegation back; what the deputy holds comes back.")
@once(blueprint)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, DelegationSchema)
def revoke(delegation_id: int) -> Any:
    with transaction() as session:
        revoke_delegation(session, actor(), delegation_id, now())
        return _shape(get_delegation(session, delegation_id))


def _shape(row: DelegationRow) -> dict[str, Any]:
    one = row.delegation
    names = ("id", "principal_id", "deputy_id", "starts_at", "ends_at", "scope", "reason", "revoked_at")
    return {
        **{name: getattr(one, name) for name in names},
        "principal_name": row.principal_name,
        "deputy_name": row.deputy_name,
        "is_running": one.is_running(now()),
        "is_interrupted": one.is_interrupted(now()),
    }

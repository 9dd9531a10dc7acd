"""Delegate one's work for a while, take it back, see what was given and received."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request

from casework.catalogue.items import list_items
from casework.database import Session
from casework.delegation.delegation import Scope
from casework.delegation.delegations import (
    MOST_DAYS,
    DelegationRow,
    create_delegation,
    list_delegations,
    revoke_delegation,
)
from casework.errors import NotPermitted, Refusal
from casework.organisation.people import list_people
from casework.page import MOST
from casework.permissions import Permission, is_permitted
from casework.tasks.ended_delegations import give_back_delegated
from web.frame import moments
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import t
from web.frame.repeats import once
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import FieldRefused, Typed, day_in, refused, whole_number

blueprint = Blueprint("delegations", __name__, template_folder="templates")

RUNNING, COMING, OVER, REVOKED = "running", "coming", "over", "revoked"


@blueprint.get("/delegations")
def page() -> Any:
    """What one gave and received; a chief may also look at and set those of a colleague (`?of=`)."""
    return _page(Typed())


@blueprint.post("/delegations")
@once
def create() -> Any:
    """Delegate; a refusal shows the form again with everything typed."""
    form = request.form
    try:
        with transaction() as session:
            made = create_delegation(
                session, actor(), whole_number(form.get("deputy_id", ""), "deputy_id", otherwise=0) or 0,
                _instant("starts"), _instant("ends"), form.get("reason", ""), now(), principal_id=_principal(),
                item_ids=_items(),
            )  # fmt: skip
            ends = made.ends_at
    except NotPermitted:
        raise
    except Refusal as error:
        return _page(_typed_again(error)), 422
    flash(t("delegations.created", at=moments.moment_text(ends, with_weekday=True)), "ok")
    return redirect(_here())


@blueprint.post("/delegations/<int:delegation_id>/revoke")
def revoke(delegation_id: int) -> Any:
    with transaction() as session:
        revoke_delegation(session, actor(), delegation_id, now())
    # What the deputy holds in the principal's name comes back now, not with the next round of the worker.
    give_back_delegated(office(), now())
    flash(t("delegations.revoked_now"), "ok")
    return redirect(_here())


@blueprint.get("/export/delegations.xlsx")
def sheet() -> Any:
    with reading() as session:
        rows = list_delegations(session, _principal() or actor().person_id)
        names = _item_names(session)
    lines = (
        (row.principal_name, row.deputy_name, row.delegation.starts_at, row.delegation.ends_at, _scope(row, names),
         row.delegation.reason, t(f"delegations.state_{state_of(row)}"), row.delegation.revoked_at)
        for row in rows
    )  # fmt: skip
    columns = ("principal", "deputy", "starts", "ends", "scope", "reason", "state", "revoked_at")
    return spreadsheet([t(f"delegations.{name}") for name in columns], lines, t("delegations.title"))


def state_of(row: DelegationRow) -> str:
    one = row.delegation
    if one.revoked_at is not None:
        return REVOKED
    if one.ends_at <= now():
        return OVER
    return RUNNING if one.starts_at <= now() else COMING


def _page(typed: Typed) -> str:
    may_set_for_others = is_permitted(actor(), Permission.MANAGE_DELEGATIONS)
    of = _principal() if may_set_for_others else None
    with reading() as session:
        rows = list_delegations(session, of or actor().person_id)
        people = [row.person for row in list_people(session, actor(), now(), size=MOST).rows]
        items = list_items(session, moments.today(), size=MOST).rows
        names = _item_names(session)
    mine = of or actor().person_id
    near = [one for one in people if one.department_id == actor().department_id]
    return render_template(
        "delegations/page.html", typed=typed, given=[row for row in rows if row.principal_id == mine], of=of,
        received=[row for row in rows if row.principal_id != mine], state_of=state_of, near=near, mine=mine,
        others=[one for one in people if one.department_id != actor().department_id], items=items, most=MOST_DAYS,
        scope_of=lambda row: _scope(row, names), may_set_for_others=may_set_for_others, colleagues=near,
    )  # fmt: skip


def _typed_again(error: Refusal) -> Typed:
    values: dict[str, Any] = {**request.form.to_dict(), "item_ids": request.form.getlist("item_ids")}
    fields = {"starts_at": "starts_day", "ends_at": "ends_day"}
    name = fields.get(str(error.params.get("field", "")))
    if name is not None:
        error.params = {**error.params, "field": name}
    return refused(error, values, group="delegations")


def _instant(name: str) -> datetime:
    """Day and time of two fields, in Beijing."""
    day: date | None = day_in(request.form.get(f"{name}_day", "").strip(), f"{name}_day")
    if day is None:
        raise FieldRefused("form.not_a_day", field=f"{name}_day", text="")
    text = request.form.get(f"{name}_time", "").strip()
    try:
        at = time.fromisoformat(text or "00:00")
    except ValueError:
        raise FieldRefused("delegations.not_a_time", field=f"{name}_time", text=text) from None
    return datetime.combine(day, at, tzinfo=moments.ZONE)


def _items() -> list[int] | None:
    if request.form.get("scope") != Scope.ITEMS:
        return None
    return [int(text) for text in request.form.getlist("item_ids") if text.isdigit()]


def _principal() -> int | None:
    text = request.values.get("of", "")
    return int(text) if text.isdigit() and len(text) < 10 else None


def _here() -> str:
    of = _principal()
    return f"/delegations?of={of}" if of is not None and of != actor().person_id else "/delegations"


def _item_names(session: Session) -> dict[int, str]:
    rows = list_items(session, moments.today(), with_others=True, size=MOST).rows
    return {row.item.id: row.version.name for row in rows}


def _scope(row: DelegationRow, names: dict[int, str]) -> str:
    if row.delegation.scope == Scope.ALL:
        return t("delegations.all_work")
    return t("frame.comma").join(names.get(one, str(one)) for one in row.delegation.item_ids)

"""Delegate one's work for a while, take it back, see what was given and received."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request

from casework.catalogue.items import ItemChoice, item_choices
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
from casework.organisation.people import get_person
from casework.organisation.person import Person
from casework.permissions import Permission, is_permitted
from casework.tasks.lost_holders import give_back_held
from web.frame import moments
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import t
from web.frame.repeats import once
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import FieldRefused, Typed, day_in, number_in, refused
from web.organisation.pages import offered, people_offered, person_typed

blueprint = Blueprint("delegations", __name__, template_folder="templates")

RUNNING, COMING, OVER, REVOKED, INTERRUPTED = "running", "coming", "over", "revoked", "interrupted"


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
            deputy, principal = _named(session, "deputy"), _named(session, "principal")
            if deputy is None:
                raise FieldRefused("delegations.no_deputy", field="deputy")
            made = create_delegation(
                session, actor(), deputy.id, _instant("starts"), _instant("ends"), form.get("reason", ""), now(),
                principal_id=None if principal is None else principal.id, item_ids=_items(),
            )  # fmt: skip
            ends, of = made.ends_at, made.principal_id
    except NotPermitted:
        raise
    except Refusal as error:
        return _page(_typed_again(error)), 422
    flash(t("delegations.created", at=moments.moment_text(ends, with_weekday=True)), "ok")
    return redirect(_page_of(of))


@blueprint.post("/delegations/<int:delegation_id>/revoke")
def revoke(delegation_id: int) -> Any:
    with transaction() as session:
        revoke_delegation(session, actor(), delegation_id, now())
    # What the deputy holds in the principal's name comes back now, not with the next round of the worker.
    give_back_held(office(), now())
    flash(t("delegations.revoked_now"), "ok")
    return redirect(_page_of(_principal()))


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
    if one.is_interrupted(now()):
        return INTERRUPTED
    if one.revoked_at is not None and one.interrupted_by_id is None:
        return REVOKED
    if one.ends_at <= now():
        return OVER
    return RUNNING if one.starts_at <= now() else COMING


def _page(typed: Typed) -> str:
    may_set_for_others = is_permitted(actor(), Permission.MANAGE_DELEGATIONS)
    of = _principal() if may_set_for_others else None
    with reading() as session:
        rows = list_delegations(session, of or actor().person_id)
        people = people_offered(session)
        items = item_choices(session, moments.today())
        names = _item_names(session)
        if of and not typed.values:
            typed = Typed({"principal": offered(get_person(session, of))})
    mine = of or actor().person_id
    return render_template(
        "delegations/page.html", typed=typed, given=[row for row in rows if row.principal_id == mine], of=of,
        received=[row for row in rows if row.principal_id != mine], state_of=state_of, people=people,
        items=_by_department(items), most=MOST_DAYS, scope_of=lambda row: _scope(row, names),
        may_set_for_others=may_set_for_others,
    )  # fmt: skip


def _by_department(items: list[ItemChoice]) -> list[tuple[str, list[ItemChoice]]]:
    return [(name, list(group)) for name, group in groupby(items, key=lambda one: one.department_name)]


def _named(session: Session, field: str) -> Person | None:
    """The person typed into a field; None when it is empty."""
    text = request.form.get(field, "").strip()
    return person_typed(session, text, field) if text else None


def _typed_again(error: Refusal) -> Typed:
    values: dict[str, Any] = {**request.form.to_dict(), "item_ids": request.form.getlist("item_ids")}
    fields = {"starts_at": "starts_day", "ends_at": "ends_day", "deputy_id": "deputy"}
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
    return [number for text in request.form.getlist("item_ids") if (number := number_in(text)) is not None]


def _principal() -> int | None:
    return number_in(request.values.get("of", ""))


def _page_of(principal: int | None) -> str:
    is_other = principal is not None and principal != actor().person_id
    return f"/delegations?of={principal}" if is_other else "/delegations"


def _item_names(session: Session) -> dict[int, str]:
    return {one.item_id: one.name for one in item_choices(session, moments.today(), with_others=True)}


def _scope(row: DelegationRow, names: dict[int, str]) -> str:
    if row.delegation.scope == Scope.ALL:
        return t("delegations.all_work")
    return t("frame.comma").join(names.get(one, str(one)) for one in row.delegation.item_ids)

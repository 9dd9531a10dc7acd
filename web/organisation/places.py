"""Departments, windows and service points."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, url_for

from casework.clocks.calendars import list_calendars
from casework.database import Session
from casework.errors import NotFound, Refusal
from casework.organisation.department import Department
from casework.organisation.people import get_person
from casework.organisation.places import (
    EDITABLE,
    add_department,
    add_point,
    add_window,
    edit_place,
    list_departments,
    list_points,
    list_windows,
)
from casework.organisation.seen import ChangedMeanwhile
from casework.organisation.service_point import PointKind, ServicePoint
from casework.organisation.window import Window as Counter
from casework.permissions import Permission, is_permitted
from web.frame.current import actor, reading, transaction
from web.frame.i18n import t
from web.frame.notes import note
from web.frame.repeats import once
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import FieldRefused, Typed, key_in, refused, typed_form, what_was_seen
from web.organisation.pages import (
    blueprint,
    department_choices,
    first_or_none,
    offered,
    others_changed,
    people_offered,
    person_typed,
    point_choices,
    stored,
)

Row = ServicePoint | Department | Counter
FALLBACK = "fallback_person_id"
KINDS = ("points", "departments", "windows")
LISTS: dict[str, Callable[[Session], list[Any]]] = {
    "points": list_points,
    "departments": lambda session: list_departments(session, with_closed=True),
    "windows": list_windows,
}
REQUIRED = {
    "points": ("code", "name", "kind", "calendar_id"),
    "departments": ("code", "name", "short_name"),
    "windows": ("code", "name", "department_id", "point_id"),
}

COLUMNS = {
    "points": ("code", "name", "kind", "parent_id", "address", "phone", "calendar_id"),
    "departments": ("code", "name", "short_name", "is_vertical", "is_active"),
    "windows": ("code", "name", "department_id", "point_id"),
}


@blueprint.get("/organisation")
@needs(Permission.SEE_PEOPLE)
def organisation() -> Any:
    """Service points as a tree, departments and windows, on one page."""
    with reading() as session:
        points, departments, windows = list_points(session), LISTS["departments"](session), list_windows(session)
        calendars = {row.id: row.name for row in list_calendars(session)}
    return render_template(
        "organisation/organisation.html", points=_tree(points), departments=departments, windows=windows,
        calendars=calendars, point_names={row.id: row.name for row in points},
        department_names={row.id: row.short_name for row in departments},
        may_manage=is_permitted(actor(), Permission.MANAGE_ORGANISATION),
    )  # fmt: skip


@blueprint.get("/export/<any(points, departments, windows):kind>.xlsx")
@needs(Permission.SEE_PEOPLE)
def places_sheet(kind: str) -> Any:
    """One of the three lists of the page."""
    with reading() as session:
        rows = LISTS[kind](session)
    names = _choices()
    lines = ([_cell(row, column, names) for column in COLUMNS[kind]] for row in rows)
    return spreadsheet([t(f"places.{column}") for column in COLUMNS[kind]], lines, t(f"places.{kind}"))


@blueprint.get("/organisation/<any(points, departments, windows):kind>/new")
@needs(Permission.MANAGE_ORGANISATION)
def new_place(kind: str) -> Any:
    return _place_page(kind, None, Typed({"kind": PointKind.BRANCH_HALL.value}))


@blueprint.post("/organisation/<any(points, departments, windows):kind>/new")
@needs(Permission.MANAGE_ORGANISATION)
@once
def create_place(kind: str) -> Any:
    form = typed_form()
    try:
        _check_required(kind, form)
        with transaction() as session:
            name = _add(session, kind, form)
    except Refusal as error:
        return _place_page(kind, None, refused(error, labels=_labels(kind))), 422
    note(t("places.added", name=name))
    return redirect(url_for("organisation.organisation"))


@blueprint.get("/organisation/<any(points, departments, windows):kind>/<int:row_id>")
@needs(Permission.MANAGE_ORGANISATION)
def place(kind: str, row_id: int) -> Any:
    return _place_page(kind, row_id)


@blueprint.post("/organisation/<any(points, departments, windows):kind>/<int:row_id>")
@needs(Permission.MANAGE_ORGANISATION)
def change_place(kind: str, row_id: int) -> Any:
    form = typed_form()
    try:
        _check_required(kind, {**form, "code": "-"})
        with transaction() as session:
            row = _get(session, kind, row_id)
            edit_place(session, actor(), row, _changes(session, kind, form), seen=what_was_seen())
    except ChangedMeanwhile as error:
        labels = {name: f"places.{name.removesuffix('_person_id')}" for name in error.seen}
        return _place_page(kind, row_id, others_changed(error, labels, _choices() | _fallbacks(error))), 409
    except Refusal as error:
        if isinstance(error, NotFound):
            raise
        return _place_page(kind, row_id, refused(error, labels=_labels(kind))), 422
    note(t("places.saved", name=form["name"]))
    return redirect(url_for("organisation.organisation"))


def _choices() -> dict[str, dict[Any, str]]:
    """The words of values that are chosen from a list."""
    with reading() as session:
        points, departments = dict(point_choices(session)), dict(department_choices(session, with_closed=True))
        calendars = {row.id: row.name for row in list_calendars(session)}
    return {
        "parent_id": points, "point_id": points, "department_id": departments, "calendar_id": calendars,
        "kind": {kind.value: t(f"places.kind_{kind}") for kind in PointKind},
    }  # fmt: skip


def _fallbacks(error: ChangedMeanwhile) -> dict[str, dict[Any, str]]:
    """Who was and who is the fallback person of a department that others changed."""
    people = {one for one in (error.before.get(FALLBACK), error.after.get(FALLBACK)) if one is not None}
    with reading() as session:
        return {FALLBACK: {one: offered(get_person(session, one)) for one in people}}


def _cell(row: Row, column: str, names: dict[str, dict[int, str]]) -> Any:
    value = getattr(row, column)
    return names[column].get(value, "") if column in names else value


def _add(session: Session, kind: str, form: dict[str, str]) -> str:
    values = {"code": form["code"], **_changes(session, kind, form)}
    if kind == "points":
        add_point(session, actor(), ServicePoint(**values))
    elif kind == "departments":
        add_department(session, actor(), Department(**values))
    else:
        add_window(session, actor(), Counter(**values))
    return form["name"]


def _changes(session: Session, kind: str, form: dict[str, str]) -> dict[str, Any]:
    if kind == "points":
        chosen = form["kind"] if form["kind"] in set(PointKind) else PointKind.BRANCH_HALL.value
        return {
            "name": form["name"], "kind": chosen, "parent_id": key_in(form.get("parent_id", ""), "parent_id"),
            "calendar_id": key_in(form["calendar_id"], "calendar_id"),
            "address": form.get("address", ""), "phone": form.get("phone", ""),
        }  # fmt: skip
    if kind == "departments":
        named = form.get("fallback", "")
        return {
            "name": form["name"], "short_name": form["short_name"], "is_vertical": form.get("is_vertical") == "yes",
            "is_active": form.get("is_active") == "yes",
            "fallback_person_id": person_typed(session, named, "fallback").id if named else None,
        }  # fmt: skip
    return {
        "name": form["name"],
        "department_id": key_in(form["department_id"], "department_id"),
        "point_id": key_in(form["point_id"], "point_id"),
    }


def _check_required(kind: str, form: dict[str, str]) -> None:
    for name in REQUIRED[kind]:
        if not form.get(name):
            raise FieldRefused("organisation.missing", field=name)


def _labels(kind: str) -> dict[str, str]:
    return {name: f"places.{name}" for name in (*REQUIRED[kind], "parent_id", "fallback")}


def _get(session: Session, kind: str, row_id: int) -> Row:
    row: Row | None = first_or_none(LISTS[kind](session), row_id)
    if row is None:
        raise NotFound("place.not_found", place=row_id)
    return row


def _place_page(kind: str, row_id: int | None, typed: Typed | None = None) -> str:
    with reading() as session:
        row = None if row_id is None else _get(session, kind, row_id)
        people = people_offered(session) if kind == "departments" else []
        return render_template(
            f"organisation/{kind}.html", row=row, typed=typed or _stored(session, row), people=people,
            departments=department_choices(session, with_closed=True),
            points=[choice for choice in point_choices(session) if choice[0] != row_id or kind != "points"],
            calendars=[(one.id, one.name) for one in list_calendars(session)],
            kinds=[(one.value, t(f"places.kind_{one.value}")) for one in PointKind],
        )  # fmt: skip


def _stored(session: Session, row: Row | None) -> Typed:
    if row is None:
        return Typed({"is_active": "yes"})
    form = stored(row, EDITABLE[type(row)])
    if isinstance(row, Department) and row.fallback_person_id is not None:
        return Typed({**form.values, "fallback": offered(get_person(session, row.fallback_person_id))})
    return form


def _tree(points: list[ServicePoint]) -> list[tuple[int, ServicePoint]]:
    """(depth, point) in the order of the tree."""
    below: dict[int | None, list[ServicePoint]] = {}
    for point in points:
        below.setdefault(point.parent_id, []).append(point)
    shown: list[tuple[int, ServicePoint]] = []

    def add(parent: int | None, depth: int) -> None:
        for point in below.get(parent, ()):
            shown.append((depth, point))
            add(point.id, depth + 1)

    add(None, 0)
    return shown

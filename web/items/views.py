"""Pages of the item catalogue. Everybody may read; administrators publish the next version."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for

from casework.catalogue.item import Item, ItemVersion
from casework.catalogue.items import (
    ItemRow,
    NewerVersion,
    cancel_item,
    fields_of,
    find_item_in_force,
    forms_of,
    get_item,
    list_items,
    list_versions,
    materials_of,
    publish_item_version,
)
from casework.catalogue.readiness import readiness, running_cases_of_item
from casework.database import Session
from casework.definitions.definitions import list_definitions
from casework.errors import NotFound, Refusal
from casework.organisation.places import list_departments
from casework.page import MOST, Page
from casework.permissions import Permission, is_permitted
from web.frame.current import actor, now, office, reading, transaction
from web.frame.i18n import t
from web.frame.moments import day_text, today
from web.frame.notes import note
from web.frame.paging import Window, asked_page, every_page
from web.frame.repeats import once
from web.frame.session import needs
from web.frame.spreadsheet import spreadsheet
from web.frame.typed import SEEN, FieldRefused, Typed, changed_meanwhile, day_in, number_in, refused, whole_number
from web.items import bars, words
from web.items.blueprint import blueprint
from web.items.changes import changes_between
from web.items.editing import fields_typed, material_rows, typed_materials, values_of

__all__ = ["bars", "blueprint"]

SIZE = 20
TABS = ("base", "materials", "basis", "fee", "flow", "versions")


@blueprint.get("/items")
def items() -> Any:
    """The list with its filters in the address."""
    with reading() as session:
        found = _found(session, asked_page(), SIZE)
        departments = [(row.id, row.name) for row in list_departments(session)]
    return render_template(
        "items/list.html", rows=found.rows, window=Window(found.number, found.size, found.total), words=words,
        departments=departments, bases=words.base_choices(), **_permission(),
    )  # fmt: skip


@blueprint.get("/export/items.xlsx")
def items_sheet() -> Any:
    """The filtered list, all pages of it."""
    with reading() as session:
        rows = every_page(lambda number: _found(session, number, MOST))
    keys = ("code", "name", "department", "item_type", "base_type", "statutory", "promised", "definition_key",
            "number", "valid_from", "valid_to", "state")  # fmt: skip
    lines = (
        (row.item.code, row.version.name, row.department_name, words.type_words(row.version.item_type),
         words.base_words(row.version.base_type), words.limit_text(row.version.statutory),
         words.limit_text(row.version.promised), row.version.definition_key, row.version.number,
         row.version.valid_from, row.version.valid_to, t(f"items.state_{_state(row.version)}"))
        for row in rows
    )  # fmt: skip
    return spreadsheet([t(f"items.{key}") for key in keys], lines, t("items.title"))


@blueprint.get("/items/new")
@needs(Permission.MANAGE_ITEMS)
def new_item() -> Any:
    return _edit_page(None, Typed(_defaults()), [{}, {}, {}])


@blueprint.post("/items/new")
@needs(Permission.MANAGE_ITEMS)
@once
def create_item() -> Any:
    """Publish the first version of a new item."""
    form = request.form
    try:
        code = form.get("code", "").strip()
        if not code:
            raise FieldRefused("organisation.missing", field="code")
        with reading() as session:
            if _is_known(session, code):
                raise FieldRefused("items.code_taken", field="code", item=code)
        start = {"department": form.get("department", ""), "local_code": form.get("local_code", "").strip(),
                 "is_internal": form.get("is_internal") == "yes"}  # fmt: skip
        version = _publish(code, fields_typed(form, start, request.files))
    except Refusal as error:
        return _edit_page(None, refused(error, form.to_dict(), group="items"), typed_materials(form)), 422
    note(_published_words(version))
    return redirect(url_for("items.item", code=code))


@blueprint.get("/items/<code>")
def item(code: str) -> Any:
    """One version of the item: that in force, or the one the address asks for."""
    with reading() as session:
        shown = get_item(session, code)
        versions = list_versions(session, code)
        wanted = request.args.get("version", "")
        version = next((one for one in versions if str(one.number) == wanted), None)
        version = version or find_item_in_force(session, code, today()) or versions[0]
        departments = {row.id: row for row in list_departments(session, with_closed=True)}
        running = running_cases_of_item(session, shown.id)
        tab = request.args.get("tab", "base")
        return render_template(
            "items/item.html", item=shown, version=version, versions=versions, words=words, state=_state(version),
            department=departments[shown.department_id],
            departments={row.code: row.name for row in departments.values()},
            materials=materials_of(session, version.id), forms=forms_of(session, version.id), running=running,
            checks=readiness(session, office(), shown, version, today(), now()) if tab == "base" else [],
            tab=tab if tab in TABS else "base", tabs=TABS, coming=_coming(versions, version),
            definition={line.key: line for line in list_definitions(session)}.get(version.definition_key),
            changes=_history(session, versions) if tab == "versions" else {}, **_permission(),
        )  # fmt: skip


@blueprint.get("/export/items/<code>.xlsx")
def versions_sheet(code: str) -> Any:
    """Every version of the item, the newest first, with what it changed of the one before."""
    with reading() as session:
        versions = list_versions(session, code)
        running, changes = running_cases_of_item(session, get_item(session, code).id), _history(session, versions)
    lines = (
        (one.number, one.name, t(f"items.state_{_state(one)}"), one.valid_from, one.valid_to, one.change_note,
         "\n".join(f"{was.field}{t('cases.colon')}{was.before} → {was.after}" for was in changes.get(one.id, ())),
         running.get(one.id, 0))
        for one in versions
    )  # fmt: skip
    keys = ("items.number", "items.name", "items.state", "items.valid_from", "items.valid_to", "items.change_note",
            "items.changed", "processes.column_running")  # fmt: skip
    return spreadsheet([t(key) for key in keys], lines, f"{code} {t('items.tab_versions')}")


@blueprint.get("/items/<code>/edit")
@needs(Permission.MANAGE_ITEMS)
def edit(code: str) -> Any:
    with reading() as session:
        fields = fields_of(session, list_versions(session, code)[0].id)
        number = list_versions(session, code)[0].number
    start = {**values_of(fields), "change_note": "", "valid_from": today().isoformat(), SEEN: str(number)}
    return _edit_page(code, Typed(start), material_rows(fields))


@blueprint.post("/items/<code>/edit")
@needs(Permission.MANAGE_ITEMS)
@once
def publish_next(code: str) -> Any:
    """Publish the next version; the present one ends the day before, running cases keep theirs."""
    form = request.form
    try:
        with reading() as session:
            before = fields_of(session, list_versions(session, code)[0].id)
        seen = form.get(SEEN, "")
        version = _publish(code, fields_typed(form, before, request.files), after=whole_number(seen, SEEN))
    except NewerVersion as error:
        return _edit_page(code, _newer_one(error, code), typed_materials(form)), 409
    except Refusal as error:
        if isinstance(error, NotFound):
            raise
        return _edit_page(code, refused(error, form.to_dict(), group="items"), typed_materials(form)), 422
    note(_published_words(version))
    return redirect(url_for("items.item", code=code, version=version.number))


@blueprint.post("/items/<code>/cancel")
@needs(Permission.MANAGE_ITEMS)
def cancel(code: str) -> Any:
    """The item ends; running cases go on."""
    form = request.form
    last_day = day_in(form.get("last_day", ""), "last_day")
    if last_day is None or not form.get("note", "").strip():
        raise FieldRefused("items.cancel_needs", field="last_day")
    with transaction() as session:
        cancel_item(session, actor(), code, last_day, form["note"].strip(), now())
    note(t("items.cancelled_now", day=day_text(last_day, today=today())))
    return redirect(url_for("items.item", code=code))


def _newer_one(error: NewerVersion, code: str) -> Typed:
    """The form again after others published, with what they changed of what it was made from."""
    with reading() as session:
        versions = {one.number: one for one in list_versions(session, code)}
        newest = versions[max(versions)]
        seen = versions.get(int(request.form[SEEN]), newest)
        changes = changes_between(fields_of(session, seen.id), fields_of(session, newest.id))
        days = [day_text(one.valid_from, today=today()) for one in (seen, newest)]
    told = [(t("items.valid_from"), *days), *((one.field, one.before, one.after) for one in changes)]
    return changed_meanwhile(
        error, (f"{name}{t('cases.colon')}{before} → {after}" for name, before, after in told), str(newest.number)
    )


def _publish(code: str, fields: dict[str, Any], *, after: int | None = None) -> ItemVersion:
    valid_from = day_in(request.form.get("valid_from", ""), "valid_from")
    if valid_from is None:
        raise FieldRefused("organisation.missing", field="valid_from")
    with transaction() as session:
        return publish_item_version(session, actor(), code, fields, valid_from, now(), after=after)


def _found(session: Session, page: int, size: int) -> Page[ItemRow]:
    args = request.args
    department = args.get("department", "")
    return list_items(
        session, today(), text=args.get("q", ""), department_id=number_in(department),
        base_type=args.get("base") or None, definition_key=args.get("process") or None,
        is_internal=True if args.get("internal") == "1" else None, with_others=args.get("others") == "1",
        page=page, size=size,
    )  # fmt: skip


def _is_known(session: Session, code: str) -> bool:
    try:
        get_item(session, code)
    except NotFound:
        return False
    return True


def _permission() -> dict[str, Any]:
    return {"may_manage": is_permitted(actor(), Permission.MANAGE_ITEMS), "state_of": _state}


def _state(version: ItemVersion) -> str:
    if version.status != "published":
        return version.status
    day = today()
    if version.valid_from > day:
        return "coming"
    return "over" if version.valid_to is not None and version.valid_to < day else "in_force"


def _published_words(version: ItemVersion) -> str:
    day = day_text(version.valid_from, today=today())
    return t("items.published", name=version.name, number=version.number, day=day)


def _coming(versions: list[ItemVersion], shown: ItemVersion) -> ItemVersion | None:
    return next((one for one in versions if _state(one) == "coming" and one.id != shown.id), None)


def _history(session: Session, versions: list[ItemVersion]) -> dict[int, list[Any]]:
    """Version id -> what it changed of the one before."""
    fields = {one.id: fields_of(session, one.id) for one in versions}
    return {
        later.id: changes_between(fields[earlier.id], fields[later.id])
        for later, earlier in zip(versions, versions[1:], strict=False)
    }


def _defaults() -> dict[str, Any]:
    return {
        "item_type": "01", "base_type": "promised", "promised_unit": "working_day", "promised_from": "accepted",
        "statutory_unit": "working_day", "statutory_from": "accepted", "supplement_days": 30, "delivery_days": 10,
        "concluded_at_decision": "yes", "handler_not_approver": "yes", "extension_allowed": "yes",
        "green_factor": "0.5", "points": "{}", "valid_from": today().isoformat(),
    }  # fmt: skip


def _edit_page(code: str | None, typed: Typed, rows: list[dict[str, Any]]) -> str:
    with reading() as session:
        current: Item | None = None if code is None else get_item(session, code)
        versions = [] if code is None else list_versions(session, code)
        running = {} if current is None else running_cases_of_item(session, current.id)
        newest = versions[0] if versions else None
        departments = list_departments(session)
        return render_template(
            "items/edit.html", item=current, newest=newest, typed=typed, rows=rows, words=words,
            running=sum(running.values()), departments=departments,
            places=[(one.code, one.short_name) for one in departments],
            definitions=[(one.key, f"{one.name}（{one.key}）") for one in list_definitions(session) if one.current_id],
            forms=forms_of(session, newest.id) if newest else {}, tables=newest.decision_files if newest else {},
            earliest=_earliest(versions), coming=[one.number for one in versions if _state(one) == "coming"],
        )  # fmt: skip


def _earliest(versions: list[ItemVersion]) -> date:
    """The first day on which the next version may begin; what is to come gives way to it."""
    has_begun_today = any(one.status == "published" and one.valid_from == today() for one in versions)
    return today() + timedelta(days=1) if has_begun_today else today()

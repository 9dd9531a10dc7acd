"""The item catalogue: what is in force on a day, and new dated versions (CAT-01, CAT-02, CAT-06 to CAT-09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.catalogue.fitting import check_diagram
from casework.catalogue.item import Item, ItemVersion, VersionStatus
from casework.catalogue.item_draft import ItemDraft, check_limits, read_item_fields
from casework.catalogue.item_form import ItemForm
from casework.catalogue.item_material import ItemMaterial
from casework.clocks.calendar import SHANGHAI
from casework.clocks.calendars import calendar_of
from casework.errors import Conflict, NotFound, Refusal, Words
from casework.organisation.department import Department
from casework.organisation.person import Person
from casework.page import PAGE_SIZE, Page, containing, page_of
from casework.permissions import Permission, authorise


class ItemNotInForce(Refusal):
    """No published version of the item holds on that day, so nothing can be accepted (CAT-02)."""


class NewerVersion(Conflict):
    """Somebody published a version since the one that the form was made from."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A line of the list of items."""

    item: Item
    version: ItemVersion
    department_name: str


@dataclass(frozen=True, slots=True)
class ItemChoice:
    """An item by name, for fields that offer all of them."""

    item_id: int
    code: str
    name: str
    definition_key: str
    department_name: str


def find_item_in_force(session: Session, code: str, on: date) -> ItemVersion | None:
    """The version of the item that holds on a day, by local date."""
    return session.scalar(
        select(ItemVersion)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(Item.code == code, *_in_force(on))
        .order_by(ItemVersion.valid_from.desc())
        .limit(1)
    )


def get_item_in_force(session: Session, code: str, on: date) -> ItemVersion:
    """As `find_item_in_force`; raises `NotFound` for an unknown code and `ItemNotInForce` otherwise."""
    version = find_item_in_force(session, code, on)
    if version is None:
        item = get_item(session, code)
        raise ItemNotInForce("item.not_in_force", item=item.code, day=on)
    return version


def is_item_in_force(session: Session, item_id: int, on: date) -> bool:
    """Whether any version of the item holds on a day, by local date."""
    return bool(session.scalar(select(exists().where(ItemVersion.item_id == item_id, *_in_force(on)))))


def get_item(session: Session, code: str) -> Item:
    """Raises `NotFound`."""
    item = session.scalar(select(Item).where(Item.code == code))
    if item is None:
        raise NotFound("item.not_found", item=code)
    return item


def get_item_version(session: Session, version_id: int) -> ItemVersion:
    """Raises `NotFound`."""
    version = session.get(ItemVersion, version_id)
    if version is None:
        raise NotFound("item.version_not_found", version=version_id)
    return version


def list_versions(session: Session, code: str) -> list[ItemVersion]:
    """Every version of the item, newest first. Raises `NotFound`."""
    item = get_item(session, code)
    query = select(ItemVersion).where(ItemVersion.item_id == item.id).order_by(ItemVersion.number.desc())
    return list(session.scalars(query))


def list_items(
    session: Session,
    on: date,
    *,
    text: str = "",
    department_id: int | None = None,
    base_type: str | None = None,
    definition_key: str | None = None,
    is_internal: bool | None = None,
    with_others: bool = False,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ItemRow]:
    """Items by part of name or code, department, type and diagram: those in force on a day, each with that version.

    `with_others`: also items not in force then, with their newest version.
    """
    query = _newest(select(Item, ItemVersion, Department.name), [] if with_others else _in_force(on))
    if text.strip():
        pattern = containing(text.strip())
        query = query.where(or_(ItemVersion.name.ilike(pattern, escape="!"), Item.code.ilike(pattern, escape="!")))
    if department_id is not None:
        query = query.where(Item.department_id == department_id)
    if base_type is not None:
        query = query.where(ItemVersion.base_type == base_type)
    if definition_key is not None:
        query = query.where(ItemVersion.definition_key == definition_key)
    if is_internal is not None:
        query = query.where(Item.is_internal == is_internal)
    found = page_of(session, query, page, size)
    return Page([ItemRow(*row) for row in found.rows], found.total, found.number, found.size)


def item_choices(session: Session, on: date, *, with_others: bool = False) -> list[ItemChoice]:
    """All items in force on a day, however many, by department; `with_others` as in `list_items`."""
    columns = select(Item.id, Item.code, ItemVersion.name, ItemVersion.definition_key, Department.name)
    query = _newest(columns, [] if with_others else _in_force(on))
    return [ItemChoice(*row) for row in session.execute(query)]


def materials_of(session: Session, version_id: int) -> list[ItemMaterial]:
    """What the version asks for, in its order."""
    query = select(ItemMaterial).where(ItemMaterial.item_version_id == version_id).order_by(ItemMaterial.no)
    return list(session.scalars(query))


def form_for(session: Session, version_id: int, role: str) -> Any | None:
    """The version's own form for a role (`intake` = what the applicant states) as form-js JSON, or None."""
    return session.scalar(select(ItemForm.form).where(ItemForm.item_version_id == version_id, ItemForm.role == role))


def forms_of(session: Session, version_id: int) -> dict[str, Any]:
    """Role to form-js JSON."""
    rows = session.execute(select(ItemForm.role, ItemForm.form).where(ItemForm.item_version_id == version_id))
    return {row.role: row.form for row in rows}


def fields_of(session: Session, version_id: int) -> dict[str, Any]:
    """The version as the mapping that `publish_item_version` takes: the start of the next one."""
    version = get_item_version(session, version_id)
    item = session.get_one(Item, version.item_id)
    fields = {name: getattr(version, name) for name in ItemDraft.columns()}
    materials = [
        {name: getattr(material, name) for name in ItemDraft.material_columns()}
        for material in materials_of(session, version_id)
    ]
    return {
        **fields,
        "department": session.get_one(Department, item.department_id).code,
        "local_code": item.local_code,
        "is_internal": item.is_internal,
        "materials": materials,
        "forms": forms_of(session, version_id),
    }


def publish_item_version(
    session: Session,
    actor: Actor,
    item_code: str,
    fields: Mapping[str, Any],
    valid_from: date,
    now: datetime,
    *,
    after: int | None = None,
) -> ItemVersion:
    """A new version that holds from a day on; the one before ends the day before, running cases keep theirs.

    `fields` are columns of `ItemVersion` with `materials`, `forms` (role → form-js) and, for a new item, `department`
    (code). Left-out fields have their defaults, they are not copied. The promise may never end after the law's limit:
    compared in numbers for equal units and starts, else through the working calendar for every day of two years.
    Raises `Refusal` naming the field, `Conflict` for the date, `NotPermitted`, `NewerVersion` when there is a version
    later than the number `after`.
    """
    authorise(actor, Permission.MANAGE_ITEMS)
    draft = read_item_fields(fields)
    # Before anything is written: the guarded reading of a table may take seconds, in which nobody is to wait for us.
    check_diagram(session, draft)
    # Two who publish at once go one after the other.
    known = select(Item).where(Item.code == item_code).with_for_update()
    item = session.scalar(known) or _add_item(session, item_code, draft)
    _check_departments(session, draft)
    check_limits(draft, calendar_of(session, None), valid_from)
    if after is not None:
        _check_newest(session, item, after)
    _close_previous(session, item, valid_from, now)
    number = session.scalar(select(func.max(ItemVersion.number)).where(ItemVersion.item_id == item.id)) or 0
    version = ItemVersion(
        item_id=item.id,
        number=number + 1,
        status=VersionStatus.PUBLISHED.value,
        valid_from=valid_from,
        created_by=actor.row_id,
        created_at=now,
        **draft.values,
    )
    session.add(version)
    session.flush()
    session.add_all(ItemMaterial(item_version_id=version.id, **values) for values in draft.materials)
    session.add_all(ItemForm(item_version_id=version.id, role=role, form=form) for role, form in draft.forms.items())
    session.flush()
    return version


def cancel_item(session: Session, actor: Actor, code: str, last_day: date, note: str, now: datetime) -> None:
    """The item ends with `last_day`: later versions are cancelled, running cases go on (CAT-09).

    Raises `Conflict` for a day before yesterday: what was accepted since was accepted by right.
    """
    authorise(actor, Permission.MANAGE_ITEMS)
    first_day = now.astimezone(SHANGHAI).date() - timedelta(days=1)
    if last_day < first_day:
        raise Conflict("item.cancel_in_past", day=last_day, first=first_day, field="last_day")
    for version in list_versions(session, code):
        if version.status != VersionStatus.PUBLISHED:
            continue
        if version.valid_from > last_day:
            version.status = VersionStatus.CANCELLED.value
        elif version.valid_to is None or version.valid_to > last_day:
            version.valid_to = last_day
            version.change_note = f"{version.change_note}\n{note}".strip()
    session.flush()


def _newest(columns: Select[*tuple[Any, ...]], conditions: Sequence[Any]) -> Select[*tuple[Any, ...]]:
    """These columns for the newest version of every item among those that meet the conditions."""
    newest = (
        select(func.max(ItemVersion.number))
        .where(ItemVersion.item_id == Item.id, *conditions)
        .correlate(Item)
        .scalar_subquery()
    )
    return (
        columns.select_from(Item)
        .join(ItemVersion, ItemVersion.item_id == Item.id)
        .join(Department, Department.id == Item.department_id)
        .where(ItemVersion.number == newest)
        .order_by(Department.code, Item.code)
    )


def _in_force(on: date) -> tuple[Any, ...]:
    return (
        ItemVersion.status == VersionStatus.PUBLISHED,
        ItemVersion.valid_from <= on,
        or_(ItemVersion.valid_to.is_(None), ItemVersion.valid_to >= on),
    )


def _add_item(session: Session, code: str, draft: ItemDraft) -> Item:
    department_id = session.scalar(select(Department.id).where(Department.code == draft.department))
    if department_id is None:
        raise Refusal("item.unknown_department", department=draft.department or "", field="department")
    item = Item(code=code, department_id=department_id, local_code=draft.local_code, is_internal=draft.is_internal)
    session.add(item)
    session.flush()
    return item


def _check_departments(session: Session, draft: ItemDraft) -> None:
    known = set(session.scalars(select(Department.code)))
    for code in draft.values["member_departments"]:
        if code not in known:
            raise Refusal("item.unknown_department", department=code, field="member_departments")


def _check_newest(session: Session, item: Item, number: int) -> None:
    newest = session.execute(
        select(ItemVersion.number, ItemVersion.created_at, Person.name)
        .outerjoin(Person, Person.id == ItemVersion.created_by)
        .where(ItemVersion.item_id == item.id)
        .order_by(ItemVersion.number.desc())
        .limit(1)
    ).one()
    if newest.number != number:
        by = newest.name or Words("系统", "the system")
        raise NewerVersion("item.changed_meanwhile", by=by, at=newest.created_at, number=newest.number)


def _close_previous(session: Session, item: Item, valid_from: date, now: datetime) -> None:
    """The version before ends the day before; those that would begin on this day or later, and have not, give way."""
    today = now.astimezone(SHANGHAI).date()
    published = select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.status == VersionStatus.PUBLISHED)
    previous = None
    for version in session.scalars(published.order_by(ItemVersion.valid_from.desc())):
        if version.valid_from <= today or version.valid_from < valid_from:
            previous = version
            break
        version.status = VersionStatus.CANCELLED.value
    session.flush()
    if previous is None:
        return
    if valid_from <= previous.valid_from or valid_from < today:
        raise Conflict("item.too_early", day=valid_from, current=previous.valid_from, field="valid_from")
    if previous.valid_to is None or previous.valid_to >= valid_from:
        previous.valid_to = valid_from - timedelta(days=1)
        session.flush()


def bind_item(session: Session, actor: Actor, code: str, definition_key: str, now: datetime) -> ItemVersion:
    """A new version of the item that runs on another diagram and is otherwise the same, from today or tomorrow on.

    An item bound to that diagram already stays as it is. Raises as `publish_item_version`.
    """
    newest = next((one for one in list_versions(session, code) if one.status == VersionStatus.PUBLISHED), None)
    if newest is None:
        raise ItemNotInForce("item.not_in_force", item=code, day=now.astimezone(SHANGHAI).date())
    if newest.definition_key == definition_key:
        return newest
    fields = {**fields_of(session, newest.id), "definition_key": definition_key}
    first_day = max(now.astimezone(SHANGHAI).date(), newest.valid_from + timedelta(days=1))
    return publish_item_version(session, actor, code, fields, first_day, now)

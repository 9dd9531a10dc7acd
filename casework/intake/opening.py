"""Put a new case on the desk: item in force, flow, number; the row itself is written with its first step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Insert, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.canonical import read_json, write_json
from casework.cases.applicant import Applicant
from casework.cases.case_file import CaseFile
from casework.cases.case_series import CaseSeries
from casework.cases.case_state import COLUMNS, Around, CaseState
from casework.cases.case_types import check_type
from casework.cases.lengths import within
from casework.cases.status import TYPE_NAMES, CaseType, Status
from casework.catalogue.item import Item, ItemVersion, VersionStatus
from casework.catalogue.items import get_item_in_force
from casework.catalogue.published import STAMP, PublishedItem
from casework.clocks.calendar import SHANGHAI
from casework.clocks.calendar_tables import Calendar
from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from casework.errors import Conflict, Refusal, Words
from casework.history.rows import GIVEN
from casework.intake.applicants import COLUMNS as APPLICANT
from casework.intake.applicants import known_applicant
from casework.intake.bars import stands_on
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.holders import roles_held_in
from casework.organisation.service_point import ServicePoint
from casework.personal_value import PersonalKind
from casework.personal_values import Typed, found_among, hash_personal, note_found
from casework.types import insert_into

CHANNELS: dict[str, tuple[str, str]] = {
    "counter": ("窗口", "counter"),
    "portal": ("网上", "portal"),
    "phone": ("电话", "telephone"),
    "letter": ("信函", "letter"),
    "agent": ("代办", "agent"),
}
GREEN_PRIORITY = 90
BARRED, KNOWN = "is_barred", "known_applicant"
"""Among the variables of the step: whether there is a bar to be read; the applicant as they were known before."""
# Special, reply and consultation are kinds of cases, not of items: they have flows of their own (C6–C8).
FLOWS_OF_KINDS = {CaseType.SPECIAL: "p_special", CaseType.REPLY: "p_reply", CaseType.CONSULTATION: "p_consult"}
# An instant item that cannot be settled on the spot is worked as a promised one (办件规则 三).
FLOWS_OF_CHANGED = {(CaseType.INSTANT.value, CaseType.PROMISED): "p_promised"}

_HOME = aliased(ServicePoint)
_NO_POINT_OF_THEIR_OWN = select(func.min(_HOME.id)).where(_HOME.parent_id.is_(None)).scalar_subquery()
_FLOW = DefinitionVersion.is_current == true()
_STAMPED = 1 + len(STAMP)


@cache
def _item_statement(dialect: str) -> Executable:
    return (
        select(
            ItemVersion.id,
            *STAMP,
            Item.id,
            Item.code,
            Item.is_internal,
            Department.id,
            Department.code,
            Department.name,
            Department.short_name,
            Department.fallback_person_id,
            ServicePoint.id,
            ServicePoint.code,
            ServicePoint.name,
            ServicePoint.calendar_id,
            Calendar.revision,
            roles_held_in(Department.id),
            select(DefinitionVersion.id)
            .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
            .where(DefinitionRow.key == ItemVersion.definition_key, _FLOW)
            .scalar_subquery(),
            select(DefinitionVersion.id)
            .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
            .where(DefinitionRow.key == bindparam("flow"), _FLOW)
            .scalar_subquery(),
            exists().where(stands_on(bindparam("on_day"), Applicant.id, Item.id)),
            found_among("hashes", dialect),
            *APPLICANT,
        )
        .join(Item, Item.id == ItemVersion.item_id)
        .join(Department, Department.id == Item.department_id)
        .outerjoin(ServicePoint, ServicePoint.id == func.coalesce(bindparam("point"), _NO_POINT_OF_THEIR_OWN))
        .outerjoin(Calendar, Calendar.id == ServicePoint.calendar_id)
        .outerjoin(Applicant, Applicant.id_hash == bindparam("number"))
        .where(
            Item.code == bindparam("item_code"),
            ItemVersion.status == VersionStatus.PUBLISHED.value,
            ItemVersion.valid_from <= bindparam("on_day"),
            or_(ItemVersion.valid_to.is_(None), ItemVersion.valid_to >= bindparam("on_day")),
        )
        .order_by(ItemVersion.valid_from.desc())
        .limit(1)
    )


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a new case belongs: the columns of `_item_statement` behind the version's own."""

    item_id: int
    item_code: str
    is_internal: bool
    department_id: int
    department_code: str
    department_name: str
    department_short_name: str
    fallback_person_id: int | None
    point_id: int | None
    point_code: str
    point_name: str
    calendar_id: int | None
    calendar_revision: str | None
    roles_held: str | None
    flow_id: int | None
    """The current version of the item's flow."""
    kind_flow_id: int | None
    """That of the flow which the kind of case has of its own."""
    is_barred: bool
    """Whether the applicant may not apply for the item on the day of receipt."""
    kept: str | None
    """Key and hash of the personal values that were asked for and are kept."""


@dataclass(frozen=True, slots=True)
class NewCase:
    """What a case begins with besides its item."""

    item_code: str
    case_type: str | None = None
    channel: str = "counter"
    title: str = ""
    applicant: Applicant | None = None
    """The member of staff who applies; one of the public is kept after the case has been opened."""
    id_number: str | None = None
    """Of the applicant, to be looked up with `texts`, which will be kept with them."""
    texts: tuple[Typed, ...] = ()
    agent_name: str | None = None
    business_key: str | None = None
    received_at: datetime | None = None
    start_event: str | None = None
    document: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def new_file(session: Session, office: Office, actor: Actor, new: NewCase, now: datetime) -> CaseFile:
    """The case in memory, numbered and with its item's flow; nothing but the number is taken yet.

    Raises `ItemNotInForce` for the day of receipt (CAT-02), `Refusal` for a channel or kind that cannot be, `Conflict`
    when the item's flow has no current version.
    """
    received = new.received_at or now
    if new.channel not in CHANNELS:
        raise Refusal("registration.channel_unknown", field="channel", channel=new.channel)
    if received > now:
        raise Refusal("registration.received_later", field="received_at", at=received)
    day = received.astimezone(SHANGHAI).date()
    place, flow = actor.point_id, _own_flow(new.case_type)
    number = None if new.id_number is None else hash_personal(office.vault, PersonalKind.ID_NUMBER, new.id_number)
    hashes = [hash_personal(office.vault, *text) for text in new.texts]
    values = {"item_code": new.item_code, "on_day": day, "point": place, "flow": flow, "at": now}
    values |= {"number": number, "hashes": write_json(hashes)}
    connection = session.connection()
    row = connection.execute(_item_statement(connection.dialect.name), values).one_or_none()
    if row is None:
        get_item_in_force(session, new.item_code, day)
        raise Conflict("item.not_in_force", item=new.item_code, day=day)
    columns: Sequence[Any] = row
    of_home = len(columns) - len(APPLICANT)
    item, home = office.items.get(session, row[0], columns[1:_STAMPED]), _Home(*columns[_STAMPED:of_home])
    note_found(session, hashes, [] if home.kept is None else read_json(home.kept))
    version = item.version
    if home.point_id is None:
        raise Refusal("registration.no_point")
    kind = _kind(new, version, is_internal=home.is_internal)
    definition_version_id = home.flow_id
    if kind in FLOWS_OF_KINDS or (version.base_type, kind) in FLOWS_OF_CHANGED:
        # A centre that has not drawn the kind's flow works it with the item's.
        definition_version_id = home.kind_flow_id or definition_version_id
    if definition_version_id is None:
        raise Conflict("registration.no_flow", item=version.name, definition=version.definition_key)
    case_no = next_number(connection, home.point_code, now.astimezone(SHANGHAI).date())
    state = _state(new, case_no, kind, version, home, actor, received, now)
    state.definition_version_id = definition_version_id
    around = _around(item, home, new.applicant)
    return CaseFile(
        session=session, office=office, case=state, around=around, actor=actor, now=now, is_new=True,
        scratch={BARRED: home.is_barred, KNOWN: known_applicant(columns[of_home:])},
    )  # fmt: skip


def given(file: CaseFile) -> dict[str, Any]:
    """With what the case begins, for the first line of its record: its row is verified by it."""
    values = {name: getattr(file.case, name) for name in GIVEN}
    return {name: value for name, value in values.items() if value is not None}


def _own_flow(kind: str | None) -> str | None:
    """The flow that a kind of case may have instead of its item's."""
    of_kinds = {**FLOWS_OF_KINDS, **{changed: flow for (_, changed), flow in FLOWS_OF_CHANGED.items()}}
    return of_kinds.get(CaseType(kind)) if kind in {member.value for member in CaseType} else None


def next_number(connection: Connection, prefix: str, day: date) -> str:
    """The next case number of this place and day: `ZX-20261009-0001`."""
    statement = _series_statement(connection.dialect.name)
    serial = connection.execute(statement, {"prefix": prefix, "day": day, "last": 1}).scalar_one()
    return f"{prefix}-{day:%Y%m%d}-{serial:04d}" if prefix else f"{day:%Y%m%d}-{serial:04d}"


@cache
def _series_statement(dialect: str) -> Insert:
    return (
        insert_into(CaseSeries, dialect)
        .on_conflict_do_update(index_elements=["prefix", "day"], set_={"last": CaseSeries.last + 1})
        .returning(CaseSeries.last)
    )


def _kind(new: NewCase, version: ItemVersion, *, is_internal: bool) -> CaseType:
    if is_internal:
        return CaseType.INTERNAL
    kind = check_type(new.case_type or version.base_type, version.base_type)
    # An item that lists no kinds may be any that its own allows.
    if (version.points or {}).get("case_types") and kind not in version.case_types:
        allowed = [Words(*TYPE_NAMES[one]) for one in version.case_types if one in TYPE_NAMES]
        raise Refusal("case_type.not_listed", field="case_type", case_type=Words(*TYPE_NAMES[kind]), allowed=allowed)
    return kind


def _state(
    new: NewCase,
    number: str,
    kind: CaseType,
    version: ItemVersion,
    home: _Home,
    actor: Actor,
    received: datetime,
    now: datetime,
) -> CaseState:
    values: dict[str, Any] = dict.fromkeys(COLUMNS)
    values |= {
        "case_no": number,
        "case_type": kind.value,
        "item_version_id": version.id,
        "department_id": home.department_id,
        "point_id": home.point_id,
        "start_event": new.start_event,
        "applicant_id": new.applicant.id if new.applicant is not None else None,
        "agent_name": within(new.agent_name, 64, "agent_name") if new.agent_name else None,
        "title": within(new.title, 200, "title") or version.name,
        "channel": new.channel,
        "status": Status.RECEIVED.value,
        "received_at": received,
        "is_deemed_accepted": False,
        "is_provisional": False,
        "is_paused": False,
        "priority": GREEN_PRIORITY if kind is CaseType.SPECIAL else 50,
        "revision": 0,
        "all_revision": 0,
        "document": dict(new.document),
        "business_key": within(new.business_key, 128, "business_key") if new.business_key else None,
        "first_contact_id": actor.row_id,
        "opened_by": actor.row_id,
        "changed_by": actor.row_id,
        "changed_at": now,
        "change": "",
        "head_hash": "",
        "happening_count": 0,
    }
    return CaseState(values)


def _around(item: PublishedItem, home: _Home, applicant: Applicant | None) -> Around:
    return Around(
        item=item,
        item_code=home.item_code,
        applicant_name=applicant.name if applicant else None,
        applicant_kind=applicant.kind if applicant else None,
        applicant_person_id=applicant.person_id if applicant else None,
        applicant_phone_ref=applicant.phone_ref if applicant else None,
        department_code=home.department_code,
        department_name=home.department_name,
        department_short_name=home.department_short_name,
        fallback_person_id=home.fallback_person_id,
        point_code=home.point_code,
        point_name=home.point_name,
        calendar_id=home.calendar_id,
        calendar_revision=home.calendar_revision,
        roles_held=home.roles_held,
    )

"""A case as it is read for one step: its row, and what stands around it, without the ORM.

Everything here is plain values, so that reading costs one statement and writing compares instead of tracking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, select
from sqlalchemy.orm import Session

from casework.cases.applicant import Applicant
from casework.cases.case import Case
from casework.catalogue.item import Item, ItemVersion
from casework.catalogue.published import STAMP, PublishedItem
from casework.clocks.calendar_tables import Calendar
from casework.errors import NotFound
from casework.office import Office
from casework.organisation.department import Department
from casework.organisation.holders import roles_held_in
from casework.organisation.service_point import ServicePoint

CASE = cast(Table, Case.__table__)
COLUMNS = tuple(column.name for column in CASE.columns)


class CaseState:
    """The columns of one case row under their names; `changes` are those that differ from what was read."""

    id: int
    case_no: str
    case_type: str
    item_version_id: int | None
    department_id: int | None
    point_id: int | None
    definition_version_id: int | None
    start_event: str | None
    applicant_id: int | None
    agent_name: str | None
    agent_phone_ref: str | None
    title: str
    channel: str
    status: str
    received_at: datetime
    supplement_asked_at: datetime | None
    accepted_at: datetime | None
    is_deemed_accepted: bool
    handling_at: datetime | None
    at_superior_at: datetime | None
    decided_at: datetime | None
    decision: str | None
    concluded_at: datetime | None
    delivered_at: datetime | None
    archived_at: datetime | None
    ended_at: datetime | None
    outcome: str | None
    statutory_due_at: datetime | None
    promised_due_at: datetime | None
    is_provisional: bool
    is_paused: bool
    priority: int
    revision: int
    all_revision: int
    snapshot: Mapping[str, Any] | None
    document: Mapping[str, Mapping[str, Any]]
    business_key: str | None
    first_contact_id: int | None
    opened_by: int | None
    changed_by: int | None
    changed_at: datetime
    change: str
    head_hash: str
    happening_count: int

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)
        self._read = dict(values)

    @property
    def changes(self) -> dict[str, Any]:
        own, read = self.__dict__, self._read
        return {name: own[name] for name in COLUMNS if own[name] is not read[name] and own[name] != read[name]}

    @property
    def values(self) -> dict[str, Any]:
        """All columns but the key, as a new row needs them."""
        return {name: self.__dict__[name] for name in COLUMNS if name != "id"}

    def read(self, name: str) -> Any:
        """The value of a column as it was read."""
        return self._read[name]

    def adopt(self, **values: Any) -> None:
        """Take over what stands in the database now."""
        self.__dict__.update(values)
        self._read.update(values)

    def settle(self) -> None:
        """What is in memory now stands in the database."""
        self._read = {name: self.__dict__[name] for name in COLUMNS}

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None


@dataclass(slots=True)
class Around:
    """What a step needs to know of item, applicant, department and place, read together with the case."""

    item: PublishedItem | None = None
    item_id: int | None = None
    item_code: str | None = None
    applicant_name: str | None = None
    applicant_kind: str | None = None
    applicant_person_id: int | None = None
    applicant_phone_ref: str | None = None
    department_code: str | None = None
    department_name: str | None = None
    department_short_name: str | None = None
    fallback_person_id: int | None = None
    point_code: str = ""
    point_name: str = ""
    calendar_id: int | None = None
    calendar_revision: str | None = None
    roles_held: str | None = None
    """Of the posts that somebody holds in the department now, joined by commas."""
    item_name: str | None = None
    base_type: str | None = None
    has_fee: bool = False
    needs_survey: bool = False
    handler_not_approver: bool = False
    points: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.item is None:
            return
        version = self.item.version
        self.item_id, self.item_name, self.base_type = version.item_id, version.name, version.base_type
        self.has_fee, self.needs_survey = version.fee_rule is not None, version.needs_survey
        self.handler_not_approver, self.points = version.handler_not_approver, version.points or {}


_AROUND = (
    Item.id,
    Item.code,
    Applicant.name,
    Applicant.kind,
    Applicant.person_id,
    Applicant.phone_ref,
    Department.code,
    Department.name,
    Department.short_name,
    Department.fallback_person_id,
    func.coalesce(ServicePoint.code, ""),
    func.coalesce(ServicePoint.name, ""),
    ServicePoint.calendar_id,
    Calendar.revision,
    roles_held_in(CASE.c.department_id),
)
"""In the order of the fields of `Around`, from `item_id` on."""
CASE_WITH_AROUND = (
    select(*CASE.columns, *STAMP, *_AROUND)
    .select_from(CASE)
    .outerjoin(ItemVersion, ItemVersion.id == CASE.c.item_version_id)
    .outerjoin(Item, Item.id == ItemVersion.item_id)
    .outerjoin(Applicant, Applicant.id == CASE.c.applicant_id)
    .outerjoin(Department, Department.id == CASE.c.department_id)
    .outerjoin(ServicePoint, ServicePoint.id == CASE.c.point_id)
    .outerjoin(Calendar, Calendar.id == ServicePoint.calendar_id)
)
_BY_ID = CASE_WITH_AROUND.where(CASE.c.id == bindparam("case_id"))
_ALONE = select(CASE).where(CASE.c.id == bindparam("case_id"))
_WIDTH = len(COLUMNS)
_STAMPED = _WIDTH + len(STAMP)
WIDTH = _STAMPED + len(_AROUND)
"""How many columns of `CASE_WITH_AROUND` come before those that others add."""


def read_case(session: Session, office: Office, case_id: int, now: datetime) -> tuple[CaseState, Around]:
    """The case and what stands around it. Raises `NotFound`."""
    return split_row(session, office, _one(session.connection(), _BY_ID, case_id=case_id, at=now))


def read_again(connection: Connection, case_id: int) -> CaseState:
    """The case as it stands now, without what is around it."""
    return CaseState(dict(zip(COLUMNS, _one(connection, _ALONE, case_id=case_id), strict=True)))


def _one(connection: Connection, statement: Select[Any], **values: Any) -> Row[Any]:
    row = connection.execute(statement, values).one_or_none()
    if row is None:
        raise NotFound("case.unknown", case=values["case_id"])
    return row


def split_row(session: Session, office: Office, row: Any) -> tuple[CaseState, Around]:
    """A row of `CASE_WITH_AROUND` (other columns may follow) as its two parts."""
    state = CaseState(dict(zip(COLUMNS, row[:_WIDTH], strict=True)))
    item = None
    if state.item_version_id is not None:
        item = office.items.get(session, state.item_version_id, row[_WIDTH:_STAMPED])
    return state, Around(item, *row[_STAMPED:WIDTH])

"""Whether cases of an item can be accepted and worked, and what stands in the way."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.cases.case import Case
from casework.catalogue.item import Item, ItemVersion
from casework.catalogue.items import forms_of, materials_of
from casework.definitions.compiled import own_parts
from casework.definitions.definitions import current_version_id
from casework.errors import Refusal, Words
from casework.office import Office
from casework.organisation.people import who_holds
from casework.organisation.role import Role
from forms.definition import read_form
from forms.parts import walk_fields

WAIVER = "survey_waiver"
"""The field of the form `handle` in which whoever submits without the survey that the item needs says why."""
# Lanes of people outside the centre need no post.
OUTSIDE = frozenset({"applicant", "superior"})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. `is_blocking`: while it is not right nothing can be accepted."""

    code: str
    is_right: bool
    is_blocking: bool = False
    params: Mapping[str, Any] = field(default_factory=dict)


def readiness(
    session: Session, office: Office, item: Item, version: ItemVersion, today: date, now: datetime
) -> list[Check]:
    """What was looked at, whether it is right or not, the blocking ones first."""
    checks = [Check("in_force", version.is_in_force(today), True, {"day": version.valid_from.isoformat()})]
    forms = forms_of(session, version.id)
    try:
        own = own_parts(version.decision_files, forms)
        definition = office.definitions.get(current_version_id(session, version.definition_key), session, own)
        checks.append(Check("definition", True, True, {"name": definition.name}))
    except Refusal as refusal:
        definition = None
        reason = Words(refusal.in_language("zh"), refusal.in_language("en"))
        checks.append(Check("definition", False, True, {"reason": reason}))
    checks.append(Check("basis", bool(version.basis)))
    materials = materials_of(session, version.id)
    without = [one.name for one in materials if not one.standard]
    checks.append(Check("materials", not without, params={"count": len(materials), "names": without}))
    if version.needs_survey and "handle" in forms:
        asked = dict(walk_fields(read_form(json.dumps(forms["handle"])).parts))
        checks.append(Check("survey", WAIVER in asked))
    if definition is not None:
        lanes = {lane.role for process in definition.processes.values() for lane in process.lanes}
        vacant = [one.words for one in _vacant(session, item, lanes, now)]
        checks.append(Check("posts", not vacant, params={"roles": Words.listed(vacant)}))
    return checks


def running_cases_of_item(session: Session, item_id: int) -> dict[int, int]:
    """Item version -> how many cases accepted under it have not ended."""
    query = (
        select(Case.item_version_id, func.count())
        .join(ItemVersion, ItemVersion.id == Case.item_version_id)
        .where(ItemVersion.item_id == item_id, Case.ended_at.is_(None))
        .group_by(Case.item_version_id)
    )
    return {version_id: count for version_id, count in session.execute(query) if version_id is not None}


def _vacant(session: Session, item: Item, lanes: Iterable[str], now: datetime) -> list[Role]:
    """Roles of lanes that nobody holds, neither in the item's department nor, for centre-wide ones, anywhere."""
    wanted = {lane for lane in lanes if lane in set(Role) and lane not in OUTSIDE}
    centre_wide = {Role.CENTRE, Role.CASHIER, Role.DUTY_LEADER, Role.MANAGER, Role.CODEPT}
    return [
        role
        for role in Role
        if role in wanted and not who_holds(session, role, None if role in centre_wide else item.department_id, now)
    ]

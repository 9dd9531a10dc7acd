"""Matters of the staff (发起): leave and the like. Cases with a flow, but no applications of citizens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.acceptance import accept_case
from casework.cases.case_file import CaseFile
from casework.cases.diagrams import definition_of
from casework.cases.status import CaseType
from casework.cases.stepping import step_file
from casework.errors import Refusal
from casework.intake.applicants import staff_applicant
from casework.intake.opening import NewCase, given, new_file
from casework.intake.registration import Registered
from casework.office import Office
from casework.organisation.department import Department
from casework.permissions import Permission, authorise
from casework.search.searching import make_findable
from casework.tasks.completions import next_of
from casework.tasks.task_forms import INTAKE_FORM, check_data, form_of
from engine.contract import Start


def open_internal_case(
    session: Session,
    office: Office,
    actor: Actor,
    item_code: str,
    now: datetime,
    *,
    data: Mapping[str, Any] | None = None,
    title: str = "",
) -> Registered:
    """Start a staff matter in the actor's own name; it counts as accepted at once.

    The flow sees `requester`, the actor's username. Raises `Refusal` for an item that is for the public.
    """
    authorise(actor, Permission.OPEN_INTERNAL_CASE)
    new = NewCase(item_code=item_code, applicant=staff_applicant(session, actor.person_id), title=title)
    file = new_file(session, office, actor, new, now)
    case = file.case
    if case.case_type != CaseType.INTERNAL:
        raise Refusal("registration.item_not_internal", item=file.around.item_name, field="item_code")
    # A staff matter belongs to the department of the one who asks, whoever keeps the item.
    if actor.department_id not in (None, case.department_id):
        _move_to_own_department(file, actor)
    file.happened("case.received", **given(file))
    form = form_of(file, definition_of(file), INTAKE_FORM, case.title)
    variables = check_data(file, form, data or {}, None, {})
    accept_case(file)
    make_findable(file)
    result = step_file(file, Start(None, {**variables, "requester": actor.username, "intake": "accepted"}))
    return Registered(case.id, case.case_no, case.status, (), next_of(file, result, with_others=False), case.is_over)


def _move_to_own_department(file: CaseFile, actor: Actor) -> None:
    department = file.session.get_one(Department, actor.department_id)
    file.case.department_id = department.id
    around = file.around
    around.roles_held = None
    around.department_code, around.department_name = department.code, department.name
    around.department_short_name, around.fallback_person_id = department.short_name, department.fallback_person_id

"""Show a personal identifier in full: who saw it stands in the history of the case."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.applicant import Applicant
from casework.cases.case_file import CaseFile
from casework.cases.case_views import open_visible_file
from casework.errors import NotFound
from casework.office import Office
from casework.permissions import Permission, authorise
from casework.personal_values import is_reference, reveal_personal


def unmask(session: Session, office: Office, actor: Actor, case_id: int, reference: str, now: datetime) -> str:
    """The plain text of a reference that belongs to this case; the look is recorded.

    Raises `NotFound` for a reference of another case and for a case the actor may not see, `NotPermitted`.
    """
    file = open_visible_file(session, office, actor, case_id, now)
    authorise(actor, Permission.REVEAL_PERSONAL, file.case.department_id)
    return reveal_in(file, reference)


def reveal_in(file: CaseFile, reference: str) -> str:
    """The plain text for the file's actor, who may have it; the look is recorded. Raises `NotFound`."""
    if reference not in _references(file):
        raise NotFound("personal.not_found", reference=reference)
    plain = reveal_personal(file.session, file.office.vault, reference)
    file.happened("personal.unmasked", reference=reference)
    file.write_beside()
    return plain


def _references(file: CaseFile) -> set[str]:
    applicant = None if file.case.applicant_id is None else file.session.get(Applicant, file.case.applicant_id)
    found = {file.case.agent_phone_ref}
    if applicant is not None:
        found |= {applicant.id_number_ref, applicant.phone_ref}
    waiting: list[object] = [dict(scope) for scope in file.case.document.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if is_reference(value):
                found.add(str(value["ref"]))
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return {reference for reference in found if reference}

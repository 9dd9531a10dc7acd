"""Operations of staff matters: the leave register and the stand-in's delegation (C10 item 1)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select

from casework.actor import SYSTEM
from casework.cases.applicant import Applicant
from casework.cases.case import Case
from casework.cases.case_file import CaseFile
from casework.clocks.absence import days_absent
from casework.clocks.calendar import SHANGHAI
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import create_delegation, revoke_delegation, running_at
from casework.errors import Refusal
from casework.history.happening import Happening
from casework.operations.operation import Inputs, Outputs
from casework.organisation.people import held_now
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding, Rank
from casework.organisation.role import Role

MONTH_DAYS, YEAR_DAYS = 7, 30
COUNTED = frozenset({"sick", "personal"})
_LEAVES = (
    select(Happening.data)
    .join(Case, Case.id == Happening.case_id)
    .where(Case.applicant_id == bindparam("of_applicant"), Happening.kind == "leave.registered")
)
_PERSON = select(Person.id, Person.name).where(
    or_(Person.username == bindparam("word"), Person.name == bindparam("word")), Person.is_active
)


def count_leave(file: CaseFile, inputs: Inputs) -> Outputs:
    """Days away on the centre's calendar, in halves, and whether who asks is a chief representative (A post).

    `from_half` afternoon and `to_half` noon halve the outer days. Sick and personal leave of the month and the year is
    added up for who approves. Raises `Refusal` when not one working day lies in between.
    """
    first, last = inputs.day("from"), inputs.day("to")
    if first is None or last is None:
        raise Refusal("operation.input_missing", operation="count_leave", field="to" if first else "from")
    from_noon, until_noon = inputs.text("from_half", "") == "afternoon", inputs.text("to_half", "") == "noon"
    days = days_absent(first, last, file.calendar, from_noon=from_noon, until_noon=until_noon)
    if not days:
        raise Refusal("leave.no_working_day", field="leave_to", first=first, last=last)
    # Halves are exact as binary fractions, so JSON keeps the tiers' borders exact.
    return {"days": float(days), "is_chief": _is_chief(file), **_taken(file, inputs, float(days))}


def register_leave(file: CaseFile, inputs: Inputs) -> Outputs:
    """请假台账: a line of the history holds the entry; much sick or personal leave is flagged (A20 F)."""
    entry = {name: value for name, value in inputs.known().items() if value is not None}
    taken = _taken(file, inputs, float(inputs.any("days") or 0))
    file.happened("leave.registered", **entry)
    if taken["month_days"] > MONTH_DAYS or taken["year_days"] > YEAR_DAYS:
        file.happened("oversight.much_leave", **taken)
    return {"registered": True, "registered_at": file.local_now.isoformat()}


def open_delegation(file: CaseFile, inputs: Inputs) -> Outputs:
    """The stand-in acts for the principal from the first to the last day, both included, or between two instants.

    Leave registered afterwards (事后补假) opens none: nobody can act in the past.
    """
    principal, deputy = _person(file, inputs, "principal"), _person(file, inputs, "deputy")
    starts_at, ends_at = _instant(inputs, "from"), _instant(inputs, "to", is_end=True)
    if starts_at < ends_at <= file.now:
        return {"delegation_id": None}
    # The leave was approved by this case, so nobody needs the right to delegate for others.
    row = create_delegation(
        file.session,
        SYSTEM,
        deputy.id,
        starts_at,
        ends_at,
        inputs.text("reason", f"{file.case.title or '请假'}（{file.case.case_no}）"),
        file.now,
        principal_id=principal.id,
    )
    file.happened("delegation.opened", principal=principal.id, deputy=deputy.id, starts_at=starts_at, ends_at=ends_at)
    return {"delegation_id": row.id}


def close_delegation(file: CaseFile, inputs: Inputs) -> Outputs:
    """End the stand-in's delegation now, on early return or cancellation; one that is over stays as it is."""
    principal, deputy = _person(file, inputs, "principal"), _person(file, inputs, "deputy")
    query = select(Delegation).where(
        Delegation.principal_id == principal.id,
        Delegation.deputy_id == deputy.id,
        or_(running_at(file.now), Delegation.starts_at > file.now),
        Delegation.revoked_at.is_(None),
    )
    running = list(file.session.scalars(query))
    for row in running:
        revoke_delegation(file.session, SYSTEM, row.id, file.now)
    file.happened("delegation.closed", principal=principal.id, deputy=deputy.id, count=len(running))
    return {"closed": len(running)}


def _taken(file: CaseFile, inputs: Inputs, days: float) -> dict[str, float]:
    """Working days of sick and personal leave in the month and the year in which this leave begins, itself included."""
    first = inputs.day("from")
    rows = file.connection.execute(_LEAVES, {"of_applicant": file.case.applicant_id}).scalars()
    counted = [row for row in rows if row.get("leave_type") in COUNTED]
    if inputs.text("leave_type", "") in COUNTED and first is not None:
        counted.append({"from": first.isoformat(), "days": days})
    month = "" if first is None else f"{first:%Y-%m}"
    begun = [(str(row.get("from")), float(row.get("days") or 0)) for row in counted]
    return {
        "month_days": sum(length for start, length in begun if start.startswith(month)),
        "year_days": sum(length for start, length in begun if start.startswith(month[:4])),
    }


def _is_chief(file: CaseFile) -> bool:
    query = (
        select(PostHolding.id)
        .join(Post, Post.id == PostHolding.post_id)
        .join(Applicant, Applicant.person_id == PostHolding.person_id)
        .where(Applicant.id == file.case.applicant_id, Post.role == Role.CHIEF, Post.is_active)
        .where(PostHolding.rank == Rank.A, held_now(file.now))
    )
    return file.connection.execute(query).first() is not None


def _person(file: CaseFile, inputs: Inputs, name: str) -> Any:
    """A member of staff by username, else by name. Raises `Refusal` naming the field."""
    word = inputs.text(name)
    row = file.connection.execute(_PERSON, {"word": word}).first()
    if row is None:
        raise Refusal("person.unknown", field=name, person=word)
    return row


def _instant(inputs: Inputs, name: str, *, is_end: bool = False) -> datetime:
    """A date means its midnight, as an end the midnight after; a time without a zone is the centre's."""
    instant = inputs.instant(name)
    if instant is None:
        raise Refusal("operation.input_missing", operation="open_delegation", field=name)
    is_day = len(str(inputs.any(name))) <= len("2026-01-01")
    if is_day:
        instant = datetime.combine(instant.date(), time(), SHANGHAI)
        return instant + timedelta(days=1) if is_end else instant
    return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)

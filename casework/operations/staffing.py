"""Operations of staff matters: the leave register and the stand-in's delegation (C10 item 1)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, inspect, or_, select

from casework.actor import SYSTEM
from casework.cases.case_file import CaseFile
from casework.clocks.absence import NOON
from casework.clocks.calendar import SHANGHAI
from casework.delegation.delegation import Delegation
from casework.delegation.delegations import (
    Pair,
    create_delegation,
    end_delegations,
    interrupt_delegations,
    read_pair,
)
from casework.errors import Refusal
from casework.leaves.leave import Ended, Leave
from casework.leaves.leaves import Span, Totals, end_leave, leave_meanwhile, leaves_of, totals_with
from casework.operations.operation import Inputs, OperationFailed, Outputs
from casework.organisation.people import held_now
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding, Rank
from casework.organisation.role import DECIDERS

# Variables of the step: what was read for it of the register and of delegations.
LEAVES, PAIRS = "leaves", "pairs"
_PERSON = select(Person.id, Person.name, Person.username, Person.is_active).where(
    or_(Person.username == bindparam("word"), Person.name == bindparam("word"))
)


def count_leave(file: CaseFile, inputs: Inputs) -> Outputs:
    """Days away on the centre's calendar, in halves, and whether who asks decides on leave themselves.

    `from_half` afternoon and `to_half` noon halve the outer days. Refused at once: leave in a time of leave, and a
    `substitute` who cannot stand in. What the month and the year come to is told to those who approve.
    """
    span, person_id = _span(inputs), file.around.applicant_person_id
    days = span.days(file.calendar)
    if not days:
        raise Refusal("leave.no_working_day", field="leave_to", first=span.first, last=span.last)
    if inputs.text("substitute", ""):
        check_substitute(file, inputs)
    # Halves are exact as binary fractions, so JSON keeps the tiers' borders exact.
    outputs: dict[str, Any] = {
        "days": float(days), "is_provisional": span.is_provisional(file.calendar), "is_chief": _is_chief(file),
        "ends_at": _end(file, span).isoformat(),
    }  # fmt: skip
    if person_id is None:
        return outputs
    own = leave_meanwhile(_leaves(file, inputs), person_id, span)
    if own is not None:
        raise Refusal("leave.overlaps_own", first=own.first_day, last=own.last_day, field="leave_from")
    totals = _totals(file, person_id, inputs)
    return {**outputs, "month_days": float(totals.month), "year_days": float(totals.year)}


def check_substitute(file: CaseFile, inputs: Inputs) -> Outputs:
    """Raise `Refusal` naming `substitute` unless the person can stand in: no leave, no delegation of their own then."""
    return _check_substitute(file, inputs, hold=False)


def _check_substitute(file: CaseFile, inputs: Inputs, *, hold: bool) -> Outputs:
    span, person = _span(inputs), _person(file, inputs, "substitute")
    away = leave_meanwhile(_leaves(file, inputs), person.id, span)
    if away is not None:
        raise Refusal("leave.substitute_away", person=person.name, first=away.first_day, last=away.last_day,
                      field="substitute")  # fmt: skip
    principal = file.around.applicant_person_id
    if principal is not None:
        try:
            _pair(file, principal, person.id, *_bounds(span), hold=hold).check()
        except Refusal as refusal:
            refusal.params["field"] = "substitute"
            raise
    return {"substitute_fits": True}


def substitute_fits(file: CaseFile, inputs: Inputs) -> Outputs:
    """Whether who agreed to stand in still can when the leave is approved; if not, the history says why.

    A leave that is over by then (补假) needs nobody any more.
    """
    if _bounds(_span(inputs))[1] <= file.now:
        return {"substitute_fits": True}
    try:
        return _check_substitute(file, inputs, hold=True)
    except Refusal as refusal:
        file.happened("leave.substitute_lost", reason=refusal.words._asdict())
        return {"substitute_fits": False}


def register_leave(file: CaseFile, inputs: Inputs) -> Outputs:
    """请假台账: the entry, with the warnings as they stand then (A20), and a line of the history."""
    entry = {name: value for name, value in inputs.known().items() if value is not None}
    span, person_id = _span(inputs), file.around.applicant_person_id
    if person_id is None:
        raise OperationFailed("operation.no_staff")
    totals = _totals(file, person_id, inputs)
    file.add(
        "leave",
        case_id=file.case.id,
        person_id=person_id,
        department_id=file.case.department_id,
        substitute_id=_person(file, inputs, "substitute").id if inputs.text("substitute", "") else None,
        kind=inputs.text("leave_type"),
        first_day=span.first,
        last_day=span.last,
        from_noon=span.from_noon,
        until_noon=span.until_noon,
        halves=int(span.days(file.calendar) * 2),
        is_over_month=totals.is_over_month,
        is_over_year=totals.is_over_year,
        registered_at=file.now,
        delegation_id=None,
    )
    file.happened("leave.registered", **entry)
    if totals.is_over_month or totals.is_over_year:
        file.happened("oversight.much_leave", month_days=float(totals.month), year_days=float(totals.year))
    return {"registered": True, "registered_at": file.local_now.isoformat()}


def open_delegation(file: CaseFile, inputs: Inputs) -> Outputs:
    """The stand-in acts for the principal while the leave lasts, to half a day, or between two instants.

    One person answers for the work then: what the principal delegated before stands still meanwhile. A leave that is
    over when it is approved (补假) needs nobody any more.
    """
    principal, deputy = _principal(file, inputs), _person(file, inputs, "deputy").id
    starts_at, ends_at = _instant(inputs, "from"), _instant(inputs, "to", is_end=True)
    if ends_at <= file.now:
        return {"delegation_id": None}
    pair = _pair(file, principal, deputy, starts_at, ends_at)
    interrupted = interrupt_delegations(file.session, pair, starts_at, ends_at, file.now)
    for older in interrupted:
        file.happened("delegation.interrupted", name=older.deputy_name, starts_at=starts_at, ends_at=ends_at)
    # The leave was approved by this case, so nobody needs the right to delegate for others.
    row = create_delegation(
        file.session,
        SYSTEM,
        deputy,
        starts_at,
        ends_at,
        inputs.text("reason", f"{file.case.title or '请假'}（{file.case.case_no}）"),
        file.now,
        principal_id=principal,
        pair=pair,
    )
    for older in interrupted:
        older.delegation.interrupted_by_id = row.id
    leave = _leave(file)
    if leave is not None:
        leave.delegation_id = row.id
        _keep(file, leave)
    file.happened("delegation.opened", principal=principal, deputy=deputy, starts_at=starts_at, ends_at=ends_at)
    return {"delegation_id": row.id}


def close_delegation(file: CaseFile, inputs: Inputs) -> Outputs:
    """销假: the delegation of this leave ends now; `return_kind` and `returned_on` go into the register.

    What it interrupted goes on. Other delegations between the two stay. A case without an entry in the register ends
    every one between them.
    """
    principal, leave = _principal(file, inputs), _leave(file)
    if leave is None or leave.substitute_id is None:
        deputy = _person(file, inputs, "deputy", may_be_gone=True).id
    else:
        deputy = leave.substitute_id
    if leave is None:
        between = (Delegation.principal_id == principal, Delegation.deputy_id == deputy)
        ids = list(file.session.scalars(select(Delegation.id).where(*between, Delegation.revoked_at.is_(None))))
    else:
        ids = [] if leave.delegation_id is None else [leave.delegation_id]
        ended = Ended(inputs.text("return_kind", Ended.ON_TIME))
        end_leave(leave, ended, inputs.day("returned_on"), file.calendar)
        leave.ended_at = file.now
        _keep(file, leave)
    closed, resumed = end_delegations(file.session, ids, file.now)
    for older in resumed:
        given = older.delegation
        times = {"starts_at": given.starts_at, "ends_at": given.ends_at}
        file.happened("delegation.resumed", name=older.deputy_name, **times)
    file.happened("delegation.closed", principal=principal, deputy=deputy, count=len(closed))
    return {"closed": len(closed)}


def _span(inputs: Inputs) -> Span:
    first, last = inputs.day("from"), inputs.day("to")
    if first is None or last is None:
        raise Refusal("operation.input_missing", operation="count_leave", field="to" if first else "from")
    return Span(first, last, inputs.text("from_half", "") == "afternoon", inputs.text("to_half", "") == "noon")


def _bounds(span: Span) -> tuple[datetime, datetime]:
    """The instants between which somebody stands in."""
    starts_at = datetime.combine(span.first, NOON if span.from_noon else time(), SHANGHAI)
    if span.until_noon:
        return starts_at, datetime.combine(span.last, NOON, SHANGHAI)
    return starts_at, datetime.combine(span.last, time(), SHANGHAI) + timedelta(days=1)


def _end(file: CaseFile, span: Span) -> datetime:
    """假期届满: when the doors close on the last day, noon for a morning; of a day off, its end."""
    end = _bounds(span)[1]
    return min(end, file.calendar.closing(span.last)) if file.calendar.is_working(span.last) else end


def _totals(file: CaseFile, person_id: int, inputs: Inputs) -> Totals:
    kind = inputs.text("leave_type", "")
    return totals_with(_leaves(file, inputs), person_id, kind, _span(inputs), file.calendar)


def _leaves(file: CaseFile, inputs: Inputs) -> list[Leave]:
    """The leave of who asks and who is to stand in, in the years of this one; read once in a step."""
    asks = file.around.applicant_person_id
    people = set() if asks is None else {asks}
    if inputs.text("substitute", ""):
        people.add(_person(file, inputs, "substitute").id)
    known, asked = file.scratch.setdefault(LEAVES, {}), (frozenset(people), _span(inputs))
    if asked not in known:
        known[asked] = leaves_of(file.session, people, asked[1], case_id=file.case.id)
    found: list[Leave] = known[asked]
    return found


def _pair(
    file: CaseFile, principal: int, deputy: int, starts_at: datetime, ends_at: datetime, *, hold: bool = True
) -> Pair:
    """Principal and deputy with what they have delegated in the period, read once in a step."""
    known, asked = file.scratch.setdefault(PAIRS, {}), (principal, deputy, starts_at, ends_at, hold)
    if asked not in known:
        known[asked] = read_pair(file.session, *asked[:4], hold=hold)
    found: Pair = known[asked]
    return found


def _principal(file: CaseFile, inputs: Inputs) -> int:
    """Whose work it is: the person named, else who applies."""
    own = None if inputs.text("principal", "") else file.around.applicant_person_id
    return int(_person(file, inputs, "principal").id) if own is None else own


def _leave(file: CaseFile) -> Leave | None:
    """The entry of this case in the register; one that this step adds is no row yet, see `_keep`."""
    if new := file.rows["leave"]:
        return Leave(**new[0])
    return file.session.scalar(select(Leave).where(Leave.case_id == file.case.id))


def _keep(file: CaseFile, leave: Leave) -> None:
    """Write what was changed in an entry that is no row yet into the row that this step adds."""
    for new in file.rows["leave"]:
        new |= {column.key: getattr(leave, column.key) for column in inspect(Leave).column_attrs if column.key != "id"}


def _is_chief(file: CaseFile) -> bool:
    """Whether who asks is a chief representative or stands above one: no subordinate approves their leave."""
    if file.actor.person_id == file.around.applicant_person_id and not file.actor.role_names & DECIDERS:
        return False
    query = (
        select(PostHolding.id)
        .join(Post, Post.id == PostHolding.post_id)
        .where(PostHolding.person_id == file.around.applicant_person_id, Post.role.in_(DECIDERS), Post.is_active)
        .where(PostHolding.rank == Rank.A, held_now(file.now))
    )
    return file.connection.execute(query).first() is not None


def _person(file: CaseFile, inputs: Inputs, name: str, *, may_be_gone: bool = False) -> Any:
    """A member of staff by username, else by name. Raises `Refusal` naming the field.

    Of several with one name those whose account is closed are not meant; `may_be_gone`: unless they are alone.
    """
    word = inputs.text(name)
    if word not in file.people:
        file.people[word] = file.connection.execute(_PERSON, {"word": word}).all()
    rows = file.people[word]
    named = [row for row in rows if row.username == word] or rows
    found = [row for row in named if row.is_active] or (named if may_be_gone else [])
    if len(found) > 1:
        raise Refusal("person.ambiguous", field=name, person=word)
    if not found and named:
        raise Refusal("person.closed", field=name, person=named[0].name)
    if not found:
        raise Refusal("person.unknown", field=name, person=word)
    return found[0]


def _instant(inputs: Inputs, name: str, *, is_end: bool = False) -> datetime:
    """A date means its midnight or noon, as an end the midnight after; a time without a zone is the centre's."""
    instant = inputs.instant(name)
    if instant is None:
        raise Refusal("operation.input_missing", operation="open_delegation", field=name)
    if len(str(inputs.any(name))) > len("2026-01-01"):
        return instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)
    from_noon, until_noon = inputs.text("from_half", "") == "afternoon", inputs.text("to_half", "") == "noon"
    return _bounds(Span(instant.date(), instant.date(), from_noon, until_noon))[1 if is_end else 0]

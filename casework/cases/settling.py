"""From what a command did to the rows that say so: tasks, timers, waits, jobs, incidents, messages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, select, update

from casework.cases.case_file import CaseFile
from casework.cases.case_rows import TABLES, TASK
from casework.cases.lengths import cut
from casework.cases.step_book import StepBook
from casework.cases.surroundings import span_of, step_limit
from casework.clocks.calendar import SHANGHAI
from casework.clocks.clock_set import ClockKind
from casework.jobs import job as jobs
from casework.messages.waits import waiting_for
from casework.organisation.department import Department
from casework.rows_together import gone_from
from casework.tasks import task as tasks
from casework.tasks.staffing import Staff, staff_tasks
from engine.contract import ArmedTimer, Cancel, Command, Deliver, Key, OpenedTask, Sent, TimePassed
from engine.model import Outcomes

MESSAGE_LIFE = timedelta(days=30)
JOB_RETRIES = 3
SAID = "said_in_english"
"""Of work that failed: its key to what the incident tells besides the engine's own words."""


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """A task that now waits for people."""

    id: int
    key: Key
    name: str
    roles: list[list[Any]]
    claimed_by: int | None

    @classmethod
    def of(cls, row: dict[str, Any]) -> OpenedRow:
        """From a row of `settle` that has been written."""
        key = Key(row["path"], row["element"], row["run"])
        return cls(row["id"], key, row["name"], row["roles"], row["claimed_by"])


def _at(table: Table) -> Any:
    """The engine's key in the terms of a table; the parameters are those of `_place`."""
    return (
        (table.c.case_id == bindparam("of_case"))
        & (table.c.path == bindparam("at_path"))
        & (table.c.element == bindparam("at_element"))
        & (table.c.run == bindparam("at_run"))
    )


_FINISH = (
    update(TASK)
    .where(_at(TASK), TASK.c.closed_at.is_(None))
    .values(
        status=tasks.DONE,
        closed_at=bindparam("now"),
        completed_by=bindparam("by"),
        acting_for_id=bindparam("for_whom"),
    )
)
_CLOSE = (
    update(TASK)
    .where(_at(TASK), TASK.c.closed_at.is_(None))
    .values(status=tasks.CANCELLED, closed_at=bindparam("now"), close_reason=bindparam("reason"))
)
_RESOLVED = (
    update(TABLES["incident"])
    .where(_at(TABLES["incident"]), TABLES["incident"].c.is_parked, TABLES["incident"].c.resolved_at.is_(None))
    .values(resolved_at=bindparam("now"), resolved_by=bindparam("by"))
)
_DEPARTMENT_NAME = select(Department.name).where(Department.id == bindparam("department"))
_WITHDRAW = update(TABLES["job"]).where(_at(TABLES["job"])).values(status=jobs.WITHDRAWN)


def settle(file: CaseFile, book: StepBook, command: Command) -> list[dict[str, Any]]:
    """Add the rows to the file; gives those of the tasks that are open now, whose keys come with the writing."""
    _close_tasks(file, book, command)
    _add_handed_in(file, book)
    opened = _open_tasks(file, list(book.opened.values()))
    _set_timers(file, book)
    _set_waits(file, book)
    _set_jobs(file, book)
    seen_to = {"now": file.now, "by": file.actor.row_id}
    file.run_first(_RESOLVED, [{**_place(file, key), **seen_to} for key in book.resolved])
    said = file.scratch.get(SAID, {})
    for incident in book.incidents:
        params = {**incident.params, **said.get(incident.key, {})}
        _raise_incident(file, incident.key, incident.code, params, is_parked=True)
    for sent in book.sent:
        _send(file, sent)
    return opened


def _send(file: CaseFile, sent: Sent) -> None:
    """A message for whoever waits or will wait; a signal for each that waits now, and for nobody who begins later."""
    if sent.kind == "signal":
        for wait in waiting_for(file.connection, sent.kind, sent.name, sent.correlation):
            _add_sent(file, sent, None, wait.case_id, Key(wait.path, wait.element, wait.run))
    else:
        # A thrown message without a correlation of its own is for the cases that wait under this case's number.
        _add_sent(file, sent, sent.correlation or file.case.case_no, None, None)


def _add_sent(file: CaseFile, sent: Sent, key: str | None, case_id: int | None, wait: Key | None) -> None:
    place = _key_values(wait) if wait else {"path": None, "element": None, "run": None}
    times = {"received_at": file.now, "expires_at": file.now + MESSAGE_LIFE}
    values = {"name": sent.name, "kind": sent.kind, "key": key, "payload": dict(sent.payload), "case_id": case_id}
    file.add("inbox_message", **values, **place, **times)


def _remove(file: CaseFile, table: str, places: Iterable[Key]) -> None:
    """What waits at these places of the flow waits no more."""
    for key in places:
        file.add(gone_from(table), **_key_values(key))


def _place(file: CaseFile, key: Key) -> dict[str, Any]:
    return {"of_case": file.case.id, "at_path": key.path, "at_element": key.element, "at_run": key.run}


def _close_tasks(file: CaseFile, book: StepBook, command: Command) -> None:
    reason = _reason(file, command)
    finished = [key for key in book.completed if key != file.scratch.get("finished")]
    by = {"now": file.now, "by": file.actor.row_id, "for_whom": file.actor.acting_for}
    file.run_later(_FINISH, [{**_place(file, key), **by} for key in finished])
    file.run_later(_CLOSE, [{**_place(file, key), "now": file.now, "reason": reason} for key in book.cancelled])


def _reason(file: CaseFile, command: Command) -> str:
    """Why tasks vanished: a code, and what it is about after a colon."""
    if "close_reason" in file.scratch:
        return cut(str(file.scratch["close_reason"]), 200)
    match command:
        case TimePassed(timers=keys):
            return cut(f"timer:{','.join(key.element for key in keys)}", 200)
        case Deliver(target=key):
            return f"message:{key.element}"
        case Cancel(reason=reason):
            return f"case:{reason}"
        case _:
            return "flow"


def _open_tasks(file: CaseFile, opened: list[OpenedTask]) -> list[dict[str, Any]]:
    if not opened:
        return []
    rows = []
    for task, staff in zip(opened, staff_tasks(file, opened), strict=True):
        row = file.add("task", **task_values(file, task, staff))
        if staff.nobody:
            _raise_incident(file, task.key, "task.nobody", _nobody(file, task, staff), is_parked=False)
        rows.append(row)
    return rows


def _nobody(file: CaseFile, task: OpenedTask, staff: Staff) -> dict[str, Any]:
    """Whom the diagram names for a task that nobody can do, and in which department."""
    wanted = (*(task.roles or (task.lane,)), *task.users, task.assignee)
    department = file.connection.execute(_DEPARTMENT_NAME, {"department": staff.department_id}).scalar()
    return {"task": task.name, "roles": "、".join(word for word in wanted if word), "department": department}


def _add_handed_in(file: CaseFile, book: StepBook) -> None:
    """Tasks that were opened and completed on one page: rows that are done already."""
    done = book.handed_in
    for one, staff in zip(done, staff_tasks(file, [one.opened for one in done]), strict=True):
        values = task_values(file, one.opened, staff)
        values |= {"status": tasks.DONE, "is_read": True, "closed_at": file.now, "completed_by": file.actor.row_id}
        file.add("task", **(values | {"outcome": one.outcome, "opinion": one.opinion}))


def task_values(file: CaseFile, task: OpenedTask, staff: Staff) -> dict[str, Any]:
    """The columns of a task that opens now."""
    limit = step_limit(file, task.limit) if task.limit else None
    is_claimed = staff.assignee_id is not None
    return {
        "path": task.key.path,
        "element": task.key.element,
        "run": task.key.run,
        "name": cut(task.name or task.key.element, 200),
        "kind": task.kind,
        "status": tasks.CLAIMED if is_claimed else tasks.OPEN,
        "roles": staff.as_json,
        "department_id": staff.department_id,
        "lane": cut(task.lane, 64) if task.lane is not None else None,
        "claimed_by": staff.assignee_id,
        "claimed_at": file.now if is_claimed else None,
        "opened_at": file.now,
        "revision": file.case.revision if file.is_new else file.case.revision + 1,
        "due_at": aware(task.due_at or limit),
        "span": span_of(task.limit) if task.due_at is None and limit is not None else None,
        "follow_up_at": aware(task.follow_up_at),
        "priority": task.priority,
        "form_key": task.form_key,
        "outcomes": buttons(task.outcomes),
        "document_kind": task.document,
        "separate_from": task.separate_from,
        "sender_id": file.actor.row_id,
        "is_read": False,
        "closed_at": None,
        "completed_by": None,
        "outcome": None,
        "opinion": None,
    }


def buttons(outcomes: Outcomes | None) -> dict[str, Any] | None:
    """The outcome buttons as they are stored with the task."""
    if outcomes is None:
        return None
    options = [[option.value, option.name, option.is_default] for option in outcomes.options]
    return {"variable": outcomes.variable, "multiple": outcomes.multiple, "options": options}


def aware(instant: datetime | None) -> datetime | None:
    """An instant of a diagram that names no zone is meant on the clock of the centre."""
    if instant is None or instant.tzinfo is not None:
        return instant
    return instant.replace(tzinfo=SHANGHAI)


def _set_timers(file: CaseFile, book: StepBook) -> None:
    _remove(file, "timer", book.disarmed)
    file.unbind(book.disarmed)
    for timer in book.armed.values():
        due, span = _timer_due(file, timer)
        file.add(
            "timer",
            **_key_values(timer.key),
            due_at=due,
            clock=timer.clock,
            span=span,
            armed_at=timer.since or file.now,
            attempts=0,
            next_try_at=None,
        )


def _timer_due(file: CaseFile, timer: ArmedTimer) -> tuple[datetime | None, str | None]:
    """When a timer is due, by its own date, by its clock or by the limit of the step it sits on, and the span of it."""
    if timer.clock is None:
        return aware(timer.due_at), None if timer.workdays is None else span_of(f"{timer.workdays}wd")
    if timer.clock == ClockKind.STEP:
        limit = timer.limit
        return (step_limit(file, limit), span_of(limit)) if limit else (aware(timer.due_at), None)
    return file.clocks.due(timer.clock), None


def _set_waits(file: CaseFile, book: StepBook) -> None:
    _remove(file, "message_wait", book.unawaited)
    for wait in book.awaited.values():
        file.add(
            "message_wait",
            **_key_values(wait.key),
            kind=wait.kind,
            name=wait.name,
            correlation=wait.correlation,
        )


def _set_jobs(file: CaseFile, book: StepBook) -> None:
    file.run_first(_WITHDRAW, [_place(file, key) for key in book.withdrawn])
    for request in book.jobs.values():
        file.add(
            "job",
            **_key_values(request.key),
            topic=request.name,
            payload=dict(request.inputs),
            status=jobs.WAITING,
            attempts=0,
            worker=None,
            last_error=None,
            retries=JOB_RETRIES if request.retries is None else request.retries,
            next_at=file.now,
        )


def _key_values(key: Key) -> dict[str, Any]:
    return {"path": key.path, "element": key.element, "run": key.run}


def _raise_incident(file: CaseFile, key: Key, code: str, params: dict[str, Any], *, is_parked: bool) -> None:
    file.add("incident", **_key_values(key), code=code, params=params, is_parked=is_parked, at=file.now)

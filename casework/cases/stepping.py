"""Move a case by one command: the engine's answer, the operations it asks for, and all rows, in one transaction.

What the engine or the law refuses raises before anything is written. The caller commits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

import engine
from casework.cases import milestones
from casework.cases.acceptance import accept_case
from casework.cases.case_file import CaseFile
from casework.cases.diagrams import definition_of, tells_acceptance
from casework.cases.refusals import has_ended
from casework.cases.settling import SAID, OpenedRow, settle
from casework.cases.step_book import StepBook, passed_in, trail_of
from casework.cases.surroundings import surroundings_of
from casework.operations.operation import OperationFailed
from casework.operations.performing import perform
from engine.contract import (
    Cancel,
    Command,
    Complete,
    Deliver,
    Key,
    Retry,
    ServiceDone,
    ServiceFailed,
    ServiceRequest,
    Start,
    Step,
    TimePassed,
)
from engine.model import Definition


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a caller wants to know of the case afterwards."""

    case_id: int
    case_no: str
    revision: int
    status: str
    opened: tuple[OpenedRow, ...]
    is_over: bool


def step_file(file: CaseFile, command: Command, *, told: dict[str, Any] | None = None) -> StepResult:
    """Give the case on the desk one command and store what follows from it; `told` goes into its line of the history.

    `actor.acting_for` is recorded everywhere. Raises `Stale` when the case moved meanwhile, `Conflict` when it has
    ended, and what the engine or an operation refuses.
    """
    file.is_step = True
    book = StepBook()
    run(file, command, book, told or {})
    return finish(file, book, command)


def finish(file: CaseFile, book: StepBook, command: Command) -> StepResult:
    """Store what `run` gathered and say where the case stands."""
    opened = settle(file, book, command)
    file.write()
    case = file.case
    return StepResult(case.id, case.case_no, case.revision, case.status, tuple(map(OpenedRow.of, opened)), case.is_over)


def run(file: CaseFile, command: Command, book: StepBook, told: dict[str, Any]) -> None:
    """Let the engine and the operations work on the file in memory, until only people, time or others can go on."""
    definition = definition_of(file)
    if file.case.is_over and not isinstance(command, Start):
        raise has_ended(file.case)
    waiting: deque[Command | ServiceRequest] = deque([command])
    withdrawn: set[Key] = set()
    taken = 0
    while waiting:
        present = waiting.popleft()
        if isinstance(present, ServiceRequest):
            if present.key in withdrawn:
                # An operation before it took its token away: it must not act any more.
                continue
            present = _perform(file, present)
        step = engine.advance(definition, file.case.snapshot, present, surroundings_of(file, taken))
        taken = step.steps_taken
        file.case.snapshot, file.case.document = step.snapshot, step.document
        book.enter(step)
        _tell(file, present, step, told if present is command else None)
        _reach_milestones(file, definition, present, step)
        withdrawn.update(step.withdrawn)
        waiting.extend(request for request in step.requested if request.kind == "operation")
        if step.ended is not None:
            waiting.clear()


def _perform(file: CaseFile, request: ServiceRequest) -> Command:
    try:
        outputs = perform(file, request)
    except OperationFailed as failure:
        # The diagram asked for something that cannot be: its token is parked, the clerk's completion is kept.
        said = failure.words
        file.scratch.setdefault(SAID, {})[request.key] = {"message_en": said.en}
        return ServiceFailed(request.key, failure.code, said.zh)
    return ServiceDone(request.key, outputs)


def _reach_milestones(file: CaseFile, definition: Definition, command: Command, step: Step) -> None:
    for milestone in step.milestones:
        if milestone == "accepted":
            accept_case(file)
        else:
            milestones.reach(file, milestone)
    if isinstance(command, Start) and not tells_acceptance(definition):
        accept_case(file)
    if step.ended is not None:
        milestones.end(file, step.ended.kind)


_KINDS: dict[type[Any], str] = {
    Start: "case.started",
    Complete: "task.completed",
    TimePassed: "timer.fired",
    Deliver: "message.delivered",
    ServiceDone: "job.done",
    ServiceFailed: "job.failed",
    Retry: "incident.retried",
    Cancel: "flow.cancelled",
}


def _tell(file: CaseFile, command: Command, step: Step, told: dict[str, Any] | None) -> None:
    trail = trail_of(step)
    data: dict[str, Any] = {}
    if step.changes:
        data["changes"] = [[change.path, change.name, change.value] for change in step.changes]
    if step.incidents:
        data["incidents"] = [[incident.key.element, incident.code] for incident in step.incidents]
    if trail:
        data["trail"] = trail
    if passed := passed_in(step):
        data["passed"] = passed
    if told is not None:
        file.happened(_KINDS[type(command)], **_where(command), **told, **data)
    elif data:
        # What followed an operation by itself.
        file.happened("flow.moved", **data)


def _where(command: Command) -> dict[str, Any]:
    match command:
        case Complete(task=key) | Deliver(target=key) | Retry(task=key):
            return {"at": list(key)}
        case ServiceDone(task=key):
            return {"at": list(key)}
        case ServiceFailed(task=key, error_code=code, message=message):
            return {"at": list(key), "code": code, "message": message}
        case TimePassed(timers=keys):
            return {"timers": [list(key) for key in keys]}
        case Cancel(reason=reason):
            return {"reason": reason}
        case Start(start=start):
            return {"start": start}

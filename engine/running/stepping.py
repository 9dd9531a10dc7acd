"""`advance`: load, apply one command, let everything run that runs by itself, say what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.contract import (
    Cancel,
    Command,
    Complete,
    Deliver,
    Ended,
    Happened,
    Key,
    Retry,
    ServiceDone,
    ServiceFailed,
    Start,
    Step,
    Surroundings,
    TimePassed,
)
from engine.model import Definition, Outcomes, Trigger
from engine.running.codec import read_snapshot, usable, write_snapshot
from engine.running.errors import (
    CaseHasEnded,
    Fault,
    NoIncident,
    NotWaiting,
    OutcomeUnknown,
    RunningError,
    ServiceNotRequested,
    SnapshotUnusable,
    TaskNotOpen,
)
from engine.running.journey import Journey
from engine.running.parsing import compiled
from engine.running.specs.activities import ServiceTask
from engine.running.specs.events import throw_error, trigger_of
from engine.running.tokens import Token, TokenTree
from engine.running.values import same


def advance(
    definition: Definition, snapshot: Mapping[str, Any] | None, command: Command, surroundings: Surroundings
) -> Step:
    """Carry out one command on a case and say all that it did.

    A pure function: nothing but the result leaves it, and the same arguments give the same result. Raises
    `RunningError` when the command does not fit the state; then nothing has changed.
    """
    if isinstance(command, Start):
        if snapshot is not None:
            raise RunningError("running.already_started")
        return carry_out(plant(definition, command, surroundings), command)
    if snapshot is None:
        raise SnapshotUnusable("running.not_started")
    snapshot = usable(snapshot)
    if "ended" in snapshot:
        raise CaseHasEnded("running.case_has_ended")
    runs = {path: dict(numbers) for path, numbers in snapshot["runs"].items()}
    journey = Journey(definition, surroundings, runs)
    tree = read_snapshot(snapshot, compiled(definition, snapshot["start"]), journey)
    return carry_out(tree, command)


def carry_out(tree: TokenTree, command: Command) -> Step:
    """One command on a tree in memory, whether it was just planted, just loaded or never stored."""
    before = _Open(tree)
    if not isinstance(command, Start):
        _APPLY[type(command)](tree, command)
    return _finish(tree, before, command)


def plant(definition: Definition, command: Start, surroundings: Surroundings) -> TokenTree:
    """A new tree with its first token at the start event."""
    journey = Journey(definition, surroundings, {})
    process = compiled(definition, command.start)
    tree = journey.tree = TokenTree(process, journey)
    for name, value in command.variables.items():
        journey.variables.write("", name, value)
    token = tree.root.add(process.entry)
    token.number()
    journey.note("started", token)
    process.entry._update(token)
    return tree


# --- commands -----------------------------------------------------------------------------------------


def _complete(tree: TokenTree, command: Complete) -> None:
    token = _find(tree, command.task)
    if token is None or not token.spec.is_human or token.state != TaskState.READY:
        raise TaskNotOpen("running.task_not_open", **command.task._asdict())
    journey, outcomes = tree.journey, token.spec.node.outcomes
    outcome = _checked(outcomes, command, token)
    for name, value in command.data.items():
        journey.write_inside(token, name, value)
    if outcomes is not None:
        # The gateway behind has to see it, and so have outputs whose input has its name.
        journey.write_inside(token, outcomes.variable, outcome)
        journey.write(token, outcomes.variable, outcome)
    journey.completed.append(token.key)
    journey.note("task_completed", token, **({"outcome": outcome} if outcomes is not None else {}))
    token.run()


def _checked(outcomes: Outcomes | None, command: Complete, token: Token) -> Any:
    """The outcome, if it is one of the task's buttons; with check boxes the list of the chosen ones."""
    outcome = command.outcome
    if outcomes is None:
        options: list[Any] = []
        is_known = outcome is None
    else:
        options = [option.value for option in outcomes.options]
        if outcome is None:
            outcome = command.data.get(outcomes.variable)
        chosen = outcome if outcomes.multiple and isinstance(outcome, list) else [outcome]
        if outcomes.multiple:
            outcome = chosen
        is_known = bool(chosen) and all(any(same(value, option) for option in options) for value in chosen)
    if not is_known:
        shown = "、".join(map(str, options))
        raise OutcomeUnknown("running.outcome_unknown", element=token.spec.element_id, outcome=outcome, options=shown)
    return outcome


def _time_passed(tree: TokenTree, command: TimePassed) -> None:
    for key in command.timers:
        token = _find(tree, key)
        if token is not None and _waits_for(token, Trigger.TIMER):
            tree.journey.note("timer_fired", token)
            token.spec.fire(token)


def _deliver(tree: TokenTree, command: Deliver) -> None:
    token = _find(tree, command.target)
    if token is None or not (_waits_for(token, Trigger.MESSAGE) or _waits_for(token, Trigger.SIGNAL)):
        raise NotWaiting("running.not_waiting", **command.target._asdict())
    journey, event = tree.journey, token.spec.node.event
    _take(token, command.payload, event.result_variable if event is not None else None)
    journey.note("caught", token, trigger=trigger_of(token.spec).value, name=event.name if event else None)
    token.spec.fire(token)


def _service_done(tree: TokenTree, command: ServiceDone) -> None:
    token = _requested(tree, command.task)
    _take(token, command.outputs, token.spec.node.result_variable)
    token.run()


def _take(token: Token, values: Mapping[str, Any], variable: str | None) -> None:
    """Write what came from outside: for the output mappings, else into one variable, else each under its name."""
    journey = token.journey
    if token.spec.node.outputs:
        # Kept in the element's own scope until the mappings have read them, so that a retry still finds them.
        for name, value in values.items():
            journey.variables.write(token.scope, name, value)
    elif variable is not None:
        journey.write(token, variable, dict(values))
    else:
        for name, value in values.items():
            journey.write(token, name, value)


def _service_failed(tree: TokenTree, command: ServiceFailed) -> None:
    token = _requested(tree, command.task)
    if not throw_error(token, command.error_code, command.message):
        element, told = token.spec.element_id, command.message or command.error_code
        fault = Fault("running.service_failed", element=element, error=command.error_code, message=told)
        # Its boundary events stay armed: a deadline runs on while somebody looks for the cause, and a retry keeps it.
        tree.journey.park(token, "again", fault)


def _requested(tree: TokenTree, key: Key) -> Token:
    token = _find(tree, key)
    if token is None or not isinstance(token.spec, ServiceTask) or token.fault is not None:
        raise ServiceNotRequested("running.service_not_requested", **key._asdict())
    return token


def _retry(tree: TokenTree, command: Retry) -> None:
    token = _find(tree, command.task)
    if token is None or token.fault is None:
        raise NoIncident("running.no_incident", **command.task._asdict())
    if token.fault == "enter":
        token.spec._update(token)
    elif token.fault == "again":
        tree.journey.attempt(token, "again")
    else:
        token.fault = None
        token._set_state(TaskState.READY)
        tree.ready.append(token)


def _cancel(tree: TokenTree, command: Cancel) -> None:
    for token in tree.root.children:
        token.cancel()
    tree.journey.ended = Ended("cancelled")


_APPLY: dict[type, Any] = {
    Complete: _complete,
    TimePassed: _time_passed,
    Deliver: _deliver,
    ServiceDone: _service_done,
    ServiceFailed: _service_failed,
    Retry: _retry,
    Cancel: _cancel,
}


def _find(tree: TokenTree, key: Key) -> Token | None:
    key = Key(*key)
    for token in tree.tokens():
        if token.spec.element_id == key.element and token.run_number and token.key == key:
            return token
    return None


def _waits_for(token: Token, trigger: Trigger) -> bool:
    if token.fault is not None or token.state != TaskState.WAITING:
        return False
    return trigger_of(token.spec) is trigger or (trigger is Trigger.MESSAGE and token.spec.is_receiving)


# --- what changed -------------------------------------------------------------------------------------


class _Open:
    """What is open in a tree, by key."""

    def __init__(self, tree: TokenTree) -> None:
        self.tasks: dict[Key, None] = {}
        self.timers: dict[Key, None] = {}
        self.waits: dict[Key, None] = {}
        self.services: dict[Key, None] = {}
        self.parked: dict[Key, None] = {}
        for token in tree.tokens():
            if token.fault is not None:
                self.parked[token.key] = None
            elif token.spec.is_human:
                self.tasks[token.key] = None
            elif isinstance(token.spec, ServiceTask) and token.state == TaskState.STARTED:
                self.services[token.key] = None
            elif token.state == TaskState.WAITING and not token.spec.joins:
                (self.timers if trigger_of(token.spec) is Trigger.TIMER else self.waits)[token.key] = None

    @property
    def is_stuck(self) -> bool:
        return not (self.tasks or self.timers or self.waits or self.services or self.parked)


def _finish(tree: TokenTree, before: _Open, command: Command) -> Step:
    journey = tree.journey
    journey.settle()
    after = _Open(tree)
    if journey.ended is None and after.is_stuck:
        _report_stuck(tree)
        after = _Open(tree)
    if journey.ended is not None:
        element = journey.ended.element or ""
        detail = {"kind": journey.ended.kind}
        if isinstance(command, Cancel):
            detail["reason"] = command.reason
        journey.happened.append(Happened("ended", Key("", element, 1), detail))
    done = set(journey.completed)
    finished = {command.task} if isinstance(command, ServiceDone | ServiceFailed) else set()
    return Step(
        snapshot=write_snapshot(tree),
        document=journey.variables.document(),
        opened=tuple(opened for key, opened in journey.opened.items() if key in after.tasks),
        completed=tuple(journey.completed),
        cancelled=tuple(key for key in before.tasks if key not in after.tasks and key not in done),
        armed=tuple(timer for key, timer in journey.armed.items() if key in after.timers),
        disarmed=tuple(key for key in before.timers if key not in after.timers),
        awaited=tuple(wait for key, wait in journey.awaited.items() if key in after.waits),
        no_longer_awaited=tuple(key for key in before.waits if key not in after.waits),
        requested=tuple(request for key, request in journey.requested.items() if key in after.services),
        withdrawn=tuple(key for key in before.services if key not in after.services and key not in finished),
        sent=tuple(journey.sent),
        changes=journey.variables.changes(),
        closed_scopes=tuple(journey.closed_scopes),
        milestones=tuple(journey.milestones),
        incidents=tuple(incident for key, incident in journey.incidents.items() if key in after.parked),
        resolved=tuple(key for key in before.parked if key not in after.parked),
        happened=tuple(journey.happened),
        ended=journey.ended,
        steps_taken=journey.surroundings.automatic_steps - journey.steps_left,
    )


def _report_stuck(tree: TokenTree) -> None:
    """Only tokens at joins are left and nothing can ever free them: a deadlock of the diagram."""
    told: set[tuple[int, str]] = set()
    for token in tree.tokens():
        here = (token.parent.id, token.spec.element_id)
        if token.state == TaskState.WAITING and here not in told:
            told.add(here)
            tree.journey.park(token, "enter", Fault("running.stuck", element=token.spec.element_id))

"""The contract between engine and casework: commands in, one `Step` out.

`advance(definition, snapshot, command, surroundings) -> Step` is a pure function: no SQL, no wall clock, nothing
leaves it but its result. What it refuses raises `engine.errors.EngineError` before anything is written.

Returning, withdrawing, skipping, more or fewer signers and migration are commands to come; a `Key` outlives them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from engine.model import Outcomes

LIMIT = re.compile(r"\s*(\d{1,4}(?=\s*wd)|\d{1,4}(?:\.5)?(?=\s*[dhm]))\s*(wd|d|h|m)\s*", re.ASCII)
"""A step's own limit (环节时限): working days, days, office hours or minutes, such as `2wd`, `0.5d`, `4h`, `30m`."""
Document = Mapping[str, Mapping[str, Any]]
"""Case variables by scope path: `""` is the case itself, `"Opinions#1.0"` the first instance of the first run of
multi-instance `Opinions`, `"Call#1"` a called process. JSON values only."""


class Key(NamedTuple):
    """Names one activation for ever: it survives save, load, return and migration.

    `path` is the scope path (segments `element#run` or `element#run.index`, joined by `/`; generated wrappers do not
    appear), `element` the drawn element's id, `run` counts activations per path and element from 1.
    """

    path: str
    element: str
    run: int


# --- commands -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Start:
    """Begin at the start event with this id; None: the only plain (none) start, else the first one."""

    start: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complete:
    """A person finished a human task. `outcome`: the chosen option's value (list of values with check boxes)."""

    task: Key
    data: Mapping[str, Any] = field(default_factory=dict)
    outcome: Any = None


@dataclass(frozen=True, slots=True)
class TimePassed:
    """These armed timers are due at `surroundings.now`; unknown keys are ignored (they were disarmed meanwhile)."""

    timers: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Deliver:
    """Hand a message or signal to exactly one waiting element."""

    target: Key
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceDone:
    """A job, operation or send task is finished; `outputs` are what its output mappings see."""

    task: Key
    outputs: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceFailed:
    """A job reported a BPMN error: a boundary that catches `error_code` takes over, else it is an incident."""

    task: Key
    error_code: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try the element again at which an incident parked its token."""

    task: Key


@dataclass(frozen=True, slots=True)
class Cancel:
    """End the case from outside (withdrawn, voided …): every open task, timer and wait is closed."""

    reason: str


Command = Start | Complete | TimePassed | Deliver | ServiceDone | ServiceFailed | Retry | Cancel


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the engine may look at besides its snapshot. All callables are total and have no effects.

    `facts` are read-only names every expression sees behind the variables (`case`, `item`, `applicant` …); `me` among
    them is the login of whoever acts, None for the machine.
    `due(clock)` gives the present due instant of a legal clock, None while it is suspended or not running.
    `after_workdays(start, n)` counts working days of the centre's calendar, to closing time.
    """

    document: Document
    now: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    due: Callable[[str], datetime | None] = lambda clock: None
    after_workdays: Callable[[datetime, int], datetime] | None = None
    automatic_steps: int = 1000
    """More automatic elements than this in one act of people, time or others become an incident instead of a hang."""
    steps_taken: int = 0
    """How many of them earlier steps of the same act have taken, which operations between them make several."""


# --- the step ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenedTask:
    """A human task that waits. Roles and users are evaluated; what they mean in a house is casework's matter."""

    key: Key
    kind: str
    name: str
    roles: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    assignee: str | None = None
    department: str | None = None
    """Department code of the enclosing branch over departments, None outside one."""
    form_key: str | None = None
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    priority: int = 50
    limit: str | None = None
    """As `LIMIT` says."""
    outcomes: Outcomes | None = None
    document: str | None = None
    separate_from: str | None = None
    lane: str | None = None
    documentation: str = ""
    unresolved: tuple[str, ...] = ()
    """Expressions for people or roles that gave nobody because their data are missing; the task opens all the same."""


@dataclass(frozen=True, slots=True)
class ArmedTimer:
    """`due_at` None: bound to a clock that does not run now; `clock` set: the row moves with that clock.

    `workdays` set: `due_at` is that many working days from `since` (None: now), and moves when the calendar does.
    `limit` is that of the step it sits on, which counts for a timer bound to the step's own clock.
    """

    key: Key
    due_at: datetime | None
    clock: str | None = None
    workdays: int | None = None
    since: datetime | None = None
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A catching element; `correlation` None = by case number or business key only."""

    key: Key
    kind: str
    """`message` or `signal`."""
    name: str
    correlation: str | None = None


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """Machine work. `kind`: `operation` runs inside the step's transaction, `job` goes to the outbox."""

    key: Key
    kind: str
    name: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    retries: int | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """A thrown message or signal, to be routed by casework after the step."""

    kind: str
    name: str
    correlation: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    path: str
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Incident:
    """The token is parked at `key` until `Retry` (or a return); `code`/`params` make the sentence."""

    key: Key
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what the engine did, in order.

    kinds: `started`, `entered`, `left`, `task_opened`, `task_completed`, `task_cancelled`, `branch_taken`,
    `timer_fired`, `caught`, `thrown`, `milestone`, `incident`, `ended`.
    """

    kind: str
    key: Key
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    kind: str
    """`completed`, `terminated` or `cancelled`."""
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """All that one command did. casework writes it in one transaction."""

    snapshot: Mapping[str, Any]
    document: Document
    opened: tuple[OpenedTask, ...] = ()
    completed: tuple[Key, ...] = ()
    cancelled: tuple[Key, ...] = ()
    """Human tasks that vanished without being completed (boundary, race, end of the case)."""
    armed: tuple[ArmedTimer, ...] = ()
    disarmed: tuple[Key, ...] = ()
    awaited: tuple[Wait, ...] = ()
    no_longer_awaited: tuple[Key, ...] = ()
    requested: tuple[ServiceRequest, ...] = ()
    withdrawn: tuple[Key, ...] = ()
    """Jobs nobody waits for any more."""
    sent: tuple[Sent, ...] = ()
    changes: tuple[Change, ...] = ()
    """What was written, in order; not the items, counters and results so far of a multi-instance activity, which follow
    from other data. `document` has everything."""
    closed_scopes: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    incidents: tuple[Incident, ...] = ()
    resolved: tuple[Key, ...] = ()
    """Incidents of earlier steps whose token is parked no more (retried with success, or cancelled)."""
    happened: tuple[Happened, ...] = ()
    ended: Ended | None = None
    steps_taken: int = 0
    """`Surroundings.steps_taken` for the next step of the same act."""

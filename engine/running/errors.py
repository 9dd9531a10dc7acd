"""How a command is refused. Nothing has changed when one of these is raised.

RunningError (EngineError)
├─ StartUnknown        no such start event
├─ CaseHasEnded        the snapshot holds no token any more
├─ TaskNotOpen         the human task is not open (done, withdrawn, or waiting for repair)
├─ OutcomeUnknown      the outcome is none of the task's buttons
├─ NotWaiting          nobody waits there for a message or signal
├─ ServiceNotRequested no service request with this key is open
├─ NoIncident          no token is parked there
└─ SnapshotUnusable    the snapshot does not fit the definition or this program
"""

import json
from typing import Any

from engine.errors import EngineError
from engine.running.texts import TEXTS

SHOWN = 80
"""Characters of a value that a message repeats."""


def shown(value: Any) -> str:
    """The value as a person would write it in a form or diagram: `null`, `true`, `"text"`, `[1, 2]`."""
    return json.dumps(value, ensure_ascii=False, default=str)[:SHOWN]


class RunningError(EngineError):
    """Base of what running refuses."""

    texts = TEXTS


class StartUnknown(RunningError):
    """The definition has no start event of this id."""


class CaseHasEnded(RunningError):
    """The case is over; no command can move it."""


class TaskNotOpen(RunningError):
    """The command names a human task that is not open."""


class OutcomeUnknown(RunningError):
    """The chosen outcome is none of the buttons of the task."""


class NotWaiting(RunningError):
    """The command delivers to an element that does not wait for a message or signal."""


class ServiceNotRequested(RunningError):
    """The command reports on machine work nobody waits for."""


class NoIncident(RunningError):
    """The command retries an element at which no token is parked."""


class SnapshotUnusable(RunningError):
    """The snapshot was written by a newer program or belongs to another definition."""


class Unsafe(RunningError):
    """The library asked to evaluate a text of its own; only parsed expressions of the model are ever evaluated."""


class Fault(RunningError):
    """The element cannot go on; its token is parked as an incident with this code."""

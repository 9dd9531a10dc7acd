"""What the engine did during one command and the operations it asked for, gathered before anything is written.

A task that one inner step opens and the next one closes never becomes a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.contract import ArmedTimer, Happened, Incident, Key, OpenedTask, Sent, ServiceRequest, Step, Wait

# What people and auditors want to read; entering and leaving every node is not among it.
TOLD = frozenset({"task_opened", "task_cancelled", "branch_taken", "timer_fired", "caught", "thrown", "ended"})


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A task that was completed by the actor before it was ever written."""

    opened: OpenedTask
    outcome: Any
    opinion: str | None


@dataclass(slots=True)
class StepBook:
    opened: dict[Key, OpenedTask] = field(default_factory=dict)
    handed_in: list[HandedIn] = field(default_factory=list)
    completed: list[Key] = field(default_factory=list)
    cancelled: list[Key] = field(default_factory=list)
    armed: dict[Key, ArmedTimer] = field(default_factory=dict)
    disarmed: list[Key] = field(default_factory=list)
    awaited: dict[Key, Wait] = field(default_factory=dict)
    unawaited: list[Key] = field(default_factory=list)
    jobs: dict[Key, ServiceRequest] = field(default_factory=dict)
    withdrawn: list[Key] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    resolved: list[Key] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)

    def hand_in(self, done: HandedIn) -> None:
        """The task waits no longer; it will be written as done."""
        self.handed_in.append(done)
        del self.opened[done.opened.key]

    def enter(self, step: Step) -> None:
        """Take over what one `Step` says; later steps overrule earlier ones."""
        unwritten = {done.opened.key for done in self.handed_in}
        self.completed += [key for key in step.completed if key not in unwritten]
        _gone(self.opened, step.cancelled, self.cancelled)
        _gone(self.armed, step.disarmed, self.disarmed)
        _gone(self.awaited, step.no_longer_awaited, self.unawaited)
        _gone(self.jobs, step.withdrawn, self.withdrawn)
        self.opened.update((task.key, task) for task in step.opened)
        self.armed.update((timer.key, timer) for timer in step.armed)
        self.awaited.update((wait.key, wait) for wait in step.awaited)
        self.jobs.update((request.key, request) for request in step.requested if request.kind != "operation")
        self.incidents += step.incidents
        self.resolved += step.resolved
        self.sent += step.sent


def _gone(new: dict[Key, Any], keys: tuple[Key, ...], stored: list[Key]) -> None:
    for key in keys:
        if new.pop(key, None) is None:
            stored.append(key)


def trail_of(step: Step) -> list[list[Any]]:
    """The lines of a step worth keeping in the history: `[kind, element, detail]`, as short as they can be."""
    return [_line(happened) for happened in step.happened if happened.kind in TOLD]


def passed_in(step: Step) -> list[str]:
    """The places (`path/element`) whose work was finished in the step, each once: what a diagram shows as done."""
    return list(dict.fromkeys(_where(happened) for happened in step.happened if happened.kind == "left"))


def _where(happened: Happened) -> str:
    return f"{happened.key.path}/{happened.key.element}" if happened.key.path else happened.key.element


def _line(happened: Happened) -> list[Any]:
    detail = _short(happened.detail)
    where = _where(happened)
    return [happened.kind, where, detail] if detail else [happened.kind, where]


def _short(detail: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in detail.items() if value not in (None, "", (), [], {})}

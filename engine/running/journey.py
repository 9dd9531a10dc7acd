"""The working state of one `advance`: what moves, what was seen, what the step will say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.contract import (
    ArmedTimer,
    Ended,
    Happened,
    Incident,
    Key,
    OpenedTask,
    Sent,
    ServiceRequest,
    Surroundings,
    Wait,
)
from engine.errors import EngineError
from engine.model import Definition
from engine.running.errors import Fault
from engine.running.evaluating import Evaluating

if TYPE_CHECKING:
    from engine.running.specs.element import Exit
    from engine.running.tokens import Token, TokenTree


class Journey(Evaluating):
    """One command's way through the diagram. Thrown away after the step, also when it fails."""

    tree: TokenTree

    def __init__(self, definition: Definition, surroundings: Surroundings, runs: dict[str, dict[str, int]]) -> None:
        super().__init__(surroundings)
        self.definition = definition
        self.runs = runs
        self.opened: dict[Key, OpenedTask] = {}
        self.armed: dict[Key, ArmedTimer] = {}
        self.awaited: dict[Key, Wait] = {}
        self.requested: dict[Key, ServiceRequest] = {}
        self.incidents: dict[Key, Incident] = {}
        self.sent: list[Sent] = []
        self.completed: list[Key] = []
        self.happened: list[Happened] = []
        self.milestones: list[str] = []
        self.closed_scopes: list[str] = []
        self.steps_left = max(surroundings.automatic_steps - surroundings.steps_taken, 0)
        self.is_terminated = False
        self.last_end: str | None = None
        self.ended: Ended | None = None

    # --- moving -----------------------------------------------------------------------------------------

    def attempt(self, token: Token, phase: str) -> bool:
        """Do a phase; what the case's data make impossible takes its writes back and parks the token."""
        mark = self.variables.mark()
        token.fault = None
        try:
            if phase == "enter":
                return token.spec.enter(token)
            if phase == "again":
                token.spec.request(token)
                return False
            if not token.spec.execute(token):
                return False
            if token.index is not None:
                token.completes_all = token.parent.spec.collect(token)
            else:
                token.taken = token.spec.choose(token)
            return True
        except EngineError as error:
            self.variables.undo(mark)
            if phase == "enter":
                for child in token.children:
                    child.cancel()
            self.park(token, phase, error)
            return False

    def park(self, token: Token, phase: str, error: EngineError) -> None:
        token.fault = phase
        token._set_state(TaskState.STARTED)
        self.raise_incident(token, error)

    def raise_incident(self, token: Token, error: EngineError) -> None:
        token.number()
        params = {**error.params}
        if params.get("element") == token.spec.element_id:
            params["element"] = token.spec.label
        self.incidents[token.key] = Incident(token.key, error.code, params)
        self.note("incident", token, code=error.code)

    def spread(self, exits: Iterable[Exit], container: Token) -> None:
        """Put a token on each of the exits; none at all ends the token that came."""
        exits = tuple(exits)
        for way in exits:
            token = container.add(way.target)
            token.via = way.flow.id
            way.target._update(token)
        if not exits:
            self.check_container(container)

    def check_container(self, container: Token) -> None:
        """Let the container go on when nothing lives in it any more."""
        if not container.is_alive or container.inner:
            return
        if container.parent is None:
            self.ended = Ended("terminated" if self.is_terminated else "completed", self.last_end)
        elif container.state == TaskState.STARTED:
            container.spec.all_inside_done(container)

    def settle(self) -> None:
        """Run everything that runs by itself; more than the allowed steps park the rest as incidents."""
        ready = self.tree.ready
        while True:
            while ready:
                token = ready.popleft()
                if not token.is_alive or token.state != TaskState.READY:
                    continue
                try:
                    self.spend(1, token)
                except Fault as fault:
                    self.park(token, "run", fault)
                else:
                    token.run()
            if not self._try_inclusive_joins():
                return

    def spend(self, steps: int, token: Token) -> None:
        """Count automatic work against what one command may do; raises `Fault` when there is too much of it."""
        if steps > self.steps_left:
            self.steps_left = 0
            limit = self.surroundings.automatic_steps
            raise Fault("running.automatic_steps", limit=limit, element=token.spec.element_id)
        self.steps_left -= steps

    def _try_inclusive_joins(self) -> bool:
        for token in self.tree.tokens():
            if token.spec.upstream is not None and token.state == TaskState.WAITING and token.spec.try_to_fire(token):
                return True
        return False

    # --- what happened ----------------------------------------------------------------------------------

    def note(self, kind: str, token: Token, **detail: Any) -> None:
        self.happened.append(Happened(kind, token.key, detail))

    def has_entered(self, token: Token) -> None:
        if not token.run_number:
            token.number()
            self.note("entered", token)

    def has_opened(self, opened: OpenedTask, token: Token) -> None:
        self.opened[opened.key] = opened
        self.note("task_opened", token)

    def has_left(self, token: Token) -> None:
        self.note("left", token)
        if len(token.spec.exits) > 1:
            for way in token.taken:
                self.note("branch_taken", token, flow=way.flow.id, name=way.flow.name)
        milestone = token.spec.node.milestone
        if milestone is not None and token.index is None:
            self.milestones.append(milestone)
            self.note("milestone", token, milestone=milestone)

    def was_cancelled(self, token: Token) -> None:
        if token.spec.is_human and token.fault is None and token.run_number:
            self.note("task_cancelled", token)

    def next_run(self, path: str, element: str) -> int:
        runs = self.runs.setdefault(path, {})
        runs[element] = runs.get(element, 0) + 1
        return runs[element]

    def close_scope(self, path: str) -> None:
        self.runs.pop(path, None)
        if self.variables.close(path):
            self.closed_scopes.append(path)

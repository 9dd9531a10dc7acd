"""Tokens: the library's task tree, reduced to what is alive.

A token that has moved on leaves the tree at once. Its children are what lives inside it: the tokens of a sub-process or
called process, the instances of a multi-instance activity, the events an event-based gateway waits for, and the armed
boundary events. So the tree never grows with the age of a case, nothing depends on its depth, and cancelling a token
takes everything inside it along.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.contract import Key
from engine.running.safety import ENGINE

if TYPE_CHECKING:
    from engine.running.journey import Journey
    from engine.running.parsing import CompiledProcess
    from engine.running.specs.element import Element


class Token(Task):  # type: ignore[misc]
    """One token. `path` is the scope it lives in, `scope` the one it opens for what lives inside it."""

    def __init__(self, tree: TokenTree, spec: Any, parent: Token | None, state: int) -> None:
        super().__init__(tree, spec, parent, state, id=tree.next_id())
        self.spec: Element = spec
        self.run_number = 0
        self.index: int | None = None
        """Place among the instances of a multi-instance activity."""
        self.via: str | None = None
        """The sequence flow a token waiting at a join came by."""
        self.due: str | None = None
        """When an armed timer fires (ISO-8601, UTC)."""
        self.repeats: int | None = None
        """How often a cycle timer fires after this time; None: without end."""
        self.fault: str | None = None
        """The phase (`enter`, `run`, or `again`: its machine work) to be tried again; the token is parked."""
        self.done: list[int] = []
        """Multi-instance: indexes of the instances that are completed, in order."""
        self.total = 0
        """Multi-instance: how many instances there are."""
        self.taken: tuple[Any, ...] = ()
        """The exits chosen while running; used when it completes in the same breath."""
        self.completes_all = False
        """Whether this instance is the last one its multi-instance activity needs."""
        self.path = ""
        self.scope = ""

    @property
    def tree(self) -> TokenTree:
        tree: TokenTree = self.workflow
        return tree

    @property
    def journey(self) -> Journey:
        return self.tree.journey

    @property
    def container(self) -> Token:
        """The token inside which this one lives; that of the host or the gateway for its attached events."""
        parent: Token = self.parent
        return parent if parent.spec.contains_tokens and not self.is_boundary else parent.container

    @property
    def key(self) -> Key:
        return Key(self.path, self.spec.element_id, self.run_number)

    @property
    def is_alive(self) -> bool:
        return self.id in self.workflow.tasks

    @property
    def inner(self) -> list[Token]:
        """The tokens inside, without armed boundary events."""
        return [child for child in self.children if not child.is_boundary]

    @property
    def is_boundary(self) -> bool:
        return self.spec.is_attached and self.spec.host is self.parent.spec

    def add(self, spec: Any) -> Token:
        """A new token inside this one, not yet entered."""
        return Token(self.tree, spec, self, TaskState.FUTURE)

    def move_to(self, parent: Token) -> None:
        """Hang the token elsewhere: an event that has fired leaves its host or gateway."""
        self.parent._children.remove(self.id)
        self._parent = parent.id
        parent._children.append(self.id)

    def number(self) -> None:
        """Take the next run number of the element in its scope; names the token for ever."""
        if not self.run_number:
            self.locate()
            self.run_number = 1 if self.index is not None else self.journey.next_run(self.path, self.spec.element_id)
            self.open_scope()

    def locate(self) -> None:
        """Find the scope path the token lives in."""
        self.path = self.container.scope if self.index is None else f"{self.parent.scope}.{self.index}"

    def open_scope(self) -> None:
        if self.index is not None:
            self.scope = self.path
        else:
            segment = f"{self.spec.element_id}#{self.run_number}"
            self.scope = f"{self.path}/{segment}" if self.path else segment

    def reading(self) -> list[str]:
        """Scope paths an expression of this token sees, innermost first."""
        return [self.scope, *self.container.inside()]

    def inside(self) -> list[str]:
        """Scope paths the tokens inside this container see; a called process sees nothing of its caller."""
        parent: Token | None = self.parent
        if parent is None or self.spec.isolates:
            return [self.scope]
        return self.reading()

    def writing(self) -> list[str]:
        """Scope paths the token may write to, nearest first; the last one takes what is new.

        An instance of a multi-instance activity and a called process keep what is written inside them.
        """
        if self.index is not None:
            return [self.scope]
        paths = []
        container = self.container
        while True:
            paths.append(container.scope)
            if container.parent is None or container.index is not None or container.spec.isolates:
                return paths
            container = container.container

    # --- what the library calls -------------------------------------------------------------------

    def _add_child(self, task_spec: Any, state: int = TaskState.FUTURE) -> Token:
        return Token(self.tree, task_spec, self, state)

    def _set_state(self, value: int) -> None:
        # The library's own writes a log record with all its extras on every change, even when nobody listens.
        self._state = value

    def cancel(self) -> None:
        """Take the token and everything inside it away, innermost first."""
        for child in self.children:
            child.cancel()
        self._set_state(TaskState.CANCELLED)
        self.task_spec._on_cancel(self)
        self.remove()

    def remove(self) -> None:
        """Leave the tree, and close the scope the token opened."""
        for child in self.children:
            child.cancel()
        self.workflow._remove_task(self.id)
        for index in range(self.total):
            # Items of a sequence that were never begun have scopes but no tokens.
            self.journey.close_scope(f"{self.scope}.{index}")
        if self.scope:
            self.journey.close_scope(self.scope)

    def __hash__(self) -> int:
        return hash(self.id)


class TokenTree(BpmnWorkflow):  # type: ignore[misc]
    """All tokens of a case. The root is the process itself: it lives until the last token is gone."""

    def __init__(self, compiled: CompiledProcess, journey: Journey) -> None:
        super().__init__(compiled.spec, compiled.bodies, script_engine=ENGINE, deserializing=True)
        self._last_id = 0
        self.journey = journey
        self.compiled = compiled
        self.ready: deque[Token] = deque()
        self.task_tree = Token(self, compiled.spec.start, None, TaskState.STARTED)

    @property
    def root(self) -> Token:
        root: Token = self.task_tree
        return root

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def tokens(self) -> list[Token]:
        """Every token but the root; an order that storing and loading keeps."""
        found: list[Token] = []
        todo: list[Token] = self.root.children[::-1]
        while todo:
            token = todo.pop()
            found.append(token)
            if token._children:
                todo.extend(token.children[::-1])
        return found

    def _task_removed_notify(self, task: Any) -> None:
        """Nobody listens; the library would call an event object."""

    def _task_completed_notify(self, task: Any) -> None:
        """The library would update every waiting task of the tree here; ours wake up by themselves."""

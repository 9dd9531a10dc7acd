"""What every element does: let a token in, run, choose the ways out, let it go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.util.event import Event
from SpiffWorkflow.util.task import TaskState

from engine.model import Flow, Node, Scope
from engine.running.errors import Fault

if TYPE_CHECKING:
    from engine.running.specs.upstream import Upstream
    from engine.running.tokens import Token


_EVENTS = ("update_event", "ready_event", "completed_event", "error_event", "cancelled_event", "run_event")
_NOBODY = Event()
"""Nobody listens to our specs; one shared event instead of six of their own saves a third of their memory."""


@dataclass(frozen=True)
class Exit:
    """A sequence flow with the spec it leads to."""

    flow: Flow
    target: Element


class Element(BpmnTaskSpec):  # type: ignore[misc]
    """Base of all our specs. Built while compiling, never changed afterwards.

    A token is first let in (`enter`), then run (`execute`). What cannot be done because of the case's data raises an
    `EngineError` and parks the token; `Retry` repeats the phase. Both phases decide before they move anything, so that
    a parked token leaves no half-done work behind.
    """

    contains_tokens: ClassVar[bool] = False
    """Whether the tokens inside form a scope of their own (process, sub-process, call, multi-instance)."""
    isolates: ClassVar[bool] = False
    """Whether what is inside sees no variable of outside (called process)."""
    is_attached: ClassVar[bool] = False
    """Whether its tokens may hang on a host (boundary events)."""
    is_human: ClassVar[bool] = False
    is_receiving: ClassVar[bool] = False
    """Whether it waits for a message even if the model names none (receive task)."""
    resting: ClassVar[int] = TaskState.STARTED
    """The library's state of a token that waits here."""

    node: Node
    model: Scope
    element_id: str

    def __init__(self, wf_spec: Any, name: str, **kwargs: Any) -> None:
        super().__init__(wf_spec, name, inputs=[], outputs=[], data={})
        for event in _EVENTS:
            setattr(self, event, _NOBODY)
        self.exits: tuple[Exit, ...] = ()
        self.boundaries: tuple[Element, ...] = ()
        self.nested: dict[str, Element] = {}
        """Specs by drawn id of what can live inside a token of this spec, without the boundary events on it."""
        self.instance_spec: Element | None = None
        self.host: Element | None = None
        self.body_starts: tuple[Element, ...] = ()
        self.upstream: Upstream | None = None

    @property
    def counts_on_entry(self) -> bool:
        """Whether an arriving token is an activation of its own; at a join only the merged token is."""
        return True

    @property
    def joins(self) -> bool:
        """Whether tokens wait here for one another."""
        return False

    # --- the two phases -------------------------------------------------------------------------------

    def enter(self, token: Token) -> bool:
        """Let the token in; True: it can run now, False: it waits for something outside."""
        return True

    def execute(self, token: Token) -> bool:
        """Do the element's work; True: the token may leave."""
        return True

    def fire(self, token: Token) -> None:
        """The event the token waits for has happened."""
        token._ready()

    def request(self, token: Token) -> None:
        """Service tasks only: ask for the machine work."""

    def leave(self, token: Token) -> None:
        """The token has run: put tokens on the exits that were chosen."""
        journey, container, index = token.journey, token.container, token.index
        token.remove()
        if index is not None:
            container.spec.instance_left(container, index, token.completes_all)
        else:
            journey.spread(token.taken, container)

    def collect(self, instance: Token) -> bool:
        """Multi-instance only: keep what an instance leaves; whether the activity is complete."""
        return False

    def instance_left(self, wrapper: Token, index: int, is_complete: bool) -> None:
        """Multi-instance only: an instance is gone."""

    def try_to_fire(self, token: Token) -> bool:
        """Joins only: merge what waits here, if it is enough."""
        return False

    def event_fired(self, token: Token, event: Token) -> None:
        """Event-based gateway only: one of its events has happened."""

    def all_inside_done(self, token: Token) -> None:
        """The last token inside has ended."""
        token._ready()

    def choose(self, token: Token) -> tuple[Exit, ...]:
        """The exits the token takes: those without a condition and those whose condition holds, else the default."""
        if len(self.exits) == 1 and self.exits[0].flow.condition is None:
            return self.exits
        taken = tuple(way for way in self.exits if not way.flow.is_default and token.journey.is_open(way.flow, token))
        taken = taken or tuple(way for way in self.exits if way.flow.is_default)
        if self.exits and not taken:
            raise Fault("running.no_branch", element=self.element_id)
        return taken

    # --- what the library calls -----------------------------------------------------------------------

    def _predict(self, *args: Any, **kwargs: Any) -> None:
        """The library would grow the whole future of the diagram into the tree of every case."""

    def test(self) -> None:
        """Judged at publishing."""

    def _update_hook(self, token: Token) -> bool:
        if self.counts_on_entry:
            token.journey.has_entered(token)
        return token.journey.attempt(token, "enter")

    def _on_ready(self, token: Token) -> None:
        if not self.is_human:
            token.tree.ready.append(token)

    def _run_hook(self, token: Token) -> bool | None:
        return token.journey.attempt(token, "run") or None

    def _on_complete(self, token: Token) -> None:
        token.journey.has_left(token)
        self.leave(token)

    def _on_cancel(self, token: Token) -> None:
        token.journey.was_cancelled(token)

    # --- for the subclasses ---------------------------------------------------------------------------

    @property
    def label(self) -> str:
        """How people know the element: its drawn name and id; a generated one goes by the element it belongs to."""
        owner = self.model.nodes.get(self.node.properties.get("banjian:generated", ""), self.node)
        return f"{owner.name} ({owner.id})" if owner.name and owner.name != owner.id else owner.id

    def __hash__(self) -> int:
        return id(self)

"""Events: starts, ends, catches, throws and the boundary events on a host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.contract import ArmedTimer, Sent, Wait
from engine.errors import EngineError
from engine.model import Event, Trigger
from engine.running import instants
from engine.running.errors import Fault, shown
from engine.running.specs.element import Element, Exit
from engine.running.staffing import limit_of

if TYPE_CHECKING:
    from engine.running.tokens import Token

STEP = "step"
"""The clock of the step itself, which runs as long as the step is open."""
LONGEST_CORRELATION = 128
"""Characters; the rows of casework that carry one have room for so many."""
CATCHING = frozenset({Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL})


def trigger_of(spec: Element) -> Trigger:
    return spec.node.event.trigger if spec.node.event is not None else Trigger.NONE


def correlation_of(token: Token, event: Event) -> str | None:
    """What tells this case's message from that of another; raises `Fault` when it is no key but a whole text."""
    text = token.journey.text(event.correlation, token) if event.correlation is not None else None
    if text is not None and len(text) > LONGEST_CORRELATION:
        raise Fault(
            "running.correlation_too_long",
            element=token.spec.element_id, length=len(text), limit=LONGEST_CORRELATION, value=shown(text),
        )  # fmt: skip
    return text


def arm(token: Token, event: Event) -> None:
    """Begin to wait for the event; everything is evaluated before anything is recorded."""
    journey, key = token.journey, token.key
    if event.trigger is Trigger.TIMER and event.timer is not None:
        waiting = instants.due_of(event.timer, token)
        token.due, token.repeats = waiting.remembered if event.timer.clock is None else None, waiting.repeats
        limit = limit_of(token.parent) if token.is_boundary and event.timer.clock == STEP else None
        journey.armed[key] = ArmedTimer(key, waiting.due, event.timer.clock, waiting.workdays, waiting.since, limit)
    elif event.trigger in (Trigger.MESSAGE, Trigger.SIGNAL):
        correlation = correlation_of(token, event)
        journey.awaited[key] = Wait(key, event.trigger.value, event.name or token.spec.element_id, correlation)
    token._set_state(TaskState.WAITING)


def throw(token: Token) -> None:
    """Hand the message or signal of the element, if it has one, to casework; it carries its mapped fields only.

    Inputs, outputs and all that is evaluated come first: should one fail, nothing has been thrown yet, and a retry
    throws it once.
    """
    journey, event = token.journey, token.spec.node.event
    inputs = journey.write_inputs(token)
    thrown = None
    if event is not None and event.trigger in (Trigger.MESSAGE, Trigger.SIGNAL):
        correlation = correlation_of(token, event)
        payload = journey.mapped(event.payload, token) if event.payload else inputs
        thrown = Sent(event.trigger.value, event.name or token.spec.element_id, correlation, payload)
    journey.write_outputs(token)
    if thrown is not None:
        journey.sent.append(thrown)
        journey.note("thrown", token, trigger=thrown.kind, name=thrown.name)


class StartEvent(Element):
    """The first token stands here; what triggered it was casework's matter.

    A drawn `initiator` is the variable that names who began the case.
    """

    def execute(self, token: Token) -> bool:
        token.journey.write_inputs(token)
        variable = self.node.properties.get("initiator")
        if variable is not None:
            token.journey.write(token, variable, token.journey.surroundings.facts.get("me"))
        token.journey.write_outputs(token)
        return True


class CatchEvent(Element):
    """Waits for a timer, message or signal; a catch without a trigger lets pass."""

    resting = TaskState.WAITING

    def enter(self, token: Token) -> bool:
        event = self.node.event
        token.journey.write_inputs(token)
        if event is None or event.trigger not in CATCHING:
            return True
        arm(token, event)
        return False

    def execute(self, token: Token) -> bool:
        token.journey.write_outputs(token)
        return True

    def fire(self, token: Token) -> None:
        token.due = None
        gateway: Token = token.parent
        if not gateway.spec.contains_tokens:
            gateway.spec.event_fired(gateway, token)
        token._ready()


class ReceiveTask(CatchEvent):
    """A task that waits for its message; it may carry boundary events."""

    is_receiving = True

    def enter(self, token: Token) -> bool:
        token.journey.write_inputs(token)
        arm_boundaries(token)
        event = self.node.event or Event(Trigger.MESSAGE, name=self.node.name or self.element_id)
        arm(token, event)
        return False


class ThrowEvent(Element):
    """Throws its message or signal and goes on."""

    def execute(self, token: Token) -> bool:
        throw(token)
        return True


class EndEvent(ThrowEvent):
    """Ends its token; an error end ends the scope through its handler, a terminate end ends the scope at once."""

    def enter(self, token: Token) -> bool:
        return True

    def execute(self, token: Token) -> bool:
        event = self.node.event
        if event is not None and event.trigger is Trigger.ERROR:
            if find_handler(token.container, _thrown(event)) is None:
                raise Fault("running.error_uncaught", element=self.element_id, error=_thrown(event))
        return super().execute(token)

    def leave(self, token: Token) -> None:
        event, journey, container = self.node.event, token.journey, token.container
        if container.parent is None:
            journey.last_end = self.element_id
        token.remove()
        if event is not None and event.trigger is Trigger.ERROR:
            journey.note("thrown", token, trigger="error", name=event.name or "", code=_thrown(event))
            throw_error(container, _thrown(event), "")
        elif event is not None and event.trigger is Trigger.TERMINATE:
            for other in container.inner:
                other.cancel()
            journey.is_terminated = container.parent is None
            journey.check_container(container)
        else:
            journey.check_container(container)


class BoundaryEvent(CatchEvent):
    """Waits on its host. Interrupting: the host is cancelled. Otherwise the host goes on and the event waits again."""

    is_attached = True

    def enter(self, token: Token) -> bool:
        if self.node.event is not None:
            arm(token, self.node.event)
        return False

    def execute(self, token: Token) -> bool:
        # Inputs as it fires, not as it began to wait; what a message brought stands before one of its name.
        journey = token.journey
        for name, value in journey.mapped(self.node.inputs, token).items():
            if name not in journey.variables.scope(token.scope):
                journey.variables.write(token.scope, name, value)
        return super().execute(token)

    def fire(self, token: Token) -> None:
        host: Token = token.parent
        due, repeats = token.due, token.repeats
        token.due = None
        token.move_to(host.container)
        if self.node.is_interrupting:
            host.cancel()
        elif self.fires_again(due, repeats):
            self._wait_again(host, due, repeats)
        token._ready()

    def fires_again(self, due: str | None, repeats: int | None) -> bool:
        """A message or signal may come any number of times, a cycle as often as it says, other timers once."""
        if trigger_of(self) is not Trigger.TIMER:
            return True
        return due is not None and instants.is_cycle(self.node) and (repeats is None or repeats > 0)

    def _wait_again(self, host: Token, due: str | None, repeats: int | None) -> None:
        # A sibling of its own, not the same token again: the handler that now runs keeps its key to itself.
        again = host.add(self)
        if trigger_of(self) is not Trigger.TIMER or due is None:
            self._update(again)
            return
        journey = again.journey
        journey.has_entered(again)
        try:
            waiting = instants.next_of_cycle(self.node, due, again)
        except EngineError as error:
            journey.park(again, "enter", error)
            return
        again.due, again.repeats = waiting.remembered, None if repeats is None else repeats - 1
        journey.armed[again.key] = ArmedTimer(again.key, waiting.due, None, waiting.workdays, waiting.since)
        again._set_state(TaskState.WAITING)


def arm_boundaries(token: Token) -> None:
    """Arm what waits on the host that `token` enters; error boundaries are looked up when an error comes."""
    for spec in token.spec.boundaries:
        if trigger_of(spec) in CATCHING:
            boundary = token.add(spec)
            token.journey.has_entered(boundary)
            arm(boundary, spec.node.event)  # type: ignore[arg-type]


def find_handler(token: Token, code: str) -> tuple[Token, Element] | None:
    """The nearest enclosing host with an error boundary for the code; one that names the code goes first.

    Only scopes that enclose `token` are asked, never a sibling, however well it would fit.
    """
    host: Token | None = token
    while host is not None:
        catching = [spec for spec in host.spec.boundaries if trigger_of(spec) is Trigger.ERROR]
        fitting = [spec for spec in catching if _code(spec) in (code, "")]
        if fitting:
            return host, min(fitting, key=lambda spec: _code(spec) == "")
        host = host.parent
    return None


def throw_error(token: Token, code: str, message: str) -> bool:
    """Give the error to the nearest handler from `token` outwards; False: there is none, nothing has changed."""
    found = find_handler(token, code)
    if found is None:
        return False
    host, spec = found
    journey = token.journey
    boundary = host.container.add(spec)
    journey.has_entered(boundary)
    told: tuple[tuple[str, Any], ...] = (
        ("result_variable", {"code": code, "message": message}), ("code_variable", code), ("message_variable", message)
    )  # fmt: skip
    for name, value in told:
        variable = getattr(spec.node.event, name)
        if variable is not None:
            journey.write(boundary, variable, value)
    journey.note("caught", boundary, trigger="error", code=code)
    host.cancel()
    boundary._ready()
    return True


def _thrown(event: Event) -> str:
    return event.code or event.name or ""


def _code(spec: Element) -> str:
    """Empty for a handler without a code: it catches every error, as in Camunda, whatever the error is called."""
    event = spec.node.event
    return (event.code or "") if event is not None else ""


__all__ = [
    "BoundaryEvent", "CatchEvent", "EndEvent", "Exit", "ReceiveTask", "StartEvent", "ThrowEvent",
    "arm_boundaries", "find_handler", "throw_error",
]  # fmt: skip

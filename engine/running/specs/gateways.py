"""Gateways: one way, all ways, some ways, and the race between events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from SpiffWorkflow.util.task import TaskState

from engine.running.errors import Fault
from engine.running.specs.element import Element, Exit

if TYPE_CHECKING:
    from engine.running.tokens import Token


class ExclusiveGateway(Element):
    """The first branch, in the order of the file, whose condition holds; else the default."""

    def choose(self, token: Token) -> tuple[Exit, ...]:
        for way in self.exits:
            if not way.flow.is_default and token.journey.is_open(way.flow, token):
                return (way,)
        default = tuple(way for way in self.exits if way.flow.is_default)
        if self.exits and not default:
            raise Fault("running.no_branch", element=self.element_id)
        return default


class Join(Element):
    """Waiting tokens are the only memory: history is never read, and what exceeds one per flow waits on."""

    resting = TaskState.WAITING

    @property
    def joins(self) -> bool:
        return len(self.node.incoming) > 1

    @property
    def counts_on_entry(self) -> bool:
        return not self.joins

    def enter(self, token: Token) -> bool:
        if not self.joins:
            return True
        token._set_state(TaskState.WAITING)
        self.try_to_fire(token)
        return False

    def try_to_fire(self, token: Token) -> bool:
        """Merge the oldest token of each flow into one if the gateway is enabled."""
        here = [other for other in token.parent.children if other.spec is self and other.state == TaskState.WAITING]
        oldest: dict[str, Token] = {}
        for other in here:
            oldest.setdefault(str(other.via), other)
        if not self.is_enabled(token, set(oldest)):
            return False
        first, *merged = oldest.values()
        for other in merged:
            other.remove()
        token.journey.has_entered(first)
        first._ready()
        return True

    def is_enabled(self, token: Token, filled: set[str]) -> bool:
        return filled.issuperset(self.node.incoming)


class ParallelGateway(Join):
    """Waits for one token on every incoming flow, then puts one on every outgoing flow."""

    def choose(self, token: Token) -> tuple[Exit, ...]:
        return self.exits


class InclusiveGateway(Join):
    """Waits while a token elsewhere in the scope can still come; then takes every branch whose condition holds.

    Whether one can still come changes when other tokens move, so the journey asks again whenever nothing else moves.
    """

    def enter(self, token: Token) -> bool:
        if not self.joins:
            return True
        token._set_state(TaskState.WAITING)
        return False

    def is_enabled(self, token: Token, filled: set[str]) -> bool:
        elsewhere = {other.spec.element_id for other in token.parent.children if other.spec is not self}
        return self.upstream is not None and self.upstream.is_enabled(filled, elsewhere)


class EventBasedGateway(Element):
    """Puts a token on every event behind it; the first event that happens takes the others away."""

    def enter(self, token: Token) -> bool:
        token._set_state(TaskState.STARTED)
        for way in self.exits:
            event = token.add(way.target)
            way.target._update(event)
        return False

    def event_fired(self, token: Token, event: Token) -> None:
        """The race is decided: the event goes on alone."""
        event.move_to(token.parent)
        token.journey.has_left(token)
        token.remove()

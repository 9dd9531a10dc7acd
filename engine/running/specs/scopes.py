"""Activities with tokens inside: sub-process, called process, multi-instance."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from engine.model import MultiInstance
from engine.running.errors import Fault, shown
from engine.running.specs.element import Element, Exit
from engine.running.specs.events import arm_boundaries, trigger_of

if TYPE_CHECKING:
    from engine.running.tokens import Token

MAX_DEPTH = 100
"""Scopes inside one another; more can only be a process that calls itself."""


class Container(Element):
    """Begins with one token at the start event inside; leaves when no token is left there."""

    contains_tokens = True

    def begin(self, token: Token) -> None:
        if token.scope.count("/") >= MAX_DEPTH:
            raise Fault("running.too_deep", element=self.element_id, limit=MAX_DEPTH)
        if not self.body_starts:
            raise Fault("running.called_missing", element=self.element_id, called=self.node.called or self.node.id)
        arm_boundaries(token)
        token._set_state(TaskState.STARTED)
        plain = [spec for spec in self.body_starts if trigger_of(spec) == "none"]
        start = (plain or self.body_starts)[0]
        start._update(token.add(start))


class SubProcess(Container):
    """An embedded sub-process: a scope of its own, through which everything outside stays visible."""

    def enter(self, token: Token) -> bool:
        token.journey.write_inputs(token)
        self.begin(token)
        return False

    def execute(self, token: Token) -> bool:
        token.journey.write_outputs(token)
        return True


class CallActivity(Container):
    """A called process: it sees only what is mapped in, and gives back only what is mapped out."""

    isolates = True

    def enter(self, token: Token) -> bool:
        journey, node = token.journey, self.node
        # Input parameters are the call's own: the mappings see them, the called process does not.
        values = journey.mapped((*node.inputs, *node.in_mappings), token)
        passed = {mapping.target for mapping in node.in_mappings}
        passes_all = any(mapping.all_variables for mapping in node.in_mappings)
        for name, value in values.items():
            if passes_all or name in passed:
                journey.variables.write(token.scope, name, value)
        self.begin(token)
        return False

    def execute(self, token: Token) -> bool:
        journey, node = token.journey, self.node
        values = journey.mapped(node.out_mappings, token, token.inside())
        for name, value in values.items():
            journey.write(token, name, value)
        if not node.outputs:
            return True
        # Output parameters are the call's own again, as its inputs are; an instance's results lie where the called
        # process had its own.
        own = [token.scope] if token.index is not None else []
        values = journey.mapped((*node.inputs, *node.outputs), token, [*own, *token.container.inside()])
        stays = {mapping.target for mapping in node.inputs} - {mapping.target for mapping in node.outputs}
        for name, value in values.items():
            if name not in stays:
                journey.write(token, name, value)
        return True


class MultiInstanceActivity(Element):
    """The wrapper around the instances of an activity, one after the other or all at once.

    Each instance has a scope `X#run.index` that keeps what is written in it. The wrapper's scope `X#run` has the three
    counters and the results so far, in the order of the input.
    """

    contains_tokens = True

    @property
    def multi(self) -> MultiInstance:
        assert self.node.multi is not None
        return self.node.multi

    def enter(self, token: Token) -> bool:
        journey, multi = token.journey, self.multi
        items = self._items(token)
        journey.spend(len(items), token)
        token.total, token.done = len(items), []
        for index, item in enumerate(items):
            scope = f"{token.scope}.{index}"
            journey.variables.derive(scope, "loopCounter", index)
            if multi.element_variable is not None:
                journey.variables.derive(scope, multi.element_variable, item)
        self._write_counters(token, completed=0)
        if multi.output_collection is not None:
            journey.variables.derive(token.scope, multi.output_collection, [])
        arm_boundaries(token)
        token._set_state(TaskState.STARTED)
        for index in range(min(len(items), 1) if multi.sequential else len(items)):
            self._start(token, index)
        return not items

    def collect(self, instance: Token) -> bool:
        """Keep the instance's result and ask the completion condition; whether the activity is complete."""
        wrapper: Token = instance.parent
        journey, multi = instance.journey, self.multi
        completed = len(wrapper.done) + 1
        if multi.output_collection is not None:
            results = list(journey.variables.scope(wrapper.scope).get(multi.output_collection, ()))
            results.insert(bisect_left(wrapper.done, instance.index or 0), self._result(instance))
            journey.variables.derive(wrapper.scope, multi.output_collection, results)
        self._write_counters(wrapper, completed)
        if completed == wrapper.total:
            return True
        # Asked where the instance stands, so that it may speak of what this one wrote (“one refusal ends it”).
        return multi.completion is not None and journey.holds(multi.completion, instance)

    def instance_left(self, wrapper: Token, index: int, is_complete: bool) -> None:
        """The instance is gone; begin the next one, or end the activity."""
        insort(wrapper.done, index)
        if is_complete:
            for instance in wrapper.inner:
                instance.cancel()
            wrapper._ready()
        elif self.multi.sequential:
            self._start(wrapper, index + 1)

    def execute(self, token: Token) -> bool:
        journey, multi = token.journey, self.multi
        if multi.output_collection is not None:
            results = journey.variables.scope(token.scope).get(multi.output_collection, [])
            journey.write(token, multi.output_collection, results)
        return True

    def _start(self, wrapper: Token, index: int) -> None:
        spec = self.instance_spec
        assert spec is not None
        instance = wrapper.add(spec)
        instance.index = index
        spec._update(instance)

    def _items(self, token: Token) -> list[Any]:
        journey, multi = token.journey, self.multi
        limit = journey.surroundings.automatic_steps
        if multi.collection is not None:
            items = journey.evaluate(multi.collection, token)
            if not isinstance(items, list):
                raise Fault("running.not_a_list", element=self.element_id, value=shown(items))
        else:
            items = list(range(journey.count(multi.cardinality, token, limit)))
        if len(items) > limit:
            raise Fault("running.not_a_count", element=self.element_id, limit=limit, value=len(items))
        return items

    def _result(self, instance: Token) -> Any:
        multi = self.multi
        if multi.output_element is not None:
            return instance.journey.evaluate(multi.output_element, instance)
        written = instance.journey.variables.scope(instance.scope)
        if self.node.called is not None and not any(mapping.all_variables for mapping in self.node.out_mappings):
            # What the called process kept for itself stays in it.
            return {mapping.target: written.get(mapping.target) for mapping in self.node.out_mappings}
        own = {"loopCounter", multi.element_variable, *(mapping.target for mapping in self.node.inputs)}
        return {name: value for name, value in written.items() if name not in own}

    def _write_counters(self, token: Token, completed: int) -> None:
        active = min(1, token.total - completed) if self.multi.sequential else token.total - completed
        derive = token.journey.variables.derive
        derive(token.scope, "nrOfInstances", token.total)
        derive(token.scope, "nrOfCompletedInstances", completed)
        derive(token.scope, "nrOfActiveInstances", active)


__all__ = ["CallActivity", "Container", "Exit", "MultiInstanceActivity", "SubProcess"]

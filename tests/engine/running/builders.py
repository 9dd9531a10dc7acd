"""Small diagrams written as code: `a_process(start("s"), user("A"), end("e"), "s A e")`."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from engine.contract import (
    Command,
    Complete,
    Deliver,
    Key,
    Retry,
    ServiceDone,
    Start,
    Step,
    Surroundings,
    TimePassed,
)
from engine.expressions import Expression, parse
from engine.model import (
    Choice,
    Definition,
    Event,
    Flow,
    Kind,
    MultiInstance,
    Node,
    Option,
    Outcomes,
    Process,
    Scope,
    Timer,
    TimerKind,
    Trigger,
    VariableMapping,
)
from engine.running import advance
from engine.running.printing import print_bpmn

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def node(kind: Kind, id: str, **fields: Any) -> Node:
    return Node(id=id, kind=kind, name=fields.pop("name", id), **fields)


def a_scope(id: str, nodes: list[Node], flows: str) -> Scope:
    """`flows`: one chain per line, `A B C`; `B?default` is reached by default, `B?ok=true` when ok is true, `B?x~1`
    when the list x has 1, `B?{n>1}` when the expression holds (`_` stands for a space)."""
    drawn: list[Flow] = []
    for line in flows.strip().splitlines():
        parts = line.split()
        for source, target in zip(parts, parts[1:], strict=False):
            drawn.append(_flow(source, target, len(drawn)))
    return _tied(id, nodes, drawn)


def _flow(source: str, target: str, order: int) -> Flow:
    source = source.partition("?")[0]
    target, _, mark = target.partition("?")
    flow = Flow(f"f{order}_{source}_{target}", source, target, order)
    if mark == "default":
        return replace(flow, is_default=True)
    if mark.startswith("{"):
        return replace(flow, condition=feel(mark.strip("{}").replace("_", " ")))
    if "=" in mark:
        variable, value = mark.split("=", 1)
        return replace(flow, condition=Choice(variable, json.loads(value)), name=value)
    if "~" in mark:
        variable, value = mark.split("~", 1)
        return replace(flow, condition=Choice(variable, json.loads(value), multiple=True), name=value)
    return flow


def _tied(id: str, nodes: list[Node], flows: list[Flow]) -> Scope:
    tied = {}
    for each in nodes:
        incoming = tuple(flow.id for flow in flows if flow.target == each.id)
        outgoing = tuple(flow.id for flow in flows if flow.source == each.id)
        tied[each.id] = replace(each, incoming=incoming, outgoing=outgoing)
    return Scope(id, id, tied, {flow.id: flow for flow in flows})


def a_definition(*processes: Process, key: str | None = None, decisions: Any = None, hash: str = "") -> Definition:
    by_id = {process.id: process for process in processes}
    key = key or processes[0].id
    text = hash or repr(by_id)
    printed = print_bpmn(by_id, key)
    return Definition(key, key, by_id, decisions, {}, printed, text)


def a_diagram(nodes: list[Node], flows: str, id: str = "P", **more: Any) -> Definition:
    return a_definition(a_process(nodes, flows, id), **more)


def a_process(nodes: list[Node], flows: str, id: str = "P") -> Process:
    return Process(id, id, a_scope(id, nodes, flows), True)


def start(id: str = "s", **fields: Any) -> Node:
    return node(Kind.START, id, **fields)


def end(id: str = "e", trigger: Trigger = Trigger.NONE, **event: Any) -> Node:
    return node(Kind.END, id, event=Event(trigger, **event))


def user(id: str, **fields: Any) -> Node:
    return node(Kind.USER, id, **fields)


def gate(id: str, kind: str = "x", **fields: Any) -> Node:
    kinds = {"x": Kind.EXCLUSIVE, "+": Kind.PARALLEL, "o": Kind.INCLUSIVE, "e": Kind.EVENT_BASED}
    return node(kinds[kind], id, **fields)


def catch(id: str, trigger: Trigger, **event: Any) -> Node:
    return node(Kind.CATCH, id, event=an_event(trigger, **event))


def boundary(id: str, host: str, trigger: Trigger, interrupting: bool = True, **event: Any) -> Node:
    return node(
        Kind.BOUNDARY, id, attached_to=host, is_interrupting=interrupting, event=an_event(trigger, **event)
    )


def an_event(trigger: Trigger, **event: Any) -> Event:
    if trigger is Trigger.TIMER and "timer" not in event:
        kind = event.pop("timer_kind", TimerKind.DURATION)
        event["timer"] = Timer(kind, event.pop("value", "PT1H"))
    elif trigger in (Trigger.MESSAGE, Trigger.SIGNAL):
        event.setdefault("name", "news")
    return Event(trigger, **event)


def sub(id: str, nodes: list[Node], flows: str, **fields: Any) -> Node:
    return node(Kind.SUBPROCESS, id, body=a_scope(id, nodes, flows), **fields)


def feel(text: str) -> Expression:
    return parse(text)


def mapping(target: str, source: str) -> VariableMapping:
    return VariableMapping(target, feel(source))


def outcomes(variable: str, *values: Any, multiple: bool = False) -> Outcomes:
    return Outcomes(variable, tuple(Option(value, str(value), ()) for value in values), multiple)


def each(sequential: bool = False, **fields: Any) -> MultiInstance:
    return MultiInstance(sequential, **fields)


class Walk:
    """A case in the test: commands go in, the last step and what is open stay visible.

    With `saving` every snapshot goes through JSON text with shuffled keys before the next command.
    """

    def __init__(self, definition: Definition, *, saving: bool = True, **surroundings: Any) -> None:
        self.definition = definition
        self.saving = saving
        self.snapshot: Mapping[str, Any] | None = None
        self.document: Mapping[str, Any] = {}
        self.surroundings: dict[str, Any] = {"now": NOW, **surroundings}
        self.open: dict[Key, str] = {}
        self.log: list[Any] = []
        self.step: Step | None = None

    def do(self, command: Command) -> Step:
        around = Surroundings(document=self.document, **self.surroundings)
        step = self.advance(command, around)
        self.snapshot, self.document = step.snapshot, step.document
        if self.saving:
            self.snapshot, self.document = shuffled(self.snapshot), shuffled(self.document)
        for key in (*step.completed, *step.cancelled, *step.disarmed, *step.no_longer_awaited, *step.withdrawn):
            self.open.pop(key, None)
        if hasattr(command, "task") and not isinstance(command, Complete) and command.task in self.open:
            self.open.pop(command.task)
        for kind, items in (
            ("task", step.opened), ("timer", step.armed), ("wait", step.awaited), ("service", step.requested)
        ):  # fmt: skip
            self.open.update((item.key, kind) for item in items)
        for key in step.resolved:
            if self.open.get(key) == "incident":
                del self.open[key]
        self.open.update((incident.key, "incident") for incident in step.incidents)
        self.log.append(step)
        self.step = step
        return step

    def advance(self, command: Command, around: Surroundings) -> Step:
        return advance(self.definition, self.snapshot, command, around)

    def start(self, start: str | None = None, **variables: Any) -> Step:
        return self.do(Start(start, variables))

    def complete(self, element: str, outcome: Any = None, **data: Any) -> Step:
        return self.do(Complete(self.key(element), data, outcome))

    def fire(self, *elements: str) -> Step:
        return self.do(TimePassed(tuple(self.key(element) for element in elements)))

    def deliver(self, element: str, **payload: Any) -> Step:
        return self.do(Deliver(self.key(element), payload))

    def done(self, element: str, **outputs: Any) -> Step:
        return self.do(ServiceDone(self.key(element), outputs))

    def retry(self, element: str) -> Step:
        return self.do(Retry(self.key(element)))

    def complete_key(self, key: Key, outcome: Any = None, **data: Any) -> Step:
        return self.do(Complete(key, data, outcome))

    def fire_key(self, key: Key) -> Step:
        return self.do(TimePassed((key,)))

    def retry_key(self, key: Key) -> Step:
        return self.do(Retry(key))

    def incident(self) -> tuple[str, str]:
        assert self.step is not None
        (incident,) = self.step.incidents
        return incident.key.element, incident.code

    def key(self, element: str) -> Key:
        found = [key for key in self.open if key.element == element]
        assert found, f"{element} is not open; open are {sorted(self.open)}"
        return found[0]

    @property
    def tasks(self) -> list[str]:
        return sorted(key.element for key, kind in self.open.items() if kind == "task")

    @property
    def ended(self) -> str | None:
        assert self.step is not None
        return self.step.ended.kind if self.step.ended else None


def shuffled(value: Any) -> Any:
    """The value after JSON text with its keys in another order, as a database might give it back."""
    return _shuffle(json.loads(json.dumps(value)))


def _shuffle(value: Any) -> Any:
    if isinstance(value, dict):
        items = list(value.items())
        random.Random(len(items)).shuffle(items)
        return {key: _shuffle(item) for key, item in items}
    return [_shuffle(item) for item in value] if isinstance(value, list) else value

"""Random walks: the same commands on the engine with every state stored, on one never stored, and on the oracle.

Conditions are bare facts, so that the oracle can follow; what people write is carried along and must come back whole.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from engine.contract import Command, Complete, Deliver, Key, Retry, ServiceDone, Start, Step, Surroundings, TimePassed
from engine.expressions import Expression
from engine.model import Choice, Definition, Event, Kind, Node, Scope, Staffing, Timer, TimerKind
from engine.running.journey import Journey
from engine.running.printing import print_bpmn
from engine.running.stepping import carry_out, plant
from tests.engine.oracle import INSTANCES, Oracle
from tests.engine.running.builders import Walk, feel

MOVES = 40
# What people may write under any name: names the library, a snapshot or Python would take for their own.
WRITTEN: dict[str, Any] = {
    "typename": "UUID", "value": "0" * 32, "__class__": "os", "v": 2, "tokens": [], "runs": {"": {"A": 9}},
    "": "nothing", "0.1": 0.1,
    "意见": {"金额": 1234.05, "日期": "2026-10-09", "typename": {"typename": None}}, "a.b c": [1, [2, {"in": True}]],
}  # fmt: skip


def bare_of_data(definition: Definition, wait: Expression | str = "PT1H") -> Definition:
    """The definition with tokens only: each condition is a fact by the flow's id, everything else is constant.

    `wait` is what all timers wait for.
    """
    timer = Timer(TimerKind.DURATION, wait)
    processes = {key: replace(each, body=_scope(each.body, timer)) for key, each in definition.processes.items()}
    printed = print_bpmn(processes, definition.key)
    return replace(definition, processes=processes, printed=printed, content_hash=definition.content_hash + f"|{wait}")


def _scope(body: Scope, timer: Timer) -> Scope:
    flows = {
        id: replace(flow, condition=None if flow.condition is None else Choice(f"take {id}", True))
        for id, flow in body.flows.items()
    }
    return replace(body, flows=flows, nodes={id: _node(node, timer) for id, node in body.nodes.items()})


def _node(node: Node, timer: Timer) -> Node:
    multi = node.multi and replace(
        node.multi, collection=None, cardinality=feel(str(INSTANCES)), completion=None, output_element=None,
        department=None, output_collection=None,
    )  # fmt: skip
    kind = Kind.SCRIPT if node.kind is Kind.RULE else node.kind
    return replace(
        node, kind=kind, multi=multi, event=_event(node.event, timer), script=(),
        body=node.body and _scope(node.body, timer),
        assignment=Staffing(), due=None, follow_up=None, priority=None, outcomes=None, inputs=(), outputs=(),
        in_mappings=(), out_mappings=(),
    )  # fmt: skip


def _event(event: Event | None, timer: Timer) -> Event | None:
    if event is None:
        return None
    return replace(event, timer=event.timer and timer, correlation=None, payload=(), result_variable=None)


class LiveWalk(Walk):
    """A case whose tokens stay in memory: nothing is ever stored or loaded."""

    tree: Any = None

    def advance(self, command: Command, around: Surroundings) -> Step:
        if isinstance(command, Start):
            self.tree = plant(self.definition, command, around)
        else:
            runs = {path: dict(numbers) for path, numbers in self.tree.journey.runs.items()}
            journey = Journey(self.definition, around, runs)
            journey.tree, self.tree.journey = self.tree, journey
        return carry_out(self.tree, command)


def walk_all(definition: Definition, start: str, seed: int, moves: int = MOVES) -> int:
    """One random walk; returns how many moves it made. Any disagreement is an assertion."""
    chance = random.Random(seed)
    facts: dict[str, bool] = {}
    flows = [flow for each in _scopes(definition) for flow in each.flows]
    _toss(facts, flows, chance)
    stored, live = Walk(definition, facts=facts), LiveWalk(definition, saving=False, facts=facts)
    oracle = Oracle(definition, start, lambda flow: facts[f"take {flow.id}"])
    stored.start(start)
    live.start(start)
    written = None
    for made in range(moves):
        assert stored.open == oracle.open(), f"seed {seed}, after {made} moves"
        assert _told(stored.log[-1]) == _told(live.log[-1])
        assert stored.document == live.document
        assert stored.document.get("", {}).get("written") == written
        assert (stored.ended is not None) == oracle.is_over
        choices = sorted(key for key, kind in stored.open.items() if kind != "incident")
        if not choices:
            return made
        _toss(facts, flows, chance)
        key = chance.choice(choices)
        command = command_for(key, stored.open[key])
        if isinstance(command, Complete):
            # Inside a scope of its own the variable may end with the scope.
            written = {"move": made, **WRITTEN} if key.path == "" else written
            command = replace(command, data=WRITTEN if key.path else {**WRITTEN, "written": written})
        stored.do(command)
        live.do(command)
        oracle.move(key)
    return moves


def walk_as_drawn(definition: Definition, start: str, seed: int, moves: int = 20) -> int:
    """A walk by the diagram's own conditions, buttons and mappings, stored beside unstored; there is no oracle."""
    chance = random.Random(seed)
    stored, live = Walk(definition), LiveWalk(definition, saving=False)
    stored.start(start)
    live.start(start)
    nodes = {id: node for scope in _scopes(definition) for id, node in scope.nodes.items()}
    for made in range(moves):
        assert _told(stored.log[-1]) == _told(live.log[-1]), f"seed {seed}, after {made} moves"
        assert stored.document == live.document
        if not stored.open:
            return made
        key = chance.choice(sorted(stored.open))
        command = Retry(key) if stored.open[key] == "incident" else command_for(key, stored.open[key])
        if isinstance(command, Complete):
            buttons = nodes[key.element].outcomes
            chosen = chance.choice(buttons.options).value if buttons else None
            command = replace(command, data=WRITTEN, outcome=[chosen] if buttons and buttons.multiple else chosen)
        stored.do(command)
        live.do(command)
    return moves


def command_for(key: Key, kind: str) -> Command:
    match kind:
        case "task":
            return Complete(key)
        case "timer":
            return TimePassed((key,))
        case "wait":
            return Deliver(key)
        case _:
            return ServiceDone(key)


def _toss(facts: dict[str, bool], flows: list[str], chance: random.Random) -> None:
    facts.update((f"take {flow}", chance.random() < 0.6) for flow in flows)


def _told(step: Step) -> Step:
    return replace(step, snapshot={}, document={})


def _scopes(definition: Definition) -> list[Scope]:
    found: list[Scope] = []
    todo = [process.body for process in definition.processes.values()]
    while todo:
        scope = todo.pop()
        found.append(scope)
        todo += [node.body for node in scope.nodes.values() if node.body is not None]
    return found

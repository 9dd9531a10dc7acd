"""Random walks: the same commands on the engine with every state stored, on one never stored, and on the oracle."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from engine.contract import Command, Complete, Deliver, Key, ServiceDone, Start, Step, Surroundings, TimePassed
from engine.expressions import Expression
from engine.model import Choice, Definition, Event, Kind, Node, Scope, Staffing, Timer, TimerKind
from engine.running.journey import Journey
from engine.running.printing import print_bpmn
from engine.running.stepping import carry_out, plant
from tests.engine.oracle import INSTANCES, Oracle
from tests.engine.running.builders import Walk, feel

MOVES = 40


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
    for made in range(moves):
        assert stored.open == oracle.open(), f"seed {seed}, after {made} moves"
        assert _told(stored.log[-1]) == _told(live.log[-1])
        assert (stored.ended is not None) == oracle.is_over
        choices = sorted(key for key, kind in stored.open.items() if kind != "incident")
        if not choices:
            return made
        _toss(facts, flows, chance)
        key = chance.choice(choices)
        command = command_for(key, stored.open[key])
        stored.do(command)
        live.do(command)
        oracle.move(key)
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

"""Random diagrams: sound or not, every one of them is legal BPMN that must run as the token rules say."""

from __future__ import annotations

import random
from typing import Any

from engine.model import Definition, Event, Kind, Node, Trigger
from tests.engine.running.builders import (
    a_definition,
    a_process,
    boundary,
    catch,
    each,
    end,
    feel,
    gate,
    node,
    start,
    sub,
    user,
)

PLAIN = ("user", "user", "user", "service", "script", "catch", "throw", "manual", "receive", "rule")
SPLITS = ("x", "x", "x", "x", "+", "o", "o", "e")


class Drawing:
    """Draws by one seed; ids are numbered through the whole bundle."""

    def __init__(self, seed: int, *, deep: int = 2) -> None:
        self.chance = random.Random(seed)
        self.deep = deep
        self.number = 0

    def definition(self) -> Definition:
        main = self._body(self.chance.randint(5, 18), self.deep, may_call=True)
        called = self._body(self.chance.randint(2, 5), 0, may_call=False)
        return a_definition(a_process(*main, id="Main"), a_process(*called, id="Called"), key="Main")

    def _id(self, letter: str) -> str:
        self.number += 1
        return f"{letter}{self.number}"

    def _body(self, size: int, deep: int, *, may_call: bool) -> tuple[list[Node], str]:
        first, ends = start(self._id("s")), [self._end(deep) for _ in range(2)]
        middle = [self._node(deep, may_call) for _ in range(size)]
        nodes, lines = [first, *middle, *ends], []
        ahead = [each.id for each in middle] + [each.id for each in ends]
        for position, each_node in enumerate([first, *middle]):
            later = ahead[position:] or [ends[0].id]
            waiting = [each.id for each in middle if each.kind in (Kind.USER, Kind.MANUAL)]
            lines += self._ways(each_node, later, waiting)
            for event in self._attached(each_node) if each_node is not first else ():
                nodes.append(event)
                lines.append(f"{event.id} {self.chance.choice(later)}")
        if any(each.kind is Kind.EVENT_BASED for each in middle):
            nodes += self._events_behind(middle, ahead, lines)
        return nodes, "\n".join(lines)

    def _ways(self, each_node: Node, later: list[str], waiting: list[str]) -> list[str]:
        if each_node.kind is Kind.EVENT_BASED:
            return []
        splits = each_node.kind in (Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE)
        lines = []
        for way in range(self.chance.randint(1, 3) if splits else 1):
            back = waiting and splits and self.chance.random() < 0.25
            target = self.chance.choice(waiting) if back else self._near(later)
            conditioned = splits and each_node.kind is not Kind.PARALLEL
            mark = ("?default" if way == 0 else "?{go}") if conditioned else ""
            lines.append(f"{each_node.id} {target}{mark}")
        return lines

    def _near(self, later: list[str]) -> str:
        return later[min(int(self.chance.expovariate(1.2)), len(later) - 1)]

    def _events_behind(self, middle: list[Node], ahead: list[str], lines: list[str]) -> list[Node]:
        events = [catch(self._id("w"), self.chance.choice((Trigger.TIMER, Trigger.MESSAGE))) for _ in range(3)]
        for each_node in middle:
            if each_node.kind is Kind.EVENT_BASED:
                lines += [f"{each_node.id} {event.id}" for event in self.chance.sample(events, 2)]
        lines += [f"{event.id} {self.chance.choice(ahead[-2:])}" for event in events]
        return events

    def _node(self, deep: int, may_call: bool) -> Node:
        dice = self.chance.random()
        multi = each(self.chance.random() < 0.5, cardinality=feel("2")) if self.chance.random() < 0.15 else None
        if dice < 0.3:
            return gate(self._id("g"), self.chance.choice(SPLITS))
        if dice < 0.4 and deep:
            inner = self._body(self.chance.randint(1, 5), deep - 1, may_call=may_call)
            return sub(self._id("S"), *inner, multi=multi)
        if dice < 0.45 and may_call:
            return node(Kind.CALL, self._id("C"), called="Called", multi=multi)
        return self._plain(self.chance.choice(PLAIN), multi)

    def _plain(self, kind: str, multi: Any) -> Node:
        signal = Event(Trigger.SIGNAL, name="news")
        match kind:
            case "catch":
                return catch(self._id("c"), self.chance.choice((Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL)))
            case "throw":
                return node(Kind.THROW, self._id("t"), event=self.chance.choice((signal, None)))
            case "receive":
                return node(Kind.RECEIVE, self._id("R"), event=Event(Trigger.MESSAGE, name="news"))
            case "service" | "script":
                return node(Kind(kind + "Task"), self._id("m"), multi=multi)
            case "rule":
                return node(Kind.SCRIPT, self._id("m"))
            case "manual":
                return node(Kind.MANUAL, self._id("h"), multi=multi)
            case _:
                return user(self._id("u"), multi=multi)

    def _attached(self, host: Node) -> list[Node]:
        if host.kind not in (Kind.USER, Kind.SUBPROCESS, Kind.CALL, Kind.SERVICE, Kind.RECEIVE):
            return []
        return [
            boundary(self._id("b"), host.id, self.chance.choice((Trigger.TIMER, Trigger.MESSAGE, Trigger.ERROR)),
                     interrupting=True)
            if self.chance.random() < 0.5
            else boundary(self._id("b"), host.id, self.chance.choice((Trigger.TIMER, Trigger.MESSAGE)), False)
            for _ in range(self.chance.choice((0, 0, 1, 1, 2)))
        ]  # fmt: skip

    def _end(self, deep: int) -> Node:
        dice = self.chance.random()
        if dice < 0.1:
            return end(self._id("e"), Trigger.TERMINATE)
        if dice < 0.3 and deep < self.deep:
            return end(self._id("e"), Trigger.ERROR, code=self.chance.choice(("E1", "E2")))
        return end(self._id("e"), self.chance.choice((Trigger.NONE, Trigger.NONE, Trigger.MESSAGE)))


class Bundles(Drawing):
    """Draws calls inside calls, errors thrown through them, steps of several instances at once, and several starts."""

    def definition(self) -> Definition:
        self.called = ["Middle", "Inner"]
        nodes, lines = self._body(self.chance.randint(4, 14), 2, may_call=True)
        if self.chance.random() < 0.4:
            other = start(self._id("s"), event=Event(Trigger.MESSAGE, name="news"))
            behind = [each.id for each in nodes if each.kind not in (Kind.START, Kind.BOUNDARY, Kind.CATCH)]
            nodes, lines = [*nodes, other], f"{lines}\n{other.id} {self.chance.choice(behind)}"
        # Deeper than any body: the ends of what is called may throw, for there is somebody to catch.
        self.called, self.deep = ["Inner"], 3
        middle = self._body(self.chance.randint(2, 7), 1, may_call=True)
        inner = self._body(self.chance.randint(2, 6), 1, may_call=False)
        processes = (a_process(*middle, id="Middle"), a_process(*inner, id="Inner"))
        return a_definition(a_process(nodes, lines, id="Main"), *processes, key="Main")

    def _node(self, deep: int, may_call: bool) -> Node:
        dice = self.chance.random()
        multi = each(self.chance.random() < 0.5, cardinality=feel("2"))
        if dice < 0.1 and may_call:
            several = multi if self.chance.random() < 0.4 else None
            return node(Kind.CALL, self._id("C"), called=self.chance.choice(self.called), multi=several)
        if dice < 0.16:
            return node(Kind.SEND, self._id("n"), event=Event(Trigger.MESSAGE, name="news"))
        if dice < 0.22:
            return node(Kind.RECEIVE, self._id("R"), event=Event(Trigger.MESSAGE, name="news"), multi=multi)
        if dice < 0.26 and deep:
            return sub(self._id("S"), *self._body(self.chance.randint(1, 4), deep - 1, may_call=may_call), multi=multi)
        return super()._node(deep, False)

    def _ways(self, each_node: Node, later: list[str], waiting: list[str]) -> list[str]:
        lines = super()._ways(each_node, later, waiting)
        twice = each_node.kind is Kind.PARALLEL and self.chance.random() < 0.2
        return [*lines, lines[0]] if twice else lines


class Blocks(Drawing):
    """Draws properly nested blocks: walks go deep, joins of every kind are passed again and again."""

    def definition(self) -> Definition:
        self.nodes: list[Node] = []
        self.lines: list[str] = []
        first, last = start(self._id("s")), end(self._id("e"))
        inner = self._block(5)
        self.nodes += [first, last]
        self.lines += [f"{first.id} {inner[0]}", f"{inner[1]} {last.id}"]
        return a_definition(a_process(self.nodes, "\n".join(self.lines), id="Main"))

    def _block(self, depth: int) -> tuple[str, str]:
        kind = self.chance.choice(("chain", "x", "+", "o", "o", "loop", "sub")) if depth else "task"
        match kind:
            case "task":
                task = self._plain(self.chance.choice(PLAIN), None)
                self.nodes += [task, *self._side(task)]
                return task.id, task.id
            case "chain":
                (first, a), (b, last) = self._block(depth - 1), self._block(depth - 1)
                self.lines.append(f"{a} {b}")
                return first, last
            case "loop":
                return self._loop(depth)
            case "sub":
                return self._sub(depth)
            case _:
                return self._split(kind, depth)

    def _side(self, task: Node) -> list[Node]:
        """Now and then a reminder beside the task."""
        if task.kind is not Kind.USER or self.chance.random() > 0.2:
            return []
        event = boundary(self._id("b"), task.id, Trigger.MESSAGE, False)
        note, last = user(self._id("n")), end(self._id("e"))
        self.lines.append(f"{event.id} {note.id} {last.id}")
        return [event, note, last]

    def _split(self, kind: str, depth: int) -> tuple[str, str]:
        split, merge = gate(self._id("g"), kind), gate(self._id("g"), kind)
        self.nodes += [split, merge]
        for way in range(self.chance.randint(2, 3)):
            first, last = self._block(depth - 1)
            mark = "" if kind == "+" else "?default" if way == 0 else "?{go}"
            self.lines.append(f"{split.id} {first}{mark}")
            self.lines.append(f"{last} {merge.id}")
        return split.id, merge.id

    def _loop(self, depth: int) -> tuple[str, str]:
        entry, again, task = gate(self._id("g")), gate(self._id("g")), user(self._id("u"))
        first, last = self._block(depth - 1)
        self.nodes += [entry, again, task]
        self.lines += [f"{entry.id} {first}", f"{last} {task.id} {again.id}", f"{again.id} {entry.id}?{{go}}"]
        leaving = node(Kind.THROW, self._id("t"))
        self.nodes.append(leaving)
        self.lines.append(f"{again.id} {leaving.id}?default")
        return entry.id, leaving.id

    def _sub(self, depth: int) -> tuple[str, str]:
        outer, self.nodes, outer_lines, self.lines = self.nodes, [], self.lines, []
        first, last = start(self._id("s")), end(self._id("e"))
        inner = self._block(depth - 1)
        self.nodes += [first, last]
        self.lines += [f"{first.id} {inner[0]}", f"{inner[1]} {last.id}"]
        multi = each(self.chance.random() < 0.5, cardinality=feel("2")) if self.chance.random() < 0.5 else None
        made = sub(self._id("S"), self.nodes, "\n".join(self.lines), multi=multi)
        self.nodes, self.lines = [*outer, made], outer_lines
        return made.id, made.id

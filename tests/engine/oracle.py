"""A second, independent reading of BPMN's token rules: what must be open after each move.

Nothing of the engine is used but the model. Branches are decided by a given function, timers and messages have no
content, every multi-instance activity has two instances, variables do not exist.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from engine.contract import Key
from engine.model import HUMAN, Definition, Flow, Kind, Node, Scope, Trigger

INSTANCES = 2
AUTOMATIC = {Kind.SCRIPT, Kind.RULE, Kind.THROW, Kind.START, Kind.END, Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE}


@dataclass(eq=False)
class Place:
    """A run of a body: the process, a sub-process, a called process, or the shell of a multi-instance activity."""

    path: str
    body: Scope
    owner: Active | None = None
    active: list[Active] = field(default_factory=list)
    arrived: list[tuple[str, str]] = field(default_factory=list)


@dataclass(eq=False)
class Active:
    """An element that has been entered and not left."""

    node: Node
    place: Place
    key: Key
    kind: str = ""
    inside: list[Place] = field(default_factory=list)
    attached: list[Active] = field(default_factory=list)
    host: Active | None = None
    race: Active | None = None
    left: int = 0


class Oracle:
    """One case by the rules alone."""

    def __init__(self, definition: Definition, start: str, decide: Callable[[Flow], bool]) -> None:
        self.definition, self.decide = definition, decide
        self.runs: Counter[tuple[str, str]] = Counter()
        self.todo: deque[Active] = deque()
        self.is_over = False
        self.root = Place("", definition.entry.body)
        self.enter(self.root, self.root.body.nodes[start])
        self.settle()

    def open(self) -> dict[Key, str]:
        """What waits for somebody or something, by key; in a deadlock every join that holds tokens is an incident."""
        found = {each.key: each.kind for each in self._all(self.root) if each.kind}
        if not found and not self.is_over:
            joins = ((place.path, element) for place in self._places(self.root) for element, _ in place.arrived)
            found = {Key(path, element, self.runs[path, element] + 1): "incident" for path, element in joins}
        return found

    def move(self, key: Key) -> None:
        """The task is completed, the timer fires, the message comes, the job is done."""
        each = next(each for each in self._all(self.root) if each.key == key and each.kind)
        if each.host is not None:
            host, each.host = each.host, None
            host.attached.remove(each)
            if each.node.is_interrupting:
                self.remove(host)
            elif each.kind == "wait":
                self.attach(host, each.node)
            each.place.active.append(each)
        if each.race is not None:
            each.place.active.remove(each.race)
            for other in [other for other in each.place.active if other.race is each.race and other is not each]:
                self.remove(other)
            each.race = None
        each.kind = ""
        self.leave(each)
        self.settle()

    # --- rules ------------------------------------------------------------------------------------------

    def enter(self, place: Place, node: Node, flow: str = "", race: Active | None = None) -> None:
        if node.kind in (Kind.PARALLEL, Kind.INCLUSIVE) and len(node.incoming) > 1:
            place.arrived.append((node.id, flow))
            if node.kind is Kind.PARALLEL:
                self.join(place, node)
            return
        self.begin(self.activate(place, node), race)

    def activate(self, place: Place, node: Node) -> Active:
        self.runs[place.path, node.id] += 1
        each = Active(node, place, Key(place.path, node.id, self.runs[place.path, node.id]))
        place.active.append(each)
        return each

    def begin(self, each: Active, race: Active | None = None) -> None:
        node = each.node
        each.race = race
        for boundary in each.place.body.boundaries(node.id):
            if boundary.event is not None and boundary.event.trigger is not Trigger.ERROR:
                self.attach(each, boundary)
        if node.multi is not None:
            each.left = INSTANCES
            for index in range(1 if node.multi.sequential else INSTANCES):
                self.instance(each, index)
        else:
            self.work(each, each.place, self._segment(each))

    def instance(self, wrapper: Active, index: int) -> None:
        path = f"{self._segment(wrapper)}.{index}"
        shell = Place(path, wrapper.place.body, wrapper)
        wrapper.inside.append(shell)
        each = Active(wrapper.node, shell, Key(path, wrapper.node.id, 1))
        shell.active.append(each)
        self.work(each, shell, path)

    def work(self, each: Active, place: Place, inner: str) -> None:
        node = each.node
        trigger = node.event.trigger if node.event else Trigger.NONE
        if node.kind in HUMAN:
            each.kind = "task"
        elif node.kind is Kind.SERVICE or (node.kind is Kind.SEND and trigger is not Trigger.MESSAGE):
            each.kind = "service"
        elif node.kind in (Kind.RECEIVE, Kind.CATCH) and trigger is not Trigger.NONE:
            each.kind = "timer" if trigger is Trigger.TIMER else "wait"
        elif node.kind is Kind.EVENT_BASED:
            for flow in self._outgoing(each):
                self.enter(place, place.body.nodes[flow.target], flow.id, race=each)
        elif node.kind in (Kind.SUBPROCESS, Kind.CALL):
            body = node.body or self.definition.processes[node.called or ""].body
            scope = Place(inner, body, each)
            each.inside.append(scope)
            starts = [start for start in body.starts() if start.event is None or start.event.trigger is Trigger.NONE]
            self.enter(scope, (starts or body.starts())[0])
        else:
            self.todo.append(each)

    def attach(self, host: Active, boundary: Node) -> None:
        each = self.activate(host.place, boundary)
        host.place.active.remove(each)
        each.host = host
        each.kind = "timer" if boundary.event and boundary.event.trigger is Trigger.TIMER else "wait"
        host.attached.append(each)

    def leave(self, each: Active) -> None:
        """Take the ways out; an instance reports to its multi-instance activity instead."""
        place, node = each.place, each.node
        if place.owner is not None and place.owner.node is node:
            return self.instance_done(place.owner, place)
        taken = self.branches(each)
        if taken is None:
            each.kind = "incident"
            return None
        trigger = node.event.trigger if node.event and node.kind is Kind.END else Trigger.NONE
        if trigger is Trigger.ERROR and node.event is not None:
            return self.throw(each, node.event.code or node.event.name or "")
        self.remove(each)
        if trigger is Trigger.TERMINATE:
            place.active, place.arrived = [], []
        for flow in taken:
            self.enter(place, place.body.nodes[flow.target], flow.id)
        return self.close(place)

    def branches(self, each: Active) -> list[Flow] | None:
        flows = self._outgoing(each)
        if each.node.kind is Kind.PARALLEL or not flows:
            return flows
        holding = [f for f in flows if not f.is_default and (f.condition is None or self.decide(f))]
        if each.node.kind is Kind.EXCLUSIVE:
            holding = holding[:1]
        return holding or [f for f in flows if f.is_default] or None

    def throw(self, each: Active, code: str) -> None:
        inner: Place | None = each.place
        while inner is not None and inner.owner is not None:
            host, body = inner.owner, inner.owner.place.body
            handlers = [n for n in body.boundaries(host.node.id) if n.event and n.event.trigger is Trigger.ERROR]
            is_instance = host.place.owner is not None and host.place.owner.node is host.node
            for wanted in (code, "") if not is_instance else ():
                for handler in handlers:
                    if handler.event and (handler.event.code or "") == wanted:
                        caught = self.activate(host.place, handler)
                        self.remove(host)
                        self.todo.append(caught)
                        return
            inner = host.place
        each.kind = "incident"

    def instance_done(self, wrapper: Active, shell: Place) -> None:
        wrapper.inside.remove(shell)
        wrapper.left -= 1
        if wrapper.left == 0:
            self.todo.append(wrapper)
        elif wrapper.node.multi is not None and wrapper.node.multi.sequential:
            self.instance(wrapper, INSTANCES - wrapper.left)

    def close(self, place: Place) -> None:
        if place.active or place.arrived:
            return
        if place.owner is None:
            self.is_over = True
        elif place in place.owner.inside:
            place.owner.inside.remove(place)
            self.todo.append(place.owner)

    def remove(self, each: Active) -> None:
        each.place.active.remove(each)
        each.attached, each.inside = [], []
        self._dead(each)

    def join(self, place: Place, node: Node) -> bool:
        waiting = Counter(flow for element, flow in place.arrived if element == node.id)
        filled = [flow for flow in node.incoming if waiting[flow]]
        if node.kind is Kind.PARALLEL and len(filled) < len(node.incoming):
            return False
        if node.kind is Kind.INCLUSIVE and (not filled or self._more_may_come(place, node, set(filled))):
            return False
        for flow in filled:
            place.arrived.remove((node.id, flow))
        self.todo.append(self.activate(place, node))
        return True

    def settle(self) -> None:
        while True:
            while self.todo:
                each = self.todo.popleft()
                if each in self._all(self.root):
                    self.leave(each)
            if not any(
                self.join(place, place.body.nodes[element])
                for place in self._places(self.root)
                for element, _ in list(place.arrived)
                if place.body.nodes[element].kind is Kind.INCLUSIVE
            ):
                return

    # --- looking ----------------------------------------------------------------------------------------

    def _more_may_come(self, place: Place, join: Node, filled: set[str]) -> bool:
        positions = {each.node.id for each in place.active} | {e for e, _ in place.arrived if e != join.id}
        for position in positions:
            reached = self._reachable(place.body, position, join.id)
            arriving = {flow for flow in join.incoming if place.body.flows[flow].source in reached}
            if arriving - filled and not arriving & filled:
                return True
        return False

    def _reachable(self, body: Scope, start: str, stop: str) -> set[str]:
        found, todo = set(), [start]
        while todo:
            element = todo.pop()
            if element not in found and element != stop:
                found.add(element)
                todo += [body.flows[flow].target for flow in body.nodes[element].outgoing]
                todo += [boundary.id for boundary in body.boundaries(element)]
        return found

    def _outgoing(self, each: Active) -> list[Flow]:
        flows = each.place.body.flows
        return sorted((flows[flow] for flow in each.node.outgoing), key=lambda flow: flow.order)

    def _segment(self, each: Active) -> str:
        segment = f"{each.node.id}#{each.key.run}"
        return f"{each.key.path}/{segment}" if each.key.path else segment

    def _places(self, place: Place) -> list[Place]:
        found = [place]
        for each in place.active:
            for inner in each.inside:
                found += self._places(inner)
        return found

    def _all(self, place: Place) -> list[Active]:
        found = []
        for inner in self._places(place):
            for each in inner.active:
                found += [each, *each.attached]
        return found

    def _dead(self, each: Active) -> None:
        prefix = self._segment(each)
        for path, element in list(self.runs):
            if path == prefix or path.startswith((prefix + "/", prefix + ".")):
                del self.runs[path, element]

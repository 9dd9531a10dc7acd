"""Rules about where tokens go: endless circles, joins that starve, errors nobody catches."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.graph import circles, reach, successors
from engine.checking.remarks import remark
from engine.checking.subject import Subject
from engine.checking.variables import all_nodes
from engine.model import HUMAN, Definition, Kind, Node, Process, Scope, Trigger

Chain = tuple[tuple[Scope, Node], ...]
"""The activities around something, each with the scope it stands in, the innermost last."""

_WAITING = frozenset({Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL})


def endless_circle(subject: Subject) -> Iterator[Finding]:
    """A circle in which nothing waits runs for ever; one that at least changes data may end, and is a warning."""
    for process in subject.definition.processes.values():
        for scope in scopes(process.body):
            automatic = frozenset(node.id for node in scope.nodes.values() if not waits(node, subject.definition))
            for circle in circles(successors(scope), automatic):
                changes = any(changes_data(scope.nodes[identity]) for identity in circle)
                first = min((scope.nodes[identity] for identity in circle), key=lambda node: node.line or 0)
                if changes:
                    yield remark(
                        "warning", "circle.automatic", first, process.source, within=scope, elements=list(circle)
                    )
                else:
                    yield remark("error", "circle.endless", first, process.source, within=scope, elements=list(circle))


def scopes(scope: Scope) -> Iterator[Scope]:
    """The scope and every one inside it."""
    yield scope
    for node in scope.nodes.values():
        if node.body is not None:
            yield from scopes(node.body)


def waits(node: Node, definition: Definition, calls: frozenset[str] = frozenset()) -> bool:
    """Whether a token certainly stops here for a person, a worker, a moment or a message, or may stop inside.

    `calls` are the called processes that are being looked into already.
    """
    if node.kind in HUMAN or node.kind is Kind.RECEIVE or node.topic is not None:
        return True
    if node.kind in (Kind.CATCH, Kind.BOUNDARY):
        return node.event is not None and node.event.trigger in _WAITING
    if node.kind is Kind.SUBPROCESS and node.body is not None:
        return any(waits(inner, definition, calls) for inner in all_nodes(node.body))
    if node.kind is not Kind.CALL:
        return False
    called = definition.processes.get(node.called or "")
    if called is None:
        return True
    deeper = calls | {called.id}
    return called.id not in calls and any(waits(inner, definition, deeper) for inner in all_nodes(called.body))


def changes_data(node: Node) -> bool:
    if node.kind is Kind.SUBPROCESS and node.body is not None:
        return any(changes_data(inner) for inner in all_nodes(node.body))
    return bool(node.script or node.outputs) or node.kind in (Kind.RULE, Kind.SERVICE, Kind.CALL)


def starving_join(subject: Subject) -> Iterator[Finding]:
    """A parallel join whose branches come from one exclusive choice waits for ever: only one of them is taken."""
    for process in subject.definition.processes.values():
        for scope in scopes(process.body):
            for join in scope.nodes.values():
                if join.kind is not Kind.PARALLEL or len(join.incoming) < 2:
                    continue
                origins = [_origin(scope, flow) for flow in join.incoming]
                for origin in sorted({origin for origin in origins if origin and origins.count(origin) > 1}):
                    split = scope.nodes[origin]
                    yield remark(
                        "warning", "join.starves", join, process.source, split=split.name or split.id, elements=[origin]
                    )


def divided_join(subject: Subject) -> Iterator[Finding]:
    """A case begins at one start event: a parallel join that awaits branches of two of them waits for ever."""
    entry = subject.definition.entry
    starts, graph = entry.body.starts(), successors(entry.body)
    joins = [node for node in entry.body.nodes.values() if node.kind is Kind.PARALLEL and len(node.incoming) > 1]
    for start in starts if len(starts) > 1 else ():
        reached = reach(graph, (start.id,))
        for join in joins:
            sources = [entry.body.flows[flow].source for flow in join.incoming]
            never = [source for source in sources if source not in reached]
            if join.id in reached and never:
                name = start.name or start.id
                yield remark(
                    "warning", "join.divided", join, entry.source, within=entry.body, start=name, elements=never
                )


def _origin(scope: Scope, flow: str) -> str | None:
    """The exclusive or event-based gateway a branch begins at, if nothing branches or merges in between."""
    seen: set[str] = set()
    while True:
        node = scope.nodes[scope.flows[flow].source]
        if len(node.outgoing) > 1:
            return node.id if node.kind in (Kind.EXCLUSIVE, Kind.EVENT_BASED) else None
        if len(node.incoming) != 1 or node.id in seen:
            return None
        seen.add(node.id)
        flow = node.incoming[0]


def uncaught_error(subject: Subject) -> Iterator[Finding]:
    """An error that no boundary event of an enclosing activity catches stops the case as an incident."""
    for process in subject.definition.processes.values():
        for chain, node in _error_ends(process.body, ()):
            code = node.event.code if node.event is not None else None
            if not _caught(subject, process, chain, code, frozenset()):
                yield remark("warning", "error.uncaught", node, process.source, code=code)


def _error_ends(scope: Scope, chain: Chain) -> Iterator[tuple[Chain, Node]]:
    """Error ends with the activities around them."""
    for node in scope.nodes.values():
        if node.kind is Kind.END and node.event is not None and node.event.trigger is Trigger.ERROR:
            yield chain, node
        if node.body is not None:
            yield from _error_ends(node.body, (*chain, (scope, node)))


def _caught(subject: Subject, process: Process, chain: Chain, code: str | None, seen: frozenset[str]) -> bool:
    if any(_catches(scope, node, code) for scope, node in chain):
        return True
    if process.id in seen:
        return False
    calls = [
        (caller, around, scope, node)
        for caller in subject.definition.processes.values()
        for around, scope, node in _calls(caller.body, (), process.id)
    ]
    return bool(calls) and all(
        _caught(subject, caller, (*around, (scope, node)), code, seen | {process.id})
        for caller, around, scope, node in calls
    )


def _calls(scope: Scope, chain: Chain, called: str) -> Iterator[tuple[Chain, Scope, Node]]:
    for node in scope.nodes.values():
        if node.called == called:
            yield chain, scope, node
        if node.body is not None:
            yield from _calls(node.body, (*chain, (scope, node)), called)


def _catches(scope: Scope, activity: Node, code: str | None) -> bool:
    return any(
        boundary.event is not None and boundary.event.trigger is Trigger.ERROR and boundary.event.code in (None, code)
        for boundary in scope.boundaries(activity.id)
    )

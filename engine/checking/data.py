"""Rules about variables: names nobody writes, and two live branches that write the same one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.checking.calls import given_by_callers, written_with_calls
from engine.checking.finding import Finding, Level
from engine.checking.graph import Graph, reach, successors
from engine.checking.paths import scopes
from engine.checking.remarks import remark
from engine.checking.subject import Subject
from engine.checking.variables import (
    FACTS,
    all_flows,
    all_nodes,
    expressions_in,
    local_to,
    used_names,
    written_by,
)
from engine.expressions import ExpressionSyntax, parse
from engine.expressions.feel.tree import Name
from engine.expressions.feel.words import KEYWORDS
from engine.model import HUMAN, Definition, Flow, Kind, Node, Process, Scope


def unknown_name(subject: Subject) -> Iterator[Finding]:
    """An expression should only use variables that something writes, or facts of the case."""
    known_in = _known_variables(subject)
    for process in subject.definition.processes.values():
        things: list[Node | Flow] = [*all_nodes(process.body), *all_flows(process.body)]
        used: list[tuple[Node | Flow, str]] = [
            (thing, name) for thing in things for name in sorted(_names_of(subject, thing))
        ]
        passed: list[tuple[Node | Flow, str]] = [
            (thing, name) for thing in things if isinstance(thing, Node) for name in sorted(_passed_on(thing))
        ]
        told: set[str] = set()
        # A call may pass on what a case does not have: the called process then sees null, often on purpose.
        levels: tuple[tuple[Level, list[tuple[Node | Flow, str]]], ...] = (("warning", used), ("hint", passed))
        for level, uses in levels:
            for name, users in _unknown(uses, known_in[process.id] | told).items():
                told.add(name)
                yield _unknown_remark(level, users, process, name)


def _unknown(uses: list[tuple[Node | Flow, str]], known: frozenset[str]) -> dict[str, list[Node | Flow]]:
    unknown: dict[str, list[Node | Flow]] = {}
    for thing, name in uses:
        if name not in known:
            unknown.setdefault(name, []).append(thing)
    return unknown


def _unknown_remark(level: Level, users: list[Node | Flow], process: Process, name: str) -> Finding:
    others = [user.id for user in users[1:]]
    return remark(level, "name.unknown", users[0], process.source, name=name, elements=others)


def _names_of(subject: Subject, thing: Node | Flow) -> frozenset[str]:
    """Names used in the thing's own scope; output mappings see what comes back, not the case's variables."""
    if isinstance(thing, Node):
        thing = replace(thing, outputs=(), out_mappings=(), in_mappings=())
    names: set[str] = set()
    for expression in expressions_in(thing):
        names |= used_names(expression)
    if isinstance(thing, Node) and thing.decision is not None:
        names |= subject.definition.decisions.variables_of(thing.decision)
    return frozenset(names)


def _passed_on(call: Node) -> frozenset[str]:
    names: set[str] = set()
    for expression in expressions_in(call.in_mappings):
        names |= used_names(expression)
    return frozenset(names)


def _known_variables(subject: Subject) -> dict[str, frozenset[str]]:
    """What each process can see: its own variables and what its callers give it."""
    definition = subject.definition
    written = written_with_calls(definition.processes, definition.forms, definition.decisions)
    given = given_by_callers(definition.processes, written)
    outside = FACTS | subject.known_variables
    return {key: outside | written[key] | given[key] for key in definition.processes}


def unreadable_name(subject: Subject) -> Iterator[Finding]:
    """A variable whose name means something else in an expression would be written and never read."""
    definition = subject.definition
    odd: list[tuple[Process, Node, list[str]]] = []
    for process in definition.processes.values():
        for node in all_nodes(process.body):
            names = set(written_by(node, {}, definition.decisions))
            names |= {mapping.target for mapping in node.in_mappings if mapping.target}
            thrown = node.kind in (Kind.SEND, Kind.THROW, Kind.END) and node.event is not None
            if node.topic is None and node.operation is None and not thrown:
                # What a job is given is for its worker to read, and what a message carries for who gets it.
                names |= local_to(node)
            odd.append((process, node, sorted(name for name in names if not _is_name(name))))
    if any(names for _, _, names in odd):
        read = _read_anywhere(definition)
        for process, node, unread in odd:
            if not read.issuperset(unread):
                yield remark("warning", "name.unreadable", node, process.source, names=sorted({*unread} - read))


def _is_name(text: str) -> bool:
    if text.isidentifier() and text not in KEYWORDS:
        return True
    try:
        return parse(text, language="feel").tree == Name(text)
    except ExpressionSyntax:
        return False


def _read_anywhere(definition: Definition) -> frozenset[str]:
    """Every name that is used; `execution.getVariable("a.b")` reads any."""
    bodies = [process.body for process in definition.processes.values()]
    things = [thing for body in bodies for thing in (*all_nodes(body), *all_flows(body))]
    return frozenset(name for thing in things for one in expressions_in(thing) for name in used_names(one))


def lost_result(subject: Subject) -> Iterator[Finding]:
    """What the instances of a multi-instance write stays with each; without an output collection it is gone after."""
    for process in subject.definition.processes.values():
        for scope in scopes(process.body):
            for node in scope.nodes.values():
                if node.multi is None or node.multi.output_collection is not None:
                    continue
                names = _leaving(subject, replace(node, multi=None))
                lost = (names & _used_beside(process, node)) - _written_beside(subject, process, node)
                if lost:
                    yield remark("warning", "loop.results_lost", node, process.source, names=sorted(lost))
                elif names:
                    yield remark("hint", "loop.results_unused", node, process.source, names=sorted(names))


def held_input(subject: Subject) -> Iterator[Finding]:
    """What a form or script writes under the name of an input of its element is gone after it, unless passed on."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            inputs = {mapping.target for mapping in node.inputs}
            if not inputs or node.kind not in (*HUMAN, Kind.SCRIPT):
                continue
            after = (*node.outputs, node.multi and node.multi.output_element)
            read = {name for one in expressions_in(after) for name in used_names(one)}
            written = written_by(replace(node, outputs=()), subject.definition.forms)
            held = (inputs & written) - read
            if held:
                yield remark("warning", "input.held", node, process.source, names=sorted(held))


def _used_beside(process: Process, node: Node) -> frozenset[str]:
    """Names used by anything in the process but the node and its contents."""
    inside = set() if node.body is None else {flow.id for flow in all_flows(node.body)}
    things: list[Node | Flow] = [*_beside(process, node)]
    things += [flow for flow in all_flows(process.body) if flow.id not in inside]
    return frozenset(name for thing in things for one in expressions_in(thing) for name in used_names(one))


def _written_beside(subject: Subject, process: Process, node: Node) -> frozenset[str]:
    definition = subject.definition
    written = (written_by(other, definition.forms, definition.decisions) for other in _beside(process, node))
    return subject.known_variables.union(*written)


def _beside(process: Process, node: Node) -> list[Node]:
    own = {node.id} if node.body is None else {node.id, *(inner.id for inner in all_nodes(node.body))}
    return [other for other in all_nodes(process.body) if other.id not in own]


def contested_variable(subject: Subject) -> Iterator[Finding]:
    """Two branches that can be live at once should not write the same variable: the later one would stand."""
    for process in subject.definition.processes.values():
        for scope in scopes(process.body):
            yield from _contested_in(subject, process, scope)


def _contested_in(subject: Subject, process: Process, scope: Scope) -> Iterator[Finding]:
    leaving = {node.id: names for node in scope.nodes.values() if (names := _leaving(subject, node))}
    times = Counter(name for names in leaving.values() for name in names)
    if all(number == 1 for number in times.values()):
        return
    graph = successors(scope)
    for split, branches in _splits(scope, graph):
        first: dict[str, str] = {}
        told: set[str] = set()
        for branch in branches:
            writers = _writers(leaving, branch)
            for name in sorted(writers.keys() & first.keys() - told):
                told.add(name)
                elements = [first[name], writers[name]]
                yield remark(
                    "warning", "variable.contested", split, process.source, within=scope, variable=name,
                    elements=elements,
                )  # fmt: skip
            for name, identity in writers.items():
                first.setdefault(name, identity)


def _splits(scope: Scope, graph: Graph) -> Iterator[tuple[Node, list[frozenset[str]]]]:
    """Where one token becomes several, with the nodes that belong to each branch alone."""
    for node in scope.nodes.values():
        if node.kind in (Kind.PARALLEL, Kind.INCLUSIVE) and len(node.outgoing) > 1:
            beginnings = [scope.flows[flow].target for flow in node.outgoing]
            yield node, _alone(graph, node.id, [[beginning] for beginning in beginnings])
        if node.kind is Kind.BOUNDARY and not node.is_interrupting and node.attached_to in scope.nodes:
            host = scope.nodes[str(node.attached_to)]
            onward = [scope.flows[flow].target for flow in host.outgoing]
            around, beside = _alone(graph, node.id, [[*onward], [*graph[node.id]]])
            yield node, [around | {host.id}, beside]


def _alone(graph: Graph, split: str, beginnings: list[list[str]]) -> list[frozenset[str]]:
    reached = [reach(graph, begins, without=frozenset({split})) for begins in beginnings]
    times = Counter(identity for own in reached for identity in own)
    return [frozenset(identity for identity in own if times[identity] == 1) for own in reached]


def _writers(leaving: Mapping[str, frozenset[str]], branch: frozenset[str]) -> dict[str, str]:
    """For each variable that leaves a node of the branch, one such node."""
    found: dict[str, str] = {}
    for identity in sorted(branch & leaving.keys()):
        for name in leaving[identity]:
            found.setdefault(name, identity)
    return found


def _leaving(subject: Subject, node: Node) -> frozenset[str]:
    """What becomes visible outside the node: of a multi-instance only its output collection."""
    definition = subject.definition
    if node.multi is not None:
        return frozenset({node.multi.output_collection} if node.multi.output_collection else ())
    written = set(written_by(node, definition.forms, definition.decisions))
    if node.outcomes is not None:
        written.add(node.outcomes.variable)
    if node.body is not None:
        for inner in node.body.nodes.values():
            written |= _leaving(subject, inner)
    return frozenset(written)

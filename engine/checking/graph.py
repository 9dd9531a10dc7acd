"""Paths through one scope: what follows what, boundary events following their activity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.model import Scope

Graph = Mapping[str, tuple[str, ...]]


def successors(scope: Scope) -> Graph:
    """Direct successors of every node by id; a boundary event is one of its activity."""
    following: dict[str, list[str]] = {identity: [] for identity in scope.nodes}
    for node in scope.nodes.values():
        following[node.id] += [scope.flows[flow].target for flow in node.outgoing]
        if node.attached_to in following:
            following[str(node.attached_to)].append(node.id)
    return {identity: tuple(targets) for identity, targets in following.items()}


def reach(graph: Graph, beginnings: Iterable[str], *, without: frozenset[str] = frozenset()) -> frozenset[str]:
    """Everything on any path from the beginnings, these included, that does not enter `without`."""
    found: set[str] = set()
    waiting = list(beginnings)
    while waiting:
        identity = waiting.pop()
        if identity not in found and identity not in without:
            found.add(identity)
            waiting += graph.get(identity, ())
    return frozenset(found)


def circles(graph: Graph, within: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """The largest groups of nodes, all within the given ones, from each of which one can get back to itself."""
    forward = {identity: tuple(target for target in graph[identity] if target in within) for identity in within}
    backward: dict[str, list[str]] = {identity: [] for identity in within}
    for identity, targets in forward.items():
        for target in targets:
            backward[target].append(identity)
    backward_graph = {identity: tuple(sources) for identity, sources in backward.items()}
    done: set[str] = set()
    for identity in reversed(_finished(forward)):
        if identity in done:
            continue
        group = reach(backward_graph, (identity,), without=frozenset(done))
        done |= group
        if len(group) > 1 or identity in forward[identity]:
            yield tuple(sorted(group))


def _finished(graph: Graph) -> list[str]:
    """Nodes in the order in which a walk leaves them (Kosaraju's first pass, without recursion)."""
    order: list[str] = []
    seen: set[str] = set()
    for beginning in sorted(graph):
        stack = [(beginning, False)]
        while stack:
            identity, leaving = stack.pop()
            if leaving:
                order.append(identity)
            elif identity not in seen:
                seen.add(identity)
                stack.append((identity, True))
                stack += [(target, False) for target in graph[identity] if target not in seen]
    return order

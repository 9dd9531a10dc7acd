"""From where a token can still reach an inclusive join (BPMN 2.0, 13.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.model import Node, Scope


@dataclass(frozen=True)
class Upstream:
    """For each incoming flow of the join, the elements from which it can be reached without passing the join."""

    reaching: Mapping[str, frozenset[str]]

    def is_enabled(self, filled: set[str], elsewhere: set[str]) -> bool:
        """Whether the join fires: `filled` flows hold a token, `elsewhere` are the elements with other live tokens.

        A token elsewhere holds it up when it can reach an empty flow and none that is filled already.
        """
        empty = [flow for flow in self.reaching if flow not in filled]
        return bool(filled) and not any(
            any(element in self.reaching[flow] for flow in empty)
            and not any(element in self.reaching[flow] for flow in filled)
            for element in elsewhere
        )


def sources_of(body: Scope) -> Mapping[str, frozenset[str]]:
    """From where each element of the scope is reached directly; a boundary event from its activity."""
    before: dict[str, set[str]] = {node.id: set() for node in body.nodes.values()}
    for flow in body.flows.values():
        before[flow.target].add(flow.source)
    for node in body.nodes.values():
        if node.attached_to is not None:
            before[node.id].add(node.attached_to)
    return {identity: frozenset(sources) for identity, sources in before.items()}


def upstream_of(join: Node, body: Scope, sources: Mapping[str, frozenset[str]]) -> Upstream:
    """Computed once per join while compiling; `sources` are those of the scope."""
    return Upstream({flow: _reaching(body.flows[flow].source, join.id, sources) for flow in join.incoming})


def _reaching(last: str, join: str, sources: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    todo = [last]
    while todo:
        element = todo.pop()
        if element not in found and element != join:
            found.add(element)
            todo.extend(sources[element])
    return frozenset(found)

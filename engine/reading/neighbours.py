"""What stands around a gateway: who comes right before it, what was written by then, and what a branch leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.checking.calls import takes_all
from engine.checking.variables import Forms, all_nodes, written_by
from engine.decisions import DecisionModel
from engine.model import Flow, Kind, Node, Scope, Trigger

DECIDING = frozenset({Kind.EXCLUSIVE, Kind.INCLUSIVE})
END = "结束"


def branch_name(scope: Scope, flow: Flow) -> str:
    """What a branch leads to: the first named element, as long as there is only one way on."""
    seen: set[str] = set()
    identity = flow.target
    while identity not in seen and identity in scope.nodes:
        seen.add(identity)
        node = scope.nodes[identity]
        if node.name:
            return node.name
        if node.kind is Kind.END:
            return END
        if len(node.outgoing) != 1:
            break
        identity = scope.flows[node.outgoing[0]].target
    return ""


def _passes(node: Node) -> bool:
    """Elements between a task and its gateway that neither wait nor write: plain throw events, merging gateways."""
    if len(node.outgoing) != 1:
        return False
    if node.kind is Kind.THROW:
        return node.event is None or node.event.trigger is Trigger.NONE
    return node.kind in DECIDING


def predecessors(scope: Scope, gateway: Node) -> Iterator[Node]:
    """The elements directly before the gateway, pass-through ones looked through."""
    seen: set[str] = set()
    waiting = [scope.flows[flow_id].source for flow_id in gateway.incoming]
    while waiting:
        identity = waiting.pop(0)
        if identity in seen or identity not in scope.nodes:
            continue
        seen.add(identity)
        node = scope.nodes[identity]
        if _passes(node):
            waiting += [scope.flows[flow_id].source for flow_id in node.incoming]
        else:
            yield node


class Written:
    """Which variables the nodes of the scopes write; worked out once per scope object (ids may be drawn twice)."""

    def __init__(self, forms: Forms, decisions: DecisionModel | None, called: Mapping[str, frozenset[str]]) -> None:
        self._forms = forms
        self._called = called
        self._decisions = decisions
        self._known: dict[int, dict[str, frozenset[str]]] = {}

    def by_then(self, scope: Scope, people: list[Node], variable: str) -> bool:
        """Whether the form of one of these tasks or any step before them writes the variable."""
        written = self._in(scope)
        if not any(variable in names for names in written.values()):
            return False
        return any(variable in written[person.id] | self.before(scope, person) for person in people)

    def before(self, scope: Scope, node: Node) -> frozenset[str]:
        """What everything that can run before the node writes, contents of sub-processes included."""
        written = self._in(scope)
        return frozenset(name for identity in _ancestors(scope, node.id) for name in written[identity])

    def _by(self, node: Node) -> frozenset[str]:
        own = written_by(node, self._forms, self._decisions)
        return own | self._called.get(str(node.called), frozenset()) if takes_all(node) else own

    def _in(self, scope: Scope) -> dict[str, frozenset[str]]:
        """By node: what the node and its contents write."""
        if id(scope) not in self._known:
            found: dict[str, frozenset[str]] = {}
            for node in scope.nodes.values():
                inner = all_nodes(node.body) if node.body is not None else ()
                found[node.id] = frozenset().union(*map(self._by, (node, *inner)))
            self._known[id(scope)] = found
        return self._known[id(scope)]


def _ancestors(scope: Scope, identity: str) -> set[str]:
    found: set[str] = set()
    waiting = [identity]
    while waiting:
        node = scope.nodes[waiting.pop()]
        sources = [scope.flows[flow_id].source for flow_id in node.incoming]
        if node.attached_to is not None:
            sources.append(node.attached_to)
        for source in sources:
            if source in scope.nodes and source not in found:
                found.add(source)
                waiting.append(source)
    return found

"""Rules about the branches of a choice and the buttons for them: each needs a branch, each branch a button."""

from __future__ import annotations

from collections.abc import Iterator

from engine.checking.finding import Finding
from engine.checking.paths import scopes
from engine.checking.remarks import remark
from engine.checking.subject import Subject
from engine.checking.variables import all_flows, all_nodes, compared
from engine.model import Choice, Flow, Kind, Node, Scope


def loose_outcome(subject: Subject) -> Iterator[Finding]:
    """A button behind which no branch holds would stop the case; a branch without a button is never taken."""
    for process in subject.definition.processes.values():
        for scope in scopes(process.body):
            yield from _loose_in(scope, process.source)


def dead_branch(subject: Subject) -> Iterator[Finding]:
    """A branch of a choice that compares as an earlier one does is never taken: the earlier one is."""
    for process in subject.definition.processes.values():
        for scope in scopes(process.body):
            for gateway in scope.nodes.values():
                if gateway.kind is Kind.EXCLUSIVE:
                    yield from _dead_behind(gateway, scope, process.source)


def compared_list(subject: Subject) -> Iterator[Finding]:
    """Check boxes write the list of what was ticked, which equals no single value."""
    for process in subject.definition.processes.values():
        asked = [(node, node.outcomes) for node in all_nodes(process.body) if node.outcomes is not None]
        ticked = {outcomes.variable: node for node, outcomes in asked if outcomes.multiple}
        # Where buttons of its own stand before the gateway, what was ticked earlier is overwritten.
        answered = {outcomes.gateway for _, outcomes in asked if not outcomes.multiple}
        for flow in all_flows(process.body) if ticked else ():
            comparison = compared(flow.condition)
            if comparison is not None and comparison[0] in ticked and flow.source not in answered:
                asker = ticked[comparison[0]]
                yield remark(
                    "warning", "outcomes.list_compared", flow, process.source, variable=comparison[0],
                    value=str(comparison[1]), task=asker.name or asker.id, elements=[asker.id],
                )  # fmt: skip


def _dead_behind(gateway: Node, scope: Scope, source: str) -> Iterator[Finding]:
    first: dict[tuple[str, str, object], Flow] = {}
    for identity in gateway.outgoing:
        flow = scope.flows[identity]
        comparison = compared(flow.condition)
        if comparison is None or flow.is_default:
            continue
        variable, literal = comparison
        # As in Python alone, the text `1` and true would be the number 1.
        earlier = first.setdefault((variable, type(literal).__name__, literal), flow)
        if earlier is not flow:
            other = earlier.name or earlier.id
            yield remark("warning", "branch.never_taken", flow, source, other=other, value=str(literal))


def _loose_in(scope: Scope, source: str) -> Iterator[Finding]:
    offered: dict[str, set[str]] = {}
    for node in scope.nodes.values():
        if node.outcomes is None or "banjian:outcomes" not in node.properties or node.outcomes.gateway is None:
            continue
        branches = [scope.flows[flow] for flow in scope.nodes[node.outcomes.gateway].outgoing]
        if not all(_is_plain(flow) for flow in branches):
            continue
        chosen = offered.setdefault(node.outcomes.gateway, set())
        for option in node.outcomes.options:
            chosen.update(option.flows)
            if not option.flows and not any(flow.is_default for flow in branches):
                yield remark("warning", "outcomes.leads_nowhere", node, source, outcome=option.name)
    for gateway, chosen in offered.items():
        for identity in scope.nodes[gateway].outgoing:
            flow = scope.flows[identity]
            if identity not in chosen and not flow.is_default:
                yield remark("warning", "outcomes.not_offered", flow, source)


def _is_plain(flow: Flow) -> bool:
    """Whether a button alone decides about the branch."""
    return flow.condition is None or isinstance(flow.condition, Choice) or compared(flow.condition) is not None

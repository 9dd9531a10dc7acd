"""From the drawn nodes and flows of one scope to a scope that can run: splits, starts and ends made explicit.

Whatever is added has `banjian:generated` among its node's properties, naming the drawn element it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from engine.expressions import Expression, parse
from engine.model import ACTIVITIES, GATEWAYS, Choice, Flow, Kind, Node, Scope, Trigger
from engine.reading.names import Element, label, line_of
from engine.reading.sheet import Sheet

GENERATED = "banjian:generated"
_WAITING_TRIGGERS = frozenset({Trigger.TIMER, Trigger.MESSAGE, Trigger.SIGNAL})


@dataclass(slots=True)
class Draft:
    """One scope under construction; `drawn` holds its elements, `refused` those that became findings only."""

    sheet: Sheet
    element: Element
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    drawn: dict[str, Element] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)

    def leaving(self) -> dict[str, list[Flow]]:
        """The flows out of every node, in file order, as they are now."""
        return self._grouped("source")

    def entering(self) -> dict[str, list[Flow]]:
        return self._grouped("target")

    def _grouped(self, end: str) -> dict[str, list[Flow]]:
        grouped: dict[str, list[Flow]] = {identity: [] for identity in self.nodes}
        for flow in sorted(self.flows.values(), key=lambda flow: flow.order):
            grouped.setdefault(getattr(flow, end), []).append(flow)
        return grouped


def completed(draft: Draft, *, inside: bool) -> Scope:
    """The scope with everything implicit written out; what cannot be settled is an error finding."""
    _refuse_impossible_ends(draft)
    _mark_defaults(draft)
    _drop_meaningless_conditions(draft)
    _settle_starts(draft, inside=inside)
    _prune_unreachable(draft)
    _check_event_gateways(draft)
    _write_out_splits(draft)
    _close_ends(draft)
    return Scope(
        id=str(draft.element.get("id")),
        name=" ".join((draft.element.get("name") or "").split()),
        nodes=_linked(draft),
        flows=dict(draft.flows),
        line=line_of(draft.element),
    )


def _refuse_impossible_ends(draft: Draft) -> None:
    leaving, entering = draft.leaving(), draft.entering()
    for node in draft.nodes.values():
        if node.kind in (Kind.START, Kind.BOUNDARY) and entering[node.id]:
            draft.sheet.report("error", "event.has_incoming", draft.drawn[node.id])
        if node.kind is Kind.END and leaving[node.id]:
            draft.sheet.report("error", "end.has_outgoing", draft.drawn[node.id])
        if node.kind is Kind.BOUNDARY:
            _check_host(draft, node)


def _check_host(draft: Draft, boundary: Node) -> None:
    host = draft.nodes.get(boundary.attached_to or "")
    if host is None and boundary.attached_to not in draft.refused:
        draft.sheet.report("error", "boundary.on_nothing", draft.drawn[boundary.id], ref=boundary.attached_to or "-")
    elif host is not None and host.kind not in ACTIVITIES:
        draft.sheet.report("error", "boundary.on_no_activity", draft.drawn[boundary.id], ref=host.id)


def _mark_defaults(draft: Draft) -> None:
    for node_id, element in draft.drawn.items():
        default = element.get("default")
        if not default or node_id not in draft.nodes:
            continue
        flow = draft.flows.get(default) or draft.flows.get(default.rpartition(":")[2])
        if flow is None or flow.source != node_id:
            draft.sheet.report("warning", "default.missing", element, ref=default)
            continue
        if flow.condition is not None:
            draft.sheet.report("warning", "default.condition_ignored", element, flow=flow.id)
        draft.flows[flow.id] = replace(flow, condition=None, is_default=True)


def _drop_meaningless_conditions(draft: Draft) -> None:
    """BPMN has no conditions behind parallel and event-based gateways."""
    for flow in list(draft.flows.values()):
        source = draft.nodes.get(flow.source)
        if source is None or source.kind not in (Kind.PARALLEL, Kind.EVENT_BASED):
            continue
        if flow.condition is not None:
            draft.sheet.report("warning", "condition.ignored", draft.drawn[source.id], flow=flow.id)
        draft.flows[flow.id] = replace(flow, condition=None, is_default=False)


def _settle_starts(draft: Draft, *, inside: bool) -> None:
    starts = [node.id for node in draft.nodes.values() if node.kind is Kind.START]
    if len(starts) > 1 and inside:
        draft.sheet.report(
            "error", "subprocess.starts", draft.element,
            elements=starts, nodes=_labels(draft, starts), count=len(starts),
        )  # fmt: skip
    if starts or not (draft.nodes or draft.refused):
        return
    entering = draft.entering()
    first = [node.id for node in draft.nodes.values() if node.kind is not Kind.BOUNDARY and not entering[node.id]]
    if len(first) != 1 or first[0] in draft.refused:
        if not any(_was_a_start(draft, identity) for identity in draft.refused):
            draft.sheet.report(
                "error", "scope.no_start", draft.element,
                elements=first, nodes=_labels(draft, first), count=len(first),
            )  # fmt: skip
        return
    draft.sheet.report("warning", "start.added", draft.drawn[first[0]])
    start = _generated(draft, f"{draft.element.get('id')}.start", Kind.START, first[0])
    draft.nodes = {start.id: start, **draft.nodes}
    _connect(draft, start.id, first[0])


def _labels(draft: Draft, identities: Iterable[str]) -> list[str]:
    return [label(draft.drawn[one]) if one in draft.drawn else one for one in identities]


def _was_a_start(draft: Draft, identity: str) -> bool:
    element = draft.drawn.get(identity)
    return element is not None and str(element.tag).endswith("}startEvent")


def _generated(draft: Draft, wanted: str, kind: Kind, owner: str) -> Node:
    return Node(id=draft.sheet.free_id(wanted), kind=kind, properties={GENERATED: owner})


def _connect(draft: Draft, source: str, target: str) -> None:
    identity = draft.sheet.free_id(f"{source}.to.{target}")
    draft.flows[identity] = Flow(identity, source, target, order=len(draft.sheet.order) + len(draft.flows))


def _prune_unreachable(draft: Draft) -> None:
    """What no start leads to never runs, so it is left out, and said; its flows go with it."""
    if draft.refused or not any(node.kind is Kind.START for node in draft.nodes.values()):
        return
    reached = reachable(draft, (node.id for node in draft.nodes.values() if node.kind is Kind.START))
    stray = {identity: None for identity in draft.nodes if identity not in reached}
    if not stray:
        return
    lost = [flow.id for flow in draft.flows.values() if flow.source in stray or flow.target in stray]
    first = draft.drawn.get(next(iter(stray)))
    inner = [identity for node in stray for identity in _contents(draft.nodes[node])]
    draft.sheet.report(
        "warning", "node.unreachable", first, elements=[*stray, *lost, *inner], nodes=_labels(draft, stray)
    )
    for identity in stray:
        del draft.nodes[identity]
    for identity in lost:
        del draft.flows[identity]


def _contents(node: Node) -> Iterator[str]:
    """Ids of everything inside a sub-process."""
    if node.body is not None:
        yield from node.body.nodes
        yield from node.body.flows
        for inner in node.body.nodes.values():
            yield from _contents(inner)


def reachable(draft: Draft, beginnings: Iterator[str]) -> set[str]:
    """Ids of the nodes that tokens can get to; a boundary event is reached with its activity."""
    following: dict[str, list[str]] = {}
    for flow in draft.flows.values():
        following.setdefault(flow.source, []).append(flow.target)
    for node in draft.nodes.values():
        if node.attached_to is not None:
            following.setdefault(node.attached_to, []).append(node.id)
    reached: set[str] = set()
    waiting = list(beginnings)
    while waiting:
        identity = waiting.pop()
        if identity not in reached:
            reached.add(identity)
            waiting += following.get(identity, ())
    return reached


def _check_event_gateways(draft: Draft) -> None:
    leaving = draft.leaving()
    hosts = {node.attached_to for node in draft.nodes.values()}
    for node in draft.nodes.values():
        if node.kind is not Kind.EVENT_BASED:
            continue
        if not leaving[node.id]:
            draft.sheet.report("error", "event_gateway.no_target", draft.drawn[node.id])
        for flow in leaving[node.id]:
            target = draft.nodes.get(flow.target)
            if target is None:
                continue
            if not _waits(target):
                rule = "event_gateway.target"
            elif target.id in hosts or target.multi is not None:
                rule = "event_gateway.target_with_more"
            else:
                continue
            told = {"flow": flow.id, "target": target.name or target.id}
            draft.sheet.report("error", rule, draft.drawn[node.id], **told)


def _waits(node: Node) -> bool:
    if node.kind is Kind.RECEIVE:
        return True
    return node.kind is Kind.CATCH and node.event is not None and node.event.trigger in _WAITING_TRIGGERS


def _write_out_splits(draft: Draft) -> None:
    """Several flows out of anything but a gateway: a parallel split, an inclusive one when there are conditions."""
    leaving = draft.leaving()
    splits: dict[str, Node] = {}
    for node in draft.nodes.values():
        outgoing = leaving[node.id]
        conditional = any(flow.condition is not None for flow in outgoing)
        if node.kind in GATEWAYS or not (len(outgoing) > 1 or conditional):
            continue
        kind = Kind.INCLUSIVE if conditional else Kind.PARALLEL
        rule = "split.conditional" if conditional else "split.implicit"
        draft.sheet.report("note", rule, draft.drawn.get(node.id), count=len(outgoing))
        split = _generated(draft, f"{node.id}.split", kind, node.id)
        splits[node.id] = split
        for flow in outgoing:
            draft.flows[flow.id] = replace(flow, source=split.id, condition=_split_condition(flow, conditional))
        _connect(draft, node.id, split.id)
    draft.nodes = _inserted_after(draft.nodes, splits)


def _split_condition(flow: Flow, conditional: bool) -> Expression | Choice | None:
    """Beside conditional flows one without a condition is always taken."""
    if conditional and flow.condition is None and not flow.is_default:
        return parse("true", language="feel")
    return flow.condition


def _inserted_after(nodes: dict[str, Node], new: dict[str, Node]) -> dict[str, Node]:
    ordered: dict[str, Node] = {}
    for identity, node in nodes.items():
        ordered[identity] = node
        if identity in new:
            ordered[new[identity].id] = new[identity]
    return ordered


def _close_ends(draft: Draft) -> None:
    leaving = draft.leaving()
    for node in list(draft.nodes.values()):
        if node.kind in (Kind.END, Kind.EVENT_BASED) or leaving[node.id]:
            continue
        draft.sheet.report("note", "end.added", draft.drawn.get(node.id))
        end = _generated(draft, f"{node.id}.end", Kind.END, node.id)
        draft.nodes[end.id] = end
        _connect(draft, node.id, end.id)


def _linked(draft: Draft) -> dict[str, Node]:
    leaving, entering = draft.leaving(), draft.entering()
    return {
        node.id: replace(
            node,
            incoming=tuple(flow.id for flow in entering[node.id]),
            outgoing=tuple(flow.id for flow in leaving[node.id]),
        )
        for node in draft.nodes.values()
    }

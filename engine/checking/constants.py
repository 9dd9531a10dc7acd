"""Rules about what is written out in the diagram: a constant that can never work is seen at publishing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from engine.checking.finding import Finding, Level
from engine.checking.remarks import remark
from engine.checking.subject import Subject
from engine.checking.variables import all_flows, all_nodes
from engine.expressions import Expression, to_json
from engine.expressions.feel import tree
from engine.expressions.feel.tree import Literal
from engine.model import Flow, Node, TimerKind
from engine.running import instants
from engine.running.errors import Fault, shown
from engine.running.staffing import HIGHEST_PRIORITY
from engine.running.values import whole_number

NEARLY_NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""Near enough to every present to tell what lies more than two hundred years from it."""
MOST_INSTANCES = 1000
"""As many automatic steps as one act may take where nothing else is set."""
_NO_TRUTH = (
    tree.Arithmetic, tree.AtLiteral, tree.Composite, tree.ContextLiteral, tree.For, tree.FunctionLiteral,
    tree.ListLiteral, tree.Negation, tree.RangeLiteral,
)  # fmt: skip
"""What never gives true or false."""
RULES = {
    "running.not_an_instant": "constant.no_time",
    "running.cycle_stands_still": "constant.no_time",
    "running.instant_too_far": "constant.too_far",
    "running.not_a_count": "constant.no_number",
    "running.not_a_list": "constant.no_list",
}


def impossible_constant(subject: Subject) -> Iterator[Finding]:
    """A time, number or list that is written out and can never work would stop every case."""
    for process in subject.definition.processes.values():
        for node in all_nodes(process.body):
            for fault in (*_impossible_times(node), *_impossible_numbers(node)):
                told = {"value": fault.params["value"], "limit": fault.params.get("limit")}
                yield remark("error", RULES[fault.code], node, process.source, **told)


def no_condition(subject: Subject) -> Iterator[Finding]:
    """What gives a text, number or list is never true; as `${…}` it stops the case that gets there."""
    for process in subject.definition.processes.values():
        drawn: list[tuple[Flow | Node, Expression]] = [
            (flow, flow.condition) for flow in all_flows(process.body) if isinstance(flow.condition, Expression)
        ]
        drawn += [
            (node, node.multi.completion)
            for node in all_nodes(process.body)
            if node.multi is not None and node.multi.completion is not None
        ]
        for about, condition in drawn:
            if not _may_be_true(condition.tree):
                level: Level = "error" if condition.language == "juel" else "warning"
                yield remark(level, "condition.no_truth", about, process.source, condition=condition.text[:120])


def _may_be_true(node: tree.Node) -> bool:
    if isinstance(node, tree.If):
        return _may_be_true(node.then) or _may_be_true(node.otherwise)
    return node.value is True or node.value is False if isinstance(node, Literal) else not isinstance(node, _NO_TRUTH)


def _impossible_times(node: Node) -> Iterator[Fault]:
    timer = node.event.timer if node.event is not None else None
    for drawn in (node.due, node.follow_up, timer.value if timer is not None else None):
        value = _constant(drawn)
        if value is None:
            continue
        try:
            if timer is not None and timer.kind is TimerKind.CYCLE:
                instants.first_of_cycle(value, NEARLY_NOW, node.id)
            else:
                instants.instant_of(value, NEARLY_NOW, node.id)
        except Fault as fault:
            yield fault


def _impossible_numbers(node: Node) -> Iterator[Fault]:
    timer = node.event.timer if node.event is not None else None
    for drawn, limit in (
        (node.priority, HIGHEST_PRIORITY),
        (timer.workdays if timer is not None else None, instants.MOST_WORKDAYS),
        (node.multi.cardinality if node.multi is not None else None, MOST_INSTANCES),
    ):
        value = _constant(drawn)
        if value is not None and whole_number(value, limit) is None:
            yield Fault("running.not_a_count", element=node.id, limit=limit, value=shown(value))
    collection = _constant(node.multi.collection) if node.multi is not None else None
    if collection is not None:
        yield Fault("running.not_a_list", element=node.id, value=shown(collection))


def _constant(drawn: Expression | str | None) -> Any:
    """The text, number or truth value that is written out there, else None; a number too large to be kept, as text."""
    if not isinstance(drawn, Expression):
        return drawn
    if not isinstance(drawn.tree, Literal) or drawn.tree.value is None:
        return None
    value = to_json(drawn.tree.value)
    return drawn.text if value is None else value

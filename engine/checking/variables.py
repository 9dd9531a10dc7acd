"""Which variables a node writes and which names an expression uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from engine.checking.fields import field_names
from engine.decisions import DecisionModel
from engine.expressions import Expression
from engine.expressions.feel import tree
from engine.model import Choice, Definition, Flow, Kind, Node, Scope

Forms = Mapping[str, Mapping[str, Any]]

FACTS = frozenset(
    {
        "case", "item", "applicant", "department", "now", "today", "me", "execution",
        "nrOfInstances", "nrOfCompletedInstances", "nrOfActiveInstances", "loopCounter",
    }
)  # fmt: skip
"""Names every expression sees behind the variables."""


def written_by(node: Node, forms: Forms, decisions: DecisionModel | None = None) -> frozenset[str]:
    """Variables the node itself writes: form fields, script, mappings, results; not its outcome, not its contents."""
    found: set[str] = {mapping.target for mapping in (*node.outputs, *node.out_mappings) if mapping.target}
    found |= {assignment.name for assignment in node.script}
    if node.kind is Kind.START and "initiator" in node.properties:
        found.add(node.properties["initiator"])
    if node.form_key is not None and node.form_key in forms:
        found |= field_names(forms[node.form_key])
    if node.result_variable:
        found.add(node.result_variable)
    elif node.decision is not None and decisions is not None:
        found |= decision_outputs(node.decision, decisions)
    if node.event is not None:
        of_event = (node.event.result_variable, node.event.code_variable, node.event.message_variable)
        found |= {name for name in of_event if name}
    if node.multi is not None and node.multi.output_collection:
        found.add(node.multi.output_collection)
    return frozenset(found)


def decision_outputs(key: str, decisions: DecisionModel) -> frozenset[str]:
    """Names that the decision's result has when nothing names a result variable."""
    decision = decisions.find(key)
    if decision is None:
        return frozenset()
    names = {output.name for output in decision.outputs if output.name}
    return frozenset(names or {decision.variable or decision.key})


def local_to(node: Node) -> frozenset[str]:
    """Variables that only the node and its contents see: inputs and the element of a multi-instance."""
    found = {mapping.target for mapping in node.inputs if mapping.target}
    if node.multi is not None and node.multi.element_variable:
        found.add(node.multi.element_variable)
    return frozenset(found)


def used_names(expression: Expression) -> frozenset[str]:
    """The variables an expression certainly uses; `execution.getVariable("x")` uses `x`."""
    if "execution" not in expression.names:
        return expression.names
    return (expression.names - {"execution"}) | frozenset(_fetched(expression.tree))


def _fetched(node: tree.Node) -> Iterator[str]:
    if isinstance(node, tree.Method) and node.base == tree.Name("execution") and node.arguments:
        argument = node.arguments[0]
        if isinstance(argument, tree.Literal) and isinstance(argument.value, str):
            yield argument.value
    for part in tree.children(node):
        yield from _fetched(part)


def compared(condition: object) -> tuple[str, Any] | None:
    """Variable and literal of a condition that compares the two for equality, else None.

    `${x}` and `${!x}` compare with true and false: in that language they mean nothing else.
    """
    if not isinstance(condition, Expression):
        return None
    sides = _sides(condition.tree)
    if sides is None:
        if condition.language != "juel" or isinstance(condition.tree, tree.Comparison):
            return None
        is_not = isinstance(condition.tree, tree.Not)
        bare = _variable(condition.tree.operand if isinstance(condition.tree, tree.Not) else condition.tree)
        return None if bare is None else (bare, not is_not)
    for variable, literal in (sides, sides[::-1]):
        name, value = _variable(variable), _literal(literal)
        if name is not None and value is not None:
            return name, plain(value)
    return None


def _sides(node: tree.Node) -> tuple[tree.Node, tree.Node] | None:
    """What is compared for equality: `a = b`, `a == b`, `a.equals(b)`."""
    match node:
        case tree.Comparison(operator="="):
            return node.left, node.right
        case tree.Method(name="equals", arguments=(other,)):
            return node.base, other
        case _:
            return None


def _literal(node: tree.Node) -> Any:
    """The text, number or truth value that is written there, else None."""
    if isinstance(node, tree.Negation) and isinstance(node.operand, tree.Literal):
        return -node.operand.value if isinstance(node.operand.value, Decimal) else None
    return node.value if isinstance(node, tree.Literal) else None


def _variable(node: tree.Node) -> str | None:
    if isinstance(node, tree.Name):
        return node.name
    return next(_fetched(node), None) if isinstance(node, tree.Method) and node.name.startswith("getVariable") else None


def plain(value: Any) -> Any:
    """A literal as a JSON value."""
    if isinstance(value, str | bool):
        return value
    return int(value) if value == int(value) else float(value)


def expressions_in(thing: object) -> Iterator[Expression]:
    """Every expression held by a node, flow or part of one; contents of sub-processes are not entered."""
    if isinstance(thing, Expression):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from expressions_in(part)
    elif is_dataclass(thing) and not isinstance(thing, Scope):
        for item in fields(thing):
            yield from expressions_in(getattr(thing, item.name))


def all_nodes(scope: Scope) -> Iterator[Node]:
    """The nodes of the scope and of every scope inside it."""
    for node in scope.nodes.values():
        yield node
        if node.body is not None:
            yield from all_nodes(node.body)


def all_flows(scope: Scope) -> Iterator[Flow]:
    yield from scope.flows.values()
    for node in scope.nodes.values():
        if node.body is not None:
            yield from all_flows(node.body)


def deciding_variables(definition: Definition) -> frozenset[str]:
    """The variables that alone decide about a branch: whether one is a button depends on who else writes it."""
    conditions = [flow.condition for process in definition.processes.values() for flow in all_flows(process.body)]
    compares = (compared(condition) for condition in conditions)
    chosen = {condition.variable for condition in conditions if isinstance(condition, Choice)}
    return frozenset(chosen | {comparison[0] for comparison in compares if comparison is not None})


def written_anywhere(scope: Scope, forms: Forms, decisions: DecisionModel | None = None) -> frozenset[str]:
    """Everything that any node of the scope writes, outcomes, locals and inner scopes included."""
    found: set[str] = set()
    for node in all_nodes(scope):
        found |= written_by(node, forms, decisions) | local_to(node)
        if node.outcomes is not None:
            found.add(node.outcomes.variable)
    return frozenset(found)

"""Turns a FEEL tree into nested Python closures, one per node: parsed once, evaluated many times."""

from collections.abc import Callable
from typing import Any

from engine.expressions.budget import Budget
from engine.expressions.feel import temporal, tree
from engine.expressions.feel.arithmetic import calculated, negated
from engine.expressions.feel.calls import call_code, function_code
from engine.expressions.feel.comparing import compared, passes, within
from engine.expressions.feel.loops import filter_code, for_code, quantified_code
from engine.expressions.feel.properties import property_of
from engine.expressions.feel.tree import Node
from engine.expressions.feel.types import is_instance
from engine.expressions.feel.values import Range
from engine.expressions.frame import MISSING, Code, Frame, Root

INPUT = "?"
"""The name under which a decision table cell sees its input."""


def code_of(node: Node) -> Code:
    """The runnable form of a FEEL tree."""
    return _CODES[type(node)](node)


def _literal(node: tree.Literal) -> Code:
    value = node.value
    return lambda frame: value


def _at(node: tree.AtLiteral) -> Code:
    value = temporal.from_at(node.text)
    return lambda frame: value


def _name(node: tree.Name) -> Code:
    name = node.name

    def run(frame: Frame) -> Any:
        value = frame.get(name)
        return None if value is MISSING else value

    return run


def _path(node: tree.Path) -> Code:
    base, name = code_of(node.base), node.name
    return lambda frame: property_of(base(frame), name, frame.root.budget)


def _arithmetic(node: tree.Arithmetic) -> Code:
    first = code_of(node.first)
    rest = tuple((operator, code_of(operand)) for operator, operand in node.rest)

    def run(frame: Frame) -> Any:
        result = first(frame)
        for operator, operand in rest:
            result = calculated(operator, _single(result), _single(operand(frame)), frame.root.budget)
        return result

    return run


def _single(value: Any) -> Any:
    """A list of one element counts as that element (DMN 10.3.2.9.4)."""
    return value[0] if type(value) is list and len(value) == 1 else value


def _negation(node: tree.Negation) -> Code:
    operand = code_of(node.operand)
    return lambda frame: negated(operand(frame))


def _comparison(node: tree.Comparison) -> Code:
    operator, left, right = node.operator, code_of(node.left), code_of(node.right)
    return lambda frame: compared(operator, left(frame), right(frame), frame.root.budget)


def _between(node: tree.Between) -> Code:
    value, low, high = code_of(node.value), code_of(node.low), code_of(node.high)

    def run(frame: Frame) -> bool | None:
        bounds = Range(low(frame), high(frame), True, True)
        return None if bounds.low is None or bounds.high is None else within(value(frame), bounds)

    return run


def _in(node: tree.In) -> Code:
    value = code_of(node.value)
    tests = tuple(test_code(test) for test in node.tests)

    def run(frame: Frame) -> bool | None:
        inner = frame.inner({INPUT: value(frame)})
        return _any(tests, inner)

    return run


def _any(tests: tuple[Code, ...], frame: Frame) -> bool | None:
    unknown = False
    for test in tests:
        result = test(frame)
        if result is True:
            return True
        unknown = unknown or result is not False
    return None if unknown else False


def _logic(node: tree.Logic) -> Code:
    operands = tuple(code_of(operand) for operand in node.operands)
    decisive = node.operator == "or"

    def run(frame: Frame) -> bool | None:
        unknown = False
        for operand in operands:
            value: object = operand(frame)
            if value is decisive:
                return decisive
            if value is not True and value is not False:
                unknown = True
        return None if unknown else not decisive

    return run


def _if(node: tree.If) -> Code:
    condition, then, otherwise = code_of(node.condition), code_of(node.then), code_of(node.otherwise)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


def _list(node: tree.ListLiteral) -> Code:
    items = tuple(code_of(item) for item in node.items)

    def run(frame: Frame) -> list[Any]:
        frame.root.budget.grow(len(items) + 1)
        return [item(frame) for item in items]

    return run


def _context(node: tree.ContextLiteral) -> Code:
    entries = tuple((key, code_of(value)) for key, value in node.entries)

    def run(frame: Frame) -> dict[str, Any]:
        frame.root.budget.grow(len(entries) + 1)
        values: dict[str, Any] = {}
        inner = frame.inner(values)
        for key, value in entries:
            values[key] = value(inner)
        # A copy, because a function among the entries keeps seeing `values`.
        return dict(values)

    return run


def _range(node: tree.RangeLiteral) -> Code:
    low, high = (None if end is None else code_of(end) for end in (node.low, node.high))
    low_closed, high_closed = node.low_closed, node.high_closed

    def run(frame: Frame) -> Range | None:
        bounds = (None if low is None else low(frame), None if high is None else high(frame))
        # An end that was written but is null makes the range unusable, other than an end that was left open.
        if (low is not None and bounds[0] is None) or (high is not None and bounds[1] is None):
            return None
        if None not in bounds and type(bounds[0]) is not type(bounds[1]):
            return None
        return Range(bounds[0], bounds[1], low_closed, high_closed)

    return run


def _instance_of(node: tree.InstanceOf) -> Code:
    value, wanted = code_of(node.value), node.type
    return lambda frame: is_instance(value(frame), wanted, frame.root.budget)


def test_code(node: Node) -> Code:
    """One unary test, against the input in `?`."""
    if isinstance(node, tree.Test) and node.operator:
        operator, operand = node.operator, code_of(node.operand)
        return lambda frame: compared(operator, frame.get(INPUT), operand(frame), frame.root.budget)
    expression = node.operand if isinstance(node, tree.Test) else node
    code = code_of(expression)
    if tree.mentions(expression, INPUT):
        return code
    if _is_constant(expression):
        # Most cells are literals and ranges of literals: their value is the same for every case.
        constant = code(Frame(Root({}, Budget(), None, {}), {}))
        return lambda frame: passes(frame.get(INPUT), constant, frame.root.budget)
    return lambda frame: _passed(frame.get(INPUT), code(frame), frame)


def _is_constant(node: Node) -> bool:
    simple = isinstance(node, tree.Literal | tree.AtLiteral | tree.RangeLiteral | tree.Negation)
    return simple and all(_is_constant(child) for child in tree.children(node))


def _passed(value: Any, test: Any, frame: Frame) -> bool | None:
    if type(test) is bool and type(value) is not bool and value is not None:
        # A cell may hold a condition on other data; then it simply must be true.
        return test
    return passes(value, test, frame.root.budget)


def _tests(node: tree.Tests) -> Code:
    tests = tuple(test_code(test) for test in node.tests)
    if not tests:
        return lambda frame: True
    if not node.negated:
        return lambda frame: _any(tests, frame)

    def run(frame: Frame) -> bool | None:
        result = _any(tests, frame)
        return None if result is None else not result

    return run


_CODES: dict[type, Callable[[Any], Code]] = {
    tree.Literal: _literal,
    tree.AtLiteral: _at,
    tree.Name: _name,
    tree.Path: _path,
    tree.Filter: lambda node: filter_code(code_of(node.base), node.condition, code_of(node.condition)),
    tree.Arithmetic: _arithmetic,
    tree.Negation: _negation,
    tree.Comparison: _comparison,
    tree.Between: _between,
    tree.In: _in,
    tree.Logic: _logic,
    tree.If: _if,
    tree.For: lambda node: for_code(node, code_of),
    tree.Quantified: lambda node: quantified_code(node, code_of),
    tree.ListLiteral: _list,
    tree.ContextLiteral: _context,
    tree.RangeLiteral: _range,
    tree.Call: lambda node: call_code(node, code_of),
    tree.FunctionLiteral: lambda node: function_code(node, code_of),
    tree.InstanceOf: _instance_of,
    tree.Test: test_code,
    tree.Tests: _tests,
    tree.Ready: lambda node: node.run,
}

"""Runs JUEL trees the way Java's expression language coerces values, with decimals for all numbers."""

from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, NoReturn

from engine.expressions.budget import Budget
from engine.expressions.errors import ExpressionFailed
from engine.expressions.feel import tree
from engine.expressions.feel.built_in import BuiltIn
from engine.expressions.feel.properties import property_of
from engine.expressions.feel.tree import Node
from engine.expressions.feel.values import NUMBERS, from_python
from engine.expressions.frame import MISSING, Code, Frame
from engine.expressions.juel.coercion import as_boolean, as_number, as_text, equal, ordered
from engine.expressions.juel.methods import called
from engine.expressions.juel.parser import EXECUTION_PROPERTIES

_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add,
    "-": NUMBERS.subtract,
    "*": NUMBERS.multiply,
    "/": NUMBERS.divide,
    "%": NUMBERS.remainder,
}


def code_of(node: Node) -> Code:
    """The runnable form of a JUEL tree."""
    return _CODES[type(node)](node)


def _literal(node: tree.Literal) -> Code:
    value = node.value
    return lambda frame: value


def _name(node: tree.Name) -> Code:
    name = node.name

    def run(frame: Frame) -> Any:
        value = _found(frame, name)
        if value is MISSING:
            raise ExpressionFailed(f"没有名为“{name}”的变量", f"there is no variable “{name}”")
        return value

    return run


def _found(frame: Frame, name: str) -> Any:
    """The variable; a FEEL function of that name, which a decision's frame offers, is none."""
    value = frame.get(name)
    return MISSING if isinstance(value, BuiltIn) else value


def _path(node: tree.Path) -> Code:
    base, name = code_of(node.base), node.name

    def run(frame: Frame) -> Any:
        value = base(frame)
        if isinstance(value, dict) or value is None:
            return None if value is None else value.get(name)
        if isinstance(value, list):
            raise ExpressionFailed(f"列表没有“{name}”", f"a list has no “{name}”")
        return property_of(value, name, frame.root.budget)

    return run


def _index(node: tree.Filter) -> Code:
    base, key = code_of(node.base), code_of(node.condition)

    def run(frame: Frame) -> Any:
        return item_of(base(frame), key(frame))

    return run


def item_of(value: Any, key: Any) -> Any:
    """`value[key]`: an entry of a map, or an element of a list counted from 0; null when there is none."""
    if value is None or key is None:
        return None
    if isinstance(value, dict):
        return value.get(as_text(key))
    if isinstance(value, list):
        position = as_number(key)
        if position != position.to_integral_value() or not 0 <= position < len(value):
            return None
        return value[int(position)]
    raise ExpressionFailed("只能从列表或对象中取值", "only lists and objects have entries")


def _arithmetic(node: tree.Arithmetic) -> Code:
    first = code_of(node.first)
    rest = tuple((_OPERATIONS[operator], code_of(operand)) for operator, operand in node.rest)

    def run(frame: Frame) -> Any:
        result = first(frame)
        for operation, operand in rest:
            try:
                result = operation(as_number(result), as_number(operand(frame)))
            except (InvalidOperation, DivisionByZero, Overflow):
                _fail_arithmetic()
        return result

    return run


def _fail_arithmetic() -> NoReturn:
    raise ExpressionFailed("算式没有结果（除以零或溢出）", "the arithmetic has no result (division by zero)")


def _negation(node: tree.Negation) -> Code:
    operand = code_of(node.operand)
    return lambda frame: as_number(operand(frame)).copy_negate()


def _comparison(node: tree.Comparison) -> Code:
    operator, left, right = node.operator, code_of(node.left), code_of(node.right)
    if operator in ("=", "!="):
        wanted = operator == "="
        return lambda frame: equal(left(frame), right(frame), frame.root.budget) is wanted

    def run(frame: Frame) -> bool:
        a, b = left(frame), right(frame)
        if a is None or b is None:
            return a is b and operator in ("<=", ">=")
        order = ordered(a, b)
        return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]

    return run


def _logic(node: tree.Logic) -> Code:
    operands = tuple(code_of(operand) for operand in node.operands)
    if node.operator == "and":
        return lambda frame: all(as_boolean(operand(frame)) for operand in operands)
    return lambda frame: any(as_boolean(operand(frame)) for operand in operands)


def _not(node: tree.Not) -> Code:
    operand = code_of(node.operand)
    return lambda frame: not as_boolean(operand(frame))


def _empty(node: tree.Empty) -> Code:
    operand = code_of(node.operand)
    return lambda frame: operand(frame) in (None, "", [], {})


def _if(node: tree.If) -> Code:
    condition, then, otherwise = code_of(node.condition), code_of(node.then), code_of(node.otherwise)
    return lambda frame: then(frame) if as_boolean(condition(frame)) else otherwise(frame)


def _composite(node: tree.Composite) -> Code:
    parts = tuple(code_of(part) for part in node.parts)

    def run(frame: Frame) -> str:
        texts = [as_text(part(frame)) for part in parts]
        frame.root.budget.grow(sum(map(len, texts)))
        return "".join(texts)

    return run


def _now(node: tree.Call) -> Code:
    return lambda frame: from_python(frame.root.now, Budget())


def _method(node: tree.Method) -> Code:
    arguments = tuple(code_of(argument) for argument in node.arguments)
    if node.base == tree.Name("execution"):
        return _execution(node.name, arguments)
    base, name = code_of(node.base), node.name
    return lambda frame: called(base(frame), name, [argument(frame) for argument in arguments], frame.root.budget)


def _execution(name: str, arguments: tuple[Code, ...]) -> Code:
    if name in EXECUTION_PROPERTIES:
        variable = EXECUTION_PROPERTIES[name]
        return lambda frame: _variable(frame, variable)
    key = arguments[0]
    if name.startswith("has"):
        return lambda frame: _found(frame, as_text(key(frame))) is not MISSING
    return lambda frame: _variable(frame, as_text(key(frame)))


def _variable(frame: Frame, name: str) -> Any:
    value = _found(frame, name)
    return None if value is MISSING else value


_CODES: dict[type, Callable[[Any], Code]] = {
    tree.Literal: _literal,
    tree.Name: _name,
    tree.Path: _path,
    tree.Filter: _index,
    tree.Arithmetic: _arithmetic,
    tree.Negation: _negation,
    tree.Comparison: _comparison,
    tree.Logic: _logic,
    tree.Not: _not,
    tree.Empty: _empty,
    tree.If: _if,
    tree.Composite: _composite,
    tree.Call: _now,
    tree.Method: _method,
}

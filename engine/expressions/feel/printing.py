"""A FEEL tree as text again: one canonical spelling, which reads back as the same tree."""

from collections.abc import Callable
from typing import Any

from engine.expressions.feel import tree
from engine.expressions.feel.tree import Node
from engine.expressions.feel.words import KEYWORDS, cut

_TEXTUAL, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _MINUS, _TYPED, _OPERAND = range(10)
_ARITHMETIC = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def printed(node: Node) -> str:
    """The tree as FEEL text. Names with spaces or symbols need to be known to whoever reads it."""
    return _at(node, _TEXTUAL)


def _at(node: Node, level: int) -> str:
    """The node where an operand of that precedence is expected: in parentheses when it binds less."""
    own, text = _LEVELS.get(type(node), lambda _: _OPERAND)(node), _PRINTERS[type(node)](node)
    return text if own >= level else f"({text})"


def _literal(node: tree.Literal) -> str:
    match node.value:
        case None:
            return "null"
        case bool():
            return "true" if node.value else "false"
        case str():
            return f'"{node.value.translate(_ESCAPES)}"'
        case _:
            return str(node.value)


def _arithmetic(node: tree.Arithmetic) -> str:
    level = _level_of(node)
    parts = [_at(node.first, level + 1)]
    parts += [f"{operator} {_at(operand, level + 1)}" for operator, operand in node.rest]
    return " ".join(parts)


def _level_of(node: tree.Arithmetic) -> int:
    return _ARITHMETIC[node.rest[0][0]]


def _comparison(node: tree.Comparison) -> str:
    return f"{_at(node.left, _COMPARISON)} {node.operator} {_at(node.right, _SUM)}"


def _logic(node: tree.Logic) -> str:
    level = _OR if node.operator == "or" else _AND
    return f" {node.operator} ".join(_at(operand, level + 1) for operand in node.operands)


def _iterators(iterators: tuple[tree.Iterator, ...]) -> str:
    ends = (f"..{printed(one.end)}" if one.end is not None else "" for one in iterators)
    return ", ".join(f"{one.name} in {printed(one.source)}{end}" for one, end in zip(iterators, ends, strict=True))


def _if(node: tree.If) -> str:
    return f"if {printed(node.condition)} then {printed(node.then)} else {printed(node.otherwise)}"


def _key(name: str) -> str:
    words = cut(name)[:-1]
    plain = all(word.kind in ("name", "number") and word.text not in KEYWORDS for word in words)
    readable = words and words[0].kind == "name" and plain and " ".join(word.text for word in words) == name
    return name if readable else _literal(tree.Literal(name))


def _context(node: tree.ContextLiteral) -> str:
    return "{" + ", ".join(f"{_key(name)}: {printed(value)}" for name, value in node.entries) + "}"


def _range(node: tree.RangeLiteral) -> str:
    if node.low is None and node.high is not None:
        return f"({'<=' if node.high_closed else '<'} {_at(node.high, _SUM)})"
    if node.high is None and node.low is not None:
        return f"({'>=' if node.low_closed else '>'} {_at(node.low, _SUM)})"
    low, high = ("null" if end is None else _at(end, _SUM) for end in (node.low, node.high))
    return f"{'[' if node.low_closed else '('}{low}..{high}{']' if node.high_closed else ')'}"


def _call(node: tree.Call) -> str:
    arguments = [printed(argument) for argument in node.arguments]
    if node.names:
        arguments = [f"{name}: {argument}" for name, argument in zip(node.names, arguments, strict=True)]
    return f"{_at(node.function, _OPERAND)}({', '.join(arguments)})"


def _function(node: tree.FunctionLiteral) -> str:
    parameters = (f"{name}: {type_text(kind)}" if kind else name for name, kind in node.parameters)
    return f"function({', '.join(parameters)}) {printed(node.body)}"


def type_text(kind: tree.TypeName) -> str:
    """The type as FEEL writes it."""
    if kind.members:
        return f"context<{', '.join(f'{name}: {type_text(one)}' for name, one in kind.members)}>"
    arguments = f"<{', '.join(map(type_text, kind.arguments))}>" if kind.arguments or kind.result else ""
    return kind.name + arguments + (f"->{type_text(kind.result)}" if kind.result else "")


def _tests(node: tree.Tests) -> str:
    if not node.tests:
        return "-"
    text = ", ".join(printed(test) for test in node.tests)
    return f"not({text})" if node.negated else text


def _in(node: tree.In) -> str:
    return f"{_at(node.value, _COMPARISON)} in ({', '.join(printed(test) for test in node.tests)})"


_PRINTERS: dict[type, Callable[[Any], str]] = {
    tree.Literal: _literal,
    tree.AtLiteral: lambda node: "@" + _literal(tree.Literal(node.text)),
    tree.Name: lambda node: node.name,
    tree.Path: lambda node: f"{_at(node.base, _OPERAND)}.{node.name}",
    tree.Filter: lambda node: f"{_at(node.base, _OPERAND)}[{printed(node.condition)}]",
    tree.Arithmetic: _arithmetic,
    tree.Negation: lambda node: f"-{_at(node.operand, _MINUS)}",
    tree.Comparison: _comparison,
    tree.Between: lambda node: (
        f"{_at(node.value, _COMPARISON)} between {_at(node.low, _SUM)} and {_at(node.high, _SUM)}"
    ),
    tree.In: _in,
    tree.Logic: _logic,
    tree.If: _if,
    tree.For: lambda node: f"for {_iterators(node.iterators)} return {printed(node.body)}",
    tree.Quantified: lambda node: f"{node.kind} {_iterators(node.iterators)} satisfies {printed(node.condition)}",
    tree.ListLiteral: lambda node: f"[{', '.join(printed(item) for item in node.items)}]",
    tree.ContextLiteral: _context,
    tree.RangeLiteral: _range,
    tree.Call: _call,
    tree.FunctionLiteral: _function,
    tree.InstanceOf: lambda node: f"{_at(node.value, _OPERAND)} instance of {type_text(node.type)}",
    tree.Test: lambda node: f"{node.operator} {printed(node.operand)}" if node.operator else printed(node.operand),
    tree.Tests: _tests,
}
_LEVELS: dict[type, Callable[[Any], int]] = {
    tree.Literal: lambda node: (
        _MINUS if str(node.value).startswith("-") and not isinstance(node.value, str) else _OPERAND
    ),
    tree.Arithmetic: _level_of,
    tree.Negation: lambda node: _MINUS,
    tree.Comparison: lambda node: _COMPARISON,
    tree.Between: lambda node: _COMPARISON,
    tree.In: lambda node: _COMPARISON,
    tree.Logic: lambda node: _OR if node.operator == "or" else _AND,
    tree.If: lambda node: _TEXTUAL,
    tree.For: lambda node: _TEXTUAL,
    tree.Quantified: lambda node: _TEXTUAL,
    tree.FunctionLiteral: lambda node: _TEXTUAL,
    tree.InstanceOf: lambda node: _TYPED,
}

"""Function calls and function literals. Only FEEL functions are ever called, built-in or written in FEEL."""

from collections.abc import Callable
from typing import Any

from engine.expressions.feel import tree
from engine.expressions.feel.calling import call_value
from engine.expressions.feel.functions import BUILT_IN
from engine.expressions.feel.tree import Node
from engine.expressions.feel.types import conforming
from engine.expressions.feel.values import Function
from engine.expressions.frame import MISSING, Code, Frame

Compile = Callable[[Node], Code]


def call_code(node: tree.Call, code_of: Compile) -> Code:
    """The call; calling something that is no function, or with arguments that do not fit, gives null."""
    arguments, names = tuple(code_of(argument) for argument in node.arguments), node.names
    target = code_of(node.function)
    built_in = BUILT_IN.get(node.function.name) if isinstance(node.function, tree.Name) else None
    name = node.function.name if isinstance(node.function, tree.Name) else ""

    def run(frame: Frame) -> Any:
        function: Any = built_in
        if built_in is None:
            function = target(frame)
        elif (shadow := frame.get(name)) is not MISSING and isinstance(shadow, Function):
            function = shadow
        values = [argument(frame) for argument in arguments]
        return call_value(function, values, frame, names)

    return run


def function_code(node: tree.FunctionLiteral, code_of: Compile) -> Code:
    """A function value that keeps seeing the names around its text."""
    body, price = code_of(node.body), tree.weight(node.body)
    parameters, kinds = tuple(name for name, _ in node.parameters), tuple(kind for _, kind in node.parameters)

    def run(frame: Frame) -> Function:
        def call(values: list[Any], caller: Frame) -> Any:
            root = caller.root
            root.budget.spend(price)
            checked = [conforming(value, kind, root.budget) for value, kind in zip(values, kinds, strict=True)]
            if any(now is None and before is not None for now, before in zip(checked, values, strict=True)):
                return None
            root.entered()
            result = body(Frame(root, dict(zip(parameters, checked, strict=True)), frame))
            root.left()
            return result

        return Function(parameters, call, kinds)

    return run

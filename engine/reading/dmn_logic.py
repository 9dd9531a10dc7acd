"""The logic of a decision: every boxed form of DMN (chapters 7 and 10) as a FEEL tree, or a decision table."""

from __future__ import annotations

from collections.abc import Callable

from engine.decisions.table import Table, table_code
from engine.expressions import Expression
from engine.expressions.budget import MAX_NESTING
from engine.expressions.expression import from_tree
from engine.expressions.feel import tree
from engine.expressions.feel.tree import Node, TypeName
from engine.reading.dmn_sheet import NOTHING, Sheet, child, kids, local, name_of, text_of, type_of
from engine.reading.dmn_tables import read_table
from engine.reading.names import Element

_RESULT = "\0result"
"""Name of a boxed context's last entry, which has none; no FEEL text can spell it."""


BOXED = frozenset(
    ["literalExpression", "decisionTable", "invocation", "context", "list", "relation", "functionDefinition"]
    + ["conditional", "filter", "for", "some", "every"]
)


def read_logic(sheet: Sheet, element: Element) -> Table | Expression:
    """A decision's own logic."""
    if local(element) == "decisionTable":
        return read_table(sheet, element)
    if local(element) == "literalExpression":
        return _literal(sheet, element)
    return from_tree(boxed(sheet, element), local(element))


def boxed(sheet: Sheet, element: Element | None) -> Node:
    """Any boxed expression as a tree; an absent one is null."""
    if element is None:
        return tree.Literal(None)
    if sheet.depth >= MAX_NESTING:
        sheet.refuse(element, f"嵌套超过 {MAX_NESTING} 层", f"it is nested deeper than {MAX_NESTING} levels")
        return tree.Literal(None)
    sheet.depth += 1
    node = _FORMS[local(element)](sheet, element)
    sheet.depth -= 1
    return typed(sheet, node, type_of(element.get("typeRef")))


def boxed_in(sheet: Sheet, element: Element | None) -> Node:
    """The boxed expression among the element's children."""
    return boxed(sheet, None if element is None else child(element, *BOXED))


def typed(sheet: Sheet, node: Node, type_name: TypeName | None) -> Node:
    """The node with its result checked against the declared type."""
    if type_name is None or type_name.name == "Any":
        return node
    checked = from_tree(node, "")
    code, types = checked.code, sheet.types
    return tree.Ready(lambda frame: types.conforming(code(frame), type_name, frame), checked.names)


def _literal(sheet: Sheet, element: Element) -> Expression:
    if child(element, "importedValues") is not None:
        sheet.refuse(element, "不支持导入外部取值", "imported values are not supported")
        return NOTHING
    text = text_of(element)
    return sheet.expression(element, text) if text else NOTHING


def _literal_node(sheet: Sheet, element: Element) -> Node:
    expression = _literal(sheet, element)
    if expression.language == "feel":
        return expression.tree
    return tree.Ready(expression.run, expression.names)


def _table_node(sheet: Sheet, element: Element) -> Node:
    table = read_table(sheet, element)
    return tree.Ready(table_code(table), table.names)


def _invocation(sheet: Sheet, element: Element) -> Node:
    function = boxed_in(sheet, element)
    names: list[str] = []
    arguments: list[Node] = []
    for binding in kids(element, "binding"):
        parameter = child(binding, "parameter")
        names.append("" if parameter is None else name_of(parameter))
        arguments.append(boxed_in(sheet, binding))
    return tree.Call(function, tuple(arguments), tuple(names))


def _context(sheet: Sheet, element: Element) -> Node:
    entries: list[tuple[str, Node]] = []
    for entry in kids(element, "contextEntry"):
        variable = child(entry, "variable")
        node = boxed_in(sheet, entry)
        if variable is None:
            entries.append((_RESULT, node))
        else:
            entries.append((name_of(variable), typed(sheet, node, type_of(variable.get("typeRef")))))
    context = tree.ContextLiteral(tuple(entries))
    return tree.Path(context, _RESULT) if any(name == _RESULT for name, _ in entries) else context


def _list(sheet: Sheet, element: Element) -> Node:
    return tree.ListLiteral(tuple(boxed(sheet, item) for item in kids(element, *BOXED)))


def _relation(sheet: Sheet, element: Element) -> Node:
    columns = [name_of(column) for column in kids(element, "column")]
    rows: list[Node] = []
    for row in kids(element, "row"):
        cells = [boxed(sheet, cell) for cell in kids(row, *BOXED)]
        rows.append(tree.ContextLiteral(tuple(zip(columns, cells, strict=False))))
    return tree.ListLiteral(tuple(rows))


def function_node(sheet: Sheet, element: Element, result: TypeName | None = None) -> Node:
    """A boxed function, or the encapsulated logic of a business knowledge model."""
    kind = element.get("kind") or "FEEL"
    if kind != "FEEL":
        sheet.refuse(element, f"{kind} 函数是外部程序，不能使用", f"a {kind} function is a foreign program")
    parameters = tuple((name_of(one), type_of(one.get("typeRef"))) for one in kids(element, "formalParameter"))
    body = boxed_in(sheet, element) if kind == "FEEL" else tree.Literal(None)
    return tree.FunctionLiteral(parameters, typed(sheet, body, result))


def _conditional(sheet: Sheet, element: Element) -> Node:
    condition, then, otherwise = (boxed_in(sheet, child(element, part)) for part in ("if", "then", "else"))
    return tree.If(condition, then, otherwise)


def _filter(sheet: Sheet, element: Element) -> Node:
    return tree.Filter(boxed_in(sheet, child(element, "in")), boxed_in(sheet, child(element, "match")))


def _iteration(sheet: Sheet, element: Element) -> Node:
    source = boxed_in(sheet, child(element, "in"))
    iterators = (tree.Iterator(element.get("iteratorVariable") or "item", source, None),)
    if local(element) == "for":
        return tree.For(iterators, boxed_in(sheet, child(element, "return")))
    return tree.Quantified(local(element), iterators, boxed_in(sheet, child(element, "satisfies")))


_FORMS: dict[str, Callable[[Sheet, Element], Node]] = {
    "literalExpression": _literal_node,
    "decisionTable": _table_node,
    "invocation": _invocation,
    "context": _context,
    "list": _list,
    "relation": _relation,
    "functionDefinition": function_node,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}

"""The logic of a decision: decision tables and every other boxed form, as FEEL trees (DMN 7, 8 and 10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from engine.decisions.errors import DecisionRefused
from engine.decisions.table import Aggregation, HitPolicy, Input, Output, Rule, Table, table_code
from engine.decisions.types import Types
from engine.expressions import Expression, ExpressionSyntax, UnaryTests, parse, parse_unary_tests
from engine.expressions.budget import MAX_NESTING
from engine.expressions.expression import from_tree
from engine.expressions.feel import tree
from engine.expressions.feel.tree import Node, TypeName
from engine.expressions.feel.words import normal
from engine.reading.names import Element

_NUMBER_TYPES = frozenset(["integer", "int", "long", "double", "float", "decimal", "number"])
_RESULT = "\0result"
"""Name of a boxed context's last entry, which has none; no FEEL text can spell it."""


@dataclass(slots=True)
class Sheet:
    """One DMN file while it is read. With `problems` given, a refusal is kept there and its expression gives null."""

    source: str
    names: frozenset[str]
    language: str = ""
    old: bool = False
    """DMN 1.1, where Camunda 7 takes JUEL where no language is named."""
    types: Types = field(default_factory=Types)
    problems: list[DecisionRefused] | None = None
    depth: int = 0
    """How many boxed expressions stand around the one being read."""

    def refuse(self, element: Element, reason_zh: str, reason_en: str, **params: Any) -> None:
        refusal = DecisionRefused(
            "decision.refused",
            decision=owner_name(element),
            element=nearest_id(element),
            line=line_of(element),
            reason_zh=reason_zh,
            reason_en=reason_en,
            file=self.source,
            **params,
        )
        if self.problems is None:
            raise refusal
        self.problems.append(refusal)

    def language_of(self, element: Element) -> str:
        """`feel`, `juel`, or empty when none is named; program code is refused."""
        named = element.get("expressionLanguage") or self.language
        lowered = named.lower()
        if not named or "feel" in lowered:
            return "feel" if named else ""
        if lowered in ("juel", "http://www.jcp.org/en/jsr/detail?id=245"):
            return "juel"
        self.refuse(
            element,
            f"表达式语言 {named} 是程序代码，请改用 FEEL",
            f"the expression language {named} is program code; use FEEL",
            language=named,
        )
        return "refused"

    def expression(self, element: Element, text: str) -> Expression:
        """The element's text in its language."""
        language = self.language_of(element)
        if language == "refused":
            return NOTHING
        if language == "juel":
            return self._parsed(element, lambda: parse(_braced(text), language="juel"))
        if not language and self.old:
            try:
                return parse(text, language="feel", names=self.names)
            except ExpressionSyntax:
                return self._parsed(element, lambda: parse(_braced(text), language="juel"))
        return self._parsed(element, lambda: parse(text, language="feel", names=self.names))

    def _parsed(self, element: Element, read: Callable[[], Expression]) -> Expression:
        try:
            return read()
        except ExpressionSyntax as refusal:
            self.refuse(element, refusal.in_language("zh").rstrip("。"), refusal.in_language("en").rstrip("."))
            return NOTHING

    def tests(self, element: Element) -> UnaryTests | Expression:
        """A cell or a list of allowed values."""
        text = text_of(element)
        if text in ("", "-"):
            return parse_unary_tests("-")
        if self.language_of(element) == "juel":
            return self.expression(element, text)
        return self.unary_tests(element, text)

    def unary_tests(self, element: Element, text: str) -> UnaryTests:
        try:
            return parse_unary_tests(text, names=self.names)
        except ExpressionSyntax as refusal:
            self.refuse(element, refusal.in_language("zh").rstrip("。"), refusal.in_language("en").rstrip("."))
            return parse_unary_tests("false")


NOTHING = parse("null", language="feel")


def _braced(text: str) -> str:
    return text if "${" in text or "#{" in text else "${" + text + "}"


def local(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def child(element: Element, *names: str) -> Element | None:
    return next((one for one in element if local(one) in names), None)


def kids(element: Element, *names: str) -> list[Element]:
    return [one for one in element if local(one) in names]


def text_of(element: Element | None) -> str:
    """The text of the element's `text` child, as written but without white space around it."""
    text = None if element is None else child(element, "text")
    return "" if text is None else "".join(str(part) for part in text.itertext()).strip()


def line_of(element: Element) -> int | None:
    line = element.sourceline
    return line if isinstance(line, int) else None


def nearest_id(element: Element) -> str | None:
    """The id of the element or of the nearest one around it."""
    place: Element | None = element
    while place is not None:
        if place.get("id"):
            return place.get("id")
        place = place.getparent()
    return None


def owner_name(element: Element) -> str:
    """The decision, knowledge model or type the element belongs to."""
    place: Element | None = element
    while place is not None and local(place) not in ("decision", "businessKnowledgeModel", "itemDefinition"):
        place = place.getparent()
    return "" if place is None else (place.get("name") or place.get("id") or "")


def type_of(text: str | None) -> TypeName | None:
    """A `typeRef`, which older files write with a prefix (`feel:number`)."""
    if not text:
        return None
    name = text.strip().split(":")[-1].split("}")[-1]
    return TypeName("number" if name in _NUMBER_TYPES else name)


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


def name_of(element: Element) -> str:
    """The element's name in the one spelling that FEEL compares."""
    return normal_name(element.get("name") or element.get("id") or "")


def normal_name(name: str) -> str:
    return " ".join(normal(name).split())


def read_table(sheet: Sheet, element: Element) -> Table:
    """A decision table."""
    inputs = tuple(_input(sheet, column) for column in kids(element, "input"))
    outputs = tuple(_output(sheet, column, n) for n, column in enumerate(kids(element, "output"), 1))
    policy = _policy(sheet, element)
    aggregation = element.get("aggregation") if policy is HitPolicy.COLLECT else None
    rules: list[Rule] = []
    for row in kids(element, "rule"):
        rule = _rule(sheet, row)
        if len(rule.tests) != len(inputs) or len(rule.outputs) != len(outputs):
            sheet.refuse(row, "规则的单元格数与列数不符", "the rule has not one cell per column")
            continue
        rules.append(rule)
    if not outputs:
        sheet.refuse(element, "决策表没有输出列", "the decision table has no output")
    collected = Aggregation(aggregation) if aggregation in Aggregation.__members__ else None
    return Table(owner_name(element), inputs, outputs, tuple(rules), policy, collected)


def _policy(sheet: Sheet, element: Element) -> HitPolicy:
    text = (element.get("hitPolicy") or "UNIQUE").replace("_", " ").upper()
    try:
        return HitPolicy(text)
    except ValueError:
        sheet.refuse(element, f"没有命中策略 {text}", f"there is no hit policy {text}")
        return HitPolicy.UNIQUE


def _input(sheet: Sheet, element: Element) -> Input:
    source = child(element, "inputExpression")
    text = text_of(source)
    expression = sheet.expression(source, text) if source is not None and text else NOTHING
    values = child(element, "inputValues")
    allowed = sheet.unary_tests(values, text_of(values)) if values is not None and text_of(values) else None
    return Input(
        label=element.get("label") or text,
        expression=expression,
        type=type_of(None if source is None else source.get("typeRef")),
        values=allowed,
        variable=_attribute(element, "inputVariable") or "cellInput",
    )


def _attribute(element: Element, name: str) -> str | None:
    """A vendor's attribute, whatever the vendor."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), None)


def _output(sheet: Sheet, element: Element, number: int) -> Output:
    values = child(element, "outputValues")
    default = child(element, "defaultOutputEntry")
    return Output(
        name=normal_name(element.get("name") or element.get("label") or f"output{number}"),
        label=element.get("label") or "",
        type=type_of(element.get("typeRef")),
        values=() if values is None else _listed(sheet, values),
        default=sheet.expression(default, text_of(default)) if default is not None and text_of(default) else None,
    )


def _listed(sheet: Sheet, element: Element) -> tuple[Any, ...]:
    """The values of a comma-separated list of literals."""
    text = text_of(element)
    if not text:
        return ()
    listed = sheet.expression(element, f"[{text}]").evaluate({})
    return tuple(listed) if isinstance(listed, list) else ()


def _rule(sheet: Sheet, element: Element) -> Rule:
    outputs: list[Expression | None] = []
    for entry in kids(element, "outputEntry"):
        text = text_of(entry)
        outputs.append(sheet.expression(entry, text) if text and text != "-" else None)
    return Rule(
        tests=tuple(sheet.tests(entry) for entry in kids(element, "inputEntry")),
        outputs=tuple(outputs),
        key=element.get("id") or "",
        annotation=" ".join(filter(None, (text_of(one) for one in kids(element, "annotationEntry")))),
        line=line_of(element),
    )

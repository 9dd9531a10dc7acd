"""Chapter “Decision table” of DMN: columns, rules, hit policy and aggregation."""

from __future__ import annotations

from typing import Any

from engine.decisions.table import Aggregation, HitPolicy, Input, Output, Rule, Table
from engine.expressions import Expression
from engine.reading.dmn_sheet import NOTHING, Sheet, child, kids, line_of, normal_name, owner_name, text_of, type_of
from engine.reading.names import Element


def read_table(sheet: Sheet, element: Element) -> Table:
    """A decision table."""
    inputs = tuple(_input(sheet, column) for column in kids(element, "input"))
    outputs = tuple(_output(sheet, column, n) for n, column in enumerate(kids(element, "output"), 1))
    policy = _policy(sheet, element)
    collected = _aggregation(sheet, element, len(outputs)) if policy is HitPolicy.COLLECT else None
    rules: list[Rule] = []
    for row in kids(element, "rule"):
        rule = _rule(sheet, row)
        if len(rule.tests) != len(inputs) or len(rule.outputs) != len(outputs):
            sheet.refuse(row, "规则的单元格数与列数不符", "the rule has not one cell per column")
            continue
        rules.append(rule)
    if not outputs:
        sheet.refuse(element, "决策表没有输出列", "the decision table has no output")
    if len({output.name for output in outputs}) < len(outputs):
        sheet.refuse(element, "有两个输出列同名", "two outputs have the same name")
    return Table(owner_name(element), inputs, outputs, tuple(rules), policy, collected)


def _policy(sheet: Sheet, element: Element) -> HitPolicy:
    text = (element.get("hitPolicy") or "UNIQUE").replace("_", " ").upper()
    try:
        return HitPolicy(text)
    except ValueError:
        sheet.refuse(element, f"没有命中策略 {text}", f"there is no hit policy {text}")
        return HitPolicy.UNIQUE


def _aggregation(sheet: Sheet, element: Element, outputs: int) -> Aggregation | None:
    text = (element.get("aggregation") or "").upper()
    if not text:
        return None
    if text not in Aggregation.__members__:
        sheet.refuse(element, f"没有汇总方式 {text}", f"there is no aggregation {text}")
        return None
    if outputs > 1:
        sheet.refuse(element, f"{text} 只能汇总一个输出列", f"{text} needs a single output")
    return Aggregation(text)


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

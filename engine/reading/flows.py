"""Chapter “Sequence flows”: every flow goes to the scope of its source; ends that do not exist are findings."""

from __future__ import annotations

from collections.abc import Mapping

from engine.expressions import Expression
from engine.model import Flow
from engine.reading.dialects import camunda, read_extras
from engine.reading.names import BPMN, FLOW_NODES, SCOPES, Element, bpmn_name, child, line_of, reference, text_of
from engine.reading.sheet import Sheet
from engine.reading.values import constant, drawn_expression

_SCRIPTS = ("groovy", "javascript", "python", "juel-script", "ruby", "js")


def flows_by_scope(sheet: Sheet, process: Element) -> dict[Element, list[Element]]:
    """The flow elements of a process under the scope their source stands in; misplaced ones are put right."""
    homes = {element.get("id"): element.getparent() for element in process.iter() if bpmn_name(element) in FLOW_NODES}
    grouped: dict[Element, list[Element]] = {}
    for flow in process.iter(f"{{{BPMN}}}sequenceFlow"):
        source = homes.get(_end(sheet, flow, "sourceRef"))
        home = source if source is not None and bpmn_name(source) in SCOPES else flow.getparent()
        if home is not None:
            grouped.setdefault(home, []).append(flow)
    return grouped


def _end(sheet: Sheet, flow: Element, attribute: str) -> str:
    written = (flow.get(attribute) or "").strip()
    found = sheet.find(written, *FLOW_NODES)
    return str(found.get("id")) if found is not None else reference(written)


def read_flow(sheet: Sheet, element: Element, known: Mapping[str, object]) -> Flow | None:
    """The flow; None with an error finding when an end is missing or lies in another scope.

    `known` holds the ids of the scope's flow nodes, refused ones included.
    """
    source, target = _end(sheet, element, "sourceRef"), _end(sheet, element, "targetRef")
    for attribute, end in (("sourceRef", source), ("targetRef", target)):
        if end in known:
            continue
        elsewhere = sheet.find(end, *FLOW_NODES) is not None
        rule = "flow.crosses_scope" if elsewhere else "flow.dangling"
        sheet.report("error", rule, element, attribute=attribute, ref=end or "-")
        return None
    listeners = read_extras(element).listeners
    if listeners:
        sheet.report("warning", "listener.not_run", element, listeners=list(listeners))
    return Flow(
        id=str(element.get("id")),
        source=source,
        target=target,
        order=sheet.order.get(str(element.get("id")), 0),
        name=" ".join((element.get("name") or "").split()),
        line=line_of(element),
        condition=_condition(sheet, element),
    )


def _condition(sheet: Sheet, element: Element) -> Expression | None:
    holder = child(element, "conditionExpression")
    if holder is None:
        return None
    language = (holder.get("language") or "").lower()
    resource = camunda.attributes(holder).get("resource")
    if resource is not None or any(script in language for script in _SCRIPTS):
        sheet.report("error", "condition.script", element, format=language or resource)
        return constant(False)
    if not text_of(holder):
        return None
    # A condition that cannot be read is told once; it must not look like a branch without one.
    return drawn_expression(sheet, element, holder, place="conditionExpression") or constant(False)

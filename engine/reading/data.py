"""Chapter “Data” and artifacts: drawn data and notes have names but no behaviour of their own here."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from engine.reading import support
from engine.reading.dialects import banjian, camunda, read_extras, zeebe
from engine.reading.names import FLOW_NODES, SCOPES, Element, bpmn_name, children, text_of
from engine.reading.sheet import Sheet

_CHOREOGRAPHIES = frozenset({"choreography", "globalChoreographyTask", "subChoreography"})
_TOLD = frozenset(
    {
        "dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "ioSpecification", "property",
        "dataInputAssociation", "dataOutputAssociation", "textAnnotation", "group", "association", "category",
        "auditing", "monitoring", "rendering", "relationship", "correlationSubscription", "correlationProperty",
        "correlationKey", "messageFlow", "conversation", "conversationLink", "callConversation", "subConversation",
        "ioBinding", "partnerEntity", "partnerRole", "participantMultiplicity", "endPoint", "resource", "interface",
        "itemDefinition", "import",
    }
)  # fmt: skip


def tell_rewritten(sheet: Sheet) -> None:
    """One note per kind of drawn thing that has no effect of its own; moved data that would be computed is refused."""
    seen: dict[str, list[Element]] = {}
    for element in sheet.root.iter():
        name = bpmn_name(element)
        if name in _TOLD:
            seen.setdefault(name, []).append(element)
        if name in ("dataInputAssociation", "dataOutputAssociation") and _computes(element):
            owner = element.getparent()
            sheet.report("error", "data.computed", owner if owner is not None else element)
    for name, elements in seen.items():
        support.note(sheet, elements[0], name, len(elements))


def _computes(association: Element) -> bool:
    """An assignment or transformation moves values by a rule that nothing here would follow."""
    return any(text_of(part) for part in children(association, "assignment", "transformation"))


def refuse_misplaced(sheet: Sheet) -> None:
    """A flow node or flow that stands in anything but a process, sub-process or choreography would never be met."""
    for element in sheet.root.iter():
        name = bpmn_name(element)
        if name not in FLOW_NODES and name != "sequenceFlow":
            continue
        parent = element.getparent()
        around = bpmn_name(parent) if parent is not None else ""
        if around not in SCOPES and around not in _CHOREOGRAPHIES:
            sheet.report("error", "element.misplaced", element, around=around or "-")


def tell_unknown(sheet: Sheet) -> None:
    """An element that BPMN does not have might have been meant as a step, so beside the steps it is refused."""
    seen: dict[str, list[Element]] = {}
    for element in _outside_extensions(sheet.root):
        name = bpmn_name(element)
        if not name or support.is_known(name):
            continue
        parent = element.getparent()
        if parent is not None and bpmn_name(parent) in SCOPES:
            support.refuse(sheet, element, name)
        else:
            seen.setdefault(name, []).append(element)
    for name, elements in seen.items():
        sheet.report("note", "element.unknown", elements[0], name=name, count=len(elements))


def tell_misspelt(sheet: Sheet) -> None:
    """An attribute of ours that means nothing is most likely misspelt, and the case would go on without it."""
    for element in sheet.root.iter():
        if not bpmn_name(element):
            continue
        drawn = banjian.attributes(element, read_extras(element).properties)
        for name in sorted(drawn.keys() - banjian.KNOWN):
            near = get_close_matches(name, banjian.KNOWN, n=1) or sorted(banjian.KNOWN)
            sheet.report("warning", "banjian.unknown", element, name=name, near=near)


def _outside_extensions(root: Element) -> Iterator[Element]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting += [child for child in reversed(element) if bpmn_name(child) != "extensionElements"]


def tell_unread_vendor_parts(sheet: Sheet) -> None:
    """One note per vendor attribute or extension element on flow nodes and flows that has no meaning here."""
    seen: dict[str, list[Element]] = {}
    for element in sheet.root.iter():
        if bpmn_name(element) not in FLOW_NODES | {"sequenceFlow"}:
            continue
        for name in (*_unread_attributes(element), *_unread_extensions(element)):
            seen.setdefault(name, []).append(element)
    for name, elements in seen.items():
        sheet.report("note", "vendor.no_effect", elements[0], name=name, count=len(elements))


def _unread_attributes(element: Element) -> list[str]:
    names = (str(name) for name in element.attrib)
    split = (name[1:].partition("}") for name in names if name.startswith("{"))
    return [
        f"camunda:{local}" for namespace, _, local in split
        if namespace in camunda.FAMILY and local not in camunda.READ_ATTRIBUTES
    ]  # fmt: skip


def _unread_extensions(element: Element) -> list[str]:
    found: list[str] = []
    for holder in children(element, "extensionElements"):
        for entry in holder:
            namespace, _, local = str(entry.tag)[1:].partition("}")
            if namespace in camunda.FAMILY and local not in camunda.READ_ELEMENTS:
                found.append(f"camunda:{local}")
            if namespace == zeebe.ZEEBE and local not in zeebe.READ_ELEMENTS:
                found.append(f"zeebe:{local}")
    return found

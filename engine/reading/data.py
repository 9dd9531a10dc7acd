"""Chapter “Data” and artifacts: drawn data and notes have names but no behaviour of their own here."""

from __future__ import annotations

from engine.reading import support
from engine.reading.names import Element, bpmn_name, children, text_of
from engine.reading.sheet import Sheet

_TOLD = frozenset(
    {
        "dataObject", "dataObjectReference", "dataStore", "dataStoreReference", "ioSpecification", "property",
        "dataInputAssociation", "dataOutputAssociation", "textAnnotation", "group", "association", "category",
        "auditing", "monitoring", "rendering", "relationship", "correlationSubscription", "correlationProperty",
        "correlationKey", "messageFlow", "conversation", "conversationLink", "callConversation", "subConversation",
        "ioBinding", "partnerEntity", "partnerRole", "participantMultiplicity", "endPoint", "resource", "interface",
        "itemDefinition", "import", "extension", "resourceRole",
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

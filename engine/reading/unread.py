"""What is written but means nothing where it stands: refused if cases could go wrong without it, else told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from difflib import get_close_matches
from types import ModuleType

from engine.reading import support
from engine.reading.dialects import banjian, camunda, read_extras, zeebe
from engine.reading.names import (
    ACTIVITIES,
    BANJIAN,
    BPMN_ATTRIBUTES,
    EVENTS,
    FLOW_NODES,
    SCOPES,
    XML_SCHEMAS,
    Element,
    bpmn_name,
    children,
    is_drawing,
    local,
    namespace,
    outside_extensions,
)
from engine.reading.sheet import Sheet

_CHOREOGRAPHIES = frozenset({"choreography", "globalChoreographyTask", "subChoreography"})
_STEPS = FLOW_NODES | {"sequenceFlow"}
_LOOP = frozenset({"multiInstanceLoopCharacteristics"})
_ANY_EVENT = EVENTS | {"definitions"}
_AROUND: Mapping[str, Set[str]] = {
    **dict.fromkeys(_STEPS, SCOPES | _CHOREOGRAPHIES),
    **dict.fromkeys(("multiInstanceLoopCharacteristics", "standardLoopCharacteristics"), ACTIVITIES),
    **dict.fromkeys(("loopCardinality", "completionCondition", "loopDataInputRef", "loopDataOutputRef"), _LOOP),
    **dict.fromkeys(("timeDate", "timeDuration", "timeCycle"), frozenset({"timerEventDefinition"})),
    **dict.fromkeys((row.element for row in support.TABLE if row.element.endswith("EventDefinition")), _ANY_EVENT),
    "conditionExpression": frozenset({"sequenceFlow"}),
    "script": frozenset({"scriptTask"}),
    "laneSet": SCOPES,
    "lane": frozenset({"laneSet", "childLaneSet"}),
}
"""Inside which elements those parts have to stand without which a case would take another way."""
_TEXTS = frozenset(
    {
        "documentation", "script", "text", "expression", "formalExpression", "conditionExpression", "condition",
        "activationCondition", "completionCondition", "loopCondition", "loopCardinality", "timeDate", "timeDuration",
        "timeCycle", "from", "to", "transformation", "messagePath", "dataPath",
    }
)  # fmt: skip
"""What may have any markup inside."""


_AS_HERE = frozenset({("bindingType", "deployment")})
"""What another tool may say although here it is never otherwise: a bundle is published whole, and a case pins it."""


def refuse_misplaced(sheet: Sheet) -> None:
    """A step, flow or behaviour that stands where BPMN has no place for it would never be met."""
    for element in sheet.root.iter():
        name = bpmn_name(element)
        if name not in _AROUND:
            continue
        parent = element.getparent()
        around = bpmn_name(parent) if parent is not None else ""
        if around not in _AROUND[name] and (name in _STEPS or not _is_in_extension(element)):
            sheet.report("error", "element.misplaced", _named(element), part=name, around=around or "-")


def _is_in_extension(element: Element) -> bool:
    return any(bpmn_name(around) == "extensionElements" for around in element.iterancestors())


def _named(element: Element) -> Element:
    """The nearest element around that has an id to be found by."""
    return next((around for around in (element, *element.iterancestors()) if around.get("id")), element)


def refuse_foreign_steps(sheet: Sheet) -> None:
    """An element of BPMN by name, but of another namespace, was meant to do something; anything else is told."""
    told = _Told(sheet)
    for element in outside_extensions(sheet.root):
        parent = element.getparent()
        if parent is None or not bpmn_name(parent) or bpmn_name(parent) in _TEXTS or bpmn_name(element):
            continue
        name = local(element)
        if is_drawing(element) or not name:
            continue
        row = support.find(name)
        if row is not None and row.verdict != "rewritten":
            sheet.report("error", "element.foreign", _named(element), name=name, namespace=namespace(element) or "-")
        else:
            told.about(_shown(element, namespace(element), name), parent)
    told.report()


def tell_unknown(sheet: Sheet) -> None:
    """An element that BPMN does not have might have been meant as a step, so beside the steps it is refused."""
    seen: dict[str, list[Element]] = {}
    for element in outside_extensions(sheet.root):
        name = bpmn_name(element)
        if not name or support.is_known(name):
            continue
        parent = element.getparent()
        if parent is not None and bpmn_name(parent) in SCOPES:
            support.refuse(sheet, _named(element), name)
        else:
            seen.setdefault(name, []).append(element)
    for name, elements in seen.items():
        sheet.report("note", "element.unknown", elements[0], name=name, count=len(elements))


def tell_ours(sheet: Sheet) -> None:
    """An attribute of ours that does not exist is most likely misspelt; one that means nothing here is misplaced."""
    for element in outside_extensions(sheet.root):
        if not bpmn_name(element):
            continue
        drawn = banjian.attributes(element, read_extras(element).properties)
        for name in sorted(drawn):
            if name not in banjian.KNOWN:
                near = get_close_matches(name, banjian.KNOWN, n=1) or sorted(banjian.KNOWN)
                sheet.report("warning", "banjian.unknown", element, name=name, near=near)
            elif _kind(element) not in banjian.WHERE.get(name, FLOW_NODES):
                sheet.report("warning", "banjian.misplaced", element, name=name)


def tell_vendor_parts(sheet: Sheet) -> None:
    """One note per attribute or extension element of another tool that has no meaning here, or none at this element.

    What a tool writes about the file as a whole is no part of the process.
    """
    told = _Told(sheet)
    for element in outside_extensions(sheet.root):
        if bpmn_name(element) and element is not sheet.root:
            for name in (*_attributes(element), *_extensions(element)):
                told.about(name, element)
    told.report()


class _Told:
    """Collects what has no effect, so that each name is told once, and those of a strange tool together."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._seen: dict[str, dict[str, list[Element]]] = {}

    def about(self, name: str, element: Element) -> None:
        prefix = name.partition(":")[0]
        space = element.nsmap.get(prefix)
        tool = name if space in (*camunda.FAMILY, zeebe.ZEEBE, BANJIAN) else prefix
        self._seen.setdefault(tool, {}).setdefault(name, []).append(element)

    def report(self) -> None:
        for names in self._seen.values():
            elements = [element for found in names.values() for element in found]
            name = ", ".join(names)
            self._sheet.report("note", "vendor.no_effect", _named(elements[0]), name=name, count=len(elements))


def _kind(element: Element) -> str:
    """The element's name; a sub-process without contents is worked like a task."""
    name = bpmn_name(element)
    is_empty = name == "subProcess" and not any(bpmn_name(child) in FLOW_NODES for child in element)
    return "task" if is_empty else name


def _attributes(element: Element) -> Iterator[str]:
    for full, text in element.attrib.items():
        space, _, name = str(full)[1:].partition("}") if str(full).startswith("{") else ("", "", str(full))
        is_meant = space in camunda.FAMILY and _kind(element) in camunda.READ_ATTRIBUTES.get(name, ())
        # Of two relatives that differ, only one counts.
        is_meant = is_meant and str(text).strip() in ("", camunda.attributes(element).get(name))
        if not (is_meant or space in (BANJIAN, *XML_SCHEMAS) or (not space and name in BPMN_ATTRIBUTES)):
            yield _shown(element, space, name)


def _extensions(element: Element) -> Iterator[str]:
    for holder in children(element, "extensionElements"):
        for entry in holder:
            dialect = _dialect(entry)
            if dialect is None or _kind(element) not in dialect.READ_ELEMENTS.get(local(entry), ()):
                yield _shown(entry, namespace(entry), local(entry))
            else:
                yield from _parts(entry, dialect.READ_PARTS)


def _dialect(entry: Element) -> ModuleType | None:
    space = namespace(entry)
    if space == zeebe.ZEEBE:
        return zeebe
    return camunda if space in camunda.FAMILY else banjian if space == BANJIAN else None


def _parts(entry: Element, read: Mapping[str, Set[str]]) -> Iterator[str]:
    """What stands in an extension that is read, but means nothing here; of code the finding about it tells enough."""
    waiting = [entry]
    while waiting:
        part = waiting.pop()
        known = read.get(local(part))
        if known is None:
            continue
        shown = _shown(part, namespace(part), local(part))
        for full, value in part.attrib.items():
            space, _, name = str(full).rpartition("}")
            if (space or name not in known) and space[1:] not in XML_SCHEMAS and (name, value) not in _AS_HERE:
                yield f"{shown} {name}"
        for child in part:
            if local(child) in known and namespace(child) == namespace(part):
                waiting.append(child)
            elif local(child):
                yield f"{shown} {local(child)}"


def _shown(element: Element, space: str, name: str) -> str:
    """The name as it is written in the file, its prefix included."""
    prefix = next((prefix for prefix, uri in element.nsmap.items() if uri == space and prefix), None)
    return f"{prefix}:{name}" if prefix else name

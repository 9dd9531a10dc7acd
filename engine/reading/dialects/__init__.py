"""Vendor attributes and extension elements: one module per vendor, one record for all of them."""

from engine.reading.dialects import banjian, camunda, flowable, zeebe
from engine.reading.dialects.extras import Extras, Implementation, RawField, RawMapping, merged
from engine.reading.names import Element, bpmn_name

__all__ = ["Extras", "Implementation", "RawField", "RawMapping", "read_extras"]


_NOTHING = Extras()
_HOLDERS = frozenset({"extensionElements", "potentialOwner", "humanPerformer", "performer"})


def read_extras(element: Element) -> Extras:
    """What any vendor says at the element; where two say the same thing, ours counts, then Camunda 8, 7, Flowable."""
    if not any(str(name).startswith("{") for name in element.attrib) and all(
        bpmn_name(child) not in _HOLDERS for child in element
    ):
        return _NOTHING
    return merged(banjian.read(element), zeebe.read(element), camunda.read(element), flowable.read(element))

"""Vendor attributes and extension elements: one module per vendor, one record for all of them."""

from collections.abc import Iterator

from engine.reading.dialects import banjian, camunda, flowable, zeebe
from engine.reading.dialects.extras import Extras, Implementation, RawField, RawMapping, merged
from engine.reading.names import BANJIAN, Element, bpmn_name, children

__all__ = ["Extras", "Implementation", "RawField", "RawMapping", "read_extras"]


_NOTHING = Extras()
_PEOPLE = frozenset({"potentialOwner", "humanPerformer", "performer"})


def read_extras(element: Element) -> Extras:
    """What any vendor says at the element; where two say the same thing, ours counts, then Camunda 8, 7, Flowable."""
    spaces = {name.partition("}")[0][1:] for name in _names(element)}
    present = (
        (banjian, BANJIAN in spaces),
        (zeebe, zeebe.ZEEBE in spaces),
        (camunda, not spaces.isdisjoint(camunda.FAMILY)),
        (flowable, any(bpmn_name(entry) in _PEOPLE for entry in element)),
    )
    records = [dialect.read(element) for dialect, is_present in present if is_present]
    return merged(*records) if records else _NOTHING


def _names(element: Element) -> Iterator[str]:
    """Full names of the attributes and of the extension elements; only those in a namespace matter."""
    yield from (name for name in map(str, element.attrib) if name.startswith("{"))
    for holder in children(element, "extensionElements"):
        yield from (str(entry.tag) for entry in holder)

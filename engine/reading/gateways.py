"""Chapter “Gateways”: which kinds run, and what is read at them."""

from __future__ import annotations

from engine.model import Kind, Node
from engine.reading import support
from engine.reading.names import is_true
from engine.reading.place import Place

KINDS = {
    "exclusiveGateway": Kind.EXCLUSIVE,
    "parallelGateway": Kind.PARALLEL,
    "inclusiveGateway": Kind.INCLUSIVE,
    "eventBasedGateway": Kind.EVENT_BASED,
}


def gateway(place: Place) -> Node | None:
    """The node; None with a finding for a gateway that does not run."""
    if place.tag == "complexGateway":
        support.refuse(place.sheet, place.element, "complexGateway")
        return None
    if is_true(place.element, "instantiate"):
        support.refuse(place.sheet, place.element, "eventBasedGateway", "instantiating")
        return None
    if place.element.get("eventGatewayType") == "Parallel":
        support.refuse(place.sheet, place.element, "eventBasedGateway", "parallel")
        return None
    return place.node(KINDS[place.tag])

"""Chapter “Activities”, loops: multi-instance, parallel and sequential; standard loops are refused."""

from __future__ import annotations

from engine.expressions import Expression
from engine.model import MultiInstance
from engine.reading import support
from engine.reading.dialects import Extras, banjian, read_extras
from engine.reading.names import Element, child, is_true, text_of
from engine.reading.place import Place
from engine.reading.values import drawn_expression, expression


def read_loop(place: Place) -> MultiInstance | None:
    """The multi-instance marker of an activity, if it has one that runs."""
    sheet, element = place.sheet, place.element
    if child(element, "standardLoopCharacteristics") is not None:
        support.refuse(sheet, element, "standardLoopCharacteristics")
    loop = child(element, "multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    if loop.get("behavior") not in (None, "", "All") or child(loop, "complexBehaviorDefinition") is not None:
        support.refuse(sheet, element, "complexBehaviorDefinition")
    extras = read_extras(loop)
    own = place.own | banjian.attributes(loop, extras.properties)
    collection = _collection(place, loop, extras)
    cardinality = drawn_expression(sheet, element, child(loop, "loopCardinality"), place="loopCardinality")
    if collection is None and cardinality is None and not _has_broken_source(loop, extras):
        sheet.report("error", "loop.no_collection", element)
    output = extras.output_element or _item_name(loop, "outputDataItem")
    return MultiInstance(
        sequential=is_true(loop, "isSequential"),
        cardinality=cardinality,
        collection=collection,
        element_variable=extras.element_variable or _item_name(loop, "inputDataItem"),
        output_collection=own.get("outputCollection") or extras.output_collection or _output_collection(place, loop),
        output_element=expression(sheet, element, own.get("outputElement") or output, place="outputElement"),
        completion=drawn_expression(sheet, element, child(loop, "completionCondition"), place="completionCondition"),
        department=expression(sheet, element, own.get("department"), place="banjian:department"),
    )


def _has_broken_source(loop: Element, extras: Extras) -> bool:
    """Whether a collection or cardinality is drawn and was refused already for its own reason."""
    cardinality = child(loop, "loopCardinality")
    return bool(extras.collection) or (cardinality is not None and bool(text_of(cardinality)))


def _collection(place: Place, loop: Element, extras: Extras) -> Expression | None:
    if extras.collection:
        return expression(place.sheet, place.element, extras.collection, place="collection")
    name = _referenced_name(place, loop, "loopDataInputRef")
    return expression(place.sheet, place.element, name, place="loopDataInputRef") if name else None


def _output_collection(place: Place, loop: Element) -> str | None:
    return _referenced_name(place, loop, "loopDataOutputRef")


def _referenced_name(place: Place, loop: Element, name: str) -> str | None:
    """The name of the data a reference means; a reference to nothing drawn is itself a variable name."""
    ref = child(loop, name)
    if ref is None or not text_of(ref):
        return None
    data = place.sheet.find(text_of(ref), "dataInput", "dataOutput", "dataObject", "dataObjectReference", "property")
    return (data.get("name") or data.get("id")) if data is not None else text_of(ref)


def _item_name(loop: Element, name: str) -> str | None:
    item = child(loop, name)
    return (item.get("name") or item.get("id")) if item is not None else None

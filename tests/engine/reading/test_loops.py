"""Multi-instance: standard BPMN, Camunda 7 and 8 attributes and our own give the same model."""

import pytest

from tests.engine.reading.builders import finding_of, line, node_of, read, rules


def looped(content: str = "", attributes: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics {attributes}>{content}</multiInstanceLoopCharacteristics>"
    return line(f'<userTask id="x">{loop}</userTask>')


def test_a_multi_instance_is_read_with_collection_and_condition():
    content = "<completionCondition>${nrOfCompletedInstances == 2}</completionCondition>"

    multi = node_of(
        read(looped(content, 'isSequential="true" camunda:collection="people" camunda:elementVariable="person"'))
    ).multi

    assert (multi.sequential, multi.collection.names, multi.element_variable) == (True, {"people"}, "person")
    assert multi.completion.holds({"nrOfCompletedInstances": 2})


def test_a_number_of_instances_is_enough():
    assert node_of(read(looped("<loopCardinality>3</loopCardinality>"))).multi.cardinality.evaluate({}) == 3


def test_data_references_are_names():
    content = (
        "<loopDataInputRef>d1</loopDataInputRef><loopDataOutputRef>votes</loopDataOutputRef>"
        '<inputDataItem id="person"/><outputDataItem id="vote"/>'
    )

    multi = node_of(read(looped(content) + '<dataObject id="d1" name="people"/>')).multi

    assert (multi.collection.text, multi.element_variable) == ("people", "person")
    assert (multi.output_collection, multi.output_element.names) == ("votes", {"vote"})


def test_camunda_8_and_our_own_attributes_are_read():
    zeebe = (
        '<extensionElements><zeebe:loopCharacteristics inputCollection="=people" inputElement="person"'
        ' outputCollection="votes" outputElement="=vote"/></extensionElements>'
    )
    own = 'camunda:collection="people" banjian:outputCollection="votes" banjian:outputElement="vote"'

    first, second = node_of(read(looped(zeebe))).multi, node_of(read(looped("", own + ' banjian:department="d"'))).multi

    assert (first.output_collection, first.output_element.names) == (
        second.output_collection,
        second.output_element.names,
    )
    assert second.department.names == {"d"}


def test_without_collection_and_number_it_is_refused():
    assert finding_of(read(looped()), "loop.no_collection").element == "x"


def test_a_broken_collection_is_told_once():
    assert rules(read(looped("", 'camunda:collection="${a +}"')), "error") == ["expression.wrong"]


@pytest.mark.parametrize("behavior", ["None", "One", "Complex"])
def test_events_thrown_by_instances_are_refused(behavior):
    reading = read(looped("<loopCardinality>3</loopCardinality>", f'behavior="{behavior}"'))

    assert finding_of(reading, "element.refused").params["kind"] == "complexBehaviorDefinition"

"""Drawn data, notes and groups have no behaviour here: they are told and change nothing, unless they compute."""

import pytest

from tests.engine.reading.builders import finding_of, line, node_of, read, rules

DRAWN = [
    '<textAnnotation id="n"><text>note</text></textAnnotation>',
    '<dataObject id="d"/><dataObjectReference id="r" dataObjectRef="d" name="申请表"/>',
    '<dataStoreReference id="r" name="档案库"/>',
    '<association id="n" sourceRef="x" targetRef="e"/>',
    '<group id="n"/>',
    '<property id="n" name="v"/>',
]


@pytest.mark.parametrize("drawn", DRAWN)
def test_drawn_data_and_notes_are_told_and_change_nothing(drawn):
    reading = read(line('<userTask id="x"/>') + drawn)

    assert set(rules(reading)) == {"element.rewritten"}
    assert node_of(reading) == node_of(read(line('<userTask id="x"/>')))


def test_the_same_kind_is_told_once_with_its_number():
    reading = read(line('<userTask id="x"/>') + '<group id="n"/>' * 1 + '<group id="m"/>')

    assert finding_of(reading, "element.rewritten").params["count"] == 2


def test_a_data_association_that_computes_is_refused():
    moved = (
        '<userTask id="x"><dataInputAssociation id="a"><targetRef>t</targetRef>'
        "<assignment><from>1</from><to>v</to></assignment></dataInputAssociation></userTask>"
    )

    refusal = finding_of(read(line(moved)), "data.computed")

    assert (refusal.level, refusal.element) == ("error", "x")


def test_a_vendor_attribute_without_meaning_here_is_told():
    reading = read(line('<userTask id="x" camunda:asyncBefore="true"/>'))

    told = finding_of(reading, "vendor.no_effect")
    assert (told.level, told.params["name"]) == ("note", "camunda:asyncBefore")

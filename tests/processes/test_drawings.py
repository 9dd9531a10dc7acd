"""Every shipped diagram is complete, orthogonal and legible in any tool that shows BPMN."""

import re

import pytest
from lxml import etree

from tests.processes import drawing
from tests.processes.drawing import BPMN, Drawing
from tests.processes.shipped import PROCESSES, ROOT, process_keys

FAULTS = (
    drawing.not_drawn,
    drawing.loose_ends,
    drawing.slanted,
    drawing.through_shapes,
    drawing.tangled,
    drawing.parting_late,
    drawing.covered_labels,
    drawing.narrow_labels,
    drawing.crowded,
)
HAN = re.compile("[\u4e00-\u9fff]")
# The standard's own schema, as the diagram viewer's packages bring it along.
SCHEMA = ROOT / "web/assets/node_modules/bpmn-moddle/resources/bpmn/xsd/BPMN20.xsd"


def picture_of(key):
    return Drawing(PROCESSES / key / f"{key}.bpmn")


@pytest.mark.parametrize("key", process_keys())
def test_the_picture_is_one_to_be_proud_of(key):
    picture = picture_of(key)

    assert {fault.__name__: found for fault in FAULTS if (found := fault(picture))} == {}


@pytest.mark.parametrize("key", process_keys())
def test_everything_a_reader_sees_has_a_chinese_name(key):
    picture = picture_of(key)

    forks = f"{BPMN}parallelGateway"
    seen = [*picture.lanes.values(), *(one for one in picture.nodes.values() if one.tag != forks)]
    assert [one.get("id") for one in seen if not HAN.search(one.get("name", ""))] == []


@pytest.mark.parametrize("key", process_keys())
def test_every_branch_of_a_decision_is_named(key):
    picture = picture_of(key)

    decisions = {name for name, one in picture.nodes.items() if one.tag == f"{BPMN}exclusiveGateway"}
    leaving = [flow for flow in picture.flows.values() if flow.get("sourceRef") in decisions]
    assert [flow.get("id") for flow in leaving if not flow.get("name")] == []


def test_the_files_obey_the_schema_of_the_standard():
    schema = etree.XMLSchema(etree.parse(SCHEMA))

    for key in process_keys():
        schema.assertValid(etree.parse(PROCESSES / key / f"{key}.bpmn"))

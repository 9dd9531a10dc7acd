"""Every element of BPMN 2.0 is on exactly one list: runs, rewritten or refused; docs/bpmn-support.md shows them."""

import re
from pathlib import Path

import pytest
import SpiffWorkflow.bpmn.parser as library

from engine.reading.events import DEFINITIONS, POSITIONS
from engine.reading.names import FLOW_NODES
from engine.reading.support import SHAPES, TABLE, document, find
from engine.reading.support_elements import ABSTRACT, REMEDIES

TESTS = Path(__file__).parents[2]
PAGE = TESTS.parent / "docs" / "bpmn-support.md"
SCHEMA = Path(library.__file__).parent / "schema" / "Semantic.xsd"


def schema_elements() -> set[str]:
    return set(re.findall(r'<xsd:element name="(\w+)"', SCHEMA.read_text(encoding="utf-8")))


def test_every_element_of_the_schema_has_a_verdict():
    listed = {row.element for row in TABLE} | ABSTRACT

    assert schema_elements() - listed == set()


def test_no_element_stands_on_two_lists():
    keys = [(row.element, row.position) for row in (*TABLE, *SHAPES)]

    assert len(keys) == len(set(keys))


def test_every_event_definition_has_a_verdict_in_every_position():
    definitions = {*DEFINITIONS, "none", "multiple", "parallelMultiple"} | {
        name for name in schema_elements() if name.endswith("EventDefinition")
    }

    assert [(name, at) for name in definitions for at in POSITIONS.values() if find(name, at) is None] == []


def test_every_flow_node_has_a_verdict():
    assert [name for name in FLOW_NODES if find(name) is None] == []


@pytest.mark.parametrize("test", sorted({row.test for row in (*TABLE, *SHAPES)}))
def test_the_test_that_shows_a_verdict_exists(test):
    file, _, name = test.partition("::")

    assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8")


def test_what_runs_is_shown_by_a_case_that_runs_it():
    """Steps, gateways, flows and events in the model; parts that only name something are shown where they are read."""
    running = {row.element for row in TABLE if row.verdict == "runs" and not row.test.startswith("features/")}

    assert running & (FLOW_NODES | set(DEFINITIONS) | {"none", "conditionExpression"}) == set()


def test_every_remedy_belongs_to_something_refused():
    refused = {row.element for row in TABLE if row.verdict == "refused"}

    assert set(REMEDIES) - {""} <= refused


def test_the_page_is_the_one_that_the_table_gives():
    assert PAGE.read_text(encoding="utf-8") == document(), (
        "run: python -m engine.reading.support > docs/bpmn-support.md"
    )

"""Every shipped process can be published as it is, and every one of its ends is reached by a scenario."""

import json
import re

import pytest

from casework.notices.templates import TEMPLATES
from engine.model import HUMAN, Kind
from tests.processes.shipped import (
    FORM_KEY,
    LIBRARY,
    PROCESSES,
    bundle,
    compile_bundle,
    compiled,
    end_events,
    process_keys,
    scenarios,
    walked,
)

TEMPLATE = re.compile(r'name="template">(\w+)<')
SCENARIOS = list(scenarios())
# Thrown for whoever calls the process; drawn alone it has nobody to catch it.
FOR_THE_CALLER = {("ca_fee", "error.uncaught")}


@pytest.mark.parametrize("key", process_keys())
def test_it_is_published_without_a_finding_to_heed(key):
    found = compile_bundle(bundle(key), key=key)

    heeded = [finding for finding in found.findings if finding.level in ("error", "warning")]
    assert [finding for finding in heeded if (key, finding.rule) not in FOR_THE_CALLER] == []


@pytest.mark.parametrize(("process", "name", "scenario"), SCENARIOS, ids=[f"{one[0]}-{one[1]}" for one in SCENARIOS])
def test_the_scenario_ends_where_it_says(process, name, scenario):
    walk = walked(process, scenario)

    assert [incident.code for incident in walk.incidents] == scenario.get("incidents", [])
    assert sorted(walk.ends) == sorted(scenario["ends"])
    assert walk.milestones == scenario["milestones"]
    assert walk.tasks == {}
    assert walk.ended or walk.incidents


@pytest.mark.parametrize("key", process_keys())
def test_every_end_event_is_reached_by_a_scenario(key):
    reached = {end for process, _, scenario in SCENARIOS if process == key for end in scenario["ends"]}

    assert reached == end_events(key)


@pytest.mark.parametrize("key", process_keys())
def test_the_picture_has_lanes_for_every_step_and_stays_readable(key):
    nodes = compiled(key).entry.body.nodes.values()

    assert [node.id for node in nodes if node.lane is None and node.kind is not Kind.BOUNDARY] == []
    assert sum(1 for node in nodes if node.kind is not Kind.BOUNDARY) <= 28


@pytest.mark.parametrize("key", process_keys())
def test_every_task_has_a_form(key):
    tasks = [node for node in compiled(key).entry.body.nodes.values() if node.kind in HUMAN]

    assert [node.id for node in tasks if node.form_key is None] == []


def test_every_form_of_the_library_is_used():
    used = {name for path in PROCESSES.glob("*/*.bpmn") for name in FORM_KEY.findall(path.read_text("utf-8"))}

    assert {path.stem for path in LIBRARY.glob("*.form")} - used == set()


def test_every_notice_a_diagram_sends_by_name_has_its_sentence():
    sent = {name for path in PROCESSES.glob("*/*.bpmn") for name in TEMPLATE.findall(path.read_text("utf-8"))}

    assert sent and sent <= set(TEMPLATES)


def test_a_survey_on_record_is_known_where_the_case_is_handled():
    scenario = json.loads((PROCESSES / "p_promised/scenarios/with_survey_extension_and_return.json").read_text("utf-8"))
    scenario["facts"]["item"]["needs_survey"] = True

    before = walked("p_promised", {**scenario, "steps": scenario["steps"][:1]}).document[""]
    after = walked("p_promised", {**scenario, "steps": scenario["steps"][:7]}).document[""]

    assert (before["survey_expected"], before.get("surveyed")) == (True, None)
    assert after["surveyed"] == "yes"


@pytest.mark.parametrize(("needs", "chosen"), [(True, "yes"), (False, None)])
def test_the_survey_of_an_item_that_needs_one_is_chosen_before_the_plan_is_made(needs, chosen):
    plan = {"variables": {"intake": "accept"}, "facts": {"item": {"base_type": "joint", "needs_survey": needs}}}

    walk = walked("p_joint", {**plan, "steps": []})

    assert [key.element for key in walk.tasks] == ["plan_joint"]
    assert (walk.document[""].get("survey_needed"), walk.document[""]["survey_expected"]) == (chosen, needs)

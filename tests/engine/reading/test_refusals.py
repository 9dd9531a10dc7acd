"""What does not run is refused by name, with element, line and a sentence in both languages."""

import pytest

from engine.reading import read_bundle
from tests.engine.reading.builders import chain, definitions, finding_of, flow, line, read, rules

INNER = f'<startEvent id="i"/><userTask id="u"/><endEvent id="o"/>{chain("i", "u", "o")}'
CASES = [
    (f'<subProcess id="x" triggeredByEvent="true">{INNER}</subProcess>', "eventSubProcess"),
    (f'<adHocSubProcess id="x">{INNER}</adHocSubProcess>', "adHocSubProcess"),
    (f'<transaction id="x">{INNER}</transaction>', "transaction"),
    ('<userTask id="x" isForCompensation="true"/>', "isForCompensation"),
    ('<complexGateway id="x"/>', "complexGateway"),
    ('<userTask id="x"><standardLoopCharacteristics/></userTask>', "standardLoopCharacteristics"),
    ('<callActivity id="x" calledElement="gt"/>', "globalUserTask"),
    ('<eventBasedGateway id="x" instantiate="true"/>', "eventBasedGateway"),
]


@pytest.mark.parametrize(("element", "kind"), CASES)
def test_what_does_not_run_is_refused_by_name(element, kind):
    reading = read(line(element), '<globalUserTask id="gt"/>')

    refusal = finding_of(reading, "element.refused")
    assert reading.definition is None
    assert (refusal.element, refusal.line, refusal.params["kind"]) == ("x", 3, kind)
    assert all(refusal.in_language("zh")) and all(refusal.in_language("en"))
    assert reading.census.unaccounted == ()


def test_a_choreography_is_refused_by_name():
    task = '<choreographyTask id="x" initiatingParticipantRef="a"/>'

    reading = read_bundle({"c.bpmn": definitions(f'<choreography id="c">{task}</choreography>')})

    assert finding_of(reading, "element.refused").element == "x"
    assert reading.census.unaccounted == ()


@pytest.mark.parametrize("attribute", ["startQuantity", "completionQuantity"])
def test_more_than_one_token_per_run_is_refused(attribute):
    refusal = finding_of(read(line(f'<userTask id="x" {attribute}="2"/>')), "activity.quantity")

    assert (refusal.element, refusal.params["attribute"]) == ("x", attribute)


@pytest.mark.parametrize("element", [
    f'<subProcess id="x" triggeredByEvent="1">{INNER}</subProcess>',
    '<userTask id="x" isForCompensation="1"/>',
    '<eventBasedGateway id="x" instantiate="1"/>',
])  # fmt: skip
def test_an_xml_boolean_may_be_written_as_a_number(element):
    assert finding_of(read(line(element)), "element.refused").element == "x"


def test_an_element_that_bpmn_does_not_have_is_refused_beside_the_steps_and_told_elsewhere():
    reading = read(line('<userTask id="x"><fancyPart/></userTask>') + '<fancyTask id="z"/>')

    refusal, remark = finding_of(reading, "element.refused"), finding_of(reading, "element.unknown")
    assert (refusal.element, refusal.params["kind"]) == ("z", "fancyTask")
    assert (remark.level, remark.params["name"]) == ("note", "fancyPart")


def test_what_stands_in_an_extension_is_its_vendors_own():
    own = '<extensionElements><ModelProperties><attribute name="x"/></ModelProperties></extensionElements>'

    assert rules(read(line(f'<userTask id="x">{own}</userTask>'))) == ["vendor.no_effect"]


@pytest.mark.parametrize("holder", [
    '<conditionExpression language="groovy" camunda:resource="check.groovy"/>',
    '<conditionExpression camunda:resource="check.groovy"/>',
    '<conditionExpression language="groovy">x == 1</conditionExpression>',
])  # fmt: skip
def test_a_condition_kept_in_a_script_is_refused_and_not_taken_for_a_branch_without_one(holder):
    body = '<startEvent id="s"/><userTask id="t"/><exclusiveGateway id="g"/><endEvent id="a"/><endEvent id="b"/>'
    scripted = f'<sequenceFlow id="f" sourceRef="g" targetRef="a" name="是">{holder}</sequenceFlow>'

    reading = read(body + chain("s", "t", "g") + scripted + flow("g", "b", name="否"))

    assert finding_of(reading, "condition.script").element == "f"

"""What does not run is refused by name, with element, line and a sentence in both languages."""

import pytest

from engine.reading import read_bundle
from tests.engine.reading.builders import chain, definitions, finding_of, line, read

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

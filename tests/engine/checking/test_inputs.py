"""Variables that go no further: what is entered as an input and not passed on, what no expression can name."""

import pytest

from tests.engine.checking.builders import found
from tests.engine.reading.builders import line

INPUT = '<camunda:inputParameter name="amount">0</camunda:inputParameter>'
FORM = b'{"components": [{"type": "number", "key": "amount", "label": "a"}]}'


def a_step(element: str, inside: str = "", output: str = "", given: str = INPUT) -> str:
    parameters = f"<camunda:inputOutput>{given}{output}</camunda:inputOutput>"
    kind = element.split()[0]
    return line(f'<{element} id="x"><extensionElements>{parameters}</extensionElements>{inside}</{kind}>')


ASKED, SCRIPTED = ('userTask camunda:formKey="f"', ""), ("scriptTask", "<script>amount = amount + 1</script>")


@pytest.mark.parametrize(("element", "inside"), [ASKED, SCRIPTED])
def test_what_is_entered_as_an_input_and_not_passed_on_is_told_to_be_gone(element, inside):
    (finding,) = found(a_step(element, inside), "input.held", files={"f.form": FORM})

    assert (finding.level, finding.element, finding.params["names"]) == ("warning", "x", ["amount"])


@pytest.mark.parametrize(("element", "inside"), [ASKED, SCRIPTED])
@pytest.mark.parametrize(("output", "given"), [
    ('<camunda:outputParameter name="fee">${amount}</camunda:outputParameter>', INPUT),
    ("", INPUT.replace("amount", "most")),
])  # fmt: skip
def test_what_an_output_passes_on_or_no_input_holds_is_not(element, inside, output, given):
    assert found(a_step(element, inside, output, given), "input.held", files={"f.form": FORM}) == []


def with_output(name: str, element: str = "userTask", parameter: str = "outputParameter") -> str:
    drawn = f'<camunda:{parameter} name="{name}">${{1}}</camunda:{parameter}>'
    return a_step(element, given="", output=drawn)


@pytest.mark.parametrize(("body", "name"), [
    (with_output("order.id"), "order.id"),
    (with_output("order-id", parameter="inputParameter"), "order-id"),
    (line('<scriptTask id="x"><script>order.id = 5</script></scriptTask>'), "order.id"),
    (line('<scriptTask id="x" camunda:resultVariable="if"><script>5</script></scriptTask>'), "if"),
    (line('<userTask id="x"><multiInstanceLoopCharacteristics camunda:collection="=[1]" camunda:elementVariable="a.b"/>'
          "</userTask>"), "a.b"),
])  # fmt: skip
def test_a_variable_that_no_expression_can_read_is_told(body, name):
    (finding,) = found(body, "name.unreadable")

    assert (finding.level, finding.element, finding.params["names"]) == ("warning", "x", [name])


@pytest.mark.parametrize("body", [
    with_output("金额"), with_output("order id"), with_output("_a1"),
    with_output("to-address", 'serviceTask camunda:topic="mail"', "inputParameter"),
    with_output("order-id").replace("${1}", "${execution.getVariable('order-id')}"),
])  # fmt: skip
def test_a_plain_name_one_that_is_fetched_and_what_a_job_is_given_are_fine(body):
    assert found(body, "name.unreadable") == []

"""What is entered under the name of an input parameter goes no further than its outputs pass it on."""

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

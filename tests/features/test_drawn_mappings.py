"""Input and output parameters work at every element that can have them, from the drawn XML on."""

import pytest

from tests.engine.reading.builders import chain, flow, line
from tests.engine.running.builders import Walk
from tests.features.test_drawn_elements import INSIDE, MESSAGE, TIMER, a_walk

PARAMETERS = (
    '<extensionElements><camunda:inputOutput><camunda:inputParameter name="given">${have}</camunda:inputParameter>'
    '<camunda:outputParameter name="kept">${said}</camunda:outputParameter></camunda:inputOutput>%s</extensionElements>'
)
NOTHING_MORE = PARAMETERS % ""
CALL = PARAMETERS % '<camunda:in source="given" target="passed"/><camunda:out source="answer" target="said"/>'
NEXT = '<userTask id="next"/>'


def answer(walk: Walk, element: str, **said: str) -> None:
    kind = walk.open[walk.key(element)]
    {"task": walk.complete, "service": walk.done, "wait": walk.deliver}[kind](element, **said)


@pytest.mark.parametrize(("drawn", "element", "name"), [
    (f'<userTask id="x">{NOTHING_MORE}</userTask>', "x", "said"),
    (f'<receiveTask id="x" messageRef="m">{NOTHING_MORE}</receiveTask>', "x", "said"),
    (f'<intermediateCatchEvent id="x">{NOTHING_MORE}{MESSAGE}</intermediateCatchEvent>', "x", "said"),
    (f'<subProcess id="x">{NOTHING_MORE}{INSIDE}</subProcess>', "inner", "said"),
    (f'<callActivity id="x" calledElement="q">{CALL}</callActivity>', "inner", "answer"),
    (f'<serviceTask id="x" camunda:topic="t">{NOTHING_MORE}</serviceTask>', "x", "said"),
])  # fmt: skip
def test_outputs_are_mapped_wherever_they_are_drawn(drawn, element, name):
    walk = a_walk(f'<startEvent id="s"/>{drawn}{NEXT}{chain("s", "x", "next")}')
    walk.start(have="papers")

    answer(walk, element, **{name: "yes", "more": "private"})

    assert walk.tasks == ["next"] and walk.document[""]["kept"] == "yes"


@pytest.mark.parametrize("drawn", [
    f'<receiveTask id="x" messageRef="m">{NOTHING_MORE}</receiveTask>',
    f'<intermediateCatchEvent id="x">{NOTHING_MORE}{TIMER}</intermediateCatchEvent>',
    f'<subProcess id="x">{NOTHING_MORE}{INSIDE}</subProcess>',
])  # fmt: skip
def test_inputs_are_variables_of_the_element_alone(drawn):
    walk = a_walk(line(drawn))

    walk.start(have="papers")

    assert walk.document == {"": {"have": "papers"}, "x#1": {"given": "papers"}}


def test_the_inputs_of_a_call_are_seen_by_its_mappings_and_not_by_the_called_process():
    walk = a_walk(line(f'<callActivity id="x" calledElement="q">{CALL}</callActivity>'))

    walk.start(have="papers")

    assert walk.document["x#1"] == {"passed": "papers"}


def test_the_outputs_of_a_call_do_not_see_what_the_called_process_kept_for_itself():
    walk = a_walk(f'<startEvent id="s"/><callActivity id="x" calledElement="q">{CALL}</callActivity>{NEXT}'
                  f'{chain("s", "x", "next")}')  # fmt: skip
    walk.start(have="papers")

    walk.complete("inner", said="a secret", answer="yes")

    assert walk.document[""]["kept"] == "yes"


def test_with_outputs_a_message_leaves_nothing_else_in_the_case():
    walk = a_walk(f'<startEvent id="s"/><userTask id="u"/><boundaryEvent id="x" attachedToRef="u">{NOTHING_MORE}'
                  f'{MESSAGE}</boundaryEvent>{NEXT}{chain("s", "u")}{chain("x", "next")}')  # fmt: skip
    walk.start()

    walk.deliver("x", said="yes", more="private")

    assert walk.document == {"": {"kept": "yes"}}


def test_outputs_that_fail_keep_the_message_for_the_retry():
    broken = NOTHING_MORE.replace("${said}", "${said + sum}")
    walk = a_walk(f'<startEvent id="s"/><receiveTask id="x" messageRef="m">{broken}</receiveTask>{NEXT}'
                  f'{chain("s", "x", "next")}')  # fmt: skip
    walk.start(have=1)

    walk.deliver("x", said=2)
    stuck = walk.incident()[0]
    walk.document = {**walk.document, "": {**walk.document[""], "sum": 3}}
    walk.retry("x")

    assert (stuck, walk.tasks, walk.document[""]["kept"]) == ("x", ["next"], 5)


FEE = (
    '<extensionElements><camunda:inputOutput><camunda:inputParameter name="amount">${0}</camunda:inputParameter>'
    '<camunda:outputParameter name="fee">${amount}</camunda:outputParameter></camunda:inputOutput></extensionElements>'
)


def test_what_a_form_returns_for_an_input_is_what_the_outputs_pass_on():
    walk = a_walk(f'<startEvent id="s"/><userTask id="x">{FEE}</userTask>{NEXT}{chain("s", "x", "next")}')
    walk.start(amount=500)

    walk.complete("x", amount=7, note="paid in cash")

    assert walk.document == {"": {"amount": 500, "fee": 7, "note": "paid in cash"}}


def test_each_assignment_of_a_script_sees_what_an_earlier_one_made_of_an_input():
    script = f'<scriptTask id="x">{FEE}<script>amount = amount + 1\ntwice = amount * 2</script></scriptTask>'
    walk = a_walk(f'<startEvent id="s"/>{script}{NEXT}{chain("s", "x", "next")}')

    walk.start(amount=500)

    assert walk.document == {"": {"amount": 500, "fee": 1, "twice": 2}}


def test_a_button_is_seen_by_the_gateway_and_by_outputs_though_an_input_has_its_name():
    asked = FEE.replace("amount", "choice")
    flows = "".join((chain("s", "x", "g"), flow("g", "next", condition='choice = "yes"'), flow("g", "e", identity="d")))
    walk = a_walk(f'<startEvent id="s"/><userTask id="x">{asked}</userTask>'
                  f'<exclusiveGateway id="g" default="d"/>{NEXT}<endEvent id="e"/>{flows}')  # fmt: skip
    walk.start()

    walk.complete("x", "yes")

    assert walk.tasks == ["next"] and walk.document[""] == {"choice": "yes", "fee": "yes"}


GIVEN = NOTHING_MORE.replace("${said}", "=given")


@pytest.mark.parametrize("drawn", [
    f'<userTask id="x">{GIVEN}</userTask>',
    f'<receiveTask id="x" messageRef="m">{GIVEN}</receiveTask>',
    f'<serviceTask id="x" camunda:topic="t">{GIVEN}</serviceTask>',
    f'<businessRuleTask id="x" camunda:topic="t">{GIVEN}</businessRuleTask>',
    f'<callActivity id="x" calledElement="q">{GIVEN}</callActivity>',
])  # fmt: skip
def test_outputs_see_the_inputs_of_their_element(drawn):
    walk = a_walk(f'<startEvent id="s"/>{drawn}{NEXT}{chain("s", "x", "next")}')
    walk.start(have="papers")

    answer(walk, "inner" if drawn.startswith("<call") else "x")

    assert walk.tasks == ["next"] and walk.document == {"": {"have": "papers", "kept": "papers"}}


def test_what_a_job_gives_back_stands_before_what_it_was_given():
    walk = a_walk(f'<startEvent id="s"/><serviceTask id="x" camunda:topic="t">{GIVEN}</serviceTask>{NEXT}'
                  f'{chain("s", "x", "next")}')  # fmt: skip
    walk.start(have="papers")

    walk.done("x", given="checked papers")

    assert walk.document[""]["kept"] == "checked papers"

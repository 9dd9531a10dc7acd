"""Input and output parameters work at every element that can have them, from the drawn XML on."""

import pytest

from tests.engine.reading.builders import chain, flow, line
from tests.engine.running.builders import Walk
from tests.features.test_drawn_elements import INSIDE, MESSAGE, SIGNAL, TIMER, a_walk

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
    walk.start(have="papers")

    walk.deliver("x", said="yes", more="private")

    assert walk.document == {"": {"have": "papers", "kept": "yes"}}


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
PASSED = '<camunda:in source="given" target="passed"/>'


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


THROWS = [f'<sendTask id="x" messageRef="m">{GIVEN}</sendTask>',
          f'<intermediateThrowEvent id="x">{GIVEN}{MESSAGE}</intermediateThrowEvent>',
          f'<intermediateThrowEvent id="x">{GIVEN}{SIGNAL}</intermediateThrowEvent>']  # fmt: skip
ENDS = [MESSAGE, SIGNAL, "", "<terminateEventDefinition/>", '<errorEventDefinition errorRef="err"/>']


@pytest.mark.parametrize("drawn", [*THROWS, *(drawn.replace("=given", "${given}") for drawn in THROWS)])
def test_outputs_of_what_is_thrown_see_its_inputs_which_are_what_it_carries(drawn):
    walk = a_walk(f'<startEvent id="s"/>{drawn}{NEXT}{chain("s", "x", "next")}')

    walk.start(have="papers")

    assert walk.tasks == ["next"] and walk.document == {"": {"have": "papers", "kept": "papers"}}
    assert [sent.payload for sent in walk.step.sent] == [{"given": "papers"}]


@pytest.mark.parametrize("event", ENDS)
def test_outputs_of_an_end_see_its_inputs(event):
    inside = f'<startEvent id="i"/><endEvent id="x">{GIVEN}{event}</endEvent>{chain("i", "x")}'
    sub = f'<subProcess id="S">{inside}</subProcess><boundaryEvent id="b" attachedToRef="S">{ENDS[-1]}</boundaryEvent>'
    walk = a_walk(f'<startEvent id="s"/>{sub}{NEXT}{chain("s", "S", "next")}{chain("b", "next")}')

    walk.start(have="papers")

    assert walk.tasks == ["next"] and walk.document == {"": {"have": "papers", "kept": "papers"}}


def test_outputs_of_a_start_see_its_inputs():
    walk = a_walk(f'<startEvent id="s">{GIVEN}</startEvent>{NEXT}{chain("s", "next")}')

    walk.start(have="papers")

    assert walk.document == {"": {"have": "papers", "kept": "papers"}}


@pytest.mark.parametrize(("brought", "kept"), [({}, "new"), ({"given": "a letter"}, "a letter")])
def test_outputs_of_a_boundary_event_see_what_it_brought_before_its_inputs_as_it_fires(brought, kept):
    walk = a_walk(f'<startEvent id="s"/><userTask id="u"/><userTask id="v"/><boundaryEvent id="x" attachedToRef="u" '
                  f'cancelActivity="false">{GIVEN}{MESSAGE}</boundaryEvent>{NEXT}<parallelGateway id="f"/>'
                  f'{chain("s", "f", "u")}{chain("f", "v")}{chain("x", "next")}')  # fmt: skip
    walk.start(have="old")
    walk.complete("v", have="new")

    walk.deliver("x", **brought)

    assert walk.tasks == ["next", "u"] and walk.document == {"": {"have": "new", "kept": kept}}


@pytest.mark.parametrize("drawn", [
    f'<sendTask id="x" messageRef="m">{GIVEN.replace("</ext", PASSED + "</ext")}</sendTask>',
    f'<intermediateThrowEvent id="x">{GIVEN}<messageEventDefinition messageRef="m"><extensionElements>{PASSED}'
    "</extensionElements></messageEventDefinition></intermediateThrowEvent>",
])  # fmt: skip
def test_what_is_drawn_for_a_message_beside_inputs_sees_them_and_is_all_it_carries(drawn):
    walk = a_walk(f'<startEvent id="s"/>{drawn}{NEXT}{chain("s", "x", "next")}')

    walk.start(have="papers")

    assert [sent.payload for sent in walk.step.sent] == [{"passed": "papers"}]
    assert walk.document == {"": {"have": "papers", "kept": "papers"}}


def test_outputs_that_fail_throw_nothing_and_the_retry_throws_once():
    broken = GIVEN.replace("=given", "${given + sum}")
    walk = a_walk(f'<startEvent id="s"/><sendTask id="x" messageRef="m">{broken}</sendTask>{NEXT}'
                  f'{chain("s", "x", "next")}')  # fmt: skip
    walk.start(have=1)
    before = (walk.incident()[0], walk.step.sent)

    walk.document = {**walk.document, "": {**walk.document[""], "sum": 3}}
    walk.retry("x")

    assert before == ("x", ()) and [sent.payload for sent in walk.step.sent] == [{"given": 1}]
    assert walk.document == {"": {"have": 1, "sum": 3, "kept": 4}}


def test_the_result_of_a_job_that_is_done_per_item_sees_its_inputs():
    each = (
        '<multiInstanceLoopCharacteristics camunda:collection="${all}" camunda:elementVariable="one" '
        'banjian:outputCollection="results" banjian:outputElement="given"/>'
    )
    asked = GIVEN.replace("${have}", "${one}").replace(
        '<camunda:outputParameter name="kept">=given</camunda:outputParameter>', ""
    )
    walk = a_walk(f'<startEvent id="s"/><serviceTask id="x" camunda:topic="t">{asked}{each}</serviceTask>{NEXT}'
                  f'{chain("s", "x", "next")}')  # fmt: skip
    walk.start(all=["a"])

    walk.done("x")

    assert walk.document == {"": {"all": ["a"], "results": ["a"]}}

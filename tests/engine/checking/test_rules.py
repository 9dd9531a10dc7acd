"""What is to be said about a diagram that can be read: circles, joins, errors, casework, people, variables."""

import json

import pytest

from engine.checking import check
from tests.calls import calls_of
from tests.engine.checking.builders import found
from tests.engine.reading.builders import chain, flow, line, read


def script(identity: str, text: str) -> str:
    return f'<scriptTask id="{identity}" scriptFormat="feel"><script>{text}</script></scriptTask>'


def circle(step: str, identity: str = "x") -> str:
    gateways = '<exclusiveGateway id="m"/><exclusiveGateway id="g" default="g-m"/>'
    flows = chain("s", "m", identity, "g", "m") + flow("g", "e", condition="done = true")
    return f'<startEvent id="s"/>{gateways}{step}<endEvent id="e"/>{flows}'


def test_a_circle_in_which_nothing_waits_or_changes_is_an_error():
    (finding,) = found(circle('<intermediateThrowEvent id="x"/>'), "circle.endless")

    assert (finding.level, finding.params["elements"]) == ("error", ["g", "m", "x"])


def test_an_automatic_circle_that_changes_data_is_a_warning():
    (finding,) = found(circle(script("x", "done = true")), "circle.automatic")

    assert finding.level == "warning"


@pytest.mark.parametrize(
    "step",
    [
        '<userTask id="x"/>',
        '<serviceTask id="x" camunda:topic="job"/>',
        '<receiveTask id="x" name="m"/>',
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>'
        "</intermediateCatchEvent>",
        '<subProcess id="x"><startEvent id="i"/><userTask id="u"/><endEvent id="o"/>'
        f"{chain('i', 'u', 'o')}</subProcess>",
    ],
)
def test_a_circle_that_waits_is_fine(step):
    assert found(circle(step), "circle.endless") + found(circle(step), "circle.automatic") == []


CALLED = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="u">
<process id="c" isExecutable="true"><startEvent id="i"/>{step}<endEvent id="o"/>
<sequenceFlow id="c1" sourceRef="i" targetRef="t"/><sequenceFlow id="c2" sourceRef="t" targetRef="o"/>
</process></definitions>"""


@pytest.mark.parametrize(("step", "rules"), [('<userTask id="t"/>', []), (script("t", "n = 1"), ["circle.automatic"])])
def test_a_called_process_waits_only_if_something_in_it_does(step, rules):
    called = {"c.bpmn": CALLED.format(step=step).encode()}
    body = circle('<callActivity id="x" calledElement="c"/>')

    told = [found(body, rule, files=called) for rule in ("circle.automatic", "circle.endless")]

    assert [finding.rule for findings in told for finding in findings] == rules


def joined(split: str) -> str:
    nodes = f'<startEvent id="s"/><{split} id="g" default="g-b"/><userTask id="a"/><userTask id="b"/>'
    flows = chain("s", "g", "b", "j", "e") + flow("g", "a", condition="x > 1") + chain("a", "j")
    return f'{nodes}<parallelGateway id="j"/><endEvent id="e"/>{flows}'


def test_a_join_of_branches_of_one_choice_starves():
    (finding,) = found(joined("exclusiveGateway"), "join.starves")

    assert (finding.element, finding.params["elements"]) == ("j", ["g"])


def test_a_join_of_parallel_branches_does_not():
    assert found(joined("parallelGateway"), "join.starves") == []


THROWN = f'<startEvent id="i"/><endEvent id="o"><errorEventDefinition errorRef="E1"/></endEvent>{chain("i", "o")}'


def caught(code: str) -> str:
    event = f'<boundaryEvent id="b" attachedToRef="x"><errorEventDefinition {code}/></boundaryEvent><endEvent id="f"/>'
    return line(f'<subProcess id="x">{THROWN}</subProcess>') + event + flow("b", "f")


def test_an_error_that_nobody_catches_is_told():
    (finding,) = found(line(f'<subProcess id="x">{THROWN}</subProcess>'), "error.uncaught")

    assert (finding.element, finding.params["code"]) == ("o", "E1")


@pytest.mark.parametrize("code", ['errorRef="E1"', ""])
def test_an_error_caught_by_code_or_by_a_boundary_for_all_is_fine(code):
    assert found(caught(code), "error.uncaught") == []


def test_an_error_of_another_code_is_not_caught():
    assert len(found(caught('errorRef="E2"'), "error.uncaught")) == 1


def test_an_error_of_a_called_process_is_caught_at_the_call():
    event = '<boundaryEvent id="b" attachedToRef="x"><errorEventDefinition/></boundaryEvent><endEvent id="f"/>'
    body = line('<callActivity id="x" calledElement="q"/>') + event + flow("b", "f")

    assert found(body, "error.uncaught", f'<process id="q">{THROWN}</process>') == []


def test_a_casework_operation_must_exist():
    body = line('<serviceTask id="x" banjian:operation="fly"/>')

    (finding,) = found(body, "operation.unknown", operations=["accept"])

    assert (finding.params["operation"], finding.params["near"]) == ("fly", ["accept"])
    assert found(body, "operation.unknown", operations=["accept", "flyby"])[0].params["near"] == ["flyby"]
    assert found(body, "operation.unknown", operations=["fly"]) == found(body, "operation.unknown") == []


def test_a_timer_may_only_follow_a_clock_that_exists():
    timer = '<intermediateCatchEvent id="x" banjian:clock="{}"><timerEventDefinition/></intermediateCatchEvent>'

    (refusal,) = found(line(timer.format("promissed")), "clock.unknown")

    assert (refusal.level, refusal.element) == ("error", "x") and "promised" in refusal.params["known"]
    assert found(line(timer.format("promised")), "clock.unknown") == []


def test_a_step_may_only_need_a_document_that_exists():
    step = line('<userTask id="x" banjian:document="D99"/>')

    (refusal,) = found(step, "document.unknown", documents=["D01", "D06"])

    assert (refusal.level, refusal.element, refusal.params["known"]) == ("error", "x", ["D01", "D06"])
    assert found(step, "document.unknown", documents=["D99"]) + found(step, "document.unknown") == []


def test_a_milestone_must_be_one_of_those_that_give_the_status():
    assert len(found(line('<userTask id="x" banjian:milestone="done"/>'), "milestone.unknown")) == 1
    assert found(line('<userTask id="x" banjian:milestone="decided:approved"/>'), "milestone.unknown") == []


@pytest.mark.parametrize(
    ("limit", "faults"),
    [("2wd", 0), ("3d", 0), ("4h", 0), ("0.5d", 0), ("2 wd", 0), ("30m", 0), ("1.5wd", 1), ("²d", 1), ("two days", 1),
     ("2 w", 1)],
)  # fmt: skip
def test_a_step_limit_is_a_number_with_a_unit(limit, faults):
    assert len(found(line(f'<userTask id="x" banjian:limit="{limit}"/>'), "limit.unreadable")) == faults


@pytest.mark.parametrize(("other", "faults"), [("y", 1), ("x", 1), ("s", 0)])
def test_a_task_done_by_somebody_else_names_another_element(other, faults):
    assert len(found(line(f'<userTask id="x" banjian:separateFrom="{other}"/>'), "task.separate_from")) == faults


def test_a_task_of_nobody_is_a_warning():
    assert len(found(line('<userTask id="x"/>'), "task.nobody")) == 1
    assert found(line('<userTask id="x" camunda:candidateGroups="clerk"/>'), "task.nobody") == []


def beside(left: str, right: str) -> str:
    nodes = f'<startEvent id="s"/><parallelGateway id="g"/>{left}{right}<parallelGateway id="j"/><endEvent id="e"/>'
    return nodes + chain("s", "g", "a", "j", "e") + chain("g", "b", "j")


def test_two_live_branches_that_write_one_variable_are_told():
    (finding,) = found(beside(script("a", "v = 1"), script("b", "v = 2")), "variable.contested")

    assert (finding.element, finding.params["variable"], finding.params["elements"]) == ("g", "v", ["a", "b"])


def test_branches_that_write_different_variables_are_fine():
    assert found(beside(script("a", "v = 1"), script("b", "w = 2")), "variable.contested") == []


def test_what_is_written_after_the_join_is_not_contested():
    body = beside(script("a", "v = 1"), '<userTask id="b"/>').replace(chain("j", "e"), "") + script("c", "v = 2")

    assert found(body + chain("j", "c", "e"), "variable.contested") == []


def test_forms_of_live_branches_count_too():
    form = json.dumps({"id": "f", "components": [{"type": "textfield", "key": "v"}]}).encode()
    tasks = [f'<userTask id="{identity}" camunda:formKey="f"/>' for identity in "ab"]

    assert len(found(beside(*tasks), "variable.contested", files={"f.form": form})) == 1


def test_instances_keep_what_they_write():
    loop = "<multiInstanceLoopCharacteristics><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    left = script("a", "v = 1").replace("<script>", loop + "<script>")

    assert found(beside(left, script("b", "v = 2")), "variable.contested") == []


def test_a_non_interrupting_boundary_runs_beside_its_activity():
    message = '<messageEventDefinition messageRef="m"/>'
    event = f'<boundaryEvent id="b" attachedToRef="x" cancelActivity="false">{message}</boundaryEvent>'
    body = line(script("x", "v = 1")) + event + script("h", "v = 2") + '<endEvent id="f"/>' + chain("b", "h", "f")

    assert len(found(body, "variable.contested", '<message id="m" name="m"/>')) == 1


def test_a_name_that_nothing_writes_is_a_warning():
    (finding,) = found(line(script("x", "a = b + 1")), "name.unknown")

    assert (finding.level, finding.element, finding.params["name"]) == ("warning", "x", "b")


@pytest.mark.parametrize("text", ["a = today()", "a = item.code", "a = case.number", "a = applicant", "a = a"])
def test_facts_and_written_variables_are_known(text):
    assert found(line(script("x", text)), "name.unknown") == []


def offering(buttons: str, second: str, default: str = "") -> str:
    """A task with these buttons, and a gateway with the branch `r = "yes"` and a second one."""
    nodes = f'<startEvent id="s"/><userTask id="t" banjian:outcomes="{buttons}"/><exclusiveGateway id="g" {default}/>'
    flows = chain("s", "t", "g") + flow("g", "e", condition='r = "yes"') + flow("g", "f", condition=second)
    return f'{nodes}<endEvent id="e"/><endEvent id="f"/>{flows}'


def test_two_branches_of_one_choice_with_the_same_value_are_told_at_the_one_that_is_never_taken():
    body = offering("yes:同意", 'r = "yes"')

    (dead,) = found(body, "branch.never_taken")

    assert (dead.level, dead.element, dead.params["other"]) == ("warning", "g-f", "g-e")
    assert found(offering("yes:同意", 'r = "no"'), "branch.never_taken") == []
    assert found(body.replace("exclusiveGateway", "inclusiveGateway"), "branch.never_taken") == []


def test_a_drawn_button_without_a_branch_and_a_branch_without_a_button_are_told():
    body = offering("yes:同意, later:再议", 'r = "no"')

    (nowhere,), (never,) = found(body, "outcomes.leads_nowhere"), found(body, "outcomes.not_offered")

    assert (nowhere.element, nowhere.params["outcome"]) == ("t", "再议")
    assert (never.level, never.element, never.line) == ("warning", "g-f", 3)


@pytest.mark.parametrize("body", [
    offering("yes:同意, no:不同意", 'r = "no"'),
    offering("yes:同意, later:再议", "", 'default="g-f"'),
    offering("yes:同意, later:再议", 'r in ("no", "later")'),
])  # fmt: skip
def test_buttons_that_all_lead_somewhere_are_fine(body):
    assert found(body, "outcomes.leads_nowhere") + found(body, "outcomes.not_offered") == []


@pytest.mark.parametrize(("element", "attribute"), [
    (f'<userTask id="{"x" * 129}"/>', "id"),
    (f'<userTask id="x" camunda:formKey="{"f" * 129}"/>', "formKey"),
    (f'<serviceTask id="x" camunda:topic="{"t" * 129}"/>', "topic"),
    (f'<receiveTask id="x" name="{"m" * 129}"/>', "name"),
])  # fmt: skip
def test_a_name_that_no_row_can_hold_is_an_error(element, attribute):
    (finding,) = found(line(element, "x" * 129 if attribute == "id" else "x"), "name.too_long")

    assert (finding.level, finding.params["attribute"], finding.params["length"]) == ("error", attribute, 129)


def nested(levels: int) -> str:
    ids = ["S" * 30 + str(level) for level in range(levels)]
    opening = "".join(f'<startEvent id="s{one}"/>{flow("s" + one, one)}<subProcess id="{one}">' for one in ids)
    return f'{opening}<startEvent id="in"/>{"</subProcess>" * levels}'


def test_scopes_inside_one_another_whose_ids_are_too_long_together_are_an_error():
    (finding,) = found(nested(10), "path.too_long")

    assert (finding.level, finding.element, finding.line) == ("error", "p", 2)
    assert found(nested(8), "path.too_long") == []


@pytest.mark.parametrize(("definition", "level"), [
    ("<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>", "warning"),
    ('<messageEventDefinition messageRef="m"/>', "note"),
])  # fmt: skip
def test_that_a_typed_start_opens_no_case_by_itself_is_told(definition, level):
    body = f'<startEvent id="s">{definition}</startEvent><userTask id="t"/>' + chain("s", "t")

    (finding,) = found(body, "start.from_outside", '<message id="m" name="申请"/>')

    assert (finding.level, finding.element) == (level, "s")


def two_starts(join: str, extra: str = "") -> str:
    nodes = f'<startEvent id="s"/><startEvent id="z"/><userTask id="a"/><userTask id="b"/><{join} id="j"/>'
    return f'{nodes}<endEvent id="e"/>' + chain("s", "a", "j", "e") + chain("z", "b", "j") + extra


def test_a_parallel_join_of_branches_of_two_starts_is_told_for_each():
    warnings = found(two_starts("parallelGateway"), "join.divided")

    assert [(one.element, one.params["start"], one.params["elements"]) for one in warnings] == [
        ("j", "s", ["b"]), ("j", "z", ["a"]),
    ]  # fmt: skip


@pytest.mark.parametrize("body", [
    two_starts("exclusiveGateway"), two_starts("parallelGateway", flow("s", "b") + flow("z", "a")),
])  # fmt: skip
def test_starts_that_meet_in_another_way_are_fine(body):
    assert found(body, "join.divided") == []


def voting(loop: str = "", last: str = "b = vote") -> str:
    how = f'<multiInstanceLoopCharacteristics camunda:collection="=[1, 2]" {loop}/>'
    output = '<extensionElements><camunda:inputOutput><camunda:outputParameter name="vote">1</camunda:outputParameter>'
    task = f'<userTask id="x">{output}</camunda:inputOutput></extensionElements>{how}</userTask>'
    return f'<startEvent id="s"/>{task}{script("y", last)}<endEvent id="e"/>' + chain("s", "x", "y", "e")


def test_what_instances_write_and_a_later_step_needs_is_told_to_be_lost():
    (finding,) = found(voting(), "loop.results_lost")

    assert (finding.level, finding.element, finding.params["names"]) == ("warning", "x", ["vote"])


def test_what_instances_write_and_nobody_needs_is_a_hint():
    (finding,) = found(voting(last="b = 1"), "loop.results_unused")

    assert (finding.level, finding.params["names"]) == ("hint", ["vote"])


@pytest.mark.parametrize("body", [
    voting('banjian:outputCollection="votes"', "b = votes"), voting(last="vote = 1"),
])  # fmt: skip
def test_collected_results_are_not_lost_and_a_variable_of_another_step_is_not_theirs(body):
    assert found(body, "loop.results_lost") == []


def test_variables_from_outside_are_known():
    assert found(line(script("x", "a = b")), "name.unknown", known_variables=["b"]) == []


def test_a_called_process_sees_what_it_is_given():
    given = '<extensionElements><camunda:in source="a" target="b"/></extensionElements>'
    body = (
        '<startEvent id="s"/>' + script("w", "a = 1") + f'<callActivity id="x" calledElement="q">{given}</callActivity>'
    )
    steps = '<startEvent id="i"/>' + script("y", "c = b + d") + '<endEvent id="o"/>' + chain("i", "y", "o")
    called = f'<process id="q">{steps}</process>'

    names = found(body + '<endEvent id="e"/>' + chain("s", "w", "x", "e"), "name.unknown", called)

    assert [finding.params["name"] for finding in names] == ["d"]


def blocks(count: int):
    """That many pairs of parallel scripts, one after another."""
    steps = "".join(script(f"t{n}", f"v{n} = v{max(n - 1, 0)}") for n in range(2 * count))
    splits = "".join(f'<parallelGateway id="g{n}"/><parallelGateway id="j{n}"/>' for n in range(count))
    flows = "".join(chain(f"g{n // 2}", f"t{n}", f"j{n // 2}") for n in range(2 * count))
    joins = "".join(flow(f"j{n}", f"g{n + 1}") for n in range(count - 1)) + flow("s", "g0") + flow(f"j{count - 1}", "e")
    return read(f'<startEvent id="s"/>{steps}{splits}<endEvent id="e"/>{flows}{joins}').definition


def test_twice_the_diagram_is_no_more_than_thrice_the_work_to_check():
    """Counted in function calls; a diagram of a hundred nodes must be answered while its designer waits."""
    half, whole = blocks(12), blocks(24)

    assert calls_of(lambda: check(whole)) <= 3 * calls_of(lambda: check(half))


def test_a_hundred_nodes_are_checked_with_little_work():
    """19,571 calls when this was written, well under the 300 ms that a designer may wait."""
    hundred = blocks(24)

    assert len(hundred.entry.body.nodes) == 98
    assert calls_of(lambda: check(hundred)) <= 25_000


def wide(count: int):
    """That many scripts side by side, two of which write the same variable."""
    steps = "".join(script(f"t{n}", f"v{max(n, 1)} = 1") for n in range(count))
    flows = "".join(chain("g", f"t{n}", "j") for n in range(count))
    ends = '<parallelGateway id="g"/><parallelGateway id="j"/><endEvent id="e"/>'
    return read(f'<startEvent id="s"/>{steps}{ends}{chain("s", "g")}{flows}{chain("j", "e")}').definition


def test_twice_the_branches_are_no_more_than_thrice_the_work_to_check():
    """Comparing every branch with every other held the server for seventeen seconds with three thousand of them."""
    half, whole = wide(60), wide(120)

    assert calls_of(lambda: check(whole)) <= 3 * calls_of(lambda: check(half))
    assert [finding.params["variable"] for finding in check(whole) if finding.rule == "variable.contested"] == ["v1"]

"""Tasks: each kind is read with what it needs; program code of foreign engines becomes a job and is told."""

import pytest

from engine.model import Kind
from tests.engine.decisions.builders import dmn, table
from tests.engine.reading.builders import chain, definitions, finding_of, line, node_of, read, rules

DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="tier" name="tier"><literalExpression><text>1</text></literalExpression></decision></definitions>"""
FILES = {"tier.dmn": DMN.encode()}
CALLED = (
    '<process id="q" isExecutable="true"><startEvent id="qs"/><endEvent id="qe"/>' + chain("qs", "qe") + "</process>"
)


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ('<userTask id="x"/>', Kind.USER),
        ('<manualTask id="x"/>', Kind.MANUAL),
        ('<serviceTask id="x" camunda:type="external" camunda:topic="pay"/>', Kind.SERVICE),
        ('<sendTask id="x" messageRef="m"/>', Kind.SEND),
        ('<receiveTask id="x" messageRef="m"/>', Kind.RECEIVE),
        ('<scriptTask id="x" scriptFormat="feel"><script>total = price * 2</script></scriptTask>', Kind.SCRIPT),
        ('<businessRuleTask id="x" camunda:decisionRef="tier"/>', Kind.RULE),
        ('<callActivity id="x" calledElement="q"/>', Kind.CALL),
        (f'<subProcess id="x"><startEvent id="i"/><endEvent id="o"/>{chain("i", "o")}</subProcess>', Kind.SUBPROCESS),
    ],
)
def test_every_kind_of_task_is_read(element, kind):
    reading = read(line(element), f'<message id="m" name="hello"/>{CALLED}', FILES, key="p")

    assert node_of(reading).kind is kind
    assert rules(reading, "warning") == []


def test_an_abstract_task_becomes_a_user_task_with_a_warning():
    reading = read(line('<task id="x" name="更新状态"/>'))

    assert node_of(reading).kind is Kind.USER
    assert finding_of(reading, "task.abstract").level == "warning"


def test_a_collapsed_sub_process_without_contents_becomes_a_user_task():
    reading = read(line('<subProcess id="x" name="审查"/>'))

    assert node_of(reading).kind is Kind.USER
    assert rules(reading, "warning") == ["subprocess.empty"]


@pytest.mark.parametrize(
    ("attributes", "topic"),
    [
        ('camunda:class="org.example.tax.PayTax"', "PayTax"),
        ('camunda:delegateExpression="${payTax}"', "payTax"),
        ('camunda:delegateExpression="#{payTax}"', "payTax"),
        ('camunda:expression="${bean.pay(execution)}"', "x"),
        ('flowable:type="mail"', "mail"),
        ("", "x"),
    ],
)
def test_program_code_becomes_a_job_named_after_it_and_is_told(attributes, topic):
    reading = read(line(f'<serviceTask id="x" {attributes}/>'))

    node = node_of(reading)
    assert (node.kind, node.topic) == (Kind.SERVICE, topic)
    assert [finding.element for finding in reading.findings if finding.level == "warning"] == ["x"]


def test_an_expression_that_calls_nothing_is_evaluated_here():
    reading = read(line('<serviceTask id="x" camunda:expression="${a + 1}" camunda:resultVariable="b"/>'))

    node = node_of(reading)
    assert (node.kind, node.script[0].name, node.script[0].expression.names) == (Kind.SCRIPT, "b", {"a"})


def test_a_casework_operation_is_no_job():
    reading = read(line('<serviceTask id="x" banjian:operation="accept"/>'))

    assert (node_of(reading).operation, node_of(reading).topic) == ("accept", None)


@pytest.mark.parametrize("language", ["groovy", "javascript", "python", "juel"])
def test_a_script_in_another_language_is_refused(language):
    reading = read(line(f'<scriptTask id="x" scriptFormat="{language}"><script>a = 1</script></scriptTask>'))

    refusal = finding_of(reading, "script.foreign")
    assert (refusal.element, refusal.params["format"]) == ("x", language)


def test_a_script_without_language_runs_when_it_is_feel():
    reading = read(line('<scriptTask id="x"><script>合计 = 单价 * 数量</script></scriptTask>'))

    assert [assignment.name for assignment in node_of(reading).script] == ["合计"]


def test_a_script_without_language_that_is_not_feel_is_refused():
    reading = read(line("<scriptTask id=\"x\"><script>import os; os.remove('/')</script></scriptTask>"))

    assert rules(reading, "error") == ["script.undeclared"]


def test_a_decision_that_is_not_in_the_bundle_is_named():
    reading = read(line('<businessRuleTask id="x" camunda:decisionRef="tier"/>'))

    assert finding_of(reading, "decision.missing").params["decision"] == "tier"


@pytest.mark.parametrize(("shape", "outputs", "fits"), [
    ("singleEntry", 1, True), ("singleEntry", 2, False), ("collectEntries", 2, False), ("singleResult", 2, True),
    ("resultList", 1, True), ("ruleEntry", 1, False), ("", 2, True),
])  # fmt: skip
def test_a_shape_that_the_result_of_a_decision_cannot_have_is_refused(shape, outputs, fits):
    tiers = dmn(table(["n"], ["a", "b"][:outputs], ("> 1", "1", "2")[: outputs + 1]))
    task = f'<businessRuleTask id="x" camunda:decisionRef="tier" camunda:mapDecisionResult="{shape}"/>'

    reading = read(line(task), files={"tier.dmn": tiers})

    assert rules(reading, "error") == ([] if fits else ["decision.shape"])


def test_a_business_rule_task_without_a_decision_is_refused():
    assert rules(read(line('<businessRuleTask id="x"/>')), "error") == ["decision.none"]


def test_a_missing_called_process_is_named():
    reading = read(line('<callActivity id="x" name="缴费" calledElement="pay_fee"/>'))

    missing = finding_of(reading, "call.missing")
    assert (missing.element, missing.params["called"]) == ("x", "pay_fee")


def test_processes_that_call_one_another_in_a_circle_are_refused():
    back = line('<callActivity id="y" calledElement="p"/>', "y")

    reading = read(
        line('<callActivity id="x" calledElement="q"/>'),
        files={"q.bpmn": definitions(f'<process id="q">{back}</process>')},
        key="p",
    )

    assert finding_of(reading, "call.recursive").params["circle"] == "p → q → p"


def test_a_called_process_begins_at_exactly_one_plain_start():
    start = '<startEvent id="i" name="来件"><messageEventDefinition/></startEvent>'
    waiting = f'{start}<endEvent id="o"/>{chain("i", "o")}'

    reading = read(line('<callActivity id="x" calledElement="q"/>'), f'<process id="q">{waiting}</process>', key="p")

    assert finding_of(reading, "call.starts").params["count"] == 0


def test_a_task_that_a_message_instantiates_is_refused():
    reading = read(line('<receiveTask id="x" name="来件" instantiate="true"/>'))

    assert rules(reading, "error") == ["receive.instantiates"]


def test_camunda_attributes_of_a_user_task_are_typed():
    reading = read(
        line(
            '<userTask id="x" camunda:assignee="${who}" camunda:candidateUsers="ada,${bob}" camunda:priority="70"'
            ' camunda:candidateGroups="reviewer, chief@ZX" camunda:formKey="item:review" camunda:dueDate="${due}"/>'
        )
    )

    node = node_of(reading)
    assert node.assignment.assignee.names == {"who"}
    assert (node.assignment.roles, len(node.assignment.users)) == (("reviewer", "chief@ZX"), 2)
    assert (node.form_key, node.due.names, node.priority.text) == ("item:review", {"due"}, "70")


def test_our_own_attributes_of_a_user_task_are_typed():
    reading = read(
        line(
            '<userTask id="x" banjian:limit="2wd" banjian:document="D07" banjian:separateFrom="y"'
            ' banjian:milestone="accepted"/>'
        )
    )

    node = node_of(reading)
    assert (node.limit, node.document, node.separate_from, node.milestone) == ("2wd", "D07", "y", "accepted")


def test_a_constant_input_is_text_and_one_with_braces_an_expression():
    drawn = (
        '<extensionElements><camunda:inputOutput><camunda:inputParameter name="kind">false</camunda:inputParameter>'
        '<camunda:inputParameter name="who">${applicant}</camunda:inputParameter>'
        '<camunda:inputParameter name="none"/></camunda:inputOutput></extensionElements>'
    )

    kind, who, none = node_of(read(line(f'<userTask id="x">{drawn}</userTask>'))).inputs

    assert kind.source.evaluate({}) == "false"
    assert who.source.names == {"applicant"}
    assert none.source.evaluate({}) is None


def test_a_script_in_a_mapping_is_refused():
    drawn = (
        '<extensionElements><camunda:inputOutput><camunda:inputParameter name="kind">'
        '<camunda:script scriptFormat="groovy">1</camunda:script></camunda:inputParameter>'
        "</camunda:inputOutput></extensionElements>"
    )

    assert rules(read(line(f'<userTask id="x">{drawn}</userTask>')), "error") == ["mapping.script"]


@pytest.mark.parametrize("value", [
    "<camunda:list><camunda:value>${a}</camunda:value></camunda:list>",
    '<camunda:map><camunda:entry key="k">${a}</camunda:entry></camunda:map>',
])  # fmt: skip
def test_a_drawn_list_or_map_with_expressions_is_refused_with_how_to_write_it(value):
    given = f'<camunda:inputParameter name="all">{value}</camunda:inputParameter>'
    drawn = f"<extensionElements><camunda:inputOutput>{given}</camunda:inputOutput></extensionElements>"
    reading = read(line(f'<userTask id="x">{drawn}</userTask>'))

    assert rules(reading, "error") == ["mapping.computed_parts"]
    assert '={"key": a}' in finding_of(reading, "mapping.computed_parts").in_language("en").remedy


def test_fields_drawn_in_a_task_become_its_form():
    fields = (
        '<extensionElements><camunda:formData><camunda:formField id="action" label="Action" type="string"/>'
        '<camunda:formField id="grade" type="enum"><camunda:value id="a" name="A"/></camunda:formField>'
        "</camunda:formData></extensionElements>"
    )

    reading = read(line(f'<userTask id="x">{fields}</userTask>'))

    form = reading.definition.forms["x"]
    assert node_of(reading).form_key == "x"
    assert [(part["key"], part["type"]) for part in form["components"]] == [
        ("action", "textfield"),
        ("grade", "select"),
    ]


def test_the_constraints_of_a_drawn_field_bind_its_form_and_those_in_program_code_are_told():
    rules_of = "".join(
        f'<camunda:constraint name="{name}" config="{config}"/>'
        for name, config in (
            ("required", ""),
            ("minlength", "2"),
            ("maxlength", "2.5"),
            ("max", "12.5"),
            ("min", "a lot"),
            ("validator", "A"),
        )  # fmt: skip
    )
    field = f'<camunda:formField id="a"><camunda:validation>{rules_of}</camunda:validation></camunda:formField>'
    drawn = f"<extensionElements><camunda:formData>{field}</camunda:formData></extensionElements>"

    reading = read(line(f'<userTask id="x">{drawn}</userTask>'))

    (component,) = reading.definition.forms["x"]["components"]
    told = [finding.params["name"] for finding in reading.findings if finding.rule == "vendor.no_effect"]
    assert component["validate"] == {"required": True, "minLength": 2, "max": 12.5}
    assert told == ["constraint maxlength", "constraint min", "constraint validator"]


def test_listeners_are_told_not_to_run():
    drawn = '<extensionElements><camunda:taskListener event="complete" class="a.B"/></extensionElements>'

    reading = read(line(f'<userTask id="x">{drawn}</userTask>'))

    assert finding_of(reading, "listener.not_run").params["listeners"] == ["complete: a.B"]


def test_a_wrong_expression_is_found_at_its_element():
    reading = read(line('<userTask id="x" camunda:assignee="${a +}"/>'))

    wrong = finding_of(reading, "expression.wrong")
    assert (wrong.element, wrong.params["place"]) == ("x", "assignee")
    assert "a +" in wrong.in_language("zh").sentence


def test_zeebe_elements_are_read_like_their_camunda_7_counterparts():
    drawn = (
        '<extensionElements><zeebe:assignmentDefinition candidateGroups="clerk"/><zeebe:formDefinition formId="f"/>'
        '<zeebe:ioMapping><zeebe:input source="=a + 1" target="b"/></zeebe:ioMapping></extensionElements>'
    )

    node = node_of(read(line(f'<userTask id="x">{drawn}</userTask>')))

    assert (node.assignment.roles, node.form_key, node.inputs[0].source.names) == (("clerk",), "f", {"a"})


@pytest.mark.parametrize(
    "drawn",
    [
        '<serviceTask id="x" camunda:type="external" camunda:topic="${kind}"/>',
        '<serviceTask id="x"><extensionElements><zeebe:taskDefinition type="=kind"/></extensionElements></serviceTask>',
        '<scriptTask id="x"><extensionElements><zeebe:taskDefinition type="=kind"/></extensionElements></scriptTask>',
        '<serviceTask id="x" camunda:type="external" camunda:topic="${kind"/>',
    ],
)
def test_a_job_whose_name_would_be_computed_is_refused(drawn):
    assert rules(read(line(drawn)), "error") == ["service.topic_computed"]


@pytest.mark.parametrize(("drawn", "topic"), [
    ('camunda:type="external"', "x"), ('camunda:type="external" camunda:topic=" "', "x"),
    ('camunda:type="External" camunda:topic=" pay "', "pay"),
])  # fmt: skip
def test_an_external_task_without_a_topic_becomes_a_job_named_by_its_id_and_this_is_told(drawn, topic):
    reading = read(line(f'<serviceTask id="x" {drawn}/>'))

    told = ["service.no_implementation"] if topic == "x" else []
    assert (node_of(reading).topic, rules(reading)) == (topic, told)


def test_a_camunda_8_job_without_a_name_is_named_by_its_element():
    task = '<serviceTask id="x"><extensionElements><zeebe:taskDefinition type=" "/></extensionElements></serviceTask>'

    reading = read(line(task))

    assert (node_of(reading).topic, rules(reading)) == ("x", ["service.no_implementation"])


@pytest.mark.parametrize(("task", "attributes", "kept", "others"), [
    ("serviceTask", 'banjian:operation="suspend" camunda:topic="pay"', "suspend", ["pay"]),
    ("serviceTask", 'camunda:topic="pay" camunda:class="a.Pay"', "pay", ["a.Pay"]),
    ("serviceTask", 'camunda:class="a.Pay" camunda:expression="${1 + 1}"', "a.Pay", ["${1 + 1}"]),
    ("sendTask", 'camunda:topic="pay" camunda:type="mail"', "pay", ["mail"]),
    ("businessRuleTask", 'camunda:decisionRef="tier" camunda:topic="pay"', "tier", ["pay"]),
])  # fmt: skip
def test_of_several_things_drawn_for_one_step_the_ones_not_done_are_told(task, attributes, kept, others):
    told = finding_of(read(line(f'<{task} id="x" {attributes}/>')), "service.several")

    assert (told.level, told.params["kept"], told.params["others"]) == ("warning", kept, others)


def test_a_number_of_tries_that_would_be_computed_is_told_not_to_be_read():
    task = '<extensionElements><zeebe:taskDefinition type="pay" retries="=n"/></extensionElements>'

    told = finding_of(read(line(f'<serviceTask id="x">{task}</serviceTask>')), "service.retry_times_unread")

    assert (told.level, told.params["text"]) == ("warning", "=n")


def test_a_mapping_that_does_not_say_what_it_passes_is_a_warning():
    passed = '<extensionElements><camunda:in target="a"/></extensionElements>'
    called = f'<process id="q"><startEvent id="i"/><endEvent id="o"/>{chain("i", "o")}</process>'
    body = line(f'<callActivity id="x" calledElement="q">{passed}</callActivity>')

    told = finding_of(read(body, called, key="p"), "mapping.no_source")

    assert (told.level, told.params["target"]) == ("warning", "a")

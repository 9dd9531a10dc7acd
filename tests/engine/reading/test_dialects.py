"""Vendors write the same things in their own ways; each way gives the same model."""

import json

import pytest

from engine.reading import read_bundle
from tests.engine.reading.builders import chain, diagram, finding_of, line, node_of, read, rules


def extended(content: str, element: str = "userTask", attributes: str = "") -> str:
    return line(f'<{element} id="x" {attributes}><extensionElements>{content}</extensionElements></{element}>')


@pytest.mark.parametrize("prefix", ["camunda", "flowable"])
def test_the_camunda_family_shares_its_attributes(prefix):
    node = node_of(read(line(f'<userTask id="x" {prefix}:candidateGroups="clerk" {prefix}:formKey="item:a"/>')))

    assert (node.assignment.roles, node.form_key) == (("clerk",), "item:a")


def test_our_attributes_may_be_kept_as_properties_by_other_tools():
    kept = '<camunda:properties><camunda:property name="banjian:milestone" value="accepted"/></camunda:properties>'

    node = node_of(read(extended(kept)))

    assert (node.milestone, node.properties) == ("accepted", {})


def test_other_properties_are_kept_as_written():
    kept = '<camunda:properties><camunda:property name="colour" value="red"/></camunda:properties>'

    assert node_of(read(extended(kept))).properties == {"colour": "red"}


def test_a_drawn_property_cannot_pass_for_a_generated_node():
    kept = '<camunda:properties><camunda:property name="banjian:generated" value="s"/></camunda:properties>'
    reading = read(extended(kept))

    assert node_of(reading).properties == {"banjian:drawn:generated": "s"}


def test_the_mappings_of_a_call_are_read():
    drawn = (
        '<camunda:in source="a" target="b"/><camunda:in sourceExpression="${c}" target="d"/>'
        '<camunda:in variables="all"/><camunda:out source="r" target="result"/><camunda:in businessKey="${k}"/>'
    )
    called = f'<process id="q"><startEvent id="i"/><endEvent id="o"/>{chain("i", "o")}</process>'

    reading = read(extended(drawn, "callActivity", 'calledElement="q"'), called, key="p")

    node = node_of(reading)
    assert [(one.target, one.all_variables) for one in node.in_mappings] == [("b", False), ("d", False), ("", True)]
    assert [(one.target, one.source.names) for one in node.out_mappings] == [("result", {"r"})]
    assert finding_of(reading, "mapping.business_key").level == "note"


def test_a_drawn_list_or_map_of_constants_is_a_value():
    drawn = (
        '<camunda:inputOutput><camunda:inputParameter name="l"><camunda:list><camunda:value>a</camunda:value>'
        '</camunda:list></camunda:inputParameter><camunda:inputParameter name="m"><camunda:map>'
        '<camunda:entry key="k">v</camunda:entry></camunda:map></camunda:inputParameter></camunda:inputOutput>'
    )

    items, entries = node_of(read(extended(drawn))).inputs

    assert (items.source.evaluate({}), entries.source.evaluate({})) == (["a"], {"k": "v"})


@pytest.mark.parametrize(("text", "retries", "told"), [
    ("R5/PT10M", 5, "service.retry_times"),
    ("PT10M, PT1H", 3, "service.retry_times"),
    ("PT10M", 2, "service.retry_times"),
    ("${often}", None, "service.retry_times_unread"),
])  # fmt: skip
def test_retries_are_read_and_what_is_not_kept_of_them_is_told(text, retries, told):
    drawn = f"<camunda:failedJobRetryTimeCycle>{text}</camunda:failedJobRetryTimeCycle>"

    compiled = read(extended(drawn, "serviceTask", 'camunda:topic="job"'))

    assert node_of(compiled).retries == retries
    assert finding_of(compiled, told).params["text"] == text


def test_a_camunda_8_job_and_called_process_are_read():
    job = node_of(read(extended('<zeebe:taskDefinition type="pay" retries="2"/>', "serviceTask")))
    call = read(extended('<zeebe:calledElement processId="q"/>', "callActivity"))

    assert (job.topic, job.retries) == ("pay", 2)
    assert finding_of(call, "call.missing").params["called"] == "q"


def test_a_form_kept_inside_a_camunda_8_process_is_read():
    form = json.dumps({"components": [{"type": "textfield", "key": "a"}]})
    kept = f'<extensionElements><zeebe:userTaskForm id="f1">{form}</zeebe:userTaskForm></extensionElements>'
    task = extended('<zeebe:formDefinition formKey="camunda-forms:bpmn:f1"/>')

    reading = read_bundle({"p.bpmn": diagram(kept + task)})

    assert node_of(reading).form_key in reading.definition.forms
    assert rules(reading) == []


def test_a_form_may_be_named_by_its_file():
    form = b'{"id": "Form_1", "components": []}'

    reading = read(
        line('<userTask id="x" camunda:formKey="camunda-forms:deployment:opinion.form"/>'), files={"opinion.form": form}
    )

    assert rules(reading) == []


@pytest.mark.parametrize("drawn", [
    '<userTask id="x" banjian:mileston="accepted"/>',
    '<userTask id="x"><extensionElements><camunda:properties><camunda:property name="banjian:mileston" value="a"/>'
    "</camunda:properties></extensionElements></userTask>",
])  # fmt: skip
def test_a_misspelt_attribute_of_ours_is_told_with_the_one_that_is_meant(drawn):
    finding = finding_of(read(line(drawn)), "banjian.unknown")

    assert (finding.level, finding.element, finding.params["near"]) == ("warning", "x", ["milestone"])


def test_every_camunda_attribute_of_a_user_task_is_read():
    drawn = (
        'camunda:assignee="${who}" camunda:candidateUsers="a, b" camunda:candidateGroups="handler,reviewer"'
        ' camunda:formRef="opinion" camunda:dueDate="${due}" camunda:followUpDate="P1D" camunda:priority="70"'
    )
    task = node_of(read(line(f'<userTask id="x" {drawn}/>')))

    who = task.assignment
    assert (who.assignee.text, [one.evaluate({}) for one in who.users]) == ("${who}", ["a", "b"])
    assert (who.roles, task.form_key) == (("handler", "reviewer"), "opinion")
    assert (task.due.text, task.follow_up.evaluate({}), task.priority.evaluate({})) == ("${due}", "P1D", 70)


@pytest.mark.parametrize(("attribute", "extension", "kept", "other"), [
    ('camunda:assignee="ada"', '<zeebe:assignmentDefinition assignee="eve"/>', "eve", "ada"),
    ('banjian:formKey="ours"', '<zeebe:formDefinition formId="theirs"/>', "ours", "theirs"),
    ("", '<zeebe:ioMapping><zeebe:input source="=a" target="n"/></zeebe:ioMapping><camunda:inputOutput>'
     '<camunda:inputParameter name="m">1</camunda:inputParameter></camunda:inputOutput>', "n ← =a", "m ← 1"),
])  # fmt: skip
def test_where_two_vendors_say_different_things_the_one_that_does_not_count_is_told(attribute, extension, kept, other):
    told = finding_of(read(extended(extension, attributes=attribute)), "vendor.twice")

    assert (told.level, told.params["kept"], told.params["other"]) == ("warning", kept, other)


def test_where_they_say_the_same_there_is_nothing_to_tell():
    same = '<zeebe:assignmentDefinition assignee="ada"/>'

    assert rules(read(extended(same, attributes='camunda:assignee="ada" flowable:assignee="ada"'))) == []


def test_of_two_relatives_of_camunda_the_one_that_does_not_count_is_told():
    told = finding_of(
        read(line('<userTask id="x" camunda:assignee="ada" flowable:assignee="eve"/>')), "vendor.no_effect"
    )

    assert told.params["name"] == "flowable:assignee"

"""Nothing in a file is silent: what means nothing where it stands is told, what a case would miss is refused."""

import pytest

from engine.reading import read_bundle
from tests.engine.reading.builders import body_of, chain, definitions, finding_of, flow, line, node_of, read, rules

OTHER = 'xmlns:o="http://example.org/other"'
LOOP = "multiInstanceLoopCharacteristics"


@pytest.mark.parametrize(("drawn", "named"), [
    (f'<userTask id="x"><o:{LOOP} {OTHER}><o:loopCardinality>3</o:loopCardinality></o:{LOOP}></userTask>', "x"),
    (f'<userTask id="x"/><o:userTask {OTHER} id="y"/>', "y"),
    (f'<userTask id="x"/><o:userTask {OTHER}/>', "p"),
    (f'<userTask id="x"><{LOOP} xmlns=""/></userTask>', "x"),
    (f'<userTask id="x"><o:extensionElements {OTHER}/></userTask>', "x"),
])  # fmt: skip
def test_an_element_of_bpmn_in_another_namespace_is_refused(drawn, named):
    refusal = finding_of(read(line(drawn)), "element.foreign")

    assert (refusal.level, refusal.element) == ("error", named) and refusal.line


@pytest.mark.parametrize("drawn", [
    f'<exclusiveGateway id="x"><{LOOP}><loopCardinality>2</loopCardinality></{LOOP}></exclusiveGateway>',
    '<userTask id="x"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></userTask>',
    '<userTask id="x"><conditionExpression>a = 1</conditionExpression></userTask>',
    '<userTask id="x"><script>a = 1</script></userTask>',
])  # fmt: skip
def test_behaviour_in_an_element_that_cannot_have_it_is_refused(drawn):
    refusal = finding_of(read(line(drawn)), "element.misplaced")

    assert (refusal.level, refusal.element) == ("error", "x") and refusal.line


def test_an_element_that_has_no_id_is_refused_by_what_it_stands_in():
    refusal = finding_of(read(line('<userTask id="x"/>') + "<fancyTask/>"), "element.refused")

    assert (refusal.element, refusal.params["kind"]) == ("p", "fancyTask")


def test_a_step_inside_an_extension_is_refused_too():
    hidden = '<userTask id="x"><extensionElements><userTask id="y"/></extensionElements></userTask>'

    reading = read(line(hidden))

    assert finding_of(reading, "element.misplaced").element == "y" and reading.census.unaccounted == ()


@pytest.mark.parametrize(("drawn", "name"), [
    (f'<userTask id="x"><extensionElements><o:onEntry {OTHER}/></extensionElements></userTask>', "o:onEntry"),
    (f'<userTask id="x" {OTHER} o:group="a"/>', "o:group"),
    ('<userTask id="x" zeebe:modelerTemplate="a"/>', "zeebe:modelerTemplate"),
    ('<userTask id="x" assignee="bob"/>', "assignee"),
    ('<userTask id="x"><camunda:formData/></userTask>', "camunda:formData"),
    ('<userTask id="x" camunda:topic="pay"/>', "camunda:topic"),
    ('<serviceTask id="x" camunda:topic="pay" camunda:assignee="bob"/>', "camunda:assignee"),
    ('<exclusiveGateway id="x"><extensionElements><zeebe:taskDefinition/></extensionElements></exclusiveGateway>',
     "zeebe:taskDefinition"),
    (f'<userTask id="x"><{LOOP} camunda:asyncBefore="true"><loopCardinality>2</loopCardinality></{LOOP}></userTask>',
     "camunda:asyncBefore"),
    ('<serviceTask id="x" camunda:class="A"><extensionElements><camunda:field/></extensionElements></serviceTask>',
     "camunda:field"),
])  # fmt: skip
def test_what_another_tool_wrote_without_effect_is_told(drawn, name):
    told = finding_of(read(line(drawn)), "vendor.no_effect")

    assert (told.level, told.element, told.params["name"]) == ("note", "x", name)


def test_what_a_strange_tool_wrote_is_told_at_once_with_all_its_names():
    drawn = f'<userTask id="x" {OTHER} o:a="1" o:b="2" o:c="3"/>'

    reading = read(line(drawn))

    assert rules(reading) == ["vendor.no_effect"]
    assert finding_of(reading, "vendor.no_effect").params["name"] == "o:a, o:b, o:c"


def test_what_a_tool_says_of_the_whole_process_is_told_but_not_what_it_says_of_the_file():
    reading = read(line('<userTask id="x"/>') + "<extensionElements><zeebe:ioMapping/></extensionElements>")

    assert finding_of(reading, "vendor.no_effect").element == "p"


@pytest.mark.parametrize(("drawn", "name"), [
    ('<exclusiveGateway id="x" banjian:operation="accept"/>', "operation"),
    ('<serviceTask id="x" banjian:operation="accept" banjian:limit="2wd"/>', "limit"),
    ('<manualTask id="x" banjian:clock="promised"/>', "clock"),
])  # fmt: skip
def test_an_attribute_of_ours_at_an_element_that_does_not_read_it_is_told(drawn, name):
    told = finding_of(read(line(drawn)), "banjian.misplaced")

    assert (told.level, told.element, told.params["name"]) == ("warning", "x", name)


def test_a_process_in_another_namespace_is_refused_by_its_file():
    reading = read_bundle({"p.bpmn": definitions(f"<o:process {OTHER}/>")})

    assert finding_of(reading, "element.foreign").element == "definitions.1"


def test_a_milestone_may_stand_at_every_step():
    drawn = line('<userTask id="x" banjian:milestone="accepted"/>')

    assert node_of(read(drawn)).milestone == "accepted" and rules(read(drawn)) == []


def test_notes_and_the_picture_may_hold_any_markup():
    note = f'<documentation><p xmlns="http://www.w3.org/1999/xhtml">a <b>note</b></p><o:task {OTHER}/></documentation>'
    ways = flow("s", "x") + flow("x", "e", condition="true")

    reading = read(f'{note}<startEvent id="s"/><userTask id="x">{note}</userTask><endEvent id="e"/>{ways}{chain()}')

    assert rules(reading) == ["split.conditional"] and "x" in body_of(reading).nodes


@pytest.mark.parametrize(("drawn", "job"), [
    ('<sendTask id="x" messageRef="m" camunda:topic="mail"/>', "mail"),
    ('<sendTask id="x" messageRef="m" banjian:operation="accept"/>', "accept"),
    ('<intermediateThrowEvent id="x"><messageEventDefinition messageRef="m" camunda:type="external"'
     ' camunda:topic="mail"/></intermediateThrowEvent>', "mail"),
    ('<intermediateThrowEvent id="x"><extensionElements><zeebe:taskDefinition type="mail"/></extensionElements>'
     '<messageEventDefinition messageRef="m"/></intermediateThrowEvent>', "mail"),
])  # fmt: skip
def test_a_job_beside_a_message_is_told_not_to_be_done(drawn, job):
    told = finding_of(read(line(drawn), '<message id="m" name="补正"/>'), "message.delegate")

    assert (told.level, told.params["code"], told.params["message"]) == ("warning", job, "补正")


def extended(element: str, extension: str, attributes: str = "") -> str:
    return line(f'<{element} id="x" {attributes}><extensionElements>{extension}</extensionElements></{element}>')


CALL = 'calledElement="q"'
CALLED = f'<process id="q"><startEvent id="i"/><endEvent id="o"/>{chain("i", "o")}</process>'


@pytest.mark.parametrize(("drawn", "name"), [
    (extended("callActivity", '<camunda:in variables="all" local="true"/>', CALL), "camunda:in local"),
    (extended("callActivity", '<camunda:out source="a" target="b" transient="true"/>', CALL), "camunda:out transient"),
    (extended("callActivity", '<zeebe:calledElement processId="q" bindingType="latest"/>'),
     "zeebe:calledElement bindingType"),
    (extended("userTask", '<camunda:formData><camunda:formField id="a" datePattern="yyyy"/></camunda:formData>'),
     "camunda:formField datePattern"),
    (extended("serviceTask", "<camunda:connector><camunda:connectorId>c</camunda:connectorId><camunda:inputOutput/>"
              "</camunda:connector>"), "camunda:connector inputOutput"),
])  # fmt: skip
def test_what_means_nothing_inside_an_extension_that_is_read_is_told(drawn, name):
    told = finding_of(read(drawn, CALLED, key="p"), "vendor.no_effect")

    assert (told.level, told.element, told.params["name"]) == ("note", "x", name)


@pytest.mark.parametrize("drawn", [
    extended("callActivity", '<zeebe:calledElement processId="q" bindingType="deployment"/>'),
    extended("userTask", '<camunda:inputOutput><camunda:inputParameter name="a"><camunda:map><camunda:entry key="k">1'
             "</camunda:entry></camunda:map></camunda:inputParameter></camunda:inputOutput>"),
    extended("userTask", '<camunda:taskListener class="A"><camunda:field name="f"/></camunda:taskListener>'),
])  # fmt: skip
def test_what_is_read_there_or_told_otherwise_is_not(drawn):
    assert "vendor.no_effect" not in rules(read(drawn, CALLED, key="p"))


def test_a_condition_in_a_language_of_another_tool_is_read_as_feel_with_a_warning():
    condition = '<conditionExpression language="http://www.mvel.org/2.0">n &gt; 1</conditionExpression>'
    ways = f'<sequenceFlow id="g-a" sourceRef="g" targetRef="a">{condition}</sequenceFlow>{flow("g", "b")}'
    body = f'<startEvent id="s"/><exclusiveGateway id="g" default="g-b"/><endEvent id="a"/><endEvent id="b"/>{ways}'

    told = finding_of(read(body + chain("s", "g")), "expression.language")

    assert (told.level, told.element, told.params["language"]) == ("warning", "g-a", "http://www.mvel.org/2.0")

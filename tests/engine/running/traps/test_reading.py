"""What SpiffWorkflow 3.2.0 loses, misreads or hangs on, element by element, and what we make of the same file.

When a row fails because the library has learned better, what we do about it may be dropped.
"""

import pytest
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine import compile_bundle
from tests.engine.reading.builders import chain, diagram, flow, line
from tests.engine.running.builders import Walk
from tests.engine.running.traps.standing import ours, theirs, where_ours_stands, where_theirs_stands

ROOTS = (
    '<error id="er" errorCode="E"/><escalation id="es" escalationCode="X"/><signal id="si" name="news"/>'
    '<message id="m" name="paid"/>'
)
EVENTS = {
    "error": '<errorEventDefinition errorRef="er"/>',
    "escalation": '<escalationEventDefinition escalationRef="es"/>',
    "conditional": "<conditionalEventDefinition><condition>1 &gt; 2</condition></conditionalEventDefinition>",
    "terminate": "<terminateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "compensation": "<compensateEventDefinition/>",
    "link": '<linkEventDefinition name="l"/>',
    "timer": '<timerEventDefinition><timeDuration>"PT1H"</timeDuration></timerEventDefinition>',
}
# Where the library reads the event and does nothing: the path simply goes on.
DROPPED = {
    "error": "start catch throw",
    "escalation": "start catch",
    "conditional": "throw end",
    "terminate": "start catch throw",
    "cancel": "start catch throw",
    "compensation": "start catch throw end",
    "link": "start catch end",
    "timer": "throw end",
}


def at(position, event):
    """A diagram with the event in that position and the task A behind it."""
    tags = {"start": "startEvent", "end": "endEvent", "catch": "intermediateCatchEvent",
            "throw": "intermediateThrowEvent"}  # fmt: skip
    drawn = f'<{tags[position]} id="x">{event}</{tags[position]}>'
    before = "" if position == "start" else '<startEvent id="s"/>'
    after = "" if position == "end" else '<userTask id="A"/><endEvent id="e"/>'
    order = {"start": ("x", "A", "e"), "end": ("s", "x")}.get(position, ("s", "x", "A", "e"))
    return diagram(f"{before}{drawn}{after}{chain(*order)}", ROOTS)


@pytest.mark.parametrize(("event", "position"), [
    (event, position) for event, positions in DROPPED.items() for position in positions.split()
])  # fmt: skip
def test_an_event_that_the_library_drops_without_a_word_is_refused_by_name(event, position):
    file = at(position, EVENTS[event])

    assert where_theirs_stands(file) == ("ended" if position == "end" else "waits at A")
    assert where_ours_stands(file) == "refused: element.refused"


def inside(kind, attributes="", task='<userTask id="u"/>', start=""):
    flows = chain("i", "u", "o")
    return (
        f'<{kind} id="x" {attributes}><startEvent id="i">{start}</startEvent>{task}<endEvent id="o"/>{flows}</{kind}>'
    )


def beside(element, task='<userTask id="A"/>'):
    """The element stands beside the flow, where no token comes by."""
    return f'<startEvent id="s"/>{task}<endEvent id="e"/>{chain("s", "A", "e")}{element}'


def choice(condition, *, default="", before=""):
    """B under the condition, C by default; the script before sets a variable."""
    script = f'<scriptTask id="S"><script>{before}</script></scriptTask>' if before else ""
    way = chain("s", "S", "g") if before else chain("s", "g")
    return (
        f'<startEvent id="s"/>{script}<exclusiveGateway id="g" default="d"/><userTask id="B"/><userTask id="C"/>'
        f'<endEvent id="e"/>{way}{flow("g", "B", condition=condition)}'
        f"{flow('g', 'C', identity='d', condition=default)}{chain('B', 'e')}{chain('C', 'e')}"
    )


def forked(element):
    return f'<startEvent id="s"/>{element}<userTask id="A"/><userTask id="B"/>{chain("s", "x", "A")}{flow("x", "B")}'


def attached(event):
    boundary = f'<boundaryEvent id="b" attachedToRef="x">{event}</boundaryEvent><endEvent id="o"/>'
    return line('<userTask id="x"/>') + boundary + chain("b", "o")


def at_the_end(event):
    return f'<startEvent id="s"/><endEvent id="x">{event}</endEvent>{chain("s", "x")}'


LINKED = (
    '<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="l"/></intermediateThrowEvent>'
    '<intermediateCatchEvent id="c"><linkEventDefinition name="l"/></intermediateCatchEvent><userTask id="A"/>'
    f'<endEvent id="e"/>{chain("s", "t")}{chain("c", "A", "e")}'
)
UNNUMBERED = (
    '<startEvent id="s"/><userTask id="A"/><endEvent id="e"/><sequenceFlow sourceRef="s" targetRef="A"/>'
    '<sequenceFlow sourceRef="A" targetRef="e"/>'
)
TWICE = (
    '<startEvent id="s"/><userTask id="A" name="one"/><userTask id="A" name="two"/><endEvent id="e"/>'
    f"{chain('s', 'A', 'e')}"
)
DANGLING = (
    '<subProcess id="x"><startEvent id="i"/><userTask id="u"><dataInputAssociation id="a"><sourceRef>r</sourceRef>'
    '<targetRef>n</targetRef></dataInputAssociation></userTask><endEvent id="o"/>'
    f'<dataObjectReference id="r" dataObjectRef="nowhere"/>{chain("i", "u", "o")}</subProcess>'
)
FAR_AWAY = (
    '<dataObject id="d"/><subProcess id="x"><startEvent id="i"/><subProcess id="u"><startEvent id="k"/>'
    '<userTask id="T"><dataInputAssociation id="a"><sourceRef>r</sourceRef><targetRef>n</targetRef>'
    '</dataInputAssociation></userTask><endEvent id="l"/><dataObjectReference id="r" dataObjectRef="d"/>'
    f'{chain("k", "T", "l")}</subProcess><endEvent id="o"/>{chain("i", "u", "o")}</subProcess>'
)
ROUND = (
    '<startEvent id="s"/><exclusiveGateway id="g"/><scriptTask id="S"><script>n = 1</script></scriptTask>'
    f"{chain('s', 'g', 'S', 'g')}"
)
HOPELESS = (
    '<startEvent id="s"/><exclusiveGateway id="g"/><userTask id="B"/><userTask id="C"/><endEvent id="e"/>'
    f"{chain('s', 'g')}{flow('g', 'B', condition='1 > 2')}{flow('g', 'C', condition='2 > 3')}"
    f"{chain('B', 'e')}{chain('C', 'e')}"
)
LONG = [f"t{number}" for number in range(1200)]
WAITS_FOR = '<intermediateCatchEvent id="x"><timerEventDefinition>{}</timerEventDefinition></intermediateCatchEvent>'
TIMED_START = '<timerEventDefinition><timeDuration>"PT1H"</timeDuration></timerEventDefinition>'
LOOP = "<multiInstanceLoopCharacteristics {}>{}</multiInstanceLoopCharacteristics>"
LISTED = LOOP.format("", '<loopDataInputRef>${c}</loopDataInputRef><inputDataItem id="i"/>')
EACH = LOOP.format('camunda:collection="c" camunda:elementVariable="i"', "")
TABLE = [
    ("a receive task without a message does not wait", line('<receiveTask id="x"/>'),
     "ended", "refused: message.no_name"),
    ("a send task without a message sends nothing", line('<sendTask id="x"/>'), "ended", "refused: message.no_name"),
    ("a sequence flow without id leads nowhere", UNNUMBERED, "stuck", "waits at A"),
    ("a link throw ends its path and the case never", LINKED, "stuck", "refused: element.refused"),
    ("of two elements with one id one vanishes", TWICE, "waits at A", "refused: element.duplicate_id"),
    ("a data object reference to nothing is searched for ever", line(DANGLING), "never ends", "waits at u"),
    ("a data object two levels up is searched for ever", line(FAR_AWAY), "never ends", "waits at T"),
    ("nothing guards a loop of automatic steps", ROUND, "never ends", "incident: running.automatic_steps"),
    ("a long chain is too deep", '<startEvent id="s"/>' + "".join(f'<userTask id="{each}"/>' for each in LONG)
     + f'<endEvent id="e"/>{chain("s", *LONG, "e")}', "fails: ValidationException", "waits at t0"),
    ("a call activity that calls its own process never ends", line('<callActivity id="x" calledElement="p"/>'),
     "never ends", "refused: call.recursive"),
    ("a call of nothing is refused with a word of Python", line('<callActivity id="x"/>'),
     "fails: ValidationException", "refused: call.nothing"),
    ("a call of a process that is not there", line('<callActivity id="x" calledElement="q"/>'),
     "fails: ValidationException", "refused: call.missing"),
    ("a script runs as Python whatever its language", line(
        '<scriptTask id="x" scriptFormat="groovy"><script>import os</script></scriptTask>'),
     "ended", "refused: script.foreign"),
    ("a rule task is unknown to the basic parser", line('<businessRuleTask id="x" camunda:decisionRef="t"/>'),
     "fails: ValidationException", "refused: decision.missing"),
    ("a transaction forgets to compensate", line(inside("transaction")), "waits at u x", "refused: element.refused"),
    ("a compensation handler is taken for a step", line('<userTask id="x" isForCompensation="true"/>'),
     "waits at x", "refused: element.refused"),
    ("an ad-hoc sub-process breaks", line('<adHocSubProcess id="x"><userTask id="u"/></adHocSubProcess>'),
     "fails: TypeError", "refused: element.refused"),
    ("tokens are not counted at the start", line('<userTask id="x" startQuantity="2"/>'),
     "waits at x", "refused: activity.quantity"),
    ("tokens are not counted at the end", line('<userTask id="x" completionQuantity="2"/>'),
     "waits at x", "refused: activity.quantity"),
    ("the collection of a modeller is unknown",
     choice("1 > 2", before="c = [1, 2]").replace('<userTask id="C"/>', f'<userTask id="C">{EACH}</userTask>'),
     "fails: ValidationException", "waits at C"),
    ("a complex gateway that no token reaches vanishes", beside('<complexGateway id="z"/>'),
     "waits at A", "refused: element.refused"),
    ("an element that no token reaches and BPMN does not have vanishes", beside('<fancyTask id="z"/>'),
     "waits at A", "refused: element.refused"),
    ("without an end event the case never ends", '<startEvent id="s"/>'
     f'<scriptTask id="x"><script>n = 1</script></scriptTask>{chain("s", "x")}', "stuck", "ended"),
    ("a sub-process without an end event does not run", line('<subProcess id="x"><startEvent id="i"/>'
     f'<userTask id="u"/>{chain("i", "u")}</subProcess>'), "fails: ValidationException", "waits at u"),
    ("a sub-process with two starts", line(inside("subProcess", task='<startEvent id="j"/><userTask id="u"/>')),
     "fails: ValidationException", "refused: subprocess.starts"),
    ("several flows out of a task", f'<startEvent id="s"/><userTask id="u"/><scriptTask id="x"><script>n = 1</script>'
     f'</scriptTask><userTask id="A"/>{chain("s", "x", "u")}{flow("x", "A")}', "fails: ValidationException",
     "waits at A u"),
    ("a flow to nothing", beside(flow("A", "nowhere")), "fails: ValidationException", "refused: flow.dangling"),
    ("a branch without condition behind a machine", choice(""), "fails: ValidationException",
     "refused: gateway.no_condition"),
    ("the text false counts as true", choice("flag", before="flag = &quot;false&quot;"), "waits at B", "waits at C"),
    ("a variable that nobody wrote breaks the choice", choice("unknown >= 1"),
     "fails: WorkflowTaskException", "waits at C"),
    ("a duration as every modeller writes it", line(WAITS_FOR.format("<timeDuration>PT1H</timeDuration>")),
     "fails: WorkflowTaskException", "waits at x"),
    ("a timer without a definition", line(WAITS_FOR.format("")), "fails: ValidationException",
     "refused: timer.no_definition"),
    ("a cron text fails when the case gets there", line(WAITS_FOR.format('<timeCycle>"0 0 12 * * ?"</timeCycle>')),
     "fails: ValueError", "refused: timer.cron"),
    ("a boundary event on nothing vanishes", beside('<boundaryEvent id="b" attachedToRef="q"><messageEventDefinition '
     f'messageRef="m"/></boundaryEvent><userTask id="B"/>{chain("b", "B")}'), "waits at A",
     "refused: boundary.on_nothing"),
    ("an event-based gateway in front of a task", '<startEvent id="s"/><eventBasedGateway id="g"/><userTask id="B"/>'
     f'{chain("s", "g", "B")}', "fails: ValidationException", "refused: event_gateway.target"),
    ("an event sub-process for errors runs at once", beside(inside("subProcess", 'triggeredByEvent="true"',
     start='<errorEventDefinition errorRef="er"/>')), "waits at A u x", "refused: element.refused"),
    ("an event sub-process for escalations runs at once", beside(inside("subProcess", 'triggeredByEvent="true"',
     start='<escalationEventDefinition escalationRef="es"/>')), "waits at A u x", "refused: element.refused"),
    ("an event sub-process with a timer keeps the case from ending", beside(inside("subProcess",
     'triggeredByEvent="true"', start=TIMED_START), '<scriptTask id="A"><script>n = 1</script></scriptTask>'),
     "waits at i x", "refused: element.refused"),
    ("a script task without a script", line('<scriptTask id="x"/>'), "fails: ValidationException",
     "refused: script.empty"),
    ("no branch that holds", HOPELESS, "fails: WorkflowException", "incident: running.no_branch"),
    ("several flows out of a catch event", forked('<intermediateCatchEvent id="x"/>'), "fails: ValidationException",
     "waits at A B"),
    ("the language of a condition is not looked at", choice("1 > 0").replace("<conditionExpression",
     '<conditionExpression language="groovy"'), "waits at B", "refused: condition.script"),
    ("a collection is no expression",
     choice("1 > 2", before="c = [1, 2]").replace('<userTask id="C"/>', f'<userTask id="C">{LISTED}</userTask>'),
     "fails: TypeError", "waits at C"),
    ("a cancel end outside a transaction ends the case", at_the_end(EVENTS["cancel"]), "ended",
     "refused: element.refused"),
    ("two timers of one event share their instant", line('<intermediateCatchEvent id="x">'
     f'{EVENTS["timer"]}{EVENTS["timer"]}</intermediateCatchEvent>'), "waits at x", "refused: element.refused"),
    ("a condition of an event sees next to nothing", line(f'<intermediateCatchEvent id="x">{EVENTS["conditional"]}'
     "</intermediateCatchEvent>"), "waits at x", "refused: element.refused"),
    ("a compensation that is attached", attached(EVENTS["compensation"]), "fails: ValidationException",
     "refused: element.refused"),
    ("an event without definition that is attached", attached(""), "fails: ValidationException",
     "refused: element.refused"),
    ("a condition that is attached", attached(EVENTS["conditional"]), "waits at b x", "refused: element.refused"),
    ("a sub-process with the id of its process", line(inside("subProcess").replace('"x"', '"p"')).replace('"x"', '"p"'),
     "fails: ValidationException", "refused: element.duplicate_id"),
    ("a process without start", '<userTask id="A"/>', "fails: ValidationException", "waits at A"),
    ("a data store needs a class of Python", line('<userTask id="x"><dataInputAssociation id="a"><sourceRef>r'
     '</sourceRef><targetRef>n</targetRef></dataInputAssociation></userTask>')
     + '<dataStoreReference id="r" dataStoreRef="archive"/>', "fails: ValidationException", "waits at x"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "alone", "here"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_the_library_makes_of_an_element_and_what_we_make_of_it(body, alone, here):
    file = diagram(body, ROOTS)

    assert (where_theirs_stands(file), where_ours_stands(file)) == (alone, here)


def test_a_process_that_is_not_marked_executable_is_a_drawing_that_may_run():
    file = diagram(line('<userTask id="x"/>')).replace(b'isExecutable="true"', b'isExecutable="false"')

    assert (where_theirs_stands(file), where_ours_stands(file)) == ("fails: ValidationException", "waits at x")


def test_a_sub_process_is_not_explained_by_the_words_of_a_step_inside():
    file = diagram(line(inside("subProcess", task='<userTask id="u"><documentation>of u</documentation></userTask>')))

    assert theirs(file).spec.task_specs["x"].documentation == "of u"
    assert ours(file)[0].definition.entry.body.nodes["x"].documentation == ""


def a_call(condition):
    """The caller has a secret; B in the called process waits when the condition on it holds, C when not."""
    called = choice(condition).replace('"s"', '"t"').replace('"e"', '"o"')
    before = '<startEvent id="s"/><scriptTask id="S"><script>secret = 1</script></scriptTask>'
    call = '<callActivity id="x" calledElement="q"/><endEvent id="e"/>'
    return diagram(
        f"{before}{call}{chain('s', 'S', 'x', 'e')}", f'<process id="q" isExecutable="true">{called}</process>'
    )


def test_a_called_process_gets_only_what_is_mapped():
    file = a_call("secret >= 1")

    assert (where_theirs_stands(file), where_ours_stands(file)) == ("waits at B x", "waits at C")


def test_a_message_flow_is_told_and_not_just_left_out():
    flows = '<participant id="a" processRef="p"/><participant id="b"/><messageFlow id="f" sourceRef="x" targetRef="b"/>'
    pools = f'<collaboration id="c">{flows}</collaboration>'
    file = diagram(line('<userTask id="x"/>'), pools)

    assert where_theirs_stands(file) == "waits at x"
    assert "element.rewritten" in ours(file)[1]


def test_a_condition_of_an_uploaded_file_runs_as_python_there_and_never_here(tmp_path):
    written = [tmp_path / "theirs", tmp_path / "ours"]
    files = [diagram(choice(f"open('{each}', 'w').close() is None")) for each in written]

    theirs(files[0])
    refused = where_ours_stands(files[1])

    assert [each.exists() for each in written] == [True, False]
    assert refused == "refused: expression.wrong"


def test_a_lane_is_known_by_its_id_and_by_what_it_lies_in():
    """The library keeps a name, so of two lanes of one name nothing tells whose task it is."""
    inner = '<lane id="l2" name="审核" banjian:role="reviewer"><flowNodeRef>x</flowNodeRef></lane>'
    lanes = f'<laneSet id="ls"><lane id="l1" name="审核"><childLaneSet id="c">{inner}</childLaneSet></lane></laneSet>'
    file = diagram(lanes + line('<userTask id="x"/>'))

    assert theirs(file).spec.task_specs["x"].lane == "审核"
    walk, _ = ours(file)
    assert [lane.id for lane in walk.definition.entry.lanes] == ["l1", "l2"]
    assert [task.roles for task in walk.step.opened] == [("reviewer",)]


def test_two_files_may_use_the_same_ids():
    """The library keeps called processes and sub-processes of all files under their ids alone."""
    caller = diagram('<startEvent id="s"/><callActivity id="c" calledElement="q"/><endEvent id="e"/>'
                     f'{inside("subProcess")}{chain("s", "c", "x", "e")}')  # fmt: skip
    called = diagram(line(inside("subProcess", task='<userTask id="u" name="other"/>'))).replace(b'id="p"', b'id="q"')
    parser = BpmnParser()
    for file in (caller, called):
        parser.add_bpmn_str(file)
    walk = Walk(compile_bundle({"p.bpmn": caller, "q.bpmn": called}, key="p").definition)
    walk.start()

    with pytest.raises(ValidationException):
        parser.get_subprocess_specs("p")
    opened = [walk.step.opened[0].name]
    walk.complete("u")
    opened.append(walk.step.opened[0].name)

    assert opened == ["other", ""]

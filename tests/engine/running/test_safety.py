"""No text of a diagram is ever run as Python: the library's every hook refuses, and none is even reached."""

import builtins
import sys
import time

import pytest
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import AdHocSubprocessSpec
from SpiffWorkflow.bpmn.specs.event_definitions.message import CorrelationProperty, MessageEventDefinition

from engine import compile_bundle
from engine.contract import Start, Surroundings
from engine.expressions import assignments
from engine.model import Kind
from engine.running.codec import read_snapshot
from engine.running.errors import Unsafe
from engine.running.journey import Journey
from engine.running.parsing import PrintedParser, compiled
from engine.running.printing import print_bpmn
from engine.running.safety import ENGINE, SafeEngine
from engine.running.specs.element import Element
from engine.running.stepping import plant
from tests.engine.decisions.builders import dmn, literal, table
from tests.engine.running.builders import NOW, Walk, a_diagram, end, gate, node, start
from tests.engine.running.golden.story import STEPS, story

ATTACK = "__import__('os').system('true')"


@pytest.mark.parametrize("hook", [
    lambda engine: engine.evaluate(None, ATTACK),
    lambda engine: engine.evaluate(None, ATTACK, external_context={}),
    lambda engine: engine.execute(None, ATTACK),
    lambda engine: engine.call_service(None, operation=ATTACK),
    lambda engine: engine.validate(ATTACK),
    lambda engine: engine.environment.evaluate(ATTACK, {}),
    lambda engine: engine.environment.execute(ATTACK, {}),
    lambda engine: engine.environment.call_service({}, operation=ATTACK),
])  # fmt: skip
def test_every_hook_of_the_library_that_evaluates_text_refuses(hook):
    with pytest.raises(Unsafe):
        hook(ENGINE)


def test_the_engine_overrides_every_public_hook_the_library_has():
    theirs = {name for name in vars(PythonScriptEngine) if not name.startswith("_")}
    ours = {name for name in vars(SafeEngine) if not name.startswith("_")}

    assert theirs - ours == {"create_task_exec_exception", "get_error_line_number_and_content"}


def a_tree():
    return plant(story(), Start(None, {"names": []}), Surroundings({}, NOW))


def test_correlation_of_messages_cannot_evaluate_text():
    definition = MessageEventDefinition("m", [CorrelationProperty("p", ATTACK, ["k"])])

    with pytest.raises(Unsafe):
        definition.get_correlations(a_tree().root, {})


def test_ad_hoc_conditions_cannot_evaluate_text():
    spec = AdHocSubprocessSpec(name="adhoc", completion_condition=ATTACK)

    with pytest.raises(Unsafe):
        spec.path_complete(a_tree(), a_tree().root)


def test_the_safe_engine_is_there_after_a_reload_too():
    snapshot = Walk(story()).start(names=["x"]).snapshot
    journey = Journey(story(), Surroundings({}, NOW), {})

    tree = read_snapshot(snapshot, compiled(story(), "s"), journey)

    assert tree.script_engine is ENGINE
    assert all(token.workflow.script_engine is ENGINE for token in tree.tokens())


def test_only_our_own_specs_ever_hold_a_token():
    assert all(issubclass(spec, Element) for _, spec in PrintedParser.OVERRIDE_PARSER_CLASSES.values())
    assert PrintedParser.PARSER_CLASSES == {}


def test_no_text_of_the_diagram_reaches_the_library():
    (printed,) = print_bpmn(story().processes, "P").values()

    assert not any(text in printed for text in ("R5/P1D", "names", "PT1H", "n=1", "news"))


def test_a_whole_case_runs_without_eval_exec_or_compile(monkeypatch):
    walk = Walk(story())
    walk.start(names=["x", "y"], n=1)

    def forbidden(*args, **kwargs):
        # The test runner itself compiles; only calls that come from the library or the engine count.
        caller = sys._getframe(1).f_globals.get("__name__", "")
        assert not caller.startswith(("SpiffWorkflow", "engine")), caller
        return real(*args, **kwargs)

    for name in ("eval", "exec", "compile"):
        real = getattr(builtins, name)
        monkeypatch.setattr(builtins, name, forbidden)
    for command in STEPS[1:]:
        walk.do(command)

    assert walk.ended == "completed"


def test_an_uploaded_diagram_with_python_everywhere_does_nothing_with_it(tmp_path):
    proof = tmp_path / "proof"
    attack = f"open('{proof}', 'w').close()"
    diagram = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
      <process id="P" isExecutable="true"><startEvent id="s"/>
      <scriptTask id="S" scriptFormat="python"><script>{attack}</script></scriptTask>
      <exclusiveGateway id="x" default="d"/><endEvent id="e"/><endEvent id="e2"/>
      <sequenceFlow id="a" sourceRef="s" targetRef="S"/><sequenceFlow id="b" sourceRef="S" targetRef="x"/>
      <sequenceFlow id="c" sourceRef="x" targetRef="e"><conditionExpression>{attack}</conditionExpression>
      </sequenceFlow><sequenceFlow id="d" sourceRef="x" targetRef="e2"/></process></definitions>"""

    compiled_bundle = compile_bundle({"x.bpmn": diagram.encode()})
    if compiled_bundle.definition is not None:
        Walk(compiled_bundle.definition).start()

    assert not proof.exists()


@pytest.mark.parametrize("element", [
    '<businessRuleTask id="E" camunda:decisionRef="tier" camunda:resultVariable="r"/>',
    '<businessRuleTask id="E" camunda:decisionRef="written" camunda:resultVariable="r"/>',
    '<intermediateCatchEvent id="E"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
], ids=["cells of a table", "a literal decision", "a correlation"])  # fmt: skip
@pytest.mark.parametrize("language", ["", "python"])
def test_python_in_an_uploaded_table_or_correlation_is_never_run(tmp_path, element, language):
    proof = tmp_path / "proof"
    attack = f"open('{proof}', 'w').close()"
    tables = table([attack], ["r"], (attack, attack), language=language), literal("written", attack)
    diagram = f"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t"
      xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
      <message id="m" name="m"><extensionElements><zeebe:subscription correlationKey="={attack}"/></extensionElements>
      </message><process id="P" isExecutable="true"><startEvent id="s"/>{element}<endEvent id="e"/>
      <sequenceFlow id="a" sourceRef="s" targetRef="E"/><sequenceFlow id="b" sourceRef="E" targetRef="e"/>
      </process></definitions>"""

    compiled_bundle = compile_bundle({"x.bpmn": diagram.encode(), "x.dmn": dmn(*tables)})
    if compiled_bundle.definition is not None:
        Walk(compiled_bundle.definition).start()

    assert compiled_bundle.findings and not proof.exists()


def test_a_loop_of_costly_scripts_ends_in_an_incident_within_seconds():
    costly = assignments("n = n + 1; x = count(for i in 1..15000 return i)")
    walk = Walk(a_diagram([start(), gate("m"), node(Kind.SCRIPT, "S", script=costly), end()], "s m S m"))
    began = time.process_time()

    walk.start(n=0)

    assert walk.incident() == ("S", "expression.too_expensive")
    assert walk.document[""]["n"] < 100 and time.process_time() - began < 10

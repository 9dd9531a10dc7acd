"""What the library parses is printed from the model: whole, clean, one variant per start, shared by all cases."""

import threading
from xml.etree import ElementTree

import pytest

from engine import Surroundings, compile_bundle
from engine.contract import Start
from engine.model import Event, Kind, Trigger
from engine.running import advance
from engine.running.parsing import CompiledCache, compile_start, compiled
from engine.running.printing import print_bpmn
from tests.calls import calls_of
from tests.engine.running.builders import (
    NOW,
    Walk,
    a_definition,
    a_diagram,
    a_process,
    boundary,
    each,
    end,
    feel,
    gate,
    node,
    start,
    sub,
    user,
)

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
OF = "{https://banjian.cn/schema/1.0/bpmn}element"


def a_file(drawn):
    process = f'<process id="P" isExecutable="true">{drawn}</process>'
    return f'<definitions xmlns="{BPMN[1:-1]}">{process}</definitions>'.encode()


def line(source, target):
    return f'<sequenceFlow sourceRef="{source}" targetRef="{target}"/>'


def a_rich_diagram():
    inner = sub("S", [start("is"), user("I"), end("ie")], "is I ie", multi=each(cardinality=feel("2")))
    other = node(Kind.START, "m", event=Event(Trigger.MESSAGE, name="go"))
    nodes = [start(), other, user("A"), inner, boundary("b", "S", Trigger.MESSAGE), node(Kind.CALL, "C", called="Q"),
             gate("x"), end()]  # fmt: skip
    called = a_process([start(), user("A"), end()], "s A e", id="Q")
    return a_definition(a_process(nodes, "s A S C x e?done=true\nm A\nb x\nx A?default"), called)


def test_every_printed_element_leads_back_to_the_drawn_one():
    definition = a_rich_diagram()
    drawn = {"s", "A", "S", "is", "I", "ie", "b", "C", "x", "e"}

    root = ElementTree.fromstring(definition.printed["s"])
    printed = [element for element in root.iter() if element.get(OF)]

    assert {element.get(OF) for element in printed} == drawn
    assert all(element.get("id").endswith(element.get(OF)) for element in printed)
    assert len({element.get("id") for element in printed}) == len(printed) == 13


@pytest.mark.parametrize("name", ["Start", "End", "Root", "P.EndJoin", "M [child]", "p1.M", "p1.S"])
def test_an_element_may_have_an_id_that_the_library_or_the_print_uses_itself(name):
    many = '<multiInstanceLoopCharacteristics><loopCardinality>1</loopCardinality></multiInstanceLoopCharacteristics>'
    inner = f'<startEvent id="is"/>{line("is", "i")}<userTask id="i"/>{line("i", "ie")}<endEvent id="ie"/>'
    drawn = (f'<startEvent id="s"/>{line("s", "M")}<userTask id="M">{many}</userTask>{line("M", "S")}'
             f'<subProcess id="S">{inner}</subProcess>{line("S", name)}<userTask id="{name}"/>')  # fmt: skip
    definition = compile_bundle({"p.bpmn": a_file(drawn)}).definition
    walk = Walk(definition)

    walk.start()
    walk.complete("M")
    walk.complete("i")
    opened = walk.tasks
    walk.complete(name)

    assert (opened, walk.ended) == ([name], "completed")


def test_each_variant_has_its_own_start_event_only():
    printed = a_rich_diagram().printed

    starts = {
        door: [each.get(OF) for each in ElementTree.fromstring(text).findall(f"{BPMN}process/{BPMN}startEvent")]
        for door, text in printed.items()
    }

    assert starts == {"s": ["s", "s"], "m": ["m", "s"]}


def test_printing_is_stable():
    definition = a_rich_diagram()

    assert print_bpmn(definition.processes, "P") == definition.printed


def test_a_definition_without_printed_text_is_printed_when_needed():
    definition = a_diagram([start(), user("A"), end()], "s A e", hash="unprinted")
    walk = Walk(type(definition)(**{**_fields(definition), "printed": {}}))

    walk.start()

    assert walk.tasks == ["A"]


def _fields(definition):
    return {name: getattr(definition, name) for name in type(definition).__dataclass_fields__}


@pytest.mark.parametrize("length", [2000])
def test_a_chain_that_breaks_the_library_parses_and_runs(length):
    tasks = [node(Kind.THROW, f"t{number}") for number in range(length)]
    definition = a_diagram([start(), *tasks, end()], "s " + " ".join(task.id for task in tasks) + " e")

    walk = Walk(definition, automatic_steps=5000)
    walk.start()

    assert walk.ended == "completed"


def test_equal_bundles_share_what_was_compiled():
    twice = [a_diagram([start(), user("A"), end()], "s A e", hash="same") for _ in range(2)]

    assert compiled(twice[0], "s") is compiled(twice[1], "s")


def test_the_cache_forgets_what_was_used_longest_ago():
    cache = CompiledCache(size=2)
    definitions = [a_diagram([start(), end()], "s e", hash=f"cache {number}") for number in range(3)]

    first = cache.get(definitions[0], "s")
    for definition in (definitions[1], definitions[0], definitions[2]):
        cache.get(definition, "s")

    assert cache.get(definitions[0], "s") is first
    assert len(cache) == 2


def test_many_threads_run_cases_on_one_compiled_definition():
    definition = a_rich_diagram()
    ends: list[str | None] = []

    def work():
        for _ in range(20):
            walk = Walk(definition)
            walk.start()
            walk.complete("A")
            walk.deliver("b")
            walk.complete("A")
            ends.append(",".join(walk.tasks))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ends == ["I,I"] * 160


def test_running_changes_nothing_in_what_was_compiled():
    definition = a_rich_diagram()
    process = compile_start(definition, "s")
    before = {name: (tuple(spec._outputs), spec.manual) for name, spec in process.spec.task_specs.items()}

    advance(definition, None, Start("s"), Surroundings({}, NOW))

    assert {name: (tuple(s._outputs), s.manual) for name, s in process.spec.task_specs.items()} == before


def test_a_broken_bundle_gives_findings_and_no_definition():
    result = compile_bundle({"x.bpmn": b"<not-closed"})

    assert result.definition is None
    assert [finding.level for finding in result.findings] == ["error"]


def test_start_and_steps_of_a_three_step_case_stay_small():
    """952 calls when this was written, 0.13 ms a step; more than a quarter on top is a finding."""
    definition = a_diagram([start(), user("A"), user("B"), user("C"), end()], "s A B C e")
    Walk(definition, saving=False).start()
    walk = Walk(definition, saving=False)

    def whole_case():
        walk.start()
        for element in "ABC":
            walk.complete(element)

    assert calls_of(whole_case) <= 1200


def test_a_step_costs_the_same_in_an_old_case_and_in_a_big_diagram():
    """Counted in function calls; milliseconds are published in benchmarks/."""

    def work(definition, rounds):
        walk = Walk(definition, saving=False)
        walk.start()
        for _ in range(rounds):
            walk.complete("A")
        return calls_of(lambda: walk.complete("A"))

    small = a_diagram([start(), user("A"), gate("x"), end()], "s A x A?default\nx e?go=true")
    chain = [user(f"T{number}") for number in range(500)]
    big = a_diagram([start(), user("A"), gate("x"), *chain, end()],
                    "s A x A?default\nx T0?go=true " + " ".join(task.id for task in chain[1:]) + " e")

    young = work(small, 3)

    assert work(small, 1200) <= 1.05 * young and work(big, 3) <= 1.05 * young

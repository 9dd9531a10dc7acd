"""A hostile file costs a child process some seconds and megabytes, never the server."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.compiling import compile_bundle
from engine.decisions.table import Aggregation, HitPolicy
from engine.guarded import compile_bundle_guarded
from engine.model import Kind, TimerKind, Trigger
from engine.transfer import NotCompiled, pack, unpack
from tests.engine.reading.builders import definitions, diagram, flow, line

DMN = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="tier" name="tier"><decisionTable hitPolicy="FIRST"><input id="i"><inputExpression><text>days</text>
</inputExpression></input><output id="o" name="tier"/><rule id="r"><inputEntry><text>&lt;= 1</text></inputEntry>
<outputEntry><text>"leader"</text></outputEntry></rule></decisionTable></decision></definitions>"""
FILES = {
    "p.bpmn": diagram(line('<userTask id="x" camunda:assignee="${who}" camunda:dueDate="=now()"/>')),
    "tier.dmn": DMN.encode(),
}


def huge() -> dict[str, bytes]:
    steps = "".join(f'<task id="t{n}"/>' + flow(f"t{n}", f"t{n + 1}") for n in range(20_000))
    return {"p.bpmn": definitions(f'<process id="p">{steps}<task id="t20000"/></process>')}


def test_a_guarded_reading_is_the_same_as_an_unguarded_one():
    guarded = compile_bundle_guarded(FILES)

    assert guarded == compile_bundle(FILES)
    assert guarded.definition.entry.body.nodes["x"].assignment.assignee.evaluate({"who": "ada"}) == "ada"


def test_reading_that_takes_too_long_is_a_finding():
    (finding,) = compile_bundle_guarded(huge(), seconds=0.2).findings

    assert finding.rule == "reading.too_long"


def test_reading_that_takes_too_much_memory_is_a_finding():
    (finding,) = compile_bundle_guarded(huge(), seconds=20, megabytes=60).findings

    assert finding.rule in ("reading.too_much_memory", "xml.no_memory")


def test_several_threads_may_read_at_once():
    with ThreadPoolExecutor(3) as threads:
        readings = list(threads.map(compile_bundle_guarded, [FILES, {"a.bpmn": b"<a"}, FILES]))

    assert [reading.definition is not None for reading in readings] == [True, False, True]


def test_a_packed_reading_comes_back_equal():
    reading = compile_bundle(FILES)

    assert unpack(pack(reading)) == reading


def test_a_reading_travels_whatever_the_python_of_the_machine_makes_of_enumerations(monkeypatch):
    for kind in (Kind, Trigger, TimerKind, HitPolicy, Aggregation):
        # As Python 3.11.2 does, the one that Debian 12 brings.
        monkeypatch.setattr(kind, "__reduce_ex__", lambda self, protocol: (getattr, (type(self), self._name_)))
    reading = compile_bundle(FILES)

    assert unpack(pack(reading)) == reading


class Malicious:
    def __reduce__(self):
        return Path.write_text, (Path("stolen"), "x")


@dataclass
class Foreign:
    value: int = 1


@pytest.mark.parametrize("thing", [Malicious(), Foreign(), print, eval, {"a": 1}, b"", Path("/")])
def test_nothing_but_a_reading_is_unpacked(thing):
    with pytest.raises(NotCompiled):
        unpack(pickle.dumps(thing))

    assert not Path("stolen").exists()

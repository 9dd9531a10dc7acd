"""Snapshots are small, versioned, indifferent to the order of keys, and hold neither specs nor case data."""

import json
from pathlib import Path

import pytest

from engine.contract import Complete, Key, Surroundings
from engine.model import Trigger
from engine.running import advance, upgrades
from engine.running.errors import SnapshotUnusable
from engine.running.upgrades import CURRENT, UPGRADES
from tests.engine.running.builders import NOW, Walk, a_diagram, boundary, each, end, feel, gate, start, sub, user
from tests.engine.running.golden.story import STEPS, golden_walk

GOLDEN = Path(__file__).parent / "golden"


def size(snapshot):
    return len(json.dumps(snapshot, separators=(",", ":")))


def test_300_rounds_of_fork_join_and_boundary_keep_the_snapshot_under_2_kb():
    walk = Walk(a_diagram(
        [start(), gate("m"), gate("f", "+"), user("A"), user("B"), gate("j", "+"), user("N"), gate("x"), end(),
         end("e2"), boundary("b", "A", Trigger.MESSAGE, interrupting=False)],
        "s m f A j x e?stop=true\nf B j\nx m?default\nb N e2",
    ))
    walk.start()
    sizes = []

    for _ in range(300):
        walk.deliver("b")
        for element in ("N", "B", "A"):
            walk.complete(element)
        sizes.append(size(walk.snapshot))

    assert max(sizes) < 300


def test_the_state_of_a_50_task_case_stays_under_5_kb():
    tasks = [user(f"Activity_{number:07}") for number in range(50)]
    walk = Walk(a_diagram([start(), *tasks, end()], "s " + " ".join(task.id for task in tasks) + " e"))
    walk.start()

    for task in tasks[:-1]:
        walk.complete(task.id, note="x" * 500)

    assert size(walk.snapshot) < 5000


def test_nothing_that_people_wrote_is_in_the_snapshot():
    walk = Walk(a_diagram([start(), user("R", multi=each(collection=feel("names"), element_variable="n")), end()],
                          "s R e"))
    walk.start(names=["WORD", "WORD"], other="WORD")
    walk.complete("R", opinion="WORD")

    assert "WORD" not in json.dumps(walk.snapshot)


def test_a_snapshot_names_drawn_elements_only():
    walk = Walk(a_diagram([start(), sub("S", [start("is"), user("I"), end("ie")], "is I ie"), end()], "s S e"))

    step = walk.start()

    assert step.snapshot == {
        "v": 1, "start": "s", "runs": {"": {"s": 1, "S": 1}, "S#1": {"is": 1, "I": 1}},
        "tokens": [{"e": "S", "r": 1, "c": [{"e": "I", "r": 1}]}],
    }  # fmt: skip


def test_a_finished_case_keeps_nothing_but_its_end():
    walk = Walk(a_diagram([start(), user("A"), end()], "s A e"))
    walk.start()

    assert walk.complete("A").snapshot == {"v": CURRENT, "start": "s", "ended": "completed"}


def test_a_step_never_changes_the_snapshot_it_was_given():
    definition = a_diagram([start(), user("A"), gate("x"), end()], "s A x A?default\nx e?go=true")
    first = Walk(definition, saving=False).start()
    before = json.dumps(first.snapshot)

    advance(definition, first.snapshot, Complete(Key("", "A", 1)), Surroundings(first.document, NOW))

    assert json.dumps(first.snapshot) == before


def test_the_same_command_on_the_same_state_gives_the_same_step():
    definition = a_diagram([start(), gate("f", "+"), user("A"), user("B"), end()], "s f A e\nf B e")
    first = Walk(definition).start()

    twice = [
        advance(definition, first.snapshot, Complete(Key("", "A", 1)), Surroundings(first.document, NOW))
        for _ in range(2)
    ]

    assert twice[0] == twice[1]


@pytest.mark.parametrize("version", [0, CURRENT + 1, "1", None])
def test_a_snapshot_of_an_unknown_version_is_refused(version):
    definition = a_diagram([start(), user("A"), end()], "s A e")
    snapshot = {**Walk(definition).start().snapshot, "v": version}

    with pytest.raises(SnapshotUnusable):
        advance(definition, snapshot, Complete(Key("", "A", 1)), Surroundings({}, NOW))


def test_a_snapshot_of_another_definition_is_refused_by_the_element_it_names():
    snapshot = Walk(a_diagram([start(), user("A"), end()], "s A e")).start().snapshot
    other = a_diagram([start(), user("B"), end()], "s B e")

    with pytest.raises(SnapshotUnusable) as refusal:
        advance(other, snapshot, Complete(Key("", "A", 1)), Surroundings({}, NOW))

    assert refusal.value.params["element"] == "A"


def test_every_older_version_has_its_upgrade():
    assert sorted(UPGRADES) == list(range(1, CURRENT))


def test_an_older_snapshot_goes_through_every_upgrade_in_turn(monkeypatch):
    monkeypatch.setattr(upgrades, "CURRENT", 3)
    monkeypatch.setitem(UPGRADES, 1, lambda old: {**old, "v": 2, "told": ["1 to 2"]})
    monkeypatch.setitem(UPGRADES, 2, lambda old: {**old, "v": 3, "told": [*old["told"], "2 to 3"]})

    assert upgrades.upgraded({"v": 1})["told"] == ["1 to 2", "2 to 3"]
    assert upgrades.upgraded({"v": 3}) == {"v": 3}


@pytest.mark.parametrize("stage", range(len(STEPS) - 1))
@pytest.mark.parametrize("version", range(1, CURRENT + 1))
def test_golden_snapshots_of_every_release_still_run_to_the_same_end(version, stage):
    stored = json.loads((GOLDEN / f"v{version}.json").read_text())[stage]

    walk = golden_walk(stored["snapshot"], stored["document"], stage)

    assert (walk.ended, walk.document) == ("completed", stored["end"])

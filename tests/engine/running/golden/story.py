"""One case that meets every kind of waiting, and the steps that take it to its end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine.contract import Command, Complete, Deliver, Key, ServiceDone, Start, TimePassed
from engine.model import Definition, Kind, Timer, TimerKind, Trigger
from tests.engine.running.builders import (
    Walk,
    a_definition,
    a_process,
    boundary,
    catch,
    each,
    end,
    feel,
    gate,
    mapping,
    node,
    start,
    sub,
    user,
)


def story() -> Definition:
    """Reminders, reviews one by one and together, a called process, a race, a join and an inclusive join."""
    remind = Timer(TimerKind.CYCLE, "R5/P1D")
    reviews = each(collection=feel("names"), element_variable="name", output_collection="votes")
    inner = sub("S", [start("is"), user("I"), end("ie")], "is I ie", multi=each(True, cardinality=feel("2")))
    called = a_process([start("cs"), user("T"), end("ce")], "cs T ce", id="Q")
    nodes = [
        start(), user("A"), boundary("b", "A", Trigger.TIMER, False, timer=remind), user("N"), gate("f", "+"),
        user("R", multi=reviews), inner, gate("j", "+"), gate("g", "e"), catch("m", Trigger.MESSAGE),
        catch("t", Trigger.TIMER), node(Kind.CALL, "C", called="Q", in_mappings=(mapping("x", "n"),)),
        gate("o", "o"), user("O1"), user("O2"), gate("p", "o"), node(Kind.SERVICE, "V", topic="v"), end(), end("ne"),
    ]  # fmt: skip
    flows = "s A f R j g m C o O1?default p V e\nb N ne\nf S j\ng t C\no O2?{n=1} p\no O1?{n=1}"
    return a_definition(a_process(nodes, flows), called, hash="golden story")


STEPS: list[Command] = [
    Start(None, {"names": ["x", "y"], "n": 1}),
    TimePassed((Key("", "b", 1),)),
    Complete(Key("", "A", 1), {"a": 1}),
    Complete(Key("R#1.1", "R", 1), {"vote": "no"}),
    Complete(Key("S#1.0", "I", 1)),
    Complete(Key("S#1.1", "I", 1)),
    Complete(Key("R#1.0", "R", 1), {"vote": "yes"}),
    Deliver(Key("", "m", 1), {"told": True}),
    Complete(Key("C#1", "T", 1), {"kept": 1}),
    Complete(Key("", "O2", 1)),
    Complete(Key("", "N", 1)),
    Complete(Key("", "O1", 1)),
    ServiceDone(Key("", "V", 1), {"paid": 5}),
]


def golden_walk(snapshot: Mapping[str, Any], document: Mapping[str, Any], stage: int) -> Walk:
    """The story from the stored state after step `stage` on."""
    walk = Walk(story())
    walk.snapshot, walk.document = snapshot, document
    for command in STEPS[stage + 1 :]:
        walk.do(command)
    return walk


def main() -> None:
    """Print the states of the story, to be kept as `v<version>.json` when the format changes."""
    walk, states = Walk(story(), saving=False), []
    for command in STEPS:
        walk.do(command)
        if walk.ended:
            break
        states.append({"snapshot": walk.snapshot, "document": walk.document})
    print(json.dumps([{**state, "end": walk.document} for state in states]))


if __name__ == "__main__":
    main()

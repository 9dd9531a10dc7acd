"""How the decision tables of SpiffWorkflow 3.2.0 differ from DMN, each beside ours."""

import pytest
from lxml import etree
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.DMNParser import DMNParser
from SpiffWorkflow.util.task import TaskState

from engine.decisions import DecisionFailed, decide
from engine.expressions import to_json
from tests.engine.decisions.builders import DMN_1_3, dmn, model, table
from tests.engine.reading.builders import diagram, line
from tests.engine.running.traps.standing import theirs

OVERLAPPING = ("> 1", '"a"'), ("> 2", '"b"')
NUMBERS = ("> 1", "10"), ("> 2", "20")


def their_answer(written, value):
    """What the library's table gives for n, or the name of its failure."""
    root = etree.fromstring(dmn(written))
    for number, element in enumerate(root.iter()):
        element.set("id", element.get("id", f"_{number}"))
    (task,) = theirs(diagram(line('<userTask id="x"/>'))).get_tasks(state=TaskState.READY)
    task.data["n"] = value
    try:
        parser = DMNParser(None, root, {"dmn": DMN_1_3})
        parser.parse()
        return DMNEngine(parser.decision.decisionTables[0]).result(task)
    except Exception as problem:
        return type(problem).__name__


def our_answer(written, value):
    try:
        return to_json(decide(model(written), "tier", {"n": value}))
    except DecisionFailed as failure:
        return failure.code


@pytest.mark.parametrize(("written", "value", "alone", "here"), [
    (table(["n"], ["r"], *OVERLAPPING, policy="UNIQUE"), 5, {"r": "a"}, "decision.several_rules"),
    (table(["n"], ["r"], *OVERLAPPING, policy="ANY"), 5, {"r": "a"}, "decision.conflict"),
    (table(["n"], ["r"], *OVERLAPPING, policy="PRIORITY", values='"b", "a"'), 5, {"r": "a"}, "b"),
    (table(["n"], ["r"], *OVERLAPPING, policy="RULE ORDER"), 5, {"r": "a"}, ["a", "b"]),
    (table(["n"], ["r"], *NUMBERS, policy="COLLECT", aggregation="SUM"), 5, {"r": [10, 20]}, 30),
    ('<decision id="tier" name="tier"><literalExpression><text>n + 1</text></literalExpression></decision>', 3,
     "IndexError", 4),
    (table(["n"], ["r"], ("[1..5]", '"in"')), 3, "WorkflowTaskException", "in"),
    (table(["n"], ["r"], ('"a","b"', '"in"')), "a", {}, "in"),
    (table(["n"], ["r"], ('not("a")', '"in"')), "b", {}, "in"),
], ids=["UNIQUE", "ANY", "PRIORITY", "RULE ORDER", "COLLECT", "no table", "range", "list", "negation"])  # fmt: skip
def test_a_table_means_what_dmn_says(written, value, alone, here):
    assert (their_answer(written, value), our_answer(written, value)) == (alone, here)

"""Multi-instance: one instance per item, in turn or at once; results in the order of the items."""

import pytest

from engine.contract import Key
from tests.engine.running.builders import Walk, a_diagram, each, end, feel, start, sub, user


def a_vote(sequential=False, **fields):
    multi = each(sequential, collection=feel("names"), element_variable="name", output_collection="votes", **fields)
    return Walk(a_diagram([start(), user("R", multi=multi), user("A"), end()], "s R A e"))


def test_every_item_gets_a_task_with_a_key_of_its_own():
    walk = a_vote()

    step = walk.start(names=["x", "y"])

    assert [task.key for task in step.opened] == [Key("R#1.0", "R", 1), Key("R#1.1", "R", 1)]
    assert walk.document["R#1.1"] == {"loopCounter": 1, "name": "y"}


def test_results_come_in_the_order_of_the_items_whoever_finishes_first():
    walk = a_vote(output_element=feel("vote"))
    walk.start(names=["x", "y", "z"])

    for index, vote in ((2, "c"), (0, "a"), (1, "b")):
        walk.complete_key(Key(f"R#1.{index}", "R", 1), vote=vote)

    assert walk.document == {"": {"names": ["x", "y", "z"], "votes": ["a", "b", "c"]}}


def test_without_an_output_element_the_form_data_of_each_instance_are_collected():
    walk = a_vote()
    walk.start(names=["x"])

    walk.complete("R", vote=1, why="ok")

    assert walk.document[""]["votes"] == [{"vote": 1, "why": "ok"}]


def test_what_reviewers_write_never_overwrites_the_case():
    walk = a_vote()
    walk.start(names=["x", "y"], vote="case")

    walk.complete_key(Key("R#1.0", "R", 1), vote="a")

    assert walk.document[""]["vote"] == "case"
    assert walk.document["R#1"]["votes"] == [{"vote": "a"}]


def test_sequential_instances_come_one_after_the_other():
    walk = a_vote(sequential=True)
    walk.start(names=["x", "y"])

    first = walk.key("R")
    step = walk.complete("R")

    assert (first.path, [task.key.path for task in step.opened]) == ("R#1.0", ["R#1.1"])
    assert walk.document["R#1"]["nrOfActiveInstances"] == 1


def test_the_completion_condition_sees_how_many_are_still_at_work():
    walk = a_vote(completion=feel("nrOfActiveInstances = 1"))
    walk.start(names=["x", "y", "z"])

    walk.complete("R")
    before = walk.tasks.count("R")
    walk.complete("R")

    assert (before, walk.tasks) == (2, ["A"])


@pytest.mark.parametrize("sequential", [True, False])
def test_the_completion_condition_sees_the_counters_and_the_results(sequential):
    condition = feel("nrOfCompletedInstances >= 2 and votes[-1] = 1 and nrOfInstances = 3")
    walk = a_vote(sequential, completion=condition, output_element=feel("vote"))
    walk.start(names=["x", "y", "z"])
    walk.complete("R", vote=1)

    before = walk.tasks.count("R")
    walk.complete("R", vote=1)

    assert (before, walk.tasks) == (1 if sequential else 2, ["A"])
    assert walk.document == {"": {"names": ["x", "y", "z"], "votes": [1, 1]}}


@pytest.mark.parametrize("sequential", [True, False])
def test_the_completion_condition_sees_what_the_instance_wrote(sequential):
    """As in Camunda: one refusal ends the countersigning."""
    walk = a_vote(sequential, completion=feel("${rejected == true || nrOfCompletedInstances == nrOfInstances}"))
    walk.start(names=["x", "y", "z"])
    walk.complete("R", rejected=False)

    walk.complete("R", rejected=True)

    assert (walk.tasks, len(walk.document[""]["votes"])) == (["A"], 2)


@pytest.mark.parametrize("sequential", [True, False])
def test_an_empty_collection_is_passed_at_once_with_an_empty_result(sequential):
    walk = a_vote(sequential)

    walk.start(names=[])

    assert (walk.tasks, walk.document[""]["votes"]) == (["A"], [])


@pytest.mark.parametrize("sequential", [True, False])
def test_a_cardinality_gives_as_many_instances(sequential):
    walk = Walk(a_diagram([start(), user("R", multi=each(sequential, cardinality=feel("n"))), user("A"), end()],
                          "s R A e"))
    walk.start(n=3)

    for _ in range(3):
        assert walk.tasks != ["A"]
        walk.complete("R")

    assert walk.tasks == ["A"]


def test_a_collection_that_is_no_list_is_an_incident_and_can_be_repaired():
    walk = a_vote()
    walk.start(names="x")

    incident = walk.incident()
    walk.document = {"": {"names": ["x"]}}
    step = walk.retry("R")

    assert incident == ("R", "running.not_a_list")
    assert (walk.tasks, [key.element for key in step.resolved]) == (["R"], ["R"])


def test_a_broken_completion_condition_keeps_the_completion_and_is_asked_again():
    walk = a_vote(completion=feel("${limit <= nrOfCompletedInstances}"))
    walk.start(names=["x", "y"])

    step = walk.complete("R", vote=1)
    assert (len(step.completed), walk.incident()) == (1, ("R", "expression.failed"))
    walk.document = {**walk.document, "": {**walk.document[""], "limit": 1}}
    walk.retry_key(step.incidents[0].key)

    assert (walk.tasks, walk.document[""]["votes"]) == (["A"], [{"vote": 1}])


def test_instances_of_a_sub_process_have_scopes_of_their_own():
    inner = sub("S", [start("is"), user("I"), user("J"), end("ie")], "is I J ie",
                multi=each(collection=feel("names"), element_variable="name", output_collection="out",
                           output_element=feel("v")))
    walk = Walk(a_diagram([start(), inner, user("A"), end()], "s S A e"))
    walk.start(names=["x", "y"])
    for index in (1, 0):
        for element in "IJ":
            walk.complete_key(Key(f"S#1.{index}", element, 1), v=index)

    assert (walk.tasks, walk.document) == (["A"], {"": {"names": ["x", "y"], "out": [0, 1]}})


def test_a_second_round_over_the_same_activity_starts_afresh():
    walk = Walk(a_diagram([start(), user("R", multi=each(collection=feel("names"))), user("A"), end()], "s R A R\nA e"))
    walk.start(names=["x"])
    walk.complete("R")

    step = walk.complete("A")

    assert [task.key for task in step.opened] == [Key("R#2.0", "R", 1)]


def test_the_department_of_a_branch_comes_from_its_item():
    multi = each(collection=feel("units"), element_variable="department")
    inner = sub("S", [start("is"), user("I"), end("ie")], "is I ie", multi=multi)
    walk = Walk(a_diagram([start(), inner, end()], "s S e"))

    step = walk.start(units=["D1", "D2"])

    assert [task.department for task in step.opened] == ["D1", "D2"]


def test_counters_of_the_activity_vanish_with_it():
    walk = a_vote()
    walk.start(names=["x"])

    step = walk.complete("R", v=1)

    assert step.closed_scopes == ("R#1.0", "R#1")
    assert set(walk.document) == {""}


def test_a_completion_tells_what_was_written_and_not_all_results_so_far():
    walk = a_vote()
    first = walk.start(names=["x", "y"])

    steps = [walk.complete("R", vote=1), walk.complete("R", vote=2)]

    assert [change.name for change in first.changes] == ["names"]
    assert [[(change.path, change.name) for change in step.changes] for step in steps] == [
        [("R#1.0", "vote")], [("R#1.1", "vote"), ("", "votes")],
    ]  # fmt: skip


def test_instances_within_instances_cannot_flood_the_case():
    inner = sub("T", [start("js"), user("I", multi=each(cardinality=feel("900"))), end("je")], "js I je",
                multi=each(cardinality=feel("900")))
    walk = Walk(a_diagram([start(), inner, end()], "s T e"))

    step = walk.start()

    assert len(step.opened) <= 1000
    assert {incident.code for incident in step.incidents} == {"running.automatic_steps"}

"""Gateways: exclusive takes one branch, parallel all, inclusive those that hold, event-based the first that happens."""

import pytest

from engine.model import Trigger
from tests.engine.running.builders import Walk, a_diagram, catch, end, gate, outcomes, start, user


def test_an_exclusive_gateway_takes_the_branch_whose_outcome_was_chosen():
    walk = Walk(a_diagram([start(), user("A", outcomes=outcomes("ok", "yes", "no")), gate("x"), user("B"), user("C"),
                           end()], 's A x B?ok="yes" e\nx C?ok="no" e'))
    walk.start()

    walk.complete("A", "no")

    assert walk.tasks == ["C"]


def test_an_exclusive_gateway_tries_its_branches_in_the_order_of_the_file():
    walk = Walk(a_diagram([start(), gate("x"), user("B"), user("C"), end()], "s x B?{n>1} e\nx C?{n>0} e"))

    walk.start(n=2)

    assert walk.tasks == ["B"]


def test_an_exclusive_gateway_takes_the_default_when_nothing_else_holds():
    walk = Walk(a_diagram([start(), gate("x"), user("B"), user("C"), end()], "s x B?default e\nx C?{n>1} e"))

    walk.start(n=1)

    assert walk.tasks == ["B"]


def test_a_gateway_without_a_true_branch_is_an_incident_that_names_it_as_it_is_drawn():
    walk = Walk(a_diagram([start(), gate("g1", name="是否符合条件"), user("B"), end()], "s g1 B?{n>1} e"))

    (incident,) = walk.start(n=1).incidents

    assert (incident.key.element, incident.code) == ("g1", "running.no_branch")
    assert incident.params["element"] == "是否符合条件 (g1)"


def test_a_parallel_gateway_waits_for_all_its_branches():
    walk = Walk(a_diagram([start(), gate("f", "+"), user("B"), user("C"), gate("j", "+"), user("D"), end()],
                          "s f B j D e\nf C j"))
    walk.start()
    walk.complete("C")

    waiting = walk.tasks
    walk.complete("B")

    assert (waiting, walk.tasks) == (["B"], ["D"])


def test_a_second_token_on_one_branch_does_not_open_a_parallel_join():
    walk = Walk(a_diagram(
        [start(), gate("f", "+"), user("A"), user("B"), gate("m"), user("C"), gate("j", "+"), user("D"), end()],
        "s f A m j D e\nf B m\nf C j",
    ))
    walk.start()
    walk.complete("A")
    walk.complete("B")

    before = walk.tasks
    walk.complete("C")

    assert (before, walk.tasks) == (["C"], ["D"])


def test_an_excess_token_waits_at_the_parallel_join_and_is_not_lost():
    walk = Walk(a_diagram(
        [start(), gate("f", "+"), user("A"), user("B"), gate("m"), user("C"), gate("j", "+"), user("D"), end()],
        "s f A m j D e\nf B m\nf C j",
    ))
    walk.start()
    for element in "ABCD":
        walk.complete(element)

    assert walk.ended is None
    assert walk.step is not None and walk.step.incidents[0].code == "running.stuck"


@pytest.mark.parametrize(("chosen", "open_tasks"), [(["b"], ["B"]), (["b", "c"], ["B", "C"])])
def test_an_inclusive_gateway_takes_every_chosen_branch(chosen, open_tasks):
    walk = Walk(a_diagram(
        [start(), user("A", outcomes=outcomes("who", "b", "c", multiple=True)), gate("o", "o"), user("B"), user("C"),
         gate("j", "o"), user("D"), end()],
        's A o B?who~"b" j D e\no C?who~"c" j',
    ))
    walk.start()

    walk.complete("A", chosen)

    assert walk.tasks == open_tasks


@pytest.mark.parametrize("chosen", [["b"], ["b", "c"]])
def test_an_inclusive_join_waits_for_exactly_the_branches_taken(chosen):
    walk = Walk(a_diagram(
        [start(), user("A", outcomes=outcomes("who", "b", "c", multiple=True)), gate("o", "o"), user("B"), user("C"),
         gate("j", "o"), user("D"), end()],
        's A o B?who~"b" j D e\no C?who~"c" j',
    ))
    walk.start()
    walk.complete("A", chosen)

    for element in chosen[:-1]:
        walk.complete(element.upper())
        assert "D" not in walk.tasks
    walk.complete(chosen[-1].upper())

    assert walk.tasks == ["D"]


def test_a_gateway_without_a_matching_branch_parks_the_case_and_keeps_the_completion():
    walk = Walk(a_diagram([start(), user("A"), gate("x"), user("B"), user("C"), end()], "s A x B?{n>1} e\nx C?{n>5} e"))
    walk.start()

    step = walk.complete("A", n=0)

    assert [key.element for key in step.completed] == ["A"]
    assert [(incident.key.element, incident.code) for incident in step.incidents] == [("x", "running.no_branch")]


def test_the_first_event_behind_an_event_based_gateway_wins():
    walk = Walk(a_diagram(
        [start(), gate("g", "e"), catch("m", Trigger.MESSAGE), catch("t", Trigger.TIMER),
         catch("t2", Trigger.TIMER, value="PT2H"), user("A"), user("B"), user("C"), end()],
        "s g m A e\ng t B e\ng t2 C e",
    ))
    walk.start()

    step = walk.fire("t2")

    assert walk.tasks == ["C"]
    assert {key.element for key in step.disarmed} == {"t", "t2"}
    assert [key.element for key in step.no_longer_awaited] == ["m"]


def test_two_event_based_gateways_may_share_an_event():
    walk = Walk(a_diagram(
        [start(), gate("f", "+"), gate("g", "e"), gate("h", "e"), catch("m", Trigger.MESSAGE),
         catch("t", Trigger.TIMER), catch("u", Trigger.TIMER), user("A"), user("B"), end()],
        "s f g m A e\ng t B e\nf h m\nh u B",
    ))
    walk.start()

    walk.deliver("m")
    walk.deliver("m")

    assert walk.tasks == ["A", "A"]

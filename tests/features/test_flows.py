"""Sequence flows without gateways: several out of an element fork, several into one merge nothing."""

from engine.contract import Key
from tests.engine.running.builders import Walk, a_diagram, end, gate, start, user


def test_several_flows_out_of_a_task_are_all_taken():
    walk = Walk(a_diagram([start(), user("A"), user("B"), user("C"), end()], "s A B e\nA C e"))
    walk.start()

    walk.complete("A")

    assert walk.tasks == ["B", "C"]


def test_a_start_event_may_fork():
    walk = Walk(a_diagram([start(), user("A"), user("B"), end()], "s A e\ns B e"))

    walk.start()

    assert walk.tasks == ["A", "B"]


def test_of_conditioned_flows_out_of_a_task_those_that_hold_are_taken():
    nodes = [start(), user("A"), user("B"), user("C"), user("D"), end()]
    walk = Walk(a_diagram(nodes, "s A B?{n>1} e\nA C?{n>2} e\nA D?default e"))
    walk.start()

    walk.complete("A", n=3)

    assert walk.tasks == ["B", "C"]


def test_the_default_flow_of_a_task_is_taken_when_nothing_else_holds():
    nodes = [start(), user("A"), user("B"), user("D"), end()]
    walk = Walk(a_diagram(nodes, "s A B?{n>1} e\nA D?default e"))
    walk.start()

    walk.complete("A", n=0)

    assert walk.tasks == ["D"]


def test_a_task_with_two_flows_into_it_is_done_once_per_token():
    walk = Walk(a_diagram([start(), gate("f", "+"), user("A"), user("B"), user("C"), end()], "s f A C e\nf B C"))
    walk.start()

    walk.complete("A")
    walk.complete("B")

    assert {key for key in walk.open if key.element == "C"} == {Key("", "C", 1), Key("", "C", 2)}


def test_a_task_without_a_way_out_ends_its_token_and_the_case():
    walk = Walk(a_diagram([start(), user("A")], "s A"))
    walk.start()

    step = walk.complete("A")

    assert (step.ended.kind, step.ended.element) == ("completed", None)


def test_a_case_ends_only_when_its_last_token_has_ended():
    walk = Walk(a_diagram([start(), gate("f", "+"), user("A"), user("B"), end()], "s f A e\nf B e"))
    walk.start()

    walk.complete("A")
    open_still = walk.ended
    walk.complete("B")

    assert (open_still, walk.ended) == (None, "completed")


def test_elements_nobody_reaches_disturb_nothing():
    walk = Walk(a_diagram([start(), user("A"), end(), user("X"), gate("y", "+"), end("z")], "s A e\nX y z"))
    walk.start()

    walk.complete("A")

    assert walk.ended == "completed"


def test_a_task_may_lead_back_to_itself():
    walk = Walk(a_diagram([start(), user("A"), end()], "s A A?{n=1}\nA e?default"))
    walk.start()

    walk.complete("A", n=1)
    again = walk.key("A").run
    walk.complete("A", n=2)

    assert (again, walk.ended) == (2, "completed")

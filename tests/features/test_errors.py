"""Errors: only handlers of the enclosing scopes ever see one; an error nobody catches is an incident."""

import pytest

from engine.contract import ServiceFailed
from engine.model import Kind, Trigger
from tests.engine.running.builders import Walk, a_diagram, boundary, each, end, feel, gate, node, start, sub, user


def failing(id="S1", code="E1", **fields):
    return sub(id, [start("is" + id), user("T" + id), end("ie" + id, Trigger.ERROR, code=code)],
               f"is{id} T{id} ie{id}", **fields)


def test_an_error_end_is_caught_on_its_sub_process():
    walk = Walk(a_diagram([start(), failing(), boundary("b", "S1", Trigger.ERROR, code="E1"), user("A"), user("B"),
                           end()], "s S1 A e\nb B e"))
    walk.start()

    walk.complete("TS1")

    assert walk.tasks == ["B"]


def test_an_error_climbs_two_levels():
    outer = sub("O", [start("os"), failing(), end("oe")], "os S1 oe")
    walk = Walk(a_diagram([start(), outer, boundary("b", "O", Trigger.ERROR), user("B"), end()], "s O e\nb B e"))
    walk.start()

    walk.complete("TS1")

    assert walk.tasks == ["B"]


def test_an_unrelated_sibling_never_sees_the_error():
    other = sub("S2", [start("s2"), user("U"), end("e2")], "s2 U e2")
    walk = Walk(a_diagram([start(), gate("f", "+"), failing(), other, boundary("b", "S2", Trigger.ERROR, code="E1"),
                           user("B"), end()], "s f S1 e\nf S2 e\nb B e"))
    walk.start()

    walk.complete("TS1")

    assert (walk.tasks, walk.incident()) == (["U"], ("ieS1", "running.error_uncaught"))


def test_an_error_nobody_catches_is_an_incident_and_the_process_does_not_go_on():
    walk = Walk(a_diagram([start(), failing(), user("A"), end()], "s S1 A e"))
    walk.start()

    step = walk.complete("TS1")

    assert [key.element for key in step.completed] == ["TS1"]
    assert (walk.tasks, walk.incident()) == ([], ("ieS1", "running.error_uncaught"))


def test_the_handler_that_names_the_code_goes_before_the_one_for_all():
    walk = Walk(a_diagram([start(), failing(), boundary("b", "S1", Trigger.ERROR),
                           boundary("c", "S1", Trigger.ERROR, code="E1"), user("B"), user("C"), end()],
                          "s S1 e\nb B e\nc C e"))
    walk.start()

    walk.complete("TS1")

    assert walk.tasks == ["C"]


def test_a_handler_whose_error_has_a_name_but_no_code_catches_every_error():
    walk = Walk(a_diagram([start(), failing(), boundary("b", "S1", Trigger.ERROR, name="whatever"), user("B"), end()],
                          "s S1 e\nb B e"))
    walk.start()

    walk.complete("TS1")

    assert walk.tasks == ["B"]


@pytest.mark.parametrize("code", ["E2", "e1"])
def test_another_code_is_not_caught(code):
    walk = Walk(a_diagram([start(), failing(code=code), boundary("b", "S1", Trigger.ERROR, code="E1"), user("B"),
                           end()], "s S1 e\nb B e"))
    walk.start()

    walk.complete("TS1")

    assert walk.incident() == ("ieS1", "running.error_uncaught")


def test_an_error_in_one_instance_ends_the_whole_multi_instance_activity():
    walk = Walk(a_diagram([start(), failing(multi=each(collection=feel("names"))),
                           boundary("b", "S1", Trigger.ERROR), user("B"), end()], "s S1 e\nb B e"))
    walk.start(names=[1, 2, 3])

    step = walk.complete("TS1")

    assert (len(step.cancelled), walk.tasks) == (2, ["B"])


def a_service():
    return Walk(a_diagram([start(), node(Kind.SERVICE, "S", topic="pay"),
                           boundary("b", "S", Trigger.ERROR, code="NO_MONEY", result_variable="why"), user("B"),
                           end()], "s S e\nb B e"))


def test_an_error_that_a_job_reports_goes_to_the_boundary_of_its_task():
    walk = a_service()
    walk.start()

    step = walk.do(ServiceFailed(walk.key("S"), "NO_MONEY", "empty"))

    assert (walk.tasks, step.withdrawn) == (["B"], ())
    assert walk.document[""]["why"] == {"code": "NO_MONEY", "message": "empty"}


def test_an_error_of_a_job_that_nobody_catches_parks_it_until_a_retry_asks_again():
    walk = a_service()
    walk.start()

    walk.do(ServiceFailed(walk.key("S"), "OTHER", "?"))
    incident = walk.incident()
    step = walk.retry("S")

    assert incident == ("S", "running.service_failed")
    assert [request.name for request in step.requested] == ["pay"]
    walk.done("S")
    assert walk.ended == "completed"

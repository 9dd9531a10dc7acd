"""Human tasks: who, until when, which buttons; what is refused, and that a refusal changes nothing."""

from datetime import timedelta

import pytest

from engine.contract import Cancel, Complete, Deliver, Key, Retry, ServiceDone
from engine.model import Staffing
from engine.running.errors import (
    CaseHasEnded,
    NoIncident,
    NotWaiting,
    OutcomeUnknown,
    ServiceNotRequested,
    StartUnknown,
    TaskNotOpen,
)
from tests.engine.running.builders import NOW, Walk, a_diagram, end, feel, outcomes, start, user


def a_walk(**fields):
    return Walk(a_diagram([start(), user("A", **fields), user("B"), end()], "s A B e"))


def test_a_task_opens_with_everything_evaluated():
    staffing = Staffing(feel("who"), (feel('["a", "b"]'), feel("who")), ("window", "chief@D1", feel('"x, y"')))
    walk = a_walk(assignment=staffing, form_key="item:handler", due=feel('"PT2H"'), priority=feel("80"), limit="2wd",
                  follow_up=feel('date("2026-05-01")'), document="D05", separate_from="B", lane="L")

    (task,) = walk.start(who="zoe").opened

    assert (task.assignee, task.users, task.roles) == ("zoe", ("a", "b", "zoe"), ("window", "chief@D1", "x", "y"))
    assert (task.due_at, task.priority, task.limit) == (NOW + timedelta(hours=2), 80, "2wd")
    assert (task.form_key, task.document, task.separate_from, task.lane) == ("item:handler", "D05", "B", "L")
    assert task.follow_up_at.isoformat() == "2026-04-30T16:00:00+00:00"


@pytest.mark.parametrize("who", ["${boss.name}", "boss", "=[1 < 2]"])
def test_a_task_whose_people_cannot_be_found_out_opens_for_nobody(who):
    walk = a_walk(assignment=Staffing(feel(who), roles=(feel(who), "window")))

    (task,) = walk.start().opened

    assert (task.assignee, task.roles, task.unresolved) == (None, ("window",), (who, who))


def test_a_task_whose_due_date_makes_no_sense_is_parked_and_opens_on_retry():
    walk = a_walk(due=feel("${day}"))
    walk.start()

    incident = walk.incident()
    walk.document = {"": {"day": "2026-05-01"}}
    (task,) = walk.retry("A").opened

    assert (incident, task.key) == (("A", "expression.failed"), Key("", "A", 1))
    assert task.due_at.isoformat() == "2026-04-30T16:00:00+00:00"


def test_form_data_and_outcome_become_variables():
    walk = a_walk(outcomes=outcomes("verdict", "ok", "no"))
    walk.start()

    step = walk.complete("A", "ok", note="fine")

    assert [(change.path, change.name, change.value) for change in step.changes] == [
        ("", "note", "fine"), ("", "verdict", "ok"),
    ]  # fmt: skip


@pytest.mark.parametrize("outcome", ["maybe", None, 1, True, ["ok"]])
def test_an_outcome_that_is_no_button_is_refused(outcome):
    walk = a_walk(outcomes=outcomes("verdict", "ok", "no"))
    walk.start()
    before = (walk.snapshot, walk.document)

    with pytest.raises(OutcomeUnknown) as refusal:
        walk.complete("A", outcome)

    assert "ok、no" in refusal.value.in_language("zh")
    assert (walk.snapshot, walk.document) == before


def test_an_outcome_for_a_task_without_buttons_is_refused():
    walk = a_walk()
    walk.start()

    with pytest.raises(OutcomeUnknown):
        walk.complete("A", "ok")


@pytest.mark.parametrize("key", [Key("", "A", 2), Key("", "B", 1), Key("X#1", "A", 1), Key("", "s", 1)])
def test_a_task_that_is_not_open_cannot_be_completed(key):
    walk = a_walk()
    walk.start()

    with pytest.raises(TaskNotOpen):
        walk.do(Complete(key))


def test_completing_twice_is_refused_the_second_time():
    walk = a_walk()
    walk.start()
    key = walk.key("A")
    walk.complete("A")

    with pytest.raises(TaskNotOpen):
        walk.do(Complete(key))


@pytest.mark.parametrize(("command", "refusal"), [
    (Deliver(Key("", "A", 1)), NotWaiting),
    (ServiceDone(Key("", "A", 1)), ServiceNotRequested),
    (Retry(Key("", "A", 1)), NoIncident),
])  # fmt: skip
def test_commands_that_do_not_fit_are_refused_in_both_languages(command, refusal):
    walk = a_walk()
    walk.start()

    with pytest.raises(refusal) as refused:
        walk.do(command)

    assert "A" in refused.value.in_language("zh") and "A" in refused.value.in_language("en")


def test_nothing_moves_a_case_that_has_ended():
    walk = a_walk()
    walk.start()
    walk.do(Cancel("x"))

    with pytest.raises(CaseHasEnded):
        walk.do(Complete(Key("", "A", 1)))


def test_an_unknown_start_event_is_refused_with_the_known_ones():
    with pytest.raises(StartUnknown) as refusal:
        a_walk().start("nowhere")

    assert refusal.value.params["starts"] == "s"


def test_a_step_leaves_the_document_it_was_given_untouched():
    walk = Walk(a_diagram([start(), user("A"), end()], "s A e"), saving=False)
    walk.start(n=1)
    before = walk.document

    walk.complete("A", n=2)

    assert (before[""]["n"], walk.document[""]["n"]) == (1, 2)


@pytest.mark.parametrize("value", ["2", '"soon"', '"99999999999d"', '"²d"', "true"])
def test_a_limit_that_cannot_be_read_is_an_incident_and_not_a_step_without_one(value):
    walk = Walk(a_diagram([start(), user("A", limit=feel(value)), end()], "s A e"))

    walk.start()

    assert walk.incident() == ("A", "running.not_a_limit")

"""How SpiffWorkflow 3.2.0 takes a time without a zone, and how it makes up for the missed firings of a cycle."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions import timer as their_timer
from SpiffWorkflow.util.task import TaskState

from tests.engine.reading.builders import chain, diagram, line
from tests.engine.running.traps.standing import ours, theirs


def until(written: str) -> bytes:
    wait = f"<timerEventDefinition><timeDate>{written}</timeDate></timerEventDefinition>"
    return diagram(line(f'<intermediateCatchEvent id="x">{wait}</intermediateCatchEvent>'))


@pytest.mark.parametrize("hours", [0, 5])
def test_a_time_without_zone_is_the_same_on_every_machine(monkeypatch, hours):
    # The library reads the zone of the machine once, as it is imported.
    monkeypatch.setattr(their_timer, "LOCALTZ", timezone(timedelta(hours=hours)))
    monkeypatch.setenv("TZ", f"X-{hours}")
    time.tzset()

    try:
        (waiting,) = theirs(until("'2099-05-01T09:00:00'")).get_tasks(state=TaskState.WAITING)
        their_due = their_timer.TimerEventDefinition.get_datetime(waiting.internal_data["event_value"])
        (timer,) = ours(until("2099-05-01T09:00:00"))[0].step.armed
    finally:
        monkeypatch.undo()
        time.tzset()

    assert their_due == datetime(2099, 5, 1, 9 - hours, tzinfo=UTC)
    assert timer.due_at == datetime(2099, 5, 1, 1, tzinfo=UTC)


def test_missed_firings_of_a_cycle_are_made_up_for_at_once():
    """The library makes up for one with each refresh. Ours tells that the next is due already, so one sweep of
    `fire_due_timers` fires them all: `casework/flows/test_traps.py`.
    """
    cycle = "<timerEventDefinition><timeCycle>{}</timeCycle></timerEventDefinition>"
    boundary = '<boundaryEvent id="b" attachedToRef="x" cancelActivity="false">{}</boundaryEvent><userTask id="B"/>'
    body = line('<userTask id="x"/>') + boundary.format(cycle) + '<endEvent id="o"/>' + chain("b", "B", "o")
    workflow, (walk, _) = theirs(diagram(body.format("'R5/PT1H'"))), ours(diagram(body.format("R5/PT1H")))
    (waiting,) = workflow.get_tasks(state=TaskState.WAITING, spec_name="b")
    waiting.internal_data["event_value"]["next"] = (datetime.now(UTC) - timedelta(hours=2, minutes=30)).isoformat()
    later = walk.surroundings["now"] + timedelta(hours=3, minutes=30)

    handlers = []
    for _ in range(4):
        workflow.refresh_timers()
        handlers.append(len(workflow.get_tasks(state=TaskState.READY, spec_name="B")))
    walk.surroundings["now"] = later
    dues = [walk.fire("b").armed[0].due_at - later for _ in range(3)]

    assert handlers == [1, 2, 3, 3]
    assert dues == [timedelta(minutes=-90), timedelta(minutes=-30), timedelta(minutes=30)]

"""How SpiffWorkflow 3.2.0 takes a time that names no zone: by the clock of its machine."""

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions import timer as their_timer
from SpiffWorkflow.util.task import TaskState

from tests.engine.reading.builders import diagram, line
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

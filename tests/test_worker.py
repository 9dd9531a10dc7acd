"""The worker's rounds: take until nothing is left, survive what fails, run on aware instants."""

from __future__ import annotations

import threading
from datetime import UTC, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

import worker
from casework.errors import StorageUnavailable
from tests.casework.people import NOW, an_office
from worker import AT_A_TIME, SWEEPS, Sweep, run_sweep, start_embedded


def a_sweep(*counts: int, fails_with: Exception | None = None):
    """A sweep that gives these counts in turn, and what it was called with."""
    left, calls = list(counts), []

    def run(office, now, limit):
        calls.append((now, limit))
        if fails_with is not None and not left:
            raise fails_with
        return left.pop(0)

    return Sweep("test", timedelta(seconds=1), run), calls


def test_a_round_takes_until_nothing_is_left():
    sweep, calls = a_sweep(AT_A_TIME, AT_A_TIME, 3)

    assert run_sweep(an_office(), sweep) == 2 * AT_A_TIME + 3
    assert calls == [(NOW, AT_A_TIME)] * 3


@pytest.mark.parametrize("failure", [StorageUnavailable("storage.busy"), RuntimeError("broken case")])
def test_a_failing_round_is_logged_and_does_not_end_the_worker(failure, caplog):
    sweep, _ = a_sweep(AT_A_TIME, fails_with=failure)

    assert run_sweep(an_office(), sweep) == AT_A_TIME
    assert "sweep test" in caplog.text


def test_every_sweep_runs_on_an_empty_database(database, tmp_path):
    office = an_office(tmp_path, database)

    assert [run_sweep(office, sweep) for sweep in SWEEPS] == [0] * len(SWEEPS)


def test_the_rounds_start_at_once_and_repeat_in_the_background(monkeypatch):
    rounds = threading.Semaphore(0)
    quick = Sweep("quick", timedelta(seconds=0.05), lambda office, now, limit: rounds.release() or 0)
    monkeypatch.setattr(worker, "SWEEPS", (quick,))

    scheduler = start_embedded(an_office())
    came = [rounds.acquire(timeout=60) for _ in range(3)]
    scheduler.shutdown()

    assert came == [True] * 3


def test_rounds_are_planned_in_aware_utc_and_never_doubled():
    scheduler = BackgroundScheduler(timezone=UTC)
    worker._plan(scheduler, an_office())
    scheduler.start(paused=True)
    jobs = scheduler.get_jobs()
    scheduler.shutdown()

    assert {job.id for job in jobs} == {sweep.name for sweep in SWEEPS}
    assert all(job.next_run_time.tzinfo is not None and job.max_instances == 1 and job.coalesce for job in jobs)

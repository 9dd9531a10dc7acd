"""The clock door: calls casework's sweeps every few seconds, in a process of its own or inside `banjian serve`.

Any number of workers may run: every sweep claims what it takes, each item in its own transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler

from casework.cases.archiving import archive_ended_cases
from casework.clocks.recounting import recount_open_clocks
from casework.errors import StorageUnavailable
from casework.jobs.jobs import return_lapsed_jobs
from casework.messages.messages import purge_messages, redeliver
from casework.office import Office
from casework.repeats.answered_requests import forget_answers
from casework.tasks.empty_posts import offer_to_fallbacks
from casework.tasks.lost_holders import give_back_held
from casework.timers.timers import fire_due_timers

log = logging.getLogger("banjian.worker")

AT_A_TIME = 100


@dataclass(frozen=True)
class Sweep:
    """Takes up to so many due items and tells how many there were."""

    name: str
    every: timedelta
    run: Callable[[Office, datetime, int], int]


def forget_expired_messages(office: Office, now: datetime, limit: int) -> int:
    """One statement removes them all, so there is never a second round."""
    with office.database.transaction() as session:
        purge_messages(session, now)
    return 0


SWEEPS: tuple[Sweep, ...] = (
    Sweep("timers", timedelta(seconds=2), fire_due_timers),
    Sweep("kept messages", timedelta(seconds=2), redeliver),
    # The work of jobs is done by programs outside; here only those come back whose program was not heard of.
    Sweep("lapsed jobs", timedelta(seconds=5), return_lapsed_jobs),
    Sweep("lost holders", timedelta(seconds=10), give_back_held),
    Sweep("empty posts", timedelta(minutes=1), offer_to_fallbacks),
    Sweep("recounts", timedelta(seconds=5), recount_open_clocks),
    Sweep("archive", timedelta(minutes=10), archive_ended_cases),
    Sweep("expired messages", timedelta(minutes=10), forget_expired_messages),
    Sweep("answers to programs", timedelta(minutes=10), forget_answers),
)


def run_sweep(office: Office, sweep: Sweep) -> int:
    """Take what is due until nothing is left; a failure is logged and the rest waits for the next round."""
    done = 0
    try:
        while True:
            taken = sweep.run(office, office.clock.now(), AT_A_TIME)
            done += taken
            if taken < AT_A_TIME:
                return done
    except StorageUnavailable as failure:
        log.warning("sweep %s waits: %s: %s", sweep.name, failure, failure.__cause__ or failure.params)
    except Exception:
        # The scheduler lives on whatever one sweep does: a broken case must not stop the clocks of all others.
        log.exception("sweep %s failed", sweep.name)
    return done


def start_embedded(office: Office) -> BaseScheduler:
    """Run the sweeps in the background of this process until `shutdown()` of the result."""
    scheduler = BackgroundScheduler(timezone=UTC)
    _plan(scheduler, office)
    scheduler.start()
    return scheduler


def run_forever(office: Office) -> None:
    """Run the sweeps in this process until it is interrupted."""
    scheduler = BlockingScheduler(timezone=UTC)
    _plan(scheduler, office)
    scheduler.start()


def _plan(scheduler: BaseScheduler, office: Office) -> None:
    for sweep in SWEEPS:
        # A round that takes longer than its interval is not started twice, and late rounds are run once, not lost.
        scheduler.add_job(
            run_sweep,
            "interval",
            args=(office, sweep),
            seconds=sweep.every.total_seconds(),
            id=sweep.name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

"""The demo's cases: every story is played act by act on one common time line, and the sweeps run on the way.

Nothing is written behind the engine's back: registrations, completions and timers are the calls that pages and worker
make, each in its own transaction, at the instant the travelling clock shows.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from random import Random

from sqlalchemy import func, select

from casework.clock import TravellingClock
from casework.clocks.calendar import WorkingCalendar
from casework.delegation.delegations import create_delegation
from casework.demo.acts import StoryStuck, perform
from casework.demo.applicants import Somebody, invent_company, invent_person
from casework.demo.paths import PATHS
from casework.demo.people import DEPARTMENTS
from casework.demo.plot import read_path
from casework.demo.stage import Run, Stage, set_stage
from casework.demo.stories import DELEGATIONS, STORIES, Delegated, Story
from casework.errors import Refusal
from casework.office import Office
from casework.timers.timer import Timer
from casework.timers.timers import fire_due_timers
from engine.errors import EngineError

SEED = "云川"
# The last act of today lies so far back that the pages do not show things done this very second.
BREATH = timedelta(minutes=5)
SECOND = timedelta(seconds=1)
SHORT, LONG = 8, 55
"""Minutes of office time between two acts on one day."""


@dataclass(slots=True)
class Played:
    """What came of the stories; a story that could not go on stays where it is and is named here."""

    cases: int = 0
    acts: int = 0
    fired: int = 0
    stuck: list[str] = field(default_factory=list)


def play_stories(
    office: Office, clock: TravellingClock, until: datetime, *, scale: float = 1.0, stories: tuple[Story, ...] = STORIES
) -> Played:
    """Play every story up to `until`, the demo's present; `scale` below 1 takes fewer cases of each line.

    The same `until` gives the same cases. The clock stands at `until` afterwards.
    """
    with office.database.reading() as session:
        stage = set_stage(session, office, clock)
    played = Played()
    line: list[tuple[datetime, int, Run | Delegated]] = []
    for number, event in enumerate(_events(stage, scale, stories)):
        heapq.heappush(line, (_beginning(stage, event, until), number, event))
    while line:
        planned, number, event = heapq.heappop(line)
        if planned > until - BREATH:
            continue
        _sweep_to(stage, planned, played)
        following = _happen(stage, event, played)
        if following is not None:
            heapq.heappush(line, (following, number, event))
    _sweep_to(stage, until, played)
    return played


def _events(stage: Stage, scale: float, stories: tuple[Story, ...]) -> Iterator[Run | Delegated]:
    yield from DELEGATIONS
    number = 0
    taken = {name for department in DEPARTMENTS for _, name in department.people}
    for story in stories:
        for age in story.ages[: max(1, ceil(len(story.ages) * scale))]:
            number += 1
            chance = Random(f"{SEED}{number}")
            somebody = _invent(stage, story, chance, taken)
            yield Run(number, age, story, chance, somebody, read_path(PATHS[story.path]))


def _invent(stage: Stage, story: Story, chance: Random, taken: set[str]) -> Somebody:
    """A person or a company, as the item serves them, of a name that nobody else has."""
    item = stage.items[story.item]
    is_person = item.targets.startswith("自然人") or (not item.targets and chance.random() < 0.5)
    while True:
        somebody = invent_person(chance) if is_person else invent_company(chance, item.department, item.code)
        if somebody.data.name not in taken:
            taken.add(somebody.data.name)
            return somebody


def _beginning(stage: Stage, event: Run | Delegated, until: datetime) -> datetime:
    calendar = stage.calendar
    today = calendar.add_working_days(calendar.local(until).date(), 0)
    day = calendar.add_working_days(today, -event.age) if event.age else today
    if isinstance(event, Delegated):
        return calendar.opening(day)
    return _some_time(calendar, day, until, event.chance)


def _some_time(calendar: WorkingCalendar, day: date, until: datetime, chance: Random) -> datetime:
    """An instant at which the doors are open; today one that has passed, if they have been open for a while."""
    spans = [(start, min(end, until - 2 * BREATH)) for start, end in calendar.intervals(day)]
    open_spans = [(start, end) for start, end in spans if end > start] or [calendar.intervals(day)[0]]
    start, end = chance.choice(open_spans)
    return start + timedelta(seconds=chance.randrange(1, int((end - start).total_seconds())))


def _happen(stage: Stage, event: Run | Delegated, played: Played) -> datetime | None:
    """Do the next act of a run; gives when the one after it is planned."""
    if isinstance(event, Delegated):
        _delegate(stage, event)
        return None
    act, case_id = event.acts[event.done], event.case_id
    try:
        perform(stage, event, act)
    except (StoryStuck, Refusal, EngineError) as problem:
        played.stuck.append(f"{event.story.item} {event.story.path} {event.case_no} {act.name}: {problem}")
        return None
    played.acts += 1
    played.cases += event.case_id != case_id
    event.done += 1
    return _following(stage, event) if event.done < len(event.acts) else None


def _following(stage: Stage, run: Run) -> datetime:
    calendar, now, after = stage.calendar, stage.clock.now(), run.acts[run.done].after
    if after:
        day = calendar.add_working_days(calendar.local(now).date(), after)
        return _some_time(calendar, day, datetime.max.replace(tzinfo=calendar.zone) - timedelta(days=1), run.chance)
    return calendar.add_office_time(now, timedelta(minutes=run.chance.randint(SHORT, LONG)))


def _delegate(stage: Stage, plan: Delegated) -> None:
    now = stage.clock.now()
    principal, deputy = stage.cast.named(plan.principal), stage.cast.named(plan.deputy)
    with stage.office.database.transaction() as session:
        create_delegation(session, principal, deputy.person_id, now, now + timedelta(days=plan.days), plan.reason, now)


def _sweep_to(stage: Stage, instant: datetime, played: Played) -> None:
    """Move the clock there, and let every timer on the way fire when it is due, as the worker would.

    The last instant of a legal limit is still in time: its timer fires in the second after it.
    """
    clock = stage.clock
    while True:
        with stage.office.database.reading() as session:
            due = session.scalar(select(func.min(Timer.due_at)).where(Timer.next_try_at.is_(None)))
        if due is None or due >= instant:
            break
        clock.travel_to(min(instant, max(due, clock.now()) + SECOND))
        played.fired += fire_due_timers(stage.office, clock.now())
    clock.travel_to(max(instant, clock.now()))

"""The clocks of one case in memory: start, stop, pause, resume, extend, and what is due when.

Pure but for the calendar it is given; `casework/cases/case_file.py` reads and writes the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from casework.clocks.calendar import WorkingCalendar
from casework.clocks.limits import CountedFrom, Due, Limit, Pause, Unit, due_at
from casework.errors import Conflict, Refusal, Words
from engine.contract import Key


class ClockKind(StrEnum):
    NOTICE = "notice"
    """Five working days to tell what is missing (Art. 32)."""
    SUPPLEMENT = "supplement"
    PROMISED = "promised"
    STATUTORY = "statutory"
    DELIVERY = "delivery"
    """Ten working days from the decision to the result being available (Art. 44)."""
    SUPERIOR = "superior"
    CONTACT = "contact"
    STEP = "step"


class SpecialKind(StrEnum):
    """Whose time the law excludes (Art. 45)."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


SPECIAL_NAMES: dict[str, tuple[str, str]] = {
    SpecialKind.HEARING: ("听证", "hearing"),
    SpecialKind.TENDER: ("招标", "invitation to tender"),
    SpecialKind.AUCTION: ("拍卖", "auction"),
    SpecialKind.INSPECTION: ("检验", "inspection"),
    SpecialKind.TESTING: ("检测", "testing"),
    SpecialKind.QUARANTINE: ("检疫", "quarantine"),
    SpecialKind.APPRAISAL: ("鉴定", "appraisal"),
    SpecialKind.EXPERT_REVIEW: ("专家评审", "expert review"),
}
SURVEY, PUBLICITY = "survey", "publicity"
MEASURED_NAMES: dict[str, tuple[str, str]] = {
    SURVEY: ("现场踏勘", "site survey"),
    PUBLICITY: ("公示", "publication"),
}
"""Their time is measured; it stops a clock only where the item cites a law that says so."""
PAUSE_NAMES = SPECIAL_NAMES | MEASURED_NAMES
CLOCK_NAMES: dict[str, tuple[str, str]] = {
    ClockKind.NOTICE: ("一次性告知时限", "one-time notice"),
    ClockKind.SUPPLEMENT: ("补正时限", "supplement"),
    ClockKind.PROMISED: ("承诺时限", "promised limit"),
    ClockKind.STATUTORY: ("法定时限", "statutory limit"),
    ClockKind.DELIVERY: ("送达时限", "delivery"),
    ClockKind.SUPERIOR: ("上级办理时限", "superior's limit"),
    ClockKind.CONTACT: ("联系时限", "contact duty"),
    ClockKind.STEP: ("环节时限", "step limit"),
}
# Only the time of handling is excluded; notices and deliveries run on.
PAUSED_BY_SPECIAL = frozenset({ClockKind.PROMISED, ClockKind.STATUTORY})


@dataclass(slots=True)
class ClockRow:
    """A row of `case_clock`; `id` None until it is written."""

    kind: str
    amount: int
    unit: str
    counted_from: str
    source: str
    started_at: datetime
    due_at: datetime | None = None
    stopped_at: datetime | None = None
    generation: int = 1
    extension: int = 0
    is_provisional: bool = False
    id: int | None = None
    is_changed: bool = True

    @property
    def limit(self) -> Limit:
        return Limit(self.amount, Unit(self.unit), CountedFrom(self.counted_from), self.source)

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None


@dataclass(slots=True)
class PauseRow:
    """A row of `suspension`."""

    kind: str
    basis: str
    reason: str
    stopped_at: datetime
    planned_end: datetime | None = None
    resumed_at: datetime | None = None
    document: Any = None
    id: int | None = None
    is_changed: bool = True

    @property
    def pause(self) -> Pause:
        return Pause(self.stopped_at, self.resumed_at, self.planned_end)


@dataclass(slots=True)
class ClockSet:
    """All clocks and pauses of a case; `calendar` is asked for only when something has to be counted."""

    calendar: Callable[[], WorkingCalendar]
    clocks: list[ClockRow] = field(default_factory=list)
    pauses: list[PauseRow] = field(default_factory=list)
    moved: set[str] = field(default_factory=set)
    """Kinds whose due instant changed: timers bound to them must move along."""
    bound: dict[Key, str] = field(default_factory=dict)
    """Stored timers that follow a clock, and which."""

    def running(self, kind: str) -> ClockRow | None:
        return next((clock for clock in self.clocks if clock.kind == kind and clock.is_running), None)

    def latest(self, kind: str) -> ClockRow | None:
        """The running clock of the kind, else the one that ran last."""
        return self.running(kind) or next((clock for clock in reversed(self.clocks) if clock.kind == kind), None)

    def all_running(self) -> Iterator[ClockRow]:
        return (clock for clock in self.clocks if clock.is_running)

    @property
    def open_pause(self) -> PauseRow | None:
        return next((pause for pause in self.pauses if pause.resumed_at is None), None)

    def due(self, kind: str) -> datetime | None:
        """When the clock is due; None while it does not run, or stands in a pause."""
        clock = self.running(kind)
        if clock is None or (self.open_pause is not None and clock.kind in PAUSED_BY_SPECIAL):
            return None
        return clock.due_at

    def start(self, kind: str, limit: Limit, at: datetime, *, within: ClockRow | None = None) -> ClockRow:
        """Start a clock; one that runs already is stopped and a new generation begins.

        `within` is a clock that ends first at the latest: if the new one would outlast it, it counts as that one does.
        """
        before = self.latest(kind)
        if before is not None and before.is_running:
            self.stop(kind, at)
        clock = ClockRow(
            kind=kind,
            amount=limit.amount,
            unit=limit.unit.value,
            counted_from=limit.counted_from.value,
            source=limit.source,
            started_at=at,
            generation=1 if before is None else before.generation + 1,
        )
        self.clocks.append(clock)
        self.count(clock)
        if within is not None and within.due_at and clock.due_at and clock.due_at > within.due_at:
            clock.amount, clock.unit, clock.counted_from = within.amount, within.unit, within.counted_from
            clock.source, clock.started_at = within.source, within.started_at
            self.count(clock)
        return clock

    def stop(self, kind: str, at: datetime) -> ClockRow | None:
        """Stop the clock; its due instant stays to be compared with. None when it does not run."""
        clock = self.running(kind)
        if clock is not None:
            clock.stopped_at = max(at, clock.started_at)
            clock.is_changed = True
            self.moved.add(kind)
        return clock

    def pause(self, kind: str, basis: str, reason: str, at: datetime, planned_end: datetime | None) -> PauseRow:
        """Stop counting. Raises `Conflict` when the clock stands already."""
        standing = self.open_pause
        if standing is not None:
            words = Words(*PAUSE_NAMES[standing.kind])
            raise Conflict("clock.already_paused", kind=words, since=standing.stopped_at)
        pause = PauseRow(kind=kind, basis=basis, reason=reason, stopped_at=at, planned_end=planned_end)
        self.pauses.append(pause)
        self._recount_pausable(at)
        return pause

    def resume(self, at: datetime) -> PauseRow:
        """Count again. Raises `Conflict` when nothing stands."""
        pause = self.open_pause
        if pause is None:
            raise Conflict("clock.not_paused")
        pause.resumed_at = max(at, pause.stopped_at)
        pause.is_changed = True
        self._recount_pausable(at)
        return pause

    def extend(self, kind: str, amount: int, at: datetime) -> ClockRow:
        """Lengthen a running clock by `amount` working days: once, and before it is over (Art. 42)."""
        clock = self.check_extendable(kind, at)
        clock.extension = amount
        clock.generation += 1
        self.count(clock, at)
        return clock

    def check_extendable(self, kind: str, at: datetime) -> ClockRow:
        """The running clock that may be lengthened. Raises `Conflict` or `Refusal`: none, once already, or too late."""
        clock = self.running(kind)
        if clock is None:
            raise Conflict("clock.not_running", clock=Words(*CLOCK_NAMES[kind]))
        if clock.extension:
            raise Refusal("clock.already_extended", clock=Words(*CLOCK_NAMES[kind]), amount=clock.extension)
        if self.is_over(clock, at):
            raise Refusal("clock.extension_too_late", clock=Words(*CLOCK_NAMES[kind]), due=clock.due_at)
        return clock

    def is_over(self, clock: ClockRow, at: datetime) -> bool:
        """Whether the limit has run out; one that stands in a pause has not, however long that lasts."""
        return at > self.explain(clock, at).at

    def explain(self, clock: ClockRow, as_of: datetime) -> Due:
        """The due instant with a line per day counted or skipped."""
        pauses = [pause.pause for pause in self.pauses if self._pauses(clock, pause)]
        return due_at(clock.started_at, clock.limit, self.calendar(), pauses, clock.extension, as_of)

    def count(self, clock: ClockRow, as_of: datetime | None = None) -> None:
        """Work out the due instant anew."""
        due = self.explain(clock, as_of or clock.started_at)
        # In a pause with a planned end the forecast is kept for lists; nothing is due until the clock runs again.
        forecast = due.at if not due.paused or self._has_planned_end else None
        clock.due_at, clock.is_provisional, clock.is_changed = forecast, due.provisional, True
        self.moved.add(clock.kind)

    def recount(self, as_of: datetime) -> list[tuple[ClockRow, datetime | None]]:
        """Count every running clock by the calendar as it is now; gives those that changed with what was due before.

        The generation stays: alarms that were raised are not raised again for the new date.
        """
        changed = []
        for clock in list(self.all_running()):
            before = clock.due_at, clock.is_provisional
            was_changed, moved = clock.is_changed, set(self.moved)
            self.count(clock, as_of)
            if (clock.due_at, clock.is_provisional) == before:
                clock.is_changed, self.moved = was_changed, moved
            else:
                changed.append((clock, before[0]))
        return changed

    @property
    def _has_planned_end(self) -> bool:
        return self.open_pause is not None and self.open_pause.planned_end is not None

    def _pauses(self, clock: ClockRow, pause: PauseRow) -> bool:
        if clock.kind not in PAUSED_BY_SPECIAL:
            return False
        return pause.resumed_at is None or pause.resumed_at > clock.started_at

    def _recount_pausable(self, at: datetime) -> None:
        for clock in self.all_running():
            if clock.kind in PAUSED_BY_SPECIAL:
                clock.generation += 1
                self.count(clock, at)

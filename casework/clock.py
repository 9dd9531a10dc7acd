"""The only reader of the wall clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant: aware, UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The wall clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class TravellingClock:
    """A clock that stands until it is moved, and only moves forward: for the demo centre and for tests."""

    def __init__(self, start: datetime) -> None:
        self._now = _utc(start)

    def now(self) -> datetime:
        return self._now

    def travel_to(self, instant: datetime) -> None:
        """Stand at `instant`. Raises `ValueError` if it lies in this clock's past."""
        if _utc(instant) < self._now:
            raise ValueError(f"{instant} lies before {self._now}: a clock does not run back")
        self._now = _utc(instant)

    def advance(self, length: timedelta) -> None:
        self.travel_to(self._now + length)


def _utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone")
    return instant.astimezone(UTC)

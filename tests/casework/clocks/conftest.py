"""The published calendar."""

import pytest

from casework.clocks.calendar import WorkingCalendar
from casework.clocks.seed import seeded_calendar


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    return seeded_calendar()

"""Instants on the clock of the centre, and calendars drawn at random."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from casework.clocks.calendar import SHANGHAI, DayKind, WorkingCalendar

ONE_DAY = timedelta(days=1)
MORNING_ONLY = ((time(9), time(12)),)


def at(text: str) -> datetime:
    """`2026-09-17` at 10:00, or `2026-09-17 18:00`, in Shanghai."""
    day, _, clock = text.partition(" ")
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock or "10:00"), tzinfo=SHANGHAI)


def day(text: str) -> date:
    return date.fromisoformat(text)


kinds = st.sampled_from(
    [DayKind(off=True, label="节"), DayKind(off=False), DayKind(off=False, label="半天", hours=MORNING_ONLY)]
)


@st.composite
def random_calendars(draw: st.DrawFn) -> WorkingCalendar:
    """Working weekends, holidays and half-holidays anywhere between the end of 2023 and the start of 2029."""
    days = draw(st.dictionaries(st.dates(day("2023-11-01"), day("2029-02-28")), kinds, max_size=60))
    crowded = draw(st.dates(day("2023-12-20"), day("2028-03-05")))
    run = {crowded + n * ONE_DAY: kind for n, kind in enumerate(draw(st.lists(kinds, max_size=14)))}
    return WorkingCalendar(days=days | run, published_years=frozenset({2024, 2026}))


# Around leap days and year ends, where counting by year or month goes wrong first.
edges = st.sampled_from(["2024-02-28", "2024-02-29", "2024-12-31", "2026-12-31", "2027-01-01", "2028-02-29"])
dates = st.one_of(edges.map(day), st.dates(day("2024-01-01"), day("2028-06-30")))
clocks = st.times(min_value=time(0), max_value=time(23, 59)).map(lambda clock: clock.replace(microsecond=0))
instants = st.builds(lambda d, t: datetime.combine(d, t, tzinfo=SHANGHAI), dates, clocks)

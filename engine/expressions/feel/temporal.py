"""FEEL's dates, times and durations: years of nine digits, nanoseconds, offsets, named zones (DMN 10.3.2.3)."""

import datetime
import re
import zoneinfo
from dataclasses import dataclass
from functools import cache, total_ordering

NANOS = 1_000_000_000
DAY_SECONDS = 86_400
MAX_YEAR = 999_999_999
_MAX_OFFSET = 18 * 3600


@dataclass(frozen=True, slots=True)
class Zone:
    """A fixed offset in seconds, or a named zone whose offset depends on the date."""

    offset: int | None
    name: str | None = None

    def __str__(self) -> str:
        if self.name is not None:
            return "@" + self.name
        if not self.offset:
            return "Z"
        minutes, seconds = divmod(abs(self.offset), 60)
        sign = "-" if self.offset < 0 else "+"
        text = f"{sign}{minutes // 60:02}:{minutes % 60:02}"
        return text + (f":{seconds:02}" if seconds else "")


@dataclass(frozen=True, slots=True, order=True)
class Date:
    year: int
    month: int
    day: int

    def __str__(self) -> str:
        return f"{'-' if self.year < 0 else ''}{abs(self.year):04}-{self.month:02}-{self.day:02}"

    @property
    def number(self) -> int:
        """Days since 1970-01-01."""
        year = self.year - (self.month <= 2)
        era, year_of_era = divmod(year, 400)
        day_of_year = (153 * (self.month + (-3 if self.month > 2 else 9)) + 2) // 5 + self.day - 1
        return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468


@dataclass(frozen=True, slots=True)
class Time:
    hour: int
    minute: int
    second: int
    nanos: int = 0
    zone: Zone | None = None

    def __str__(self) -> str:
        fraction = f".{self.nanos:09}".rstrip("0") if self.nanos else ""
        zone = "" if self.zone is None else str(self.zone)
        return f"{self.hour:02}:{self.minute:02}:{self.second:02}{fraction}{zone}"

    @property
    def local_nanos(self) -> int:
        return ((self.hour * 60 + self.minute) * 60 + self.second) * NANOS + self.nanos


@dataclass(frozen=True, slots=True)
class DateTime:
    date: Date
    time: Time

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"

    @property
    def local_nanos(self) -> int:
        return self.date.number * DAY_SECONDS * NANOS + self.time.local_nanos


@total_ordering
@dataclass(frozen=True, slots=True)
class DaysDuration:
    """Days and time, exact to the nanosecond."""

    nanos: int

    def __lt__(self, other: "DaysDuration") -> bool:
        return self.nanos < other.nanos

    def __str__(self) -> str:
        seconds, nanos = divmod(abs(self.nanos), NANOS)
        days, seconds = divmod(seconds, DAY_SECONDS)
        hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
        fraction = f".{nanos:09}".rstrip("0") if nanos else ""
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        clock += f"{seconds}{fraction}S" if seconds or nanos else ""
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-" if self.nanos < 0 else "") + "P" + (text or "T0S")


@total_ordering
@dataclass(frozen=True, slots=True)
class MonthsDuration:
    """Years and months."""

    months: int

    def __lt__(self, other: "MonthsDuration") -> bool:
        return self.months < other.months

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")


Temporal = Date | Time | DateTime | DaysDuration | MonthsDuration

_DATE = re.compile(r"(-?)(\d{4}|[1-9]\d{4,8})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:(Z|z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z][\w+-]*(?:/[\w+-]+)*))?",
    re.ASCII,
)
_DAYS = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?=\d|\.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?", re.ASCII)
_MONTHS = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?", re.ASCII)
_MAX_DIGITS = 18


def to_date(text: str) -> Date | None:
    """The date written as ISO 8601, None when it is none or does not exist."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year = int(match[1] + match[2])
    return a_date(year, int(match[3]), int(match[4]))


def a_date(year: int, month: int, day: int) -> Date | None:
    """The date, None when the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day <= month_length(year, month) and abs(year) <= MAX_YEAR):
        return None
    return Date(year, month, day)


def month_length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def to_time(text: str) -> Time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    zone: Zone | None = None
    if match[5]:
        zone = Zone(0)
    elif match[6]:
        seconds = int(match[7]) * 3600 + int(match[8]) * 60 + int(match[9] or 0)
        if seconds > _MAX_OFFSET or int(match[8]) > 59 or int(match[9] or 0) > 59:
            return None
        zone = Zone(-seconds if match[6] == "-" else seconds)
    elif match[10]:
        if match[10] not in zone_names():
            return None
        zone = Zone(None, match[10])
    nanos = int((match[4] or "0")[:9].ljust(9, "0"))
    return a_time(int(match[1]), int(match[2]), int(match[3]), nanos, zone)


def a_time(hour: int, minute: int, second: int, nanos: int, zone: Zone | None) -> Time | None:
    if hour > 23 or minute > 59 or second > 59 or min(hour, minute, second) < 0:
        return None
    return Time(hour, minute, second, nanos, zone)


def to_date_time(text: str) -> DateTime | None:
    day, separator, clock = text.partition("T")
    date, time = to_date(day), to_time(clock)
    return DateTime(date, time) if separator and date and time else None


def to_duration(text: str) -> DaysDuration | MonthsDuration | None:
    """A days and time or a years and months duration; the standard has none that mixes both."""
    if len(text) < 3 or text.endswith(("P", "T")):
        return None
    if match := _MONTHS.fullmatch(text):
        if any(len(part or "") > _MAX_DIGITS for part in match.groups()):
            return None
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return MonthsDuration(-months if match[1] else months)
    if match := _DAYS.fullmatch(text):
        if any(len(part or "") > _MAX_DIGITS for part in match.groups()):
            return None
        seconds = int(match[2] or 0) * DAY_SECONDS + int(match[3] or 0) * 3600
        seconds += int(match[4] or 0) * 60 + int(match[5] or 0)
        nanos = seconds * NANOS + int((match[6] or "0")[:9].ljust(9, "0"))
        return DaysDuration(-nanos if match[1] else nanos)
    return None


def from_at(text: str) -> Temporal | None:
    """What `@"…"` means."""
    return to_date(text) or to_date_time(text) or to_time(text) or to_duration(text)


@cache
def zone_names() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def day_of(number: int) -> Date | None:
    """The date that many days after 1970-01-01; None outside the supported years."""
    number += 719_468
    era, day_of_era = divmod(number, 146_097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    year = year_of_era + era * 400 + (month <= 2)
    return Date(year, month, day_of_year - (153 * shifted + 2) // 5 + 1) if abs(year) <= MAX_YEAR else None


def offset_at(zone: Zone | None, date: Date, time: Time) -> int | None:
    """Seconds east of UTC at that local moment; None without a zone."""
    if zone is None or zone.name is None:
        return None if zone is None else zone.offset
    # Outside Python's calendar the zone's rule of the nearest year with the same leap pattern stands in.
    year = date.year if 1 < date.year < 9999 else 2000 + date.year % 400
    moment = datetime.datetime(
        year, date.month, date.day, time.hour, time.minute, time.second, tzinfo=zoneinfo.ZoneInfo(zone.name)
    )
    offset = moment.utcoffset()
    return None if offset is None else int(offset.total_seconds())


def instant(value: DateTime) -> int:
    """Nanoseconds since 1970 in UTC; a value without zone counts as UTC."""
    offset = offset_at(value.time.zone, value.date, value.time) or 0
    return value.local_nanos - offset * NANOS


def moment_of(nanos: int, zone: Zone | None) -> DateTime | None:
    """The local date and time that many nanoseconds after 1970-01-01T00:00:00 on the wall."""
    days, rest = divmod(nanos, DAY_SECONDS * NANOS)
    date = day_of(days)
    return DateTime(date, clock_of(rest, zone)) if date else None


def clock_of(nanos: int, zone: Zone | None) -> Time:
    """The time of day so many nanoseconds after midnight."""
    seconds, fraction = divmod(nanos % (DAY_SECONDS * NANOS), NANOS)
    return Time(seconds // 3600, seconds // 60 % 60, seconds % 60, fraction, zone)

"""Load a year's notice into the calendars of all places, count the open clocks anew, and tell what that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from casework.actor import Actor
from casework.clocks.calendars import ImportReport, import_year, list_calendars
from casework.clocks.clock_set import CLOCK_NAMES
from casework.clocks.recounting import RecountReport, list_recounts, recount_open_clocks, recount_report
from casework.clocks.wording import Language
from casework.clocks.zone import SHANGHAI
from casework.command_texts import TEXTS
from casework.office import Office


@dataclass(frozen=True, slots=True)
class LoadedCalendar:
    name: str
    years: list[ImportReport]
    recounts: list[RecountReport]


def load_notice(
    office: Office, actor: Actor, text: str, source: str, now: datetime, code: str | None = None
) -> list[LoadedCalendar]:
    """Load `text` into the calendar with this code, or into all; empty when there is none of that code.

    All of them or none is changed; then every open clock that the change touches is counted anew.
    """
    with office.database.transaction() as session:
        wanted = [(one.id, one.name) for one in list_calendars(session) if code in (None, one.code)]
        years = {key: import_year(session, actor, key, text, now, source) for key, _ in wanted}
    while recount_open_clocks(office, now):
        pass
    with office.database.reading() as session:
        return [
            LoadedCalendar(
                name,
                years[key],
                [recount_report(session, row.id) for row in list_recounts(session, key) if row.asked_at == now],
            )
            for key, name in wanted
        ]


def loaded_words(loaded: LoadedCalendar, language: Language) -> Iterator[str]:
    """What was loaded and what it moved, line by line."""
    place = 0 if language == "zh" else 1
    for year in loaded.years:
        said = TEXTS["command.year_imported" if year.is_whole else "command.days_imported"][place]
        yield said.format(name=loaded.name, year=year.year, days=year.days, changed=len(year.changed))
        yield from (f"  {change.day} {change.before} → {change.after}" for change in year.changed)
    for report in loaded.recounts:
        yield TEXTS["command.recounted"][place].format(seen=report.recount.seen, moved=report.moved)
        for line in report.lines:
            name = CLOCK_NAMES[line.kind][place]
            yield f"  {line.case_no} {name} {_minute(line.before)} → {_minute(line.after)}"


def _minute(instant: datetime | None) -> str:
    return f"{instant.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if instant else "—"

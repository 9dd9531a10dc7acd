"""Why a case is due when it is, one line per day; and when it would be due if it were accepted now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.cases.case_file import open_file
from casework.catalogue.item import ItemVersion
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.clock_set import CLOCK_NAMES
from casework.clocks.limits import Due, due_at
from casework.errors import NotFound, Words
from casework.office import Office


def explain_due(session: Session, office: Office, case_id: int, kind: str, now: datetime) -> Due:
    """The due instant of the case's clock of this kind with every day counted or skipped, and why.

    A clock that has stopped is explained as it stood. Raises `NotFound` when the case has no such clock.
    """
    file = open_file(session, office, case_id, SYSTEM, now)
    clock = file.clocks.latest(kind)
    if clock is None:
        raise NotFound("clock.no_such", clock=Words(*CLOCK_NAMES.get(kind, (kind, kind))))
    return file.clocks.explain(clock, now)


def forecast_due(version: ItemVersion, case_type: str, start: datetime, calendar: WorkingCalendar) -> Due:
    """When the promise would end if a case of this item and kind were received and accepted at `start`."""
    return due_at(start, version.promised_for(case_type), calendar)

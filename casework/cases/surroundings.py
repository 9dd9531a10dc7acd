"""What a diagram's expressions may look at besides their variables: facts of case, item, applicant, department, day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from casework.actor import SYSTEM
from casework.cases.case_file import CaseFile
from casework.clocks.clock_set import ClockKind
from casework.clocks.limits import Unit
from engine.contract import LIMIT, Surroundings

LONGEST_SPAN = 12
"""Letters that a row has for a limit."""


class Facts(Mapping[str, Any]):
    """Read-only names behind the variables; each is worked out when an expression asks for it."""

    NAMES = ("case", "item", "applicant", "department", "today", "now", "me")

    def __init__(self, file: CaseFile) -> None:
        self._file = file
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self.NAMES:
            raise KeyError(name)
        if name not in self._known:
            self._known[name] = getattr(self, f"_{name}")()
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.NAMES)

    def __len__(self) -> int:
        return len(self.NAMES)

    def _case(self) -> dict[str, Any]:
        case = self._file.case
        return {
            "number": case.case_no,
            "type": case.case_type,
            "channel": case.channel,
            "status": case.status,
            "title": case.title,
            "received_at": case.received_at,
            "accepted_at": case.accepted_at,
            "priority": case.priority,
            "business_key": case.business_key,
        }

    def _item(self) -> dict[str, Any]:
        around = self._file.around
        return {
            **around.points,
            "code": around.item_code,
            "name": around.item_name,
            "result_name": self._result_name(),
            "base_type": around.base_type,
            "has_fee": around.has_fee,
            "needs_survey": around.needs_survey,
            "promised_days": self._promised_days(),
            "materials": [one.name for one in around.item.materials] if around.item is not None else [],
            "handler_not_approver": around.handler_not_approver,
        }

    def _result_name(self) -> str | None:
        """What the applicant gets, as the item calls it: the title of the certificate unless somebody says another."""
        version = self._file.item_version
        return None if version is None else version.result_name or None

    def _promised_days(self) -> int | None:
        """Working days that are promised to a case of this kind; None for a promise in other units, or of today."""
        version = self._file.item_version
        limit = None if version is None else version.promised_for(self._file.case.case_type)
        return limit.amount if limit is not None and limit.unit is Unit.WORKING_DAY and limit.amount else None

    def _applicant(self) -> dict[str, Any]:
        around = self._file.around
        return {"name": around.applicant_name, "kind": around.applicant_kind}

    def _department(self) -> str | None:
        return self._file.around.department_code

    def _me(self) -> str | None:
        """Who acts; nobody when the machine does."""
        return None if self._file.actor == SYSTEM else self._file.actor.username

    def _today(self) -> Any:
        return self._file.today

    def _now(self) -> datetime:
        return self._file.local_now


def surroundings_of(file: CaseFile, steps_taken: int = 0) -> Surroundings:
    """What the engine may see of the case as it stands in memory now."""
    return Surroundings(
        document=file.case.document,
        now=file.now,
        facts=Facts(file),
        due=lambda clock: file.clocks.due(clock),
        after_workdays=lambda start, days: after_workdays(file, start, days),
        steps_taken=steps_taken,
    )


def after_workdays(file: CaseFile, start: datetime, days: int) -> datetime:
    """Closing time of the `days`-th working day after `start`."""
    calendar = file.calendar
    return calendar.closing(calendar.add_working_days(calendar.local(start).date(), days))


def span_of(limit: str | None) -> str | None:
    """The limit if it counts by the calendar of the centre, so that its end moves when that does."""
    return limit if limit and limit.strip().endswith(("wd", "h", "m")) and len(limit) <= LONGEST_SPAN else None


def step_limit(file: CaseFile, limit: str, start: datetime | None = None) -> datetime | None:
    """When a step's own limit (`2wd`, `3d`, `4h`) is over, from `start` or now; None for a text that is no limit.

    No step outlasts the promise of its case, unless the promise was broken before the step began.
    """
    start = start or file.now
    own, promised = _own_limit(file, limit, start), file.clocks.due(ClockKind.PROMISED)
    return promised if own is not None and promised is not None and start < promised < own else own


def _own_limit(file: CaseFile, limit: str, start: datetime) -> datetime | None:
    calendar, read = file.calendar, LIMIT.fullmatch(limit)
    match read.groups() if read is not None else None:
        case number, "wd":
            return after_workdays(file, start, int(number))
        case number, "d":
            return calendar.local(start) + timedelta(days=float(number))
        case number, "h":
            return calendar.add_office_time(start, timedelta(hours=float(number)))
        case number, _:
            return calendar.add_office_time(start, timedelta(minutes=float(number)))
        case _:
            return None

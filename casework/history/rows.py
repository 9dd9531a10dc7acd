"""Verify the rows of cases by their records: what a column says must be what the lines tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.cases.case_state import CASE, COLUMNS, CaseState
from casework.cases.status import Outcome, status_of
from casework.clocks.case_clock import CaseClock
from casework.clocks.clock_set import ClockKind
from casework.history.happening import Happening
from casework.history.histories import Break, case_ids
from casework.tasks.task import DONE, Task

GIVEN = ("case_type", "applicant_id", "item_version_id", "department_id", "channel")
"""With what a case begins: told by its first line."""
NEVER: Mapping[str, Any] = {
    "supplement_asked_at": None, "accepted_at": None, "is_deemed_accepted": False, "handling_at": None,
    "at_superior_at": None, "decided_at": None, "decision": None, "concluded_at": None, "delivered_at": None,
    "archived_at": None, "ended_at": None, "outcome": None, "is_paused": False,
}  # fmt: skip
"""What these columns say as long as no line tells of it."""
_EXITS = {f"milestone.{outcome.value}": outcome.value for outcome in Outcome if outcome is not Outcome.NORMAL}
_INSTANTS = {
    f"milestone.{name}": f"{name}_at" for name in ("at_superior", "decided", "concluded", "delivered", "archived")
}
_DUE = {ClockKind.PROMISED.value: "promised_due_at", ClockKind.STATUTORY.value: "statutory_due_at"}
_LINES = select(
    Happening.case_id, Happening.seq, Happening.at, Happening.kind, Happening.data, Happening.actor_id,
    Happening.acting_for_id,
).order_by(Happening.case_id, Happening.seq)  # fmt: skip
_TASKS = select(
    Task.case_id, Task.path, Task.element, Task.run, Task.closed_at, Task.completed_by, Task.acting_for_id,
    Task.outcome, Task.opinion,
).where(Task.status == DONE)  # fmt: skip
# The clock that runs comes last, else the one that ran last: it is the one whose instant the case copies.
_CLOCKS = (
    select(CaseClock.case_id, CaseClock.kind, CaseClock.due_at)
    .where(CaseClock.kind.in_(_DUE))
    .order_by(CaseClock.stopped_at.is_(None), CaseClock.id)
)


class Line(Protocol):
    """As much of a line as is read here."""

    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Any: ...


def verify_rows(session: Session, case_id: int | None = None) -> Iterator[Break]:
    """Every place where the rows of a case are not what its record tells.

    `column_differs` names the line that told of the column last; `clock_differs` is a due instant that is not that of
    its clock; `task_differs` names the line of a task that was done by somebody else, at another time or otherwise.
    """
    for some in case_ids(session, case_id):
        lines: dict[int, list[Any]] = defaultdict(list)
        for line in session.execute(_LINES.where(Happening.case_id.in_(some))):
            lines[line.case_id].append(line)
        due, done = _due_instants(session, some), _done(session, some)
        for row in session.execute(select(CASE).where(CASE.c.id.in_(some)).order_by(CASE.c.id)):
            case = CaseState(dict(zip(COLUMNS, row, strict=True)))
            # Of a case that somebody moved between these statements nothing is said.
            if case.happening_count == len(lines[case.id]):
                yield from differences(case, lines[case.id])
                yield from _tasks_changed(case, lines[case.id], done)
                for column in _DUE.values():
                    if getattr(case, column) != due[case.id].get(column):
                        yield Break(case.case_no, 0, "clock_differs", column)


def differences(case: CaseState, lines: Iterable[Line]) -> Iterator[Break]:
    """The columns of one case that are not what these lines tell; none when one cannot be read: `verify` names it."""
    try:
        told = _read(lines)
    except (KeyError, TypeError, ValueError, AttributeError):
        return
    status = status_of(told.as_milestones(case))
    told.note(told.last, status=status.value)
    for column, value in told.values.items():
        if getattr(case, column) != value:
            yield Break(case.case_no, told.seqs.get(column, 1), "column_differs", column)


class _Told:
    """The columns of a case as its lines tell them, and which line told each last."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = dict(NEVER)
        self.seqs: dict[str, int] = {}
        self.last = 0

    def note(self, seq: int, **values: Any) -> None:
        self.values |= values
        self.seqs |= dict.fromkeys(values, seq)

    def as_milestones(self, case: CaseState) -> Any:
        """What the status is read from; records of former releases do not tell the kind of case."""
        return CaseState({"case_type": case.case_type, **self.values})


def _read(lines: Iterable[Line]) -> _Told:
    told = _Told()
    for line in lines:
        told.last = line.seq
        _enter(told, line, line.data or {})
    return told


def _enter(told: _Told, line: Line, data: Mapping[str, Any]) -> None:
    kind, note = line.kind, partial(told.note, line.seq)
    if kind in _INSTANTS:
        note(**{_INSTANTS[kind]: line.at})
    match kind:
        case "case.received":
            note(received_at=_instant(data.get("received_at"), line.at), **{n: data[n] for n in GIVEN if n in data})
        case "case.type_changed":
            note(case_type=data["after"])
        case "case.corrected":
            note(**{name: after for name, _, after in data["entries"] if ":" not in name})
        case "supplement.asked" | "supplement.asked_again":
            note(supplement_asked_at=line.at)
        case "supplement.received":
            note(supplement_asked_at=None, received_at=line.at)
        case "milestone.accepted":
            accepted_at, is_deemed = _instant(data["accepted_at"], line.at), bool(data.get("deemed"))
            note(supplement_asked_at=None, accepted_at=accepted_at, is_deemed_accepted=is_deemed)
        case "task.completed" if told.values["accepted_at"] and told.values["handling_at"] is None:
            note(handling_at=line.at)
        case "clock.suspended":
            note(is_paused=True)
        case "clock.resumed":
            note(is_paused=False)
        case "milestone.decided":
            note(decision=data["decision"], is_paused=False)
        case _ if kind in _EXITS:
            note(outcome=_EXITS[kind], ended_at=line.at, is_paused=False)
    if told.values["outcome"] is None and any(one[0] == "ended" for one in data.get("trail", ())):
        note(outcome=Outcome.NORMAL.value, ended_at=line.at, is_paused=False)


def _instant(text: str | None, otherwise: datetime) -> datetime:
    return datetime.fromisoformat(text) if text else otherwise


def _tasks_changed(case: CaseState, lines: Iterable[Any], done: Mapping[Any, Any]) -> Iterator[Break]:
    for line in lines:
        if line.kind == "task.completed":
            data = line.data
            told = line.at, line.actor_id, line.acting_for_id, data.get("outcome"), data.get("opinion")
            if done.get((case.id, *data["at"])) != told:
                yield Break(case.case_no, line.seq, "task_differs")


def _done(session: Session, cases: Sequence[int]) -> dict[tuple[int, str, str, int], tuple[Any, ...]]:
    """By case and place: when a task was done, by whom, for whom, with which outcome and opinion."""
    rows: Sequence[Any] = session.execute(_TASKS.where(Task.case_id.in_(cases))).all()
    return {tuple(row[:4]): tuple(row[4:]) for row in rows}


def _due_instants(session: Session, cases: Sequence[int]) -> dict[int, dict[str, datetime | None]]:
    """By case: what its columns of due instants are copies of."""
    found: dict[int, dict[str, datetime | None]] = defaultdict(dict)
    for of_case, kind, due_at in session.execute(_CLOCKS.where(CaseClock.case_id.in_(cases))):
        found[of_case][_DUE[kind]] = due_at
    return found

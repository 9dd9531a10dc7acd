"""A case on the desk (案卷): what was read of it, what changed, and every row to be written with it in one go.

Operations, milestones and the engine's steps change the file in memory; `write` stores it with one guarded UPDATE and
one bulk INSERT per table. Nothing of a case is written anywhere else while it moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import Connection, Insert, Table, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case_state import CASE, Around, CaseState, read_case
from casework.cases.status import status_of
from casework.catalogue.item import ItemVersion
from casework.certificates.certificate import Certificate
from casework.clocks.calendar import SHANGHAI, WorkingCalendar
from casework.clocks.calendars import working_calendar
from casework.clocks.case_clock import CaseClock, Extension, Suspension
from casework.clocks.clock_set import ClockKind, ClockRow, ClockSet, PauseRow
from casework.documents.official_document import OfficialDocument
from casework.errors import Stale, StorageUnavailable
from casework.fees.payment_order import PaymentOrder
from casework.history.chain import Chain
from casework.history.happening import Happening
from casework.incidents.incident import Incident
from casework.jobs.job import Job
from casework.messages.message import InboxMessage, MessageWait
from casework.notices.outgoing_notice import OutgoingNotice
from casework.office import Office
from casework.tasks.task import Task, TaskOffer
from casework.timers.timer import Timer


def _table(mapped: Any) -> Table:
    return cast(Table, mapped.__table__)


CLOCK, SUSPENSION, TIMER = _table(CaseClock), _table(Suspension), _table(Timer)
TASK, OFFER = _table(Task), _table(TaskOffer)
HAPPENING = _table(Happening)
# Order of writing: a row may point at rows of the tables before its own.
TABLES: dict[str, Table] = {
    table.name: table
    for table in map(
        _table,
        (
            OfficialDocument, Certificate, PaymentOrder, CaseClock, Suspension, Extension,
            Task, TaskOffer, Timer, MessageWait, Job, Incident, InboxMessage, OutgoingNotice, Happening,
        ),
    )
}  # fmt: skip
_INSERTS = {name: insert(table) for name, table in TABLES.items()}
_INSERTS_WITH_KEYS = {
    name: insert(TABLES[name]).returning(TABLES[name].c.id) for name in ("official_document", "payment_order", "task")
}
_KEYS_OF_TASKS = select(TASK.c.id, TASK.c.path, TASK.c.element, TASK.c.run).where(
    TASK.c.case_id == bindparam("of_case"), TASK.c.closed_at.is_(None)
)
# A waiting element that waits anew under the same key takes its row over.
_KEYED = ("timer", "message_wait", "job")
_NEW_CASE = insert(CASE).returning(CASE.c.id)
_CLOCKS = select(CLOCK).where(CLOCK.c.case_id == bindparam("of_case")).order_by(CLOCK.c.id)
_PAUSES = select(SUSPENSION).where(SUSPENSION.c.case_id == bindparam("of_case")).order_by(SUSPENSION.c.id)
_MOVE_CLOCK = (
    update(CLOCK)
    .where(CLOCK.c.id == bindparam("row"))
    .values(
        due_at=bindparam("new_due"),
        stopped_at=bindparam("new_stop"),
        generation=bindparam("new_generation"),
        extension=bindparam("new_extension"),
        is_provisional=bindparam("new_provisional"),
    )
)
_MOVE_TIMERS = (
    update(TIMER)
    .where(TIMER.c.case_id == bindparam("of_case"), TIMER.c.clock == bindparam("of_clock"))
    .values(due_at=bindparam("new_due"))
)
_RESUME = update(SUSPENSION).where(SUSPENSION.c.id == bindparam("row")).values(resumed_at=bindparam("new_end"))


TRIES = 5


@dataclass(frozen=True, slots=True)
class KeyOf:
    """Stands in a pending row for the key of another pending row, known once that is written."""

    row: Mapping[str, Any]


@dataclass(eq=False)
class CaseFile:
    """One case during one transaction; `actor` acts (perhaps for somebody), `now` is the instant of the step."""

    session: Session
    office: Office
    case: CaseState
    around: Around
    actor: Actor
    now: datetime
    is_new: bool = False
    has_stored_timers: bool = True
    """False while a new case is written: no timer of it can stand in the database."""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    later: list[tuple[Any, list[dict[str, Any]]]] = field(default_factory=list)
    """Updates and deletes to run after the inserts, with their parameters."""
    first: list[tuple[Any, list[dict[str, Any]]]] = field(default_factory=list)
    """What must run before the inserts: deletes, and ends that make room."""
    scratch: dict[str, Any] = field(default_factory=dict)
    """Variables of the present step that operations leave for one another, never stored."""
    item: ItemVersion | None = None
    """Held here because the session lets go of what nobody holds."""
    told: list[tuple[str, Actor, dict[str, Any]]] = field(default_factory=list)
    """Lines for the history, chained when the case is written."""
    _clocks: ClockSet | None = None
    _calendar: WorkingCalendar | None = None

    def __post_init__(self) -> None:
        self.connection: Connection = self.session.connection()

    # Reading

    @property
    def calendar(self) -> WorkingCalendar:
        if self._calendar is None:
            known, revision = self.around.calendar_id, self.around.calendar_revision
            self._calendar = WorkingCalendar({}) if known is None else working_calendar(self.session, known, revision)
        return self._calendar

    @property
    def item_version(self) -> ItemVersion | None:
        """The item's version that the case is pinned to, whole."""
        if self.item is None and self.case.item_version_id is not None:
            self.item = self.session.get(ItemVersion, self.case.item_version_id)
        return self.item

    @property
    def local_now(self) -> datetime:
        return self.now.astimezone(SHANGHAI)

    @property
    def today(self) -> date:
        return self.local_now.date()

    @property
    def clocks(self) -> ClockSet:
        """The clocks of the case, read when first asked for."""
        if self._clocks is None:
            self._clocks = ClockSet(lambda: self.calendar)
            if not self.is_new:
                self._clocks.clocks = [_clock_row(row) for row in self.connection.execute(_CLOCKS, self._of_case)]
                self._clocks.pauses = [_pause_row(row) for row in self.connection.execute(_PAUSES, self._of_case)]
        return self._clocks

    @property
    def _of_case(self) -> dict[str, Any]:
        return {"of_case": self.case.id}

    def check_revision(self, expected: int | None) -> None:
        """Raise `Stale` unless the case is at the revision that the page was made from."""
        if expected is not None and expected != self.case.revision:
            raise self._stale(self.case, self.around)

    # Changing

    def happened(self, kind: str, /, **data: Any) -> None:
        """Add a line to the history of the case, in the name of the actor."""
        self.told.append((kind, self.actor, data))

    def add(self, table: str, **values: Any) -> dict[str, Any]:
        """A row to be inserted with the case; `KeyOf(row)` may stand for a key that does not exist yet."""
        self.rows[table].append(values)
        return values

    def run_later(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        """An update or delete to run with the case; one statement for all `rows`."""
        if rows:
            self.later.append((statement, rows))

    def run_first(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        """A delete that makes room for the case's inserts."""
        if rows:
            self.first.append((statement, rows))

    # Writing

    def write(self) -> None:
        """Store everything in memory. Raises `Stale` when somebody else moved the case meanwhile."""
        case = self.case
        if self._clocks is not None:
            self._copy_due_instants(self._clocks)
        case.status = status_of(case).value
        case.changed_by, case.changed_at = self.actor.row_id, self.now
        case.change = self.told[-1][0] if self.told else case.change
        if self.is_new:
            chain = self._chain()
            case.id = self.connection.execute(_NEW_CASE, case.values).scalar_one()
            case.settle()
            self.is_new, self.has_stored_timers = False, False
        else:
            case.revision += 1
            chain = self._swap(case.read("revision"))
        self._write_rows(chain)

    def write_beside(self) -> None:
        """Store what happened beside the flow (a claim, a comment): the revision stays, so no open page gets stale."""
        self._write_rows(self._swap(None))

    def _swap(self, revision: int | None) -> Chain:
        """Compare and swap: of two steps that read the same revision only the first finds its row.

        A line that somebody added to the history beside the flow is no conflict: ours are chained behind it.
        """
        for _ in range(TRIES):
            chain = self._chain()
            known = CASE.c.happening_count == self.case.read("happening_count")
            condition = known if revision is None else known & (CASE.c.revision == revision)
            statement = update(CASE).where(CASE.c.id == self.case.id, condition)
            if self.connection.execute(statement, self.case.changes).rowcount == 1:
                self.case.settle()
                return chain
            present, around = read_case(self.connection, self.case.id)
            if revision is not None and present.revision != revision:
                raise self._stale(present, around)
            self.case.adopt(head_hash=present.head_hash, happening_count=present.happening_count)
        raise StorageUnavailable("storage.busy", detail=self.case.case_no)

    def _chain(self) -> Chain:
        """The lines told, chained behind the last one stored; head and count of the case move along."""
        case = self.case
        chain = Chain(case.id, case.case_no, case.read("head_hash"), case.read("happening_count"))
        for kind, actor, data in self.told:
            chain.add(kind, actor, self.now, **data)
        case.head_hash, case.happening_count = chain.head, chain.count
        return chain

    def _write_rows(self, chain: Chain) -> None:
        self._write_clocks()
        # The key of a new case is known only now.
        self.rows["happening"] = [{**row, "case_id": self.case.id} for row in chain.rows]
        self.told = []
        self._run(self.first)
        for name in TABLES:
            if self.rows.get(name):
                self._insert(name, self.rows.pop(name))
        self._run(self.later)
        self.has_stored_timers = True

    def _run(self, statements: list[tuple[Any, list[dict[str, Any]]]]) -> None:
        for statement, rows in statements:
            self.connection.execute(statement, rows)
        statements.clear()

    def _copy_due_instants(self, clocks: ClockSet) -> None:
        promised, statutory = clocks.latest(ClockKind.PROMISED), clocks.latest(ClockKind.STATUTORY)
        self.case.promised_due_at = promised.due_at if promised else None
        self.case.statutory_due_at = statutory.due_at if statutory else None
        self.case.is_provisional = any(clock.is_provisional for clock in clocks.all_running())
        self.case.is_paused = clocks.open_pause is not None

    def _write_clocks(self) -> None:
        if self._clocks is None:
            return
        for clock in self._clocks.clocks:
            if clock.id is None:
                self.rows["case_clock"].append(_clock_values(clock))
        for pause in self._clocks.pauses:
            if pause.id is None:
                self.rows["suspension"].append(_pause_values(pause))
        moved = [clock for clock in self._clocks.clocks if clock.id is not None and clock.is_changed]
        # A clock or pause that ends makes room for the next of its kind, so it is written before that one.
        if moved:
            self.first.append((_MOVE_CLOCK, [_moved_clock(clock) for clock in moved]))
        resumed = [pause for pause in self._clocks.pauses if pause.id is not None and pause.is_changed]
        if resumed:
            self.first.append((_RESUME, [{"row": pause.id, "new_end": pause.resumed_at} for pause in resumed]))
        if self.has_stored_timers:
            clocks = self._clocks
            bound = [{"of_clock": kind, "new_due": clocks.due(kind), **self._of_case} for kind in clocks.moved]
            self.run_later(_MOVE_TIMERS, bound)
        # Read again when the file is used further: new rows have keys by then.
        self._clocks = None

    def _insert(self, name: str, rows: list[dict[str, Any]]) -> None:
        if "case_id" in TABLES[name].c:
            for row in rows:
                row.setdefault("case_id", self.case.id)
        for row in rows:
            for column, value in row.items():
                if isinstance(value, KeyOf):
                    row[column] = value.row["id"]
        if name in _KEYED:
            self.connection.execute(_upsert(name, self.connection.dialect.name), rows)
        elif name == "task" and len(rows) > 1:
            # SQLite gives keys back for one row at a time only; reading them costs one statement for all.
            self.connection.execute(_INSERTS[name], rows)
            keys = {tuple(row[1:]): row.id for row in self.connection.execute(_KEYS_OF_TASKS, self._of_case)}
            for row in rows:
                row["id"] = keys[row["path"], row["element"], row["run"]]
        elif name in _INSERTS_WITH_KEYS:
            for row in rows:
                row["id"] = self.connection.execute(_INSERTS_WITH_KEYS[name], row).scalar_one()
        else:
            self.connection.execute(_INSERTS[name], rows)

    def _stale(self, case: CaseState, around: Around) -> Stale:
        return Stale(
            by=around.changed_by_name or "系统", at=case.changed_at, changed=case.change, revision=case.revision
        )


@cache
def _upsert(name: str, dialect: str) -> Insert:
    table = TABLES[name]
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    key = ("case_id", "path", "element", "run")
    anew = {column.name: statement.excluded[column.name] for column in table.c if column.name not in ("id", *key)}
    return statement.on_conflict_do_update(index_elements=key, set_=anew)


def open_file(session: Session, office: Office, case_id: int, actor: Actor, now: datetime) -> CaseFile:
    """Put a stored case on the desk. Raises `NotFound`."""
    case, around = read_case(session.connection(), case_id)
    return CaseFile(session=session, office=office, case=case, around=around, actor=actor, now=now)


def _clock_row(row: Any) -> ClockRow:
    return ClockRow(
        id=row.id,
        kind=row.kind,
        amount=row.amount,
        unit=row.unit,
        counted_from=row.counted_from,
        source=row.source,
        started_at=row.started_at,
        due_at=row.due_at,
        stopped_at=row.stopped_at,
        generation=row.generation,
        extension=row.extension,
        is_provisional=row.is_provisional,
        is_changed=False,
    )


def _pause_row(row: Any) -> PauseRow:
    return PauseRow(
        id=row.id,
        kind=row.kind,
        basis=row.basis,
        reason=row.reason,
        stopped_at=row.stopped_at,
        planned_end=row.planned_end,
        resumed_at=row.resumed_at,
        is_changed=False,
    )


def _clock_values(clock: ClockRow) -> dict[str, Any]:
    return {
        "kind": clock.kind,
        "amount": clock.amount,
        "unit": clock.unit,
        "counted_from": clock.counted_from,
        "source": clock.source,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "stopped_at": clock.stopped_at,
        "generation": clock.generation,
        "extension": clock.extension,
        "is_provisional": clock.is_provisional,
    }


def _pause_values(pause: PauseRow) -> dict[str, Any]:
    return {
        "kind": pause.kind,
        "basis": pause.basis,
        "reason": pause.reason,
        "stopped_at": pause.stopped_at,
        "planned_end": pause.planned_end,
        "resumed_at": pause.resumed_at,
        "document_id": pause.document,
    }


def _moved_clock(clock: ClockRow) -> dict[str, Any]:
    return {
        "row": clock.id,
        "new_due": clock.due_at,
        "new_stop": clock.stopped_at,
        "new_generation": clock.generation,
        "new_extension": clock.extension,
        "new_provisional": clock.is_provisional,
    }

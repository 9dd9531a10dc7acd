"""A case on the desk (案卷): what was read of it, what changed, and every row to be written with it in one go.

Operations, milestones and the engine's steps change the file in memory; `write` stores it with one guarded UPDATE and
its rows together. Nothing of a case is written anywhere else while it moves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NoReturn

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.case_rows import insert_rows
from casework.cases.case_state import CASE, Around, CaseState, read_again, read_case
from casework.cases.happenings import happening_words
from casework.cases.status import status_of
from casework.catalogue.item import ItemVersion
from casework.clocks.calendar import SHANGHAI, WorkingCalendar
from casework.clocks.calendars import hall_calendar
from casework.clocks.clock_rows import changes, read_clocks, rows_of
from casework.clocks.clock_set import ClockKind, ClockSet
from casework.errors import Conflict, Stale, Words
from casework.history.chain import Chain
from casework.office import Office
from casework.organisation.person import Person
from engine.contract import Key

_NEW_CASE = insert(CASE).returning(CASE.c.id)
_MOVE_BESIDE = update(CASE).where(
    CASE.c.id == bindparam("this_case"), CASE.c.happening_count == bindparam("known_count")
)
_MOVE = _MOVE_BESIDE.where(CASE.c.revision == bindparam("known_revision"))
# Not against those who only refer to the case, as the row of a comment does: they hold it so and wait for us then.
_HOLD = select(CASE.c.revision).where(CASE.c.id == bindparam("this_case")).with_for_update(key_share=True)
CONCERNS_ALL = ("is_paused", "accepted_at", "decision", "outcome", "case_type")
"""What matters to whoever works at the case, in whatever branch of its flow it changed."""
AFTER_ARCHIVING = frozenset({"case.corrected", "document.reprinted", "personal.unmasked"})
"""What may still be added to the history of an archived case."""


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
    is_step: bool = False
    """Whether the flow moves, which concerns only the branch where it does."""
    is_held: bool = False
    """Whether nobody else can move the case until our transaction ends."""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    later: list[tuple[Any, list[dict[str, Any]]]] = field(default_factory=list)
    """Updates and deletes to run after the inserts, with their parameters."""
    first: list[tuple[Any, list[dict[str, Any]]]] = field(default_factory=list)
    """What must run before the inserts: deletes, and ends that make room."""
    races: list[tuple[Any, dict[str, Any], Callable[[], NoReturn]]] = field(default_factory=list)
    """Updates that only one of several people can win, see `win`."""
    scratch: dict[str, Any] = field(default_factory=dict)
    """Variables of the present step that operations leave for one another, never stored."""
    people: dict[str, Sequence[Any]] = field(default_factory=dict)
    """Members of staff (id, name, username, is_active) that were found in this step, by the word that names them."""
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
            around = self.around
            self._calendar = hall_calendar(self.session, around.calendar_id, around.calendar_revision)
        return self._calendar

    @property
    def item_version(self) -> ItemVersion | None:
        """The item's version that the case is pinned to, whole; read only."""
        return None if self.around.item is None else self.around.item.version

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
            if self.is_new:
                self._clocks = ClockSet(lambda: self.calendar)
            else:
                self._clocks = read_clocks(self.connection, self.case.id, lambda: self.calendar)
        return self._clocks

    def unbind(self, timers: Iterable[Key]) -> None:
        """These timers are gone: no clock needs to move them."""
        if self._clocks is not None:
            for timer in timers:
                self._clocks.bound.pop(timer, None)

    def check_revision(self, expected: int | None) -> None:
        """Raise `Stale` unless the case is at the revision that the page was made from."""
        if expected is not None and expected != self.case.revision:
            raise self._stale(self.case)

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
        """An update or delete that makes room for the inserts of the case."""
        if rows:
            self.first.append((statement, rows))

    def win(self, statement: Any, values: dict[str, Any], lost: Callable[[], NoReturn]) -> None:
        """An update that must find its one row, or somebody else was first and `lost` says who; see `hold_file`."""
        self.races.append((statement, values, lost))

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
            self.is_new = False
        else:
            case.revision += 1
            if not self.is_step or any(getattr(case, name) != case.read(name) for name in CONCERNS_ALL):
                case.all_revision = case.revision
            chain = self._swap(case.read("revision"))
        self._write_rows(chain)

    def write_beside(self) -> None:
        """Store what happened beside the flow (a claim, a comment): the revision stays, so no open page gets stale."""
        self._write_rows(self._swap(None))

    def _swap(self, revision: int | None) -> Chain:
        """Compare and swap: of two steps that read the same revision only the first finds its row.

        A line that somebody added to the history beside the flow is no conflict: ours are chained behind it.
        """
        statement = _MOVE_BESIDE if revision is None else _MOVE
        while True:
            chain = self._chain()
            known = {"this_case": self.case.id, "known_count": self.case.read("happening_count")}
            known |= {} if revision is None else {"known_revision": revision}
            if self.connection.execute(statement, {**self.case.changes, **known}).rowcount == 1:
                self.case.settle()
                return chain
            # However many others wait with us, the next try finds what is read now.
            hold_file(self)
            present = read_again(self.connection, self.case.id)
            if revision is not None and present.revision != revision:
                raise self._stale(present)
            self.case.adopt(head_hash=present.head_hash, happening_count=present.happening_count)

    def _chain(self) -> Chain:
        """The lines told, chained behind the last one stored; head and count of the case move along.

        Raises `Conflict` when the file is archived and something else than a correction or a look at it is told.
        """
        case = self.case
        if case.read("archived_at") is not None and not AFTER_ARCHIVING.issuperset(kind for kind, *_ in self.told):
            raise Conflict("case.archived", case=case.case_no, at=case.archived_at)
        chain = Chain(case.id, case.case_no, case.read("head_hash"), case.read("happening_count"))
        for kind, actor, data in self.told:
            chain.add(kind, actor, self.now, **data)
        case.head_hash, case.happening_count = chain.head, chain.count
        return chain

    def _write_rows(self, chain: Chain) -> None:
        for statement, values, lost in self.races:
            if self.connection.execute(statement, values).rowcount != 1:
                lost()
        self.races.clear()
        self._write_clocks()
        # The key of a new case is known only now.
        self.rows["happening"] = [{**row, "case_id": self.case.id} for row in chain.rows]
        self.told = []
        self._run(self.first)
        insert_rows(self.connection, self.rows, self.case.id)
        self._run(self.later)

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
        self.rows["case_clock"], self.rows["suspension"] = rows_of(self._clocks)
        for statement, rows in changes(self._clocks, self.case.id):
            self.run_first(statement, rows)
        # Read again when the file is used further: new rows have keys by then.
        self._clocks = None

    def _stale(self, case: CaseState) -> Stale:
        person = None if case.changed_by is None else self.session.get(Person, case.changed_by)
        by = Words("系统", "the system") if person is None else person.name
        return Stale(by=by, at=case.changed_at, changed=happening_words(case.change), revision=case.revision)


def open_file(session: Session, office: Office, case_id: int, actor: Actor, now: datetime) -> CaseFile:
    """Put a stored case on the desk. Raises `NotFound`."""
    case, around = read_case(session, office, case_id, now)
    return CaseFile(session=session, office=office, case=case, around=around, actor=actor, now=now)


def take_file(session: Session, office: Office, case_id: int, actor: Actor, now: datetime) -> CaseFile:
    """The same for an act that moves the case, whatever its revision: nobody else moves it until our transaction ends.

    Who acts without having seen a page would else be told to look again at what they never looked at.
    """
    hold_case(session.connection(), case_id)
    file = open_file(session, office, case_id, actor, now)
    file.is_held = True
    return file


def hold_file(file: CaseFile) -> None:
    """Have the case to ourselves before anything around it that its other steps wait for, too.

    Everybody takes a case first, so that no two acts on it can each hold what the other waits for.
    """
    if not (file.is_new or file.is_held):
        hold_case(file.connection, file.case.id)
        file.is_held = True


def hold_case(connection: Connection, case_id: int) -> int | None:
    """Wait for whoever moves the case at this moment; gives its revision, which stays until our transaction ends.

    None on SQLite, where a transaction has the whole database for itself since it began.
    """
    if connection.dialect.name == "sqlite":
        return None
    revision: int | None = connection.execute(_HOLD, {"this_case": case_id}).scalar()
    return revision

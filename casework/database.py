"""One database, two brands: SQLite (embedded) and PostgreSQL. Holds the only commit of the whole program."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import Engine, MetaData, String, create_engine, event, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidatePoolError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from casework.errors import Refusal, StorageUnavailable, Undone

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_SECONDS = 15
TRUSTED_SECONDS = 10
"""A connection that rested longer is asked whether the server is still there before it is used."""
READS = ("SELECT", "WITH", "BEGIN")
NOTHING_TOLD = {"hide_parameters": True}
"""The error of a statement, and with it the log, names the statement and not what people typed."""


class Base(DeclarativeBase):
    """Parent of every table; constraints are named by rule so that migrations can find them."""

    metadata = MetaData(naming_convention=NAMES)


metadata = Base.metadata


@event.listens_for(Base, "attribute_instrument", propagate=True)
def keep_within_column(entity: type, name: str, attribute: Any) -> None:
    """Let every text column refuse what is longer than it, naming the field.

    SQLite would take any length, PostgreSQL fail with an error that no reader understands.
    """
    column = getattr(attribute.property, "columns", [None])[0]
    limit = column.type.length if column is not None and type(column.type) is String else None
    if limit is None:
        return

    @event.listens_for(attribute, "set")
    def check(row: object, value: Any, *more: object) -> None:
        if isinstance(value, str) and len(value) > limit:
            raise Refusal("input.too_long", field=name, length=len(value), limit=limit)


def create_engine_for(url: str) -> Engine:
    """A SQLAlchemy engine whose acknowledged commits survive a power cut.

    SQLite: WAL, synchronous=FULL, foreign keys checked. A transaction takes the write lock at its start (BEGIN
    IMMEDIATE), because a reader that turns writer in the middle would be refused at once instead of waiting; the
    execution option `is_reading` begins without it.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return _postgres_engine(url)


class Database:
    """Opens transactions on the database at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = create_engine_for(url)
        self._reading_engine = _reading_engine(self.engine)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are kept together at the end, or not at all when an exception leaves the block.

        Raises `StorageUnavailable` when the database cannot be reached, is full or stays locked.
        """
        with named_failures(), Session(self.engine, expire_on_commit=False) as session:
            yield session
            session.commit()

    @contextmanager
    def rehearsal(self) -> Iterator[Session]:
        """A session whose changes only it sees, and which are never kept: to show what an act would do."""
        with named_failures(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees the committed state and can change nothing: an attempt raises `RuntimeError`."""
        with named_failures(), Session(self._reading_engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def dispose(self) -> None:
        """Close the idle connections."""
        self.engine.dispose()


def is_alive(session: Session) -> bool:
    """Whether the database answers; a dead one raises `StorageUnavailable` at the border of the transaction."""
    return bool(session.scalar(text("SELECT 1")) == 1)


@contextmanager
def refusing_duplicates(session: Session, refusal: Refusal) -> Iterator[None]:
    """Raise `refusal` when what the block adds breaks a rule that the database itself keeps (unique, check, key)."""
    try:
        with session.begin_nested():
            yield
    except IntegrityError as broken:
        raise refusal from broken


def _postgres_engine(url: str) -> Engine:
    engine = create_engine(url, pool_size=10, max_overflow=20, connect_args={"connect_timeout": 5}, **NOTHING_TOLD)

    @event.listens_for(engine, "checkin")
    def note_rest(connection: object, record: ConnectionPoolEntry) -> None:
        record.info["resting_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def wake(connection: Any, record: ConnectionPoolEntry, proxy: object) -> None:
        # SQLAlchemy's own pre-ping asks every time, which costs a step one round trip in twelve.
        if monotonic() - record.info.get("resting_since", math.inf) > TRUSTED_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as failure:
                raise InvalidatePoolError from failure

    return engine


def _reading_engine(engine: Engine) -> Engine:
    """The same connections for reading only.

    On PostgreSQL without a transaction: every statement sees a state of its own there anyway, BEGIN and ROLLBACK would
    cost two round trips, and after a ROLLBACK the driver forgets every statement it has prepared, so that the server
    would plan the joins of a step anew each time, for longer than it runs them.
    """
    is_postgres = engine.dialect.name == "postgresql"
    reading = engine.execution_options(is_reading=True, **({"isolation_level": "AUTOCOMMIT"} if is_postgres else {}))

    @event.listens_for(reading, "before_cursor_execute")
    def refuse_to_write(connection: Connection, cursor: object, statement: str, *more: object) -> None:
        if not statement.lstrip().upper().startswith(READS):
            raise RuntimeError(f"a session for reading was asked to write: {statement[:80]}")

    return reading


def _sqlite_engine(url: str) -> Engine:
    options: dict[str, Any] = {"connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False}}
    if make_url(url).database in (None, "", ":memory:"):
        # Every connection to :memory: would be a database of its own.
        options["poolclass"] = StaticPool
    engine = create_engine(url, **options, **NOTHING_TOLD)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: object) -> None:
        # The driver's own transactions begin too late and never around DDL; `begin` below starts them instead.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_reading = connection.get_execution_options().get("is_reading", False)
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def named_failures() -> Iterator[None]:
    """Raise `StorageUnavailable` in place of the driver's error when the database is dead, full, locked or empty."""
    try:
        yield
    except DBAPIError as failure:
        code = storage_failure(failure)
        if code is None:
            raise
        is_undone = str(getattr(failure.orig, "sqlstate", "") or "").startswith(UNDONE)
        raise (Undone if is_undone else StorageUnavailable)(code) from failure


SQLITE_FAILURES = {
    "SQLITE_FULL": "storage.full",
    "SQLITE_IOERR": "storage.unreachable",
    "SQLITE_CANTOPEN": "storage.unreachable",
    "SQLITE_READONLY": "storage.read_only",
    "SQLITE_NOTADB": "storage.damaged",
    "SQLITE_CORRUPT": "storage.damaged",
    "SQLITE_BUSY": "storage.busy",
    "SQLITE_LOCKED": "storage.busy",
}
# PostgreSQL error classes and codes: 53100 disk full, 53 too few resources, 57 stopped by the operator, 08 connection,
# 40 deadlock or serialization, 55P03 lock not available, 25006 read only, 28/3D000 wrong account or database.
UNDONE = "40"
POSTGRES_FAILURES = {
    "53100": "storage.full",
    "53": "storage.unreachable",
    "57": "storage.unreachable",
    "58": "storage.unreachable",
    "08": "storage.unreachable",
    "28": "storage.unreachable",
    "3D": "storage.unreachable",
    "40": "storage.busy",
    "55P03": "storage.busy",
    "25006": "storage.read_only",
    "42P01": "storage.not_prepared",
}


def storage_failure(failure: DBAPIError) -> str | None:
    """The message code for a database that is dead, full, locked or empty; None for a mistake in a statement."""
    origin = failure.orig
    if isinstance(origin, sqlite3.Error):
        if "no such table" in str(origin):
            return "storage.not_prepared"
        name = getattr(origin, "sqlite_errorname", "")
        return next((code for prefix, code in SQLITE_FAILURES.items() if name.startswith(prefix)), None)
    state = getattr(origin, "sqlstate", None)
    if state is None:
        # The server never answered: psycopg has no state to report.
        return "storage.unreachable" if failure.connection_invalidated or _is_operational(origin) else None
    return POSTGRES_FAILURES.get(state) or POSTGRES_FAILURES.get(state[:2])


def _is_operational(origin: object) -> bool:
    return any(kind.__name__ == "OperationalError" for kind in type(origin).__mro__)


__all__ = [
    "Base",
    "Database",
    "Session",
    "create_engine_for",
    "is_alive",
    "metadata",
    "named_failures",
    "refusing_duplicates",
    "storage_failure",
]

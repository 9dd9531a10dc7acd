"""Rows of several tables in one statement: what a step leaves behind costs one round trip, not one for each table.

All parts see the tables as they were before: a row that goes and comes back under the same key is only written over.

The rows of each table come as one JSON parameter. PostgreSQL takes them apart in `WITH … AS (INSERT …)`; SQLite, which
has no such thing, in a trigger on a view that holds nothing. View and trigger are temporary, made by a connection when
it first writes, so they always fit the tables of the program that runs, and no migration has to think of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Dialect, String, Table, Text, TextClause, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeDecorator

from casework.canonical import write_json

Row = Mapping[str, Any]
VIEW = "rows_together"
_NOT_MADE = f"no such table: {VIEW}"


class Target(Protocol):
    """What happens to the rows of one table, at which no other row of the same statement points."""

    @property
    def name(self) -> str: ...

    def packed(self, rows: Sequence[Row], dialect: Dialect) -> list[list[Any]]:
        """What JSON can hold of the rows, each as a list."""

    def statement(self, source: str, dialect: Dialect) -> str:
        """The statement that does it for what `source` gives: one packed row after the other, in a column `value`."""


class TableRows:
    """The rows of one table; one that has the `key` of a row that is there already takes that over."""

    def __init__(self, table: Table, key: Sequence[str] = ()) -> None:
        self.name = table.name
        self._columns = [column for column in table.c if column.name != "id"]
        self._key = key
        self._takers: dict[str, list[Callable[[Any], Any] | None]] = {}

    def packed(self, rows: Sequence[Row], dialect: Dialect) -> list[list[Any]]:
        takers = self._takers.get(dialect.name)
        if takers is None:
            types = (column.type.dialect_impl(dialect) for column in self._columns)
            takers = self._takers[dialect.name] = [kind.bind_processor(dialect) for kind in types]
        pairs = list(zip(self._columns, takers, strict=True))
        return [[_packed(row, column, taker) for column, taker in pairs] for row in rows]

    def statement(self, source: str, dialect: Dialect) -> str:
        quote = dialect.identifier_preparer.quote
        names = [quote(column.name) for column in self._columns]
        values = ", ".join(_value(place, column, dialect) for place, column in enumerate(self._columns))
        anew = ", ".join(f"{name} = excluded.{name}" for name in names if name not in self._key)
        taken_over = f" ON CONFLICT ({', '.join(self._key)}) DO UPDATE SET {anew}" if self._key else ""
        # Without a condition SQLite would take the ON of a conflict for that of a join.
        into = f"INSERT INTO {quote(self.name)} ({', '.join(names)})"
        return f"{into} SELECT {values} FROM {source} WHERE true{taken_over}"


class RowsGone:
    """Rows of one table that are to go, told by their `key`."""

    def __init__(self, table: Table, key: Sequence[str]) -> None:
        self.name = gone_from(table.name)
        self._table = table.name
        self._columns = [table.c[name] for name in key]

    def packed(self, rows: Sequence[Row], dialect: Dialect) -> list[list[Any]]:
        return [[row[column.name] for column in self._columns] for row in rows]

    def statement(self, source: str, dialect: Dialect) -> str:
        names = ", ".join(column.name for column in self._columns)
        values = ", ".join(_value(place, column, dialect) for place, column in enumerate(self._columns))
        return f"DELETE FROM {self._table} WHERE ({names}) IN (SELECT {values} FROM {source})"


class RowsChanged:
    """Some `columns` of rows of one table that are there already, told by their `key`."""

    def __init__(self, table: Table, key: Sequence[str], columns: Sequence[str]) -> None:
        self.name = changed_in(table.name)
        self._table = table
        self._columns = [table.c[name] for name in (*key, *columns)]
        self._key = len(key)

    def packed(self, rows: Sequence[Row], dialect: Dialect) -> list[list[Any]]:
        takers = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in self._columns]
        pairs = list(zip(self._columns, takers, strict=True))
        return [[_packed(row, column, taker) for column, taker in pairs] for row in rows]

    def statement(self, source: str, dialect: Dialect) -> str:
        values = [(column.name, _value(place, column, dialect)) for place, column in enumerate(self._columns)]
        told = " AND ".join(f"{self._table.name}.{name} = {value}" for name, value in values[: self._key])
        anew = ", ".join(f"{name} = {value}" for name, value in values[self._key :])
        return f"UPDATE {self._table.name} SET {anew} FROM {source} WHERE {told}"


def gone_from(table: str) -> str:
    """The name under which the rows that go are given."""
    return f"{table}_gone"


def changed_in(table: str) -> str:
    """The name under which the rows that change are given."""
    return f"{table}_changed"


class Together:
    """Writes rows of any of the targets, in their order, by one statement."""

    def __init__(self, *targets: Target) -> None:
        self._targets = targets
        self._statements: dict[tuple[str, ...], TextClause] = {}

    def write(self, connection: Connection, rows: Mapping[str, Sequence[Row]]) -> None:
        """Do with the rows what each target does, given by its name; those of other names are left alone."""
        dialect = connection.dialect
        targets = [target for target in self._targets if rows.get(target.name)]
        if not targets:
            return
        kind = (dialect.name, *(target.name for target in targets))
        statement = self._statements.get(kind)
        if statement is None:
            make = _into_view if dialect.name == "sqlite" else _into_tables
            statement = self._statements[kind] = make(targets, dialect)
        values = {one.name: write_json(one.packed(rows[one.name], dialect)) for one in targets}
        try:
            connection.execute(statement, values)
        except OperationalError as failure:
            # Not asked before: a connection has them from its first use on, unless that transaction was undone.
            if _NOT_MADE not in str(failure.orig):
                raise
            self._make_view(connection)
            connection.execute(statement, values)

    def _make_view(self, connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        columns = ", ".join(f"NULL AS {target.name}" for target in self._targets)
        inserts = " ".join(
            f"{target.statement(f'json_each(NEW.{target.name})', connection.dialect)};" for target in self._targets
        )
        driver.execute(f"CREATE TEMP VIEW {VIEW} AS SELECT {columns}")
        driver.execute(f"CREATE TEMP TRIGGER {VIEW}_taken_apart INSTEAD OF INSERT ON {VIEW} BEGIN {inserts} END")


def _into_view(targets: Sequence[Target], dialect: Dialect) -> TextClause:
    names = [target.name for target in targets]
    values = ", ".join(f":{name}" for name in names)
    return text(f"INSERT INTO {VIEW} ({', '.join(names)}) VALUES ({values})")


def _into_tables(targets: Sequence[Target], dialect: Dialect) -> TextClause:
    parts = [target.statement(f"json_array_elements(CAST(:{target.name} AS json))", dialect) for target in targets]
    *before, last = parts
    with_them = ", ".join(f"part_{place} AS ({part})" for place, part in enumerate(before))
    return text(f"WITH {with_them} {last}" if before else last)


def _packed(row: Row, column: Column[Any], taker: Callable[[Any], Any] | None) -> Any:
    value = row[column.name] if column.name in row else _default(column)
    return value if taker is None else taker(value)


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    if default is None:
        return None
    return default.arg(None) if default.is_callable else default.arg


def _value(place: int, column: Column[Any], dialect: Dialect) -> str:
    """The value at a place of a packed row, in the type of the column."""
    if dialect.name == "sqlite":
        return f"json_extract(value, '$[{place}]')"
    kind: Any = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    # A cast to VARCHAR(n) would cut what is too long; left as it is, the column refuses it.
    if isinstance(kind, String | Text):
        return f"value ->> {place}"
    return f"CAST(value ->> {place} AS {dialect.type_compiler_instance.process(kind)})"

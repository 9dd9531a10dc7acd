"""The vocabulary of columns: keys, aware instants, canonical JSON, money; and what each database says its own way."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Dialect,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

from casework.canonical import JsonText, read_json, write_json

# SQLite numbers rows by itself only in a column that is exactly INTEGER.
KEY_TYPE = BigInteger().with_variant(Integer, "sqlite")


class UTCDateTime(TypeDecorator[datetime]):
    """An instant: aware on both sides, UTC in the database. A naive value raises `ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """A JSON value as canonical text, the same bytes on every database; fractions read as `Decimal`.

    `None` is SQL NULL, so a column that must hold something stays NOT NULL. Values changed in place are not noticed:
    assign a new one.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if isinstance(value, JsonText):
            return str(value)
        return None if value is None else write_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else read_json(value)

    def compare_values(self, x: Any, y: Any) -> bool:
        return bool(x == y)


def insert_into(target: Any, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that can say what happens on a conflict, which SQLAlchemy has for each database apart."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(target)


def listed(parameter: str, dialect: str) -> Select[Any]:
    """The texts of a list that is given as one JSON parameter, for `IN`.

    A parameter for each of them would make another statement for every length, to be put together anew each time.
    """
    given = bindparam(parameter, type_=Text)
    if dialect == "sqlite":
        return select(func.json_each(given).table_valued("value").c.value)
    return select(func.json_array_elements_text(cast(given, JSON)).table_valued("value").c.value)


Key = Annotated[int, mapped_column(KEY_TYPE, primary_key=True, autoincrement=True)]
"""A row's own number, given by the database."""

Fen = Annotated[int, mapped_column(BigInteger)]
"""Money in whole fen."""


def one_of(column: str, values: type[StrEnum], *, nullable: bool = False) -> CheckConstraint:
    """The database's own guard that `column` holds a member of `values`."""
    members = ", ".join(f"'{member.value}'" for member in values)
    empty = f"{column} IS NULL OR " if nullable else ""
    return CheckConstraint(f"{empty}{column} IN ({members})", name=column)

"""The search table: one row of split words per case, in the full-text index of whichever database runs.

SQLite: an FTS5 table (`rowid` is the case). PostgreSQL: a `tsvector` of the same words with a GIN index. Both see one
Chinese character and whole runs of letters and digits, so a word of one character is found as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, MetaData, event, text

from casework.database import Base

SQLITE_TABLE = "create virtual table if not exists case_search using fts5(words, tokenize = 'unicode61')"
POSTGRES_TABLE = """create table if not exists case_search (
    case_id bigint primary key references "case" (id) on delete cascade,
    words tsvector not null
)"""
POSTGRES_INDEX = "create index if not exists ix_case_search_words on case_search using gin (words)"


class SearchWords:
    """Words that make a case findable, a `rows_together.Target`: they take the place of the former."""

    name = "case_search"

    def packed(self, rows: Sequence[Mapping[str, Any]], dialect: Dialect) -> list[list[Any]]:
        return [[row["case_id"], row["words"]] for row in rows]

    def statement(self, source: str, dialect: Dialect) -> str:
        if dialect.name == "sqlite":
            values = "json_extract(value, '$[0]'), json_extract(value, '$[1]')"
            return f"INSERT OR REPLACE INTO case_search (rowid, words) SELECT {values} FROM {source}"
        values = "CAST(value ->> 0 AS bigint), to_tsvector('simple', value ->> 1)"
        insert = f"INSERT INTO case_search (case_id, words) SELECT {values} FROM {source}"
        return f"{insert} ON CONFLICT (case_id) DO UPDATE SET words = excluded.words"


def create_search_table(connection: Connection) -> None:
    """Make the table; migrations and `create_all` both come here."""
    if connection.dialect.name == "sqlite":
        connection.execute(text(SQLITE_TABLE))
    else:
        connection.execute(text(POSTGRES_TABLE))
        connection.execute(text(POSTGRES_INDEX))


def drop_search_table(connection: Connection) -> None:
    connection.execute(text("drop table if exists case_search"))


@event.listens_for(Base.metadata, "after_create")
def _create(metadata: MetaData, connection: Connection, **options: Any) -> None:
    create_search_table(connection)


@event.listens_for(Base.metadata, "before_drop")
def _drop(metadata: MetaData, connection: Connection, **options: Any) -> None:
    drop_search_table(connection)

"""The database itself refuses to change or remove a line of history, whoever asks; only its owner could lift that."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, MetaData, event, text

from casework.database import Base

SQLITE = tuple(
    f"CREATE TRIGGER happening_no_{verb.lower()} BEFORE {verb} ON happening "
    "BEGIN SELECT RAISE(ABORT, 'happening is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRES = (
    "CREATE FUNCTION happening_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'happening is append-only'; END $$",
    "CREATE TRIGGER happening_no_update_no_delete BEFORE UPDATE OR DELETE ON happening "
    "FOR EACH ROW EXECUTE FUNCTION happening_is_append_only()",
)
DROP = {
    "sqlite": ("DROP TRIGGER IF EXISTS happening_no_update", "DROP TRIGGER IF EXISTS happening_no_delete"),
    "postgresql": ("DROP FUNCTION IF EXISTS happening_is_append_only() CASCADE",),
}


@event.listens_for(Base.metadata, "after_create")
def _protect(metadata: MetaData, connection: Connection, **options: Any) -> None:
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRES:
        connection.execute(text(statement))


@event.listens_for(Base.metadata, "before_drop")
def _release(metadata: MetaData, connection: Connection, **options: Any) -> None:
    release(connection)


def release(connection: Connection) -> None:
    """Lift the guard: before the tables are dropped, and in tests that play the attacker."""
    for statement in DROP[connection.dialect.name]:
        connection.execute(text(statement))

"""Bring a database to the newest shape of the tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

FOLDER = Path(__file__).resolve().parent


class ReferencesLost(Exception):
    """The steps would have left rows that point to rows which are gone."""


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(engine: Engine) -> None:
    """Run every step that the database has not seen, all in one transaction; none missing: nothing happens."""
    if is_newest(engine):
        return
    config = configuration()
    with engine.connect() as connection, _tables_may_be_made_anew(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """One transaction; SQLite checks references at its end, as a table that is made anew is away for a while."""
    if connection.dialect.name != "sqlite":
        with connection.begin():
            yield
        return
    # The switch is heard only outside a transaction, so past SQLAlchemy, which would begin one.
    plain = connection.connection.driver_connection
    assert plain is not None
    plain.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():
            before = _dangling(plain)
            yield
            lost = _dangling(plain) - before
            if lost:
                raise ReferencesLost(f"rows point to nothing after the upgrade, which was undone: {sorted(lost)[:5]}")
    finally:
        plain.execute("PRAGMA foreign_keys=ON")


def _dangling(plain: Any) -> set[tuple[Any, ...]]:
    """Table, row and the table it points into; the number of the key changes where a table is made anew."""
    return {tuple(row[:3]) for row in plain.execute("PRAGMA foreign_key_check")}


def is_there(engine: Engine) -> bool:
    """Whether asking the database would make none: SQLite makes an empty file where there is nothing."""
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    return file is None or file == ":memory:" or Path(file).exists()


def is_newest(engine: Engine) -> bool:
    """Whether the database has the shape that this release needs."""
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest

"""Bring a database to the newest shape of the tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

FOLDER = Path(__file__).resolve().parent


def configuration() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def upgrade(engine: Engine) -> None:
    """Run every step that the database has not seen, all in one transaction; none missing: nothing happens."""
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_newest(engine: Engine) -> bool:
    """Whether the database has the shape that this release needs."""
    newest = ScriptDirectory.from_config(configuration()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest

"""What the migrations make is what the tables are declared to be, on both databases, to the last constraint."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

import casework
from casework import tables
from casework.database import create_engine_for, metadata
from migrations.upgrade import is_newest, upgrade

SQLITE_SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite_%'"
POSTGRES_SHAPE = """
    SELECT 'column', table_name || '.' || column_name,
           data_type || coalesce(character_maximum_length::text, '') || is_nullable || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%'
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes
    WHERE schemaname = 'public' AND indexname NOT LIKE 'alembic%'
    UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""


@pytest.fixture
def emptied(database) -> Engine:
    """A database of our own without any table."""
    metadata.drop_all(database.engine)
    return database.engine


def shape(engine: Engine) -> dict[tuple[str, str], str]:
    """What the database itself says about its tables, in one spelling."""
    query = SQLITE_SHAPE if engine.dialect.name == "sqlite" else POSTGRES_SHAPE
    with engine.connect() as connection:
        rows = connection.execute(text(query)).all()
    return {(kind, name): normal(definition or "") for kind, name, definition in rows}


def normal(definition: str) -> str:
    # The order of constraints within CREATE TABLE says nothing, nor do the quotes of a table that was made anew.
    definition = re.sub(r'^CREATE TABLE "(\w+)"', r"CREATE TABLE \1", definition)
    parts = definition.replace("\n", " ").replace("\t", " ").split(", ")
    return ", ".join(sorted(" ".join(part.strip(" )(").split()) for part in parts))


def test_the_migrations_make_the_declared_tables(database, emptied):
    upgrade(emptied)
    migrated = shape(emptied)
    metadata.drop_all(emptied)
    metadata.create_all(emptied)

    assert migrated == shape(emptied)


def test_alembic_sees_no_difference(emptied):
    upgrade(emptied)

    with emptied.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": lambda name, kind, parents: not str(name).startswith("case_search")}
        )
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_upgrading_twice_changes_nothing(emptied):
    assert not is_newest(emptied)
    upgrade(emptied)
    before = shape(emptied)

    upgrade(emptied)

    assert is_newest(emptied) and shape(emptied) == before


def test_every_table_is_known_to_the_migrations():
    known = set(metadata.tables)
    assert tables.MODULES
    for module in pkgutil.walk_packages(casework.__path__, "casework."):
        importlib.import_module(module.name)

    assert set(metadata.tables) == known


def test_a_fresh_database_of_the_program_opens(tmp_path):
    engine = create_engine_for(f"sqlite:///{tmp_path}/fresh.db")

    upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    engine.dispose()

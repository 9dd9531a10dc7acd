"""What the migrations make is what the tables are declared to be, on both databases, to the last constraint."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sqlite3
from datetime import date

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

import casework
from casework import tables
from casework.clocks.recount import Recount
from casework.database import create_engine_for, metadata
from migrations.upgrade import configuration, is_newest, upgrade

SQLITE_SHAPE = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND name NOT LIKE 'sqlite_%'"
# NOT NULL is compared with the columns; PostgreSQL 18 also names it, after what a column was called at first.
POSTGRES_SHAPE = """
    SELECT 'column', table_name || '.' || column_name,
           data_type || coalesce(character_maximum_length::text, '') || is_nullable || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND conname NOT LIKE 'alembic%' AND contype <> 'n'
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


OLD_DOCUMENT = (
    "INSERT INTO official_document (case_id, kind, number, year, point_code, serial, title, body, html, sha256,"
    " issued_at, recipient, prints) VALUES (1, ?, ?, 2026, 'A', ?, '', '{}', '', '', '2026-10-09', '', 0)"
)


def test_every_organ_goes_on_after_the_highest_number_it_has_printed(tmp_path):
    engine = create_engine_for(f"sqlite:///{tmp_path}/old.db")
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    with sqlite3.connect(tmp_path / "old.db") as plain:
        plain.execute(OLD_DOCUMENT, ("D01", "住建局受字〔2026〕第 1 号", 1))
        plain.execute(OLD_DOCUMENT, ("D01", "规划局受字〔2026〕第 2 号", 2))
        plain.execute(OLD_DOCUMENT, ("D01", "住建局受字〔2026〕第 3 号", 3))
        plain.execute(OLD_DOCUMENT, ("D09", "住建局不准字〔2026〕第 1 号", 1))

    upgrade(engine)

    with engine.connect() as connection:
        rows = connection.execute(text("SELECT kind, organ, last FROM document_series ORDER BY kind, last")).all()
    assert rows == [("D01", "规划局", 2), ("D01", "住建局", 3), ("D09", "住建局", 1)]
    engine.dispose()


OLD_ITEM = """
    INSERT INTO department (id, code, name, short_name, is_vertical, is_active)
    VALUES (1, 'ZJ', '住建局', '住建局', 0, 1);
    INSERT INTO item (id, code, department_id, is_internal, local_code) VALUES (1, 'A-1', 1, 0, '');
    INSERT INTO item_version (id, item_id, number, status, valid_from, name, item_type, base_type, conditions, basis,
        procedure_text, result_name, fee_rule,
        fee_basis, statutory_source, promised_amount, promised_unit, promised_from,
        promised_source, converted_amount, converted_unit, supplement_days, delivery_days, concluded_at_decision,
        is_direct, needs_survey, handler_not_approver, extension_allowed, promised_moves, special_kinds,
        service_targets, definition_key, decision_files, member_departments, tolerant_allowed, green_factor, points,
        change_note, created_at)
    VALUES (7, 1, 1, 'published', '2026-01-01', '契税', '20', 'instant', '', '', '', '', '{}',
        '', '', 0, 'working_day', 'accepted', '', 5,
        'working_day', 30, 10, 1, 0, 0, 0, 1, 0, '[]', '', 'p', '{}', '[]', 0, '0.5', '{}', '',
        '2026-01-01');
    INSERT INTO item_material (item_version_id, no, code, name, is_required, originals, copies, form, source, standard,
        tolerable, sample_note) VALUES (7, 1, 'M01', '合同', 1, 1, 0, 'both', '', '', 0, '');
    INSERT INTO calendar (id, code, name, hours, revision) VALUES (3, 'YC', '工作日历', '{}', 'r');
"""


def test_an_item_of_an_older_release_stays_with_all_that_hangs_on_it_when_its_table_is_made_anew(tmp_path):
    engine = create_engine_for(f"sqlite:///{tmp_path}/old.db")
    config = configuration()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0008")
    with sqlite3.connect(tmp_path / "old.db") as plain:
        plain.executescript(OLD_ITEM)

    upgrade(engine)

    with engine.connect() as connection:
        columns = "id, name, converted_amount, notice_amount, fee_rule"
        kept = connection.execute(text(f"SELECT {columns} FROM item_version")).all()
        material = connection.execute(text("SELECT name FROM item_material WHERE item_version_id = 7")).scalar()
        guarded = connection.execute(text("PRAGMA foreign_keys")).scalar()
    with Session(engine) as session:
        asked = session.scalars(select(Recount)).one()
    assert (kept, material, guarded) == ([(7, "契税", 5, None, None)], "合同", 1)
    assert (asked.calendar_id, asked.first_day, asked.finished_at) == (3, date(2027, 1, 1), None)
    assert asked.asked_at.tzinfo is not None
    engine.dispose()

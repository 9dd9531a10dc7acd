"""One transaction is all or nothing; a dead, full or empty database has a name; instants are aware."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from casework.database import Database, is_alive, metadata, storage_failure
from casework.errors import Refusal, StorageUnavailable
from casework.organisation.post import Post
from casework.organisation.role import Role
from casework.organisation.sign_in import SignIn
from casework.stored_file import StoredFile
from tests.casework.people import NOW, a_centre


def a_file(digest: str, stored_at: datetime = NOW) -> StoredFile:
    return StoredFile(digest=digest, size=1, mime="text/plain", stored_at=stored_at)


def count(database: Database) -> int:
    with database.reading() as session:
        return len(session.scalars(select(StoredFile)).all())


def test_a_refusal_in_the_middle_leaves_nothing_behind(database):
    with pytest.raises(Refusal), database.transaction() as session:
        session.add(a_file("a"))
        session.flush()
        raise Refusal("case.stale", by="王丽", at=NOW, changed="", revision=1)

    assert count(database) == 0


def test_a_text_longer_than_its_column_is_refused_by_name_whatever_the_database():
    with pytest.raises(Refusal) as refused:
        Post(code="P", name="岗" * 101, department_id=1, role=Role.CHIEF)

    assert refused.value.params == {"field": "name", "length": 101, "limit": 100}


def test_the_error_of_a_statement_does_not_tell_what_somebody_typed(database):
    with pytest.raises(DBAPIError) as failure, database.engine.connect() as connection:
        connection.execute(text("SELECT :typed FROM no_such_table"), {"typed": "330106199001011234"})

    assert "no_such_table" in str(failure.value) and "330106199001011234" not in str(failure.value)


def test_what_a_transaction_wrote_is_there_afterwards(database):
    with database.transaction() as session:
        session.add(a_file("a"))

    assert count(database) == 1


def test_reading_never_changes_anything(database):
    with pytest.raises(RuntimeError, match="asked to write"), database.reading() as session:
        session.add(a_file("a"))
        session.flush()

    assert count(database) == 0


def test_what_a_rehearsal_did_is_seen_by_it_and_never_kept(database):
    with database.rehearsal() as session:
        session.add(a_file("a"))
        session.flush()
        assert len(session.scalars(select(StoredFile)).all()) == 1

    assert count(database) == 0


def test_writers_wait_for_one_another_and_none_is_lost(database):
    def write(number: int) -> None:
        with database.transaction() as session:
            assert is_alive(session)
            session.add(a_file(f"{number}"))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert count(database) == 12


def test_an_instant_comes_back_aware_and_equal_whatever_zone_it_was_given_in(session: Session):
    shanghai = datetime(2026, 10, 9, 10, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    session.add(a_file("a", shanghai))
    session.flush()
    session.expire_all()

    read = session.scalars(select(StoredFile.stored_at)).one()

    assert read == shanghai and read.tzinfo is UTC


def test_a_naive_instant_is_refused(session: Session):
    session.add(a_file("a", datetime(2026, 10, 9, 10, 0)))

    with pytest.raises(Exception, match="no time zone"):
        session.flush()


def test_foreign_keys_are_checked(session: Session):
    row = SignIn(token_hash="a", person_id=99, created_at=NOW, last_seen_at=NOW, idle_seconds=1, expires_at=NOW)
    session.add(row)

    with pytest.raises(Exception, match="(?i)foreign key"):
        session.flush()


def test_the_database_itself_knows_the_roles(session: Session):
    centre = a_centre(session)
    centre.hire("wangli", "王丽", (Role.WINDOW, "ZJ"))

    with pytest.raises(Exception, match="ck_post_role"), session.begin_nested():
        session.execute(text("UPDATE post SET role = 'emperor'"))


def test_a_database_nobody_can_reach_says_so_in_both_languages(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/no/such/folder/banjian.db")

    with pytest.raises(StorageUnavailable) as refusal, database.reading() as session:
        is_alive(session)

    assert refusal.value.code == "storage.unreachable"
    assert "连不上数据库" in refusal.value.in_language("zh") and "cannot be reached" in str(refusal.value)


def test_a_dead_postgresql_server_says_so():
    database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    with pytest.raises(StorageUnavailable, match="cannot be reached"), database.transaction() as session:
        is_alive(session)


def test_an_empty_database_says_what_to_run(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/empty.db")

    with pytest.raises(StorageUnavailable, match="banjian init"), database.reading() as session:
        session.scalars(select(StoredFile)).all()


def test_a_full_disk_is_named_and_nothing_is_half_written(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/full.db")
    metadata.create_all(database.engine)
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    with pytest.raises(StorageUnavailable) as refusal, database.transaction() as session:
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        session.add_all(a_file(f"{number:060}") for number in range(2000))
        session.flush()

    assert refusal.value.code == "storage.full"
    assert count(database) == 0


@pytest.mark.parametrize(
    ("state", "code"),
    [("53100", "storage.full"), ("57P01", "storage.unreachable"), ("40P01", "storage.busy"), ("42601", None)],
)
def test_the_states_of_postgresql_are_told_apart(state, code):
    class Reported(Exception):
        sqlstate = state

    assert storage_failure(DBAPIError("SELECT 1", {}, Reported())) == code


def test_a_connection_that_the_server_dropped_while_it_rested_is_replaced(database, monkeypatch):
    monkeypatch.setattr("casework.database.TRUSTED_SECONDS", -1)
    with database.transaction() as session:
        resting = session.connection().connection.dbapi_connection
    # Behind the pool's back, as a server that restarts does it; SQLite has no server that could.
    if database.engine.dialect.name == "postgresql":
        resting.close()

    assert count(database) == 0


def test_a_statement_stays_prepared_from_one_reading_to_the_next(database):
    # A ROLLBACK in between would make the driver forget it, and the server plan it anew.
    for _ in range(8):
        count(database)

    with database.reading() as session:
        prepared = getattr(session.connection().connection.dbapi_connection, "_prepared", None)

    assert prepared is None or any(b"stored_file" in key[0] for key in prepared._names)

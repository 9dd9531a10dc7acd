"""What the tests stand on: two kinds of real databases with every table, and no trace from one test to the next."""

import os
from collections.abc import Callable

import pytest
from sqlalchemy import inspect, text

from tests.conftest import missing
from tests.databases import casework_database


def test_a_session_sees_every_table_that_casework_declares(session):
    tables = set(inspect(session.connection()).get_table_names())

    assert tables >= set(casework_database().metadata.tables)
    assert len(tables) > 20


@pytest.mark.parametrize("round", [1, 2])
def test_what_a_test_commits_in_its_session_is_gone_in_the_next(session, round):
    assert files(session) == 0

    add_a_file(session)
    session.commit()

    assert files(session) == 1


def test_a_database_of_one_s_own_keeps_commits_and_starts_empty(new_database: Callable):
    first, second = new_database(), new_database()

    with first.transaction() as session:
        add_a_file(session)

    with first.reading() as session, second.reading() as other:
        assert (files(session), files(other)) == (1, 0)


def test_what_is_missing_fails_in_ci_and_is_skipped_elsewhere(monkeypatch):
    monkeypatch.setitem(os.environ, "CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        missing("no browser")

    monkeypatch.setitem(os.environ, "CI", "")
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        missing("no browser")


def files(session):
    return session.execute(text("SELECT count(*) FROM stored_file")).scalar_one()


def add_a_file(session):
    values = {"digest": "0" * 64, "size": 1, "mime": "text/plain", "at": "2026-10-09 02:00:00"}
    session.execute(text("INSERT INTO stored_file VALUES (:digest, :size, :mime, :at)"), values)

"""A request that is sent twice is done once, even at the same instant; its answer is kept for a week."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from casework.database import Database
from casework.organisation.role import Role
from casework.repeats.answered_request import AnsweredRequest
from casework.repeats.answered_requests import (
    LIFE,
    Answer,
    KeyOfAnotherRequest,
    Request,
    find_answer,
    forget_answers,
    keep_answer,
)
from casework.stored_file import StoredFile
from tests.casework.people import NOW, a_centre, an_office

FIRST = Request("k-1", "a" * 64)
DONE = Answer(201, {"Location": "/api/v1/cases/A-1"}, '{"case_no": "A-1"}')


@pytest.fixture
def centre(session):
    return a_centre(session)


@pytest.fixture
def wang(centre):
    return centre.hire("wang", "王窗口", (Role.WINDOW, "ZJ"))


def answered(session, actor, request=FIRST, at=NOW):
    assert keep_answer(session, actor, request, DONE, at)


def test_the_same_request_gets_the_answer_of_the_first(session, wang):
    answered(session, wang)

    assert find_answer(session, wang, FIRST) == DONE
    assert not keep_answer(session, wang, FIRST, DONE, NOW)


def test_another_request_under_the_same_key_is_refused(session, wang):
    answered(session, wang)

    with pytest.raises(KeyOfAnotherRequest) as refusal:
        find_answer(session, wang, Request("k-1", "b" * 64))
    assert refusal.value.params["field"] == "Idempotency-Key"


def test_everybody_has_keys_of_their_own(session, centre, wang):
    other = centre.hire("second", "李窗口", (Role.WINDOW, "ZJ"))
    answered(session, wang)

    assert find_answer(session, other, FIRST) is None


def test_of_several_at_the_same_instant_the_work_of_one_is_kept_and_all_get_its_answer(database: Database) -> None:
    with database.transaction() as session:
        wang = a_centre(session).hire("wang", "王窗口", (Role.WINDOW, "ZJ"))
    gate = Barrier(4)

    def send(number: int) -> Answer | None:
        gate.wait()
        with suppress(RuntimeError), database.transaction() as session:
            session.add(StoredFile(digest=str(number), size=1, mime="text/plain", stored_at=NOW))
            session.flush()
            if not keep_answer(session, wang, FIRST, DONE, NOW):
                raise RuntimeError("somebody was first")
            return DONE
        with database.reading() as session:
            return find_answer(session, wang, FIRST)

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    with database.reading() as session:
        assert session.scalar(select(func.count(StoredFile.digest))) == 1
    assert answers == [DONE] * 4


def test_a_request_that_failed_may_be_sent_again(database: Database) -> None:
    with database.transaction() as session:
        wang = a_centre(session).hire("wang", "王窗口", (Role.WINDOW, "ZJ"))
    with pytest.raises(RuntimeError), database.transaction() as session:
        answered(session, wang)
        raise RuntimeError("killed in the middle")

    with database.transaction() as session:
        assert find_answer(session, wang, FIRST) is None
        answered(session, wang)


def test_answers_are_forgotten_after_a_week(database: Database) -> None:
    office = an_office(database=database)
    with database.transaction() as session:
        wang = a_centre(session).hire("wang", "王窗口", (Role.WINDOW, "ZJ"))
        answered(session, wang)

    counts = []
    for at in (NOW + LIFE - timedelta(seconds=1), NOW + LIFE):
        forget_answers(office, at)
        with database.reading() as session:
            counts.append(session.scalar(select(func.count(AnsweredRequest.id))))

    assert counts == [1, 0]

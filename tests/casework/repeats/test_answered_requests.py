"""A request that is sent twice is done once, even at the same instant; its answer is kept for a week."""

from concurrent.futures import ThreadPoolExecutor
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
    begin_request,
    find_answer,
    forget_answers,
    keep_answer,
)
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
    assert begin_request(session, actor, request, at) is None
    keep_answer(session, actor, request, DONE)


def test_the_same_request_gets_the_answer_of_the_first(session, wang):
    answered(session, wang)

    assert find_answer(session, wang, FIRST) == begin_request(session, wang, FIRST, NOW) == DONE


def test_another_request_under_the_same_key_is_refused(session, wang):
    answered(session, wang)

    for ask in (find_answer, lambda *one: begin_request(*one, NOW)):
        with pytest.raises(KeyOfAnotherRequest) as refusal:
            ask(session, wang, Request("k-1", "b" * 64))
        assert refusal.value.params["field"] == "Idempotency-Key"


def test_everybody_has_keys_of_their_own(session, centre, wang):
    other = centre.hire("second", "李窗口", (Role.WINDOW, "ZJ"))
    answered(session, wang)

    assert find_answer(session, other, FIRST) is None


def test_of_two_at_the_same_instant_one_works_and_the_other_gets_its_answer(database: Database) -> None:
    with database.transaction() as session:
        wang = a_centre(session).hire("wang", "王窗口", (Role.WINDOW, "ZJ"))
    gate, worked = Barrier(4), []

    def send(number: int) -> Answer:
        gate.wait()
        with database.transaction() as session:
            known = begin_request(session, wang, FIRST, NOW)
            if known is not None:
                return known
            worked.append(number)
            keep_answer(session, wang, FIRST, DONE)
            return DONE

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))

    assert answers == [DONE] * 4
    assert len(worked) == 1


def test_a_request_that_failed_may_be_sent_again(database: Database) -> None:
    with database.transaction() as session:
        wang = a_centre(session).hire("wang", "王窗口", (Role.WINDOW, "ZJ"))
    with pytest.raises(RuntimeError), database.transaction() as session:
        begin_request(session, wang, FIRST, NOW)
        raise RuntimeError("killed in the middle")

    with database.transaction() as session:
        assert begin_request(session, wang, FIRST, NOW) is None


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

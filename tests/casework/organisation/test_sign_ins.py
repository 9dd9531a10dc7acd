"""People sign in with name and password, stay signed in for a while, and are locked out after five wrong tries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from unittest.mock import Mock

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.errors import Refusal, StorageUnavailable
from casework.organisation.api_token import ApiToken
from casework.organisation.api_tokens import create_token, list_all_tokens, list_tokens, revoke_token
from casework.organisation.passwords import PasswordRefused
from casework.organisation.people import edit_person, reset_password
from casework.organisation.person import Person
from casework.organisation.posts import edit_post, end_holding, list_posts
from casework.organisation.role import Role
from casework.organisation.sign_in import SignIn
from casework.organisation.sign_ins import (
    AccountClosed,
    AccountLocked,
    SignInFailed,
    WrongPassword,
    actor_for_person,
    change_password,
    recognise,
    recognise_program,
    sign_in,
    sign_out,
)
from casework.stored_file import StoredFile
from tests.casework.people import NOW, PASSWORD, Centre, OneSession, a_centre, an_office

MINUTE = timedelta(minutes=1)


@pytest.fixture
def centre(session: Session) -> Centre:
    centre = a_centre(session, replace(an_office(), database=OneSession(session)))
    centre.hire("wangli", "王丽", (Role.WINDOW, "ZJ"), (Role.HANDLER, "GH"))
    return centre


def try_password(centre: Centre, password: str, now=NOW, username: str = "wangli"):
    return sign_in(centre.session, centre.office, username, password, now)


def test_the_right_password_gives_a_token_that_stands_for_the_person_and_every_post_held(centre):
    result = try_password(centre, PASSWORD)

    actor = recognise(centre.office, result.token, NOW + MINUTE)

    assert actor.name == "王丽"
    assert actor.has_role("window", centre.departments["ZJ"].id)
    assert actor.has_role("handler", centre.departments["GH"].id)
    assert not actor.has_role("handler", centre.departments["ZJ"].id)


def test_who_is_signed_in_acts_at_once_without_the_post_that_ended_or_was_closed(centre):
    token = try_password(centre, PASSWORD).token
    posts = {row.post.role: row for row in list_posts(centre.session, NOW)}

    end_holding(centre.session, SYSTEM, posts["window"].holders[0].id, NOW)
    edit_post(centre.session, SYSTEM, posts["handler"].post.id, {"is_active": False})

    assert recognise(centre.office, token, NOW).roles == frozenset()


def test_a_closed_account_acts_no_more_by_any_way(centre):
    token, person_id = try_password(centre, PASSWORD).token, centre.session.scalar(select(Person.id))
    program = create_token(centre.session, SYSTEM, "wangli", "a program", NOW)

    edit_person(centre.session, SYSTEM, person_id, {"is_active": False}, NOW)

    assert recognise(centre.office, token, NOW) is None
    assert recognise_program(centre.office, program, NOW) is None
    assert actor_for_person(centre.session, person_id, NOW) is None


def test_the_old_password_is_no_new_one(centre):
    actor = recognise(centre.office, try_password(centre, PASSWORD).token, NOW)

    with pytest.raises(WrongPassword) as refusal:
        change_password(centre.session, centre.office, actor, PASSWORD, PASSWORD, NOW)

    assert refusal.value.params["field"] == "new"


def test_the_database_never_sees_the_token_itself(centre):
    result = try_password(centre, PASSWORD)

    stored = centre.session.scalars(select(SignIn.token_hash)).one()

    assert len(stored) == 64 and result.token not in stored


def test_a_password_is_kept_as_an_argon2id_hash_of_its_own(centre):
    stored, again = (centre.office.passwords.hash(PASSWORD) for _ in range(2))
    kept = centre.session.scalars(select(Person.password_hash).where(Person.username == "wangli")).one()

    assert all(one.startswith("$argon2id$") and PASSWORD not in one for one in (stored, again, kept))
    assert len({stored, again, kept}) == 3


def test_a_wrong_password_and_an_unknown_name_read_the_same(centre):
    wrong = try_password(centre, "nonsense-1")
    unknown = try_password(centre, "nonsense-1", username="nobody")

    assert isinstance(wrong.refusal, SignInFailed) and isinstance(unknown.refusal, SignInFailed)
    assert wrong.refusal.in_language("zh") == unknown.refusal.in_language("zh")


def test_an_unknown_name_costs_one_hash_like_a_known_one(centre, monkeypatch):
    checked = []
    matches = type(centre.office.passwords).matches
    monkeypatch.setattr(
        type(centre.office.passwords),
        "matches",
        lambda self, stored, given: checked.append(stored) or matches(self, stored, given),
    )

    try_password(centre, PASSWORD, username="nobody")

    assert checked == [None]
    assert not centre.office.passwords.matches(None, "nobody has this password")


def test_five_wrong_passwords_lock_the_account_for_15_minutes_even_against_the_right_one(centre):
    refusals = [try_password(centre, "nonsense-1").refusal for _ in range(5)]

    during = try_password(centre, PASSWORD, NOW + timedelta(minutes=14, seconds=59)).refusal
    after = try_password(centre, PASSWORD, NOW + timedelta(minutes=15))

    assert [type(one) for one in refusals] == [SignInFailed] * 4 + [AccountLocked]
    assert isinstance(during, AccountLocked) and "2026年10月9日 10:15" in during.in_language("zh")
    assert after.refusal is None


def test_after_a_lock_ends_five_more_tries_are_needed_for_the_next(centre):
    for _ in range(5):
        try_password(centre, "nonsense-1")

    after = NOW + timedelta(minutes=16)
    refusals = [try_password(centre, "nonsense-1", after).refusal for _ in range(5)]

    assert [type(one) for one in refusals] == [SignInFailed] * 4 + [AccountLocked]


def test_a_right_password_clears_the_count(centre):
    for _ in range(4):
        try_password(centre, "nonsense-1")
    try_password(centre, PASSWORD)

    refusals = [try_password(centre, "nonsense-1").refusal for _ in range(4)]

    assert {type(one) for one in refusals} == {SignInFailed}


def test_a_sign_in_left_idle_for_half_an_hour_is_over(centre):
    token = try_password(centre, PASSWORD).token

    assert recognise(centre.office, token, NOW + timedelta(minutes=29)) is not None
    assert recognise(centre.office, token, NOW + timedelta(minutes=58)) is not None
    assert recognise(centre.office, token, NOW + timedelta(minutes=88)) is None


def test_a_sign_in_ends_after_twelve_hours_however_much_it_is_used(centre):
    token = try_password(centre, PASSWORD).token

    seen = [recognise(centre.office, token, NOW + timedelta(minutes=20 * n)) is not None for n in range(38)]

    assert seen == [True] * 36 + [False] * 2


def test_finding_the_actor_takes_one_statement_and_a_second_once_a_minute(centre):
    token = try_password(centre, PASSWORD).token
    statements = []
    connection = centre.session.connection()
    event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))

    recognise(centre.office, token, NOW + timedelta(seconds=59))
    within_the_minute = len(statements)
    recognise(centre.office, token, NOW + timedelta(seconds=61))

    assert within_the_minute == 1
    assert len(statements) == 3


def test_a_request_takes_the_write_lock_only_when_the_person_was_not_seen_for_a_minute(database):
    office = an_office(database=database)
    with database.transaction() as session:
        a_centre(session, office).hire("wangli", "王丽", (Role.WINDOW, "ZJ"))
        token = sign_in(session, office, "wangli", PASSWORD, NOW).token
    with database.transaction() as writer:
        writer.add(StoredFile(digest="a", size=1, mime="text/plain", stored_at=NOW))
        writer.flush()

        assert recognise(office, token, NOW + timedelta(seconds=59)).username == "wangli"

    recognise(office, token, NOW + 2 * MINUTE)
    with database.reading() as session:
        assert session.scalars(select(SignIn.last_seen_at)).one() == NOW + 2 * MINUTE


def test_who_signs_out_is_signed_out(centre):
    token = try_password(centre, PASSWORD).token

    sign_out(centre.session, token, NOW)

    assert recognise(centre.office, token, NOW) is None


def test_closing_an_account_ends_its_sign_ins_at_once(centre):
    result = try_password(centre, PASSWORD)

    edit_person(centre.session, SYSTEM, result.person.id, {"is_active": False}, NOW)

    assert recognise(centre.office, result.token, NOW) is None
    assert isinstance(try_password(centre, PASSWORD).refusal, AccountClosed)


def test_a_reset_password_must_be_changed_at_the_first_sign_in(centre):
    person = centre.session.scalars(select(Person)).one()
    fresh = reset_password(centre.session, centre.office, SYSTEM, person.id, NOW)
    token = try_password(centre, fresh).token
    actor = recognise(centre.office, token, NOW)

    change_password(centre.session, centre.office, actor, fresh, "my-own-word-1", NOW, token=token)

    assert actor.must_change_password
    assert not recognise(centre.office, token, NOW).must_change_password
    assert try_password(centre, "my-own-word-1").refusal is None


def test_changing_the_password_signs_out_every_other_browser(centre):
    first, second = try_password(centre, PASSWORD).token, try_password(centre, PASSWORD).token
    actor = recognise(centre.office, first, NOW)

    change_password(centre.session, centre.office, actor, PASSWORD, "my-own-word-1", NOW, token=first)

    assert recognise(centre.office, first, NOW) is not None
    assert recognise(centre.office, second, NOW) is None


def test_a_password_changed_elsewhere_signs_out_every_browser(centre):
    first = try_password(centre, PASSWORD)
    actor = recognise(centre.office, first.token, NOW)

    change_password(centre.session, centre.office, actor, PASSWORD, "other-horse-8", NOW + MINUTE)

    assert recognise(centre.office, first.token, NOW + 2 * MINUTE) is None


@pytest.mark.parametrize("plain", ["short-1", "wangli-2026", "12345678", "abcdefgh", "aaaa1111"])
def test_a_plain_password_is_refused(centre, plain):
    actor = recognise(centre.office, try_password(centre, PASSWORD).token, NOW)

    with pytest.raises(PasswordRefused):
        change_password(centre.session, centre.office, actor, PASSWORD, plain, NOW)


def test_the_present_password_is_asked_for(centre):
    actor = recognise(centre.office, try_password(centre, PASSWORD).token, NOW)

    with pytest.raises(WrongPassword):
        change_password(centre.session, centre.office, actor, "nonsense-1", "my-own-word-1", NOW)


def test_an_api_token_acts_for_its_person_until_revoked_or_expired(centre):
    token = create_token(centre.session, SYSTEM, "wangli", "脚本", NOW, timedelta(days=1))
    actor = recognise_program(centre.office, token, NOW)

    expired = recognise_program(centre.office, token, NOW + timedelta(days=1))
    revoke_token(centre.session, actor, list_tokens(centre.session, actor)[0].token.id, NOW)

    assert actor.username == "wangli" and expired is None
    assert recognise_program(centre.office, token, NOW) is None


def test_a_token_tells_who_made_it_and_who_ended_it(centre):
    boss = centre.hire("boss", "陈科", (Role.ADMINISTRATOR, "ZJ"))
    token = create_token(centre.session, boss, "wangli", "脚本", NOW)
    wangli = recognise_program(centre.office, token, NOW)
    number = list_tokens(centre.session, wangli)[0].token.id

    revoke_token(centre.session, wangli, number, NOW)
    revoke_token(centre.session, boss, number, NOW + timedelta(days=1))

    row = list_all_tokens(centre.session, boss)[0]
    assert (row.person.username, row.maker, row.ender, row.token.revoked_at) == ("wangli", "陈科", "王丽", NOW)


def test_that_a_token_was_used_is_noted_at_most_once_a_minute(database):
    office = an_office(database=database)
    with database.transaction() as session:
        a_centre(session, office).hire("wangli", "王丽", (Role.WINDOW, "ZJ"))
        token = create_token(session, SYSTEM, "wangli", "脚本", NOW)

    for seconds in (0, 59):
        assert recognise_program(office, token, NOW + timedelta(seconds=seconds)).username == "wangli"

    with database.reading() as session:
        assert session.scalars(select(ApiToken.last_used_at)).one() == NOW


def test_who_is_signed_in_still_reads_while_the_disk_is_full(centre):
    token, program = try_password(centre, PASSWORD).token, create_token(centre.session, SYSTEM, "wangli", "脚本", NOW)
    full = Mock(
        reading=centre.office.database.reading, transaction=Mock(side_effect=StorageUnavailable("storage.full"))
    )
    office = replace(centre.office, database=full)

    seen = recognise(office, token, NOW + 2 * MINUTE), recognise_program(office, program, NOW + 2 * MINUTE)

    assert [actor.username for actor in seen] == ["wangli", "wangli"]
    assert full.transaction.call_count == 2


@pytest.mark.parametrize("days", (-1, 0, 3651, 999_999_999))
def test_a_token_lives_from_one_day_to_ten_years_or_without_end(centre, days):
    with pytest.raises(Refusal) as refused:
        create_token(centre.session, SYSTEM, "wangli", "脚本", NOW, timedelta(days=days))

    assert refused.value.code == "token.lifetime"

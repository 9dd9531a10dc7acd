"""Work is delegated for a period, all of it or by item; it ends by itself, can be revoked and never chains."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.catalogue.items import publish_item_version
from casework.delegation.delegations import (
    CaseFacts,
    MayNotActFor,
    acting_for_now,
    create_delegation,
    list_delegations,
    may_act_for,
    revoke_delegation,
)
from casework.delegation.pairs import forbid_pair
from casework.errors import Conflict, NotPermitted, Refusal
from casework.organisation.people import edit_person
from casework.organisation.role import Role
from tests.casework.catalogue.builders import a_published_definition, item_fields
from tests.casework.people import NOW, Centre, a_centre

DAY = timedelta(days=1)
ANY_CASE = CaseFacts(item_id=None)


@pytest.fixture
def centre(session: Session) -> Centre:
    return a_centre(session)


@pytest.fixture
def jia(centre):
    return centre.hire("jia", "甲", (Role.HANDLER, "ZJ"))


@pytest.fixture
def yi(centre):
    return centre.hire("yi", "乙", (Role.HANDLER, "ZJ"))


def delegate(centre, principal, deputy, start=NOW, days=7, actor=None, **changes):
    return create_delegation(
        centre.session, actor or principal, deputy.person_id, start, start + days * DAY, "休假", NOW, **changes
    )


def two_items(centre: Centre) -> tuple[int, int]:
    a_published_definition(centre.session)
    day = date(2026, 10, 9)
    return tuple(
        publish_item_version(centre.session, SYSTEM, code, item_fields(), day, NOW).item_id for code in ("A", "B")
    )


def test_the_deputy_acts_in_the_principals_name(centre, jia, yi):
    delegate(centre, jia, yi)

    acting = may_act_for(centre.session, yi, jia.person_id, ANY_CASE, NOW)

    assert (acting.person_id, acting.acting_for) == (yi.person_id, jia.person_id)
    assert acting.roles == yi.roles


def test_it_begins_and_ends_by_itself(centre, jia, yi):
    delegate(centre, jia, yi, start=NOW + DAY, days=2)

    running = [bool(acting_for_now(centre.session, yi, NOW + hours * DAY / 24)) for hours in (23, 24, 71, 72)]

    assert running == [False, True, True, False]


def test_a_revoked_delegation_ends_at_once(centre, jia, yi):
    row = delegate(centre, jia, yi)

    revoke_delegation(centre.session, jia, row.id, NOW + DAY)

    with pytest.raises(MayNotActFor, match="has not delegated"):
        may_act_for(centre.session, yi, jia.person_id, ANY_CASE, NOW + DAY)
    with pytest.raises(Conflict, match="revoked"):
        revoke_delegation(centre.session, jia, row.id, NOW + 2 * DAY)
    assert len(list_delegations(centre.session, jia.person_id)) == 1


def test_by_item_reaches_only_those_items(centre, jia, yi):
    first, second = two_items(centre)
    delegate(centre, jia, yi, item_ids=[first])

    assert may_act_for(centre.session, yi, jia.person_id, CaseFacts(item_id=first), NOW).acting_for == jia.person_id
    with pytest.raises(MayNotActFor):
        may_act_for(centre.session, yi, jia.person_id, CaseFacts(item_id=second), NOW)


def test_nobody_delegates_to_themselves(centre, jia):
    with pytest.raises(Refusal, match="yourself"):
        delegate(centre, jia, jia)


def test_delegations_do_not_chain(centre, jia, yi):
    bing = centre.hire("bing", "丙", (Role.HANDLER, "ZJ"))
    delegate(centre, jia, yi)

    with pytest.raises(Conflict, match="do not chain"):
        delegate(centre, bing, jia)

    delegate(centre, yi, bing)
    with pytest.raises(MayNotActFor):
        may_act_for(centre.session, bing, jia.person_id, ANY_CASE, NOW)


def test_the_same_work_has_one_deputy_at_a_time(centre, jia, yi):
    bing = centre.hire("bing", "丙", (Role.HANDLER, "ZJ"))
    first, second = two_items(centre)
    delegate(centre, jia, yi, item_ids=[first])

    delegate(centre, jia, bing, item_ids=[second])
    with pytest.raises(Conflict, match="delegated to 乙"):
        delegate(centre, jia, bing, item_ids=[first])
    delegate(centre, jia, bing, start=NOW + 7 * DAY, item_ids=[first])
    delegate(centre, jia, bing, start=NOW + 30 * DAY)
    with pytest.raises(Conflict, match="delegated to 丙"):
        delegate(centre, jia, yi, start=NOW + 31 * DAY, item_ids=[first])


def test_never_to_the_applicant_of_the_case(centre, jia, yi):
    delegate(centre, jia, yi)

    with pytest.raises(MayNotActFor, match="you are the applicant|You are the applicant"):
        may_act_for(centre.session, yi, jia.person_id, CaseFacts(None, applicant_person_id=yi.person_id), NOW)


def test_never_across_a_forbidden_pair_even_declared_later(centre, jia, yi):
    delegate(centre, jia, yi)
    forbid_pair(centre.session, SYSTEM, yi.person_id, jia.person_id, "近亲属", NOW)

    with pytest.raises(MayNotActFor, match="近亲属"):
        may_act_for(centre.session, yi, jia.person_id, ANY_CASE, NOW)
    assert acting_for_now(centre.session, yi, NOW) == []
    with pytest.raises(Refusal, match="近亲属"):
        delegate(centre, yi, jia, start=NOW + 30 * DAY)


@pytest.mark.parametrize(
    ("start", "days", "code"),
    [
        (NOW - 9 * DAY, 2, "delegation.period"), (NOW - 2 * DAY, 2, "delegation.period"),
        (NOW + DAY, 0, "delegation.period"), (NOW, 181, "delegation.too_long"),
    ],
)  # fmt: skip
def test_the_period_makes_sense(centre, jia, yi, start, days, code):
    with pytest.raises(Refusal) as refusal:
        delegate(centre, jia, yi, start=start, days=days)

    assert refusal.value.code == code


def test_half_a_year_is_the_longest_and_when_it_is_over_there_is_nothing_to_revoke(centre, jia, yi):
    row = delegate(centre, jia, yi, days=180)

    with pytest.raises(Conflict) as refusal:
        revoke_delegation(centre.session, jia, row.id, NOW + 180 * DAY)

    assert refusal.value.code == "delegation.over"


def test_a_closed_account_is_no_deputy(centre, jia, yi):
    edit_person(centre.session, SYSTEM, yi.person_id, {"is_active": False}, NOW)

    with pytest.raises(Refusal, match="closed"):
        delegate(centre, jia, yi)


def test_the_chief_may_delegate_for_the_own_department_and_nobody_else_for_others(centre, jia, yi):
    chief = centre.hire("chief", "周敏", (Role.CHIEF, "ZJ"))
    stranger = centre.hire("stranger", "高峰", (Role.CHIEF, "GH"))

    delegate(centre, jia, yi, actor=chief, principal_id=jia.person_id)

    for actor in (stranger, yi):
        with pytest.raises(NotPermitted):
            delegate(centre, jia, yi, start=NOW + 30 * DAY, actor=actor, principal_id=jia.person_id)


def test_the_page_shows_for_whom_one_acts_and_until_when(centre, jia, yi):
    row = delegate(centre, jia, yi)

    shown = acting_for_now(centre.session, yi, NOW)

    assert [(one.principal_name, one.ends_at) for one in shown] == [("甲", row.ends_at)]

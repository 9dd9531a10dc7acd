"""Administrators keep people, posts and places; a post has an A holder and B holders who stand in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.errors import Conflict, NotPermitted, Refusal
from casework.organisation.department import Department
from casework.organisation.founding import found_centre, is_founded
from casework.organisation.people import add_person, edit_person, get_person, list_people, new_password, who_holds
from casework.organisation.places import add_department, edit_place, list_departments, place_of
from casework.organisation.post import Rank
from casework.organisation.posts import add_post, edit_post, end_holding, hold_post, list_posts
from casework.organisation.role import Role
from casework.organisation.seen import ChangedMeanwhile, values_seen
from casework.organisation.service_point import PointKind, ServicePoint
from casework.organisation.sign_ins import actor_for_person, sign_in
from tests.casework.people import LONG_AGO, NOW, Centre, a_centre, an_office

DAY = timedelta(days=1)


@pytest.fixture
def centre(session: Session) -> Centre:
    return a_centre(session)


def holders(centre: Centre, role: Role, at=NOW) -> list[tuple[str, str]]:
    return [(one.name, one.rank) for one in who_holds(centre.session, role, centre.departments["ZJ"].id, at)]


def test_a_post_has_its_a_holder_first_and_those_who_stand_in(centre):
    post = add_post(centre.session, SYSTEM, "P", "首席代表", centre.departments["ZJ"].id, Role.CHIEF)
    for username, name, rank in (("bing", "丙", Rank.B), ("jia", "甲", Rank.A)):
        person = centre.hire(username, name)
        hold_post(centre.session, SYSTEM, post.id, person.person_id, rank, LONG_AGO)

    assert holders(centre, Role.CHIEF) == [("甲", "A"), ("丙", "B")]
    assert all(
        actor_for_person(centre.session, one.person_id, NOW).has_role("chief")
        for one in list_posts(centre.session, NOW)[0].holders
    )


def test_a_new_a_holder_follows_the_former_one(centre):
    post = add_post(centre.session, SYSTEM, "P", "首席代表", centre.departments["ZJ"].id, Role.CHIEF)
    old, new = centre.hire("jia", "甲"), centre.hire("yi", "乙")
    hold_post(centre.session, SYSTEM, post.id, old.person_id, Rank.A, LONG_AGO)

    hold_post(centre.session, SYSTEM, post.id, new.person_id, Rank.A, NOW)

    assert holders(centre, Role.CHIEF, NOW - DAY) == [("甲", "A")]
    assert holders(centre, Role.CHIEF) == [("乙", "A")]


def test_a_row_is_not_written_over_by_who_has_not_seen_it(centre):
    person = centre.hire("jia", "甲").person_id
    row = get_person(centre.session, person)
    seen = values_seen(row, ("phone", "name"))
    edit_person(centre.session, SYSTEM, person, {"phone": "0999-2"}, NOW, seen=seen)

    with pytest.raises(ChangedMeanwhile) as late:
        edit_person(centre.session, SYSTEM, person, {"name": "乙"}, NOW, seen=seen)

    assert (late.value.before, late.value.after) == ({"phone": ""}, {"phone": "0999-2"})
    assert row.name == "甲"
    assert edit_person(centre.session, SYSTEM, person, {"name": "乙"}, NOW, seen=late.value.seen).name == "乙"


def test_nobody_holds_a_post_twice(centre):
    person = centre.hire("jia", "甲", (Role.CHIEF, "ZJ"))
    post = list_posts(centre.session, NOW)[0].post

    with pytest.raises(Conflict, match="already"):
        hold_post(centre.session, SYSTEM, post.id, person.person_id, Rank.B, NOW)


def test_a_role_ends_with_the_holding_the_post_or_the_account(centre):
    people = [centre.hire(name, name, (Role.CHIEF, "ZJ")) for name in ("jia", "yi", "bing")]
    posts = list_posts(centre.session, NOW)

    end_holding(centre.session, SYSTEM, posts[1].holders[0].id, NOW)
    edit_post(centre.session, SYSTEM, posts[0].post.id, {"is_active": False})
    gone = {posts[0].holders[0].name, posts[1].holders[0].name}

    assert [name for name, _ in holders(centre, Role.CHIEF)] == [one.name for one in people if one.name not in gone]


def test_a_user_name_belongs_to_one_person(centre):
    centre.hire("jia", "甲")

    with pytest.raises(Conflict, match="taken"):
        add_person(centre.session, centre.office, SYSTEM, " JIA ", "另一位")


@pytest.mark.parametrize("username", ["", "a", "名字", "a b", "x" * 51, "a/b"])
def test_a_user_name_can_be_typed_anywhere(centre, username):
    with pytest.raises(Refusal):
        add_person(centre.session, centre.office, SYSTEM, username, "甲")


def test_a_new_persons_first_password_works_once_and_must_be_changed(centre):
    person, first = add_person(centre.session, centre.office, SYSTEM, "jia", "甲")

    result = sign_in(centre.session, centre.office, "jia", first, NOW)

    assert result.refusal is None and person.must_change_password


def test_made_up_passwords_differ_and_are_strong_enough():
    made = {new_password() for _ in range(200)}

    assert len(made) == 200 and all(len(one) == 14 for one in made)


def test_people_change_their_own_phone_and_nothing_else(centre):
    jia, yi = centre.hire("jia", "甲"), centre.hire("yi", "乙")

    edit_person(centre.session, jia, jia.person_id, {"phone": "13800000000", "language": "en"}, NOW)

    for person_id, change in ((yi.person_id, {"phone": "1"}), (jia.person_id, {"department_id": 1})):
        with pytest.raises(NotPermitted):
            edit_person(centre.session, jia, person_id, change, NOW)


def test_nobody_closes_their_own_account(centre):
    admin = centre.hire("root", "管理员", (Role.ADMINISTRATOR, "ZJ"))

    with pytest.raises(Conflict, match="own account"):
        edit_person(centre.session, admin, admin.person_id, {"is_active": False}, NOW)


def test_people_are_found_by_part_of_name_role_and_department(centre):
    actor = centre.hire("wangli", "王丽", (Role.WINDOW, "ZJ"))
    centre.hire("wangwei", "王伟", (Role.CHIEF, "GH"))

    def found(**filters) -> list[str]:
        return [row.person.name for row in list_people(centre.session, actor, NOW, **filters).rows]

    assert sorted(found(text="王")) == ["王丽", "王伟"]
    assert found(text="WANGL") == found(role="window") == ["王丽"]
    assert found(department_id=centre.departments["GH"].id) == ["王伟"]
    assert found(text="%") == []
    row = list_people(centre.session, actor, NOW, text="王丽").rows[0]
    assert (row.department_name, row.posts) == ("住建局", (("窗口受理人员", "window", "A"),))


def test_codes_stay_because_numbers_are_made_from_them(centre):
    with pytest.raises(Conflict):
        edit_place(centre.session, SYSTEM, centre.point, {"code": "Z"})
    with pytest.raises(Conflict, match="taken"):
        add_department(centre.session, SYSTEM, Department(code="ZJ", name="另一个", short_name="另"))

    edit_place(centre.session, SYSTEM, centre.departments["ZJ"], {"name": "住房和城乡建设局"})

    assert "住房和城乡建设局" in [one.name for one in list_departments(centre.session)]


def test_a_service_point_never_stands_below_itself(centre):
    child = ServicePoint(
        code="B", name="分中心", kind=PointKind.SUB_CENTRE, parent_id=centre.point.id,
        calendar_id=centre.point.calendar_id,
    )  # fmt: skip
    centre.session.add(child)
    centre.session.flush()

    with pytest.raises(Conflict, match="below itself"):
        edit_place(centre.session, SYSTEM, centre.point, {"parent_id": child.id})


def test_the_place_of_a_person_reads_in_words(centre):
    actor = centre.hire("jia", "甲", (Role.WINDOW, "ZJ"))

    assert place_of(centre.session, actor).text == "市政务服务中心 · 住建局"


def test_a_new_installation_has_one_administrator_who_must_change_the_password(session):
    office = an_office()
    founded = found_centre(session, office, NOW)

    result = sign_in(session, office, founded.username, founded.password, NOW)

    assert result.person.must_change_password and is_founded(session)
    assert actor_for_person(session, result.person.id, NOW).has_role("administrator")
    with pytest.raises(Conflict, match="already holds"):
        found_centre(session, office, NOW)

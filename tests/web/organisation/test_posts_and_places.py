"""Posts, places and tokens are kept on pages: who works where, as A or as B, and which programs act for whom."""

import re

from casework.actor import SYSTEM
from casework.organisation.api_tokens import list_all_tokens, list_tokens, revoke_token
from casework.organisation.places import list_departments, list_points, list_windows
from casework.organisation.posts import list_posts
from casework.organisation.sign_ins import recognise_program
from tests.casework.people import NOW
from tests.web.sheets import rows_of
from tests.web.site import page, words


def a_post(site, code="CG-chief"):
    with site.office.database.reading() as session:
        return next(row for row in list_posts(session, NOW) if row.post.code == code)


def department_id(site, code):
    with site.office.database.reading() as session:
        return next(row.id for row in list_departments(session) if row.code == code)


def test_a_new_post_opens_on_the_page_where_somebody_is_put_on_it(site):
    client = site.client("admin")
    fields = {"code": "CG-NEW", "name": "夜间执法", "department_id": department_id(site, "CG"), "role": "handler"}

    answer = client.post("/posts/new", data=fields, follow_redirects=True)

    assert "现在安排人" in page(answer)
    assert "没有人" in page(client.get("/posts?vacant=1"))


def test_a_code_that_is_taken_is_refused_at_its_field(site):
    fields = {"code": "CG-chief", "name": "再来一个", "department_id": department_id(site, "CG"), "role": "chief"}

    answer = site.client("admin").post("/posts/new", data=fields)

    text = words(answer, 422)
    assert 'id="code-wrong"' in text
    assert 'value="再来一个"' in text


def test_a_new_a_holder_takes_the_place_of_the_former(site):
    before = a_post(site)
    person = {"person": "何雨桐（heyutong）", "rank": "A"}

    site.client("admin").post(f"/posts/{before.post.id}/holders", data=person)

    assert [one.name for one in a_post(site).holders if one.rank == "A"] == ["何雨桐"]


def test_a_name_that_several_or_nobody_bears_is_asked_for_again(site):
    answer = site.client("admin").post(f"/posts/{a_post(site).post.id}/holders", data={"person": "张三丰"})

    text = words(answer, 422)
    assert "没有唯一叫“张三丰”的在用人员" in text
    assert 'value="张三丰"' in text


def test_somebody_taken_off_a_post_is_no_longer_shown_on_it(site):
    row = a_post(site)
    holding = row.holders[0]

    site.client("admin").post(f"/posts/{row.post.id}/holders/{holding.id}/end")

    assert holding.name not in [one.name for one in a_post(site).holders]


def test_posts_are_saved_as_a_spreadsheet(site):
    rows = rows_of(site.client("admin").get("/export/posts.xlsx?q=CG-chief").data)

    assert rows[1][1] == "CG-chief"


def test_a_department_is_added_and_changed(site):
    client = site.client("admin")
    fields = {"code": "NY", "name": "云川市农业农村局", "short_name": "农业局", "is_active": "yes"}

    client.post("/organisation/departments/new", data={**fields, "fallback": "李建平（lijianping）"})
    number = department_id(site, "NY")
    text = page(client.get(f"/organisation/departments/{number}"))

    assert "李建平（lijianping）" in text
    assert "农业农村局" in page(client.get("/organisation"))


def test_a_service_point_cannot_stand_below_itself(site):
    with site.office.database.reading() as session:
        points = list_points(session)
    centre, below = points[0], next(one for one in points if one.parent_id is not None)
    root = centre if centre.parent_id is None else next(one for one in points if one.parent_id is None)
    fields = {"name": root.name, "kind": "centre", "calendar_id": root.calendar_id, "parent_id": below.id}

    answer = site.client("admin").post(f"/organisation/points/{root.id}", data=fields)

    assert "不能放在自己的下级之下" in words(answer, 422)


def test_a_window_without_a_name_is_refused_with_its_label(site):
    with site.office.database.reading() as session:
        window = list_windows(session)[0]
    fields = {"department_id": window.department_id, "point_id": window.point_id, "name": ""}

    answer = site.client("admin").post(f"/organisation/windows/{window.id}", data=fields)

    assert "“名称”没有填" in words(answer, 422)


def test_a_token_is_shown_once_and_works(site):
    client = site.client("admin")
    fields = {"name": "不动产对接", "person": "李建平（lijianping）", "days": "30"}

    shown = page(client.post("/tokens", data=fields))
    token = re.search(r'bj-secret">([^<]+)<', shown)[1]

    assert recognise_program(site.office, token, NOW).username == "lijianping"
    assert token not in page(client.get("/tokens"))


def test_an_ended_token_is_marked_and_works_no_more(site):
    client = site.client("admin")
    client.post("/tokens", data={"name": "旧系统", "person": "admin", "days": ""})
    with site.office.database.reading() as session:
        number = list_all_tokens(session, site.actor("admin"))[0].token.id

    text = page(client.post(f"/tokens/{number}/end", follow_redirects=True))

    assert "已收回" in text


def test_a_token_that_no_person_ended_names_nobody(site):
    site.client("admin").post("/tokens", data={"name": "旧系统", "person": "admin", "days": ""})
    with site.office.database.transaction() as session:
        revoke_token(session, SYSTEM, list_all_tokens(session, SYSTEM)[0].token.id, NOW)

    text = page(site.client("admin").get("/tokens"))

    assert "已收回" in text and "None" not in text


def test_a_life_that_is_no_number_is_quoted(site):
    answer = site.client("admin").post("/tokens", data={"name": "对接", "person": "admin", "days": "一年"})

    assert "“一年”不是整数" in words(answer, 422)


def test_others_see_and_end_the_tokens_that_act_as_them_and_no_others(site):
    client, clerk = site.client("admin"), site.client("lijianping")
    for name, person in (("别人的", "wulei"), ("我的", "lijianping")):
        client.post("/tokens", data={"name": name, "person": person, "days": "30"})
    others, own = list_own(site, "wulei"), list_own(site, "lijianping")

    text = page(clerk.get("/tokens"))
    assert ("我的" in text, "别人的" in text, 'name="days"' in text) == (True, False, False)
    assert "管理接口令牌" in words(clerk.post(f"/tokens/{others.id}/end"), 403)
    assert "已收回" in page(clerk.post(f"/tokens/{own.id}/end", follow_redirects=True))
    assert "管理接口令牌" in words(clerk.post("/tokens", data={"name": "x", "person": "admin"}), 403)
    assert "管理接口令牌" in words(clerk.get("/export/tokens.xlsx"), 403)


def list_own(site, username):
    with site.office.database.reading() as session:
        return list_tokens(session, site.actor(username))[0].token


def test_a_post_whose_holders_have_closed_accounts_is_held_by_nobody(site):
    client = site.client("admin")
    post = a_post(site, "ZJ-reviewer")
    for holder in post.holders:
        client.post(f"/people/{holder.person_id}/state", data={"is_active": "no"})

    assert a_post(site, "ZJ-reviewer").is_vacant
    assert "账号已停用" in page(client.get(f"/posts/{post.post.id}"))
    assert "没人的岗位 1" in page(client.get("/posts"))


def test_who_will_hold_a_post_is_shown_and_can_be_taken_off_before(site):
    client, post = site.client("admin"), a_post(site, "ZJ-reviewer")
    client.post(f"/posts/{post.post.id}/holders", data={"person": "heyutong", "rank": "B", "since": "2027-03-01"})

    (coming,) = a_post(site, "ZJ-reviewer").coming
    assert "2027年3月1日 起" in page(client.get(f"/posts/{post.post.id}"))
    assert "2027年3月1日 起" in page(client.get(f"/people/{coming.person_id}"))

    client.post(f"/posts/{post.post.id}/holders/{coming.id}/end")

    assert a_post(site, "ZJ-reviewer").coming == ()


def test_who_empties_a_post_is_told_what_waits_for_it(site):
    client, post = site.client("admin"), a_post(site, "ZJ-reviewer")

    answers = [
        page(client.post(f"/posts/{post.post.id}/holders/{one.id}/end", follow_redirects=True)) for one in post.holders
    ]

    assert ["这个岗位现在没有人" in text for text in answers] == [False] * (len(answers) - 1) + [True]

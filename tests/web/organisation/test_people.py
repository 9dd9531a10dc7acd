"""People are kept by administrators on pages; refusals are explained and lose nothing that was typed."""

import re

from casework.organisation.people import find_person
from tests.web.sheets import has_formula, rows_of
from tests.web.site import page, words


def person_id(site, username):
    with site.office.database.reading() as session:
        return find_person(session, username).id


def password_shown(text):
    return re.findall(r'bj-secret">([^<]+)</code>', text)[1]


def test_people_are_found_by_one_character_of_their_name(site):
    text = page(site.client("admin").get("/people?q=建"))

    assert "李建平" in text
    assert "赵启文" not in text


def test_a_field_for_a_person_suggests_colleagues_first_and_everybody_by_name(site):
    client = site.client("lijianping")

    text, found = page(client.get("/people/offered")), page(client.get("/people/offered?q=何"))

    assert text.index("赵启文（zhaoqiwen）") < text.index("（zhuting）")
    assert "何雨桐（heyutong）" in found
    assert "赵启文" not in found


def test_a_search_without_result_says_what_to_do(site):
    text = page(site.client("admin").get("/people?q=没有这个人"))

    assert "没有找到人员" in text
    assert 'href="/people"' in text


def test_an_added_person_gets_a_password_that_works_once(site):
    client = site.client("admin")

    answer = client.post("/people/new", data={"name": "新同事", "username": "new.one", "language": "zh"})
    entered = site.client().post("/sign-in", data={"username": "new.one", "password": password_shown(page(answer))})

    assert answer.headers["Cache-Control"] == "no-store"
    assert entered.status_code == 302


def test_a_taken_user_name_is_refused_at_its_field_and_nothing_typed_is_lost(site):
    answer = site.client("admin").post("/people/new", data={"name": "另一位", "username": "admin", "phone": "0999-1"})

    text = words(answer, 422)
    assert "用户名“admin”已有人用" in text
    assert 'id="username-wrong"' in text
    assert 'value="另一位"' in text
    assert 'value="0999-1"' in text


def test_a_name_longer_than_its_column_is_refused_at_its_field_and_nothing_typed_is_lost(site):
    typed = {"name": "长" * 51, "username": "new.one", "phone": "0999-1"}

    text = words(site.client("admin").post("/people/new", data=typed), 422)
    assert "写了 51 个字，最多 50 个" in text
    assert 'id="name-wrong"' in text and 'value="0999-1"' in text


def test_a_changed_record_is_shown_after_saving(site):
    client, number = site.client("admin"), person_id(site, "lijianping")
    fields = {"name": "李建平", "phone": "0999-8888", "language": "en"}

    client.post(f"/people/{number}", data=fields)

    assert 'value="0999-8888"' in page(client.get(f"/people/{number}"))


def test_a_new_password_ends_the_sign_ins_of_the_person(site):
    theirs, number = site.client("lijianping"), person_id(site, "lijianping")
    page(theirs.get("/password"))

    answer = site.client("admin").post(f"/people/{number}/password")

    assert len(password_shown(page(answer))) == 14
    assert theirs.get("/password").status_code == 401


def test_a_closed_account_cannot_sign_in_until_it_is_opened_again(site):
    client, number = site.client("admin"), person_id(site, "lijianping")
    attempt = {"username": "lijianping", "password": "banjian-demo"}

    client.post(f"/people/{number}/state")
    closed = site.client().post("/sign-in", data=attempt)
    client.post(f"/people/{number}/state", data={"is_active": "yes"})
    opened = site.client().post("/sign-in", data=attempt)

    assert (closed.status_code, opened.status_code) == (401, 302)


def test_nobody_closes_their_own_account(site):
    client, number = site.client("admin"), person_id(site, "admin")

    answer = client.post(f"/people/{number}/state")

    assert "不能停用自己" in words(answer, 409)
    assert 'aria-disabled="true"' in page(client.get(f"/people/{number}"))


def test_others_are_told_which_role_may_add_people(site):
    client = site.client("lijianping")

    assert "系统管理员" in words(client.get("/people/new"), 403)
    assert 'aria-describedby="why-new"' in page(client.get("/people"))


def test_the_list_is_saved_as_a_spreadsheet_with_its_filters(site):
    answer = site.client("admin").get("/export/people.xlsx?q=建平")

    rows = rows_of(answer.data)
    assert rows[0][:2] == ["姓名", "用户名"]
    assert [row[0] for row in rows[1:]] == ["李建平"]


def test_a_name_that_looks_like_a_formula_stays_a_word_in_the_spreadsheet(site):
    client = site.client("admin")
    client.post("/people/new", data={"name": "=1+1", "username": "formula", "language": "zh"})

    answer = client.get("/export/people.xlsx?q=formula")

    assert rows_of(answer.data)[1][0] == "=1+1"
    assert not has_formula(answer.data)


def test_the_page_reads_in_english(site):
    text = page(site.client("admin", language="en").get("/people"))

    assert "Add a person" in text
    assert "新增人员" not in text

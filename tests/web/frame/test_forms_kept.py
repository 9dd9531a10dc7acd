"""Nothing typed is lost when a page was open too long, and an address nobody can mean is answered helpfully."""

import pytest

from tests.web.site import Site


def test_a_form_whose_token_has_run_out_is_shown_again_with_what_was_typed(site: Site) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    client = site.client("lijianping")

    answer = client.post("/delegations", data={"csrf_token": "stale", "reason": "外出开会"})

    assert answer.status_code == 400
    page = answer.get_data(as_text=True)
    assert 'name="reason" value="外出开会"' in page and "继续提交" in page


def test_a_form_sent_after_the_sign_in_ended_is_kept_behind_the_sign_in(site: Site) -> None:
    answer = site.client().post("/delegations", data={"csrf_token": "stale", "reason": "外出开会"})

    assert answer.status_code == 401
    assert "外出开会" in answer.get_data(as_text=True)


@pytest.mark.parametrize("username", [None, "lijianping"], ids=["sign-in ended", "token ran out"])
def test_a_password_that_was_typed_is_on_no_page(site: Site, username: str | None) -> None:
    site.app.config["WTF_CSRF_ENABLED"] = True
    typed = {"old": "banjian-demo", "new": "a-new-one-for-me-7", "password": "and-this-3"}

    answer = site.client(username).post("/password", data={"csrf_token": "stale", "note": "其他内容", **typed})

    page = answer.get_data(as_text=True)
    assert answer.status_code in (400, 401) and "其他内容" in page
    assert [secret for secret in typed.values() if secret in page] == []


def test_a_key_larger_than_any_row_has_is_no_address(site: Site) -> None:
    answer = site.client("lijianping").get("/tasks/99999999999999999999")

    assert answer.status_code == 404
    assert "没有这个地址" in answer.get_data(as_text=True)

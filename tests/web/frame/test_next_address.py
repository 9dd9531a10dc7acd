"""After a sign-in the browser is led to an address of this site only, in the language the sign-in page had."""

import pytest

from tests.web.site import PASSWORD, Site
from web.frame.session import safe_next


@pytest.mark.parametrize("address", ["/", "/cases?q=王&page=2", "/tasks/12#form", "/matters/ZX-QJ"])
def test_an_address_of_this_site_is_kept(address: str) -> None:
    assert safe_next(address) == address


@pytest.mark.parametrize(
    "address",
    [None, "", "cases", "//else.where", "/\\else.where", "/\t/else.where", "/\r/else.where", "https://else.where"],
)
def test_an_address_that_leads_elsewhere_becomes_the_first_page(address: str | None) -> None:
    assert safe_next(address) == "/"


@pytest.mark.parametrize(("asks", "shown"), [("en-GB,zh;q=0.5", "en"), ("zh-CN", "zh-Hans"), ("nl", "zh-Hans")])
def test_signing_in_changes_no_language(site: Site, asks: str, shown: str) -> None:
    browser, asked = site.app.test_client(), {"Accept-Language": asks}
    here = browser.get("/sign-in", headers=asked)
    form = {"username": "heyutong", "password": PASSWORD, "next": "/delegations"}
    inside = browser.post("/sign-in", data=form, headers=asked, follow_redirects=True)

    assert all(f'<html lang="{shown}"' in answer.text for answer in (here, inside))
    assert "/delegations" in inside.request.path


def test_language_and_theme_once_chosen_are_the_persons_own_on_every_computer(site: Site) -> None:
    here, english = site.client("heyutong"), {"Accept-Language": "en"}
    here.post("/preferences", data={"language": "zh", "theme": "dark", "next": "/"})

    there = site.client("heyutong", language="en").get("/delegations", headers=english).text
    another = site.client("lijianping", language="en").get("/delegations", headers=english).text

    assert '<html lang="zh-Hans" data-bs-theme="dark"' in there
    assert '<html lang="en" data-bs-theme="light"' in another

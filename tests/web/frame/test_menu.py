"""On a phone every page of the side menu can be reached: in the bar below or behind 更多."""

import pytest

from casework.actor import Actor
from casework.organisation.role import Role
from tests.web.site import words
from web.frame.menu import BOTTOM_PLACES, bottom_for, menu_for, more_for


@pytest.mark.parametrize("role", list(Role))
def test_the_bar_and_what_is_behind_it_hold_the_whole_menu(role):
    actor = Actor(1, "甲", "jia", roles=frozenset({(role, 1)}))

    menu = {entry.address for group in menu_for(actor, "/") for entry in group.entries}
    bar = [entry.address for entry in bottom_for(actor, "/")]

    assert menu <= {*bar, *(entry.address for entry in more_for(actor, "/"))}
    assert len(bar) <= BOTTOM_PLACES


@pytest.mark.parametrize(
    ("username", "address"),
    [("heyutong", "/workbench"), ("fangmingyuan", "/workbench"), ("admin", "/items"), ("designer", "/processes")],
)
def test_the_first_page_is_the_desk_or_what_one_keeps(site, username, address):
    assert site.client(username).get("/").location == address


def test_an_unknown_address_leads_only_where_the_reader_may_go(site):
    assert 'class="btn" href="/cases"' in words(site.client("zhoumin").get("/nowhere"), 404)
    assert 'class="btn" href="/cases"' not in words(site.client("designer").get("/nowhere"), 404)
    assert 'href="/cases"' not in words(site.client().get("/nowhere"), 404)

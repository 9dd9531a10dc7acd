"""After a sign-in the browser is led to an address of this site only."""

import pytest

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

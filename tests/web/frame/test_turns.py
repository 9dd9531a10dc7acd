"""Of two transactions that wait for each other PostgreSQL undoes one: its request is begun anew, nobody reads of it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import request

from casework.errors import Undone
from tests.web.site import Site, a_file, words
from web.frame.current import transaction

PERSON = {"name": "新同事", "username": "new.one", "language": "zh"}


@pytest.fixture
def stand_in(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], Any]], None]:
    """Put another view in the place of one of the site's."""
    return lambda name, view: monkeypatch.setitem(site.app.view_functions, name, view)


def undone_at_first(view: Callable[[], Any], turns: list[str], times: int = 1) -> Callable[[], Any]:
    """The view, whose transaction the database undoes so many times."""

    def tried() -> Any:
        with transaction():
            turns.append("begun")
            answer = view()
            if len(turns) <= times:
                raise Undone("storage.busy")
        return answer

    return tried


def test_a_request_that_the_database_undid_is_done_once_more(site, stand_in):
    turns = []
    stand_in("organisation.people", undone_at_first(lambda: "done", turns))

    assert words(site.client("admin").get("/people")) == "done"
    assert turns == ["begun"] * 2


def test_an_uploaded_file_is_read_again_from_its_beginning(site, stand_in):
    turns = []
    stand_in("organisation.create_person", undone_at_first(lambda: request.files["file"].read(), turns))

    answer = site.client("admin").post("/people/new", data={**PERSON, "file": a_file("a.txt", "all of it")})

    assert (answer.get_data(as_text=True), len(turns)) == ("all of it", 2)


def test_what_is_undone_again_and_again_is_told_as_a_busy_database(site, stand_in):
    turns = []
    stand_in("organisation.people", undone_at_first(lambda: "done", turns, times=9))

    assert "数据库正忙" in words(site.client("admin").get("/people"), 503)
    assert turns == ["begun"] * 3


def test_a_request_of_which_something_is_kept_is_not_begun_anew(site, stand_in):
    turns = []

    def view() -> Any:
        with transaction():
            turns.append("kept")
        return undone_at_first(lambda: "done", turns, times=9)()

    stand_in("organisation.people", view)

    assert site.client("admin").get("/people").status_code == 503
    assert turns == ["kept", "begun"]

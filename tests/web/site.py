"""The whole application over a small centre, with clients that are signed in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from casework.actor import SYSTEM, Actor
from casework.catalogue.items import publish_item_version
from casework.database import Database
from casework.definitions.definitions import publish, store_draft
from casework.demo.organisation import found_demo_organisation
from casework.office import Office
from casework.organisation.people import find_person
from casework.organisation.sign_ins import actor_for_person, sign_in
from tests.casework.catalogue.builders import item_fields
from tests.casework.definitions.diagrams import files
from tests.casework.people import LONG_AGO, NOW, an_office
from web.frame.session import COOKIE

PASSWORD = "banjian-demo"
ITEM = "ZJ-TEST"


@dataclass
class Site:
    """`admin` and `designer` are people of the demo centre, as is everybody in `casework/demo/people.py`."""

    office: Office
    app: Flask

    def client(self, username: str | None = None, language: str = "zh") -> FlaskClient:
        """A browser: signed in as a person of the demo centre, or not at all."""
        client = self.app.test_client()
        client.set_cookie("banjian_language", language)
        if username is not None:
            with self.office.database.transaction() as session:
                signed_in = sign_in(session, self.office, username, PASSWORD, self.office.clock.now())
                client.set_cookie(COOKIE, signed_in.token)
        return client

    def actor(self, username: str) -> Actor:
        with self.office.database.reading() as session:
            person = find_person(session, username)
            assert person is not None
            found = actor_for_person(session, person.id, NOW)
        assert found is not None
        return found

    def publish_diagram(self, key: str = "p_test", **changes: Any) -> int:
        """Publish a small diagram; gives the id of its version."""
        with self.office.database.transaction() as session:
            draft = store_draft(session, SYSTEM, files(key, **changes), "", NOW)
            return publish(session, SYSTEM, draft.id, NOW).id

    def publish_item(self, code: str = ITEM, **changes: Any) -> int:
        """Publish an item that runs on `p_test`; gives the id of its version."""
        fields = item_fields(definition_key="p_test", **changes)
        with self.office.database.transaction() as session:
            return publish_item_version(session, SYSTEM, code, fields, LONG_AGO.date(), LONG_AGO).id


def open_site(url: str) -> Site:
    """The application over a database; forms need no token here (that they do in truth is a test of its own)."""
    office = an_office(database=Database(url))
    app = create_app(office.settings, office)
    app.config["WTF_CSRF_ENABLED"] = False
    return Site(office, app)


def fill_site(url: str) -> None:
    """The demo centre's places and people."""
    office = an_office(database=Database(url))
    with office.database.transaction() as session:
        found_demo_organisation(session, office, LONG_AGO)
    office.database.dispose()


def a_file(name: str, text: str | bytes) -> tuple[io.BytesIO, str]:
    """A file to post."""
    return io.BytesIO(text.encode() if isinstance(text, str) else text), name


def page(answer: Any) -> str:
    """The text of an answer that must be a page."""
    assert answer.status_code == 200, f"{answer.status_code}: {answer.get_data(as_text=True)[:2000]}"
    return str(answer.get_data(as_text=True))


def words(answer: Any, status: int = 200) -> str:
    """The text of a page with this status."""
    assert answer.status_code == status, f"{answer.status_code}: {answer.get_data(as_text=True)[:2000]}"
    return str(answer.get_data(as_text=True))

"""The application: strict headers on every answer, and the address of the person behind a trusted proxy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask, request

from app import create_app, listen
from casework.demo.people import DEMO_PASSWORD
from casework.office import Office
from casework.organisation.role import Role
from tests.casework.people import PASSWORD, a_centre, an_office


@pytest.fixture
def office(database, tmp_path: Path) -> Office:
    office = an_office(tmp_path, database)
    with database.transaction() as session:
        a_centre(session, office).hire("wangli", "王丽", (Role.WINDOW, "ZJ"))
    return office


def get(office: Office, address: str = "/sign-in", **changes):
    app = create_app(replace(office.settings, **changes), office)
    return app.test_client().get(address)


@pytest.mark.parametrize("address", ["/sign-in", "/health", "/no-such-page", "/static/nothing.js"])
def test_nothing_from_elsewhere_and_nothing_inline_may_run(office, address):
    policy = get(office, address).headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy and "script-src 'self';" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_browsers_do_not_guess_frame_leak_or_keep_pages(office):
    headers = get(office).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_in_production_the_browser_is_told_to_stay_encrypted(office):
    answer = get(office, environment="production")

    assert "max-age" in answer.headers["Strict-Transport-Security"]
    assert "Secure" in answer.headers["Set-Cookie"]


def test_the_demo_logins_stand_on_the_sign_in_page_of_the_demo_only(office):
    assert DEMO_PASSWORD in get(office, demo=True).text
    assert DEMO_PASSWORD not in get(office).text


@pytest.fixture
def serving(office: Office) -> Iterator[Callable[..., tuple[Flask, HTTPConnection]]]:
    """Call it with settings for the application behind its real server, and a connection to that."""
    stop = []

    def serve_with(**changes):
        settings = replace(office.settings, port=0, **changes)
        app = create_app(settings, office)
        server = listen(settings, app)
        Thread(target=server.run, daemon=True).start()
        # In the server's own thread, which otherwise waits on sockets that are gone.
        stop.append(lambda: server.trigger.pull_trigger(server.close))
        return app, HTTPConnection("127.0.0.1", server.effective_port, timeout=20)

    yield serve_with
    for close in stop:
        close()


@pytest.mark.parametrize(("proxies", "scheme"), [(0, "http"), (1, "https")])
def test_forwarded_headers_are_believed_only_from_as_many_proxies_as_set(serving, proxies, scheme):
    app, connection = serving(proxies=proxies)
    seen = []
    app.before_request_funcs[None].insert(0, lambda: seen.append((request.scheme, request.remote_addr)))

    connection.request("GET", "/health", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.1.2.3"})

    assert connection.getresponse().status == 200
    assert seen == [(scheme, "10.1.2.3" if proxies else "127.0.0.1")]


def test_who_signs_in_is_known_on_the_next_page(office):
    app = create_app(office.settings, office)
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()

    signed_in = client.post("/sign-in", data={"username": "wangli", "password": PASSWORD})

    assert signed_in.status_code == 302
    assert "王丽" in client.get("/password").text
    assert "王丽" not in app.test_client().get("/password").text


def test_a_host_that_there_is_not_is_told_as_one_that_cannot_be_had(office):
    app = create_app(office.settings, office)

    with pytest.raises(OSError, match="not known|No address|failure"):
        listen(replace(office.settings, host="nohost.invalid"), app)

"""A failure is told in the reader's language: what, whether anything changed, what to do; nothing typed is lost."""

import logging
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from casework.database import Database
from casework.errors import StorageUnavailable
from casework.texts import TEXTS
from tests.web.site import Site, a_file, words
from web.delegations import views as delegations
from web.frame import session as signing_in

TYPED = {
    "deputy": "", "starts_day": "2026-10-10", "ends_day": "2026-10-12", "scope": "all", "reason": "外出开会",
}  # fmt: skip
POINT = {"code": "P", "name": "分厅", "kind": "branch_hall", "calendar_id": "1"}
LANGUAGES = pytest.mark.parametrize(
    ("language", "title", "unchanged"),
    [
        ("zh", "现在办不了，没有改动", "要么全部生效，要么全部没有；这一次没有"),
        ("en", "This cannot be done just now; nothing has changed", "or none; this time none"),
    ],
)


class Disk:
    """The file of the site's database: taken away, and put back as it was."""

    def __init__(self, site: Site) -> None:
        self.database = site.office.database
        self.file = Path(self.database.url.removeprefix("sqlite:///"))
        self.saved = self.file.with_suffix(".away")

    def take_away(self) -> None:
        self.database.dispose()
        self.file.rename(self.saved)
        self.file.mkdir()

    def put_back(self) -> None:
        self.database.dispose()
        self.file.rmdir()
        self.saved.rename(self.file)


def typed(site: Site) -> dict[str, str]:
    return {**TYPED, "deputy": "heyutong"}


def has_delegated(site: Site) -> bool:
    return "外出开会" in words(site.client("lijianping").get("/delegations"))


@LANGUAGES
def test_a_database_that_is_dead_from_the_start_is_told_in_the_readers_language(
    site: Site, caplog: pytest.LogCaptureFixture, language: str, title: str, unchanged: str
) -> None:
    client, form, disk = site.client("lijianping", language), typed(site), Disk(site)
    disk.take_away()

    with caplog.at_level(logging.ERROR, "banjian.web"):
        page = words(client.post("/delegations", data=form), 503)

    assert title in page and unchanged in page and "外出开会" in page
    assert "storage.unreachable at POST /delegations" in caplog.text
    disk.put_back()
    assert not has_delegated(site)


@LANGUAGES
def test_a_database_that_dies_after_the_sign_in_was_read_is_told_without_asking_it_again(
    site: Site, monkeypatch: pytest.MonkeyPatch, language: str, title: str, unchanged: str
) -> None:
    client, form, disk, recognise = site.client("lijianping", language), typed(site), Disk(site), signing_in.recognise

    def recognise_and_die(*args: Any) -> Any:
        actor = recognise(*args)
        disk.take_away()
        return actor

    monkeypatch.setattr(signing_in, "recognise", recognise_and_die)

    page = words(client.post("/delegations", data=form), 503)

    assert title in page and unchanged in page and "外出开会" in page
    disk.put_back()
    monkeypatch.undo()
    assert not has_delegated(site)


def test_a_database_that_dies_under_the_layout_of_another_refusal_is_told_as_well(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(session: object, actor: object) -> None:
        raise StorageUnavailable("storage.unreachable")

    monkeypatch.setattr("web.frame.current.place_of", die)

    assert "现在连不上数据库" in words(site.client("lijianping").get("/no-such-page"), 503)


@pytest.mark.parametrize("address", ["/api/v1/health", "/health", "/sign-in", "/workbench"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_the_database_stands_and_what_its_driver_says_is_for_the_log_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, address: str, language: str
) -> None:
    browser = site.client("lijianping", language)
    dead = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    for engine in ("engine", "_reading_engine"):
        monkeypatch.setattr(site.office.database, engine, getattr(dead, engine))

    with caplog.at_level(logging.ERROR, "banjian.web"):
        answer = browser.get(address, headers={"Accept-Language": language})

    assert answer.status_code == 503
    assert ("现在连不上数据库" if language == "zh" else "The database cannot be reached") in unescape(answer.text)
    assert not [told for told in ("127.0.0.1", "psycopg", "nobody", "refused") if told in answer.text]
    assert "127.0.0.1" in caplog.text and "refused" in caplog.text


@pytest.mark.parametrize("code", [code for code in TEXTS if code.startswith("storage.")])
def test_no_storage_that_fails_is_called_an_unreachable_database_unless_it_is_one(
    site: Site, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    error = StorageUnavailable(code)

    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(delegations, "revoke_delegation", fail)

    chinese, english = (
        unescape(words(site.client("lijianping", language).post("/delegations/1/revoke"), 503))
        for language in ("zh", "en")
    )

    assert error.in_language("zh") in chinese and error.in_language("en") in english
    assert ("连不上" in chinese) == ("cannot be reached" in english) == (code == "storage.unreachable")


@pytest.mark.parametrize(
    ("username", "forms"),
    [
        ("heyutong", {
            "/registration/ZJ-TEST": {"decision": "accept"}, "/matters/ZJ-TEST": {}, "/cases/X/withdraw": {},
            "/cases/X/correct": {}, "/cases/X/comments": {}, "/tasks/1/complete": {"revision": "1"},
            "/tasks/1/claim": {}, "/password": {},
        }),
        ("lijianping", {"/delegations": {"deputy": "1", "starts_day": "2026-10-10", "ends_day": "2026-10-12"}}),
        ("admin", {
            "/tokens": {"name": "对接", "days": "9"}, "/pairs": {}, "/people/new": {}, "/people/1": {},
            "/people/1/posts": {}, "/posts/new": {"code": "P", "name": "岗", "department_id": "1", "role": "window"},
            "/posts/1": {"name": "岗"}, "/posts/1/holders": {}, "/organisation/points/new": POINT,
            "/organisation/points/1": POINT, "/items/bars": {}, "/incidents/1/retry": {},
            "/calendar/1/days": {"day": "2026-10-10", "kind": "off"},
        }),
    ],
    ids=["clerk", "deputy", "administrator"],
)  # fmt: skip
def test_a_full_disk_is_no_fault_of_the_form_and_keeps_what_was_typed(
    site: Site, monkeypatch: pytest.MonkeyPatch, username: str, forms: dict[str, dict[str, str]]
) -> None:
    client = site.client(username)

    def full(database: Database) -> None:
        raise StorageUnavailable("storage.full")

    monkeypatch.setattr(Database, "transaction", full)
    answers = {address: client.post(address, data=form | {"reason": "外出开会"}) for address, form in forms.items()}

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(forms, 503)
    assert all("外出开会" in answer.text and "满" in answer.text for answer in answers.values())


@pytest.mark.parametrize(
    ("language", "changed", "remedy"),
    [
        ("zh", "要么全部生效，要么全部没有；这一次没有", "把编号告诉信息科"),
        ("en", "or none; this time none", "give the number to the IT office"),
    ],
)
def test_an_unexpected_error_gives_a_number_that_stands_in_the_log_and_keeps_what_was_typed(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, language: str, changed: str,
    remedy: str,
) -> None:  # fmt: skip
    create: Callable[..., Any] = delegations.create_delegation

    def create_and_break(*args: Any, **kwargs: Any) -> None:
        create(*args, **kwargs)
        raise RuntimeError("broken")

    monkeypatch.setattr(delegations, "create_delegation", create_and_break)

    with caplog.at_level(logging.ERROR, "banjian.web"):
        page = words(site.client("lijianping", language).post("/delegations", data=typed(site)), 500)

    number = re.search(r"E-[0-9A-F]{6}", page)
    assert number and number.group() in caplog.text
    assert changed in page and remedy in page and "外出开会" in page
    assert not has_delegated(site)


@pytest.mark.parametrize(
    ("language", "limit", "remedy"),
    [
        ("zh", "一次最多 24 MB，其中文字最多 4 MB", "后退"),
        ("en", "at most 24 MB at once, 4 MB of it text", "Back button"),
    ],
)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_page_that_sends_too_much_is_told_the_limit_and_what_to_do(
    site: Site, language: str, limit: str, remedy: str, is_signed_in: bool
) -> None:
    client = site.client("lijianping" if is_signed_in else None, language)
    data = {"reason": "外出开会", "file": a_file("large.pdf", b"%PDF" + bytes(24 * 1024 * 1024))}

    page = words(client.post("/delegations", data=data), 413)

    assert limit in page and remedy in page


def test_a_page_that_sends_too_much_text_is_told_the_limit(site: Site) -> None:
    data = {"reason": "a" * (5 * 1024 * 1024), "file": a_file("small.pdf", b"%PDF")}

    answer = site.client("lijianping").post("/delegations", data=data)

    assert "其中文字最多 4 MB" in words(answer, 413)

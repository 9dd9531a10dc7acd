"""One server over the demo centre's people, diagrams and items, without its cases; a signed-in browser per person."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from waitress.server import create_server

from app import create_app
from casework.clock import TravellingClock
from casework.database import Database
from casework.demo.organisation import found_demo_organisation
from casework.demo.people import DEMO_PASSWORD
from casework.demo.run import FOUNDED_AT, publish_shipped_items, publish_shipped_processes
from casework.office import Office
from casework.organisation.sign_ins import sign_in
from tests.browsers import PATIENCE
from tests.casework.people import NOW, an_office
from tests.databases import create_schema
from web.frame.session import COOKIE

LOCALES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True)
class Centre:
    """A centre that is served: its address, and the office behind it with a clock that stands at `NOW`."""

    address: str
    office: Office


@pytest.fixture(scope="session")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Prepared and served once per run; journeys register cases of their own and share the people."""
    office = found_centre(tmp_path_factory.mktemp("centre"))
    app = create_app(office.settings, office)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield Centre(f"http://127.0.0.1:{server.effective_port}", office)
    server.close()
    thread.join(5)
    office.database.dispose()


@pytest.fixture(scope="session")
def contexts(browser: Browser, centre: Centre) -> Iterator[Callable[[str, str, int], BrowserContext]]:
    """A browser of one's own per person, language and width of the screen; kept for the run, so files are read once."""
    opened: dict[tuple[str, str, int], BrowserContext] = {}

    def context_of(username: str, language: str, width: int) -> BrowserContext:
        name = (username, language, width)
        if name not in opened:
            opened[name] = browser.new_context(
                base_url=centre.address, locale=LOCALES[language], viewport={"width": width, "height": 900}
            )
            opened[name].set_default_timeout(PATIENCE)
            with centre.office.database.transaction() as session:
                token = sign_in(session, centre.office, username, DEMO_PASSWORD, NOW).token
            opened[name].add_cookies([{"name": COOKIE, "value": token, "url": centre.address}])
        return opened[name]

    yield context_of
    for context in opened.values():
        context.close()


@pytest.fixture
def person(contexts: Callable[[str, str, int], BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Call it with a user name for that person's signed-in page; the same page again within a test."""
    pages: dict[tuple[str, str, int], Page] = {}

    def page_of(username: str, *, language: str = "zh", width: int = 1280) -> Page:
        name = (username, language, width)
        if name not in pages:
            pages[name] = contexts(*name).new_page()
        return pages[name]

    yield page_of
    for page in pages.values():
        page.close()


def found_centre(folder: Path) -> Office:
    """The demo centre in a file of its own, as `init --demo` makes it before the first case."""
    url = f"sqlite:///{folder / 'centre.db'}"
    create_schema(url)
    clock = TravellingClock(FOUNDED_AT)
    office = replace(an_office(folder, database=Database(url)), clock=clock)
    with office.database.transaction() as session:
        found_demo_organisation(session, office, FOUNDED_AT)
    publish_shipped_processes(office, lambda line: None)
    publish_shipped_items(office, lambda line: None)
    clock.travel_to(NOW)
    return office

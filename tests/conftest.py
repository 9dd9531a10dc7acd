"""What every test may ask for: a database session that leaves no trace, a database of its own, a frozen now,
the shared samples, a browser.

With `CI=true` a missing PostgreSQL, browser or samples folder is a failure, elsewhere a skip that says what is missing.
"""

import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import SubprocessError
from typing import Any, NoReturn

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Error, sync_playwright
from sqlalchemy.orm import Session

from tests.browsers import START_OPTIONS, find_browser
from tests.databases import BACKENDS, Server, casework_database, open_server
from tests.samples import SHARED

# What a property is worth does not depend on how busy the machine is.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=(HealthCheck.too_slow,))
settings.load_profile("patient")

# A working Friday, 10:00 in Asia/Shanghai, the day of the interface reference; 10 October is a make-up day.
NOW = datetime(2026, 10, 9, 2, 0, tzinfo=UTC)


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it where everything must run."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} (nothing may be missing when CI=true)")
    pytest.skip(what)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a centre with its cases, or one that is served, run in one worker, which makes it once."""
    for item in items:
        names = getattr(item, "fixturenames", ())
        if "demo_centre" in names:
            item.add_marker(pytest.mark.xdist_group(f"demo-{item.callspec.params['backend']}"))  # type: ignore[attr-defined]
        elif "contexts" in names:
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session", autouse=True)
def compilings_shared() -> Iterator[None]:
    """What becomes of a diagram depends on its content alone: each worker has each content compiled once, in its child
    process, which takes half a second to start.
    """
    checking: Any = sys.modules.get("casework.definitions.checking")
    if checking is None:
        # Only the engine and the forms are being tested.
        yield
        return
    compile_it, known = checking.compile_bundle_guarded, {}

    def compile_once(files: dict[str, bytes], *, known_variables: Any = (), **more: Any) -> Any:
        asked = (tuple(files.items()), frozenset(known_variables), *map(str, more.items()))
        if asked not in known:
            known[asked] = compile_it(files, known_variables=known_variables, **more)
        return known[asked]

    checking.compile_bundle_guarded = compile_once
    yield
    checking.compile_bundle_guarded = compile_it


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of samples beside the checkout: foreign diagrams, calendars, benchmark diagrams, the DMN TCK."""
    folder = SHARED
    if not folder.is_dir():
        missing(f"the samples folder {folder} is not here")
    return folder


@pytest.fixture(scope="session", params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Asking for it, or for anything below, makes a test run once per database."""
    return request.param


@pytest.fixture(scope="session")
def database_server(backend: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    try:
        server = open_server(backend, tmp_path_factory.mktemp(f"{backend}-databases"))
    except (OSError, SubprocessError, psycopg.OperationalError) as problem:
        missing(f"no {backend} server: {problem}")
    yield server
    server.close()


@pytest.fixture(scope="session")
def database_url(database_server: Server) -> str:
    """A database with the schema, shared by the tests of this worker; only `session` writes to it."""
    return database_server.copy()


@pytest.fixture(scope="session")
def database_engine(database_url: str) -> Iterator[Any]:
    engine = casework_database().create_engine_for(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(database_engine: Any) -> Iterator[Session]:
    """A SQLAlchemy session in an open transaction that is rolled back after the test."""
    with database_engine.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture
def new_database(database_server: Server) -> Iterator[Callable[[], Any]]:
    """Call it for a `casework.database.Database` of its own, where commits last, for tests with several workers."""
    opened = []

    def make() -> Any:
        opened.append(casework_database().Database(database_server.copy()))
        return opened[-1]

    yield make
    for database in opened:
        database.dispose()
        database_server.discard(database.url)


@pytest.fixture
def database(new_database: Callable[[], Any]) -> Any:
    """One committed database for this test alone; copying takes some milliseconds, so prefer `session`."""
    return new_database()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started once per worker."""
    path = find_browser()
    if path is None:
        missing("no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=path, args=START_OPTIONS)
        except Error as problem:
            missing(f"Chromium does not start: {problem}")
        yield browser
        browser.close()

"""Sites with published diagrams and items, on one application; the CSRF check is on, as it is in truth."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from casework.database import Database
from tests.casework.people import an_office
from tests.databases import SqliteFiles
from tests.web.api.program import fill_with_items
from tests.web.site import Site, fill_site, open_site
from web.frame.current import OFFICE


@pytest.fixture(scope="session")
def working_sites(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    files = SqliteFiles(Path(tmp_path_factory.mktemp("working-sites")))
    files.prepare()
    fill_site(f"sqlite:///{files.pattern}")
    filled = open_site(f"sqlite:///{files.pattern}")
    fill_with_items(filled)
    filled.office.database.dispose()
    return files


@pytest.fixture(scope="session")
def application_of_all(working_sites: SqliteFiles) -> Flask:
    """Putting an application together takes longer than most tests, so they share one."""
    app = open_site(working_sites.copy()).app
    app.config["WTF_CSRF_ENABLED"] = True
    return app


@pytest.fixture
def site(working_sites: SqliteFiles, application_of_all: Flask) -> Iterator[Site]:
    office = an_office(database=Database(working_sites.copy()))
    application_of_all.extensions[OFFICE] = office
    yield Site(office, application_of_all)
    office.database.dispose()

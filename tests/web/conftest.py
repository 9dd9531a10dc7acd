"""A site of its own for every page test: the demo centre's people and places in a copied SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import SqliteFiles
from tests.web.site import Site, fill_site, open_site


@pytest.fixture(scope="session")
def filled_sites(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    files = SqliteFiles(Path(tmp_path_factory.mktemp("sites")))
    files.prepare()
    fill_site(f"sqlite:///{files.pattern}")
    return files


@pytest.fixture
def site(filled_sites: SqliteFiles) -> Iterator[Site]:
    """The application over a centre with people and places, no diagrams and no items yet."""
    opened = open_site(filled_sites.copy())
    yield opened
    opened.office.database.dispose()

"""A department at work: an item whose flow is handle → review → decide, and a case on the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import create_app
from casework.actor import SYSTEM
from casework.catalogue.items import publish_item_version
from casework.database import Database
from casework.definitions.definitions import publish, store_draft
from tests.casework.catalogue.builders import item_fields
from tests.casework.flows.world import sequence
from tests.casework.people import LONG_AGO, an_office
from tests.databases import SqliteFiles
from tests.web.clerk.desk import FLOW, ITEM, STEPS, Desk
from tests.web.site import Site, fill_site, open_site


@pytest.fixture(scope="session")
def filled_desks(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    files = SqliteFiles(Path(tmp_path_factory.mktemp("desks")))
    files.prepare()
    fill_site(f"sqlite:///{files.pattern}")
    site = open_site(f"sqlite:///{files.pattern}")
    texts = {name: text.decode() for name, text in sequence(FLOW, STEPS).items()}
    with site.office.database.transaction() as session:
        publish(session, SYSTEM, store_draft(session, SYSTEM, texts, "", LONG_AGO).id, LONG_AGO)
    with site.office.database.transaction() as session:
        fields = item_fields(department="CG", name="户外广告设置审批", definition_key=FLOW)
        publish_item_version(session, SYSTEM, ITEM, fields, LONG_AGO.date(), LONG_AGO)
    site.office.database.dispose()
    return files


@pytest.fixture
def desk(filled_desks: SqliteFiles, tmp_path: Path) -> Iterator[Desk]:
    """The centre with one item and its flow; `register` puts a case on the desk."""
    office = an_office(tmp_path, database=Database(filled_desks.copy()))
    app = create_app(office.settings, office)
    app.config["WTF_CSRF_ENABLED"] = False
    yield Desk(Site(office, app))
    office.database.dispose()

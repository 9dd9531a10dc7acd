"""The demo centre with all its cases, made once per database: it takes a while, and nobody changes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from casework.clock import TravellingClock
from casework.demo.run import FOUNDED_AT, fill_demo
from casework.office import Office
from tests.casework.flows.counting import transactions_of
from tests.casework.people import an_office
from tests.databases import Server, casework_database

# A working Tuesday, 15:20 in Asia/Shanghai.
PRESENT = datetime(2026, 11, 24, 7, 20, tzinfo=UTC)


@dataclass(frozen=True)
class DemoCentre:
    office: Office
    told: list[str]
    """What `init --demo` printed."""
    transactions: list[list[str]]
    """The statements of everything that was done to make it."""


@pytest.fixture(scope="session")
def demo_centre(database_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoCentre]:
    database: Any = casework_database().Database(database_server.copy())
    folder: Path = tmp_path_factory.mktemp("demo-files")
    office = replace(an_office(folder, database=database), clock=TravellingClock(FOUNDED_AT))
    told: list[str] = []
    with transactions_of(database.engine) as transactions:
        fill_demo(office, told.append, until=PRESENT)
    yield DemoCentre(office, told, transactions)
    database.dispose()
    database_server.discard(database.url)


@pytest.fixture
def demo(demo_centre: DemoCentre) -> Iterator[Session]:
    """A session that sees the demo and changes nothing."""
    with demo_centre.office.database.reading() as session:
        yield session

"""The small centre stands once per database; each test enters it in a transaction that is rolled back."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.casework.flows.world import Settled, World, a_world
from tests.databases import Server


@pytest.fixture(scope="session")
def settled(database_server: Server) -> Iterator[Settled]:
    """Hiring everybody anew would take longer than most tests."""
    settled = Settled.by(database_server.copy(), a_world)
    yield settled
    settled.engine.dispose()


@pytest.fixture
def session(settled: Settled) -> Iterator[Session]:
    with settled.session() as session:
        yield session


@pytest.fixture
def world(session: Session, settled: Settled) -> World:
    return settled.enter(session)

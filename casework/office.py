"""Everything that stands around a request and does not change: made once by a door, handed to whoever needs it."""

from __future__ import annotations

from dataclasses import dataclass

from casework.catalogue.published import PublishedItems
from casework.clock import Clock, SystemClock
from casework.crypto import Vault
from casework.database import Database
from casework.definitions.compiled import Definitions
from casework.files import FileStore
from casework.organisation.passwords import Passwords
from settings import Settings


@dataclass(frozen=True, slots=True)
class Office:
    database: Database
    clock: Clock
    vault: Vault
    files: FileStore
    settings: Settings
    definitions: Definitions
    items: PublishedItems
    passwords: Passwords


def open_office(settings: Settings, clock: Clock | None = None, database: Database | None = None) -> Office:
    """The office that the settings describe; tests and the demo bring a clock of their own."""
    return Office(
        database=database or Database(settings.database_url),
        clock=clock or SystemClock(),
        vault=Vault(settings.data_key),
        files=FileStore(settings.files_dir),
        settings=settings,
        definitions=Definitions(),
        items=PublishedItems(),
        passwords=Passwords(memory_kib=settings.password_memory_kib, rounds=settings.password_rounds),
    )

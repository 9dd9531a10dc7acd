"""Count what one act costs the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@dataclass
class Cost:
    statements: list[str] = field(default_factory=list)
    commits: int = 0

    def __str__(self) -> str:
        return f"{self.commits} commits\n" + "\n".join(text[:150].replace("\n", " ") for text in self.statements)


@contextmanager
def cost_of(engine: Engine) -> Iterator[Cost]:
    """Statements (an executemany is one) and commits inside the block; savepoints of the test itself do not count."""
    cost = Cost()

    def executed(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        # BEGIN IMMEDIATE goes through the same door and is no statement of ours.
        if not statement.upper().startswith(("BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")):
            cost.statements.append(statement)

    def committed(connection: Any) -> None:
        cost.commits += 1

    event.listen(engine, "before_cursor_execute", executed)
    event.listen(engine, "commit", committed)
    try:
        yield cost
    finally:
        event.remove(engine, "before_cursor_execute", executed)
        event.remove(engine, "commit", committed)


# What is read once per process and then kept in memory: diagrams, items as published, working calendars.
KEPT_IN_MEMORY = (
    "SELECT definition_version.files",
    "SELECT item_version.id, item_version.item_id",
    "SELECT item_material.",
    "SELECT item_form.role",
    "SELECT calendar.hours",
    "SELECT calendar_year.",
    "SELECT calendar_day.",
)


@contextmanager
def transactions_of(engine: Engine) -> Iterator[list[list[str]]]:
    """The statements of every transaction committed inside the block, without what a warm process has in memory."""
    kept: list[list[str]] = []
    present: list[str] = []

    def executed(connection: Any, cursor: Any, statement: str, *more: Any) -> None:
        text = " ".join(statement.split())
        if not text.upper().startswith(("BEGIN", *(known.upper() for known in KEPT_IN_MEMORY))):
            present.append(text)

    def committed(connection: Any) -> None:
        kept.append(list(present))

    def begun(connection: Any) -> None:
        present.clear()

    listeners = (("before_cursor_execute", executed), ("commit", committed), ("begin", begun))
    for name, listener in listeners:
        event.listen(engine, name, listener)
    try:
        yield kept
    finally:
        for name, listener in listeners:
            event.remove(engine, name, listener)

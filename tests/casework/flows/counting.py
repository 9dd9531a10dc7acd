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

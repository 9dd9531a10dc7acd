"""One page of a longer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

Row = TypeVar("Row")
PAGE_SIZE = 20
MOST = 200


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`number` counts from 1; `total` is the number of rows on all pages."""

    rows: Sequence[Row]
    total: int
    number: int = 1
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


def page_of(session: Session, query: Select[*tuple[Any, ...]], number: int = 1, size: int = PAGE_SIZE) -> Page[Any]:
    """The page of a query that gives one entity or one tuple per row; numbers out of range give the nearest page."""
    size = min(max(size, 1), MOST)
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(number, 1), max(1, -(-total // size)))
    rows = session.execute(query.limit(size).offset((number - 1) * size)).all()
    single = len(query.column_descriptions) == 1
    return Page(rows=[row[0] if single else row for row in rows], total=total, number=number, size=size)


def containing(text: str) -> str:
    """A LIKE pattern (escape sign `!`) for values that contain `text` as typed."""
    escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    return f"%{escaped}%"

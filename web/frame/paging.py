"""Page numbers in the address; every list keeps its filters while paging."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from casework.page import Page, Row
from web.frame.spreadsheet import MOST_LINES
from web.frame.typed import number_in

LAST_PAGE = 999_999


@dataclass(frozen=True)
class Window:
    """Which rows a page shows; `number` starts at 1."""

    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.number * self.size, self.total)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    def numbers(self) -> list[int | None]:
        """Page numbers to offer, None for a gap."""
        near = {1, self.pages, *range(self.number - 2, self.number + 3)}
        wanted = sorted(n for n in near if 1 <= n <= self.pages)
        shown: list[int | None] = []
        for number in wanted:
            if shown and shown[-1] is not None and number - shown[-1] > 1:
                shown.append(None)
            shown.append(number)
        return shown


def every_page(fetch: Callable[[int], Page[Row]]) -> list[Row]:
    """The rows of all pages for a spreadsheet, `fetch(number)` giving each; not many more than a sheet holds."""
    page = fetch(1)
    rows = list(page.rows)
    while page.number < page.pages and len(rows) <= MOST_LINES:
        page = fetch(page.number + 1)
        rows += page.rows
    return rows


def asked_page() -> int:
    """The `page` of the address, 1 when it is missing or nonsense."""
    return max(1, min(number_in(request.args.get("page", "")) or 1, LAST_PAGE))


def same_address(**changes: Any) -> str:
    """This page's address with other query values; None removes a value."""
    values: dict[str, Any] = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    return url_for(request.endpoint or "", **{key: value for key, value in values.items() if value not in (None, "")})

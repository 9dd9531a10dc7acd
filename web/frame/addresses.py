"""Parts of addresses."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**53 - 1
"""No row has a larger key; what is larger is no address, instead of a number the database cannot take."""


class Number(IntegerConverter):
    """`<int:…>` with an upper end."""

    def __init__(self, map: Map, max: int = LARGEST) -> None:
        super().__init__(map, max=max)

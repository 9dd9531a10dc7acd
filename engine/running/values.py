"""Values that go into the case document: JSON and nothing else."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any


def as_json(value: Any) -> Any:
    """The value as JSON: whole numbers as int, other decimals as float, dates and times as ISO-8601 text."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values; `true` is not 1."""
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)

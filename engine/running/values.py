"""Values of the case document: JSON and nothing else."""

from typing import Any


def same(left: Any, right: Any) -> bool:
    """Equality of JSON values; `true` is not 1."""
    return bool(left == right) and isinstance(left, bool) == isinstance(right, bool)

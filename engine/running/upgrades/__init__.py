"""Snapshot formats: the present version and one module per version that led to it.

A module `v<N>` has `upgrade(snapshot) -> snapshot`, which turns version N into N + 1. Golden snapshots of every version
lie in `tests/engine/running/golden`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from engine.running.errors import SnapshotUnusable

CURRENT = 1

UPGRADES: dict[int, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {}
"""From version N to N + 1, by N."""


def upgraded(snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
    """The snapshot in the present version; raises `SnapshotUnusable` for one that a newer program wrote."""
    version = snapshot.get("v", 0)
    if not isinstance(version, int) or version > CURRENT or version < 1:
        raise SnapshotUnusable("running.snapshot_newer", version=version, known=CURRENT)
    while version < CURRENT:
        snapshot = UPGRADES[version](snapshot)
        version += 1
    return snapshot

"""Snapshots: the live tokens as a small JSON tree.

Neither specs nor case data are inside, keys may be in any order, and every name is a drawn one. `v` is the version of
the format; a snapshot of an older one goes through `engine.running.upgrades` first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.running.errors import SnapshotUnusable
from engine.running.journey import Journey
from engine.running.parsing import CompiledProcess
from engine.running.specs.element import Element
from engine.running.tokens import Token, TokenTree
from engine.running.upgrades import CURRENT, upgraded

# Row keys: e element, r run, i instance index, v flow it came by, t due, n repeats left, f phase to retry,
# d completed instances, o number of instances, c tokens inside, b the boundary event, not the element inside of that id
# (a called process has ids of its own).


def write_snapshot(tree: TokenTree) -> dict[str, Any]:
    """The tree as JSON values."""
    journey = tree.journey
    snapshot: dict[str, Any] = {"v": CURRENT, "start": tree.compiled.start}
    if journey.ended is not None:
        snapshot["ended"] = journey.ended.kind
        return snapshot
    snapshot["runs"] = journey.runs
    snapshot["tokens"] = [_row(token) for token in tree.root.children]
    return snapshot


def read_snapshot(snapshot: Mapping[str, Any], compiled: CompiledProcess, journey: Journey) -> TokenTree:
    """The tree as it was written; raises `SnapshotUnusable` when the definition lacks an element of it."""
    tree = TokenTree(compiled, journey)
    journey.tree = tree
    for row in snapshot.get("tokens", ()):
        _restore(row, tree.root)
    return tree


def usable(snapshot: Mapping[str, Any]) -> Mapping[str, Any]:
    """The snapshot in the present format."""
    return upgraded(snapshot)


def _row(token: Token) -> dict[str, Any]:
    row: dict[str, Any] = {"e": token.spec.element_id}
    if token.is_boundary and row["e"] in token.parent.spec.nested:
        row["b"] = True
    if token.run_number:
        row["r"] = token.run_number
    if token.index is not None:
        row["i"] = token.index
    if token.spec.joins and token.via is not None:
        row["v"] = token.via
    if token.due is not None:
        row["t"] = token.due
        if token.repeats != 0:
            row["n"] = token.repeats
    if token.fault is not None:
        row["f"] = token.fault
    if token.total:
        row["d"], row["o"] = token.done, token.total
    if token._children:
        row["c"] = [_row(child) for child in token.children]
    return row


def _restore(row: Mapping[str, Any], parent: Token) -> None:
    spec = parent.spec.instance_spec if "i" in row else _spec_inside(parent.spec, row)
    if spec is None:
        raise SnapshotUnusable("running.snapshot_mismatch", element=row["e"])
    token = parent.add(spec)
    token.run_number = row.get("r", 0)
    token.index = row.get("i")
    token.via = row.get("v")
    token.due = row.get("t")
    token.repeats = row.get("n") if "t" in row and "n" in row else 0
    token.fault = row.get("f")
    if "d" in row:
        token.done, token.total = list(row["d"]), row["o"]
    token._state = TaskState.STARTED if token.fault is not None else spec.resting
    if token.run_number:
        token.locate()
        token.open_scope()
    for child in row.get("c", ()):
        _restore(child, token)


def _spec_inside(parent: Element, row: Mapping[str, Any]) -> Element | None:
    """The spec of an element inside the parent, else of a boundary event on it."""
    inside = None if "b" in row else parent.nested.get(row["e"])
    return inside or next((spec for spec in parent.boundaries if spec.element_id == row["e"]), None)

"""Findings about parts of the model, which know their line and name."""

from __future__ import annotations

from typing import Any

from engine.checking.finding import Finding, Level
from engine.model import Flow, Node, Process, Scope


def remark(
    level: Level,
    rule: str,
    about: Node | Flow | Scope | Process,
    file: str = "",
    *,
    within: Scope | None = None,
    **params: Any,
) -> Finding:
    """A finding about a node, flow, scope or process; a generated node is named by the drawn one it belongs to.

    `within` is the scope in which the `elements` of the finding stand: they are then shown with their names.
    """
    identity = about.id
    if isinstance(about, Node):
        identity = about.properties.get("banjian:generated", about.id)
    params.setdefault("label", f"{about.name} ({identity})" if about.name else identity)
    if within is not None and "elements" in params:
        params["nodes"] = [_label(within, element) for element in params["elements"]]
    return Finding(level, rule, identity, about.line, {"file": file, **params} if file else params)


def _label(scope: Scope, identity: str) -> str:
    node = scope.nodes.get(identity)
    return f"{node.name} ({identity})" if node is not None and node.name else identity

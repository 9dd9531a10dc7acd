"""Findings about parts of the model, which know their line and name."""

from __future__ import annotations

from typing import Any

from engine.checking.finding import Finding, Level
from engine.model import Flow, Node, Process, Scope


def remark(
    level: Level, rule: str, about: Node | Flow | Scope | Process, file: str = "", **params: Any
) -> Finding:
    """A finding about a node, flow, scope or process; a generated node is named by the drawn one it belongs to."""
    identity = about.id
    if isinstance(about, Node):
        identity = about.properties.get("banjian:generated", about.id)
    line = about.line if isinstance(about, Node | Flow) else None
    params.setdefault("label", f"{about.name} ({identity})" if about.name else identity)
    return Finding(level, rule, identity, line, {"file": file, **params} if file else params)

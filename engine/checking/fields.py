"""Which variables a form-js form writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

MAX_DEPTH = 30
_SILENT = frozenset({"button", "text", "html", "image", "spacer", "separator", "expression"})


def field_names(form: Mapping[str, Any]) -> frozenset[str]:
    """Top-level variables that people fill in: `applicant.name` writes `applicant`; read-only fields write none."""
    return frozenset(name.partition(".")[0] for name in _keys(form.get("components"), "", 0) if name)


def _keys(components: object, path: str, depth: int) -> Iterator[str]:
    if not isinstance(components, list) or depth > MAX_DEPTH:
        return
    for component in components:
        if not isinstance(component, dict):
            continue
        key = component.get("key")
        read_only = component.get("disabled") is True or component.get("readonly") is True
        if isinstance(key, str) and key and component.get("type") not in _SILENT and not read_only:
            yield f"{path}{key}"
        inner = component.get("path")
        inner_path = f"{path}{inner}." if isinstance(inner, str) and inner else path
        if component.get("type") == "dynamiclist" and inner_path != path:
            yield inner_path
        yield from _keys(component.get("components"), inner_path, depth + 1)

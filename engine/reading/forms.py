"""Form definitions of a bundle (form-js JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from engine.checking.finding import Finding


def read_forms(files: Mapping[str, bytes]) -> tuple[dict[str, Mapping[str, Any]], list[Finding]]:
    """The forms by their `id`, else by the file's name without `.form`; unreadable ones are error findings."""
    forms: dict[str, Mapping[str, Any]] = {}
    findings: list[Finding] = []
    for file, data in files.items():
        try:
            form = json.loads(data.decode("utf-8-sig"))
            if not isinstance(form, dict) or not isinstance(form.get("components"), list):
                raise ValueError("no components")
        except (ValueError, RecursionError) as problem:
            line = getattr(problem, "lineno", None)
            params = {"file": file, "problem": str(problem)[:200]}
            findings.append(Finding("error", "form.unreadable", None, line, params))
            continue
        key = str(form.get("id") or form_name(file))
        if key in forms:
            findings.append(Finding("error", "form.twice", None, None, {"file": file, "form": key}))
        forms[key] = form
    return forms, findings


def form_name(file: str) -> str:
    name = PurePosixPath(file).name
    return name.removesuffix(".json").removesuffix(".form")

"""Form definitions of a bundle (form-js JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from engine.checking.finding import Finding


def read_forms(files: Mapping[str, bytes]) -> tuple[dict[str, Mapping[str, Any]], list[Finding]]:
    """The forms by their `id` and by the file's name without `.form`; unreadable ones are error findings."""
    forms: dict[str, Mapping[str, Any]] = {}
    keys: set[str] = set()
    findings: list[Finding] = []
    for file, data in files.items():
        try:
            form = parse_form(data.decode("utf-8-sig"))
        except (ValueError, RecursionError) as problem:
            line = getattr(problem, "lineno", None)
            params = {"file": file, "problem": str(problem)[:200]}
            findings.append(Finding("error", "form.unreadable", None, line, params))
            continue
        key = str(form.get("id") or form_name(file))
        if key in keys:
            findings.append(Finding("error", "form.twice", None, None, {"file": file, "form": key}))
        keys.add(key)
        forms[key] = form
        forms.setdefault(form_name(file), form)
    return forms, findings


def parse_form(text: str) -> Mapping[str, Any]:
    """A form-js definition; raises `ValueError` or `RecursionError` for anything else."""
    form = json.loads(text)
    if not isinstance(form, dict) or not isinstance(form.get("components"), list):
        raise ValueError("no components")
    return form


def form_name(file: str) -> str:
    name = PurePosixPath(file).name
    return name.removesuffix(".json").removesuffix(".form")

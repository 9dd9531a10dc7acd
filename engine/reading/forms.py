"""Form definitions of a bundle (form-js JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from engine.checking.finding import Finding


@dataclass(slots=True)
class FormsRead:
    """`forms` by their `id`, else by their file's name; `by_file` gives the key of the form in a file of that name."""

    forms: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    by_file: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_forms(files: Mapping[str, bytes]) -> FormsRead:
    """All forms of the bundle; unreadable ones are error findings."""
    found = FormsRead()
    for file, data in files.items():
        try:
            form = parse_form(data.decode("utf-8-sig"))
        except (ValueError, RecursionError) as problem:
            line = getattr(problem, "lineno", None)
            params = {"file": file, "problem": str(problem)[:200]}
            found.findings.append(Finding("error", "form.unreadable", None, line, params))
            continue
        key = str(form.get("id") or form_name(file))
        if key in found.forms:
            found.findings.append(Finding("error", "form.twice", None, None, {"file": file, "form": key}))
        found.forms[key] = form
        found.by_file[form_name(file)] = key
    return found


def parse_form(text: str) -> Mapping[str, Any]:
    """A form-js definition; raises `ValueError` or `RecursionError` for anything else."""
    form = json.loads(text)
    if not isinstance(form, dict) or not isinstance(form.get("components"), list):
        raise ValueError("no components")
    return form


def form_name(file: str) -> str:
    name = PurePosixPath(file).name
    return name.removesuffix(".json").removesuffix(".form")

"""Check a bundle as a whole, in a child process that may be killed: reading, rules, and the trial by the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.canonical import read_json, write_json
from casework.catalogue.item import ItemVersion, VersionStatus
from casework.catalogue.item_form import ItemForm
from casework.definitions.bundles import encode_files, process_keys, with_called
from casework.operations.performing import OPERATIONS
from engine import Definition
from engine.checking.finding import Finding
from engine.guarded import compile_bundle_guarded
from forms.definition import read_form, written_variables


@dataclass(frozen=True, slots=True)
class Checked:
    """The files with their called processes, what was found, and the definition when nothing forbids it."""

    files: Mapping[str, str]
    findings: tuple[Finding, ...]
    definition: Definition | None
    key: str | None
    name: str
    known_variables: tuple[str, ...] = ()
    """Written by the forms of the items bound to the diagram."""

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "error")


def check_files(files: Mapping[str, str], key: str | None = None, session: Session | None = None) -> Checked:
    """Everything to be said about the files; `key` names the process to run when several are drawn.

    With a session, called processes come from the current versions of other definitions. Never raises for bad files;
    a hostile one costs a child process and at most some seconds.
    """
    bundle = dict(files) if session is None else with_called(session, files)
    content = encode_files(bundle)
    wanted = key or _only_own_key(files)
    known = set() if session is None else _item_variables(session, wanted)
    compiled = compile_bundle_guarded(content, key=wanted, known_variables=known, operations=OPERATIONS)
    return Checked(
        files=bundle,
        findings=compiled.findings,
        definition=compiled.definition,
        key=compiled.key or wanted or next(iter(process_keys(files)), None),
        name=compiled.name or compiled.key or "",
        known_variables=tuple(sorted(known)),
    )


def write_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as JSON: rule and parameters, never sentences, so they read in either language for ever."""
    return [
        {
            "level": finding.level,
            "rule": finding.rule,
            "element": finding.element,
            "line": finding.line,
            "params": read_json(write_json(dict(finding.params))),
        }
        for finding in findings
    ]


def read_findings(stored: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """The findings of a stored version; `in_language` of each gives its sentences."""
    return tuple(
        Finding(one["level"], one["rule"], one.get("element"), one.get("line"), one.get("params") or {})
        for one in stored
    )


def _item_variables(session: Session, key: str | None) -> set[str]:
    """What the forms of the items bound to this diagram write, so that the diagram may read it without a warning."""
    rows = session.scalars(
        select(ItemForm.form)
        .join(ItemVersion, ItemVersion.id == ItemForm.item_version_id)
        .where(ItemVersion.definition_key == key, ItemVersion.status == VersionStatus.PUBLISHED)
    )
    return {name for form in rows for name in written_variables(read_form(form))}


def _only_own_key(files: Mapping[str, str]) -> str | None:
    # Called processes come with the bundle, so the reader must be told which of all is the one that was uploaded.
    own = process_keys(files)
    return own[0] if len(own) == 1 else None

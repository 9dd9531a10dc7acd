"""Check a bundle as a whole, in a child process that may be killed: reading, rules, and the trial by the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.canonical import read_json, write_json
from casework.catalogue.item import Item, ItemVersion, VersionStatus
from casework.catalogue.item_form import ItemForm
from casework.definitions.bundles import (
    decisions_in,
    encode_files,
    process_keys,
    with_called,
    with_shipped_forms,
    with_tables,
)
from casework.definitions.compiled import content_hash, written_by_forms
from casework.definitions.definition_version import LONGEST_NAME, DefinitionRow, DefinitionVersion
from casework.definitions.form_faults import form_findings
from casework.documents.kinds import KINDS
from casework.operations.performing import OPERATIONS
from engine import Definition
from engine.checking.finding import Finding
from engine.checking.variables import written_anywhere
from engine.guarded import compile_bundle_guarded

MOST_TABLES = 12
"""Of how many different sets of items' own tables a check takes the time, about a second each."""


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

    With a session, called processes come from the current versions of other definitions, and the own tables of the
    items bound to the diagram are tried with it. Never raises for bad files;
    a hostile one costs a child process and at most some seconds.
    """
    bundle = with_shipped_forms(files if session is None else with_called(session, files))
    content = encode_files(bundle)
    wanted = key or _only_own_key(files)
    known = frozenset[str]() if session is None else _item_variables(session, wanted)
    compiled = compile_bundle_guarded(
        content, key=wanted, known_variables=known, operations=OPERATIONS, documents=KINDS
    )
    findings = compiled.findings if session is not None else tuple(map(_among_files, compiled.findings))
    about_forms = () if compiled.definition is None else tuple(_own_forms(compiled.definition, known))
    is_usable = not any(finding.level == "error" for finding in about_forms)
    about_others: list[Finding] = []
    if session is not None and compiled.definition is not None:
        about_others += [*_renamed(session, wanted, compiled.name), *_own_tables(session, bundle, wanted)]
    return Checked(
        files=bundle,
        findings=(*findings, *about_forms, *about_others),
        definition=compiled.definition if is_usable else None,
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


def _among_files(finding: Finding) -> Finding:
    """A called process that is missing may well be published: without a database only the files were searched."""
    return replace(finding, rule="call.not_among_files") if finding.rule == "call.missing" else finding


def _item_variables(session: Session, key: str | None) -> frozenset[str]:
    """What the forms of the items bound to this diagram write, so that the diagram may read it without a warning."""
    rows = session.scalars(
        select(ItemForm.form)
        .join(ItemVersion, ItemVersion.id == ItemForm.item_version_id)
        .where(ItemVersion.definition_key == key, ItemVersion.status == VersionStatus.PUBLISHED)
    )
    return written_by_forms(rows)


def _renamed(session: Session, key: str | None, name: str | None) -> Iterator[Finding]:
    """Two drawings may bear the same id by chance, as editors give it; then their names differ."""
    before = session.scalar(
        select(DefinitionRow.name)
        .join(DefinitionVersion, DefinitionVersion.definition_id == DefinitionRow.id)
        .where(DefinitionRow.key == key, DefinitionVersion.is_current)
    )
    if before and name and before != name[:LONGEST_NAME]:
        yield Finding("warning", "process.renamed", key, None, {"key": key, "before": before, "name": name})


def _own_forms(definition: Definition, known: frozenset[str]) -> Iterator[Finding]:
    """Whether the forms of the bundle can be shown and enforced, and what their conditions use that no case has."""
    processes = definition.processes.values()
    written = (written_anywhere(process.body, definition.forms, definition.decisions) for process in processes)
    return form_findings(definition.forms, known.union(*written))


def _own_tables(session: Session, bundle: Mapping[str, str], key: str | None) -> Iterator[Finding]:
    """How the own tables of the items bound to the diagram go with it: each different set of them is tried once."""
    rows = session.execute(
        select(Item.code, ItemVersion.decision_files)
        .join(Item, Item.id == ItemVersion.item_id)
        .where(
            ItemVersion.definition_key == key,
            ItemVersion.status == VersionStatus.PUBLISHED,
            ItemVersion.valid_to.is_(None),
        )
        .order_by(Item.code)
    )
    items: dict[str, list[str]] = {}
    sets: dict[str, Mapping[str, str]] = {}
    for code, tables in rows:
        if tables:
            name = content_hash(tables)
            sets[name] = tables
            items.setdefault(name, []).append(code)
    drawn = decisions_in(bundle)
    for name, tables in list(sets.items())[:MOST_TABLES]:
        told = {"items": items[name], "files": sorted(tables)}
        astray = sorted(name for name in set(tables) - set(bundle) if not decisions_in({name: tables[name]}) & drawn)
        if astray:
            yield Finding("warning", "tables.replace_nothing", None, None, {**told, "files": astray})
        compiled = compile_bundle_guarded(encode_files(with_tables(bundle, tables)), key=key)
        error = next((finding for finding in compiled.findings if finding.level == "error"), None)
        if error is not None:
            problem = {"problem_zh": error.in_language("zh").sentence, "problem_en": error.in_language("en").sentence}
            yield Finding("warning", "tables.unfit", error.element, None, {**told, **problem})
    if len(sets) > MOST_TABLES:
        more = {"count": len(sets) - MOST_TABLES, "most": MOST_TABLES}
        yield Finding("note", "tables.not_checked", None, None, more)


def _only_own_key(files: Mapping[str, str]) -> str | None:
    # Called processes come with the bundle, so the reader must be told which of all is the one that was uploaded.
    own = process_keys(files)
    return own[0] if len(own) == 1 else None

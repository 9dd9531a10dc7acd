"""Compiled definitions, kept in memory by content hash: one per content and process, shared by all threads.

An item may have its own decision tables and forms. Its tables stand in the place of the diagram's, and what its forms
write is no outcome button in its cases, in whichever order item and diagram were published.

A cold definition is compiled here in the server, without a child process. What is stored as published passed
`compile_bundle_guarded` as it stands, within its five seconds of processor time and 500 MB, and here the same function
does the same work with fewer checks: at the caps 4.3 s against 4.9 s in the child, 0.04 s for the largest real file we
know. An item's tables passed so with a version of the diagram; with a later one both cost at most what each did. What
was never published may have been refused for its cost, so it is not compiled here at all.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import engine
from casework.canonical import write_json
from casework.definitions.bundles import with_tables
from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from casework.errors import Conflict, NotFound
from engine.checking.variables import deciding_variables
from forms.definition import read_form, written_variables
from forms.errors import FormRefused

KEPT = 256


def content_hash(files: Mapping[str, str]) -> str:
    """SHA-256 over file names and contents, whatever their order."""
    return hashlib.sha256(write_json(dict(files)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class OwnParts:
    """What a version of an item has of its own; it never changes, so a case keeps it as it keeps its diagram."""

    tables: Mapping[str, str]
    """Decision files in place of the bundle's."""
    written: frozenset[str]
    """The variables that its forms write."""
    stamp: str
    """Tells it from the parts of other versions; empty without any."""


def own_parts(tables: Mapping[str, str] | None, own_forms: Mapping[str, Any]) -> OwnParts:
    """The parts of an item with these decision files and forms (role to form-js JSON)."""
    written = written_by_forms(own_forms.values())
    stamp = content_hash({**(tables or {}), "": "\n".join(sorted(written))}) if tables or written else ""
    return OwnParts(tables or {}, written, stamp)


def written_by_forms(own_forms: Iterable[Any]) -> frozenset[str]:
    """The variables these forms (form-js JSON) write; one that this release cannot read writes none."""
    written: set[str] = set()
    for form in own_forms:
        with suppress(FormRefused):
            written |= written_variables(read_form(form))
    return frozenset(written)


class Definitions:
    """Gives the compiled definition of a version; the least used ones are forgotten beyond `kept`."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Any] = OrderedDict()
        self._of_version: dict[tuple[int, str], str] = {}
        self._busy: dict[str, threading.Lock] = {}

    def get(self, version_id: int, session: Session, own: OwnParts | None = None) -> Any:
        """The `engine.Definition` of a version as it runs for an item with these parts.

        A known version costs no statement. Raises `NotFound`, and `Conflict` for a version that was never published or
        whose stored files do not compile with this release.
        """
        stamp = own.stamp if own is not None else ""
        with self._lock:
            name = self._of_version.get((version_id, stamp))
            if name is not None and name in self._known:
                self._known.move_to_end(name)
                return self._known[name]
        row = session.execute(
            select(
                DefinitionVersion.files,
                DefinitionVersion.content_hash,
                DefinitionVersion.known_variables,
                DefinitionVersion.published_at,
                DefinitionVersion.number,
                DefinitionRow.key,
            )
            .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
            .where(DefinitionVersion.id == version_id)
        ).one_or_none()
        if row is None:
            raise NotFound("definition.not_found", version=version_id)
        if row.published_at is None:
            raise Conflict("definition.not_published", number=row.number)
        tables = own.tables if own is not None else {}
        content = f"{row.key}:{row.content_hash}:{content_hash(tables) if tables else ''}"
        files = with_tables(row.files, tables)
        name, definition = self._compiled_once(content, files, row.key, row.known_variables)
        if own is not None:
            # The version knows the forms of all items that were bound to it when it was published, a case has those of
            # its own item. Items mostly write nothing that decides alone, so they share what is compiled.
            deciding = deciding_variables(definition)
            if deciding & own.written != deciding.intersection(row.known_variables):
                name, definition = self._compiled_once(content, files, row.key, deciding & own.written)
        # What a version holds never changes after it was published, so this stays true.
        with self._lock:
            self._of_version[(version_id, stamp)] = name
        return definition

    def _compiled_once(
        self, content: str, files: Mapping[str, str], key: str, known_variables: Iterable[str]
    ) -> tuple[str, Any]:
        known = sorted(known_variables)
        name = f"{content}:{','.join(known)}"
        with self._lock:
            turn = self._busy.setdefault(name, threading.Lock())
        # Ten requests for a cold definition compile it once; the others wait here.
        with turn:
            with self._lock:
                if name in self._known:
                    return name, self._known[name]
            definition = compile_files(files, key, known)
            with self._lock:
                self._known[name] = definition
                self._busy.pop(name, None)
                while len(self._known) > self._kept:
                    self._known.popitem(last=False)
        return name, definition


def compile_files(files: Mapping[str, str], key: str, known_variables: Iterable[str] = ()) -> Any:
    """The compiled definition of a bundle that was checked before. Raises `Conflict` if it does not compile now."""
    content = {name: text.encode() for name, text in files.items()}
    compiled = engine.compile_bundle(content, key=key, known_variables=known_variables)
    if compiled.definition is None:
        first = next((finding for finding in compiled.findings if finding.level == "error"), None)
        rule, element = (first.rule, first.element) if first else ("", None)
        raise Conflict("definition.does_not_compile", key=key, rule=rule, element=element or "")
    return compiled.definition

"""Compiled definitions, kept in memory by content hash: one per content and process, shared by all threads."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import engine
from casework.canonical import write_json
from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from casework.errors import Conflict, NotFound

KEPT = 256


def content_hash(files: Mapping[str, str]) -> str:
    """SHA-256 over file names and contents, whatever their order."""
    return hashlib.sha256(write_json(dict(files)).encode()).hexdigest()


class Definitions:
    """Gives the compiled definition of a version; the least used ones are forgotten beyond `kept`."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Any] = OrderedDict()
        self._of_version: dict[tuple[int, str], str] = {}
        self._busy: dict[str, threading.Lock] = {}

    def get(
        self, version_id: int, session: Session, own_tables: Mapping[str, str] | None = None, own_hash: str = ""
    ) -> Any:
        """The `engine.Definition` of a version; `own_tables` are an item's decision files in place of the bundle's.

        A known version costs no statement, and with the `content_hash` of the tables no hashing. Raises `NotFound`, and
        `Conflict` when the stored files do not compile with this release.
        """
        own_hash = own_hash or (content_hash(own_tables) if own_tables else "")
        with self._lock:
            name = self._of_version.get((version_id, own_hash))
            if name is not None and name in self._known:
                self._known.move_to_end(name)
                return self._known[name]
        row = session.execute(
            select(
                DefinitionVersion.files,
                DefinitionVersion.content_hash,
                DefinitionVersion.known_variables,
                DefinitionVersion.published_at,
                DefinitionRow.key,
            )
            .join(DefinitionRow, DefinitionRow.id == DefinitionVersion.definition_id)
            .where(DefinitionVersion.id == version_id)
        ).one_or_none()
        if row is None:
            raise NotFound("definition.not_found", version=version_id)
        known = tuple(row.known_variables)
        name = f"{row.key}:{row.content_hash}:{own_hash}:{','.join(known)}"
        files = {**row.files, **(own_tables or {})}
        definition = self._compiled_once(name, files, row.key, known)
        if row.published_at is not None:
            # What a version holds never changes after it was published, so this stays true.
            with self._lock:
                self._of_version[(version_id, own_hash)] = name
        return definition

    def _compiled_once(self, name: str, files: Mapping[str, str], key: str, known: Sequence[str]) -> Any:
        with self._lock:
            turn = self._busy.setdefault(name, threading.Lock())
        # Ten requests for a cold definition compile it once; the others wait here.
        with turn:
            with self._lock:
                if name in self._known:
                    return self._known[name]
            definition = compile_files(files, key, known)
            with self._lock:
                self._known[name] = definition
                self._busy.pop(name, None)
                while len(self._known) > self._kept:
                    self._known.popitem(last=False)
        return definition


def compile_files(files: Mapping[str, str], key: str, known_variables: Sequence[str] = ()) -> Any:
    """The compiled definition of a bundle that was checked before. Raises `Conflict` if it does not compile now."""
    content = {name: text.encode() for name, text in files.items()}
    compiled = engine.compile_bundle(content, key=key, known_variables=known_variables)
    if compiled.definition is None:
        first = next((finding for finding in compiled.findings if finding.level == "error"), None)
        rule, element = (first.rule, first.element) if first else ("", None)
        raise Conflict("definition.does_not_compile", key=key, rule=rule, element=element or "")
    return compiled.definition

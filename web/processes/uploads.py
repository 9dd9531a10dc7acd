"""Turns what somebody dropped on the page into bundles: one per diagram, with the tables and forms it names."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from casework.definitions.bundles import BundleRefused, decode_files, missing_called, names_in, process_keys
from casework.errors import Refusal
from web.frame.typed import FieldRefused

DIAGRAMS = (".bpmn", ".xml")
BESIDE = (".dmn", ".form")
MOST_IN_ZIP = 200
# The values of attributes, without what may stand before and behind a name: `camunda-forms:bpmn:ask.form`.
NAMED = re.compile(r"""["':/]([^"':/<>]{1,200}?)(?:\.form|\.dmn)?(?=["'])""")


@dataclass
class Unpacked:
    """The readable files by name, and a refusal for each that cannot be used."""

    files: dict[str, str] = field(default_factory=dict)
    refused: dict[str, Refusal] = field(default_factory=dict)


def unpack(uploads: Iterable[tuple[str, bytes]], most_bytes: int) -> Unpacked:
    """The texts of all files, those in zip archives too; a file that cannot be used costs only itself."""
    found = Unpacked()
    for name, content in uploads:
        try:
            parts = _from_zip(name, content, most_bytes) if name.lower().endswith(".zip") else {name: content}
            for part, part_content in parts.items():
                _check_kind(part)
                text = decode_files({part: part_content}, most_bytes)
                if twice := text.keys() & found.files.keys():
                    raise BundleRefused("definition.same_name", name=twice.pop())
                found.files |= text
        except Refusal as refusal:
            found.refused[name] = refusal
    return found


def bundles_of(files: dict[str, str], published: set[str]) -> dict[str, dict[str, str]]:
    """Diagram's file name -> its bundle: the diagram, what it calls of the same upload unless that is published
    already, and the tables and forms; with one diagram all of them, with several those that it names.
    """
    diagrams = {name: text for name, text in files.items() if name.lower().endswith(DIAGRAMS)}
    beside = {name: text for name, text in files.items() if name.lower().endswith(BESIDE)}
    bundles = {}
    for name in diagrams:
        bundle = _with_called(name, diagrams, published)
        bundles[name] = {**bundle, **(beside if len(diagrams) == 1 else named_in(bundle, beside))}
    return bundles


def named_in(diagrams: Mapping[str, str], beside: Mapping[str, str]) -> dict[str, str]:
    """Those of the tables and forms that the diagrams among `diagrams` name, by file name or by id."""
    words = "\n".join(text for name, text in diagrams.items() if name.lower().endswith(DIAGRAMS))
    named = set(NAMED.findall(words))
    return {name: text for name, text in beside.items() if named & {PurePosixPath(name).stem, *names_in(name, text)}}


def left_out(bundle: Mapping[str, str], beside: Mapping[str, str]) -> dict[str, str]:
    """What the diagrams of the bundle name of `beside` while nothing in the bundle goes by that name."""
    there = {one for name, text in bundle.items() if name.lower().endswith(BESIDE) for one in names_in(name, text)}
    missing = named_in(bundle, {name: text for name, text in beside.items() if name not in bundle})
    return {name: text for name, text in missing.items() if not there & names_in(name, text)}


def _with_called(name: str, diagrams: dict[str, str], published: set[str]) -> dict[str, str]:
    drawn_in = {key: other for other, text in diagrams.items() for key in process_keys({other: text})}
    bundle = {name: diagrams[name]}
    while True:
        wanted = {drawn_in[key] for key in missing_called(bundle) if key in drawn_in and key not in published}
        if wanted <= set(bundle):
            return bundle
        bundle |= {other: diagrams[other] for other in wanted}


def _check_kind(name: str) -> None:
    if not name.lower().endswith(DIAGRAMS + BESIDE):
        raise FieldRefused("processes.wrong_kind", name=PurePosixPath(name).name)


def _from_zip(name: str, content: bytes, most_bytes: int) -> dict[str, bytes]:
    """The diagrams, tables and forms in an archive. What it claims to hold is checked before a byte is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [part for part in archive.infolist() if part.filename.lower().endswith(DIAGRAMS + BESIDE)]
            if len(parts) > MOST_IN_ZIP or sum(part.file_size for part in parts) > most_bytes:
                raise FieldRefused("processes.zip_too_large", name=name, most=f"{most_bytes / 1024 / 1024:.0f}")
            if not parts:
                raise FieldRefused("processes.zip_empty", name=name)
            return {part.filename: archive.read(part) for part in parts}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        raise FieldRefused("processes.bad_zip", name=name) from None

"""A bundle of files and the called processes that belong to it: found by name, taken in their current versions.

Own files keep their names; the files of a called process stand under `called/<key>@<number>/`, forms of the shipped
library that a task names under `library/`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from casework.errors import Refusal
from engine.reading import NotReadable, decoded
from forms.shipped import shipped_form

PINNED = "called/"
SHIPPED = "library/"
# Only names are looked for; whether they mean what they seem to mean is for the engine's reader to say.
CALLED = re.compile(r"""\bcalledElement\s*=\s*["']([^"'$#={}]{1,200})["']""")
FORM_KEY = re.compile(r"""\bform(?:Key|Ref|Id)\s*=\s*["']([^"'$#={}:]{1,200})["']""")
PROCESS = re.compile(r"""<(?:[\w.-]+:)?process\b[^<>]{0,2000}?\bid\s*=\s*["']([^"']{1,200})["']""")
DECISION = re.compile(r"""<(?:[\w.-]+:)?decision\b[^<>]{0,2000}?\bid\s*=\s*["']([^"']{1,200})["']""")
DIAGRAMS = (".bpmn", ".xml")
FORMS = (".form", ".json")


class BundleRefused(Refusal):
    """The uploaded files cannot be stored at all: none, too large, not text."""


def decode_files(files: Mapping[str, bytes], most_bytes: int) -> dict[str, str]:
    """File name to text, folders of the uploader's machine cut off. Raises `BundleRefused`, for two of a name too."""
    if not files:
        raise BundleRefused("definition.nothing_uploaded")
    size = sum(len(content) for content in files.values())
    if size > most_bytes:
        raise BundleRefused("definition.too_large", most=f"{most_bytes / 1024 / 1024:.1f}")
    texts = {}
    for name, content in files.items():
        short = PurePosixPath(name.replace("\\", "/")).name
        if short in texts:
            raise BundleRefused("definition.same_name", name=short)
        texts[short] = _text(short, content)
    return texts


def _text(name: str, content: bytes) -> str:
    """UTF-8, else whatever encoding an XML file declares or shows (GB18030, UTF-16 …)."""
    # No text has a zero byte, but in wide encodings every second one is.
    if b"\0" not in content:
        with suppress(UnicodeDecodeError):
            return content.decode("utf-8-sig")
    try:
        return decoded(content)
    except NotReadable:
        raise BundleRefused("definition.not_text", name=name) from None


def encode_files(files: Mapping[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in files.items()}


def own_files(files: Mapping[str, str]) -> dict[str, str]:
    """The files as they were uploaded, without the called processes and shipped forms pinned at publishing."""
    return {name: text for name, text in files.items() if not name.startswith((PINNED, SHIPPED))}


def process_keys(files: Mapping[str, str]) -> list[str]:
    """Ids of the processes drawn in the files, in order."""
    return [key for text in _diagrams(files) for key in PROCESS.findall(text)]


def names_in(name: str, text: str) -> set[str]:
    """By what diagrams name a table or form: the ids of its decisions, or its key."""
    return set(DECISION.findall(text)) if name.lower().endswith(".dmn") else {_form_key(name, text)}


def decisions_in(files: Mapping[str, str]) -> set[str]:
    """Ids of the decisions that the decision files of a bundle hold, wherever they stand."""
    return {key for name, text in files.items() if name.lower().endswith(".dmn") for key in names_in(name, text)}


def with_tables(files: Mapping[str, str], tables: Mapping[str, str]) -> dict[str, str]:
    """The bundle with these decision files in the place of those that hold the same decisions, wherever they stand."""
    own = decisions_in(tables)
    replaced = {
        name for name, text in files.items()
        if name.lower().endswith(".dmn") and (theirs := names_in(name, text)) and theirs <= own
    }  # fmt: skip
    return {name: text for name, text in files.items() if name not in replaced} | dict(tables)


def missing_called(files: Mapping[str, str]) -> list[str]:
    """Keys of called processes that no file of the bundle draws."""
    drawn = set(process_keys(files))
    called = {reference.rpartition(":")[2] for text in _diagrams(files) for reference in CALLED.findall(text)}
    return sorted(called - drawn)


def with_called(session: Session, files: Mapping[str, str]) -> dict[str, str]:
    """The own files and those of every called process, directly or through others, in its current version.

    What is called but not published stays missing; the check reports it.
    """
    bundle = own_files(files)
    unknown: set[str] = set()
    while wanted := set(missing_called(bundle)) - unknown:
        rows = session.execute(
            select(DefinitionRow.key, DefinitionVersion.number, DefinitionVersion.files)
            .join(DefinitionVersion, DefinitionVersion.definition_id == DefinitionRow.id)
            .where(DefinitionRow.key.in_(wanted), DefinitionVersion.is_current)
            .order_by(DefinitionRow.key)
        ).all()
        for row in rows:
            for name, text in own_files(row.files).items():
                _add(bundle, f"{PINNED}{row.key}@{row.number}/{name}", text)
        unknown |= wanted - {row.key for row in rows}
    return bundle


def with_shipped_forms(files: Mapping[str, str]) -> dict[str, str]:
    """The files and the forms of the shipped library that their tasks name, but for those they bring themselves.

    What a form asks for decides which buttons its task has, so a version keeps the form as it keeps its diagrams.
    """
    there = _form_keys(files)
    named = {key.removesuffix(".form") for text in _diagrams(files) for key in FORM_KEY.findall(text)}
    shipped = {f"{SHIPPED}{key}.form": shipped_form(key) for key in sorted(named - there)}
    return {**files, **{name: text for name, text in shipped.items() if text is not None}}


def _add(bundle: dict[str, str], name: str, text: str) -> None:
    if text in bundle.values():
        return
    # A form key means one form in a bundle: the caller's own, else that of the process called first.
    if _form_keys({name: text}) & _form_keys(bundle):
        return
    bundle[name] = text


def _form_keys(files: Mapping[str, str]) -> set[str]:
    """Of the files that the engine takes for forms."""
    forms = ((name, text) for name, text in files.items() if text.lstrip()[:1] == "{" or name.endswith(FORMS))
    return {_form_key(name, text) for name, text in forms}


def _form_key(name: str, text: str) -> str:
    try:
        form = json.loads(text)
    except (ValueError, RecursionError):
        form = None
    own_id = form.get("id") if isinstance(form, dict) else None
    return str(own_id or PurePosixPath(name).name.removesuffix(".json").removesuffix(".form"))


def _diagrams(files: Mapping[str, str]) -> list[str]:
    return [text for name, text in files.items() if name.endswith(DIAGRAMS)]

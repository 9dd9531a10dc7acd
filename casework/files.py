"""Uploaded files: bytes on disk under their own digest, checked by content and not by name alone."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

import filetype
from sqlalchemy import Insert
from sqlalchemy.orm import Session

from casework.errors import NotFound, Refusal, StorageUnavailable
from casework.stored_file import StoredFile
from casework.types import insert_into

CHUNK = 1024 * 1024
LONGEST_NAME = 200
DIGEST = re.compile(r"[0-9a-f]{64}")
ALLOWED = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "txt": "text/plain",
}
# docx, xlsx and ofd are all zip archives; what lies inside tells them apart.
ARCHIVE_MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "ofd": "OFD.xml"}
SAME_EXTENSION = {"jpeg": "jpg"}


class FileRefused(Refusal):
    """The file is too large, of a kind that is not taken, or not what its name says."""


@dataclass(frozen=True, slots=True)
class Stored:
    digest: str
    size: int
    mime: str


class FileStore:
    """A folder of files named by the SHA-256 of their content; the same content is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, stream: BinaryIO, name: str, *, most_bytes: int) -> Stored:
        """Keep the content of `stream`, which was uploaded as `name`.

        Raises `FileRefused` (larger than `most_bytes`, empty, kind not allowed, content differs from the extension)
        and `StorageUnavailable` on a full or unwritable disk; nothing stays behind then.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self._folder, prefix="upload-")
        except OSError as failure:
            raise _disk_failure(failure) from failure
        path = Path(draft)
        try:
            with os.fdopen(handle, "wb") as file:
                digest, size = _copy(stream, file, name, most_bytes)
                file.flush()
                os.fsync(file.fileno())
            mime = sniff(path, name)
            target = self.path(digest)
            target.parent.mkdir(exist_ok=True)
            path.replace(target)
            # The row that names the file survives a power cut; so must the name itself.
            for folder in (target.parent, self._folder):
                _sync(folder)
        except OSError as failure:
            raise _disk_failure(failure) from failure
        finally:
            path.unlink(missing_ok=True)
        return Stored(digest, size, mime)

    def open(self, digest: str) -> BinaryIO:
        """The content, to be read and closed by the caller. Raises `NotFound`."""
        try:
            return self.path(digest).open("rb")
        except FileNotFoundError:
            raise NotFound("file.not_found", digest=digest[:12]) from None

    def is_whole(self, digest: str) -> bool | None:
        """Whether the content is still that by which it is named; None: it is not there."""
        try:
            with self.path(digest).open("rb") as content:
                return hashlib.file_digest(content, "sha256").hexdigest() == digest
        except FileNotFoundError:
            return None

    def path(self, digest: str) -> Path:
        if not DIGEST.fullmatch(digest):
            raise NotFound("file.not_found", digest=digest[:12])
        return self._folder / digest[:2] / digest


def plain_name(name: str) -> str:
    """The name of an upload without folders and signs that are not to be seen, short enough to be kept."""
    last = "".join(sign for sign in re.split(r"[\\/]", name)[-1] if sign.isprintable()).strip(" .")
    stem, dot, extension = last.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(extension) - 1]}{dot}{extension}"[:LONGEST_NAME] if dot else last[:LONGEST_NAME]


def store_file(
    session: Session, files: FileStore, stream: BinaryIO, name: str, *, most_bytes: int, now: datetime
) -> Stored:
    """Keep an upload on disk and know it in the database. Raises as `FileStore.put`."""
    stored = files.put(stream, name, most_bytes=most_bytes)
    row = {"digest": stored.digest, "size": stored.size, "mime": stored.mime, "stored_at": now}
    # Two people may add the same content at the same instant; whichever comes second finds it known.
    session.execute(_know(session.get_bind().dialect.name), row)
    return stored


@cache
def _know(dialect: str) -> Insert:
    statement: Insert = insert_into(StoredFile, dialect).on_conflict_do_nothing()
    return statement


def sniff(path: Path, name: str) -> str:
    """The media type of the file, decided by its content. Raises `FileRefused`."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    extension = SAME_EXTENSION.get(extension, extension)
    if extension not in ALLOWED:
        raise FileRefused("file.kind_not_allowed", name=name, allowed=list(ALLOWED))
    if _kind(path, extension) != extension:
        raise FileRefused("file.content_differs", name=name, extension=extension)
    return ALLOWED[extension]


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _kind(path: Path, claimed: str) -> str | None:
    if zipfile.is_zipfile(path):
        return _archive_kind(path)
    guessed = filetype.guess_extension(str(path))
    if guessed is None and claimed == "txt" and _is_text(path):
        return "txt"
    return None if guessed is None else str(guessed)


def _archive_kind(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return None
    return next((kind for kind, mark in ARCHIVE_MARKS.items() if mark in names), None)


def _is_text(path: Path) -> bool:
    content = path.read_bytes()
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _copy(stream: BinaryIO, file: BinaryIO, name: str, most_bytes: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > most_bytes:
            raise FileRefused("file.too_large", name=name, most=f"{most_bytes / 1024 / 1024:g}")
        digest.update(chunk)
        file.write(chunk)
    if size == 0:
        raise FileRefused("file.empty", name=name)
    return digest.hexdigest(), size


def _disk_failure(failure: OSError) -> StorageUnavailable:
    return StorageUnavailable("storage.full" if failure.errno in (errno.ENOSPC, errno.EDQUOT) else "storage.files")

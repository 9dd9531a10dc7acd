"""Uploads are kept once under their digest; kind is judged by content; nothing of a refused file stays."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import NotFound, StorageUnavailable
from casework.files import FileRefused, FileStore, plain_name, store_file
from casework.stored_file import StoredFile
from tests.casework.people import NOW

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(30)
JPG = b"\xff\xd8\xff\xe0" + bytes(40)
PDF = b"%PDF-1.7\n" + bytes(20)
MOST = 1024 * 1024


def an_archive(inside: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(inside, "x")
    return content.getvalue()


GOOD = {
    "身份证.png": (PNG, "image/png"),
    "照片.JPEG": (JPG, "image/jpeg"),
    "合同.pdf": (PDF, "application/pdf"),
    "申请.docx": (
        an_archive("word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "清单.xlsx": (an_archive("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "证照.ofd": (an_archive("OFD.xml"), "application/ofd"),
    "说明.txt": ("情况说明".encode("gb18030"), "text/plain"),
}
BAD = {
    "page.html": (b"<script>", "file.kind_not_allowed"),
    "noextension": (PDF, "file.kind_not_allowed"),
    "picture.svg": (b"<svg/>", "file.kind_not_allowed"),
    "macro.docm": (an_archive("word/document.xml"), "file.kind_not_allowed"),
    "virus.pdf": (b"MZ" + bytes(60), "file.content_differs"),
    "page.png": (b"<html>", "file.content_differs"),
    "archive.docx": (an_archive("evil.exe"), "file.content_differs"),
    "sheet.docx": (an_archive("xl/workbook.xml"), "file.content_differs"),
    "binary.txt": (b"a\0b", "file.content_differs"),
    "empty.pdf": (b"", "file.empty"),
    "large.txt": (b"a" * (MOST + 1), "file.too_large"),
}


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.mark.parametrize("name", GOOD)
def test_allowed_kinds_are_kept_and_read_back(store, name):
    content, mime = GOOD[name]

    stored = store.put(io.BytesIO(content), name, most_bytes=MOST)

    assert (stored.size, stored.mime) == (len(content), mime)
    with store.open(stored.digest) as file:
        assert file.read() == content


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_and_leaves_nothing(store, tmp_path, name):
    content, code = BAD[name]

    with pytest.raises(FileRefused) as refusal:
        store.put(io.BytesIO(content), name, most_bytes=MOST)

    assert refusal.value.code == code
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_same_content_is_kept_once(store, session: Session):
    for name in ("a.pdf", "b.pdf"):
        store_file(session, store, io.BytesIO(PDF), name, most_bytes=MOST, now=NOW)

    assert len(session.scalars(select(StoredFile)).all()) == 1


def test_a_digest_is_no_path(store):
    for digest in ("../../etc/passwd", "0" * 64, ""):
        with pytest.raises(NotFound):
            store.open(digest)


def test_a_full_disk_is_named(store, monkeypatch):
    def no_space(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)

    with pytest.raises(StorageUnavailable, match="disk is full"):
        store.put(io.BytesIO(PDF), "a.pdf", most_bytes=MOST)


def test_the_name_of_a_kept_file_survives_a_power_cut_too(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.readlink(f"/proc/self/fd/{handle}")))

    stored = FileStore(tmp_path).put(io.BytesIO(PDF), "合同.pdf", most_bytes=MOST)

    assert {str(tmp_path), str(FileStore(tmp_path).path(stored.digest).parent)} <= set(synced)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\fakepath\\照片.jpg", "照片.jpg"),
        ("a\r\nSet-Cookie: x\u202e.pdf", "aSet-Cookie: x.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("长" * 300, "长" * 200),
    ],
)
def test_the_name_of_an_upload_keeps_what_people_read(sent, kept):
    assert plain_name(sent) == kept

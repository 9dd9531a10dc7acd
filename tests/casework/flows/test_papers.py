"""What the history vouches for is verified too: documents, files, and that no case is gone."""

from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import delete, update

from casework.cases.case_series import CaseSeries
from casework.documents.official_document import OfficialDocument
from casework.files import FileStore
from casework.history.papers import verify_papers
from casework.tasks.remark import Attachment
from casework.tasks.remarks import attach_file
from tests.casework.flows.world import World, sequence

DOCUMENT = update(OfficialDocument)


@pytest.fixture
def files(world: World, tmp_path) -> FileStore:
    """Of a case with a document and a file."""
    world.deploy(sequence(), "seq")
    world.item("A-1", "seq")
    case_id = world.register("A-1").case_id
    store = FileStore(tmp_path)
    office = replace(world.centre.office, files=store)
    attach_file(world.session, office, world.handler, case_id, BytesIO(b"as it was"), "a.txt", world.now)
    return store


def found(world: World, files: FileStore) -> list[str]:
    return [one.what for one in verify_papers(world.session, files)]


@pytest.mark.parametrize(
    ("tampering", "told"),
    [
        (DOCUMENT.values(html="<p>准予</p>"), ["document_changed"]),
        (DOCUMENT.values(body={"number": "1"}), ["document_changed"]),
        (DOCUMENT.values(sha256="0" * 64), ["document_changed"]),
        (delete(OfficialDocument), ["document_missing"]),
        (delete(Attachment), ["file_missing"]),
        (update(CaseSeries).values(last=3), ["number_missing", "number_missing"]),
    ],
    ids=["text", "fields", "digest", "no document", "no file", "no case"],
)
def test_papers_that_are_not_what_the_history_tells_are_named(world, files, tampering, told):
    whole = found(world, files)
    world.session.execute(tampering)

    assert (whole, found(world, files)) == ([], told)


def test_a_file_changed_or_gone_from_the_disk_is_named(world, files):
    (path,) = [path for path in files.path("0" * 64).parent.parent.rglob("*") if path.is_file()]

    path.write_bytes(b"as it was not")
    changed = found(world, files)
    path.unlink()

    assert (changed, found(world, files)) == (["file_changed"], ["file_missing"])

"""What the build leaves in web/static is complete, names nothing outside this server, and suits Chromium 100."""

import gzip
import hashlib
import re

import pytest

from tests.assets.conftest import STATIC

SOURCES = STATIC.parent / "assets"
FOREIGN_LOAD = re.compile(rb"""(?:url\(|@import |fetch\(|import\()["']?https?://""")


def test_the_manifest_names_every_file_and_nothing_else(manifest):
    expected = {"app.js", "app.css", "viewer.js", "viewer.css", "form.js", "form.css", "icons.svg", "favicon.svg"}

    assert expected <= set(manifest)
    assert {path.name for path in STATIC.iterdir()} == {*manifest.values(), "manifest.json"}


def test_a_file_is_named_by_its_content_so_that_it_may_be_cached_for_ever(manifest):
    for file in manifest.values():
        assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest()[:10] in file


def test_nothing_is_loaded_from_another_host(manifest):
    assert [name for name, file in manifest.items() if FOREIGN_LOAD.search((STATIC / file).read_bytes())] == []


@pytest.mark.parametrize("sheet", ["app.css", "viewer.css", "form.css"])
def test_light_and_dark_are_written_for_the_oldest_office_browser(manifest, sheet):
    # light-dark() is Chromium 123; an older one would drop the whole declaration.
    assert b"light-dark(" not in (STATIC / manifest[sheet]).read_bytes()


def test_our_own_sheets_use_nothing_that_the_oldest_office_browser_does_not_know():
    # The build refuses these too; Chromium learned them after 100.
    newer = re.compile(r":has\(|color-mix\(|@container\b|\bsubgrid\b|\d[dsl]v[hw]\b")

    assert [sheet.name for sheet in SOURCES.glob("*.css") if newer.search(sheet.read_text(encoding="utf-8"))] == []


def test_the_common_sheet_is_light_enough_for_a_slow_line(manifest):
    sheet = (STATIC / manifest["app.css"]).read_bytes()

    assert len(gzip.compress(sheet)) < 50_000

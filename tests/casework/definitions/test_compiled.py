"""Compiled definitions are shared: compiled once per content, whoever asks, and forgotten when there are too many."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from casework.actor import SYSTEM
from casework.definitions import checking, compiled
from casework.definitions.bundles import encode_files, with_tables
from casework.definitions.checking import check_files
from casework.definitions.compiled import Definitions, content_hash, own_parts
from casework.definitions.definitions import DiagramHasErrors, publish, store_draft
from casework.errors import Conflict, NotFound
from engine.checking.finding import Finding
from engine.compiling import Compiled
from engine.reading.census import Census
from tests.casework.definitions.diagrams import files
from tests.casework.people import NOW


def a_published(session, key="p_test", **changes):
    return publish(session, SYSTEM, store_draft(session, SYSTEM, files(key, **changes), "", NOW).id, NOW)


@pytest.fixture
def compilations(monkeypatch):
    """How often a bundle was compiled."""
    counted = []
    real = compiled.compile_files

    def counting(files, key, known):
        counted.append(key)
        return real(files, key, known)

    monkeypatch.setattr(compiled, "compile_files", counting)
    return counted


def test_a_known_version_costs_no_statement(session, compilations):
    version, cache, statements = a_published(session), Definitions(), []
    first = cache.get(version.id, session)
    event.listen(session.connection(), "before_cursor_execute", lambda *call: statements.append(call[2]))

    again = cache.get(version.id, session)

    assert again is first and statements == [] and compilations == ["p_test"]


def test_equal_content_is_compiled_once_for_two_versions(session, compilations):
    cache = Definitions()
    first = cache.get(a_published(session).id, session)
    a_published(session, task="别的")

    again = cache.get(a_published(session).id, session)

    assert again is first and compilations == ["p_test"]


def test_many_threads_that_ask_at_once_compile_once(new_database, compilations):
    database, cache, found = new_database(), Definitions(), []
    with database.transaction() as session:
        version_id = a_published(session).id

    def ask() -> None:
        with database.reading() as session:
            found.append(cache.get(version_id, session))

    askers = [threading.Thread(target=ask) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()

    assert len(found) == 8 and len({id(one) for one in found}) == 1 and compilations == ["p_test"]


def test_the_longest_unused_is_forgotten_and_compiled_again(session, compilations):
    cache = Definitions(kept=2)
    versions = [a_published(session, key) for key in ("p_a", "p_b", "p_c")]
    for version in (versions[0], versions[1], versions[0], versions[2], versions[0], versions[1]):
        cache.get(version.id, session)

    assert compilations == ["p_a", "p_b", "p_c", "p_b"]


def test_an_items_own_decision_tables_make_another_definition(session, compilations):
    cache, version = Definitions(), a_published(session)

    plain = cache.get(version.id, session)
    own = cache.get(version.id, session, own_parts({"note.form": '{"id": "own", "components": []}'}, {}))

    assert own is not plain and "own" in own.forms and "own" not in plain.forms


def test_the_hash_does_not_depend_on_the_order_of_files():
    assert (
        content_hash({"a": "1", "b": "2"}) == content_hash({"b": "2", "a": "1"}) != content_hash({"a": "2", "b": "1"})
    )


def test_an_unknown_version_is_not_found(session):
    with pytest.raises(NotFound):
        Definitions().get(99, session)


def test_only_a_bundle_that_passed_the_guarded_check_is_ever_compiled_in_the_server(session, compilations, monkeypatch):
    """Whatever a file costs it has cost a child process first: nothing else is stored as published or compiled here."""
    too_long = Compiled(None, (Finding("error", "reading.too_long", None, None, {"seconds": 5}),), Census())
    with monkeypatch.context() as hostile:
        hostile.setattr(checking, "compile_bundle_guarded", lambda *files, **more: too_long)
        version = store_draft(session, SYSTEM, files("p_test"), "", NOW)
        with pytest.raises(DiagramHasErrors):
            publish(session, SYSTEM, version.id, NOW)

    with pytest.raises(Conflict) as refused:
        Definitions().get(version.id, session)

    assert (version.status, version.published_at, compilations) == ("draft", None, [])
    assert refused.value.code == "definition.not_published"


def test_what_is_published_is_what_the_guarded_check_has_seen(session, monkeypatch):
    seen = []
    real = checking.compile_bundle_guarded

    def watched(content, **more):
        seen.append(content)
        return real(content, **more)

    monkeypatch.setattr(checking, "compile_bundle_guarded", watched)
    draft = store_draft(session, SYSTEM, files("p_test"), "", NOW)
    checked = check_files(files("p_test", task="别的"), "p_test", session)

    version = publish(session, SYSTEM, draft.id, NOW, checked=checked)

    assert encode_files(version.files) == seen[-1] and version.content_hash == content_hash(checked.files)


def test_nothing_but_the_cache_compiles_a_bundle_outside_the_child_process():
    root = Path(compiled.__file__).parents[2]
    sources = [path for folder in ("casework", "web") for path in (root / folder).rglob("*.py")]

    calling = [path.name for path in sources if re.search(r"\bcompile_bundle\b", path.read_text("utf-8"))]

    assert calling == ["compiled.py"]


def test_a_running_case_knows_the_same_form_fields_as_the_check_did(session, monkeypatch):
    """Which names forms write decides the outcome buttons, so a version keeps what was known when it was published."""
    seen = []
    monkeypatch.setattr(compiled, "compile_files", lambda files, key, known: seen.append(tuple(known)))
    checked = replace(check_files(files("p_test"), "p_test", session), known_variables=("area",))
    version = publish(session, SYSTEM, store_draft(session, SYSTEM, files("p_test"), "", NOW).id, NOW, checked=checked)

    Definitions().get(version.id, session)

    assert version.known_variables == ["area"] and seen == [("area",)]


def test_an_own_table_stands_in_the_place_of_the_one_with_its_decisions_in_whatever_called_process_it_is():
    bundle = {"a.bpmn": "<a/>", "called/ca_fee@1/item_fee.dmn": FEE_TABLE, "called/ca_fee@1/other.dmn": OTHER_TABLE}
    own = {"item_fee.dmn": FEE_TABLE.replace("0", "1")}

    assert with_tables(bundle, own) == {"a.bpmn": "<a/>", "called/ca_fee@1/other.dmn": OTHER_TABLE, **own}
    assert with_tables(bundle, {}) == bundle


FEE_TABLE = '<definitions><decision id="item_fee"><text>0</text></decision></definitions>'
OTHER_TABLE = FEE_TABLE.replace("item_fee", "other")

"""A changed diagram is uploaded, checked and published without touching what runs; the one before can come back."""

from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from casework.actor import SYSTEM
from casework.cases.case import Case
from casework.catalogue.items import publish_item_version
from casework.definitions import checking
from casework.definitions.bundles import BundleRefused, decode_files
from casework.definitions.checking import check_files, read_findings
from casework.definitions.compiled import Definitions
from casework.definitions.definitions import (
    DiagramHasErrors,
    DiagramUnreadable,
    current_version_id,
    get_version,
    list_definitions,
    make_current,
    publish,
    retire,
    running_cases_of,
    store_draft,
    versions_of,
)
from casework.errors import Conflict, NotFound, NotPermitted, Refusal
from casework.organisation.role import Role
from engine.checking import checks
from engine.guarded import compile_bundle_guarded
from tests.casework.catalogue.builders import item_fields
from tests.casework.definitions.diagrams import a_diagram, files
from tests.casework.people import NOW, a_centre
from tests.processes.shipped import PROCESSES

FEE_TABLE = (PROCESSES / "items" / "GH-BDC" / "item_fee.dmn").read_text("utf-8")
FLY = 'xmlns:banjian="https://banjian.cn/schema/1.0/bpmn" banjian:operation="fly"'


@pytest.fixture
def guarded(monkeypatch):
    """The real guard, and which files went through it."""
    seen = []
    monkeypatch.setattr(
        checking,
        "compile_bundle_guarded",
        lambda files, **more: seen.extend(files) or compile_bundle_guarded(files, **more),
    )
    return seen


def upload(session: Session, *key, **changes):
    return store_draft(session, SYSTEM, files(*key, **changes), "", NOW)


def upload_and_publish(session: Session, *key, **changes):
    return publish(session, SYSTEM, upload(session, *key, **changes).id, NOW)


def test_a_good_diagram_is_checked_then_published_then_current(session):
    draft = upload(session)
    assert (draft.status, draft.number, draft.is_current) == ("checked", 1, False)

    publish(session, SYSTEM, draft.id, NOW)

    assert (draft.status, draft.is_current) == ("published", True)
    assert current_version_id(session, "p_test") == draft.id
    assert list(draft.printed) == ["start"]


def test_a_diagram_with_errors_is_kept_with_its_findings_and_cannot_be_published(session):
    draft = upload(session, broken=True)
    finding = next(one for one in read_findings(draft.findings) if one.level == "error")

    with pytest.raises(DiagramHasErrors):
        publish(session, SYSTEM, draft.id, NOW)

    assert draft.status == "draft" and finding.element == "strange"
    assert finding.in_language("zh").sentence != finding.in_language("en").sentence
    assert finding.in_language("zh").remedy


def test_a_key_longer_than_its_column_is_refused_by_name_on_every_database(session):
    with pytest.raises(Refusal) as refused:
        store_draft(session, SYSTEM, files(), "", NOW, key="k" * 201)

    assert (refused.value.code, refused.value.params["field"]) == ("input.too_long", "key")


def test_stored_findings_read_like_fresh_ones_in_both_languages(session):
    fresh = check_files(files(broken=True)).findings
    stored = read_findings(get_version(session, upload(session, broken=True).id).findings)

    for language in ("zh", "en"):
        assert [one.in_language(language) for one in stored] == [one.in_language(language) for one in fresh]


def test_checking_happens_in_a_child_process_that_may_be_killed(guarded):
    deep = "<a>" * 200_000

    result = check_files({"deep.bpmn": deep})

    assert guarded == ["deep.bpmn"]
    assert result.definition is None and result.errors


def test_a_diagram_too_costly_to_judge_costs_the_child_process_and_never_the_server(guarded, monkeypatch):
    """Reading this one is quick; the rules about it are what takes for ever."""

    def endless(subject):
        raise AssertionError("judged in the server")

    monkeypatch.setattr(checks, "RULES", (endless,))

    assert check_files(files()).definition is not None


def test_an_operation_that_does_not_exist_is_found_at_the_upload():
    drawn = a_diagram().replace('id="task" name="承办" camunda:candidateGroups="handler"', 'id="task"')
    drawn = drawn.replace("bpmn:userTask", "bpmn:serviceTask").replace("<bpmn:serviceTask", f"<bpmn:serviceTask {FLY}")

    (error,) = check_files({"p.bpmn": drawn}).errors

    assert (error.rule, error.element, error.params["operation"]) == ("operation.unknown", "task", "fly")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_a_file_may_be_in_any_encoding_that_it_declares(encoding):
    drawn = a_diagram().replace("UTF-8", encoding.removesuffix("-sig"), 1)

    result = check_files(decode_files({"p.bpmn": drawn.encode(encoding)}, 10_000))

    assert result.definition.entry.body.nodes["task"].name == "承办"


@pytest.mark.parametrize("content", ["", "<x", "not xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "{}"])
def test_a_file_that_cannot_be_read_is_findings_and_nothing_is_stored(session, content):
    with pytest.raises(DiagramUnreadable) as refusal:
        store_draft(session, SYSTEM, {"x.bpmn": content}, "", NOW)

    assert refusal.value.findings
    assert list_definitions(session) == []


def test_the_same_upload_twice_is_one_draft_and_after_publishing_a_new_version(session):
    first, again = upload(session), upload(session)
    publish(session, SYSTEM, first.id, NOW)

    third = upload(session, task="新承办")

    assert first.id == again.id and third.number == 2


def test_the_next_version_takes_over_and_the_previous_can_be_made_current_again(session):
    old, new = upload_and_publish(session), upload_and_publish(session, task="新承办")
    assert (old.is_current, new.is_current) == (False, True)

    make_current(session, SYSTEM, old.id)
    make_current(session, SYSTEM, old.id)

    session.refresh(new)
    assert (old.is_current, new.is_current) == (True, False)
    assert (old.status, new.status) == ("published", "published")


def test_the_database_allows_one_current_version(session):
    upload_and_publish(session)
    upload_and_publish(session, task="新承办")

    with pytest.raises(Exception, match="(?i)unique"), session.begin_nested():
        session.execute(text("UPDATE definition_version SET is_current = true"))


def test_running_cases_keep_the_version_they_began_with(session):
    old = upload_and_publish(session)
    session.add(
        Case(
            case_no="1", case_type="promised", status="handling", received_at=NOW, changed_at=NOW,
            definition_version_id=old.id,
        )
    )  # fmt: skip
    before = Definitions().get(old.id, session)
    new = upload_and_publish(session, task="新承办")

    after = Definitions().get(old.id, session)

    assert before.entry.body.nodes["task"].name == after.entry.body.nodes["task"].name == "承办"
    assert Definitions().get(new.id, session).entry.body.nodes["task"].name == "新承办"
    assert (running_cases_of(session, old.id), running_cases_of(session, new.id)) == (1, 0)
    assert [line.running_cases for line in versions_of(session, "p_test")] == [0, 1]


def test_a_list_of_versions_reads_none_of_their_texts(session):
    upload_and_publish(session)
    session.expunge_all()

    (line,) = versions_of(session, "p_test")

    assert inspect(line.version).unloaded == {"files", "printed"}


def test_a_called_process_is_pinned_in_the_version_that_was_current_at_publishing(session):
    upload_and_publish(session, "ca_part", task="第一版")
    caller = upload_and_publish(session, "p_caller", calls="ca_part")
    upload_and_publish(session, "ca_part", task="第二版")

    pinned = Definitions().get(caller.id, session)
    fresh = Definitions().get(upload_and_publish(session, "p_caller", calls="ca_part", task="改").id, session)

    assert sorted(caller.files) == ["called/ca_part@1/ca_part.bpmn", "p_caller.bpmn"]
    assert pinned.processes["ca_part"].body.nodes["task"].name == "第一版"
    assert fresh.processes["ca_part"].body.nodes["task"].name == "第二版"


def test_processes_called_by_called_ones_come_along(session):
    upload_and_publish(session, "ca_inner")
    upload_and_publish(session, "ca_outer", calls="ca_inner")

    caller = upload_and_publish(session, "p_caller", calls="ca_outer")

    assert set(Definitions().get(caller.id, session).processes) == {"p_caller", "ca_outer", "ca_inner"}


def test_a_call_to_what_is_not_published_is_a_finding(session):
    draft = upload(session, "p_caller", calls="ca_nothing")

    errors = [one for one in read_findings(draft.findings) if one.level == "error"]

    assert draft.status == "draft" and [one.element for one in errors] == ["call"]


@pytest.fixture
def with_a_table(session: Session) -> Session:
    """An item of the diagram has a table of its own."""
    a_centre(session)
    upload_and_publish(session)
    fields = item_fields(definition_key="p_test", decision_files={"item_fee.dmn": FEE_TABLE})
    publish_item_version(session, SYSTEM, "A-1", fields, NOW.date(), NOW)
    return session


def told_of_tables(session: Session, drawn: str = a_diagram(task="审查"), **more: str) -> dict[str, str]:
    found = check_files({"p_test.bpmn": drawn, **more}, session=session).findings
    return {one.rule: one.in_language("zh").sentence for one in found if one.rule.startswith("tables.")}


def test_the_own_tables_of_items_are_tried_with_a_new_version_of_their_diagram(with_a_table):
    drawn = a_diagram().replace('camunda:candidateGroups="handler"', 'camunda:decisionRef="rate"')
    drawn = drawn.replace("bpmn:userTask", "bpmn:businessRuleTask")
    told = told_of_tables(with_a_table, drawn, **{"item_fee.dmn": FEE_TABLE.replace('id="item_fee"', 'id="rate"')})

    assert list(told) == ["tables.unfit"]
    assert "事项 A-1 自己的决策表（item_fee.dmn）" in told["tables.unfit"] and "rate" in told["tables.unfit"]


def test_an_own_table_that_would_stand_in_for_nothing_any_more_is_told(with_a_table):
    told = told_of_tables(with_a_table, **{"other_name.dmn": FEE_TABLE.replace('id="item_fee"', 'id="rate"')})

    assert "事项 A-1 自己的决策表 item_fee.dmn 在这一版里没有可以代替的" in told["tables.replace_nothing"]


def test_an_own_table_stands_in_by_its_decision_whatever_the_file_is_called(with_a_table):
    assert told_of_tables(with_a_table, **{"other_name.dmn": FEE_TABLE}) == {}


def test_an_own_table_may_stand_in_for_that_of_a_called_process(with_a_table):
    fee = store_draft(with_a_table, SYSTEM, {**files("ca_fee"), "item_fee.dmn": FEE_TABLE}, "", NOW)
    publish(with_a_table, SYSTEM, fee.id, NOW)

    assert told_of_tables(with_a_table, a_diagram(calls="ca_fee")) == {}


def test_own_tables_that_fit_the_new_version_are_no_finding(with_a_table):
    assert told_of_tables(with_a_table, **{"item_fee.dmn": FEE_TABLE}) == {}


def test_more_own_tables_than_a_check_takes_the_time_for_are_said(with_a_table, monkeypatch):
    monkeypatch.setattr(checking, "MOST_TABLES", 0)

    assert list(told_of_tables(with_a_table)) == ["tables.not_checked"]


def test_what_is_retired_is_never_current_again(session):
    old, new = upload_and_publish(session), upload_and_publish(session, task="新承办")
    retire(session, SYSTEM, old.id)

    with pytest.raises(Conflict, match="retired"):
        make_current(session, SYSTEM, old.id)
    with pytest.raises(Conflict, match="current"):
        retire(session, SYSTEM, new.id)


def test_what_was_never_published_cannot_be_made_current(session):
    with pytest.raises(Conflict, match="never published"):
        make_current(session, SYSTEM, upload(session).id)
    with pytest.raises(Conflict, match="no case can run"):
        current_version_id(session, "p_test")
    with pytest.raises(NotFound):
        current_version_id(session, "p_other")


def test_only_designers_and_administrators_may(session):
    centre = a_centre(session)
    clerk = centre.hire("wangli", "王丽", (Role.WINDOW, "ZJ"))
    designer = centre.hire("kongwei", "孔维", (Role.DESIGNER, "ZJ"))

    draft = store_draft(session, designer, files(), "第一版", NOW)
    with pytest.raises(NotPermitted, match="process designer"):
        publish(session, clerk, draft.id, NOW)
    with pytest.raises(NotPermitted):
        store_draft(session, clerk, files(), "", NOW)

    assert publish(session, designer, draft.id, NOW).published_by == designer.person_id


def test_the_list_shows_each_diagram_with_its_current_version(session):
    upload_and_publish(session)
    upload(session, task="草稿")

    line = list_definitions(session)[0]

    assert (line.key, line.name, line.versions, line.current_number, line.newest_status) == (
        "p_test", "流程p_test", 2, 1, "checked",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("uploaded", "code"),
    [
        ({}, "definition.nothing_uploaded"),
        ({"a.bpmn": b"x" * 101}, "definition.too_large"),
        ({"a.bpmn": b"\xff\xfe\x00x"}, "definition.not_text"),
        ({"a.form": '{"id": "表"}'.encode("utf-16-le")}, "definition.not_text"),
        ({"old/a.bpmn": b"<a/>", "new/a.bpmn": b"<b/>"}, "definition.same_name"),
    ],
)
def test_what_cannot_be_stored_at_all_is_refused(uploaded, code):
    with pytest.raises(BundleRefused) as refusal:
        decode_files(uploaded, 100)

    assert refusal.value.code == code


def test_folders_of_the_uploaders_machine_are_cut_off():
    assert list(decode_files({"C:\\work\\a.bpmn": b"\xef\xbb\xbf<a/>"}, 100).items()) == [("a.bpmn", "<a/>")]


def test_text_in_a_diagram_is_data(session):
    hostile = a_diagram(task="{code} {0} %s &lt;script&gt;")

    draft = store_draft(session, SYSTEM, {"p_test.bpmn": hostile}, "", NOW)

    assert draft.status == "checked"

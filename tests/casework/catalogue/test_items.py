"""An item has dated versions; only one in force can be accepted, and no promise ends after the law's limit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

import engine
from casework.actor import SYSTEM
from casework.catalogue.items import (
    ItemNotInForce,
    NewerVersion,
    bind_item,
    cancel_item,
    fields_of,
    find_item_in_force,
    form_for,
    get_item_in_force,
    list_items,
    list_versions,
    materials_of,
    publish_item_version,
)
from casework.definitions.definitions import publish, store_draft
from casework.demo.run import ITEMS
from casework.errors import Conflict, NotFound, NotPermitted, Refusal
from casework.organisation.role import Role
from tests.casework.catalogue.builders import a_published_definition, item_fields
from tests.casework.definitions.diagrams import a_diagram, files
from tests.casework.people import NOW, Centre, a_centre

TODAY = date(2026, 10, 9)
FORM = {"type": "default", "schemaVersion": 19, "components": [{"type": "textfield", "key": "地址", "label": "地址"}]}
CONVERTED = {"base_type": "instant", "converted_amount": 5, "converted_unit": "working_day"}


@pytest.fixture
def centre(session: Session) -> Centre:
    centre = a_centre(session)
    a_published_definition(session)
    return centre


def publish_item(centre: Centre, day: date = TODAY, code: str = "ZJ-01", actor=SYSTEM, **changes):
    return publish_item_version(centre.session, actor, code, item_fields(**changes), day, NOW)


def test_the_version_of_the_day_is_found(centre):
    first = publish_item(centre)
    second = publish_item(centre, TODAY + timedelta(days=30), promised_amount=7)

    found = [find_item_in_force(centre.session, "ZJ-01", TODAY + timedelta(days=days)) for days in (-1, 0, 29, 30)]

    assert found == [None, first, first, second]
    assert (first.valid_to, second.valid_to) == (TODAY + timedelta(days=29), None)


def test_an_item_not_in_force_cannot_be_accepted_and_says_why(centre):
    publish_item(centre, TODAY + timedelta(days=1))

    with pytest.raises(ItemNotInForce, match="9 Oct 2026"):
        get_item_in_force(centre.session, "ZJ-01", TODAY)
    with pytest.raises(NotFound):
        get_item_in_force(centre.session, "nothing", TODAY)


def test_a_cancelled_item_ends_with_its_last_day(centre):
    publish_item(centre)
    publish_item(centre, TODAY + timedelta(days=60))

    cancel_item(centre.session, SYSTEM, "ZJ-01", TODAY + timedelta(days=5), "取消", NOW)

    days = [TODAY + timedelta(days=number) for number in (5, 6, 60)]
    assert [find_item_in_force(centre.session, "ZJ-01", day) is not None for day in days] == [True, False, False]


def test_an_item_does_not_end_in_the_past(centre):
    version = publish_item(centre, TODAY - timedelta(days=30))

    with pytest.raises(Conflict, match="is past"):
        cancel_item(centre.session, SYSTEM, "ZJ-01", TODAY - timedelta(days=2), "取消", NOW)

    assert (version.status, version.valid_to) == ("published", None)


def test_a_new_version_begins_after_the_present_one_and_not_in_the_past(centre):
    publish_item(centre)

    for day in (TODAY, TODAY - timedelta(days=1)):
        with pytest.raises(Conflict, match="too early"):
            publish_item(centre, day)


def test_a_version_that_has_not_begun_gives_way_to_one_from_its_day_or_before(centre):
    publish_item(centre)
    publish_item(centre, TODAY + timedelta(days=60), promised_amount=9)
    publish_item(centre, TODAY + timedelta(days=60), promised_amount=8)
    publish_item(centre, TODAY + timedelta(days=30), promised_amount=7)

    days = [TODAY + timedelta(days=number) for number in (29, 30, 60)]
    assert [find_item_in_force(centre.session, "ZJ-01", day).number for day in days] == [1, 4, 4]
    assert [one.status for one in list_versions(centre.session, "ZJ-01")] == [
        "published", "cancelled", "cancelled", "published"
    ]  # fmt: skip


def test_the_day_of_a_version_that_was_cancelled_with_its_item_is_free_again(centre):
    publish_item(centre)
    publish_item(centre, TODAY + timedelta(days=60))
    cancel_item(centre.session, SYSTEM, "ZJ-01", TODAY + timedelta(days=5), "取消", NOW)

    again = publish_item(centre, TODAY + timedelta(days=60))

    assert find_item_in_force(centre.session, "ZJ-01", TODAY + timedelta(days=60)) == again
    assert find_item_in_force(centre.session, "ZJ-01", TODAY + timedelta(days=6)) is None


def test_a_version_made_from_one_that_is_not_the_newest_is_refused(centre):
    publish_item(centre)
    later = TODAY + timedelta(days=1)
    fields = item_fields(promised_amount=7)
    publish_item_version(centre.session, SYSTEM, "ZJ-01", fields, later, NOW, after=1)

    with pytest.raises(NewerVersion) as late:
        publish_item_version(centre.session, SYSTEM, "ZJ-01", item_fields(), later + timedelta(days=1), NOW, after=1)

    assert late.value.params["number"] == 2


def test_an_edited_version_starts_from_what_holds(centre):
    version = publish_item(centre, forms={"handler": FORM})
    fields = fields_of(centre.session, version.id)

    edited = publish_item_version(
        centre.session, SYSTEM, "ZJ-01", {**fields, "name": "新名称"}, TODAY + timedelta(days=1), NOW
    )

    assert edited.number == 2 and edited.statutory.amount == 20
    assert [material.code for material in materials_of(centre.session, edited.id)] == ["HT", "M02"]
    assert form_for(centre.session, edited.id, "handler") == FORM
    assert form_for(centre.session, edited.id, "reviewer") is None
    assert version.name != "新名称"


@pytest.mark.parametrize(
    ("promised", "statutory", "allowed"),
    [
        ((10, "working_day"), (20, "working_day"), True),
        ((20, "working_day"), (20, "working_day"), True),
        ((21, "working_day"), (20, "working_day"), False),
        ((5, "working_day"), (7, "calendar_day"), False),
        ((2, "working_day"), (30, "calendar_day"), True),
        ((30, "calendar_day"), (3, "month"), True),
        ((15, "working_day"), (15, "calendar_day"), False),
        ((20, "working_day"), (3, "month"), True),
    ],
)
def test_a_promise_never_ends_after_the_law_on_any_day_of_two_years(centre, promised, statutory, allowed):
    limits = {
        "promised_amount": promised[0],
        "promised_unit": promised[1],
        "statutory_amount": statutory[0],
        "statutory_unit": statutory[1],
    }
    if allowed:
        assert publish_item(centre, **limits).promised.amount == promised[0]
    else:
        with pytest.raises(Refusal, match="promise") as refusal:
            publish_item(centre, **limits)
        assert refusal.value.params["field"] == "promised_amount"


@pytest.mark.parametrize(
    ("promised", "promised_from", "statutory_from", "code"),
    [
        (7, "accepted", "received", "item.promise_waits_too_long"),
        (3, "accepted", "documents_complete", "item.promise_waits_too_long"),
        (2, "accepted", "received", None),
        (7, "received", "received", None),
        (7, "received", "accepted", None),
        (8, "accepted", "received", "item.promise_exceeds_law"),
    ],
)
def test_a_promise_from_acceptance_keeps_a_law_that_counts_from_receipt(
    centre, promised, promised_from, statutory_from, code
):
    limits = {
        "promised_amount": promised,
        "promised_from": promised_from,
        "statutory_amount": 7,
        "statutory_from": statutory_from,
    }
    if code is None:
        assert publish_item(centre, **limits).promised.amount == promised
    else:
        with pytest.raises(Refusal) as refusal:
            publish_item(centre, **limits)
        assert (refusal.value.code, refusal.value.params["field"]) == (code, "promised_amount")


def test_the_refusal_names_the_day_on_which_the_promise_would_be_late(centre):
    with pytest.raises(Refusal) as refusal:
        publish_item(centre, promised_amount=15, statutory_amount=15, statutory_unit="calendar_day")

    assert "2026年" in refusal.value.in_language("zh")
    assert "15 个工作日" in refusal.value.in_language("zh")


def test_the_database_keeps_the_promise_too(centre):
    publish_item(centre)

    with pytest.raises(Exception, match="promised_within_statutory"), centre.session.begin_nested():
        centre.session.execute(text("UPDATE item_version SET promised_amount = 21"))


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("promised_amount = 0, base_type = 'instant', converted_amount = 21", "converted_within_statutory"),
        ("converted_amount = NULL", "converted_complete"),
        ("base_type = 'promised'", "converted_complete"),
        ("converted_unit = 'week'", "converted_unit"),
        ("notice_amount = 6", "notice_within_art_32"),
        ("notice_unit = 'hour'", "notice_within_art_32"),
        ("notice_amount = NULL", "notice_within_art_32"),
        ("fee_rule = '{}'", "fee_has_basis"),
    ],
)
def test_the_database_keeps_the_limits_of_conversion_and_notice_too(centre, change, rule):
    publish_item(centre, **CONVERTED, notice_amount=3, notice_unit="calendar_day", notice_source="《某条例》第九条")

    with pytest.raises(Exception, match=rule), centre.session.begin_nested():
        centre.session.execute(text(f"UPDATE item_version SET {change}"))


def test_without_a_law_of_its_own_an_item_has_five_working_days_to_tell_what_is_missing(centre):
    usual, own = publish_item(centre).notice, {"notice_amount": 3, "notice_source": "《某条例》第九条"}
    shorter = publish_item(centre, **own, code="OWN").notice

    assert (usual.amount, usual.unit, "第三十二条" in usual.source) == (5, "working_day", True)
    assert (shorter.amount, shorter.unit, shorter.source) == (3, "working_day", "《某条例》第九条")


def test_the_law_may_set_no_limit(centre):
    assert publish_item(centre, statutory_amount=None).statutory is None


FEE = {"kind": "fixed", "amount_fen": 5000}
RULES = [
    FEE, {"kind": "per_unit", "unit_fen": 200, "quantity": "area", "reduction": "waived"},
    {"kind": "rate", "base": "price", "rate": "0.03"}, {"kind": "rate", "base": "price", "rate": "fee_rate"},
    {"kind": "computed", "amount": "fee_yuan"},
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule['kind']} {rule.get('rate', '')}".strip())
def test_a_fee_is_published_with_the_document_that_allows_it_and_its_licence(centre, rule):
    version = publish_item(centre, fee_rule=rule, fee_basis="价费〔2024〕3 号", fee_licence="云费证 0012 号")

    assert (version.fee_rule, version.fee_licence) == (rule, "云费证 0012 号")


@pytest.mark.parametrize("nothing", [None, {}])
def test_an_item_without_a_fee_needs_neither_document_nor_licence(centre, nothing):
    assert publish_item(centre, fee_rule=nothing).fee_rule is None


WRONG = [
    ({"name": ""}, "item.missing_field", "name"),
    ({"basis": ""}, "item.permit_needs_basis", "basis"),
    ({"fee_rule": FEE}, "item.fee_needs_basis", "fee_basis"),
    ({"fee_rule": FEE, "fee_basis": "价费〔2024〕3 号"}, "item.fee_needs_licence", "fee_licence"),
    ({"fee_rule": {"kind": "banana"}}, "item.bad_value", "fee_rule.kind"),
    ({"fee_rule": "50"}, "item.bad_value", "fee_rule.kind"),
    ({"fee_rule": {"kind": "fixed"}}, "item.missing_field", "fee_rule.amount_fen"),
    ({"fee_rule": {"kind": "fixed", "amount_fen": 0.5}}, "item.bad_value", "fee_rule.amount_fen"),
    ({"fee_rule": {"kind": "fixed", "amount_fen": -1}}, "item.bad_value", "fee_rule.amount_fen"),
    ({"fee_rule": {**FEE, "amount": "x"}}, "item.unknown_field", "fee_rule.amount"),
    ({"fee_rule": {"kind": "per_unit", "unit_fen": 100}}, "item.missing_field", "fee_rule.quantity"),
    ({"fee_rule": {"kind": "rate", "base": "price", "rate": "NaN"}}, "item.bad_value", "fee_rule.rate"),
    ({"fee_rule": {"kind": "rate", "base": "price", "rate": "-0.1"}}, "item.bad_value", "fee_rule.rate"),
    ({"fee_rule": {"kind": "computed", "amount": 7}}, "item.bad_value", "fee_rule.amount"),
    ({"fee_rule": {**FEE, "reduction": True}}, "item.bad_value", "fee_rule.reduction"),
    ({"base_type": "special"}, "item.bad_value", "base_type"),
    ({"promised_amount": -1}, "item.bad_value", "promised_amount"),
    ({"promised_amount": 9999}, "item.bad_limit", "promised_amount"),
    ({"converted_amount": 5}, "item.bad_value", "converted_amount"),
    ({**CONVERTED, "converted_amount": 21}, "item.promise_exceeds_law", "converted_amount"),
    ({"base_type": "instant"}, "item.instant_needs_converted", "converted_amount"),
    ({"converted_unit": "hour"}, "item.missing_field", "converted_amount"),
    ({"notice_amount": 6, "notice_source": "《某条例》"}, "item.bad_value", "notice_amount"),
    ({"notice_amount": 3, "notice_unit": "month", "notice_source": "《某条例》"}, "item.bad_value", "notice_unit"),
    ({"notice_amount": 3}, "item.notice_needs_source", "notice_source"),
    ({**CONVERTED, "converted_unit": "week"}, "item.bad_value", "converted_unit"),
    ({"green_factor": "2"}, "item.bad_value", "green_factor"),
    ({"green_factor": "NaN"}, "item.bad_value", "green_factor"),
    ({"green_factor": "sNaN"}, "item.bad_value", "green_factor"),
    ({"green_factor": "一半"}, "item.bad_value", "green_factor"),
    ({"colour": "red"}, "item.unknown_field", "colour"),
    ({"department": "XX"}, "item.unknown_department", "department"),
    ({"member_departments": ["GH", "XX"]}, "item.unknown_department", "member_departments"),
    ({"definition_key": "p_nothing"}, "item.no_definition", "definition_key"),
    ({"materials": [{"code": "A"}]}, "item.missing_field", "materials[1].name"),
    ({"materials": [{"name": "a", "code": "A"}, {"name": "b", "code": "A"}]}, "item.material_twice", "materials[2]"),
    ({"forms": {"handler": {"components": [{"type": "html"}]}}}, "item.bad_form", "forms.handler"),
]


@pytest.mark.parametrize(("changes", "code", "field"), WRONG, ids=[one[2] + "-" + one[1] for one in WRONG])
def test_what_no_version_may_hold_is_refused_by_the_name_of_the_field(centre, changes, code, field):
    with pytest.raises(Refusal) as refusal:
        publish_item(centre, **changes)

    assert (refusal.value.code, refusal.value.params["field"]) == (code, field)
    assert refusal.value.in_language("zh") != code and "…" not in str(refusal.value)


@pytest.fixture
def centre_with_a_diagram(session: Session) -> Centre:
    centre = a_centre(session)
    bundle = files("p_promised")
    publish(centre.session, SYSTEM, store_draft(centre.session, SYSTEM, bundle, "", NOW).id, NOW)
    return centre


def test_an_item_with_a_good_table_of_its_own_is_published(centre_with_a_diagram):
    tables = {"item_fee.dmn": (ITEMS / "SW-QS" / "item_fee.dmn").read_text("utf-8")}

    assert publish_item(centre_with_a_diagram, decision_files=tables).decision_files == tables


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("fee.dmn", "<definitions", "item.bad_table"),
        ("fee.dmn", "<a>" * 200_000, "item.bad_table"),
        ("p_promised.bpmn", a_diagram("p_promised"), "item.no_table"),
    ],
    ids=["broken", "hostile", "a diagram"],
)
def test_an_items_own_table_is_read_by_the_child_process_before_it_is_published(
    centre_with_a_diagram, monkeypatch, file, content, code
):
    def in_the_server(*files, **more):
        raise AssertionError("read in the server")

    monkeypatch.setattr(engine, "compile_bundle", in_the_server)

    with pytest.raises(Refusal) as refusal:
        publish_item(centre_with_a_diagram, decision_files={file: content})

    assert (refusal.value.code, refusal.value.params["field"]) == (code, "new_table")
    assert list_items(centre_with_a_diagram.session, TODAY, with_others=True).total == 0


def test_only_administrators_change_items(centre):
    clerk = centre.hire("wangli", "王丽", (Role.WINDOW, "ZJ"))

    with pytest.raises(NotPermitted) as refusal:
        publish_item(centre, actor=clerk)

    assert "系统管理员" in refusal.value.in_language("zh")


def test_binding_an_item_to_a_changed_diagram_is_a_new_version(centre):
    publish_item(centre)
    a_published_definition(centre.session, "p_new")

    bound = bind_item(centre.session, SYSTEM, "ZJ-01", "p_new", NOW)

    assert (bound.number, bound.definition_key, bound.valid_from) == (2, "p_new", TODAY + timedelta(days=1))
    assert bind_item(centre.session, SYSTEM, "ZJ-01", "p_new", NOW) is bound


def test_items_are_listed_as_they_hold_on_the_day(centre):
    publish_item(centre)
    publish_item(centre, TODAY + timedelta(days=30), name="以后的名称")
    publish_item(centre, TODAY + timedelta(days=30), code="ZJ-02", name="以后的事项")

    def names(**filters):
        return [row.version.name for row in list_items(centre.session, TODAY, **filters).rows]

    assert names() == ["建筑工程施工许可"]
    assert names(text="施工") == names(text="zj-01") == names(base_type="promised") == ["建筑工程施工许可"]
    assert names(text="%") == names(base_type="joint") == []
    assert names(with_others=True) == ["以后的名称", "以后的事项"]
    assert len(list_versions(centre.session, "ZJ-01")) == 2

"""The shipped items are accepted by the catalogue as they stand, and their own tables decide what they say."""

import json
from datetime import date
from decimal import Decimal

import pytest

from casework.catalogue.item_draft import check_limits, read_item_fields
from casework.clocks.seed import seeded_calendar
from casework.demo.run import ITEMS, read_item_folder
from casework.fees.computing import fee_of
from engine.decisions import decide
from engine.expressions import parse
from engine.reading.dmn import read_decisions
from forms.definition import read_form
from forms.parts import walk_fields
from forms.schema import FormInvalid, required_keys, validate
from tests.processes.shipped import LIBRARY, process_keys

CODES = sorted(folder.parent.name for folder in ITEMS.glob("*/item.json"))


def fields_of(code):
    fields = read_item_folder(ITEMS / code)
    assert fields.pop("code") == code
    return fields


def table(code, key, names):
    (text,) = fields_of(code)["decision_files"].values()
    return decide(read_decisions(text.encode()), key, names)


@pytest.mark.parametrize("code", CODES)
def test_the_catalogue_takes_the_item(code):
    draft = read_item_fields(fields_of(code))

    check_limits(draft, seeded_calendar(), date(2026, 1, 5))
    assert draft.values["definition_key"] in process_keys()
    assert draft.values["basis"]


@pytest.mark.parametrize("code", CODES)
def test_each_material_says_by_what_standard_it_is_examined(code):
    fields = fields_of(code)

    assert all(material["standard"] for material in fields["materials"])
    assert fields.get("is_internal") or 3 <= len(fields["materials"]) <= 8


def holds(condition, names):
    return parse(condition, language="feel").holds(names)


SURVEYED = [code for code in CODES if fields_of(code).get("needs_survey") and "handle" in fields_of(code)["forms"]]


@pytest.mark.parametrize("code", SURVEYED)
@pytest.mark.parametrize(
    ("surveyed", "outcome", "is_asked"), [(None, "submit", True), ("yes", "submit", False), (None, "special", False)]
)
def test_who_submits_without_the_survey_that_the_item_needs_says_why(code, surveyed, outcome, is_asked):
    form = read_form(json.dumps(fields_of(code)["forms"]["handle"]))
    scope = {"survey_expected": True, "surveyed": surveyed}

    sent = {} if is_asked else {"survey_waiver": ""}
    if outcome == "submit":
        with pytest.raises(FormInvalid) as refused:
            validate(form, sent, outcome=outcome, scope=scope, is_true=holds)
        assert ("survey_waiver" in refused.value.errors) is is_asked
    else:
        assert not validate(form, sent, outcome=outcome, scope=scope, is_true=holds).get("survey_waiver")


def test_there_are_enough_items_over_enough_departments():
    departments = {json.loads((ITEMS / code / "item.json").read_text("utf-8"))["department"] for code in CODES}

    assert len(CODES) >= 24
    assert len(departments) >= 8


def test_a_joint_item_names_its_members_and_the_first_are_among_them():
    for code in CODES:
        fields = fields_of(code)
        members = fields.get("member_departments", [])

        assert (len(members) >= 2) is (fields["base_type"] == "joint"), code
        for named in ("first_departments", "direct_departments"):
            assert set(fields["points"].get(named, [])) <= set(members), code


@pytest.mark.parametrize(
    ("kind", "count", "area", "rate"),
    [
        ("residence", "first", "140", "0.01"),
        ("residence", "first", "140.01", "0.015"),
        ("residence", "second", "140", "0.01"),
        ("residence", "second", "200", "0.02"),
        ("residence", "more", "90", "0.03"),
        ("other", None, "90", "0.03"),
    ],
)
def test_the_deed_tax_rate_follows_use_family_and_area(kind, count, area, rate):
    names = {"house_kind": kind, "house_count": count, "house_area": Decimal(area)}

    assert table("SW-QS", "item_fee", names)["rate"] == Decimal(rate)


def test_registering_a_home_costs_less_than_another_building():
    amounts = [table("GH-BDC", "item_fee", {"house_kind": kind})["amount"] for kind in ("residence", "other")]

    assert amounts == [80, 550]


@pytest.mark.parametrize(
    ("kinds", "more"),
    [
        (["general"], []),
        (["medical"], ["WJ"]),
        (["general", "transport"], ["JT"]),
        (["medical", "transport"], ["WJ", "JT"]),
    ],
    ids=str,
)
def test_the_scope_of_business_decides_who_takes_part_and_may_be_of_several_kinds(kinds, more):
    assert table("SC-QYKB", "joint_members", {"scope_kind": kinds}) == ["SC", "GA", "SW", "RS", *more]


@pytest.mark.parametrize(("days", "level"), [("0.5", "chief"), ("1", "joint"), ("3", "joint")])
def test_a_sub_centre_may_have_another_leave_rule_for_the_same_flow(days, level):
    assert table("ZX-QJBR", "leave_tier", {"days": Decimal(days)}) == level


def test_the_promise_of_one_item_covers_making_the_certificate():
    assert [code for code in CODES if fields_of(code).get("concluded_at_decision") is False] == ["SC-YPLS"]


# What the public guide shows of an item (五公开、八公开): without it nobody knows where they stand.
OPEN_TO_THE_PUBLIC = (
    "name",
    "basis",
    "conditions",
    "result_name",
    "service_targets",
    "promised_source",
    "definition_key",
)
OF_THE_GUIDE = ("way", "hours", "place", "phone", "complaints", "checked")


@pytest.mark.parametrize("code", CODES)
def test_the_guide_of_an_item_is_complete(code):
    fields = fields_of(code)
    points = fields["points"] if not fields.get("is_internal") else dict.fromkeys(OF_THE_GUIDE, "-")

    assert [name for name in OPEN_TO_THE_PUBLIC if not fields.get(name)] == []
    assert [name for name in OF_THE_GUIDE if not points.get(name)] == []
    assert (fields.get("statutory_amount") is None) is (not fields.get("statutory_source"))
    assert {bool(fields.get(name)) for name in ("fee_rule", "fee_basis", "fee_licence")} in ({True}, {False})


def test_all_seven_kinds_of_cases_can_be_registered():
    kinds = {kind for code in CODES for kind in fields_of(code)["points"]["case_types"]}

    assert kinds - {"internal"} == {
        "instant", "promised", "joint", "forwarded", "special", "reply", "consultation",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("price", "rate", "fen"), [(0, "0.01", 0), ("0.01", "0.03", 0), ("999999999999.99", "0.02", 2 * 10**12)]
)
def test_the_tax_is_whole_fen_for_every_price(price, rate, fen):
    rule = fields_of("SW-QS")["fee_rule"]

    assert fee_of(rule, {"contract_price": Decimal(price), "fee_rate": Decimal(rate)}) == fen


@pytest.mark.parametrize(("kind", "missing"), [("residence", {"house_count"}), ("other", set())])
def test_what_the_tax_table_asks_is_asked_on_the_form_before_it_costs_an_incident(kind, missing):
    form = read_form((ITEMS / "SW-QS" / "intake.form").read_bytes())
    data = {
        "contract_no": "YC20260001", "house_address": "体育路 1 号", "contract_price": 980000, "house_area": 89.5,
        "house_kind": kind, "invoice_no": "26330001",
    }  # fmt: skip

    try:
        found = set()
        validate(form, data, is_true=holds)
    except FormInvalid as refused:
        found = set(refused.errors)

    assert found == missing


# Items 1–5 and 8 of the seeds: what the law gives, what the centre promises, and what must be handed in.
LAW, OURS = "《中华人民共和国行政许可法》", "中心承诺"
PINNED = {
    "ZX-QJ": (None, (1, "working_day", "received", "中心内部规定"), {}, ["病假证明"]),
    "SW-QS": (
        None, (0, "working_day", "accepted", OURS), {"converted_amount": 5, "converted_unit": "working_day"},
        ["申请人身份证明", "房屋买卖（转让）合同", "增值税发票", "契税纳税申报表", "减免税证明材料"],
    ),
    "SC-QYKB": (
        (3, "working_day", "accepted", "《中华人民共和国市场主体登记管理条例》第十九条"),
        (1, "working_day", "accepted", OURS), {"first_departments": ["SC"], "branch_days": 1},
        [
            "企业开办申请书", "申请人身份证明", "公司章程", "住所（经营场所）使用证明", "股东会决议",
            "法定代表人、董事、监事任职文件", "授权委托书",
        ],
    ),
    "ZJ-SGXK": (
        (7, "calendar_day", "received", "《中华人民共和国建筑法》第八条"), (5, "calendar_day", "received", OURS),
        {"branch_days": 1, "green_days": 3, "needs_survey": True, "tolerant_allowed": True},
        [
            "建筑工程施工许可申请表", "建设用地批准手续", "建设工程规划许可证", "施工图审查合格书",
            "中标通知书和施工合同", "质量安全措施", "农民工工资保证措施",
        ],
    ),
    "FG-ZDTZ": (
        (20, "working_day", "accepted", f"{LAW}第四十三条"), (5, "working_day", "accepted", OURS),
        {"superior_days": 20}, ["项目申请书", "城乡规划选址意见", "用地预审意见", "节能审查意见", "营业执照"],
    ),
    "CG-HWGG": (
        (20, "working_day", "accepted", f"{LAW}第四十二条"), (10, "working_day", "accepted", OURS),
        {"needs_survey": True},
        ["户外广告设施设置申请表", "营业执照", "设置位置和效果图", "场地或建筑物使用权证明", "结构安全证明"],
    ),
}  # fmt: skip
LIMIT = ("amount", "unit", "from", "source")


@pytest.mark.parametrize("code", PINNED)
def test_limits_with_their_sources_and_materials_of_the_items_of_the_seeds_stand(code):
    statutory, promised, more, materials = PINNED[code]
    fields = fields_of(code)

    stated = {name: fields.get(name, fields["points"].get(name)) for name in more}
    assert tuple(fields.get(f"statutory_{part}") for part in LIMIT) == (statutory or (None,) * len(LIMIT))
    assert tuple(fields[f"promised_{part}"] for part in LIMIT) == promised
    assert stated == more
    assert [material["name"] for material in fields["materials"]] == materials


def fields_in(path):
    return [one for _, one in walk_fields(read_form(path.read_bytes()).parts)]


def test_no_field_of_an_item_answers_another_question_of_the_library():
    """In one case both would write one variable: what a project costs is not what it spends on its surroundings."""
    library = {one.key: one.label for path in LIBRARY.glob("*.form") for one in fields_in(path)}

    clashes = [
        (path.parent.name, one.key)
        for path in sorted(ITEMS.glob("*/*.form"))
        for one in fields_in(path)
        if library.get(one.key, one.label) != one.label
    ]

    assert clashes == []


@pytest.mark.parametrize("path", sorted(ITEMS.glob("*/handle.form")), ids=lambda path: path.parent.name)
def test_who_asks_for_a_special_procedure_or_more_time_need_not_vouch_for_facts_yet(path):
    form = read_form(path.read_bytes())

    assert {outcome: required_keys(form, outcome) for outcome in ("special", "extend")} == {
        "special": frozenset(), "extend": frozenset(),
    }  # fmt: skip
    assert {"checked_facts", "handle_opinion"} <= required_keys(form, "submit")

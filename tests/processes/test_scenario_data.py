"""What people enter in the scenarios is what the forms of the library accept: they can be played for real."""

from datetime import date

import pytest

from engine.expressions import parse
from forms.definition import read_form
from forms.errors import FormInvalid
from forms.parts import Field, Kind, walk_fields, written_variables
from forms.schema import validate
from tests.processes.shipped import LIBRARY, compiled, scenarios

ENTERED = [
    (f"{process}-{name}-{number}", process, drawn)
    for process, name, scenario in scenarios()
    for number, drawn in enumerate(scenario["steps"])
    if "task" in drawn
]


def holds(condition, names):
    return parse(condition, language="feel").holds(names)


def form_key(process, element):
    """The form of the task, not of its namesake in a called process; an item's own form is not ours to judge."""
    whole = compiled(process)
    nodes = [every.body.nodes.get(element) for every in whole.processes.values()]
    nodes = [own] if (own := whole.entry.body.nodes.get(element)) else nodes
    (key,) = {node.form_key for node in nodes if node is not None and node.form_key}
    return None if key.startswith("item:") else key


@pytest.mark.parametrize(("process", "drawn"), [each[1:] for each in ENTERED], ids=[each[0] for each in ENTERED])
def test_the_form_accepts_what_is_entered(process, drawn):
    key = form_key(process, drawn["task"])

    if key is not None:
        form = read_form((LIBRARY / f"{key}.form").read_bytes())
        data = drawn.get("data", {})
        # Whom the centre would offer as a stand-in, what a first notice would have listed, what the item allows, and
        # that the government extends a joint matter.
        scope = {
            "item_specials": [data.get("special_kind")],
            "colleagues": [{"value": data.get("substitute"), "label": "王思齐"}],
            "missing": data.get("still_missing", []),
            "by_government": "extension_approver" not in data,
        }
        assert validate(form, data, outcome=drawn.get("outcome"), scope=scope, is_true=holds) is not None


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.form")), ids=lambda path: path.stem)
def test_every_form_of_the_library_can_be_shown_and_enforced(path):
    form = read_form(path.read_bytes())

    assert form.id == path.stem
    assert form.parts


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("leave_opinion", {"leave_type", "leave_from", "leave_to", "days", "month_days", "year_days", "leave_reason"}),
        ("leave_substitute", {"leave_type", "leave_from", "leave_to", "days", "leave_reason"}),
        ("leave_appoint", {"leave_type", "leave_from", "leave_to", "days", "leave_reason"}),
        ("special_opinion", {"special_kind", "special_basis", "special_reason", "special_days"}),
        ("extension_opinion", {"extension_reason", "extension_approver"}),
        ("extension_government", {"extension_reason"}),
        ("denial_opinion", {"deny_reasons", "deny_text", "deny_basis"}),
        ("sign_upward", {"prelim_opinion"}),
        ("review", {"handle_opinion"}),
        ("decide", {"handle_opinion"}),
    ],
)
def test_who_decides_sees_what_was_asked_and_cannot_change_it(key, asked):
    form = read_form((LIBRARY / f"{key}.form").read_bytes())
    shown = {part.path[-1] for part in form.parts if isinstance(part, Field) and part.is_locked}
    sent = dict.fromkeys(asked, "改了")

    assert asked <= shown
    assert not asked & set(written_variables(form))
    try:
        stored = validate(form, sent, is_true=lambda text, names: parse(text, language="feel").holds(names))
    except FormInvalid as refused:
        assert not asked & set(refused.errors)
    else:
        assert not asked & set(stored)


def test_a_department_that_finds_papers_incomplete_says_which():
    """An empty answer would make one joint notice that asks for nothing."""
    form = read_form((LIBRARY / "branch_check.form").read_bytes())

    for data in ({"complete": "no"}, {"complete": "no", "missing_items": " "}):
        with pytest.raises(FormInvalid) as refused:
            validate(form, data, scope={}, is_true=holds)
        assert set(refused.value.errors) == {"missing_items"}
    assert validate(form, {"complete": "yes"}, scope={}, is_true=holds)
    assert validate(form, {"complete": "no", "missing_items": "效果图（缺）"}, scope={}, is_true=holds)


SURVEYED = {
    "officer_1": "王建国", "survey_date": "2026-10-09", "survey_place": "人民路", "survey_findings": "符合",
    "survey_conclusion": "pass",
}  # fmt: skip
ASKED = {
    "special_kind": "hearing", "special_basis": "行政许可法第四十七条", "special_reason": "邻里有异议",
    "special_days": 20,
}  # fmt: skip
HANDED = {"receiver": "李秀英", "delivery_way": "window", "delivered_on": "2026-10-09"}
TEAM = {"department_name": "市自然资源局", "officer_1": "王建国", "finding": "符合"}
PRELIM = {"prelim_checked": ["materials"], "prelim_opinion": "符合"}
TEAMS = {
    "survey_date": "2026-10-09", "survey_place": "工地", "officer_1": "李明", "officer_2": "周敏",
    "survey_teams": [{**TEAM, "officer_2": "赵敏"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("key", "right", "wrong", "field"),
    [
        ("survey", {**SURVEYED, "officer_2": "赵敏"}, {"officer_2": "王建国"}, "officer_2"),
        ("joint_survey", TEAMS, {"officer_2": "李明"}, "officer_2"),
        ("joint_survey", TEAMS, {"survey_teams": [{**TEAM, "officer_2": "王建国"}]}, "survey_teams.0.officer_2"),
        ("special_request", ASKED, {"special_days": 21}, "special_days"),
        ("delivery", HANDED, {"delivered_on": "2026-10-10"}, "delivered_on"),
        ("delivery", HANDED, {"delivery_way": "courier"}, "tracking_no"),
        ("prelim_review", {**PRELIM, "tracker": "孙立"}, {"tracker": ""}, "tracker"),
    ],
    ids=["two officers", "joint", "of each department", "twenty days", "no day to come", "courier's number", "tracker"],
)  # fmt: skip
def test_what_a_hint_says_of_a_field_is_its_rule(key, right, wrong, field):
    form = read_form((LIBRARY / f"{key}.form").read_bytes())
    known = {"is_true": holds, "today": date(2026, 10, 9), "scope": {"item_specials": ["hearing"]}}

    assert validate(form, right, **known)
    with pytest.raises(FormInvalid) as refused:
        validate(form, {**right, **wrong}, **known)
    assert set(refused.value.errors) == {field}


STILL_AHEAD = {"tolerant_due", "certificate_until", "special_date", "leave_from", "leave_to", "returned_on"}
LIBRARY_DATES = [
    (path.stem, part)
    for path in sorted(LIBRARY.glob("*.form"))
    for _, part in walk_fields(read_form(path.read_bytes()).parts)
    if part.kind in (Kind.DATE, Kind.DATETIME) and part.key not in STILL_AHEAD and not part.is_locked
]


@pytest.mark.parametrize(("key", "part"), LIBRARY_DATES, ids=[f"{key}.{part.key}" for key, part in LIBRARY_DATES])
def test_a_day_on_which_something_was_done_does_not_lie_ahead(key, part):
    form = read_form((LIBRARY / f"{key}.form").read_bytes())
    clock = "T09:00:00+08:00" if part.kind is Kind.DATETIME else ""
    refusals = []
    for day in ("2026-10-09", "2026-10-10"):
        with pytest.raises(FormInvalid) as refused:
            validate(form, {part.key: day + clock, "nobody_asks": 1}, is_true=holds, today=date(2026, 10, 9))
        refusals.append(part.key in refused.value.errors)

    assert refusals == [False, True]


@pytest.mark.parametrize(("expected", "is_asked"), [(True, True), (False, False), (None, False)])
def test_a_joint_plan_without_the_survey_that_the_item_needs_says_why(expected, is_asked):
    form = read_form((LIBRARY / "joint_plan.form").read_bytes())
    plan, scope = {"survey_needed": "no", "plan_text": "并行"}, {"survey_expected": expected}

    try:
        validate(form, plan, scope=scope, is_true=holds)
        missing = set()
    except FormInvalid as refused:
        missing = set(refused.errors)

    assert missing == ({"survey_waiver"} if is_asked else set())


def test_a_certificate_does_not_expire_before_it_is_made():
    form = read_form((LIBRARY / "certificate.form").read_bytes())
    made = {"certificate_title": "食品经营许可证", "certificate_text": "热食类食品制售"}

    validate(form, {**made, "certificate_until": "2026-10-09"}, is_true=holds, today=date(2026, 10, 9))
    with pytest.raises(FormInvalid) as refused:
        validate(form, {**made, "certificate_until": "2026-10-08"}, is_true=holds, today=date(2026, 10, 9))

    assert set(refused.value.errors) == {"certificate_until"}

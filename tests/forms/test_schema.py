"""The server enforces the form the browser drew: required, hidden, locked, grouped, repeated and unknown fields."""

import pytest

from forms.definition import personal_paths, written_variables
from forms.schema import required_keys, schema_of, validate
from tests.forms.builders import a_field, a_form, codes, typed

REQUIRED = {"validate": {"required": True}}


def kind_is(expression, scope):
    """Stands for FEEL: `name = value` with a text or `count > n`."""
    name, sign, value = expression.split()
    found = scope.get(name)
    return found == value if sign == "=" else found is not None and found > float(value)


@pytest.mark.parametrize(
    ("component", "empty", "expected"),
    [
        (a_field(**REQUIRED), "  ", "field.required"),
        (a_field(**REQUIRED), None, "field.required"),
        (a_field("number", **REQUIRED), "", "field.required"),
        (a_field("checkbox", **REQUIRED), False, "field.required_tick"),
        (a_field("checklist", values=["a"], **REQUIRED), [], "field.required_choice"),
        (a_field("select", values=["a"], **REQUIRED), None, "field.required_choice"),
    ],
)
def test_a_required_field_must_be_filled_sent_empty_or_not_sent(component, empty, expected):
    form = a_form(component)

    assert codes(form, {"x": empty}) == {"x": [expected]}
    assert codes(form, {}) == {"x": [expected]}


def test_an_optional_field_sent_empty_is_cleared_and_one_not_sent_stays_away():
    form = a_form(a_field(), a_field("checklist", "list", values=["a"]), a_field("number", "n"), a_field(key="other"))

    assert validate(form, {"x": " ", "list": [], "n": None}) == {"x": None, "list": [], "n": None}


def test_a_field_may_be_required_for_some_outcomes_only():
    form = a_form(a_field("textarea", "reason", properties={"banjian:requiredFor": "不同意, 退回承办"}))

    assert validate(form, {}, outcome="同意") == {}
    assert codes(form, {}, outcome="不同意") == {"reason": ["field.required"]}
    assert required_keys(form, "退回承办") == {"reason"}
    assert required_keys(form, "同意") == frozenset()


def test_a_hidden_field_is_dropped_and_not_required():
    form = a_form(
        a_field("select", "kind", values=["firm", "person"]),
        a_field(key="name", conditional={"hide": "=kind = person"}, **REQUIRED),
    )

    assert validate(form, {"kind": "person", "name": "x"}, is_true=kind_is) == {"kind": "person"}
    assert codes(form, {"kind": "firm"}, is_true=kind_is) == {"name": ["field.required"]}


def test_conditions_see_numbers_as_numbers_and_the_case_behind_the_form():
    form = a_form(
        a_field("number", "count"),
        a_field(key="why", conditional={"hide": "=count > 2"}),
        a_field(key="who", conditional={"hide": "=channel = portal"}),
    )
    data = {"count": "3", "why": "x", "who": "y"}

    assert validate(form, data, scope={"channel": "portal"}, is_true=kind_is) == {"count": 3}


def test_a_part_whose_condition_has_no_answer_is_not_demanded_but_taken():
    """The viewer hides it mostly, not always: nobody is held back by what they cannot see, nothing typed is lost."""
    form = a_form(a_field(conditional={"hide": "=days > 3"}, **REQUIRED))

    stored = [validate(form, data, is_true=lambda *_: None) for data in ({}, {"x": ""}, {"x": "a"})]

    assert stored == [{}, {"x": None}, {"x": "a"}]


def test_a_condition_sees_what_the_case_knows_of_a_field_that_was_not_sent():
    form = a_form(a_field("textfield", "m"), a_field(conditional={"hide": "=m"}))
    seen = []

    for data in ({}, {"m": ""}):
        validate(form, data, scope={"m": "kept"}, is_true=lambda _, scope: seen.append(scope["m"]) or True)

    assert seen == ["kept", ""]


def test_a_hidden_group_hides_all_inside_it():
    inner = [a_field(key="name", **REQUIRED), {"type": "dynamiclist", "path": "rows", "components": [a_field()]}]
    form = a_form(
        a_field(key="kind"),
        {"type": "group", "path": "firm", "conditional": {"hide": "=kind = person"}, "components": inner},
    )
    data = {"kind": "person", "firm": {"name": "x", "rows": [{"x": "1"}]}}

    assert validate(form, data, is_true=kind_is) == {"kind": "person", "firm": {}}


@pytest.mark.parametrize("lock", [{"disabled": True}, {"readonly": True}, {"readonly": "=channel = portal"}])
def test_a_locked_field_cannot_be_written(lock):
    form = a_form(a_field(key="fee", **lock), a_field())

    assert validate(form, {"fee": "0", "x": "a"}, scope={"channel": "portal"}, is_true=kind_is) == {"x": "a"}


def test_keys_with_dots_and_groups_with_paths_are_nested():
    group = {"type": "group", "path": "applicant", "components": [a_field(key="name"), a_field(key="home.street")]}
    form = a_form(group, a_field(key="applicant.phone"))
    data = {"applicant": {"name": "林", "home": {"street": "和平路"}, "phone": "1"}}

    assert validate(form, data) == data
    assert codes(form, {"applicant": {"home": {"flat": 1}}}) == {"applicant.home.flat": ["field.unknown"]}
    assert codes(form, {"applicant": "林"}) == {"applicant": ["field.not_a_group"]}


def test_the_rows_of_a_list_are_checked_one_by_one():
    row = [a_field(key="name", **REQUIRED), {**typed("id_number"), "key": "id"}]
    form = a_form({"type": "dynamiclist", "path": "holders", "label": "股东", "components": row})

    assert validate(form, {"holders": [{"name": " 王 "}]}) == {"holders": [{"name": "王"}]}
    assert codes(form, {"holders": [{"name": "王"}, {"id": "1"}, 5]}) == {
        "holders.1.name": ["field.required"],
        "holders.1.id": ["id_number.length"],
        "holders.2": ["field.not_a_group"],
    }
    assert codes(form, {"holders": [{"name": "王"}] * 201}) == {"holders": ["field.too_many_rows"]}
    assert codes(form, {"holders": "王"}) == {"holders": ["field.not_a_list"]}


def test_a_condition_in_a_row_sees_its_own_row_first():
    row = [a_field(key="kind"), a_field(conditional={"hide": "=kind = person"})]
    form = a_form(a_field(key="kind"), {"type": "dynamiclist", "path": "rows", "components": row})
    data = {"kind": "person", "rows": [{"kind": "firm", "x": "1"}, {"kind": "person", "x": "2"}]}

    assert validate(form, data, is_true=kind_is)["rows"] == [{"kind": "firm", "x": "1"}, {"kind": "person"}]


def test_a_key_the_form_does_not_know_is_named():
    assert codes(a_form(a_field()), {"x": "a", "status": "approved"}) == {"status": ["field.unknown"]}


@pytest.mark.parametrize("key", ["load", "Meta", "fields", "context", "_schema", "validate", "typename", "类型"])
def test_any_ordinary_word_may_be_a_key(key):
    form = a_form(a_field(key=key, **REQUIRED))

    assert validate(form, {key: "a"}) == {key: "a"}
    assert list(codes(form, {}).values()) == [["field.required"]]


def test_data_nested_without_end_are_refused_not_followed():
    deep: dict = {}
    for _ in range(100_000):
        deep = {"x": deep}

    assert codes(a_form(a_field()), deep) == {"": ["field.not_a_group"]}


def test_the_data_given_are_not_changed():
    data = {"x": "  a ", "rows": [{"x": " b "}]}
    form = a_form(a_field(), {"type": "dynamiclist", "path": "rows", "components": [a_field()]})

    validate(form, data)

    assert data == {"x": "  a ", "rows": [{"x": " b "}]}


def test_a_form_with_conditions_needs_someone_who_can_judge_them():
    form = a_form(a_field(conditional={"hide": "=a = b"}))

    with pytest.raises(ValueError, match="is_true"):
        validate(form, {"x": "a"})


def test_the_schema_is_made_once_per_content():
    assert schema_of(a_form(a_field())) is schema_of(a_form(a_field()))
    assert schema_of(a_form(a_field())) is not schema_of(a_form(a_field(label="另一项")))


def test_a_form_tells_what_it_writes_and_what_is_personal():
    row = {**typed("phone"), "key": "tel"}
    form = a_form(
        {**typed("id_number"), "key": "applicant.id"}, {"type": "dynamiclist", "path": "holders", "components": [row]}
    )

    assert written_variables(form) == {"applicant", "holders"}
    assert personal_paths(form) == {"applicant.id": "id_number", "holders[].tel": "phone"}

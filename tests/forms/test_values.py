"""Each kind of component takes what it means and refuses the rest, quoting the input and giving an example."""

import pytest

from forms.schema import validate
from tests.forms.builders import a_field, a_form, clean, code, codes, message, typed

OPTIONS = {
    "values": [{"value": "firm", "label": "企业"}, {"value": 2, "label": "个人"}, {"value": True, "label": "是"}]
}


@pytest.mark.parametrize(
    ("component", "value", "stored"),
    [
        (a_field(), "  林小雨 ", "林小雨"),
        (a_field("textarea"), "一行\r\n二行", "一行\n二行"),
        (a_field(), "\u200b票据 1\u2060", "票据 1"),
        (a_field("number"), "４８．６", 48.6),
        (a_field("number"), "1,234,567", 1234567),
        (a_field("number"), 48.60, 48.6),
        (a_field("number"), "50.0", 50),
        (a_field("number"), 0, 0),
        (a_field("number", serializeToString=True), "48.60", "48.6"),
        (a_field("checkbox"), "on", True),
        (a_field("checkbox"), False, False),
        (a_field("select", **OPTIONS), "firm", "firm"),
        (a_field("radio", **OPTIONS), "2", 2),
        (a_field("radio", **OPTIONS), True, True),
        (a_field("checklist", **OPTIONS), ["firm", 2, "firm"], ["firm", 2]),
        (a_field("taglist", **OPTIONS), [], []),
        (a_field("datetime", subtype="date"), "2026-10-09", "2026-10-09"),
        (a_field("datetime", subtype="time"), "14:30", "14:30"),
        (a_field("datetime", subtype="datetime"), "2026-10-09 14:30", "2026-10-09T14:30"),
        (a_field("datetime", subtype="datetime"), "2026-10-09T14:30+08:00", "2026-10-09T14:30+08:00"),
        (typed("id_number"), "11010519491231002x", "11010519491231002X"),
        (typed("credit_code"), "91350100m000100y43", "91350100M000100Y43"),
        (typed("phone"), "+86 139 0000 0268", "13900000268"),
        (typed("money"), "¥1,234.50", 1234.5),
        (typed("money", "number"), 12, 12),
        (typed("money"), 1234.5, 1234.5),
        (typed("person_name"), "阿依古丽·买买提", "阿依古丽·买买提"),
    ],
)
def test_what_fits_is_stored_tidied(component, value, stored):
    found = clean(component, value)

    assert found == stored
    assert type(found) is type(stored)


@pytest.mark.parametrize(
    ("component", "value", "expected"),
    [
        (a_field(), 5, "field.not_text"),
        (a_field(), ["a"], "field.not_text"),
        (a_field(), "a\x00b", "field.bad_character"),
        (a_field(), "两\n行", "field.bad_character"),
        (a_field(), "\ud800", "field.bad_character"),
        (a_field(), "长" * 2001, "field.too_long"),
        (a_field("textarea"), "长" * 20001, "field.too_long"),
        (a_field("textarea", validate={"minLength": 5}), "太短", "field.too_short"),
        (a_field(validate={"maxLength": 3}), "一二三四", "field.too_long"),
        (a_field(validate={"pattern": r"^\d{6}$"}), "12345", "field.pattern"),
        (a_field(validate={"pattern": r"^\d{6}$"}), "１２３４５６", "field.pattern"),
        (a_field(validate={"pattern": "^a$"}), "b" * 201, "field.too_long"),
        (a_field(validate={"validationType": "email"}), "lin@", "field.not_email"),
        (a_field(validate={"validationType": "phone"}), "12345", "field.not_international_phone"),
        (a_field("number"), "约五十", "field.not_number"),
        (a_field("number"), True, "field.not_number"),
        (a_field("number"), "NaN", "field.not_number"),
        (a_field("number"), float("inf"), "field.not_number"),
        (a_field("number"), "1e5", "field.not_number"),
        (a_field("number"), "1" * 4000, "field.not_number"),
        (a_field("number"), "12345678901234567", "field.number_too_long"),
        (a_field("number", decimalDigits=0), "1.5", "field.not_integer"),
        (a_field("number", decimalDigits=1), "48.65", "field.too_many_decimals"),
        (a_field("number", increment="0.5"), "2.7", "field.off_step"),
        (a_field("number", validate={"min": 1}), 0, "field.too_small"),
        (a_field("number", validate={"max": "0.5"}), "0.51", "field.too_large"),
        (a_field("checkbox"), "maybe", "field.not_yes_or_no"),
        (a_field("select", **OPTIONS), "ghost", "field.not_an_option"),
        (a_field("select", **OPTIONS), 1, "field.not_an_option"),
        (a_field("select", **OPTIONS), {"value": "firm"}, "field.not_an_option"),
        (a_field("checklist", **OPTIONS), "firm", "field.not_a_list"),
        (a_field("checklist", **OPTIONS), ["firm", "ghost"], "field.not_an_option"),
        (a_field("datetime", subtype="date"), "2026-02-30", "field.not_a_date"),
        (a_field("datetime", subtype="date"), "20261009", "field.not_a_date"),
        (a_field("datetime", subtype="date", disallowPassedDates=True), "2026-10-08", "field.date_passed"),
        (a_field("datetime", subtype="time"), "25:00", "field.not_a_time"),
        (a_field("datetime", subtype="datetime"), "2026-10-09", "field.not_a_datetime"),
        (typed("id_number"), "110105194912310021", "id_number.check_digit"),
        (typed("credit_code"), "91350100M000100Y44", "credit_code.check_digit"),
        (typed("phone"), "010-12345678", "field.not_phone"),
        (typed("money"), "12.345", "field.not_money"),
        (typed("money"), "-1", "field.not_money"),
        (typed("person_name"), "林3", "field.not_a_name"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(component, value, expected):
    assert code(component, value) == expected


@pytest.mark.parametrize("text", ["\u200b", " \u3000", "\u2800\u200d", "\u3164"])
def test_signs_that_nobody_sees_are_no_answer(text):
    assert code(a_field(validate={"required": True}), text) == "field.required"


def test_a_message_quotes_the_input_says_why_and_gives_an_example():
    assert message(a_field("number"), "约五十") == "“约五十”不是数字。请写数字，例如 48.6。"
    assert message(a_field("number"), "fifty", "en") == "“fifty” is not a number. Write a number, for example 48.6."
    assert message(a_field("number", increment="0.5"), "2.7") == "“2.7”不是 0.5 的倍数。最近的是 2.5 和 3。"


def test_a_message_names_the_options_and_shortens_long_input():
    said = message(a_field("select", **OPTIONS), "鬼" * 200)

    assert "可选：企业、个人、是" in said
    assert "鬼" * 41 not in said


def test_the_designer_s_own_words_for_a_pattern_are_used():
    component = a_field(validate={"pattern": "^YC-", "patternErrorMessage": "文号以 YC- 开头"})

    assert message(component, "XX-1") == "“XX-1”：文号以 YC- 开头"


def test_options_may_come_from_the_variables_of_the_case():
    component = a_field("select", valuesKey="halls")
    halls = {"halls": [{"value": "h1", "label": "一号厅"}, "h2"]}

    assert clean(component, "h2", scope=halls) == "h2"
    assert code(component, "h3", scope=halls) == "field.not_an_option"
    assert code(component, "h1") == "field.not_an_option"


def test_options_of_the_case_stand_before_those_of_the_form_as_the_page_shows_them():
    component = a_field("select", valuesKey="halls", values=[{"value": "h1", "label": "一号厅"}, {"value": "h2"}])

    assert clean(component, "h1", scope={"halls": ["h1"]}) == "h1"
    assert code(component, "h2", scope={"halls": ["h1"]}) == "field.not_an_option"


def test_a_personal_value_may_come_back_as_the_reference_the_case_holds_and_no_other():
    component = typed("id_number")
    scope = {"x": {"ref": "personal:7"}}

    assert clean(component, {"ref": "personal:7"}, scope=scope) == {"ref": "personal:7"}
    assert code(component, {"ref": "personal:8"}, scope=scope) == "field.foreign_reference"
    assert codes(a_form(a_field()), {"x": {"ref": "personal:7"}}, scope=scope) == {"x": ["field.not_text"]}


def test_a_reference_in_a_row_may_be_that_of_any_row_the_case_holds():
    form = a_form({"type": "dynamiclist", "path": "holders", "components": [typed("phone")]})
    first, second, foreign = ({"x": {"ref": f"personal:{n}"}} for n in (1, 2, 3))
    scope = {"holders": [first, second], "x": {"ref": "personal:3"}}

    assert validate(form, {"holders": [second]}, scope=scope) == {"holders": [second]}
    assert codes(form, {"holders": [foreign]}, scope=scope) == {"holders.0.x": ["field.foreign_reference"]}

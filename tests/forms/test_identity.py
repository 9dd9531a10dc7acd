"""身份证号 and 统一社会信用代码 carry check digits; a mistyped one is found, a real one never refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.identity import (
    CODE_ALPHABET,
    PROVINCES,
    body_check,
    credit_code_check,
    credit_code_problem,
    id_check_digit,
    id_number_problem,
    is_mobile,
    tidy,
    tidy_phone,
)

TODAY = date(2026, 10, 9)
ID_NUMBERS = ["11010519491231002X", "34052419800101001X", "440524188001010014"]
CREDIT_CODES = ["91350100M000100Y43", "11210381MB00000199", "91370900MB00000195", "12450300MB0000019R"]

regions = st.builds(str.__add__, st.sampled_from(sorted(PROVINCES)), st.from_regex(r"[0-9]{4}", fullmatch=True))
births = st.dates(date(1900, 1, 1), TODAY).map("{:%Y%m%d}".format)
sequences = st.from_regex(r"[0-9]{3}", fullmatch=True)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    start = draw(regions) + draw(births) + draw(sequences)
    return start + id_check_digit(start)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    start = draw(st.sampled_from("159AY"))
    start += draw(st.sampled_from("1239")) + draw(st.from_regex(r"[0-9]{6}", fullmatch=True))
    body = draw(st.text(CODE_ALPHABET, min_size=8, max_size=8))
    start += body + body_check(body)
    return start + credit_code_check(start)


@pytest.mark.parametrize("number", ID_NUMBERS)
def test_the_samples_of_the_id_standard_are_valid(number):
    assert id_number_problem(number, TODAY) is None


@pytest.mark.parametrize("code", CREDIT_CODES)
def test_the_samples_of_the_credit_code_are_valid_outside_and_inside(code):
    assert credit_code_problem(code) is None
    assert body_check(code[8:16]) == code[16]


@pytest.mark.parametrize("region", ["330113", "810000", "820000", "830000"])
def test_new_districts_and_residence_permits_are_valid(region):
    start = f"{region}19900307102"

    assert id_number_problem(start + id_check_digit(start), TODAY) is None


@given(id_numbers())
def test_every_number_with_a_right_check_digit_is_valid(number):
    assert id_number_problem(number, TODAY) is None


@given(id_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_change_of_one_character_is_found(number, place, character):
    changed = number[:place] + character + number[place + 1 :]

    assert (id_number_problem(changed, TODAY) is None) == (changed == number)


@given(id_numbers(), st.integers(0, 16))
def test_every_swap_of_two_neighbours_is_found(number, place):
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (id_number_problem(changed, TODAY) is None) == (changed == number)


@given(credit_codes())
def test_every_code_with_right_check_digits_is_valid(code):
    assert credit_code_problem(code) is None


@given(credit_codes(), st.integers(0, 17), st.sampled_from(CODE_ALPHABET))
def test_every_change_of_one_character_of_a_code_is_found(code, place, character):
    changed = code[:place] + character + code[place + 1 :]

    assert (credit_code_problem(changed) is None) == (changed == code)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110105491231002", "id_number.length"),
        ("11010519491231002Y", "id_number.characters"),
        ("1101051949X2310029", "id_number.characters"),
        ("٣٣0113199003071020", "id_number.characters"),
        ("99010519491231002X", "id_number.region"),
        ("110105194902300026", "id_number.birth"),
        ("110105194900000026", "id_number.birth"),
        ("110105194912310021", "id_number.check_digit"),
    ],
)
def test_a_wrong_id_number_says_what_is_wrong(number, code):
    assert id_number_problem(number, TODAY).code == code


def test_nobody_is_born_tomorrow():
    start = "11010520261010002"
    number = start + id_check_digit(start)

    assert id_number_problem(number, TODAY).code == "id_number.birth"
    assert id_number_problem(number, date(2026, 10, 10)) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("91350100M000100Y4", "credit_code.length"),
        ("91350100M000100O43", "credit_code.characters"),
        ("9135010AM000100Y43", "credit_code.characters"),
        ("91350100M000100Y44", "credit_code.check_digit"),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(text, code):
    assert credit_code_problem(text).code == code


def test_a_code_whose_inner_check_fails_is_found_though_the_outer_one_fits():
    start = "91350100M000100Y5"

    assert credit_code_problem(start + credit_code_check(start)).code == "credit_code.body"


def test_input_is_tidied_before_the_check():
    assert tidy(" 110105 19491231 002x ") == "11010519491231002X"
    assert tidy("１１０１０５１９４９１２３１００２Ｘ") == "11010519491231002X"
    assert tidy_phone("+86 139-0000-0268") == "13900000268"
    assert tidy_phone("(0086)13900000268") == "13900000268"


@pytest.mark.parametrize(("phone", "valid"), [("13900000268", True), ("12900000268", False), ("1390000026", False)])
def test_a_mobile_number_has_eleven_digits_and_begins_with_13_to_19(phone, valid):
    assert is_mobile(phone) is valid

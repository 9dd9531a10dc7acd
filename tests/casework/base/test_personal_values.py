"""ID numbers and phones are stored once, encrypted, found by keyed hash, and never readable without the key."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.crypto import Vault, WrongKey
from casework.errors import NotFound
from casework.personal_value import PersonalKind, PersonalValue
from casework.personal_values import (
    as_reference,
    is_reference,
    keep_personal,
    mask,
    reveal_many,
    reveal_personal,
)

VAULT = Vault(b"k" * 32)
ID_NUMBER = "11010519491231002X"


def test_a_number_is_kept_once_whatever_the_case_of_its_last_letter(session: Session):
    first = keep_personal(session, VAULT, PersonalKind.ID_NUMBER, ID_NUMBER)
    again = keep_personal(session, VAULT, PersonalKind.ID_NUMBER, f" {ID_NUMBER.lower()} ")

    assert first == again
    assert reveal_personal(session, VAULT, first) == ID_NUMBER


def test_the_row_does_not_show_the_number(session: Session):
    keep_personal(session, VAULT, PersonalKind.ID_NUMBER, ID_NUMBER)

    row = session.scalars(select(PersonalValue)).one()

    assert ID_NUMBER not in f"{row.cipher}{row.keyed_hash}"
    assert row.keyed_hash != Vault(b"x" * 32).keyed_hash(f"id_number:{ID_NUMBER}")


def test_a_phone_and_an_id_number_with_the_same_digits_are_two_values(session: Session):
    phone = keep_personal(session, VAULT, PersonalKind.PHONE, "13800000000")

    number = keep_personal(session, VAULT, PersonalKind.ID_NUMBER, "13800000000")

    assert phone != number
    assert reveal_many(session, VAULT, {phone}) == {phone: "13800000000"}


def test_another_key_opens_nothing(session: Session):
    reference = keep_personal(session, VAULT, PersonalKind.PHONE, "13800000000")

    with pytest.raises(WrongKey, match="BANJIAN_DATA_KEY"):
        reveal_personal(session, Vault(b"x" * 32), reference)


@pytest.mark.parametrize("reference", ["personal:99", "personal:x", "case:1", "personal:１"])
def test_an_unknown_reference_is_not_found(session: Session, reference):
    with pytest.raises(NotFound):
        reveal_personal(session, VAULT, reference)


@pytest.mark.parametrize(
    ("plain", "masked"),
    [(ID_NUMBER, "1101**********002X"), ("13800001234", "138****1234"), ("12345", "1***5"), ("1", "1"), ("", "")],
)
def test_people_see_it_masked(plain, masked):
    assert mask(plain) == masked


def test_a_reference_in_a_document_is_recognised():
    assert is_reference(as_reference("personal:7"))
    assert not is_reference({"ref": "other"}) and not is_reference("personal:7")

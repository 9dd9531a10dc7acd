"""JSON is stored as canonical text: one spelling per value, fractions exact, the same on every database."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from casework.canonical import NotJson, read_json, write_json
from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from tests.casework.people import NOW

numbers = (
    st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.floats(allow_nan=False, allow_infinity=False)
)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_read_back_writes_the_same_value(value):
    once = read_json(write_json(value))

    assert read_json(write_json(once)) == once


def test_the_order_of_keys_does_not_matter():
    assert write_json({"b": 1, "a": {"d": 2, "c": 3}}) == write_json({"a": {"c": 3, "d": 2}, "b": 1})


@pytest.mark.parametrize("number", ["0.1", "1.10", "123456789012345678.87", "1E+3"])
def test_decimals_stay_exact_to_the_last_digit(number):
    assert read_json(write_json({"元": Decimal(number)})) == {"元": Decimal(number)}


def test_integers_beyond_64_bits_are_kept():
    assert read_json(write_json([2**80, Decimal("0.1")])) == [2**80, Decimal("0.1")]


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), object(), {1: "a"}, {"a": {2**70: 1}}])
def test_what_is_not_json_is_refused(value):
    with pytest.raises(NotJson):
        write_json(value)


def test_a_json_column_is_plain_text_on_both_databases(session: Session):
    row = DefinitionRow(key="p", name="p")
    session.add(row)
    session.flush()
    stored = {"typename": "x", "中": [Decimal("1.10"), None]}
    session.add(
        DefinitionVersion(
            definition_id=row.id, number=1, status="draft", content_hash="0" * 64, files=stored, created_at=NOW
        )
    )
    session.flush()
    session.expire_all()

    assert session.execute(text("SELECT files FROM definition_version")).scalar() == '{"typename":"x","中":[1.10,null]}'
    assert session.query(DefinitionVersion).one().files == stored

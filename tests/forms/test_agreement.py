"""Whatever somebody sends to a shipped form, it is stored tidied or refused by field: never an error of ours."""

import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.expressions import parse
from forms.conditions import TEXTS
from forms.definition import read_form
from forms.errors import FormInvalid
from forms.parts import Field, Form, Group, ListOf, walk_fields
from forms.paths import put
from forms.schema import validate
from tests.processes.shipped import LIBRARY, PROCESSES

FORMS = sorted([*LIBRARY.glob("*.form"), *PROCESSES.glob("items/*/*.form")])
OUTCOMES = (None, "submit", "approved", "denied", "returned", "refuse", "supplement", "tolerant", "paid", "incomplete")
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), st.text(max_size=12),
    st.sampled_from(["2026-11-30", "1,234.5", "１２", "yes", "13912340268", "11010519491231002x", " "]),
    st.lists(st.text(max_size=4), max_size=3), st.dictionaries(st.text(max_size=4), st.integers(), max_size=2),
)  # fmt: skip


@cache
def form_of(path) -> Form:
    return read_form(path.read_bytes())


@cache
def condition(text):
    return parse(text, language="feel")


def sent_to(form: Form, chance) -> dict:
    """Anything for some of the fields; a list gets rows of anything, or no list at all."""
    data: dict = {}
    for part in form.parts:
        if isinstance(part, Group) or chance.draw(st.booleans()):
            continue
        names = [field.path[-1] for field in part.parts if isinstance(field, Field)] if isinstance(part, ListOf) else []
        rows = st.lists(st.dictionaries(st.sampled_from(names), ANYTHING), max_size=3) if names else ANYTHING
        put(data, part.path, chance.draw(st.one_of(rows, ANYTHING)))
    return data


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(FORMS), chance=st.data())
def test_anything_sent_is_stored_or_refused_by_field(path, chance):
    form = form_of(path)
    data, outcome = sent_to(form, chance), chance.draw(st.sampled_from(OUTCOMES))

    try:
        stored = validate(form, data, outcome=outcome, is_true=lambda text, names: condition(text).holds(names))
    except FormInvalid as refused:
        assert refused.errors
    else:
        json.dumps(stored, allow_nan=False)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_text_that_hides_without_content_hides_when_it_is_empty(path):
    """In the browser an empty text is "", never null."""
    texts = [one for _, one in walk_fields(form_of(path).parts) if one.kind in TEXTS and one.hide]
    own = [one for one in texts if one.hide in (f"{one.key} = null", f'{one.key} = null or {one.key} = ""')]

    assert [one.key for one in own if not condition(one.hide).holds({one.key: ""})] == []

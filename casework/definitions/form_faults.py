"""What is wrong with a form itself, before anybody fills it in: said when it is published, not in a citizen's case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casework.canonical import read_json
from casework.errors import Words
from engine.checking.finding import Finding
from engine.expressions import ExpressionError, parse
from forms.definition import Form, read_form
from forms.errors import FormRefused
from forms.parts import Group, ListOf, Part, walk_conditions
from forms.shipped import shipped_form

IN_ROWS = frozenset({"this", "parent", "i"})
"""What a condition in a row of a list sees besides its neighbours."""
GIVEN = frozenset({"today", "outcome", "past_workdays", "colleagues", "item_materials", "item_specials"})
"""What every form is given besides the variables of the case; `outcome` and `past_workdays` only where a value is
refused."""


def form_fault(form: Mapping[str, Any] | str) -> Words | None:
    """Why nobody could use the form: a component that cannot be enforced, a condition that cannot be read."""
    try:
        read = read_form(form)
    except FormRefused as refused:
        return Words(refused.in_language("zh"), refused.in_language("en"))
    twice = _id_used_twice(form)
    if twice is not None:
        # The viewer of the browser shows nothing of such a form.
        return Words(f"编号“{twice}”用了两次。请改其中一个。", f"the id “{twice}” is used twice. Change one of them.")
    for label, text in walk_conditions(read.parts):
        try:
            parse(f"={text}")
        except ExpressionError as wrong:
            return Words(f"“{label}”：{wrong.in_language('zh')}", f"“{label}”: {wrong.in_language('en')}")
    return None


def _id_used_twice(form: Mapping[str, Any] | str) -> str | None:
    seen: set[str] = set()
    waiting = list((read_json(form) if isinstance(form, str) else form).get("components", ()))
    while waiting:
        component = waiting.pop(0)
        waiting += component.get("components", ())
        name = component.get("id")
        if name in seen:
            return str(name)
        if name is not None:
            seen.add(name)
    return None


def form_findings(forms: Mapping[str, Mapping[str, Any]], known: frozenset[str]) -> Iterator[Finding]:
    """What is to be said of a bundle's forms; `known` are the variables of the cases that show them."""
    for key, source in forms.items():
        fault = form_fault(source)
        if fault is not None:
            params = {"form": key, "problem_zh": fault.zh, "problem_en": fault.en}
            yield Finding("error", "form.unusable", None, None, params)
        elif shipped_form(key) is None:
            for label, name in _unknown(read_form(source), known):
                yield Finding("warning", "form.name_unknown", None, None, {"form": key, "label": label, "name": name})


def _unknown(form: Form, known: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Names that conditions use and nothing writes, each once, with the label of the first part that uses it."""
    told = known | GIVEN | IN_ROWS | frozenset(_own_names(form.parts))
    for label, text in walk_conditions(form.parts):
        for name in sorted(parse(f"={text}").names - told):
            told |= {name}
            yield label, name


def _own_names(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        yield from part.path[:1]
        if isinstance(part, Group | ListOf):
            yield from _own_names(part.parts)

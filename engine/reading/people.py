"""Who may do a task and with which form: attributes, lanes and the form fields drawn inside a task."""

from __future__ import annotations

import json
import re
from typing import Any

from engine.expressions import Expression
from engine.model import Lane, Staffing
from engine.reading.dialects import Extras, RawField
from engine.reading.names import Element
from engine.reading.sheet import Sheet
from engine.reading.values import expression, is_wrapped, split_names, text_or_expression

_FIELD_TYPES = {
    "string": "textfield",
    "long": "number",
    "integer": "number",
    "int": "number",
    "double": "number",
    "number": "number",
    "boolean": "checkbox",
    "date": "datetime",
    "enum": "select",
}


_BOUNDS = {"minlength": "minLength", "maxlength": "maxLength", "min": "min", "max": "max"}
_COUNT = re.compile(r"0|[1-9]\d{0,14}", re.ASCII)
_NUMBER = re.compile(rf"-?({_COUNT.pattern})(\.\d{{1,6}})?", re.ASCII)


def read_staffing(sheet: Sheet, element: Element, extras: Extras, own: dict[str, str], lane: Lane | None) -> Staffing:
    """`banjian:role` counts before candidate groups, these before the lane; people and assignee count beside them."""
    drawn = own.get("role") or extras.groups
    roles = [_role(sheet, element, part) for part in split_names(drawn)]
    if not roles and lane is not None and lane.role:
        roles = [lane.role]
    users = (text_or_expression(sheet, element, part, place="candidateUsers") for part in split_names(extras.users))
    return Staffing(
        assignee=text_or_expression(sheet, element, extras.assignee, place="assignee"),
        users=tuple(user for user in users if user is not None),
        roles=tuple(role for role in roles if role is not None),
    )


def _role(sheet: Sheet, element: Element, text: str) -> Expression | str | None:
    return expression(sheet, element, text, place="candidateGroups") if is_wrapped(text) else text


def is_bound(name: str, text: str) -> bool:
    """Whether a form here can keep to the constraint; a vendor's own validators it cannot."""
    number = _COUNT if name.endswith("length") else _NUMBER
    return name in _BOUNDS and number.fullmatch(text.strip()) is not None


def drawn_form(element: Element, fields: tuple[RawField, ...]) -> dict[str, Any]:
    """A form-js definition of the fields drawn inside the task, in their order; its key is the task's id."""
    return {
        "id": element.get("id"),
        "type": "default",
        "schemaVersion": 16,
        "components": [_component(field) for field in fields if field.key],
    }


def _component(field: RawField) -> dict[str, Any]:
    component: dict[str, Any] = {
        "id": f"field_{field.key}",
        "key": field.key,
        "label": field.label or field.key,
        "type": _FIELD_TYPES.get(field.type, "textfield"),
    }
    if component["type"] == "select":
        component["values"] = [{"value": value, "label": name or value} for value, name in field.options]
    if component["type"] == "datetime":
        component |= {"subtype": "date", "dateLabel": component["label"]}
    validate: dict[str, Any] = {"required": True} if field.required else {}
    validate |= {_BOUNDS[name]: json.loads(text) for name, text in field.bounds if is_bound(name, text)}
    if validate:
        component["validate"] = validate
    if field.readonly:
        component["readonly"] = True
    if field.default is not None and "${" not in field.default:
        component["defaultValue"] = field.default == "true" if component["type"] == "checkbox" else field.default
    return component

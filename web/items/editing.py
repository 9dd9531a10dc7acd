"""Between the edit form of an item and the mapping that casework publishes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from casework.canonical import read_json
from casework.cases.case_types import check_type
from casework.catalogue.item import BaseType
from casework.clocks.clock_set import PAUSE_NAMES
from web.frame.typed import FieldRefused, number_in, whole_number
from web.items.words import DAYS, DEPARTMENTS, FEE_KINDS, GUIDE, KINDS, LEADER, asked_of

TEXTS = (
    "name", "item_type", "base_type", "conditions", "basis", "procedure_text", "result_name", "fee_basis",
    "fee_licence", "statutory_source", "promised_unit", "promised_from", "promised_source", "service_targets",
    "definition_key", "green_factor", "change_note",
)  # fmt: skip
FLAGS = (
    "concluded_at_decision", "is_direct", "needs_survey", "handler_not_approver", "extension_allowed",
    "promised_moves", "tolerant_allowed",
)  # fmt: skip
NUMBERS = ("promised_amount", "supplement_days", "delivery_days")
LAW = ("statutory_amount", "statutory_unit", "statutory_from")
CONVERTED = ("converted_amount", "converted_unit")
NOTICE = ("notice_amount", "notice_unit", "notice_source")
MATERIAL_TEXTS = ("code", "name", "source", "standard", "form", "sample_note")
EMPTY_ROWS = 3
FEN = 100


def values_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the form's fields show for the fields of a version (`catalogue.items.fields_of`)."""
    values = {name: fields.get(name) for name in (*TEXTS, *NUMBERS, *LAW, *CONVERTED, *NOTICE)}
    values |= {name: "yes" if fields.get(name) else "" for name in FLAGS}
    values |= _fee_values(fields.get("fee_rule"))
    for one in fields.get("special_kinds") or ():
        values |= {f"special_{one['kind']}": "yes", f"special_{one['kind']}_basis": one.get("basis", "")}
    values |= {f"member_{code}": "yes" for code in fields.get("member_departments") or ()}
    return values | _points_values(fields.get("points"))


def material_rows(fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The materials of the version and some empty lines to fill."""
    return [*(dict(one) for one in fields.get("materials") or ()), *({} for _ in range(EMPTY_ROWS))]


def typed_materials(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    """The lines of the materials table as they were typed, empty ones too, by their place."""
    numbered = (name.split("_")[1] for name in form if name.startswith("m_"))
    places = sorted({place for number in numbered if (place := number_in(number)) is not None})
    rows = []
    for place in places:
        row: dict[str, Any] = {name: form.get(f"m_{place}_{name}", "").strip() for name in MATERIAL_TEXTS}
        row |= {name: form.get(f"m_{place}_{name}") == "yes" for name in ("is_required", "tolerable")}
        row |= {name: form.get(f"m_{place}_{name}", "").strip() for name in ("originals", "copies")}
        rows.append(row)
    return rows


def fields_typed(
    form: MultiDict[str, str], before: Mapping[str, Any], files: MultiDict[str, FileStorage]
) -> dict[str, Any]:
    """The fields of the next version. What the form does not ask keeps its value. Raises `Refusal` naming the field."""
    fields = dict(before)
    fields |= {name: form.get(name, "").strip() for name in TEXTS}
    fields |= {name: form.get(name) == "yes" for name in FLAGS}
    for name in NUMBERS:
        number = whole_number(form.get(name, "").strip(), name)
        if number is None:
            raise FieldRefused("organisation.missing", field=name)
        fields[name] = number
    fields |= _law(form) | _converted(form) | _notice(form)
    fields["fee_rule"] = _fee_rule(form)
    fields["special_kinds"] = [
        {"kind": kind, "basis": form.get(f"special_{kind}_basis", "").strip()}
        for kind in _as_before((one["kind"] for one in before.get("special_kinds") or ()), PAUSE_NAMES)
        if form.get(f"special_{kind}") == "yes"
    ]
    fields["member_departments"] = _ticked(form, "member_", before.get("member_departments"))
    fields["points"] = _points(form, before.get("points") or {})
    fields["materials"] = _materials(form)
    fields["forms"] = _forms(form, before, files)
    fields["decision_files"] = _decision_files(form, before, files)
    return fields


def _as_before(before: Iterable[str], offered: Iterable[str]) -> list[str]:
    """What is offered, in the order it had: ticking nothing changes nothing."""
    return list(dict.fromkeys((*before, *offered)))


def _ticked(form: Mapping[str, str], prefix: str, before: Iterable[str] | None) -> list[str]:
    offered = [name.removeprefix(prefix) for name in form if name.startswith(prefix)]
    return [one for one in _as_before(before or (), offered) if form.get(f"{prefix}{one}") == "yes"]


def _points_values(points: Mapping[str, Any] | None) -> dict[str, Any]:
    asked, others = asked_of(points)
    values = {f"guide_{name}": asked[name] for name in GUIDE if name in asked}
    values |= {name: asked.get(name) for name in (*DAYS, "superior")}
    values |= {f"kind_{kind}": "yes" for kind in asked.get("case_types", ())}
    values |= {f"{name}_{code}": "yes" for name in DEPARTMENTS for code in asked.get(name, ())}
    values["decided_by"] = "yes" if "decided_by" in asked else ""
    values["points"] = json.dumps(others, ensure_ascii=False, indent=2, default=float)
    return values


def _points(form: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """What programs and the guide read of an item: what was typed as JSON, and the fields."""
    was, _ = asked_of(before)
    asked: dict[str, Any] = {name: form.get(f"guide_{name}", "").strip() for name in GUIDE}
    asked |= {name: _ticked(form, f"{name}_", was.get(name)) for name in DEPARTMENTS}
    asked |= {"case_types": _kinds(form, was.get("case_types")), "superior": form.get("superior", "").strip()}
    asked["decided_by"] = LEADER if form.get("decided_by") == "yes" else ""
    days = {name: whole_number(form.get(name, "").strip(), name) for name in DAYS}
    found = _object(form.get("points", ""), "points")
    found |= {name: value for name, value in asked.items() if value}
    return found | {name: number for name, number in days.items() if number is not None}


def _kinds(form: Mapping[str, str], before: Iterable[str] | None) -> list[str]:
    base = form.get("base_type", "")
    kinds = [kind for kind in _as_before(before or (), KINDS) if form.get(f"kind_{kind}") == "yes"]
    return [check_type(kind, base if base in list(BaseType) else None, field="case_types") for kind in kinds]


def _law(form: Mapping[str, str]) -> dict[str, Any]:
    amount = whole_number(form.get("statutory_amount", "").strip(), "statutory_amount")
    if amount is None:
        return {"statutory_amount": None, "statutory_unit": None, "statutory_from": None}
    return {
        "statutory_amount": amount,
        "statutory_unit": form.get("statutory_unit"),
        "statutory_from": form.get("statutory_from"),
    }


def _converted(form: Mapping[str, str]) -> dict[str, Any]:
    amount = whole_number(form.get("converted_amount", "").strip(), "converted_amount")
    return {"converted_amount": amount, "converted_unit": None if amount is None else form.get("converted_unit")}


def _notice(form: Mapping[str, str]) -> dict[str, Any]:
    amount = whole_number(form.get("notice_amount", "").strip(), "notice_amount")
    if amount is None:
        return {"notice_amount": None, "notice_unit": None, "notice_source": ""}
    source = form.get("notice_source", "").strip()
    return {"notice_amount": amount, "notice_unit": form.get("notice_unit"), "notice_source": source}


def _fee_values(rule: Mapping[str, Any] | None) -> dict[str, Any]:
    if not rule:
        return {"fee_kind": ""}
    values = {"fee_kind": rule.get("kind", ""), "fee_reduction": rule.get("reduction", "")}
    for name in ("quantity", "base", "rate", "amount"):
        values[f"fee_{name}"] = rule.get(name, "")
    fen = rule.get("amount_fen", rule.get("unit_fen"))
    values["fee_yuan"] = "" if fen is None else f"{Decimal(fen) / FEN:.2f}"
    return values


def _fee_rule(form: Mapping[str, str]) -> dict[str, Any] | None:
    kind = form.get("fee_kind", "")
    if kind not in FEE_KINDS:
        return None
    rule: dict[str, Any] = {"kind": kind}
    match kind:
        case "fixed":
            rule["amount_fen"] = _fen(form)
        case "per_unit":
            rule |= {"unit_fen": _fen(form), "quantity": _needed(form, "fee_quantity")}
        case "rate":
            rule |= {"base": _needed(form, "fee_base"), "rate": _needed(form, "fee_rate")}
        case _:
            rule["amount"] = _needed(form, "fee_amount")
    if form.get("fee_reduction", "").strip():
        rule["reduction"] = form["fee_reduction"].strip()
    return rule


def _fen(form: Mapping[str, str]) -> int:
    text = _needed(form, "fee_yuan")
    try:
        fen = Decimal(text.replace(",", "")) * FEN
    except InvalidOperation:
        raise FieldRefused("items.not_money", field="fee_yuan", text=text) from None
    if not fen.is_finite() or fen < 0 or fen != fen.to_integral_value() or fen > 10**15:
        raise FieldRefused("items.not_money", field="fee_yuan", text=text)
    return int(fen)


def _needed(form: Mapping[str, str], name: str) -> str:
    text = form.get(name, "").strip()
    if not text:
        raise FieldRefused("organisation.missing", field=name)
    return text


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        found = read_json(text or "{}")
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise FieldRefused("items.not_json", field=name)
    return found


def _materials(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    rows = [row for row in typed_materials(form) if row["name"]]
    taken = {row["code"] for row in rows}
    for number, row in enumerate(rows, start=1):
        for name in ("originals", "copies"):
            row[name] = whole_number(row[name], f"materials[{number}].{name}", otherwise=0)
        if not row["code"]:
            row["code"] = next(code for code in (f"M{n:02d}" for n in count(1)) if code not in taken)
            taken.add(row["code"])
    return rows


def _forms(form: MultiDict[str, str], before: Mapping[str, Any], files: MultiDict[str, FileStorage]) -> dict[str, Any]:
    kept = {role: text for role, text in (before.get("forms") or {}).items() if form.get(f"drop_form_{role}") != "yes"}
    upload = files.get("new_form")
    if upload is not None and upload.filename:
        kept[form.get("new_form_role", "intake")] = _object(_text(upload, "new_form"), "new_form")
    return kept


def _decision_files(
    form: MultiDict[str, str], before: Mapping[str, Any], files: MultiDict[str, FileStorage]
) -> dict[str, str]:
    present = before.get("decision_files") or {}
    kept = {name: text for name, text in present.items() if form.get(f"drop_table_{name}") != "yes"}
    upload = files.get("new_table")
    if upload is not None and upload.filename:
        kept[upload.filename.replace("\\", "/").rpartition("/")[2]] = _text(upload, "new_table")
    return kept


def _text(upload: FileStorage, name: str) -> str:
    try:
        return upload.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FieldRefused("items.not_text", field=name) from None

"""Reads what somebody states about an item and refuses what no version may hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Boolean, Integer

from casework.catalogue.item import GREEN_DAYS, BaseType, ItemVersion
from casework.catalogue.item_material import ItemMaterial, MaterialForm
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.clock_set import MEASURED_NAMES
from casework.clocks.limits import NOTICE, CountedFrom, Limit, LimitOutOfRange, Unit, first_breach, starts_after
from casework.clocks.texts import TEXTS as CLOCK_TEXTS
from casework.definitions.form_faults import form_fault
from casework.errors import Refusal, Words
from casework.fees.computing import check_rule

# Set by publishing, not by the person.
NOT_STATED = frozenset({"id", "item_id", "number", "status", "valid_from", "valid_to", "created_by", "created_at"})
REQUIRED = ("name", "item_type", "base_type", "definition_key", "promised_amount")
CHOICES: dict[str, type] = {
    "base_type": BaseType,
    "statutory_unit": Unit,
    "statutory_from": CountedFrom,
    "promised_unit": Unit,
    "promised_from": CountedFrom,
    "converted_unit": Unit,
    "notice_unit": Unit,
}
PERMIT = "01"
LISTS = ("member_departments",)
OBJECTS = ("special_kinds", "decision_files", "points")
SMALLEST_FACTOR, LARGEST_FACTOR = Decimal("0.1"), Decimal(1)
MOST_GREEN_DAYS = 60


@dataclass(frozen=True)
class ItemDraft:
    """A checked statement: column values of the version, its materials and forms, and what belongs to the item."""

    values: dict[str, Any]
    materials: tuple[dict[str, Any], ...]
    forms: dict[str, Any]
    department: str | None
    local_code: str
    is_internal: bool

    @staticmethod
    def columns() -> tuple[str, ...]:
        """Names of the version's columns that people state."""
        return tuple(column.key for column in ItemVersion.__table__.columns if column.key not in NOT_STATED)

    @staticmethod
    def material_columns() -> tuple[str, ...]:
        return tuple(
            column.key for column in ItemMaterial.__table__.columns if column.key not in ("id", "item_version_id")
        )


def read_item_fields(fields: Mapping[str, Any]) -> ItemDraft:
    """The draft in a mapping of fields. Raises `Refusal` naming the first field that is missing or wrong."""
    others = {"materials", "forms", "department", "local_code", "is_internal"}
    columns = ItemVersion.__table__.columns
    for name in fields:
        if name not in others and name not in ItemDraft.columns():
            raise Refusal("item.unknown_field", field=name)
    for name in REQUIRED:
        if fields.get(name) in (None, ""):
            raise Refusal("item.missing_field", field=name)
    values = {name: _checked(name, columns[name].type, fields[name]) for name in ItemDraft.columns() if name in fields}
    values.setdefault("special_kinds", [])
    values.setdefault("member_departments", [])
    values.setdefault("decision_files", {})
    values.setdefault("points", {})
    _check_choices(values)
    _check_basis(values)
    _check_factor(values)
    _check_converted(values)
    _check_notice(values)
    return ItemDraft(
        values=values,
        materials=_materials(fields.get("materials") or ()),
        forms=_forms(fields.get("forms") or {}),
        department=fields.get("department"),
        local_code=str(fields.get("local_code") or ""),
        is_internal=bool(fields.get("is_internal", False)),
    )


def check_limits(draft: ItemDraft, calendar: WorkingCalendar, valid_from: date) -> None:
    """Refuse a promise that could end after the law's limit (CAT-07).

    Equal units are compared as numbers. Different units, and a promise from acceptance under a law that counts from
    receipt, are counted through the calendar from every working day of the year the version starts in and of the next
    one: one day on which the promise ends later is enough to refuse.
    """
    promised, converted = _limit(draft.values, "promised"), _limit(draft.values, "converted")
    statutory, notice = _limit(draft.values, "statutory"), _limit(draft.values, "notice") or NOTICE
    if promised is None or statutory is None:
        return
    _check_within(promised, statutory, notice, calendar, valid_from, "promised_amount")
    if converted is not None:
        converted = replace(converted, counted_from=promised.counted_from)
        _check_within(converted, statutory, notice, calendar, valid_from, "converted_amount")


def _check_within(
    promised: Limit, statutory: Limit, notice: Limit, calendar: WorkingCalendar, valid_from: date, field: str
) -> None:
    words = {"promised": limit_words(promised), "statutory": limit_words(statutory), "field": field}
    if promised.unit == statutory.unit and promised.amount > statutory.amount:
        raise Refusal("item.promise_exceeds_law", **words)
    waits = starts_after(promised, statutory)
    if promised.unit == statutory.unit and not waits:
        return
    for year in (valid_from.year, valid_from.year + 1):
        breach = first_breach(promised, statutory, calendar, year, notice)
        if breach is None:
            continue
        if waits:
            raise Refusal("item.promise_waits_too_long", day=breach, notice=limit_words(notice), **words)
        raise Refusal("item.promise_may_exceed_law", day=breach, **words)


def limit_words(limit: Limit) -> Words:
    """5 个工作日 / 5 working days."""
    name = "same_day" if limit.unit == Unit.WORKING_DAY and limit.amount == 0 else limit.unit.value
    chinese, english = CLOCK_TEXTS[f"clocks.unit.{name}"]
    return Words(chinese.format(amount=limit.amount), english.format(amount=limit.amount))


def _limit(values: Mapping[str, Any], kind: str) -> Limit | None:
    amount = values.get(f"{kind}_amount")
    if amount is None:
        if values.get(f"{kind}_unit") is not None or values.get(f"{kind}_from") is not None:
            raise Refusal("item.missing_field", field=f"{kind}_amount")
        return None
    try:
        return Limit(
            amount=amount,
            unit=Unit(values.get(f"{kind}_unit") or Unit.WORKING_DAY),
            counted_from=CountedFrom(values.get(f"{kind}_from") or CountedFrom.ACCEPTED),
            source=values.get(f"{kind}_source", ""),
        )
    except LimitOutOfRange as error:
        reason = Words(error.in_language("zh"), error.in_language("en"))
        raise Refusal("item.bad_limit", field=f"{kind}_amount", reason=reason) from error


def _checked(name: str, kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Boolean):
        if not isinstance(value, bool):
            raise _bad(name, value, Words("应为是或否", "it must be true or false"))
    elif isinstance(kind, Integer):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise _bad(name, value, Words("应为不小于 0 的整数", "it must be a whole number of at least 0"))
    elif name in LISTS:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise _bad(name, value, Words("应为代码的列表", "it must be a list of codes"))
    elif name not in OBJECTS and name != "fee_rule":
        text = str(value).strip()
        length = getattr(kind, "length", None)
        if length is not None and len(text) > length:
            raise _bad(name, text[:20] + "…", Words(f"最多 {length} 个字", f"it has more than {length} signs"))
        return text
    return value


def _check_choices(values: dict[str, Any]) -> None:
    for name, choices in CHOICES.items():
        value = values.get(name)
        if value is None:
            continue
        allowed = [member.value for member in choices]  # type: ignore[attr-defined]
        if value not in allowed:
            raise _bad(name, value, Words("应为 " + "、".join(allowed), "it must be one of " + ", ".join(allowed)))
    if values.get("statutory_amount") is not None:
        # The law's limit in days without more words means working days from acceptance (Permit Law Art. 42, 82).
        values["statutory_unit"] = values.get("statutory_unit") or Unit.WORKING_DAY.value
        values["statutory_from"] = values.get("statutory_from") or CountedFrom.ACCEPTED.value


def _check_basis(values: dict[str, Any]) -> None:
    if values["item_type"] == PERMIT and not values.get("basis"):
        raise Refusal("item.permit_needs_basis", field="basis")
    _check_fee(values)
    for one in values["special_kinds"]:
        if isinstance(one, Mapping) and one.get("kind") in MEASURED_NAMES and not one.get("basis"):
            words = Words(*MEASURED_NAMES[one["kind"]])
            raise Refusal("item.measured_needs_basis", kind=words, field=f"special_{one['kind']}_basis")


def _check_fee(values: dict[str, Any]) -> None:
    """CAT-08: a fee has the document that allows it and the licence, or what takes the licence's place."""
    rule = values["fee_rule"] = values.get("fee_rule") or None
    if rule is None:
        return
    check_rule(rule)
    for name in ("fee_basis", "fee_licence"):
        if not values.get(name):
            raise Refusal(f"item.fee_needs_{name.removeprefix('fee_')}", field=name)


def _check_factor(values: Mapping[str, Any]) -> None:
    """What shortens the promise in the green channel: days of its own, or a factor."""
    days = values["points"].get(GREEN_DAYS)
    if days is not None and (not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= MOST_GREEN_DAYS):
        raise _bad(GREEN_DAYS, days, Words("应为 1 到 60 的整数", "it must be a whole number, 1 to 60"))
    if "green_factor" not in values:
        return
    reason = Words("应为 0.1 到 1 的小数", "it must be a decimal from 0.1 to 1")
    try:
        factor = Decimal(values["green_factor"])
    except InvalidOperation:
        raise _bad("green_factor", values["green_factor"], reason) from None
    if not factor.is_finite() or not SMALLEST_FACTOR <= factor <= LARGEST_FACTOR:
        raise _bad("green_factor", values["green_factor"], reason)


def _check_converted(values: dict[str, Any]) -> None:
    stated = values.get("converted_amount")
    if stated is not None and values["base_type"] != BaseType.INSTANT:
        reason = Words("只有即办件才有转承诺件的时限", "only an instant item has a limit for converted cases")
        raise _bad("converted_amount", stated, reason)
    if stated is None and values["base_type"] == BaseType.INSTANT:
        # Without it a case that cannot be done at once would be due the same day all the same.
        raise Refusal("item.instant_needs_converted", field="converted_amount")
    if stated is not None:
        values["converted_unit"] = values.get("converted_unit") or Unit.WORKING_DAY.value


def _check_notice(values: dict[str, Any]) -> None:
    amount = values.get("notice_amount")
    if amount is None:
        return
    if not 1 <= amount <= NOTICE.amount:
        raise _bad("notice_amount", amount, Words("应为 1 到 5", "it must be from 1 to 5"))
    values["notice_unit"] = values.get("notice_unit") or Unit.WORKING_DAY.value
    if values["notice_unit"] not in (Unit.WORKING_DAY, Unit.CALENDAR_DAY):
        reason = Words("应为工作日或自然日", "it must be working or calendar days")
        raise _bad("notice_unit", values["notice_unit"], reason)
    if not values.get("notice_source"):
        raise Refusal("item.notice_needs_source", field="notice_source")


def _materials(stated: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    columns = ItemMaterial.__table__.columns
    materials: list[dict[str, Any]] = []
    for number, one in enumerate(stated, start=1):
        field = f"materials[{number}]"
        unknown = set(one) - set(ItemDraft.material_columns())
        if unknown:
            raise Refusal("item.unknown_field", field=f"{field}.{sorted(unknown)[0]}")
        if not one.get("name"):
            raise Refusal("item.missing_field", field=f"{field}.name")
        values = {name: _checked(name, columns[name].type, value) for name, value in one.items()}
        values["no"] = number
        values["code"] = values.get("code") or f"M{number:02d}"
        if any(other["code"] == values["code"] for other in materials):
            raise Refusal("item.material_twice", material=values["code"], field=field)
        allowed = [member.value for member in MaterialForm]
        if values.get("form", allowed[0]) not in allowed:
            raise _bad(f"{field}.form", values["form"], Words("、".join(allowed), ", ".join(allowed)))
        materials.append(values)
    return tuple(materials)


def _forms(stated: Mapping[str, Any]) -> dict[str, Any]:
    for role, form in stated.items():
        fault = form_fault(form)
        if fault is not None:
            raise Refusal("item.bad_form", role=role, reason=fault, field=f"forms.{role}")
    return dict(stated)


def _bad(name: str, value: Any, reason: Words) -> Refusal:
    return Refusal("item.bad_value", field=name, value=str(value), reason=reason)


__all__ = ["ItemDraft", "check_limits", "limit_words", "read_item_fields"]

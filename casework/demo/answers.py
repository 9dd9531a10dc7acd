"""What people of the demo write into forms: every field that the form or the pressed button demands, plausibly.

Fields are known by their key; a key that nobody described gets a value by its type, so that new forms fill themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from casework.clocks.calendar import SHANGHAI, WorkingCalendar
from casework.demo.applicants import (
    BRANDS,
    BUILDERS,
    EMPLOYERS,
    STREETS,
    Somebody,
    invent_credit_code,
    invent_id_number,
    invent_name,
    invent_phone,
    pinyin_of,
)
from casework.demo.words import (
    ALWAYS,
    BY_DEPARTMENT,
    BY_ITEM,
    DAYS_OFF,
    NUMBERS,
    PICKED,
    SERIALS,
    TEXTS_BY_KEY,
    VARIANTS,
    WORKDAYS_OFF,
)
from forms.parts import outcomes_requiring

# Fields that no button demands but a careful clerk fills in all the same.
WORTH_FILLING = frozenset(
    {
        "house_count", "missing_items", "right_body",
        "receiver_id", "tracking_no", "measured_area", "shop_name", "follow_up_note", "handover",
        "third_party_told", "third_party_statement", "branch_document", "tracker", "special_date",
    }
)  # fmt: skip
# Born then one is past eighty, as the allowance for the aged demands.
OF_GREAT_AGE = (date(1932, 1, 1), date(1944, 12, 31))
EVERYTHING = frozenset({"reviewed", "checked_facts", "prelim_checked", "seals"})


@dataclass(frozen=True, slots=True)
class Scene:
    """Who writes about whom, and when."""

    chance: Random
    now: datetime
    somebody: Somebody
    item_name: str
    calendar: WorkingCalendar
    officers: tuple[str, ...]
    """Names of people of the department, for those who are named on forms."""
    missing: str = ""
    """What the applicant was asked for."""
    deputy: str = ""
    """User name of who stands in during a leave."""
    department: str = ""
    """Code of the department whose task it is."""
    item: str = ""
    leader: str = ""
    """Name of who leads the department."""
    row: int = 0
    """Which row of a list is written."""

    @property
    def today(self) -> str:
        return self.now.astimezone(SHANGHAI).date().isoformat()

    def day(self, days: int) -> str:
        return (self.now.astimezone(SHANGHAI).date() + timedelta(days=days)).isoformat()

    def working_day(self, days: int) -> str:
        today = self.now.astimezone(SHANGHAI).date()
        return self.calendar.add_working_days(today, days).isoformat()


def answer_form(
    form: Mapping[str, Any] | None, outcome: str | None, scene: Scene, variant: str | None = None
) -> dict[str, Any]:
    """Data that the form accepts for the button; `variant` names fields that are to have certain values."""
    told = dict(VARIANTS[variant]) if variant else {}
    named = {key: _instance(value, scene) for key, value in told.items()}
    if form is None:
        return named
    data = {
        key: named[key] if key in named else _value(field, scene)
        for key, field in _fields(form.get("components", ()))
        if key in named or _is_wanted(field, outcome)
    }
    return data


def _fields(components: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The fields that hold data, groups opened, with the lists of rows as one field each."""
    for field in components:
        if field.get("type") == "dynamiclist":
            yield field["path"], field
        elif field.get("key"):
            yield field["key"], field
        elif field.get("components"):
            yield from _fields(field["components"])


def _is_wanted(field: Mapping[str, Any], outcome: str | None) -> bool:
    key = field.get("path") or field.get("key")
    is_required = bool((field.get("validate") or {}).get("required")) or field.get("type") == "dynamiclist"
    return is_required or outcome in outcomes_requiring(field) or key in WORTH_FILLING


def _value(field: Mapping[str, Any], scene: Scene) -> Any:
    match field.get("type"):
        case "dynamiclist":
            return [{key: _value(one, row) for key, one in _fields(field["components"])} for row in _rows(scene)]
        case "number":
            return _number(field, scene)
        case "checkbox":
            return True
        case "checklist" if "valuesKey" in field:
            return [_text(field, scene)]
        case "checklist":
            return _picked(field, scene, several=True)
        case "select" | "radio":
            return _picked(field, scene, several=False)
        case "datetime":
            return _instant(field, scene)
        case _:
            return _text(field, scene)


def _rows(scene: Scene) -> Iterator[Scene]:
    """Two rows of a list, each of somebody or something else."""
    for number in (1, 2):
        yield replace(scene, row=number)


def _picked(field: Mapping[str, Any], scene: Scene, *, several: bool) -> Any:
    values = [option["value"] for option in field.get("values", ())]
    key = field["key"]
    own = BY_ITEM.get(scene.item, {})
    if key in own:
        one = own[key]
    elif key in PICKED:
        one = scene.chance.choice([value for value in PICKED[key] if value in values])
    else:
        one = scene.chance.choice(values)
    if not several:
        return one
    return values if key in EVERYTHING else [one]


def _number(field: Mapping[str, Any], scene: Scene) -> Any:
    low, high, digits = NUMBERS.get(field["key"], (20, 900, 0))
    limits = field.get("validate") or {}
    low = max(low, limits.get("min", low))
    high = min(high, limits.get("max", high))
    value = round(scene.chance.uniform(low, high), digits)
    return value if digits else int(value)


def _instant(field: Mapping[str, Any], scene: Scene) -> str:
    if field.get("subtype") == "datetime":
        day = scene.now.astimezone(SHANGHAI).date()
        return datetime.combine(day, time(9, 30), SHANGHAI).isoformat()
    key = field["key"]
    return scene.working_day(WORKDAYS_OFF[key]) if key in WORKDAYS_OFF else scene.day(DAYS_OFF.get(key, 0))


def _text(field: Mapping[str, Any], scene: Scene) -> str:
    key, chance = field["key"], scene.chance
    visitor = {"receiver", "operator", "legal_person", "buyer", "principal", "leader", "hearing_persons"}
    match (field.get("properties") or {}).get("banjian:type"):
        case "id_number":
            if key == "elder_id":
                return invent_id_number(chance, *OF_GREAT_AGE)
            return scene.somebody.visitor_id if key in ("receiver_id", "legal_person_id") else invent_id_number(chance)
        case "credit_code":
            own = scene.somebody.data
            return own.id_number if key == "company_code" and scene.somebody.is_company else invent_credit_code(chance)
        case "phone":
            return scene.somebody.data.phone if key == "contact_phone" else invent_phone(chance)
    if key == "name_pinyin":
        return pinyin_of(scene.somebody.visitor)
    if key in ("name", "seller"):
        return invent_name(chance)
    if key in visitor:
        return scene.somebody.visitor
    if key in ("officer_1", "officer_2"):
        return scene.officers[int(key[-1]) - 1]
    if key == "tracker":
        return scene.officers[0]
    if key in SERIALS:
        year, month = scene.today[:4], scene.today[2:4] + scene.today[5:7]
        return SERIALS[key].format(year=year, month=month, number=chance.randint(100, 9999), row=scene.row)
    if key in (said := ALWAYS | BY_DEPARTMENT.get(scene.department, {}) | BY_ITEM.get(scene.item, {})):
        return str(_instance(said[key], scene))
    if key in TEXTS_BY_KEY:
        return str(_instance(chance.choice(TEXTS_BY_KEY[key]), scene))
    if (field.get("properties") or {}).get("banjian:type") == "person_name":
        return invent_name(chance)
    return "详见申请材料"


def _instance(value: Any, scene: Scene) -> Any:
    """A text with its braces filled: who, what, where, when."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or "{" not in value:
        return value
    chance = scene.chance
    return value.format(
        applicant=scene.somebody.data.name,
        visitor=scene.somebody.visitor,
        item=scene.item_name,
        missing=scene.missing or "缺少的材料",
        street=chance.choice(STREETS),
        number=chance.randint(2, 198),
        today=scene.today,
        **{f"day_{days}": scene.working_day(days) for days in (1, 2, 3, 4, 7)},
        year=scene.today[:4],
        leader=scene.leader,
        builder=chance.choice(BUILDERS),
        employer=chance.choice(EMPLOYERS),
        brand=chance.choice(BRANDS),
        deputy=scene.deputy,
    )

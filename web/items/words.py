"""The choices and names that the pages about items share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from casework.cases.status import TYPE_NAMES, CaseType
from casework.catalogue.item import BaseType, ItemVersion
from casework.catalogue.item_draft import limit_words
from casework.catalogue.item_material import MaterialForm
from casework.catalogue.readiness import Check
from casework.clocks.clock_set import PAUSE_NAMES
from casework.clocks.limits import CountedFrom, Limit, Unit
from casework.errors import Words
from casework.organisation.role import Role, role_words
from web.frame.i18n import choose, t
from web.frame.moments import money_text

ITEM_TYPES = ("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "20")
FEE_KINDS = ("fixed", "per_unit", "rate", "computed")
OTHER_FORMS = ("intake", "handle")
GUIDE = ("way", "hours", "place", "phone", "complaints", "note", "checked")
"""What the guide tells besides in people's words, among an item's `points`."""
DAYS = ("green_days", "branch_days", "superior_days")
KINDS = tuple(kind for kind in TYPE_NAMES if kind != CaseType.INTERNAL)
DEPARTMENTS = ("first_departments", "direct_departments")
LEADER = "leader"
ASKED = (*GUIDE, "case_types", *DEPARTMENTS, *DAYS, "superior", "decided_by")
"""What of the `points` is written in fields of its own."""


def type_words(code: str) -> str:
    """行政许可; a code we do not know is shown as it is."""
    return t(f"items.type_{code}") if code in ITEM_TYPES else code


def base_words(code: str) -> str:
    return t(f"items.base_{code}")


def type_choices() -> list[tuple[str, str]]:
    return [(code, f"{code} {type_words(code)}") for code in ITEM_TYPES]


def base_choices() -> list[tuple[str, str]]:
    return [(one.value, base_words(one.value)) for one in BaseType]


def unit_choices() -> list[tuple[str, str]]:
    return [(one.value, t(f"items.unit_{one.value}")) for one in Unit]


def from_choices() -> list[tuple[str, str]]:
    return [(one.value, t(f"items.from_{one.value}")) for one in CountedFrom]


def material_choices() -> list[tuple[str, str]]:
    return [(one.value, t(f"items.form_{one.value}")) for one in MaterialForm]


def fee_choices() -> list[tuple[str, str]]:
    return [(kind, t(f"items.fee_{kind}")) for kind in FEE_KINDS]


def kind_choices() -> list[tuple[str, str]]:
    return [(kind, choose(TYPE_NAMES[kind])) for kind in KINDS]


def special_choices() -> list[tuple[str, str]]:
    return [(code, choose(pair)) for code, pair in PAUSE_NAMES.items()]


def role_name(role: str) -> str:
    """The role's name; besides the roles there are the applicant's form and that of the handling step."""
    return t(f"items.role_{role}") if role in OTHER_FORMS else choose(role_words(role))


def form_roles() -> list[tuple[str, str]]:
    return [(role, role_name(role)) for role in (*OTHER_FORMS, *(role.value for role in Role))]


def kind_names(kinds: Iterable[str]) -> str:
    """承诺件、特办件"""
    return t("frame.comma").join(choose(TYPE_NAMES[kind]) for kind in kinds if kind in KINDS)


def asked_of(points: Mapping[str, Any] | None) -> tuple[dict[str, Any], dict[str, Any]]:
    """An item's points: what is written in fields, and what else programs read there."""
    asked = {name: value for name, value in (points or {}).items() if _fits(name, value)}
    return asked, {name: value for name, value in (points or {}).items() if name not in asked}


def _fits(name: str, value: Any) -> bool:
    """Whether the field of that name can hold the value; what it cannot hold is never lost."""
    if name in (*GUIDE, "superior"):
        return isinstance(value, str)
    if name in DAYS:
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "case_types":
        return isinstance(value, list) and value != [] and all(one in KINDS for one in value)
    if name in DEPARTMENTS:
        return isinstance(value, list) and value != [] and all(isinstance(one, str) for one in value)
    return name == "decided_by" and value == LEADER


def limit_text(limit: Limit | None) -> str:
    return t("items.no_limit") if limit is None else choose(limit_words(limit))


def fee_text(rule: Mapping[str, Any] | None) -> str:
    """The fee rule in words."""
    if not rule:
        return t("items.fee_none")
    match rule.get("kind"):
        case "fixed":
            return t("items.fee_fixed_text", amount=money_text(rule["amount_fen"]))
        case "per_unit":
            return t("items.fee_per_unit_text", amount=money_text(rule["unit_fen"]), quantity=rule["quantity"])
        case "rate":
            return t("items.fee_rate_text", base=rule["base"], rate=rule["rate"])
        case _:
            return t("items.fee_computed_text", amount=rule.get("amount", ""))


def check_text(check: Check) -> str:
    """What a check found, in words."""
    key = f"items.check_{check.code}_{'yes' if check.is_right else 'no'}"
    return t(key, **{name: _shown(value) for name, value in check.params.items()})


def _shown(value: Any) -> Any:
    if isinstance(value, Words):
        return choose(value)
    return t("frame.comma").join(value) if isinstance(value, list) else value


def faster_by(version: ItemVersion) -> int | None:
    """By how many percent the promise is shorter than the law's limit; None where units differ or there is no law."""
    if version.statutory_amount in (None, 0) or version.statutory_unit != version.promised_unit:
        return None
    return round(100 * (version.statutory_amount - version.promised_amount) / version.statutory_amount)

"""What one version of an item changed of the one before, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from casework.clocks.limits import Limit
from web.frame.i18n import known_keys, t
from web.items import words

# Told together with their amount, or not for people.
SILENT = frozenset(
    {
        "statutory_unit",
        "statutory_from",
        "promised_unit",
        "promised_from",
        "converted_unit",
        "notice_unit",
        "change_note",
        "decision_files",
    }  # fmt: skip
)
LONGEST = 60


@dataclass(frozen=True)
class Change:
    field: str
    before: str
    after: str


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The changed fields, each with what it was and what it is."""
    before, after = _with_points(before), _with_points(after)
    found = []
    for name in after:
        if name in SILENT or (before.get(name) == after[name] and not _unit_changed(name, before, after)):
            continue
        key = f"items.{name}"
        label = t(key) if key in known_keys() else name
        found.append(Change(label, _told(name, before, after), _told(name, after, before)))
    return found


def _with_points(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with what of the points has fields in the form as fields of their own."""
    asked, others = words.asked_of(fields.get("points"))
    return {**fields, **{name: asked.get(name) for name in words.ASKED}, "points": others}


def _unit_changed(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    if not name.endswith("_amount"):
        return False
    kind = name.removesuffix("_amount")
    return any(before.get(f"{kind}_{part}") != after.get(f"{kind}_{part}") for part in ("unit", "from"))


def _told(name: str, fields: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    value = fields.get(name)
    match value:
        case None | "" | [] | {}:
            return t("items.nothing")
        case bool():
            return t("frame.yes" if value else "frame.no")
    if name.endswith("_amount"):
        return _limit(name.removesuffix("_amount"), fields, other)
    match name:
        case "item_type":
            return words.type_words(value)
        case "base_type":
            return words.base_words(value)
        case "fee_rule":
            return words.fee_text(value)
        case "materials":
            return t("frame.comma").join(one["name"] for one in value)
        case "forms":
            return t("frame.comma").join(words.role_name(role) for role in value)
        case "case_types":
            return words.kind_names(value)
        case "decided_by":
            return t("frame.yes")
        case "points":
            value = json.dumps(value, ensure_ascii=False, default=float)
        case "special_kinds":
            names = dict(words.special_choices())
            return t("frame.comma").join(names.get(one["kind"], one["kind"]) for one in value)
    text = t("frame.comma").join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _limit(kind: str, fields: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """10 个工作日; from when it counts, too, where that is what differs."""
    limit = words.limit_text(Limit(fields[f"{kind}_amount"], fields[f"{kind}_unit"]))
    counted = fields.get(f"{kind}_from")
    if counted is None or counted == other.get(f"{kind}_from"):
        return limit
    return f"{limit} {t(f'items.counted_{counted}')}"

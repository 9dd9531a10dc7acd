"""What became of each material of the item: how the counter found it, whether it was asked for, and came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from casework.catalogue.item_material import ItemMaterial
from casework.history.histories import HistoryLine

OK, MISSING, UNFIT, TOLERATED = "ok", "missing", "unfit", "tolerated"
SUPPLIED = "supplied"
"""Asked for and handed in with the supplement."""
UNFIT_WORDS = "（不符合要求）"
_REMARK = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One material of the item; `state` is empty when nobody has said anything about it."""

    material: ItemMaterial
    state: str


def handed_in(
    materials: Sequence[ItemMaterial], document: Mapping[str, Any], history: Iterable[HistoryLine]
) -> list[HandedIn]:
    """The item's materials in its order: what the case starts with is there, the record tells of the others."""
    codes = {material.name: material.code for material in materials}
    stated = document.get("", {})
    states = {codes.get(name, ""): OK for name in _names(stated.get("materials"))}
    states |= {codes.get(name, ""): TOLERATED for name in _names(stated.get("tolerant_items"))}
    for line in history:
        match line.kind:
            case "case.received":
                states |= (line.data or {}).get("materials", {})
            case "supplement.asked" | "supplement.asked_again":
                asked = ((codes.get(without_remark(one)), one) for one in line.data["missing"])
                states |= {code: UNFIT if one.endswith(UNFIT_WORDS) else MISSING for code, one in asked if code}
            case "supplement.received":
                states |= {code: SUPPLIED for code, state in states.items() if state in (MISSING, UNFIT)}
    return [HandedIn(material, states.get(material.code, "")) for material in materials]


def _names(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def without_remark(entry: str) -> str:
    """What is asked for, without the remark behind it: 营业执照（不符合要求） is 营业执照, unfit instead of missing."""
    return _REMARK.sub("", entry).rstrip("；;。. ")

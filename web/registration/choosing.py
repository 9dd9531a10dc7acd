"""The items to choose from as the counter sees them: what one registers most, then department by department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from casework.catalogue.items import ItemRow

SEEN_AT_ONCE = 8


@dataclass(frozen=True)
class Group:
    """The items of one department."""

    name: str
    rows: list[ItemRow]


def by_department(rows: Sequence[ItemRow], own: int | None) -> list[Group]:
    """Rows sorted by department in groups; the clerk's own department comes first."""
    groups = [(department, list(found)) for department, found in groupby(rows, key=lambda row: row.item.department_id)]
    groups.sort(key=lambda group: group[0] != own)
    return [Group(found[0].department_name, found) for _, found in groups]


def often_used(groups: Sequence[Group], codes: Sequence[str]) -> list[ItemRow]:
    """Those with these codes, in the order of the codes; nothing when they all stand at the top anyway."""
    known = {row.item.code: row for group in groups for row in group.rows}
    found = [known[code] for code in codes if code in known]
    at_top = groups[0].rows if groups and len(groups[0].rows) <= SEEN_AT_ONCE else []
    return [] if all(row in at_top for row in found) else found

"""The menus a person sees: entries without the right for them are absent (interface reference §2)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casework.actor import Actor
from casework.permissions import Permission, is_permitted


@dataclass(frozen=True)
class Entry:
    title: str
    address: str
    icon: str
    permission: Permission | None = None
    """None: everybody."""
    is_here: bool = False
    covers: tuple[str, ...] = ()
    """Other addresses that belong to this entry."""


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


_PEOPLE_TOO = ("/posts", "/organisation", "/pairs", "/tokens")
_GROUPS = (
    Group(
        "",
        (
            Entry("frame.workbench", "/workbench", "inbox"),
            Entry("frame.registration", "/registration", "id", Permission.REGISTER_CASE),
            Entry("frame.cases", "/cases", "file-text", Permission.SEE_CASES),
            Entry("frame.department", "/department", "chart-bar", Permission.SEE_DEPARTMENT),
            Entry("frame.delegations", "/delegations", "user-share"),
            Entry("frame.leaves", "/leaves", "calendar"),
            Entry("frame.notices", "/notices", "send", Permission.SEE_NOTICES),
        ),
    ),
    Group(
        "frame.group_processes",
        (
            Entry("frame.processes", "/processes", "sitemap", Permission.SEE_DEFINITIONS),
            Entry("frame.items", "/items", "list-check"),
            Entry("frame.calendar", "/calendar", "calendar"),
        ),
    ),
    Group(
        "frame.group_system",
        (
            Entry("frame.people", "/people", "users", Permission.MANAGE_PEOPLE, covers=_PEOPLE_TOO),
            Entry(
                "frame.incidents", "/incidents", "alert-triangle", Permission.REPAIR_INCIDENT, covers=("/jobs",)
            ),
        ),
    ),
)  # fmt: skip
_BOTTOM = (
    Entry("frame.bottom_workbench", "/workbench", "inbox"),
    Entry("frame.bottom_cases", "/cases", "search", Permission.SEE_CASES),
    Entry("frame.bottom_registration", "/registration", "plus", Permission.REGISTER_CASE),
    Entry("frame.bottom_department", "/department", "chart-bar", Permission.SEE_DEPARTMENT),
    Entry("frame.processes", "/processes", "sitemap", Permission.SEE_DEFINITIONS),
    Entry("frame.delegations", "/delegations", "user-share"),
)
BOTTOM_PLACES = 4


def menu_for(actor: Actor, path: str) -> list[Group]:
    """Groups with at least one entry this person may open; the present page is marked."""
    groups = (Group(group.title, _allowed(group.entries, actor, path)) for group in _GROUPS)
    return [group for group in groups if group.entries]


def bottom_for(actor: Actor, path: str) -> tuple[Entry, ...]:
    """The bar of a phone: what this person needs most, as far as there is room beside 更多."""
    return _allowed(_BOTTOM, actor, path)[:BOTTOM_PLACES]


def more_for(actor: Actor, path: str) -> list[Entry]:
    """What the side menu has and the bar of a phone has no room for."""
    shown = {entry.address for entry in bottom_for(actor, path)}
    return [entry for group in menu_for(actor, path) for entry in group.entries if entry.address not in shown]


def _allowed(entries: tuple[Entry, ...], actor: Actor, path: str) -> tuple[Entry, ...]:
    return tuple(
        replace(entry, is_here=any(_is_under(path, address) for address in (entry.address, *entry.covers)))
        for entry in entries
        if entry.permission is None or is_permitted(actor, entry.permission)
    )


def _is_under(path: str, address: str) -> bool:
    return path == address or path.startswith(f"{address}/")

"""The menus a person sees: entries without the right for them are absent (interface reference §2)."""

from __future__ import annotations

from dataclasses import dataclass

from casework.actor import Actor


@dataclass(frozen=True)
class Entry:
    title: str
    address: str
    icon: str
    roles: frozenset[str] = frozenset()
    """Any of these; empty: everybody."""
    is_here: bool = False
    count: int = 0


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


_WINDOW = frozenset({"window", "centre", "manager"})
_CHIEF = frozenset({"chief", "leader", "centre", "administrator", "supervisor"})
_DESIGN = frozenset({"designer", "administrator"})
_ADMIN = frozenset({"administrator"})

_GROUPS = (
    Group(
        "",
        (
            Entry("frame.workbench", "/workbench", "inbox"),
            Entry("frame.registration", "/registration", "id", _WINDOW),
            Entry("frame.cases", "/cases", "file-text"),
            Entry("frame.department", "/department", "chart-bar", _CHIEF),
            Entry("frame.delegations", "/delegations", "user-share"),
            Entry("frame.notices", "/notices", "send", _WINDOW | _ADMIN),
        ),
    ),
    Group(
        "frame.group_processes",
        (
            Entry("frame.processes", "/processes", "sitemap", _DESIGN | frozenset({"supervisor"})),
            Entry("frame.items", "/items", "list-check", _DESIGN | _CHIEF),
            Entry("frame.calendar", "/calendar", "calendar", _ADMIN | _CHIEF),
        ),
    ),
    Group(
        "frame.group_system",
        (
            Entry("frame.people", "/people", "users", _ADMIN),
            Entry("frame.incidents", "/incidents", "alert-triangle", _ADMIN),
        ),
    ),
)  # fmt: skip
_BOTTOM = (
    Entry("frame.bottom_workbench", "/workbench", "inbox"),
    Entry("frame.bottom_cases", "/cases", "search"),
    Entry("frame.bottom_registration", "/registration", "plus", _WINDOW),
    Entry("frame.bottom_department", "/department", "chart-bar", _CHIEF),
    Entry("frame.delegations", "/delegations", "user-share"),
)


def menu_for(actor: Actor, path: str) -> list[Group]:
    """Groups with at least one entry this person may open; the present page is marked."""
    groups = (Group(group.title, _allowed(group.entries, actor, path)) for group in _GROUPS)
    return [group for group in groups if group.entries]


def bottom_for(actor: Actor, path: str) -> tuple[Entry, ...]:
    return _allowed(_BOTTOM, actor, path)


def _allowed(entries: tuple[Entry, ...], actor: Actor, path: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(entry.title, entry.address, entry.icon, entry.roles, is_here=_is_under(path, entry.address))
        for entry in entries
        if not entry.roles or any(actor.has_role(role) for role in entry.roles)
    )


def _is_under(path: str, address: str) -> bool:
    return path == address or path.startswith(f"{address}/")

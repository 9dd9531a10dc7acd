"""Who acts: the person of this request with everything that decides what they may do."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """One person and their roles, read once per request; `acting_for` is the principal of a delegation (甲代乙)."""

    person_id: int
    name: str
    username: str
    language: str | None = None
    department_id: int | None = None
    point_id: int | None = None
    roles: frozenset[tuple[str, int]] = frozenset()
    """(role, department_id) of every post held now."""
    post_ids: frozenset[int] = field(default=frozenset())
    acting_for: int | None = None
    must_change_password: bool = False
    theme: str | None = None

    def has_role(self, role: str, department_id: int | None = None) -> bool:
        """Whether a post with `role` is held now, in that department or (None) in any."""
        if department_id is None:
            return any(held == role for held, _ in self.roles)
        return (role, department_id) in self.roles

    @property
    def role_names(self) -> frozenset[str]:
        return frozenset(role for role, _ in self.roles)

    @property
    def is_system(self) -> bool:
        """Whether nobody in person acts: a sweep, a deadline, the set-up."""
        return self.person_id == 0

    @property
    def row_id(self) -> int | None:
        """The person's key for a foreign key column; None for the system."""
        return self.person_id or None


SYSTEM = Actor(person_id=0, name="系统", username="system")

"""Departments that a step names by their code: read once in a step, with the roles that somebody holds there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from casework.cases.case_file import CaseFile
from casework.organisation.department import Department
from casework.organisation.holders import roles_held_in
from casework.organisation.post import Post, PostHolding
from casework.organisation.role import HOUSE_WIDE

_HELD_POST = aliased(Post)
_SERVES_THE_HOUSE = exists().where(
    _HELD_POST.department_id == Department.id,
    _HELD_POST.role.in_(sorted(HOUSE_WIDE)),
    _HELD_POST.is_active,
    PostHolding.post_id == _HELD_POST.id,
)
_NAMED = select(
    Department.code, Department.id, Department.name, Department.fallback_person_id, roles_held_in(Department.id)
).where(or_(Department.code.in_(bindparam("codes", expanding=True)), _SERVES_THE_HOUSE))
READ = "departments"


@dataclass(frozen=True, slots=True)
class NamedDepartment:
    code: str
    id: int
    name: str
    fallback_person_id: int | None
    roles_held: str | None

    @property
    def roles(self) -> list[str]:
        return (self.roles_held or "").split(",")


def departments_of(file: CaseFile, codes: Iterable[str]) -> dict[str, NamedDepartment]:
    """The departments with these codes; a code that there is not is left out."""
    wanted = list(codes)
    read = _read(file, wanted) if wanted else {}
    return {code: found for code in wanted if (found := read[code]) is not None}


def house_departments(file: CaseFile) -> list[NamedDepartment]:
    """Those with posts that serve the whole house; they are read along with whichever are named first."""
    return [one for one in _read(file, ()).values() if one is not None and HOUSE_WIDE.intersection(one.roles)]


def _read(file: CaseFile, codes: Sequence[str]) -> dict[str, NamedDepartment | None]:
    read: dict[str, NamedDepartment | None] | None = file.scratch.get(READ)
    if read is None or any(code not in read for code in codes):
        read = file.scratch.setdefault(READ, {})
        read |= dict.fromkeys(codes)
        read |= {
            row.code: NamedDepartment(*row)
            for row in file.connection.execute(_NAMED, {"codes": list(read), "at": file.now})
        }
    return read

"""Who may do a task: the words of a diagram turned into posts and people of this house.

`role` means the posts with that role in the case's department, inside a branch over departments in the branch's;
`role@CODE` is absolute. Nobody there: the department's fallback person gets the task and an incident says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Executable, and_, bindparam, or_, select

from casework.canonical import write_json
from casework.cases.case_file import CaseFile
from casework.cases.departments import departments_of, house_departments
from casework.organisation.department import Department
from casework.organisation.person import Person
from casework.organisation.post import Post, PostHolding
from casework.organisation.role import DECIDERS, HOUSE_WIDE, ROLE_NAMES, Role
from casework.types import listed
from engine.contract import OpenedTask

# What lanes of drawings made elsewhere are called, besides the names of the roles themselves.
OTHER_WORDS = {
    "窗口": Role.WINDOW,
    "窗口人员": Role.WINDOW,
    "受理": Role.WINDOW,
    "承办": Role.HANDLER,
    "审核": Role.REVIEWER,
    "批准人": Role.CHIEF,
    "部门领导": Role.LEADER,
    "协办部门": Role.CODEPT,
    "收费口": Role.CASHIER,
    "中心": Role.CENTRE,
    "superior": Role.SUPERIOR_LIAISON,
    "上级": Role.SUPERIOR_LIAISON,
}
ROLES: dict[str, Role] = {
    **{role.value: role for role in Role},
    **{words.zh: role for role, words in ROLE_NAMES.items()},
    **{words.en: role for role, words in ROLE_NAMES.items()},
    **OTHER_WORDS,
}
APPLICANT_WORDS = frozenset({"applicant", "申请人"})

# Who the applicant's lane is for outside members of staff: the counter acts on the applicant's behalf.
COUNTER = Role.WINDOW


@dataclass(frozen=True, slots=True)
class PostOffer:
    """A role in a department; None = everywhere."""

    role: str
    department_id: int | None


@dataclass(slots=True)
class Staff:
    """Who one task is for."""

    posts: list[PostOffer] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    assignee_id: int | None = None
    department_id: int | None = None
    nobody: bool = False
    """Nobody was found; the fallback stands in `people`, if there is one."""

    @property
    def as_json(self) -> list[list[str | int | None]]:
        """How it stands in `Task.roles`."""
        posts: list[list[str | int | None]] = [[post.role, post.department_id] for post in self.posts]
        return posts + [["person", person] for person in self.people]


@cache
def _held_statement(dialect: str) -> Executable:
    return (
        select(Post.role, Post.department_id)
        .join(Department, Department.id == Post.department_id)
        .join(PostHolding, PostHolding.post_id == Post.id)
        .join(Person, Person.id == PostHolding.person_id)
        .where(
            Post.role.in_(listed("roles", dialect)),
            Post.is_active,
            Person.is_active,
            PostHolding.since <= bindparam("at"),
            or_(PostHolding.until.is_(None), PostHolding.until > bindparam("at")),
            or_(
                Post.department_id == bindparam("department"),
                Department.code.in_(listed("codes", dialect)),
                Post.role.in_(listed("house_wide", dialect)),
            ),
            # Nobody decides on their own application: a post that only the applicant holds is held by nobody.
            or_(and_(*(Post.role != role for role in DECIDERS)), Person.id != bindparam("applicant")),
        )
        .distinct()
    )


_PEOPLE = select(Person.username, Person.id).where(
    Person.username.in_(bindparam("usernames", expanding=True)), Person.is_active
)
_IS_OPEN = select(Person.is_active).where(Person.id == bindparam("person"))
_ADMINISTRATOR = (
    select(PostHolding.person_id)
    .join(Post, Post.id == PostHolding.post_id)
    .join(Person, Person.id == PostHolding.person_id)
    .where(Post.role == Role.ADMINISTRATOR.value, Post.is_active, PostHolding.until.is_(None), Person.is_active)
    .where(PostHolding.person_id != bindparam("applicant"))
    .order_by(PostHolding.person_id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class _Departments:
    ids: dict[str, int]
    fallbacks: dict[int, int | None]


def staff_tasks(file: CaseFile, tasks: Sequence[OpenedTask]) -> list[Staff]:
    """Who each of the tasks is for, in at most four statements however many there are (usually none)."""
    if not tasks:
        return []
    wanted = [_wanted(task) for task in tasks]
    codes = {code for roles in wanted for _, code in roles if code} | {t.department for t in tasks if t.department}
    departments = _departments(file, codes)
    people = _people(file, tasks)
    held = _held(file, wanted, codes)
    return [_staff(file, task, roles, departments, people, held) for task, roles in zip(tasks, wanted, strict=True)]


def _wanted(task: OpenedTask) -> list[tuple[str, str | None]]:
    """Roles with the department code they name themselves, unknown words left out."""
    found: list[tuple[str, str | None]] = []
    for word in task.roles or ((task.lane,) if task.lane else ()):
        name, _, code = word.strip().partition("@")
        if name in APPLICANT_WORDS:
            found.append(("applicant", code or None))
        elif name in ROLES:
            found.append((ROLES[name].value, code or None))
    return found


def _departments(file: CaseFile, codes: Iterable[str]) -> _Departments:
    around = file.around
    known = _Departments({}, {})
    if around.department_code is not None and file.case.department_id is not None:
        known.ids[around.department_code] = file.case.department_id
        known.fallbacks[file.case.department_id] = around.fallback_person_id
    for code, named in departments_of(file, (code for code in codes if code not in known.ids)).items():
        known.ids[code] = named.id
        known.fallbacks[named.id] = named.fallback_person_id
    return known


def _people(file: CaseFile, tasks: Sequence[OpenedTask]) -> dict[str, int]:
    usernames = {name for task in tasks for name in (*task.users, task.assignee) if name}
    known = {row.username: row.id for name in usernames for row in file.people.get(name, ())}
    if missing := sorted(usernames - set(known)):
        known |= {row[0]: row[1] for row in file.connection.execute(_PEOPLE, {"usernames": missing})}
    return known


def _held(file: CaseFile, wanted: list[list[tuple[str, str | None]]], codes: Iterable[str]) -> set[tuple[str, int]]:
    """Every (role, department) that somebody holds among those the tasks ask for."""
    named = {role for each in wanted for role, _ in each}
    if "applicant" in named:
        # Of the staff it is the person, for the public the counter acts.
        named = named - {"applicant"} | (set() if _applicant(file) else {COUNTER.value})
    roles = sorted(named)
    if not roles:
        return set()
    own, held_here = file.case.department_id, set((file.around.roles_held or "").split(","))
    if own is not None and not _applicant(file):
        # What is read with the case answers it, as nearly always, else what is read with the departments named.
        others = list(departments_of(file, (code for code in codes if code != file.around.department_code)).values())
        if named & HOUSE_WIDE - held_here:
            others += house_departments(file)
        return {(role, own) for role in named & held_here} | {(role, one.id) for one in others for role in one.roles}
    values = {
        "roles": write_json(roles),
        "at": file.now,
        "department": file.case.department_id,
        "codes": write_json(sorted(codes)),
        "house_wide": write_json([role for role in roles if role in HOUSE_WIDE]),
        "applicant": _applicant(file),
    }
    # One page may open one task after the other for the same posts; within a step the answer is the same.
    known = file.scratch.setdefault("held", {})
    asked = (values["roles"], values["codes"], values["department"])
    if asked not in known:
        rows = file.connection.execute(_held_statement(file.connection.dialect.name), values)
        known[asked] = {(role, department_id) for role, department_id in rows}
    return set(known[asked])


def _staff(
    file: CaseFile,
    task: OpenedTask,
    roles: list[tuple[str, str | None]],
    departments: _Departments,
    people: dict[str, int],
    held: set[tuple[str, int]],
) -> Staff:
    own = departments.ids.get(task.department) if task.department else file.case.department_id
    staff = Staff(department_id=own)
    for role, code in roles:
        department = departments.ids.get(code) if code else own
        _add_role(file, staff, role, department, is_absolute=code is not None, held=held)
    staff.people += [people[name] for name in task.users if name in people]
    if task.assignee is not None:
        staff.assignee_id = people.get(task.assignee)
        if staff.assignee_id is not None and (staff.posts or staff.people):
            staff.people.append(staff.assignee_id)
    if not staff.posts and not staff.people and staff.assignee_id is None:
        staff.nobody = True
        fallback = fallback_person(file, departments.fallbacks.get(own) if own is not None else None)
        staff.people = [] if fallback is None else [fallback]
    return staff


def fallback_person(file: CaseFile, named: int | None) -> int | None:
    """Who gets what nobody can do: whom the department names, unless they have left or apply themselves, else an
    administrator; None when there is none."""
    is_open = named is not None and file.connection.execute(_IS_OPEN, {"person": named}).scalar()
    if is_open and named != _applicant(file):
        return named
    found: int | None = file.connection.execute(_ADMINISTRATOR, {"applicant": _applicant(file)}).scalar()
    return found


def _applicant(file: CaseFile) -> int:
    """The member of staff who applies; 0 for the public."""
    return file.around.applicant_person_id or 0


def _add_role(
    file: CaseFile,
    staff: Staff,
    role: str,
    department_id: int | None,
    *,
    is_absolute: bool,
    held: set[tuple[str, int]],
) -> None:
    if role == "applicant":
        if file.around.applicant_person_id is not None:
            staff.people.append(file.around.applicant_person_id)
            return
        role = COUNTER.value
    if department_id is not None and (role, department_id) in held:
        post = PostOffer(role, department_id)
    elif not is_absolute and role in HOUSE_WIDE and any(other == role for other, _ in held):
        post = PostOffer(role, None)
    else:
        return
    if post not in staff.posts:
        staff.posts.append(post)

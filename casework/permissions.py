"""Which roles may do what: one table, asked by every function that changes something or shows what is not for all."""

from __future__ import annotations

from enum import StrEnum

from casework.actor import Actor
from casework.errors import NotPermitted, Words
from casework.organisation.role import Role


class Permission(StrEnum):
    MANAGE_ORGANISATION = "manage_organisation"
    MANAGE_PEOPLE = "manage_people"
    SEE_PEOPLE = "see_people"
    MANAGE_ITEMS = "manage_items"
    BAR_APPLICANT = "bar_applicant"
    MANAGE_CALENDAR = "manage_calendar"
    SEE_DEFINITIONS = "see_definitions"
    UPLOAD_DEFINITIONS = "upload_definitions"
    PUBLISH_DEFINITIONS = "publish_definitions"
    MANAGE_TOKENS = "manage_tokens"
    MANAGE_DELEGATIONS = "manage_delegations"
    REGISTER_CASE = "register_case"
    OPEN_INTERNAL_CASE = "open_internal_case"
    SEE_CASES = "see_cases"
    SEE_DEPARTMENT = "see_department"
    SEE_ALL_DEPARTMENTS = "see_all_departments"
    ASSIGN_TASK = "assign_task"
    CORRECT_CASE = "correct_case"
    CLOSE_CHANNEL = "close_channel"
    VOID_CASE = "void_case"
    WITHDRAW_CASE = "withdraw_case"
    REVEAL_PERSONAL = "reveal_personal"
    DELIVER_MESSAGE = "deliver_message"
    DO_JOBS = "do_jobs"
    SEE_NOTICES = "see_notices"
    REPAIR_INCIDENT = "repair_incident"


EVERYBODY = frozenset(Role)
CASEWORKERS = frozenset(
    {
        Role.WINDOW,
        Role.HANDLER,
        Role.REVIEWER,
        Role.CHIEF,
        Role.LEADER,
        Role.CODEPT,
        Role.CASHIER,
        Role.SUPERIOR_LIAISON,
        Role.DUTY_LEADER,
        Role.MANAGER,
    }
)
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
OVERSEERS = frozenset({Role.CENTRE, Role.SUPERVISOR, Role.DUTY_LEADER, Role.ADMINISTRATOR})

ALLOWED: dict[Permission, frozenset[Role]] = {
    Permission.MANAGE_ORGANISATION: ADMINISTRATORS,
    Permission.MANAGE_PEOPLE: ADMINISTRATORS,
    Permission.SEE_PEOPLE: EVERYBODY,
    Permission.MANAGE_ITEMS: ADMINISTRATORS,
    Permission.BAR_APPLICANT: ADMINISTRATORS,
    Permission.MANAGE_CALENDAR: ADMINISTRATORS,
    Permission.SEE_DEFINITIONS: frozenset({Role.DESIGNER, Role.ADMINISTRATOR}),
    Permission.UPLOAD_DEFINITIONS: frozenset({Role.DESIGNER, Role.ADMINISTRATOR}),
    Permission.PUBLISH_DEFINITIONS: frozenset({Role.DESIGNER, Role.ADMINISTRATOR}),
    Permission.MANAGE_TOKENS: ADMINISTRATORS,
    Permission.MANAGE_DELEGATIONS: frozenset({Role.ADMINISTRATOR, Role.CHIEF}),
    Permission.REGISTER_CASE: frozenset({Role.WINDOW, Role.HANDLER, Role.CHIEF, Role.MANAGER}),
    Permission.OPEN_INTERNAL_CASE: EVERYBODY,
    Permission.SEE_CASES: CASEWORKERS | OVERSEERS,
    Permission.SEE_DEPARTMENT: frozenset({Role.CHIEF, Role.LEADER}) | OVERSEERS,
    Permission.SEE_ALL_DEPARTMENTS: OVERSEERS,
    Permission.ASSIGN_TASK: frozenset({Role.CHIEF}),
    Permission.CORRECT_CASE: frozenset({Role.CHIEF, Role.HANDLER}),
    Permission.CLOSE_CHANNEL: frozenset({Role.DUTY_LEADER}),
    Permission.VOID_CASE: frozenset({Role.CHIEF}),
    Permission.WITHDRAW_CASE: frozenset({Role.WINDOW, Role.HANDLER, Role.CHIEF}),
    Permission.REVEAL_PERSONAL: CASEWORKERS | frozenset({Role.SUPERVISOR}),
    Permission.DELIVER_MESSAGE: frozenset({Role.SUPERIOR_LIAISON, Role.HANDLER, Role.CHIEF, Role.ADMINISTRATOR}),
    Permission.DO_JOBS: ADMINISTRATORS,
    Permission.SEE_NOTICES: CASEWORKERS | OVERSEERS,
    Permission.REPAIR_INCIDENT: ADMINISTRATORS,
}

PERMISSION_NAMES: dict[Permission, Words] = {
    Permission.MANAGE_ORGANISATION: Words("管理机构和岗位", "manage service points, departments and posts"),
    Permission.MANAGE_PEOPLE: Words("管理人员", "manage people"),
    Permission.SEE_PEOPLE: Words("查看人员", "see people"),
    Permission.MANAGE_ITEMS: Words("管理事项", "manage items"),
    Permission.BAR_APPLICANT: Words("登记限制申请", "bar applicants"),
    Permission.MANAGE_CALENDAR: Words("管理工作日历", "manage the working calendar"),
    Permission.SEE_DEFINITIONS: Words("查看流程", "see diagrams"),
    Permission.UPLOAD_DEFINITIONS: Words("上传流程", "upload diagrams"),
    Permission.PUBLISH_DEFINITIONS: Words("发布流程", "publish diagrams"),
    Permission.MANAGE_TOKENS: Words("管理接口令牌", "manage API tokens"),
    Permission.MANAGE_DELEGATIONS: Words("替他人设置委托", "set delegations for others"),
    Permission.REGISTER_CASE: Words("登记办件", "register a case"),
    Permission.OPEN_INTERNAL_CASE: Words("发起内部事务", "start a staff matter"),
    Permission.SEE_CASES: Words("查询办件", "see cases"),
    Permission.SEE_DEPARTMENT: Words("查看部门办件", "see the cases of the department"),
    Permission.SEE_ALL_DEPARTMENTS: Words("查看所有部门的办件", "see the cases of all departments"),
    Permission.ASSIGN_TASK: Words("派件和改派", "assign and reassign tasks"),
    Permission.CORRECT_CASE: Words("更正办件", "correct a case"),
    Permission.CLOSE_CHANNEL: Words("关闭绿色通道", "close the green channel"),
    Permission.VOID_CASE: Words("退件或作废办件", "return or void a case"),
    Permission.WITHDRAW_CASE: Words("登记撤回", "record a withdrawal"),
    Permission.REVEAL_PERSONAL: Words("查看完整的身份信息", "see identifiers unmasked"),
    Permission.DELIVER_MESSAGE: Words("登记外部消息", "record a message from outside"),
    Permission.DO_JOBS: Words("办理流程交给外部系统的工作", "do the jobs of diagrams from outside"),
    Permission.SEE_NOTICES: Words("查看发出的通知", "see outgoing notices"),
    Permission.REPAIR_INCIDENT: Words("处理异常", "repair incidents"),
}


def is_permitted(actor: Actor, permission: Permission, department_id: int | None = None) -> bool:
    """Whether `actor` may; with a department only through a post there, or as one who oversees all departments."""
    if actor.is_system:
        return True
    allowed = ALLOWED[permission]
    if department_id is None:
        return not allowed.isdisjoint(actor.role_names)
    return any(
        held in allowed and (department == department_id or held in (OVERSEERS & allowed))
        for held, department in actor.roles
    )


def authorise(actor: Actor, permission: Permission, department_id: int | None = None) -> None:
    """Raise `NotPermitted`, naming the roles that may, unless `is_permitted`."""
    if not is_permitted(actor, permission, department_id):
        raise NotPermitted("permission.denied", permission=PERMISSION_NAMES[permission], role=who_may(permission))


def who_may(permission: Permission) -> Words:
    """The names of the roles that may, in the order of `Role`."""
    return Words.listed(role.words for role in Role if role in ALLOWED[permission])

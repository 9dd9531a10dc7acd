"""What people may be in a department; a post (岗位) carries exactly one of these."""

from __future__ import annotations

from enum import StrEnum

from casework.errors import Words


class Role(StrEnum):
    WINDOW = "window"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    CHIEF = "chief"
    LEADER = "leader"
    CODEPT = "codept"
    CASHIER = "cashier"
    CENTRE = "centre"
    SUPERIOR_LIAISON = "superior_liaison"
    DUTY_LEADER = "duty_leader"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    DESIGNER = "designer"
    SUPERVISOR = "supervisor"

    @property
    def words(self) -> Words:
        return ROLE_NAMES[self]


# They decide; each in turn over what the one before applies for (LVE-01).
DECIDERS = frozenset({Role.CHIEF, Role.LEADER, Role.CENTRE})
# Posts that serve the whole house: when the case's department has none of them, everybody who holds one is meant.
HOUSE_WIDE = frozenset(
    {Role.CASHIER, Role.CENTRE, Role.DUTY_LEADER, Role.MANAGER, Role.SUPERIOR_LIAISON, Role.SUPERVISOR,
     Role.ADMINISTRATOR, Role.DESIGNER}
)  # fmt: skip
ROLE_NAMES: dict[Role, Words] = {
    Role.WINDOW: Words("窗口受理人员", "window clerk"),
    Role.HANDLER: Words("承办人", "handler"),
    Role.REVIEWER: Words("审核人", "reviewer"),
    Role.CHIEF: Words("首席代表", "chief representative"),
    Role.LEADER: Words("部门分管领导", "department leader"),
    Role.CODEPT: Words("协办部门人员", "co-handling department"),
    Role.CASHIER: Words("收费员", "cashier"),
    Role.CENTRE: Words("中心领导", "centre leader"),
    Role.SUPERIOR_LIAISON: Words("上级联络员", "liaison with the superior"),
    Role.DUTY_LEADER: Words("值班长", "duty leader"),
    Role.MANAGER: Words("代办员", "agent of the centre"),
    Role.ADMINISTRATOR: Words("系统管理员", "administrator"),
    Role.DESIGNER: Words("流程设计员", "process designer"),
    Role.SUPERVISOR: Words("督查员", "supervisor"),
}


def role_words(role: str) -> Words:
    """The name of a role in both languages; a name we do not know is shown as it is."""
    known = {member.value: words for member, words in ROLE_NAMES.items()}
    return known.get(role, Words(role, role))

"""What may be done with a case from outside its flow; an action that is not possible now says why and who may."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from casework.actor import Actor
from casework.cases.case_file import CaseFile
from casework.cases.refusals import already_decided, has_ended
from casework.cases.status import CaseType
from casework.errors import Conflict, Refusal
from casework.permissions import Permission, authorise, is_permitted


@dataclass(frozen=True, slots=True)
class CaseAction:
    """Something one might do with a case; `refusal` says why not now."""

    name: str
    refusal: Refusal | None = None

    @property
    def is_allowed(self) -> bool:
        return self.refusal is None


def case_actions(file: CaseFile, actor: Actor) -> list[CaseAction]:
    """correct, withdraw, return and void; the supplement only while the counter waits for one outside the flow.

    Closing the green channel is offered for what is in it, to who may.
    """
    checks: dict[str, Callable[[], None]] = {
        "correct": lambda: _may(file, actor, Permission.CORRECT_CASE),
        "withdraw": lambda: _may_end(file, actor, Permission.WITHDRAW_CASE),
        "return": lambda: _may_end(file, actor, Permission.VOID_CASE),
        "void": lambda: _may_end(file, actor, Permission.VOID_CASE),
    }
    if waits_for_supplement(file):
        checks = {"supplement": lambda: authorise(actor, Permission.REGISTER_CASE), **checks}
    if file.case.case_type == CaseType.SPECIAL and is_permitted(actor, Permission.CLOSE_CHANNEL):
        checks["close_channel"] = lambda: _not_over(file)
    return [_action(name, check) for name, check in checks.items()]


def waits_for_supplement(file: CaseFile) -> bool:
    """Whether papers are awaited before any flow runs; inside a flow a task says so."""
    case = file.case
    return case.supplement_asked_at is not None and case.snapshot is None and case.outcome is None


def _action(name: str, check: Callable[[], None]) -> CaseAction:
    try:
        check()
    except Refusal as refusal:
        return CaseAction(name, refusal)
    return CaseAction(name)


def _may(file: CaseFile, actor: Actor, permission: Permission) -> None:
    authorise(actor, permission, file.case.department_id)


def _may_end(file: CaseFile, actor: Actor, permission: Permission) -> None:
    _not_over(file)
    _may(file, actor, permission)


def _not_over(file: CaseFile) -> None:
    case = file.case
    if case.outcome is not None:
        raise has_ended(case)
    if case.decided_at is not None:
        refusal: Conflict = already_decided(case)
        raise refusal

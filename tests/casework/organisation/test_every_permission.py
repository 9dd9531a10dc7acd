"""Every place of casework that checks a permission refuses whoever lacks it, and says who may.

The places are read from the code, so a new one is walked without being named here; only what must first find something
in the database is told how to be asked.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import MagicMock

import pytest
from sqlalchemy import select

from casework.actor import Actor
from casework.delegation.delegations import create_delegation
from casework.errors import NotPermitted
from casework.organisation.api_token import ApiToken
from casework.organisation.api_tokens import create_token
from casework.organisation.role import Role
from casework.permissions import ALLOWED, PERMISSION_NAMES, Permission, who_may
from tests.casework.flows.world import World, a_world, sequence
from tests.source_tree import dotted, product_sources

GIVEN = {"casework.cases.case_actions._may": Permission.CORRECT_CASE}
"""Where the permission is a parameter: one to ask for."""


def places() -> Iterator[tuple[str, Permission]]:
    """Each function that calls `authorise`, with the permission it asks for."""
    for source in product_sources():
        if not source.module.startswith("casework."):
            continue
        for function in source.tree.body:
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and dotted(call.func).endswith("authorise"):
                    assert isinstance(function, ast.FunctionDef), (
                        f"teach this test to call {source.place}:{call.lineno}"
                    )
                    name, asked = f"{source.module}.{function.name}", dotted(call.args[1]).rpartition(".")[2]
                    yield name, GIVEN[name] if asked == "permission" else Permission[asked]


PLACES = sorted(set(places()))


class Setting(World):
    """A world with one case of department ZJ."""

    def lacking(self, permission: Permission) -> Actor:
        """Somebody with a post of every role that may not; nobody's permission is needed for what all may."""
        where = self.centre.departments["ZJ"].id
        roles = frozenset((role.value, where) for role in Role if role not in ALLOWED[permission])
        return replace(self.staff["visitor"], roles=roles)

    def of_case(self, actor: Actor) -> dict[str, Any]:
        ours = {"session": self.session, "office": self.centre.office, "now": self.now, "case_id": self.case_id}
        return {**ours, "actor": actor, "task_id": self.task_id}

    def delegation(self) -> int:
        until = self.now + timedelta(days=1)
        second = self.staff["second"].person_id
        return create_delegation(self.session, self.staff["handler"], second, self.now, until, "出差", self.now).id

    def token(self) -> int:
        create_token(self.session, self.staff["administrator"], "handler", "t", self.now)
        return self.session.scalars(select(ApiToken.id)).one()


@pytest.fixture
def setting(session: Any) -> Setting:
    world = a_world(session)
    setting = Setting(session, world.centre, staff=world.staff)
    setting.staff["visitor"] = world.centre.hire("visitor", "来访者", (Role.DESIGNER, "ZJ"))
    setting.deploy(sequence(), "seq")
    setting.item("A-1", "seq")
    setting.case_id = setting.register("A-1").case_id
    setting.task_id = setting.task(setting.case_id, "handle").id
    return setting


FINDS_FIRST: dict[str, Any] = {
    **dict.fromkeys(
        (
            "casework.cases.endings.withdraw_case", "casework.cases.endings.void_case",
            "casework.cases.endings.return_case", "casework.cases.case_types.close_channel",
            "casework.cases.unmasking.unmask", "casework.tasks.insiders.unmask_at_task",
            "casework.tasks.transfers.assign_task", "casework.cases.corrections.correct_case",
        ),
        Setting.of_case,
    ),
    "casework.delegation.delegations.create_delegation": lambda setting, actor: {
        **setting.of_case(actor), "principal_id": setting.staff["handler"].person_id,
        "deputy_id": setting.staff["second"].person_id, "starts_at": setting.now,
        "ends_at": setting.now + timedelta(days=1),
    },
    "casework.delegation.delegations.revoke_delegation": lambda setting, actor: {
        **setting.of_case(actor), "delegation_id": setting.delegation()
    },
    "casework.organisation.api_tokens.revoke_token": lambda setting, actor: {
        **setting.of_case(actor), "token_id": setting.token()
    },
}  # fmt: skip
"""Places that look something up before they know whose permission counts: what they are given."""


def asked_of(setting: Setting, name: str, actor: Actor, permission: Permission) -> Any:
    """Ask the function; what it is given besides the actor does not matter when it checks first."""
    module, _, function = name.rpartition(".")
    call = getattr(importlib.import_module(module), function)
    given = FINDS_FIRST.get(name, lambda setting, actor: {})(setting, actor)
    file = MagicMock(actor=actor)
    file.case.snapshot = file.case.outcome = None
    # Nothing is read or written before: an object has neither.
    given = {"session": object(), **given}
    given |= {"actor": actor, "permission": permission, "file": file}
    wanted = inspect.signature(call).parameters.values()
    required = [one for one in wanted if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
    named = {one.name: given.get(one.name, MagicMock(name=one.name)) for one in required}
    return call(**named | {one.name: given[one.name] for one in wanted if one.name in given})


def refusal_of(setting: Setting, name: str, permission: Permission) -> Any:
    """What was refused and who may, or what came instead."""
    try:
        actions = asked_of(setting, name, setting.lacking(permission), permission)
        # The list of what may be done with a case tells why not instead of refusing.
        raise next(one.refusal for one in actions if one.name == "supplement")
    except NotPermitted as refusal:
        return refusal.params.get("permission"), refusal.params.get("role")
    except Exception as other:
        return other


def test_every_permission_is_asked_for_somewhere() -> None:
    used = (one for one in product_sources() if one.module != "casework.permissions")
    named = {dotted(node) for one in used for node in ast.walk(one.tree) if isinstance(node, ast.Attribute)}

    assert {one for one in Permission if f"Permission.{one.name}" not in named} == set()


def test_every_place_that_checks_a_permission_refuses_whoever_lacks_it_and_says_who_may(setting: Setting) -> None:
    before = len(setting.history(setting.case_id))

    said = {place: refusal_of(setting, *place) for place in PLACES}

    expected = {(name, asked): (PERMISSION_NAMES[asked], who_may(asked)) for name, asked in PLACES}
    assert {place: one for place, one in said.items() if one != expected[place]} == {}
    assert len(PLACES) > 60 and len(setting.history(setting.case_id)) == before

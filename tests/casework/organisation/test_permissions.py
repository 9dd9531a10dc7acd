"""Permissions are one table; a refusal names who may."""

from __future__ import annotations

import pytest

from casework.actor import SYSTEM, Actor
from casework.errors import NotPermitted
from casework.organisation.role import ROLE_NAMES, Role
from casework.permissions import ALLOWED, PERMISSION_NAMES, Permission, authorise, is_permitted, who_may


def an_actor(*roles: tuple[str, int]) -> Actor:
    return Actor(person_id=1, name="王丽", username="wangli", roles=frozenset(roles))


def test_every_permission_has_roles_and_a_name_in_both_languages():
    assert set(ALLOWED) == set(PERMISSION_NAMES) == set(Permission)
    assert all(ALLOWED.values()) and all(all(words) for words in PERMISSION_NAMES.values())
    assert set(ROLE_NAMES) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_exactly_the_roles_of_the_table_may(permission):
    may = {role for role in Role if is_permitted(an_actor((role.value, 1)), permission)}

    assert may == ALLOWED[permission]
    assert not is_permitted(an_actor(), permission) and is_permitted(SYSTEM, permission)


def test_a_refusal_says_what_and_who_may():
    with pytest.raises(NotPermitted) as refusal:
        authorise(an_actor(("window", 1)), Permission.VOID_CASE)

    assert "作废办件" in refusal.value.in_language("zh") and "首席代表" in refusal.value.in_language("zh")
    assert "chief representative" in refusal.value.in_language("en")
    assert who_may(Permission.MANAGE_ITEMS).zh == "系统管理员"


def test_in_a_department_only_its_own_posts_count():
    chief = an_actor(("chief", 7))

    assert is_permitted(chief, Permission.SEE_DEPARTMENT, 7)
    assert not is_permitted(chief, Permission.SEE_DEPARTMENT, 8)


def test_who_oversees_the_centre_sees_every_department():
    assert is_permitted(an_actor(("supervisor", 1)), Permission.SEE_DEPARTMENT, 8)
    assert not is_permitted(an_actor(("chief", 1), ("supervisor", 1)), Permission.VOID_CASE, 8)

"""Keep, find and show ID numbers and phone numbers: stored once, sealed, found by keyed hash."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Executable, Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.crypto import Vault
from casework.errors import NotFound
from casework.personal_value import PersonalKind, PersonalValue

PREFIX = "personal:"


def keep_personal(session: Session, vault: Vault, kind: PersonalKind, text: str) -> str:
    """The reference `personal:<id>` under which `text` is kept; the same text has one reference."""
    plain = text.strip()
    hashed = hash_personal(vault, kind, plain)
    known = session.scalar(
        select(PersonalValue.id).where(PersonalValue.kind == kind, PersonalValue.keyed_hash == hashed)
    )
    if known is None:
        values = {"kind": kind, "cipher": vault.seal(plain), "keyed_hash": hashed}
        statement = _keep_statement(session.get_bind().dialect.name)
        known = session.connection().execute(statement, values).scalar_one_or_none()
    if known is None:
        # Somebody else kept the same text at this very moment; the insert waited for them.
        return keep_personal(session, vault, kind, text)
    return f"{PREFIX}{known}"


@cache
def _keep_statement(dialect: str) -> Executable:
    table = cast(Table, PersonalValue.__table__)
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)
    return statement.on_conflict_do_nothing(index_elements=("kind", "keyed_hash")).returning(table.c.id)


def hash_personal(vault: Vault, kind: PersonalKind, text: str) -> str:
    """The keyed hash to search by; letters of an ID number count as capitals."""
    return vault.keyed_hash(f"{kind}:{text.strip().upper()}")


def find_personal(session: Session, vault: Vault, kind: PersonalKind, text: str) -> str | None:
    """The reference of a text that is already kept."""
    hashed = hash_personal(vault, kind, text)
    found = session.scalar(
        select(PersonalValue.id).where(PersonalValue.kind == kind, PersonalValue.keyed_hash == hashed)
    )
    return None if found is None else f"{PREFIX}{found}"


def reveal_personal(session: Session, vault: Vault, reference: str) -> str:
    """The plain text. The caller records who saw it. Raises `NotFound`, `WrongKey`."""
    row = session.get(PersonalValue, _row_id(reference))
    if row is None:
        raise NotFound("personal.not_found", reference=reference)
    return vault.open(row.cipher)


def reveal_many(session: Session, vault: Vault, references: set[str]) -> dict[str, str]:
    """Reference to plain text for all of them in one statement; unknown ones are left out."""
    ids = {_row_id(reference) for reference in references}
    if not ids:
        return {}
    rows = session.execute(select(PersonalValue.id, PersonalValue.cipher).where(PersonalValue.id.in_(ids)))
    return {f"{PREFIX}{row.id}": vault.open(row.cipher) for row in rows}


def mask(text: str) -> str:
    """What people see unless they unmask it: the first four and last four signs, fewer of a short text."""
    shown = 4 if len(text) >= 15 else 3 if len(text) >= 10 else 1
    return text[:shown] + "*" * max(len(text) - 2 * shown, 0) + text[max(len(text) - shown, shown) :]


def is_reference(value: object) -> bool:
    """Whether a value of a case document stands for a personal identifier."""
    return isinstance(value, Mapping) and set(value) == {"ref"} and str(value["ref"]).startswith(PREFIX)


def references_in(value: object) -> list[str]:
    """Every reference in a value of a case document, however deep."""
    if is_reference(value):
        return [str(value["ref"])]  # type: ignore[index]
    if isinstance(value, Mapping):
        return [ref for one in value.values() for ref in references_in(one)]
    if isinstance(value, list | tuple):
        return [ref for one in value for ref in references_in(one)]
    return []


def as_reference(reference: str) -> dict[str, Any]:
    """How a reference stands in a case document."""
    return {"ref": reference}


def _row_id(reference: str) -> int:
    number = reference.removeprefix(PREFIX)
    if not reference.startswith(PREFIX) or not number.isascii() or not number.isdigit():
        raise NotFound("personal.not_found", reference=reference)
    return int(number)

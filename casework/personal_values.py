"""Keep, find and show ID numbers and phone numbers: stored once, sealed, found by keyed hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeGuard, cast

from sqlalchemy import Executable, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from casework.crypto import Vault
from casework.errors import NotFound
from casework.personal_value import PersonalKind, PersonalValue
from forms.identity import is_mobile

PREFIX = "personal:"
_TABLE = cast(Table, PersonalValue.__table__)
_BY_HASH = select(_TABLE.c.id, _TABLE.c.keyed_hash).where(
    _TABLE.c.keyed_hash.in_(bindparam("hashes", expanding=True)),
    # The kind is part of the hash; naming it lets the index be used.
    _TABLE.c.kind.in_([kind.value for kind in PersonalKind]),
)
Typed = tuple[PersonalKind, str]


def keep_personal(session: Session, vault: Vault, kind: PersonalKind, text: str) -> str:
    """The reference `personal:<id>` under which `text` is kept; the same text has one reference."""
    return keep_all(session, vault, [(kind, text)])[kind, text]


def keep_all(session: Session, vault: Vault, texts: Iterable[Typed]) -> dict[Typed, str]:
    """The references of all of them, in one statement for those known and one for those new."""
    hash_of = {one: hash_personal(vault, *one) for one in texts}
    rows = session.connection().execute(_BY_HASH, {"hashes": list(hash_of.values())}) if hash_of else ()
    known = {row.keyed_hash: f"{PREFIX}{row.id}" for row in rows}
    new = {hashed: one for one, hashed in hash_of.items() if hashed not in known}
    known |= {hash_of[one]: reference for one, reference in keep_new(session, vault, new.values()).items()}
    return {one: known[hashed] for one, hashed in hash_of.items()}


def keep_new(session: Session, vault: Vault, texts: Iterable[Typed]) -> dict[Typed, str]:
    """The references of texts that were not found; who keeps one of them at this very moment is waited for."""
    hashes = {hash_personal(vault, *one): one for one in texts}
    if not hashes:
        return {}
    rows = [
        {"kind": kind, "cipher": vault.seal(text.strip()), "keyed_hash": hashed}
        for hashed, (kind, text) in sorted(hashes.items())
    ]
    found = session.connection().execute(_keep_statement(session.get_bind().dialect.name), rows)
    return {hashes[row.keyed_hash]: f"{PREFIX}{row.id}" for row in found}


@cache
def _keep_statement(dialect: str) -> Executable:
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(_TABLE)
    # The stored text stays; only an update gives back the key of a row that is there already.
    statement = statement.on_conflict_do_update(
        index_elements=("kind", "keyed_hash"), set_={"keyed_hash": statement.excluded.keyed_hash}
    )
    return statement.returning(_TABLE.c.id, _TABLE.c.keyed_hash)


def reference_of(key: int | None) -> str | None:
    return None if key is None else f"{PREFIX}{key}"


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
    """What people see unless they unmask it: 139****0268; of others the first and last four signs, or fewer."""
    if is_mobile(text):
        return f"{text[:3]}****{text[-4:]}"
    shown = 4 if len(text) >= 15 else 3 if len(text) >= 10 else 1
    return text[:shown] + "*" * max(len(text) - 2 * shown, 0) + text[max(len(text) - shown, shown) :]


def is_reference(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value of a case document stands for a personal identifier."""
    return isinstance(value, Mapping) and set(value) == {"ref"} and str(value["ref"]).startswith(PREFIX)


def references_in(value: object) -> list[str]:
    """Every reference in a value of a case document, however deep."""
    if is_reference(value):
        return [str(value["ref"])]
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

"""Keep, find and show ID numbers and phone numbers: stored once, sealed, found by keyed hash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, TypeGuard, cast

from sqlalchemy import Executable, ScalarSelect, Table, Text, bindparam, func, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from casework.crypto import Vault
from casework.errors import NotFound
from casework.personal_value import PersonalKind, PersonalValue
from casework.types import insert_into, listed
from forms.identity import is_mobile

PREFIX = "personal:"
_TABLE = cast(Table, PersonalValue.__table__)
# The kind is part of the hash; naming it lets the index be used.
_OF_ANY_KIND = _TABLE.c.kind.in_([kind.value for kind in PersonalKind])
_BY_HASH = select(_TABLE.c.id, _TABLE.c.keyed_hash).where(
    _TABLE.c.keyed_hash.in_(bindparam("hashes", expanding=True)), _OF_ANY_KIND
)
FEWEST_DIGITS, LONGEST_NUMBER, MOST_LOOKED_UP = 7, 32, 40
Typed = tuple[PersonalKind, str]


def keep_personal(session: Session, vault: Vault, kind: PersonalKind, text: str) -> str:
    """The reference `personal:<id>` under which `text` is kept; the same text has one reference."""
    return keep_all(session, vault, [(kind, text)])[kind, text]


def keep_all(session: Session, vault: Vault, texts: Iterable[Typed]) -> dict[Typed, str]:
    """The references of all of them: a statement for those not looked up before, one for those new, none for others."""
    hash_of = {one: hash_personal(vault, *one) for one in texts}
    looked_up = _looked_up(session)
    if unseen := [hashed for hashed in hash_of.values() if hashed not in looked_up]:
        note_found(session, unseen, session.connection().execute(_BY_HASH, {"hashes": unseen}))
    new = {hashed: one for one, hashed in hash_of.items() if looked_up[hashed] is None}
    _keep_new(session, vault, new)
    return {one: f"{PREFIX}{looked_up[hashed]}" for one, hashed in hash_of.items()}


def note_found(session: Session, hashes: Iterable[str], found: Iterable[Sequence[Any]]) -> None:
    """Tell this transaction which of the hashes are kept, as pairs of key and hash; it asks for none of them again."""
    looked_up = _looked_up(session)
    looked_up |= dict.fromkeys(hashes, None)
    looked_up |= {hashed: key for key, hashed in found}


def found_among(parameter: str, dialect: str) -> ScalarSelect[Any]:
    """Pairs of key and hash as a JSON array, of those hashes in the parameter's JSON list that are kept."""
    pair, pairs = (
        (func.json_array, func.json_group_array) if dialect == "sqlite" else (func.json_build_array, func.json_agg)
    )
    query = select(sql_cast(pairs(pair(_TABLE.c.id, _TABLE.c.keyed_hash)), Text))
    return query.where(_OF_ANY_KIND, _TABLE.c.keyed_hash.in_(listed(parameter, dialect))).scalar_subquery()


def like_numbers(typed: Any) -> Iterator[Typed]:
    """What of these data looks like a number that will be kept, to be looked up beforehand.

    A few dozen at most, however much was typed: what is not among them is looked up when it is kept.
    """
    for text in islice(_digits(typed), MOST_LOOKED_UP):
        yield from ((kind, text) for kind in PersonalKind)


def _digits(value: Any) -> Iterator[str]:
    if isinstance(value, str) and FEWEST_DIGITS <= sum(map(str.isdigit, value)) and len(value) <= LONGEST_NUMBER:
        yield value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    for one in inner:
        yield from _digits(one)


def _looked_up(session: Session) -> dict[str, int | None]:
    """By hash: the key, None for what is not kept. As long as the session, which is one transaction."""
    found: dict[str, int | None] = session.info.setdefault("personal_values", {})
    return found


def _keep_new(session: Session, vault: Vault, texts: Mapping[str, Typed]) -> None:
    """Keep texts that were not found, by hash; who keeps one of them at this very moment is waited for."""
    if not texts:
        return
    rows = [
        {"kind": kind, "cipher": vault.seal(text.strip()), "keyed_hash": hashed}
        for hashed, (kind, text) in sorted(texts.items())
    ]
    note_found(session, (), session.connection().execute(_keep_statement(session.get_bind().dialect.name), rows))


@cache
def _keep_statement(dialect: str) -> Executable:
    statement = insert_into(_TABLE, dialect)
    # The stored text stays; only an update gives back the key of a row that is there already.
    statement = statement.on_conflict_do_update(
        index_elements=("kind", "keyed_hash"), set_={"keyed_hash": statement.excluded.keyed_hash}
    )
    return statement.returning(_TABLE.c.id, _TABLE.c.keyed_hash)


def hash_personal(vault: Vault, kind: PersonalKind, text: str) -> str:
    """The keyed hash to search by; letters of an ID number count as capitals."""
    return vault.keyed_hash(f"{kind}:{text.strip().upper()}")


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

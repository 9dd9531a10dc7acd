"""Several people may have the same row open in a form: what one saves never undoes unseen what another has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.database import Base
from casework.errors import Conflict


class ChangedMeanwhile(Conflict):
    """Others changed the row: `before` and `after` hold the fields that differ, `seen` is what is to be seen now."""

    def __init__(self, before: Mapping[str, Any], seen: Mapping[str, Any]) -> None:
        self.seen = seen
        self.before = {name: value for name, value in before.items() if value != seen[name]}
        self.after = {name: seen[name] for name in self.before}
        super().__init__("organisation.changed_meanwhile", fields=sorted(self.before))


def values_seen(row: Base, names: Iterable[str]) -> dict[str, Any]:
    """What a form made from the row shows."""
    return {name: getattr(row, name) for name in sorted(names)}


def check_seen(session: Session, row: Base, names: Iterable[str], seen: Mapping[str, Any] | None) -> None:
    """Lock the row and raise `ChangedMeanwhile` when it is not what was seen; None: nobody looked before."""
    if seen is None:
        return
    session.refresh(row, with_for_update=True)
    present = values_seen(row, set(names) & set(seen))
    before = {name: seen[name] for name in present}
    if present != before:
        raise ChangedMeanwhile(before, present)

"""Who else could do a task: everybody with a post it was offered to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.organisation.people import Holder, who_holds


def colleagues_for(session: Session, roles: Sequence[Sequence[Any]], now: datetime) -> list[Holder]:
    """The people with the posts in `Task.roles`, each once, A holders first; people named themselves are left out."""
    posts = [(str(role), where) for role, where in roles if role != "person"]
    found = {holder.person_id: holder for role, where in posts for holder in who_holds(session, role, where, now)}
    return sorted(found.values(), key=lambda holder: (holder.rank, holder.name))

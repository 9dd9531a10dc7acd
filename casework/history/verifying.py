"""Everything that `banjian audit verify` asks: the chains, what they vouch for, and the rows of the cases."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from sqlalchemy.orm import Session

from casework.files import FileStore
from casework.history.histories import Break, verify
from casework.history.papers import verify_papers
from casework.history.rows import verify_rows


def verify_record(session: Session, files: FileStore) -> Iterator[Break]:
    """Every place where the record is not what was written, or something else is not what it tells."""
    return chain(verify(session), verify_papers(session, files), verify_rows(session))

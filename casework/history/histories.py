"""Write, read and verify what happened to cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Text, exists, insert, select, type_coerce
from sqlalchemy.orm import Session, aliased

from casework.actor import Actor
from casework.canonical import read_json
from casework.cases.case import Case
from casework.errors import Words
from casework.history.chain import GENESIS, Chain, line_hash
from casework.history.happening import Happening
from casework.history.texts import COLUMN_NAMES
from casework.organisation.person import Person
from casework.texts import TEXTS
from engine.errors import Language, sentence

BUFFER = "banjian.history"
CASES_AT_A_TIME = 100


# Writing


def record(session: Session, case: Case, kind: str, actor: Actor, at: datetime, /, **data: Any) -> None:
    """Remember one line of the case's history until `flush_history`."""
    chains: dict[int, Chain] = session.info.setdefault(BUFFER, {})
    chain = chains.get(case.id)
    if chain is None:
        chain = chains[case.id] = Chain(case.id, case.case_no, case.head_hash or GENESIS, case.happening_count)
    chain.add(kind, actor, at, **data)


def flush_history(session: Session, case: Case) -> None:
    """Write what was recorded for this case in one statement and move head and count of its row."""
    chain: Chain | None = session.info.get(BUFFER, {}).pop(case.id, None)
    if chain is None:
        return
    write_chain(session, chain)
    case.head_hash, case.happening_count = chain.head, chain.count


def write_chain(session: Session, chain: Chain) -> None:
    """Insert the lines of `chain`; the caller writes its head and count to the case row in the same transaction."""
    if chain.rows:
        session.execute(insert(Happening.__table__), chain.rows)  # type: ignore[arg-type]
        chain.rows = []


# Reading


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One happening with the names people know."""

    seq: int
    at: datetime
    kind: str
    actor: str | None
    """None: the system."""
    acting_for: str | None
    data: Any
    hash: str

    @property
    def who(self) -> Words:
        """王丽 or, in another's name, 甲代乙: who acted, for whom."""
        if self.actor is None:
            return Words("系统", "the system")
        if self.acting_for is None:
            return Words(self.actor, self.actor)
        return Words(f"{self.actor}代{self.acting_for}", f"{self.actor} for {self.acting_for}")


def list_history(session: Session, case_id: int, *, after_seq: int = 0) -> list[HistoryLine]:
    """What happened to the case, oldest first."""
    return [_line(row) for row in session.execute(_told(case_id).where(Happening.seq > after_seq))]


def read_record(session: Session, case_id: int) -> tuple[list[HistoryLine], list[Break]]:
    """The history of a case and every break in it, from the same rows."""
    rows = session.execute(_told(case_id, right=True)).all()
    return [_line(row) for row in rows if row.seq is not None], list(_breaks(iter(rows)))


def _told(case_id: int, *, right: bool = False) -> Any:
    """Lines with what they were hashed from and the names of people; `right`: a row even for a case without lines."""
    principal = aliased(Person)
    return (
        _chained(right=right)
        .add_columns(Person.name.label("actor"), principal.name.label("acting_for"))
        .outerjoin(Person, Person.id == Happening.actor_id)
        .outerjoin(principal, principal.id == Happening.acting_for_id)
        .where(Case.id == case_id)
    )


def _chained(*, right: bool) -> Any:
    return (
        select(
            Case.id.label("case_id"),
            Case.case_no,
            Case.head_hash,
            Case.happening_count,
            Happening.seq,
            Happening.at,
            Happening.kind,
            Happening.actor_id,
            Happening.acting_for_id,
            type_coerce(Happening.data, Text).label("data_text"),
            Happening.previous_hash,
            Happening.hash,
        )
        .select_from(Case)
        .join(Happening, Happening.case_id == Case.id, isouter=right)
        .order_by(Case.id, Happening.seq)
    )


def _line(row: Row[Any]) -> HistoryLine:
    return HistoryLine(row.seq, row.at, row.kind, row.actor, row.acting_for, read_json(row.data_text), row.hash)


# Verifying


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the history of a case is not what was written; `what` is a code `history.break.<what>`."""

    case_no: str
    seq: int
    what: str
    column: str = ""
    """Which column of the case's row is meant, where one is."""

    def in_language(self, language: str) -> str:
        """What is wrong where, in a sentence."""
        asked: Language = "en" if language == "en" else "zh"
        column = Words(*COLUMN_NAMES.get(self.column, (self.column, self.column)))
        named = column.en if asked == "en" else column.zh
        shown = {"case_no": self.case_no, "seq": self.seq, "column": named}
        return sentence(TEXTS, f"history.break.{self.what}", asked, shown)


def verify(session: Session, case_id: int | None = None) -> Iterator[Break]:
    """Every break in the history of one case or of all, which are read some at a time.

    `missing`: a line was removed; `changed`: its content is not what was hashed; `unlinked`: it does not follow the
    line before it (inserted or swapped); `tail_missing`, `beyond_head`, `head_differs`: the end is not what the case
    row says; `case_missing`: lines of a case that is gone.
    """
    # One statement sees one state of the database, so a step committed meanwhile raises no false alarm.
    lines = _chained(right=True)
    orphans = select(Happening.case_id, Happening.seq).where(~exists().where(Case.id == Happening.case_id))
    if case_id is not None:
        orphans = orphans.where(Happening.case_id == case_id)
    is_found = False
    for some in case_ids(session, case_id):
        for _, rows in groupby(session.execute(lines.where(Case.id.in_(some))), key=lambda row: row.case_id):
            is_found = True
            yield from _breaks(rows)
    if case_id is not None and is_found:
        return
    for orphan in session.execute(orphans.order_by(Happening.case_id, Happening.seq)):
        yield Break(f"#{orphan.case_id}", orphan.seq, "case_missing")


def case_ids(session: Session, case_id: int | None = None) -> Iterator[Sequence[int]]:
    """That case alone, or all of them, some at a time: no cursor has to stay open over millions of lines."""
    if case_id is not None:
        yield [case_id]
        return
    last = 0
    while some := session.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(CASES_AT_A_TIME)).all():
        yield some
        last = some[-1]


def _breaks(rows: Iterator[Any]) -> Iterator[Break]:
    previous, expected = GENESIS, 1
    for row in rows:
        if row.seq is None:
            break
        if row.seq != expected:
            yield Break(row.case_no, expected, "missing")
        elif row.previous_hash != previous:
            yield Break(row.case_no, row.seq, "unlinked")
        if _expected_hash(row) != row.hash:
            yield Break(row.case_no, row.seq, "changed")
        previous, expected = row.hash, row.seq + 1
    last = expected - 1
    if row.happening_count > last:
        yield Break(row.case_no, expected, "tail_missing")
    elif row.happening_count < last:
        yield Break(row.case_no, last, "beyond_head")
    elif (row.head_hash or GENESIS) != previous:
        yield Break(row.case_no, last, "head_differs")


def _expected_hash(row: Row[Any]) -> str:
    return line_hash(
        row.previous_hash,
        case_no=row.case_no,
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        actor_id=row.actor_id,
        acting_for_id=row.acting_for_id,
        data_text=row.data_text,
    )

"""Enter, lift and ask for bars (限制申请): who is barred gets D02, with the decision that found it as its ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from casework.actor import Actor
from casework.cases.applicant import Applicant
from casework.cases.lengths import within
from casework.catalogue.item import Item
from casework.clocks.calendar import SHANGHAI
from casework.clocks.months import months_after
from casework.clocks.zone import day_words
from casework.errors import Conflict, NotFound, Refusal, Words
from casework.intake.applicants import find_applicant
from casework.intake.bar import Bar, BarGround
from casework.office import Office
from casework.permissions import Permission, authorise
from forms.blanks import trimmed

MONTHS: Mapping[BarGround, int] = {BarGround.FALSE_APPLICATION: 12, BarGround.DECEIT: 36}
GROUND_NAMES: Mapping[str, tuple[str, str]] = {
    BarGround.FALSE_APPLICATION: (
        "隐瞒情况或者提供虚假材料申请（一年，行政许可法第七十八条）",
        "false application (one year, Permit Law Art. 78)",
    ),
    BarGround.DECEIT: (
        "以欺骗、贿赂等不正当手段取得许可（三年，行政许可法第七十九条）",
        "obtained by deceit or bribery (three years, Permit Law Art. 79)",
    ),
}
_LAWS: Mapping[str, Words] = {
    BarGround.FALSE_APPLICATION: Words("第七十八条", "Art. 78"),
    BarGround.DECEIT: Words("第七十九条", "Art. 79"),
}


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar as the list shows it."""

    bar: Bar
    applicant: str
    item_code: str

    @property
    def ground(self) -> Words:
        return Words(*GROUND_NAMES[self.bar.ground])


@dataclass(frozen=True, slots=True)
class BarEntry:
    """What somebody states: whom, from which item, by which decision of which day, and what it found."""

    item_code: str
    id_number: str
    ground: str
    decision: str
    first_day: date | None
    reason: str


def bar_applicant(session: Session, office: Office, actor: Actor, entry: BarEntry, now: datetime) -> Bar:
    """Bar an applicant from an item that directly concerns public safety, from the day of the decision on.

    Raises `Refusal` naming the field, `Conflict` when they are barred as long already, `NotPermitted`.
    """
    authorise(actor, Permission.BAR_APPLICANT)
    item = session.scalar(select(Item).where(Item.code == entry.item_code.strip()))
    if item is None:
        raise Refusal("bar.item_unknown", field="item_code", item=entry.item_code)
    applicant = find_applicant(session, office, entry.id_number)
    if applicant is None:
        raise Refusal("bar.applicant_unknown", field="id_number")
    if entry.ground not in set(BarGround):
        raise Refusal("bar.ground_missing", field="ground")
    first_day = entry.first_day
    if first_day is None or first_day > now.astimezone(SHANGHAI).date():
        raise Refusal("bar.day_missing", field="first_day")
    texts = {"decision": within(entry.decision, 120, "decision"), "reason": entry.reason.strip()}
    for field, text in texts.items():
        if not text:
            raise Refusal("bar.entry_missing", field=field)
    last_day = months_after(first_day, MONTHS[BarGround(entry.ground)])
    known = find_bar(session, applicant.id, item.id, first_day)
    if known is not None and known.last_day >= last_day:
        raise Conflict("bar.stands", until=known.last_day, decision=known.decision)
    values = {"applicant_id": applicant.id, "item_id": item.id, "ground": entry.ground, "first_day": first_day}
    row = Bar(**values, last_day=last_day, entered_by=actor.row_id, entered_at=now, **texts)
    session.add(row)
    session.flush()
    return row


def lift_bar(session: Session, actor: Actor, bar_id: int, reason: str, now: datetime) -> Bar:
    """End a bar before its time, as when the decision behind it was set aside. Raises `Refusal` without a reason."""
    authorise(actor, Permission.BAR_APPLICANT)
    row = session.get(Bar, bar_id)
    if row is None:
        raise NotFound("bar.unknown")
    if not trimmed(reason):
        raise Refusal("bar.entry_missing", field="reason")
    if row.lifted_at is None:
        row.lifted_by, row.lifted_at, row.lift_reason = actor.row_id, now, reason.strip()
        session.flush()
    return row


def find_bar(session: Session, applicant_id: int, item_id: int, day: date) -> Bar | None:
    """The bar that keeps this applicant from this item on `day`, the one that lasts longest."""
    query = select(Bar).where(stands_on(day, applicant_id, item_id)).order_by(Bar.last_day.desc()).limit(1)
    return session.scalar(query)


def stands_on(day: Any, applicant: Any, item: Any) -> ColumnElement[bool]:
    """The condition on `Bar` that it keeps this applicant from this item on that day; each a value or a column."""
    return and_(
        Bar.applicant_id == applicant, Bar.item_id == item, Bar.lifted_at.is_(None), Bar.first_day <= day,
        Bar.last_day >= day,
    )  # fmt: skip


def list_bars(session: Session, actor: Actor) -> list[BarRow]:
    """Every bar, the newest first. Raises `NotPermitted`."""
    authorise(actor, Permission.BAR_APPLICANT)
    query = (
        select(Bar, Applicant.name, Item.code)
        .join(Applicant, Applicant.id == Bar.applicant_id)
        .join(Item, Item.id == Bar.item_id)
        .order_by(Bar.id.desc())
    )
    return [BarRow(*row) for row in session.execute(query)]


def barred_because(bar: Bar) -> Words:
    """The reason that D02 gives."""
    law, day = _LAWS[bar.ground], bar.last_day
    until = Words(
        f"至 {day.year} 年 {day.month} 月 {day.day} 日（含当日）", f"up to and including {day_words(day, 'en')}"
    )
    return Words(
        f"依据《中华人民共和国行政许可法》{law.zh}（{bar.decision}），{until.zh}不得再次申请该事项",
        f"by {law.en} of the Permit Law ({bar.decision}) this may not be applied for again {until.en}",
    )

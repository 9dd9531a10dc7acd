"""What the demo's stories share: the office, its people, and the items with their forms and materials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.catalogue.item import Item, ItemVersion
from casework.catalogue.items import forms_of, materials_of
from casework.clock import TravellingClock
from casework.clocks.calendar import WorkingCalendar
from casework.clocks.calendars import calendar_of
from casework.demo.answers import Scene
from casework.demo.applicants import Somebody
from casework.demo.cast import Cast, gather_cast
from casework.demo.plot import Act
from casework.demo.stories import Story
from casework.office import Office
from casework.organisation.department import Department
from casework.tasks.task_forms import ITEM_FORM, library_form


@dataclass(frozen=True, slots=True)
class DemoItem:
    """An item in force, as far as the stories need it."""

    code: str
    name: str
    department: str
    targets: str
    forms: Mapping[str, Any]
    required: tuple[tuple[str, str], ...]
    """Code and name of the materials that must be there."""
    tolerable: tuple[str, ...]
    """Codes of those that may come later."""


@dataclass(frozen=True, slots=True)
class Stage:
    office: Office
    clock: TravellingClock
    cast: Cast
    items: Mapping[str, DemoItem]
    calendar: WorkingCalendar

    def form(self, item: str, form_key: str | None) -> Mapping[str, Any] | None:
        """form-js JSON behind a task's form key, as the task page shows it."""
        if not form_key:
            return None
        if form_key.startswith(ITEM_FORM):
            return self.items[item].forms.get(form_key.removeprefix(ITEM_FORM))
        return library_form(form_key)


@dataclass(slots=True)
class Run:
    """A story on its way: its case, and what is still to be done."""

    number: int
    age: int
    story: Story
    chance: Random
    somebody: Somebody
    acts: tuple[Act, ...]
    done: int = 0
    case_id: int = 0
    case_no: str = ""
    missing: str = ""

    def scene(self, stage: Stage, department_id: int | None = None) -> Scene:
        """What a person of the department, else of the item's, who writes about the case now has before them."""
        item = stage.items[self.story.item]
        codes = {number: code for code, number in stage.cast.departments.items()}
        department = codes.get(department_id or 0, item.department)
        names = stage.cast.names_in(department)
        return Scene(
            chance=self.chance,
            now=stage.clock.now(),
            somebody=self.somebody,
            item_name=item.name,
            calendar=stage.calendar,
            item=item.code,
            officers=names[1:3],
            leader=names[-1],
            missing=self.missing,
            deputy=self.story.deputy,
            department=department,
        )


def set_stage(session: Session, office: Office, clock: TravellingClock) -> Stage:
    """Read people, items and calendar once."""
    cast = gather_cast(session, clock.now())
    query = (
        select(ItemVersion, Item.code, Department.code)
        .join(Item, Item.id == ItemVersion.item_id)
        .join(Department, Department.id == Item.department_id)
        .order_by(Item.code)
    )
    items = {}
    for version, code, department in session.execute(query):
        materials = materials_of(session, version.id)
        items[code] = DemoItem(
            code,
            version.name,
            department,
            version.service_targets or "",
            forms_of(session, version.id),
            tuple((one.code, one.name) for one in materials if one.is_required),
            tuple(one.code for one in materials if one.tolerable),
        )
    return Stage(office, clock, cast, items, calendar_of(session, None))

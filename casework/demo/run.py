"""Fills an empty database with the demo centre: organisation, diagrams, items, and cases made by driving the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from casework.actor import SYSTEM
from casework.cases.archiving import archive_ended_cases
from casework.catalogue.items import publish_item_version
from casework.clock import SystemClock, TravellingClock
from casework.definitions.bundles import missing_called, process_keys
from casework.definitions.checking import check_files
from casework.definitions.definitions import publish, store_draft
from casework.demo.cases import play_stories
from casework.demo.organisation import found_demo_organisation
from casework.errors import Refusal
from casework.office import Office
from casework.organisation.founding import refuse_founded

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = ROOT / "processes"
ITEMS = PROCESSES / "items"
FORM_LIBRARY = ROOT / "forms" / "library"
# Before the first case, so that every item is in force when it is received.
FOUNDED_AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)

Tell = Callable[[str], None]
"""Takes a line about the progress."""


class DemoNeedsTravel(Refusal):
    """The demo's history lies in the past: only a `TravellingClock` can make it."""


def fill_demo(
    office: Office, tell: Tell = lambda line: None, *, until: datetime | None = None, scale: float = 1.0
) -> None:
    """Make the demo centre with its cases. Raises `Conflict` when the database is not empty.

    `office.clock` must be a `TravellingClock` that stands at `FOUNDED_AT`; at the end it stands at `until`, the demo's
    present (default: now). `scale` below 1 makes fewer cases.
    """
    clock = office.clock
    if not isinstance(clock, TravellingClock):
        raise DemoNeedsTravel("demo.needs_travelling_clock")
    with office.database.transaction() as session:
        refuse_founded(session)
        found_demo_organisation(session, office, office.clock.now())
    tell("organisation")
    publish_shipped_processes(office, tell)
    publish_shipped_items(office, tell)
    played = play_stories(office, clock, until or SystemClock().now(), scale=scale)
    tell(f"cases {played.cases}")
    for line in played.stuck:
        tell(f"stuck: {line}")
    tell(f"archived {archive_ended_cases(office, office.clock.now())}")


def publish_shipped_processes(office: Office, tell: Tell) -> None:
    """Publish every folder of `processes/` that holds a diagram, called processes before those that call them."""
    bundles = {folder.name: read_bundle_folder(folder) for folder in sorted(PROCESSES.iterdir()) if _is_bundle(folder)}
    for name in in_calling_order(bundles):
        with office.database.reading() as session:
            checked = check_files(bundles[name], session=session)
        with office.database.transaction() as session:
            now = office.clock.now()
            draft = store_draft(session, SYSTEM, bundles[name], "随系统提供", now, checked=checked)
            publish(session, SYSTEM, draft.id, now, checked=checked)
        tell(f"process {name}")


def publish_shipped_items(office: Office, tell: Tell) -> None:
    """Publish every `processes/items/<CODE>/item.json` with the forms beside it, in force since the founding."""
    for folder in sorted(ITEMS.iterdir()) if ITEMS.is_dir() else ():
        if not (folder / "item.json").is_file():
            continue
        fields = read_item_folder(folder)
        with office.database.transaction() as session:
            code = str(fields.pop("code", folder.name))
            publish_item_version(session, SYSTEM, code, fields, valid_from(office), office.clock.now())
        tell(f"item {folder.name}")


def read_bundle_folder(folder: Path) -> dict[str, str]:
    """The diagrams, tables and own forms of a process, with the forms of the library that its tasks name."""
    files = {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir())
        if path.suffix in (".bpmn", ".dmn", ".form")
    }
    diagrams = "\n".join(text for name, text in files.items() if name.endswith(".bpmn"))
    for form in sorted(FORM_LIBRARY.glob("*.form")):
        if f'"{form.stem}"' in diagrams and form.name not in files:
            files[form.name] = form.read_text(encoding="utf-8")
    return files


def read_item_folder(folder: Path) -> dict[str, Any]:
    """The fields of an item: `item.json`, every `<role>.form` beside it, and the text of its decision files."""
    fields: dict[str, Any] = json.loads((folder / "item.json").read_text(encoding="utf-8"))
    forms = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.form"))}
    tables = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.dmn"))}
    if forms:
        fields["forms"] = {**forms, **(fields.get("forms") or {})}
    if tables:
        fields["decision_files"] = tables
    return fields


def in_calling_order(bundles: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Names of the bundles, each after those it calls; what calls itself in a circle comes last, by name."""
    drawn_in = {key: name for name, files in bundles.items() for key in process_keys(files)}
    needs = {
        name: {drawn_in[key] for key in missing_called(files) if key in drawn_in} for name, files in bundles.items()
    }
    order: list[str] = []
    while len(order) < len(needs):
        ready = [name for name in sorted(needs) if name not in order and needs[name] <= set(order)]
        order.extend(ready or [name for name in sorted(needs) if name not in order])
    return order


def valid_from(office: Office) -> date:
    """The day of the founding, from which the shipped items are in force."""
    return office.clock.now().date()


def _is_bundle(folder: Path) -> bool:
    return folder.is_dir() and any(folder.glob("*.bpmn"))

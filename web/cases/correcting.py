"""What of a case may be put right: its own entries and the fields of its application, as the dialog shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from casework.actor import Actor
from casework.cases.case_views import CaseView, case_view
from casework.cases.corrections import CORRECTABLE, decided_on
from casework.cases.diagrams import definition_of
from casework.database import Session
from casework.office import Office
from casework.personal_values import is_reference
from web.frame.i18n import choose

OWN = ("title", "agent_name", "business_key")
TEXTS, NUMBERS, CHOICES = ("textfield", "textarea"), ("number",), ("select", "radio")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the dialog; `field` is its name in the posted form."""

    name: str
    field: str
    label: str
    text: str
    kind: str = "textfield"
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


def entries_of(session: Session, office: Office, actor: Actor, case_no: str, now: datetime) -> list[Entry]:
    """The entries of a case the actor may see. Raises `NotFound`."""
    return entries_in(case_view(session, office, actor, case_no, now))


def entries_in(view: CaseView) -> list[Entry]:
    """The same for a case that is read already."""
    own = [_own(name, getattr(view.case, name)) for name in OWN]
    item = view.file.around.item
    schema = item.forms.get("intake") if item is not None else None
    variables = view.case.document.get("", {})
    fields = [_field(one, variables, view.masked) for one in (schema or {}).get("components", [])]
    asked = [*own, *(entry for entry in fields if entry is not None)]
    names = {entry.name for entry in asked}
    return asked + [_decisive(name, variables) for name in _standing_on(view) if name not in names]


def _standing_on(view: CaseView) -> list[str]:
    """On what the gateways decide at which the case stands still."""
    parked = [(incident.path, incident.element) for incident in view.incidents if incident.is_parked]
    return decided_on(definition_of(view.file), parked) if parked else []


def _decisive(name: str, variables: Mapping[str, Any]) -> Entry:
    value = variables.get(name)
    kind = "number" if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else "textfield"
    return Entry(name, f"entry_{name}", name, "" if value is None else str(value), kind)


def _own(name: str, value: Any) -> Entry:
    return Entry(name, f"entry_{name}", choose(CORRECTABLE[name]), "" if value is None else str(value))


def _field(component: Mapping[str, Any], variables: Mapping[str, Any], masked: Mapping[str, str]) -> Entry | None:
    kind, key = component.get("type"), component.get("key")
    value = variables.get(str(key))
    if is_reference(value):
        # Sent back as it is shown it changes nothing.
        value = masked.get(value["ref"])
    if kind not in (*TEXTS, *NUMBERS, *CHOICES) or not isinstance(value, str | int | float | Decimal):
        return None
    choices = tuple((str(one["value"]), str(one["label"])) for one in component.get("values") or ())
    return Entry(str(key), f"entry_{key}", str(component.get("label") or key), str(value), str(kind), choices)

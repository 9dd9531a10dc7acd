"""The forms on the registration page: the intake form, and those of the steps done in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from casework.intake.counter_steps import CounterStep
from casework.tasks.task_forms import library_form
from forms.parts import outcome_text, outcomes_requiring
from web.frame import moments
from web.registration.reading import json_field, usual


@dataclass(frozen=True)
class StepForm:
    element: str
    name: str
    outcome: str
    schema: dict[str, Any] | None
    data: dict[str, Any]


def step_forms(steps: Sequence[CounterStep]) -> list[StepForm]:
    """Each step with only the fields that its usual outcome needs; the others belong to the task page."""
    return [_step_form(step) for step in steps]


def _step_form(step: CounterStep) -> StepForm:
    schema = library_form(step.form_key) if step.form_key else None
    name = step.outcomes.options[0].name if step.outcomes is not None and step.outcomes.options else ""
    if schema is not None:
        outcome = outcome_text(usual(step))
        components = [_demanded(one, outcome) for one in schema["components"] if _matters(one, outcome)]
        schema = {**schema, "components": components} if components else None
    data = {**_today(schema), **json_field(f"step_{step.element}")}
    return StepForm(step.element, step.name, name, schema, data)


def _today(schema: dict[str, Any] | None) -> dict[str, Any]:
    """What is done on the spot is done today: days are filled in beforehand."""
    days = [one for one in (schema or {}).get("components", []) if one.get("subtype") == "date"]
    return {one["key"]: moments.today().isoformat() for one in days}


def _matters(component: dict[str, Any], outcome: str) -> bool:
    wanted = outcomes_requiring(component)
    return not wanted or outcome in wanted


def _demanded(component: dict[str, Any], outcome: str) -> dict[str, Any]:
    """The outcome is settled on this page, so what it requires is marked as required from the start."""
    if outcome not in outcomes_requiring(component):
        return component
    return {**component, "validate": {**component.get("validate", {}), "required": True}}

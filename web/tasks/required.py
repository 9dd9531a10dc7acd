"""The form as the task page shows it: a field that only some outcomes require says which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.tasks.task_views import TaskView
from forms.parts import outcome_text, outcomes_requiring
from web.frame.i18n import choose, t


def schema_of(view: TaskView) -> dict[str, Any] | None:
    """form-js JSON of the task's form with the hints added; None when the task shows no form."""
    if view.form is None:
        return None
    if view.is_over:
        return dict(view.form.source)
    names = {outcome_text(button.value): choose(button.name) for button in view.buttons}
    source = dict(view.form.source)
    return {**source, "components": [_hinted(component, names) for component in source["components"]]}


def _hinted(component: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    if "components" in component:
        return {**component, "components": [_hinted(one, names) for one in component["components"]]}
    wanted = outcomes_requiring(component)
    shown = [name for value, name in names.items() if value in wanted]
    # Required whatever is pressed, or for a button this task does not have: nothing to say.
    if not shown or len(shown) == len(names):
        return dict(component)
    hint = t("tasks.required_for", names=t("tasks.or").join(shown))
    described = f"{hint} {component['description']}" if component.get("description") else hint
    return {**component, "description": described}

"""What of the case stands in a form already when its task is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casework.cases.case_file import CaseFile
from casework.cases.case_views import TaskLine
from casework.errors import Refusal
from casework.tasks.task import DONE
from casework.tasks.task_forms import form_of, visible_variables
from casework.tasks.task_state import TaskState
from engine.model import Definition
from forms.parts import Form, own_texts, walk_fields

Place = tuple[str, str]
"""Scope path and element of a step."""


def prefilled(
    file: CaseFile, definition: Definition, form: Form, task: TaskState, tasks: Iterable[TaskLine]
) -> dict[str, Any]:
    """The variables the task sees, without what another step said in its own words.

    A long text that is asked for stands there when this step wrote it last, or no step did (the application did), or
    the diagram gives it to the task.
    """
    values = visible_variables(file.case.document, task.scope)
    texts = own_texts(form)
    if not texts:
        return values
    writers = _last_writers(file, definition, tasks)
    for path in texts:
        is_given = path.split(".")[0] in file.case.document.get(task.scope, {})
        if not is_given and writers.get(path) not in (None, (task.path, task.element)):
            values = _without(values, path.split("."))
    return values


def _last_writers(file: CaseFile, definition: Definition, tasks: Iterable[TaskLine]) -> dict[str, Place]:
    done = [(line.closed_at, line.id, line) for line in tasks if line.status == DONE and line.closed_at is not None]
    writers: dict[str, Place] = {}
    for _, _, line in sorted(done, key=lambda one: one[:2]):
        try:
            form = form_of(file, definition, line.form_key, line.name)
        except Refusal:
            # A form that was broken since then asks for nothing now; the task on the desk must open all the same.
            continue
        fields = walk_fields(form.parts) if form is not None else ()
        writers |= {key: (line.path, line.element) for key, field in fields if not field.is_locked}
    return writers


def _without(values: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """The values but for the one at the path, or those: `[]` stands for every row of a list."""
    first, *rest = path
    if rest and first.endswith("[]"):
        first = first.removesuffix("[]")
        rows = values.get(first)
        if not isinstance(rows, list):
            return dict(values)
        return {**values, first: [_without(row, rest) if isinstance(row, Mapping) else row for row in rows]}
    inner = values.get(first)
    if rest and isinstance(inner, Mapping):
        return {**values, first: _without(inner, rest)}
    return {key: value for key, value in values.items() if key != first}

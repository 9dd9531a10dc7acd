"""What people filled in, for whoever works on or looks at the case: the application, and each earlier step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from casework.cases.case_file import CaseFile
from casework.errors import Refusal
from casework.history.histories import HistoryLine
from casework.personal_values import is_reference
from casework.tasks.task_forms import INTAKE_FORM, form_of, offered_values
from engine.model import Definition
from forms.answers import Answer, read_answers
from forms.parts import Form

HIDDEN = "***"
"""A personal value that the case no longer holds."""


class Done(Protocol):
    """As much of a task as is needed to find its form and its line in the history."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def element(self) -> str: ...
    @property
    def run(self) -> int: ...
    @property
    def form_key(self) -> str | None: ...


def application_of(file: CaseFile, masked: Mapping[str, str]) -> list[Answer]:
    """What the applicant stated, as it stands now; empty when the item asks for nothing. Personal values masked."""
    form = form_if_readable(file, None, INTAKE_FORM, "")
    return [] if form is None else read_answers(form, file.case.document.get("", {}), told_by(masked))


def answers_of(
    file: CaseFile,
    definition: Definition | None,
    tasks: Iterable[Done],
    history: Iterable[HistoryLine],
    masked: Mapping[str, str],
) -> dict[int, list[Answer]]:
    """By task: what was written in its form when it was completed.

    Read from the record, not from the case document: a later step may have written the same variables since.
    """
    written = {tuple(line.data["at"]): _written(line.data) for line in history if line.kind == "task.completed"}
    answers = {}
    for task in tasks:
        changes = written.get((task.path, task.element, task.run))
        form = form_if_readable(file, definition, task.form_key, task.name) if changes else None
        if changes and form is not None:
            answers[task.id] = read_answers(form, changes, told_by(masked), offered_values(file, form))
    return answers


def form_if_readable(file: CaseFile, definition: Definition | None, key: str | None, name: str) -> Form | None:
    """A form that cannot be read keeps nobody from looking at the case."""
    try:
        return form_of(file, definition, key, name)
    except Refusal:
        return None


def _written(data: Mapping[str, Any]) -> dict[str, Any]:
    """The first value of each name: what the form gave, before the steps that followed by themselves changed it."""
    first: dict[str, Any] = {}
    for _, name, value in data.get("changes", ()):
        first.setdefault(name, value)
    return first


def told_by(masked: Mapping[str, str]) -> Callable[[Any], str]:
    """What a reader may see of a personal value."""
    return lambda value: masked.get(value["ref"], HIDDEN) if is_reference(value) else str(value)

"""The lists of the workbench as spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

from casework.cases.status import TYPE_NAMES
from casework.tasks.inbox import Tab, TaskRow
from web.frame.i18n import choose, t
from web.frame.spreadsheet import due_cell, spreadsheet

COLUMNS = ("number", "type", "item", "applicant", "step", "from", "arrived", "who", "for_whom", "due", "done_at")


def tasks_sheet(rows: Iterable[TaskRow], tab: Tab) -> Response:
    """The tasks of a tab with everything the list shows, one per line."""
    lines = (
        (
            row.case_no, choose(TYPE_NAMES[row.case_type]), row.title, row.applicant_name, row.name, row.sender_name,
            row.opened_at, row.holder_name, _for_whom(row),
            due_cell(row.due_at, provisional=row.is_provisional, calendar=row.calendar), row.closed_at,
        )
        for row in rows
    )  # fmt: skip
    return spreadsheet([t(f"workbench.column_{name}") for name in COLUMNS], lines, t(f"workbench.tab_{tab}"))


def _for_whom(row: TaskRow) -> str:
    """In whose name it is or was done, or could be."""
    return row.principal_name or t("frame.comma").join(name for _, name in row.offered_for)

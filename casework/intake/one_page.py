"""即办件 on one page: tasks that the registration itself opens are answered with it, and written once, done already."""

from __future__ import annotations

from collections.abc import Mapping

from casework.cases.case_file import CaseFile
from casework.cases.lengths import LONGEST_TEXT, within
from casework.cases.settling import task_values
from casework.cases.step_book import HandedIn, StepBook
from casework.cases.stepping import run
from casework.intake.registration import Answer
from casework.tasks.completions import check_document, check_outcome, checked_data, told_of
from casework.tasks.entitlement import check_separation, entitle, is_offered
from casework.tasks.staffing import staff_tasks
from casework.tasks.task_state import TaskState, unwritten_task
from engine.contract import Complete, OpenedTask


def hand_in_answers(file: CaseFile, book: StepBook, answers: Mapping[str, Answer]) -> None:
    """Follow the flow in memory as long as its next task is the actor's and answered, by element or form key.

    Every task is checked as `complete_task` checks it; whatever one refuses refuses the whole.
    """
    left, done = dict(answers), list[TaskState]()
    while (own := _next_of_actor(file, book)) is not None:
        opened, task = own
        name = next((name for name in (opened.key.element, opened.form_key) if name in left), None)
        if name is None:
            return
        entitle(file, task, None)
        check_separation(file, task, done)
        _hand_in(file, book, opened, task, left.pop(name))
        done.append(task)


def _next_of_actor(file: CaseFile, book: StepBook) -> tuple[OpenedTask, TaskState] | None:
    for opened in book.opened.values():
        (staff,) = staff_tasks(file, [opened])
        task = unwritten_task(task_values(file, opened, staff))
        if task.claimed_by == file.actor.person_id or (task.claimed_by is None and is_offered(task.roles, file.actor)):
            return opened, task
    return None


def _hand_in(file: CaseFile, book: StepBook, opened: OpenedTask, task: TaskState, answer: Answer) -> None:
    chosen, opinion = check_outcome(task, answer.outcome), within(answer.opinion, LONGEST_TEXT, "opinion")
    clean = checked_data(file, task, answer.data, chosen)
    check_document(file, task)
    book.hand_in(HandedIn(opened, chosen, opinion or None))
    run(file, Complete(task.key, clean, chosen), book, told_of(file, task, chosen, opinion))

"""What people of the demo do with a case once it is open: each act is the same call a page would make."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select

from casework.actor import SYSTEM, Actor
from casework.cases.corrections import correct_case
from casework.cases.endings import return_case, void_case, withdraw_case
from casework.demo.answers import answer_form
from casework.demo.cast import deputy_of
from casework.demo.openings import apply_after, open_case
from casework.demo.plot import EVERY_DEPARTMENT, Act, Mark
from casework.demo.stage import Run, Stage
from casework.messages.messages import deliver_message
from casework.organisation.role import Role
from casework.tasks.claims import claim_task
from casework.tasks.completions import complete_task
from casework.tasks.drafts import save_draft
from casework.tasks.entitlement import SelfApproval, is_offered
from casework.tasks.remarks import add_comment, attach_file
from casework.tasks.task import Task
from casework.tasks.transfers import assign_task, transfer_task

BETWEEN_BRANCHES = timedelta(minutes=6)
MOST_BRANCHES = 40
BRANCH_STEPS = ("do_part", "confirm", "opine")
PAYLOADS: dict[str, dict[str, Any]] = {
    "payment.confirmed": {"receipt_no": "370299880012"},
    "applicant.withdraw": {},
    "supplement.submitted": {},
    "superior.result": {"result_outcome": "approved", "superior_document": "省发改审〔2026〕77 号"},
}
WITHDRAWN = ("申请人来电表示计划有变，书面撤回申请。", "申请人另选地址，撤回本次申请。")
VOIDED = ("重复登记，以另一件为准。", "登记时选错事项，作废后重新登记。")
RETURNED = ("多次联系申请人到场核查均未配合，按规定退件。",)
COMMENTS = ("申请人约定明天上午补拍现场照片。", "已与产权单位电话核实，情况属实。", "请留意附图第二页的尺寸标注。")
TRANSFERRED = ("本人明日外出培训，转同事继续办理。",)
OPINIONS = {
    "submit": ("经核实符合条件，拟同意，提交审核。", "材料齐全，现场核查通过，请审核。"),
    "agreed": ("同意。", "审核无误，同意承办意见。"),
    "approved": ("同意，准予。", "准予。"),
    "denied": ("不符合法定条件，不予批准。",),
    "returned": ("请补充后再报。",),
    "refused": ("不同意，理由见表。",),
    "signed": ("同意签发。",),
}


class StoryStuck(Exception):
    """A story of the demo cannot go on as it is written; the message names case and act."""


def perform(stage: Stage, run: Run, act: Act) -> None:
    """Do one act now. Raises `StoryStuck` when its task is not open or nobody may do it, and what casework refuses."""
    if run.case_id == 0:
        open_case(stage, run, act)
    elif act.mark is Mark.BESIDE:
        BESIDE[act.name](stage, run, act)
    elif act.department == EVERY_DEPARTMENT:
        for task in _open_tasks(stage, run, act.name):
            _complete(stage, run, task, act.outcome, act.about)
            _pass_on(stage)
    else:
        _perform_one(stage, run, act)


def _pass_on(stage: Stage) -> None:
    """The next department comes a little later, while the doors are open."""
    stage.clock.travel_to(stage.calendar.add_office_time(stage.clock.now(), BETWEEN_BRANCHES))


def _perform_one(stage: Stage, run: Run, act: Act) -> None:
    tasks = _open_tasks(stage, run, act.name, act.department)
    if not tasks:
        if act.mark is Mark.IF_OPEN:
            return
        raise StoryStuck(f"{run.case_no}: {act.name} is not open ({run.story.path})")
    if act.mark is Mark.CLAIM:
        _claim_as_written(stage, run, tasks, act.about)
    else:
        _complete(stage, run, tasks[0], act.outcome, act.about)


def _open_tasks(stage: Stage, run: Run, element: str, department: str | None = None) -> Sequence[Row[Any]]:
    """The open tasks of this element in the order they were opened, of one department if it is named."""
    query = (
        select(Task.id, Task.element, Task.roles, Task.claimed_by, Task.form_key, Task.department_id)
        .where(Task.case_id == run.case_id, Task.closed_at.is_(None), Task.element == element)
        .order_by(Task.id)
    )
    if department is not None:
        query = query.where(Task.department_id == stage.cast.departments[department])
    with stage.office.database.reading() as session:
        return session.execute(query).all()


def _people(stage: Stage, run: Run, task: Row[Any]) -> Iterable[Actor]:
    if task.claimed_by is not None:
        return (stage.cast.numbers[task.claimed_by],)
    return stage.cast.offered(task.roles, run.chance)


def _first_that_may(stage: Stage, run: Run, task: Row[Any], do: Callable[[Any, Actor, int | None], object]) -> Actor:
    """Let the likeliest person do it, or who stands in for them; who may not is passed over, as in life."""
    for person in _people(stage, run, task):
        try:
            with stage.office.database.transaction() as session:
                deputy = deputy_of(session, stage.cast, person, stage.clock.now())
                actor, principal = (person, None) if deputy is None else (deputy, person.person_id)
                do(session, actor, principal)
                return actor
        except SelfApproval:
            continue
    raise StoryStuck(f"{run.case_no}: nobody may do {task.element} ({run.story.path})")


def _complete(stage: Stage, run: Run, task: Row[Any], outcome: str | None, variant: str | None) -> None:
    form = stage.form(run.story.item, task.form_key)
    data = answer_form(form, outcome, run.scene(stage, task.department_id), variant)
    opinion = run.chance.choice(OPINIONS[outcome]) if outcome in OPINIONS else ""

    def do(session: Any, actor: Actor, principal: int | None) -> None:
        complete_task(
            session,
            stage.office,
            actor,
            task.id,
            stage.clock.now(),
            outcome=outcome,
            data=data,
            opinion=opinion,
            acting_for=principal,
        )

    _first_that_may(stage, run, task, do)


def _claim(stage: Stage, run: Run, task: Row[Any]) -> Actor:
    def do(session: Any, actor: Actor, principal: int | None) -> None:
        claim_task(session, stage.office, actor, task.id, stage.clock.now(), acting_for=principal)

    return _first_that_may(stage, run, task, do)


def _claim_as_written(stage: Stage, run: Run, tasks: Sequence[Row[Any]], username: str | None) -> None:
    """By the person named, of several tasks the one that is for them; else by whoever is likeliest."""
    if username is None:
        _claim(stage, run, tasks[0])
        return
    person = stage.cast.named(username)
    task = next((one for one in tasks if is_offered(one.roles, person)), None)
    if task is None:
        raise StoryStuck(f"{run.case_no}: {username} has no post for {tasks[0].element} ({run.story.path})")
    with stage.office.database.transaction() as session:
        claim_task(session, stage.office, person, task.id, stage.clock.now())


# Beside the flow


def _branches(stage: Stage, run: Run, act: Act) -> None:
    """Every department confirms and answers, the one that is named as the act says."""
    for _ in range(MOST_BRANCHES):
        tasks = [task for step in BRANCH_STEPS for task in _open_tasks(stage, run, step)]
        if not tasks:
            return
        task = tasks[0]
        named = act.department and stage.cast.departments[act.department] == task.department_id
        opinion = act.outcome if named else "agree"
        _complete(stage, run, task, None if task.element == "confirm" else opinion, None)
        _pass_on(stage)
    raise StoryStuck(f"{run.case_no}: the departments never end ({run.story.path})")


def _apply(stage: Stage, run: Run, act: Act) -> None:
    apply_after(stage, run)


def _withdraw(stage: Stage, run: Run, act: Act) -> None:
    clerk = _of_department(stage, run, Role.WINDOW)
    with stage.office.database.transaction() as session:
        withdraw_case(session, stage.office, clerk, run.case_id, run.chance.choice(WITHDRAWN), stage.clock.now())


def _void(stage: Stage, run: Run, act: Act) -> None:
    chief = _of_department(stage, run, Role.CHIEF)
    with stage.office.database.transaction() as session:
        void_case(session, stage.office, chief, run.case_id, run.chance.choice(VOIDED), stage.clock.now())


def _return(stage: Stage, run: Run, act: Act) -> None:
    chief = _of_department(stage, run, Role.CHIEF)
    with stage.office.database.transaction() as session:
        return_case(session, stage.office, chief, run.case_id, run.chance.choice(RETURNED), stage.clock.now())


def _correct(stage: Stage, run: Run, act: Act) -> None:
    handler = _of_department(stage, run, Role.HANDLER)
    changes = {"title": f"{stage.items[run.story.item].name}（更正）"}
    with stage.office.database.transaction() as session:
        correct_case(
            session, stage.office, handler, run.case_id, changes, "登记时标题有误，依申请更正。", stage.clock.now()
        )


def _comment(stage: Stage, run: Run, act: Act) -> None:
    handler = _of_department(stage, run, Role.HANDLER)
    with stage.office.database.transaction() as session:
        add_comment(session, stage.office, handler, run.case_id, run.chance.choice(COMMENTS), stage.clock.now())


def _attach(stage: Stage, run: Run, act: Act) -> None:
    clerk = _of_department(stage, run, Role.WINDOW)
    text = f"{run.case_no}\n{run.somebody.data.name}提交的情况说明：\n材料与原件一致。\n"
    stream = io.BytesIO(text.encode())
    with stage.office.database.transaction() as session:
        attach_file(session, stage.office, clerk, run.case_id, stream, "情况说明.txt", stage.clock.now())


def _transfer(stage: Stage, run: Run, act: Act) -> None:
    (task,) = _open_tasks(stage, run, act.about or "")
    holder = stage.cast.numbers[task.claimed_by] if task.claimed_by is not None else _claim(stage, run, task)
    colleague = next(one for one in stage.cast.offered(task.roles, run.chance) if one.person_id != holder.person_id)
    reason = run.chance.choice(TRANSFERRED)
    with stage.office.database.transaction() as session:
        transfer_task(session, stage.office, holder, task.id, colleague.person_id, reason, stage.clock.now())


def _assign(stage: Stage, run: Run, act: Act) -> None:
    (task,) = _open_tasks(stage, run, act.about or "")
    chief = _of_department(stage, run, Role.CHIEF)
    handler = _of_department(stage, run, Role.HANDLER)
    with stage.office.database.transaction() as session:
        assign_task(session, stage.office, chief, task.id, handler.person_id, "", stage.clock.now())


def _draft(stage: Stage, run: Run, act: Act) -> None:
    (task,) = _open_tasks(stage, run, act.about or "")
    holder = stage.cast.numbers[task.claimed_by]
    data = answer_form(stage.form(run.story.item, task.form_key), "submit", run.scene(stage))
    with stage.office.database.transaction() as session:
        save_draft(session, stage.office, holder, task.id, data, stage.clock.now())


def _message(stage: Stage, run: Run, act: Act) -> None:
    name = act.about or ""
    with stage.office.database.transaction() as session:
        deliver_message(session, stage.office, SYSTEM, name, run.case_no, PAYLOADS[name], stage.clock.now())


def _of_department(stage: Stage, run: Run, role: Role) -> Actor:
    return stage.cast.of(role, stage.items[run.story.item].department)[0]


BESIDE: dict[str, Callable[[Stage, Run, Act], None]] = {
    "apply": _apply,
    "assign": _assign,
    "attach": _attach,
    "branches": _branches,
    "comment": _comment,
    "correct": _correct,
    "draft": _draft,
    "message": _message,
    "return": _return,
    "transfer": _transfer,
    "void": _void,
    "withdraw": _withdraw,
}

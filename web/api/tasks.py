"""Tasks for programs: list, read, claim, give back, hand in, keep a draft, comment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.catalogue.item_material import ItemMaterial
from casework.errors import Words
from casework.tasks.claims import claim_task, release_task
from casework.tasks.completions import complete_task
from casework.tasks.drafts import save_draft
from casework.tasks.inbox import InboxFilter, Tab, TaskRow, list_inbox_after
from casework.tasks.remarks import comment_on_task
from casework.tasks.task_views import OPINION, Action, TaskView, task_view
from web.api.blueprints import ID, api_blueprint, refuses
from web.api.cases import applicant_shape
from web.api.items import MaterialSchema
from web.api.masking import masked_data
from web.api.paging import one_page, read_cursor
from web.api.preconditions import ETAG, IfMatchSchema, etag, seen_revision
from web.api.repeats import once
from web.api.schemas import pair
from web.api.task_schemas import (
    ActingForSchema,
    CommentSchema,
    CompletedSchema,
    CompletionSchema,
    DraftSchema,
    NewTaskCommentSchema,
    ReleaseSchema,
    SavedDraftSchema,
    TaskListSchema,
    TaskQuerySchema,
    TaskSchema,
)
from web.frame.current import actor, now, office, reading, transaction

blueprint = api_blueprint("tasks", "Tasks (待办): what people do.")


@blueprint.get("/tasks")
@blueprint.doc(operationId="listTasks", summary="Your tasks: held, offered, done, or of somebody you act for.")
@blueprint.arguments(TaskQuerySchema, location="query")
@refuses(blueprint)
@blueprint.response(200, TaskListSchema)
def tasks(query: dict[str, Any]) -> Any:
    (last,) = read_cursor(query["cursor"], int) or (None,)
    wanted = InboxFilter(item=query["item"], case_type=query["case_type"] or "", step=query["step"])
    with reading() as session:
        rows = list_inbox_after(
            session, actor(), Tab(query["scope"]), now(), last, wanted=wanted, size=query["limit"] + 1
        )  # fmt: skip
    shown, cursor = one_page(rows, query["limit"], lambda row: (row.id,))
    return {"items": [_line(row) for row in shown], "next_cursor": cursor}


@blueprint.get(f"/tasks/<{ID}:task_id>")
@blueprint.doc(operationId="getTask", summary="One task: form, outcomes, and what you may do with it.")
@blueprint.arguments(ActingForSchema, location="query")
@refuses(blueprint, 403, 404)
@blueprint.response(200, TaskSchema, headers=ETAG)
def task(query: dict[str, Any], task_id: int) -> Any:
    return _task(task_id, query["acting_for"])


@blueprint.post(f"/tasks/<{ID}:task_id>/claim")
@blueprint.doc(operationId="claimTask", summary="Take a task that is offered to you; the first caller wins.")
@once(blueprint)
@blueprint.arguments(ActingForSchema, required=False)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, TaskSchema, headers=ETAG)
def claim(body: dict[str, Any], task_id: int) -> Any:
    """Claiming what you hold already changes nothing."""
    with transaction() as session:
        claim_task(session, office(), actor(), task_id, now(), acting_for=body["acting_for"])
    return _task(task_id, body["acting_for"])


@blueprint.post(f"/tasks/<{ID}:task_id>/release")
@blueprint.doc(operationId="releaseTask", summary="Give a task back to those it was offered to.")
@once(blueprint)
@blueprint.arguments(ReleaseSchema, required=False)
@refuses(blueprint, 404, 409)
@blueprint.response(204)
def release(body: dict[str, Any], task_id: int) -> Any:
    with transaction() as session:
        release_task(session, office(), actor(), task_id, now(), reason=body["reason"])


@blueprint.post(f"/tasks/<{ID}:task_id>/complete")
@blueprint.doc(operationId="completeTask", summary="Hand a task in; the case takes its step in the same transaction.")
@once(blueprint)
@blueprint.arguments(IfMatchSchema, location="headers")
@blueprint.arguments(CompletionSchema)
@refuses(blueprint, 403, 404, 409, 412, 428)
@blueprint.response(200, CompletedSchema)
def complete(headers: dict[str, Any], body: dict[str, Any], task_id: int) -> Any:
    """A task that nobody holds is claimed by it."""
    with transaction() as session:
        return complete_task(
            session, office(), actor(), task_id, now(), outcome=body["outcome"], data=body["data"],
            opinion=body["opinion"], expected_revision=seen_revision(headers, body),
            acting_for=body["acting_for"],
        )  # fmt: skip


@blueprint.put(f"/tasks/<{ID}:task_id>/draft")
@blueprint.doc(operationId="saveDraft", summary="Keep what was filled in, however incomplete, for you alone.")
@blueprint.arguments(DraftSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, SavedDraftSchema)
def draft(body: dict[str, Any], task_id: int) -> Any:
    typed = {**body["data"], OPINION: body["opinion"]}
    with transaction() as session:
        return {
            "saved_at": save_draft(session, office(), actor(), task_id, typed, now(), acting_for=body["acting_for"])
        }


@blueprint.post(f"/tasks/<{ID}:task_id>/comments")
@blueprint.doc(operationId="addComment", summary="Say something about a task; it stands in the history of the case.")
@once(blueprint)
@blueprint.arguments(NewTaskCommentSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(201, CommentSchema)
def comment(body: dict[str, Any], task_id: int) -> Any:
    with transaction() as session:
        whom = body["acting_for"]
        said = comment_on_task(session, office(), actor(), task_id, body["text"], now(), acting_for=whom)
        return {"id": said.id, "text": said.text, "at": said.at}


def _task(task_id: int, acting_for: int | None) -> tuple[dict[str, Any], dict[str, str]]:
    with reading() as session:
        view = task_view(session, office(), actor(), task_id, now(), acting_for=acting_for)
    return _shape(view), etag(view.case.case.revision)


def _shape(view: TaskView) -> dict[str, Any]:
    task, case = view.task, view.case.case
    names = ("id", "name", "element", "status", "holder_name", "claimed_at", "opened_at", "closed_at", "document_kind")
    same = ("documentation", "opinion", "draft_saved_at", "is_multiple", "document_missing")
    return {
        **{name: getattr(task, name) for name in names},
        **{name: getattr(view, name) for name in same},
        "case_no": case.case_no,
        "case_status": case.status,
        "revision": case.revision,
        "applicant": applicant_shape(view.case),
        "form": None if view.form is None else view.form.source,
        "data": masked_data(view.form, view.data),
        "outcomes": [
            {"value": one.value, "name": pair(one.name), "is_default": one.is_default, "requires": one.requires}
            for one in view.buttons
        ],
        "actions": [_action(action) for action in view.actions.values()],
        "materials": [{**_material(one.material), "state": one.state} for one in view.case.materials],
    }


def _material(material: ItemMaterial) -> dict[str, Any]:
    return {name: getattr(material, name) for name in MaterialSchema().fields}


def _action(action: Action) -> Mapping[str, Any]:
    refusal = action.refusal
    said = None if refusal is None else Words(refusal.in_language("zh"), refusal.in_language("en"))._asdict()
    code = None if refusal is None else refusal.code
    return {"name": action.name, "is_allowed": action.is_allowed, "code": code, "reason": said}


def _line(row: TaskRow) -> dict[str, Any]:
    names = (
        "id", "name", "status", "case_no", "case_type", "title", "applicant_name", "sender_name", "holder_name",
        "principal_name", "opened_at", "claimed_at", "closed_at", "due_at", "is_paused", "revision",
    )  # fmt: skip
    return {**{name: getattr(row, name) for name in names}, "standing": row.standing(now())}

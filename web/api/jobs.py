"""Work that a diagram leaves to other systems (external service tasks): see, take, complete, fail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from marshmallow import Schema, fields, validate

from casework.cases.status import Status
from casework.jobs.job import TAKEN, WAITING
from casework.jobs.job_lists import list_jobs, take_jobs_as
from casework.jobs.jobs import CLAIM, complete_job, fail_job
from web.api.blueprints import ID, api_blueprint, refuses
from web.api.paging import one_page, read_cursor
from web.api.repeats import once
from web.api.schemas import PageQuerySchema, PageSchema, instant, mapping, number, one_of, text, texts, yes
from web.frame.current import actor, now, office, reading, transaction

blueprint = api_blueprint("jobs", "Work for other systems.")

HOLD = int(CLAIM.total_seconds())
LONGEST_HOLD = 24 * 3600
SHORT = validate.Length(min=1, max=64)


class JobQuerySchema(PageQuerySchema):
    topic = fields.List(
        fields.String(), load_default=list,
        metadata={"description": "Only these topics; may be repeated.", "examples": [["lookup"]]},
    )  # fmt: skip


class JobSchema(Schema):
    id = number("Id of the job.", 4)
    case_no = text("Number of the case.", "YC-20261009-0001")
    topic = text("What is to be done.", "lookup")
    element = text("Id of the drawn task.", "ask_register")
    status = one_of("Free, or in a worker's hands.", [WAITING, TAKEN])
    attempts = number("How often it was taken.", 0)
    retries = number("Tries left.", 3)
    next_at = instant("Not before; while taken: when the worker's claim lapses.")
    worker = text("Who holds it.", "worker-1", allow_none=True)
    last_error = text("Why the last try failed.", "unreachable", allow_none=True)
    payload = mapping("What the diagram gives. A personal value is only a reference.", {"plate": "闽A00000"})


class JobListSchema(PageSchema):
    items = fields.List(fields.Nested(JobSchema), metadata={"description": "Jobs not done yet, oldest first."})


class TakeSchema(Schema):
    worker = text("Name of the worker.", "worker-1", required=True, validate=SHORT)
    topics = texts("What it can do.", ["lookup"], required=True, validate=validate.Length(min=1, max=50))
    most = number("Most jobs to take.", 10, load_default=10, validate=validate.Range(min=1, max=100))
    hold_seconds = number("How long nobody else gets them.", HOLD, load_default=HOLD,
                          validate=validate.Range(min=1, max=LONGEST_HOLD))  # fmt: skip


class TakenJobSchema(Schema):
    id = number("Id of the job.", 4)
    case_no = text("Number of the case.", "YC-20261009-0001")
    topic = text("What is to be done.", "lookup")
    payload = mapping("What the diagram gives. A personal value is only a reference.", {"plate": "闽A00000"})
    attempts = number("Which try this is, from 1.", 1)
    until = instant("Until when it is yours.")


class TakenJobsSchema(Schema):
    items = fields.List(fields.Nested(TakenJobSchema), metadata={"description": "The jobs taken; none: nothing waits."})


class JobDoneSchema(Schema):
    worker = text(
        "Name of the worker that took it; 409 when another holds it.", "worker-1", required=True, validate=SHORT
    )
    outputs = mapping("Results for the case.", {"found": True}, load_default=dict)


class JobFailedSchema(Schema):
    worker = text(
        "Name of the worker that took it; 409 when another holds it.", "worker-1", required=True, validate=SHORT
    )
    error = text("What failed, for people.", "register unreachable", required=True,
                 validate=validate.Length(min=1, max=2000))  # fmt: skip
    error_code = text("Code of a BPMN error that a boundary event of the diagram catches; not tried again then.",
                      "NOT_FOUND", load_default=None, allow_none=True, validate=validate.Length(max=128))  # fmt: skip
    retry_in_seconds = number("When to try again; left out: longer and longer.", 60, load_default=None, allow_none=True,
                              validate=validate.Range(min=0, max=7 * LONGEST_HOLD))  # fmt: skip


class AfterJobSchema(Schema):
    is_tried_again = yes("The job waits for another try; the case has not moved.", False)
    case_no = text("Number of the case; null while it is tried again.", "YC-20261009-0001", allow_none=True)
    status = one_of("Status of the case.", Status, allow_none=True)
    is_over = yes("The flow has come to its end.", False, allow_none=True)


@blueprint.get("/jobs")
@blueprint.doc(operationId="listJobs", summary="Jobs not done yet.")
@blueprint.arguments(JobQuerySchema, location="query")
@refuses(blueprint, 403)
@blueprint.response(200, JobListSchema)
def jobs(query: dict[str, Any]) -> Any:
    (last,) = read_cursor(query["cursor"], int) or (0,)
    with reading() as session:
        rows = list_jobs(session, actor(), query["topic"], last_id=last, size=query["limit"] + 1)
    shown, cursor = one_page(rows, query["limit"], lambda row: (row.id,))
    return {"items": shown, "next_cursor": cursor}


@blueprint.post("/jobs/take")
@blueprint.doc(operationId="takeJobs", summary="Take the next jobs of some topics for a while.")
@once(blueprint)
@blueprint.arguments(TakeSchema)
@refuses(blueprint, 403)
@blueprint.response(200, TakenJobsSchema)
def take(body: dict[str, Any]) -> Any:
    hold = timedelta(seconds=body["hold_seconds"])
    with transaction() as session:
        taken = take_jobs_as(session, actor(), body["worker"], body["topics"], now(), most=body["most"], hold=hold)
    return {"items": taken}


@blueprint.post(f"/jobs/<{ID}:job_id>/complete")
@blueprint.doc(operationId="completeJob", summary="The work is done: the case goes on with the results.")
@once(blueprint)
@blueprint.arguments(JobDoneSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, AfterJobSchema)
def complete(body: dict[str, Any], job_id: int) -> Any:
    with transaction() as session:
        return _after(complete_job(session, office(), actor(), job_id, body["outputs"], now(), worker=body["worker"]))


@blueprint.post(f"/jobs/<{ID}:job_id>/fail")
@blueprint.doc(operationId="failJob", summary="The work failed: try again later, or take the way of a BPMN error.")
@once(blueprint)
@blueprint.arguments(JobFailedSchema)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, AfterJobSchema)
def fail(body: dict[str, Any], job_id: int) -> Any:
    seconds = body["retry_in_seconds"]
    with transaction() as session:
        result = fail_job(
            session, office(), actor(), job_id, body["error"], now(), worker=body["worker"],
            error_code=body["error_code"], retry_in=None if seconds is None else timedelta(seconds=seconds),
        )  # fmt: skip
    return _after(result)


def _after(result: Any) -> dict[str, Any]:
    if result is None:
        return {"is_tried_again": True, "case_no": None, "status": None, "is_over": None}
    names = ("case_no", "status", "is_over")
    return {"is_tried_again": False, **{name: getattr(result, name) for name in names}}

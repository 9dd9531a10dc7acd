"""Tasks, as the API shows and takes them."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from casework.cases.handed_in import MISSING, OK, SUPPLIED, TOLERATED, UNFIT
from casework.cases.status import CaseType, Status
from casework.tasks.inbox import Tab
from web.api.case_schemas import ApplicantSchema, StandingSchema
from web.api.items import MaterialSchema
from web.api.schemas import (
    PageQuerySchema,
    PageSchema,
    anything,
    instant,
    mapping,
    number,
    one_of,
    text,
    texts,
    words,
    yes,
)

STATUSES = ["open", "claimed", "done", "cancelled"]


class TaskQuerySchema(PageQuerySchema):
    scope = one_of("Whose tasks: held by you, offered to you, done by you, held for you, of your principals, or due.",
                   Tab, load_default="mine")  # fmt: skip
    item = text("Code of the item.", "CG-HWGG", load_default="")
    case_type = one_of("Kind of case.", CaseType, load_default=None)
    step = text("Name of the step.", "审核", load_default="")


class TaskLineSchema(Schema):
    id = number("Id of the task.", 71)
    name = text("Name of the step.", "审核")
    status = one_of("Status.", STATUSES)
    case_no = text("Number of the case.", "YC-20261009-0001")
    case_type = one_of("Kind of case.", CaseType)
    title = text("Title of the case.", "户外广告设置审批")
    applicant_name = text("Name of the applicant.", "王小明")
    sender_name = text("Whose act brought it here.", "王窗口", allow_none=True)
    holder_name = text("Who holds or did it.", "张承办", allow_none=True)
    principal_name = text("In whose name, under a delegation.", None, allow_none=True)
    opened_at = instant("When it was opened.")
    claimed_at = instant("When it was claimed.", allow_none=True)
    closed_at = instant("When it was done or withdrawn.", allow_none=True)
    due_at = instant("The nearer of the step's and the case's clock.", allow_none=True)
    is_paused = yes("The clock of the case stands.", False)
    revision = number("Revision of the case.", 7)
    standing = fields.Nested(StandingSchema, allow_none=True, metadata={"description": "How the nearer clock stands."})


class TaskListSchema(PageSchema):
    items = fields.List(fields.Nested(TaskLineSchema), metadata={"description": "Tasks, oldest first; done: latest."})


class OutcomeSchema(Schema):
    value = anything("Give this as `outcome`; null: there is nothing to choose.", "approve", allow_none=True)
    name = words("What the button says.")
    is_default = yes("The default branch: for where nothing else is chosen; of check boxes it goes alone.", False)
    requires = texts("Fields that this outcome makes required.", ["reason"])


class ActionSchema(Schema):
    name = one_of("What one may want to do.", ["claim", "complete", "release", "transfer", "assign"])
    is_allowed = yes("Whether you may, now.")
    code = text("Why not: the code of the refusal.", "task.not_offered", allow_none=True)
    reason = words("Why not, in words.", allow_none=True)


class HandedInSchema(MaterialSchema):
    state = one_of("How it was found or whether it came later; empty: nobody said.",
                   (OK, MISSING, UNFIT, TOLERATED, SUPPLIED, ""))  # fmt: skip


class TaskSchema(Schema):
    id = number("Id of the task.", 71)
    name = text("Name of the step.", "审核")
    element = text("Id of the drawn task.", "review")
    status = one_of("Status.", STATUSES)
    case_no = text("Number of the case.", "YC-20261009-0001")
    case_status = one_of("Status of the case.", Status)
    revision = number("Revision of the case; also the ETag.", 7)
    holder_name = text("Who holds it.", "钱审核", allow_none=True)
    claimed_at = instant("Since when.", allow_none=True)
    opened_at = instant("When it was opened.")
    closed_at = instant("When it was done or withdrawn.", allow_none=True)
    documentation = text("What the designer wrote at the step.", "核对材料与现场。")
    applicant = fields.Nested(ApplicantSchema, allow_none=True, metadata={"description": "Who applies."})
    form = mapping("The form (form-js JSON); null: there is none.", {"components": []}, allow_none=True)
    data = mapping("Present values of the form's fields, your draft over them. Identifiers masked; one that is sent "
                   "back masked stays as it was.", {"reason": ""})  # fmt: skip
    opinion = text("The opinion as far as it stands in your draft.", "")
    draft_saved_at = instant("When your draft was kept.", allow_none=True)
    outcomes = fields.List(fields.Nested(OutcomeSchema), metadata={"description": "The buttons."})
    is_multiple = yes("Several outcomes may be chosen: give a list.", False)
    document_kind = text("Document that must be drawn up before.", "D05", allow_none=True)
    document_missing = yes("It has not been drawn up yet.", False)
    actions = fields.List(fields.Nested(ActionSchema), metadata={"description": "What you may do and why not."})
    materials = fields.List(fields.Nested(HandedInSchema), metadata={"description": "Materials of the item."})


class ActingForSchema(Schema):
    acting_for = number("Id of the person in whose name you act, under a delegation.", 3, load_default=None,
                        allow_none=True)  # fmt: skip


class ReleaseSchema(Schema):
    reason = text(
        "Why you give it back; kept in the history.", "转他人办理", load_default="", validate=validate.Length(max=500)
    )


class CompletionSchema(ActingForSchema):
    outcome = anything("Value of an outcome, or a list where several may be chosen.", "approve", load_default=None,
                       allow_none=True)  # fmt: skip
    data = mapping("Answers to the form.", {"reason": "符合条件"}, load_default=dict)
    opinion = text("Your opinion.", "同意。", load_default="", validate=validate.Length(max=4000))
    revision = number(
        "Revision you have seen, where you send no `If-Match`; 409 when the case has moved on, 428 without either.", 7,
        load_default=None, allow_none=True,
    )  # fmt: skip


class CompletedSchema(Schema):
    case_no = text("Number of the case.", "YC-20261009-0001")
    status = one_of("Status of the case.", Status)
    next_task_id = number("The next task of this case that is yours; null: none.", 72, allow_none=True)
    is_over = yes("The flow has come to its end.", False)


class DraftSchema(ActingForSchema):
    data = mapping("What was filled in so far.", {"reason": "符合"}, load_default=dict)
    opinion = text("The opinion so far.", "同意", load_default="", validate=validate.Length(max=4000))


class SavedDraftSchema(Schema):
    saved_at = instant("When it was kept.")


class NewCommentSchema(Schema):
    text = text("What you say.", "已与申请人电话核实。", required=True, validate=validate.Length(min=1, max=4000))


class NewTaskCommentSchema(NewCommentSchema, ActingForSchema):
    pass


class CommentSchema(Schema):
    id = number("Id of the comment.", 9)
    text = text("What was said.", "已与申请人电话核实。")
    at = instant("When.")

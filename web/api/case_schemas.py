"""Cases, their clocks, history and documents, as the API shows them. Identifiers are always masked."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from casework.cases.case_views import MAIN_CLOCKS
from casework.cases.status import CaseType, Outcome, Status
from casework.clocks.limits import CountedFrom, DayCode, Unit
from casework.clocks.standing import State
from web.api.schemas import (
    PageQuerySchema,
    PageSchema,
    anything,
    day,
    instant,
    mapping,
    number,
    one_of,
    text,
    words,
    yes,
)


class StandingSchema(Schema):
    state = one_of("How the clock stands.", State)
    days = number("Working days left; negative: overdue.", 6, validate=None)
    card = one_of("The card drawn so far; null: none.", [State.YELLOW, State.RED], allow_none=True)
    in_time = yes("False from the first instant after the due one.")


class CaseLineSchema(Schema):
    case_no = text("Number of the case.", "YC-20261009-0001")
    case_type = one_of("Kind of case.", CaseType)
    title = text("Title, or the name of the item.", "户外广告设置审批")
    applicant_name = text("Name of the applicant.", "王小明")
    department_name = text("Department.", "城管局")
    status = one_of("Status.", Status)
    status_name = words("The status in words.")
    outcome = one_of("How it ended; null: it has not.", Outcome, allow_none=True)
    received_at = instant("When it was received.")
    accepted_at = instant("When it was accepted.", allow_none=True)
    concluded_at = instant("When it was concluded.", allow_none=True)
    ended_at = instant("When it ended.", allow_none=True)
    promised_due_at = instant("When the promise ends.", allow_none=True)
    is_paused = yes("The clock stands.", False)
    is_provisional = yes("The due date runs through a year whose calendar is not published yet.", False)
    standing = fields.Nested(
        StandingSchema, allow_none=True, metadata={"description": "How the promised clock stands."}
    )


class CaseListSchema(PageSchema):
    items = fields.List(fields.Nested(CaseLineSchema), metadata={"description": "Cases, the latest received first."})


class CaseQuerySchema(PageQuerySchema):
    q = text("Number, applicant or item, from one character on.", "王小", load_default="")
    status = one_of("Only this status.", Status, load_default=None)
    case_type = one_of("Only this kind.", CaseType, load_default=None)
    department = text("Code of the department.", "CG", load_default="")
    item = text("Code of the item.", "CG-HWGG", load_default="")
    state = one_of("Open, over, or overdue and not concluded.", ["open", "over", "overdue"], load_default=None)
    received_from = instant("Received at or after.", load_default=None)
    received_before = instant("Received before.", load_default=None)
    mine = yes("Only those you opened or are the first contact of.", load_default=False)


class ApplicantSchema(Schema):
    name = text("Name.", "王小明")
    kind = one_of("A person or an organisation.", ["person", "organisation"])
    id_type = text("Kind of the number.", "id_card")
    id_number = text("The number, masked.", "1101**********002X", allow_none=True)
    phone = text("Telephone, masked.", "139****0268", allow_none=True)


class PauseSchema(Schema):
    name = words("Kind of special procedure (特别程序).")
    basis = text("Legal basis.", "行政许可法第四十五条")
    reason = text("Reason.", "专家评审")
    stopped_at = instant("Since when the clock stands.")
    planned_end = instant("When it should go on.", allow_none=True)
    resumed_at = instant("When it went on; null: it still stands.", allow_none=True)


class CaseTaskSchema(Schema):
    id = number("Id of the task.", 71)
    name = text("Name of the step.", "审核")
    element = text("Id of the drawn task.", "review")
    run = number("Which activation of it, from 1.", 1)
    status = one_of("Status.", ["open", "claimed", "done", "cancelled"])
    holder = text("Who holds or did it.", "钱审核", allow_none=True)
    principal = text("In whose name, under a delegation.", None, allow_none=True)
    outcome = anything("The chosen outcome.", "approve", allow_none=True)
    outcome_name = text("Its words.", "同意")
    opinion = text("The opinion given.", "同意。", allow_none=True)
    opened_at = instant("When it was opened.")
    closed_at = instant("When it was done or withdrawn.", allow_none=True)
    due_at = instant("When the step is due.", allow_none=True)


class CaseTaskListSchema(PageSchema):
    items = fields.List(fields.Nested(CaseTaskSchema), metadata={"description": "Tasks of the case, oldest first."})


class DefinitionOfCaseSchema(Schema):
    key = text("Id of the process.", "p_promised")
    name = text("Its name.", "承诺件")
    number = number("Number of the version the case began with and stays on.", 2)


class CaseSchema(Schema):
    case_no = text("Number of the case.", "YC-20261009-0001")
    case_type = one_of("Kind of case.", CaseType)
    title = text("Title, or the name of the item.", "户外广告设置审批")
    item = text("Code of the item.", "CG-HWGG", allow_none=True)
    item_name = text("Name of the item.", "户外广告设置审批", allow_none=True)
    department = text("Code of the department.", "CG", allow_none=True)
    department_name = text("Name of the department.", "云川市城市管理局", allow_none=True)
    channel = text("How it came.", "counter")
    business_key = text("A number of your own.", "ORDER-17", allow_none=True)
    status = one_of("Status.", Status)
    status_name = words("The status in words.")
    outcome = one_of("How it ended; null: it has not.", Outcome, allow_none=True)
    decision = one_of("The decision.", ["approved", "denied"], allow_none=True)
    revision = number("Counts the steps of the flow; also the ETag.", 7)
    received_at = instant("When it was received.")
    accepted_at = instant("When it was accepted.", allow_none=True)
    decided_at = instant("When it was decided.", allow_none=True)
    concluded_at = instant("When it was concluded.", allow_none=True)
    delivered_at = instant("When the result was handed over.", allow_none=True)
    ended_at = instant("When it ended.", allow_none=True)
    archived_at = instant("When its file was closed.", allow_none=True)
    promised_due_at = instant("When the promise ends.", allow_none=True)
    statutory_due_at = instant("When the limit of the law ends.", allow_none=True)
    is_paused = yes("The clock stands.", False)
    is_provisional = yes("A due date runs through a year whose calendar is not published yet.", False)
    applicant = fields.Nested(ApplicantSchema, allow_none=True, metadata={"description": "Who applies."})
    definition = fields.Nested(DefinitionOfCaseSchema, allow_none=True,
                               metadata={"description": "The diagram; null: no flow was started."})  # fmt: skip
    waiting = fields.List(fields.Nested(CaseTaskSchema), metadata={"description": "Tasks that wait now."})
    pauses = fields.List(fields.Nested(PauseSchema), metadata={"description": "When the clock stood."})
    incidents = number("Unresolved incidents: places where the flow is parked.", 0)


class DayLineSchema(Schema):
    date = day("The day.")
    counted = yes("Whether it counts.")
    number = number("Which day of the limit it is; null: not counted.", 3, allow_none=True)
    code = one_of("Why.", DayCode)
    words = words("Why, in words.")


class ClockSchema(Schema):
    kind = one_of("Which clock.", MAIN_CLOCKS)
    name = words("Its name.")
    amount = number("The limit, extension not included.", 10)
    unit = one_of("Unit of the limit.", Unit)
    counted_from = one_of("The event it is counted from.", CountedFrom)
    source = text("The rule that sets it.", "行政许可法第四十二条")
    extension = number("By how many working days it was extended.", 0)
    started_at = instant("The event.")
    due_at = instant("When it ends; while paused: when it would end if it went on as planned.")
    stopped_at = instant("When it was met or stopped for good.", allow_none=True)
    is_running = yes("It has not stopped.")
    is_paused = yes("It stands now: nothing is due.", False)
    is_provisional = yes("The count runs through a year whose calendar is not published yet.", False)
    used = number("Days counted up to now.", 4)
    standing = fields.Nested(StandingSchema, allow_none=True, metadata={"description": "How it stands."})
    days = fields.List(fields.Nested(DayLineSchema), metadata={"description": "Every day, counted or not, and why."})


class ClockListSchema(Schema):
    items = fields.List(fields.Nested(ClockSchema), metadata={"description": "Clocks, the promised one first."})


class HappeningSchema(Schema):
    seq = number("Place in the history, from 1.", 4)
    at = instant("When it happened.")
    kind = text("What happened, a stable name.", "task.completed")
    actor = text("Who; null: the system.", "张承办", allow_none=True)
    acting_for = text("In whose name, under a delegation.", None, allow_none=True)
    data = mapping("What belongs to it. A personal value is only a reference.", {"outcome": "approve"})
    hash = text("SHA-256 over the hash before and this line: the chain that shows every change.", "5f70bf18a0860070…")


class HistorySchema(PageSchema):
    items = fields.List(fields.Nested(HappeningSchema), metadata={"description": "What happened, oldest first."})
    head_hash = text("Hash of the last line of the whole history.", "5f70bf18a0860070…")
    count = number("How many lines the whole history has.", 12)


class DocumentSchema(Schema):
    id = number("Id of the document.", 5)
    kind = text("Kind.", "D01")
    number = text("Number, without gaps.", "云政务受字〔2026〕第0001号")
    title = text("Title.", "受理通知书")
    recipient = text("For whom.", "王小明")
    issued_at = instant("When it was issued.")
    sha256 = text("Digest of text and fields.", "2c26b46b68ffc68f…")


class WholeDocumentSchema(DocumentSchema):
    html = text("The text as it was issued.", "<h1>受理通知书</h1>…")
    fields_ = mapping("The frozen fields.", {"case_no": "YC-20261009-0001"}, data_key="fields", attribute="body")
    prints = number("How often it was printed.", 1)
    is_intact = yes("Whether text and fields are still those that were issued.")


class DocumentListSchema(Schema):
    items = fields.List(fields.Nested(DocumentSchema), metadata={"description": "Documents in the order of issue."})


class HistoryQuerySchema(PageQuerySchema):
    limit = number("Most lines to give.", 200, load_default=200, validate=validate.Range(min=1, max=200))

"""Opening a case through the API: what is sent and what comes back."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from casework.cases.grounds import Ground
from casework.cases.handed_in import MISSING, OK, TOLERATED, UNFIT
from casework.cases.status import CaseType, Status
from casework.intake.applicants import ID_TYPES
from casework.intake.opening import CHANNELS
from casework.intake.registration import Decision
from web.api.case_schemas import ApplicantSchema, CaseLineSchema
from web.api.items import MaterialSchema
from web.api.schemas import anything, instant, mapping, number, one_of, text, texts, words, yes


class NewApplicantSchema(Schema):
    """Who applies. Numbers are sealed when they are kept and come back masked."""

    name = text("Name.", "王小明", required=True, validate=validate.Length(min=1, max=120))
    kind = one_of("A person or an organisation.", ["person", "organisation"], load_default="person")
    id_type = one_of("Kind of the number.", ID_TYPES, load_default="id_card")
    id_number = text("Identity number or credit code.", "11010519491231002X", required=True)
    phone = text("Telephone.", "13912340268", required=True)
    address = text("Address.", "解放路 1 号", load_default="", validate=validate.Length(max=200))
    legal_representative = text("Of an organisation.", "赵一", load_default="", validate=validate.Length(max=64))
    is_renamed = yes("You have seen that a known applicant has another name now.", False, load_default=False)


class CounterDecisionSchema(Schema):
    """What is decided on the spot (行政许可法第三十二条)."""

    decision = one_of("`prereview`: somebody looks at it within the five days.", Decision, load_default="accept")
    ground = one_of("Why it is refused.", Ground, load_default="forbidden")
    reason = text("The reason of a refusal, in words.", "不属于许可范围", load_default="")
    right_body = text("Which body it belongs to, with ground `not_competent`.", "市林业局", load_default="")
    missing = texts("What is missing besides the materials marked so.", ["法定代表人签字"], load_default=list)
    corrections = text("What was put right on the spot.", "补填联系电话", load_default="")
    is_tolerant = yes("Accept with tolerable materials to come later (容缺受理).", False, load_default=False)


class ApplicationSchema(Schema):
    """An application, whatever becomes of it."""

    item_code = text("Code of the item.", "CG-HWGG", required=True)
    case_type = one_of("Kind of case; left out: that of the item.", CaseType, load_default=None, allow_none=True)
    channel = one_of("How it came.", CHANNELS, load_default="counter")
    title = text(
        "Title; left out: the name of the item.", "解放路广告牌", load_default="", validate=validate.Length(max=200)
    )
    applicant = fields.Nested(
        NewApplicantSchema, load_default=None, allow_none=True,
        metadata={"description": "Who applies; may be left out for a consultation only."},
    )  # fmt: skip
    form_data = mapping("Answers to the item's intake form.", {"width_m": 3}, load_default=dict)
    materials = fields.Dict(
        keys=fields.String(), values=fields.String(validate=validate.OneOf([OK, MISSING, UNFIT, TOLERATED])),
        load_default=dict,
        metadata={"description": "Code of a material to how it was found.", "examples": [{"HT": "ok"}]},
    )  # fmt: skip
    agent_name = text(
        "Who applies in the applicant's name.", "李代办", load_default="", validate=validate.Length(max=64)
    )
    agent_phone = text("Their telephone.", "13900000000", load_default="")
    business_key = text("A number of your own, to deliver messages by.", "ORDER-17", load_default=None, allow_none=True,
                        validate=validate.Length(max=128))  # fmt: skip
    received_at = instant("When it was received; now when left out, never later.", load_default=None, allow_none=True)
    note = text("A note for the record.", "电话预约", load_default="")
    after = text("Number of the consultation after which they apply.", "ZX-20261009-0003", load_default="")
    start_event = text(
        "Id of the start event, when the diagram has several.", "start", load_default=None, allow_none=True
    )


class NewCaseSchema(ApplicationSchema):
    decision = fields.Nested(
        CounterDecisionSchema, load_default=lambda: CounterDecisionSchema().load({}),
        metadata={"description": "Left out: accepted."},
    )  # fmt: skip


class AnswerSchema(Schema):
    """What the clerk says to one step."""

    outcome = anything("Value of an outcome; left out where there is nothing to choose.", "approved", load_default=None,
                       allow_none=True)  # fmt: skip
    data = mapping("Answers to the form of the step.", {"receipt_number": "3507-2026-118"}, load_default=dict)
    opinion = text("Opinion.", "符合条件。", load_default="", validate=validate.Length(max=4000))


class NewInstantCaseSchema(ApplicationSchema):
    answers = fields.Dict(
        keys=fields.String(), values=fields.Nested(AnswerSchema), load_default=dict,
        metadata={
            "description": "Element of a step (`steps` of the preparation) to what is said to it. The flow is followed "
                           "as far as its steps are yours and answered; then the case waits as any other.",
            "examples": [{"decide": {"outcome": "approved"}}],
        },
    )  # fmt: skip


class CounterStepSchema(Schema):
    element = text("Id of the drawn task.", "decide")
    name = text("Name of the step.", "审查决定")
    form = mapping("Its form (form-js JSON); null: none.", {"components": []}, allow_none=True)
    outcomes = fields.List(fields.Raw(), metadata={"description": "Values one may choose.", "examples": [["approved"]]})


class NewInternalCaseSchema(Schema):
    item_code = text("Code of the staff matter.", "NB-QJ", required=True)
    title = text("Title; left out: the name of the item.", "年休假", load_default="", validate=validate.Length(max=200))
    data = mapping("Answers to the form of the matter.", {"days": 3}, load_default=dict)


class OpenedCaseSchema(Schema):
    case_no = text("Number of the new case.", "YC-20261009-0001")
    status = one_of("Its status.", Status)
    status_name = words("The status in words.")
    document_kinds = texts("Documents drawn up with it.", ["D01"])
    next_task_id = number("The first task that is yours; null: none.", 71, allow_none=True)
    is_over = yes("It has ended already.", False)


class PreparationQuerySchema(Schema):
    item_code = text("Code of the item.", "CG-HWGG", required=True)
    id_number = text("Identity number or credit code of the applicant.", "11010519491231002X", load_default="")


class PreparationSchema(Schema):
    item_code = text("Code of the item.", "CG-HWGG")
    item_name = text("Name of the item.", "户外广告设置审批")
    version = number("Version in force.", 2)
    applicant_kinds = texts("Kinds of applicant that the item serves; others may only ask.", ["organisation"])
    materials = fields.List(fields.Nested(MaterialSchema), metadata={"description": "The checklist."})
    form = mapping("The intake form (form-js JSON); null: it asks for nothing.", {"components": []}, allow_none=True)
    steps = fields.List(
        fields.Nested(CounterStepSchema),
        metadata={"description": "Steps of an instant item that may be answered with the registration."},
    )
    applicant = fields.Nested(ApplicantSchema, allow_none=True,
                              metadata={"description": "The applicant with this number, if known."})  # fmt: skip
    earlier = fields.List(fields.Nested(CaseLineSchema), metadata={"description": "Earlier cases of the applicant."})
    duplicates = fields.List(
        fields.Nested(CaseLineSchema), metadata={"description": "Open cases of the applicant for this item."}
    )

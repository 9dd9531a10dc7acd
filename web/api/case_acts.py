"""What is done with a case from outside its flow, for programs: 撤回, 退件, 作废, 更正, remarks, completed papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from casework.cases.case_views import find_case_id
from casework.cases.corrections import correct_case
from casework.cases.endings import return_case, void_case, withdraw_case
from casework.cases.status import STATUS_NAMES, Outcome, Status
from casework.intake.registrations import start_after_supplement
from casework.tasks.remarks import add_comment
from web.api.blueprints import api_blueprint, refuses
from web.api.case_schemas import CaseSchema
from web.api.cases import one_case
from web.api.preconditions import ETAG, IfMatchSchema, expected_revision
from web.api.registration_schemas import OpenedCaseSchema
from web.api.registrations import opened_shape
from web.api.repeats import once
from web.api.schemas import one_of, pair, text, words
from web.api.task_schemas import CommentSchema, NewCommentSchema
from web.frame.current import actor, now, office, transaction

blueprint = api_blueprint("case_acts", "What is done with a case from outside its flow.")

REASON = validate.Length(min=1, max=1000)


class ReasonSchema(Schema):
    reason = text("Why; it stays in the record.", "申请人要求撤回", required=True, validate=REASON)


class EndedCaseSchema(Schema):
    case_no = text("Number of the case.", "YC-20261009-0001")
    status = one_of("Its status.", Status)
    status_name = words("The status in words.")
    outcome = one_of("How it ended.", Outcome)


def plain_value(value: Any) -> None:
    if not (value is None or isinstance(value, str | int | float | bool)):
        raise ValidationError("Not a valid string.")


class CorrectionSchema(ReasonSchema):
    changes = fields.Dict(
        keys=fields.String(), values=fields.Raw(allow_none=True, validate=plain_value), required=True,
        validate=validate.Length(min=1, max=50),
        metadata={
            "description": "Entry to new value: `title`, `agent_name`, `business_key`, `priority` (0 to 100), or "
                           "for an answer of a form `variable:<name>`, which must fit its field. A sealed number is "
                           "given in full and sealed again.",
            "examples": [{"title": "解放路 2 号广告牌", "variable:ad_width": 3}],
        },
    )  # fmt: skip


def _ends(name: str, summary: str, act: Callable[..., Any]) -> None:
    """One operation of those that end a case."""

    @blueprint.post(f"/cases/<case_no>/{name}", endpoint=name)
    @blueprint.doc(operationId=f"{name}Case", summary=summary)
    @once(blueprint)
    @blueprint.arguments(IfMatchSchema, location="headers")
    @blueprint.arguments(ReasonSchema)
    @refuses(blueprint, 403, 404, 409, 412)
    @blueprint.response(200, EndedCaseSchema)
    def end(headers: dict[str, Any], body: dict[str, Any], case_no: str) -> Any:
        with transaction() as session:
            case_id = find_case_id(session, actor(), case_no, now())
            revision = expected_revision(headers, body)
            done = act(session, office(), actor(), case_id, body["reason"], now(), expected_revision=revision)
        outcome = OUTCOMES[name]
        return {"case_no": case_no, "status": done.status, "status_name": pair(STATUS_NAMES[done.status]),
                "outcome": outcome}  # fmt: skip


OUTCOMES = {"withdraw": Outcome.WITHDRAWN, "return": Outcome.RETURNED, "void": Outcome.VOIDED}
_ends("withdraw", "撤回: the applicant takes the application back, until the decision.", withdraw_case)
_ends("return", "退件: the case goes back, because the delay is the applicant's.", return_case)
_ends("void", "作废: the case was registered by mistake; its record stays.", void_case)


@blueprint.post("/cases/<case_no>/correct")
@blueprint.doc(operationId="correctCase", summary="更正: entries get other values; what stood there stays on record.")
@once(blueprint)
@blueprint.arguments(IfMatchSchema, location="headers")
@blueprint.arguments(CorrectionSchema)
@refuses(blueprint, 403, 404, 409, 412)
@blueprint.response(200, CaseSchema, headers=ETAG)
def correct(headers: dict[str, Any], body: dict[str, Any], case_no: str) -> Any:
    with transaction() as session:
        case_id = find_case_id(session, actor(), case_no, now())
        revision = expected_revision(headers, body)
        correct_case(
            session, office(), actor(), case_id, body["changes"], body["reason"], now(), expected_revision=revision
        )
    return one_case(case_no)


@blueprint.post("/cases/<case_no>/supplement")
@blueprint.doc(operationId="completePapers",
               summary="收到补正: the papers of a case without a flow are complete; it starts.")  # fmt: skip
@once(blueprint)
@refuses(blueprint, 403, 404, 409)
@blueprint.response(200, OpenedCaseSchema)
def supplement(case_no: str) -> Any:
    with transaction() as session:
        case_id = find_case_id(session, actor(), case_no, now())
        return opened_shape(start_after_supplement(session, office(), actor(), case_id, now()))


@blueprint.post("/cases/<case_no>/comments")
@blueprint.doc(operationId="addCaseComment", summary="Say something about a case; it stands in its history.")
@once(blueprint)
@blueprint.arguments(NewCommentSchema)
@refuses(blueprint, 404)
@blueprint.response(201, CommentSchema)
def comment(body: dict[str, Any], case_no: str) -> Any:
    with transaction() as session:
        case_id = find_case_id(session, actor(), case_no, now())
        said = add_comment(session, office(), actor(), case_id, body["text"], now())
        return {"id": said.id, "text": said.text, "at": said.at}

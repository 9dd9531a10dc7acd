"""Operations of the decision: approve, deny, draw up a document."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import UndefinedError
from sqlalchemy import bindparam, select

from casework.cases import milestones
from casework.cases.case_file import CaseFile
from casework.cases.status import APPROVED, DENIED
from casework.documents.drawing import acceptance_fields, draw_up
from casework.documents.kinds import KINDS, ONCE
from casework.documents.official_document import OfficialDocument
from casework.errors import Refusal, Words
from casework.notices.sending import matter_of, tell_applicant
from casework.operations.operation import Inputs, OperationFailed, Outputs
from casework.operations.timing import survey_slip

_NUMBER = select(OfficialDocument.number).where(
    OfficialDocument.case_id == bindparam("of_case"), OfficialDocument.kind == bindparam("kind")
)


def approve(file: CaseFile, inputs: Inputs) -> Outputs:
    """准予: the decision, with D08 where the diagram wants its text (`document`)."""
    milestones.decide(file, APPROVED)
    if not inputs.flag("document"):
        return {"decision": APPROVED}
    item = file.item_version
    result = inputs.text("result", (item.result_name if item else "") or "所申请的事项")
    row = draw_up(file, "D08", {"result": result, "note": inputs.text("note", "")})
    return {"decision": APPROVED, "document_number": row["number"]}


def deny(file: CaseFile, inputs: Inputs) -> Outputs:
    """不予批准 with D09: reasons and remedies are mandatory (Art. 38)."""
    fields = _denial(inputs)
    milestones.decide(file, DENIED)
    row = draw_up(file, "D09", fields)
    milestones.make_available(file)
    told = f"已作出不予决定，请到窗口领取{row['title']}，其中写明理由和救济途径。"
    tell_applicant(file, f"您申请的{matter_of(file)}{told}")
    return {"decision": DENIED, "document_number": row["number"]}


def _denial(inputs: Inputs) -> dict[str, Any]:
    reasons = [*inputs.texts("reasons"), *inputs.texts("text")]
    if not reasons:
        raise Refusal("decision.reasons_missing", field="reasons")
    fields: dict[str, Any] = {"reasons": reasons}
    fields |= {"basis": inputs.text("basis", ""), "partial": inputs.text("partial", "")}
    if inputs.text("remedies", ""):
        fields["remedies"] = inputs.text("remedies")
    return fields


def draw_up_document(file: CaseFile, inputs: Inputs) -> Outputs:
    """Any kind by its code; the other inputs are what the document says besides the record."""
    kind = inputs.text("kind")
    if kind not in KINDS:
        raise OperationFailed("operation.document_kind", kind=kind)
    known = _known_number(file, kind) if kind in ONCE else None
    if known is not None:
        return {"document_number": known}
    if kind == "D06":
        return {"document_number": survey_slip(file, inputs)["number"]}
    fields = {name: value for name, value in inputs.known().items() if name != "kind"}
    if kind == "D09":
        # Part of a joint matter is denied while the rest goes on: no decision of the whole.
        fields = _denial(inputs)
    if kind == "D01":
        fields = acceptance_fields(file, materials=inputs.texts("materials"))
    try:
        row = draw_up(file, kind, fields)
    except UndefinedError as missing:
        document = Words(KINDS[kind].title, KINDS[kind].english)
        raise OperationFailed("operation.document_field", document=document, field=_missing(missing)) from missing
    return {"document_number": row["number"]}


def _missing(error: UndefinedError) -> str:
    """The name that a template asked for and nobody gave."""
    named = re.search(r"'(\w+)' is undefined|no attribute '(\w+)'", error.message or "")
    return (named[1] or named[2]) if named else str(error.message)


def _known_number(file: CaseFile, kind: str) -> str | None:
    new = next((row["number"] for row in file.rows["official_document"] if row["kind"] == kind), None)
    if new is not None or file.is_new:
        return new
    found: str | None = file.connection.execute(_NUMBER, {"of_case": file.case.id, "kind": kind}).scalar()
    return found

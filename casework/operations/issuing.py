"""Operations of the result: issue the certificate, hand it over."""

from __future__ import annotations

from casework.cases.case_file import CaseFile
from casework.certificates.certificates import Handed, hand_over, issue
from casework.documents.drawing import chinese_day
from casework.operations.operation import Inputs, Outputs


def issue_certificate(file: CaseFile, inputs: Inputs) -> Outputs:
    """制证; without a title the item's result names it. `conditions` of the decision and `until` follow its text."""
    item = file.item_version
    name = (item.result_name if item is not None else "") or file.around.item_name or file.case.title
    title = inputs.text("title", name)
    text = inputs.text("text", f"{file.around.applicant_name or ''}：{title}")
    conditions, until = inputs.text("conditions", ""), inputs.day("until")
    limits = [f"附带条件、有效期：{conditions}"] if conditions else []
    limits += [f"有效期至 {chinese_day(until)}"] if until is not None else []
    row = issue(file, title, "\n".join([text, *limits]), inputs.text("number", ""))
    return {"certificate_no": row["number"]}


def deliver_certificate(file: CaseFile, inputs: Inputs) -> Outputs:
    """送达 with D12; the receiver is named, the way defaults to the window."""
    given = Handed(inputs.text("way", "window"), inputs.day("on"), inputs.text("tracking_no", ""))
    proof = hand_over(file, inputs.text("receiver", ""), given, inputs.any("id_number"))
    return {"document_number": proof["number"], "delivered_at": file.local_now.isoformat()}

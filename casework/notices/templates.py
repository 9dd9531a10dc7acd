"""The sentences that diagrams send by name (`template` of the operation `notify`), to applicants and to colleagues."""

from __future__ import annotations

TEMPLATES: dict[str, str] = {
    "supplement_reminder": "您办理的“{item}”（{case_no}）还缺材料，请在补正期限内补交；逾期未补交的，申请将终止。",
    "ready_for_pickup": "您办理的“{item}”（{case_no}）已办好，请凭身份证件到窗口领取。",
    "superior_supplement": "您办理的“{item}”（{case_no}）上级机关要求补充材料，请到窗口查看清单，由窗口一次收齐报送。",
    "payment_reminder": "您办理的“{item}”（{case_no}）已批准，请尽快缴费并保留收据。",
    "prereview_late": "“{item}”（{case_no}）收件后尚未答复申请人，请及时预审，告知期限内须一次性告知。",
    "delivery_late": "“{item}”（{case_no}）已决定，证照尚未送达，请及时制证并通知申请人。",
    "instant_late": "即办件“{item}”（{case_no}）尚未办结，请抓紧办理。",
    "branch_late": "联办件“{item}”（{case_no}）的协办部门尚未按时反馈，请中心催办。",
    "leave_over": "您的假期（{case_no}）已结束，请及时销假。",
    "superior_late": "您办理的“{item}”（{case_no}）上级机关尚未批复，我们正在跟踪，有结果会立即告知。",
    "contact_due": "转报件“{item}”（{case_no}）已三个工作日未联系上级机关，请联系并登记。",
    "consult_answer": "您咨询的“{item}”（{case_no}）已答复，请到窗口或者来电询问。",
    "consult_late": "咨询（{case_no}）已三个工作日未答复，请尽快答复。",
    "result": "您办理的“{item}”（{case_no}）已有结果，请到窗口查询。",
    "progress": "“{item}”（{case_no}）有新进展，请查看。",
}


def sentence_of(template: str, case_no: str, item: str) -> str | None:
    """The sentence of a template, or None for a name nobody knows."""
    known = TEMPLATES.get(template)
    return None if known is None else known.format(case_no=case_no, item=item)

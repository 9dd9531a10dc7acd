"""The words of casework operations; what stops a case is told inside the sentence of its incident."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "operation.input_missing": (
        "操作“{operation}”还缺“{field}”。请在表单里填写。",
        "The operation {operation} lacks {field}. Fill it in.",
    ),
    "operation.unknown": (
        "流程图用了本系统没有的操作“{operation}”。请流程设计员改正 banjian:operation",
        "the diagram uses an operation unknown here, {operation}: ask the designer to mend banjian:operation",
    ),
    "operation.clock": (
        "流程图写的时钟“{clock}”不存在。请流程设计员改正",
        "the diagram names a clock that does not exist, {clock}: ask the designer to mend it",
    ),
    "operation.lawful_clock": (
        "流程图不能启动或者停止“{clock}”：它随受理、决定和停表走。请流程设计员改正",
        "a diagram neither starts nor stops the {clock}, which follows acceptance and decision: ask the designer to "
        "mend it",
    ),
    "operation.superior_runs": (
        "上级办理时限没有停计，不能续计。请流程设计员改正",
        "the superior's clock does not stand, so it cannot run on: ask the designer to mend the diagram",
    ),
    "operation.unit": (
        "流程图写的时限单位“{unit}”不存在。请流程设计员改正",
        "the diagram names an unknown unit of time, {unit}: ask the designer to mend it",
    ),
    "operation.document_kind": (
        "流程图写的文书种类“{kind}”不存在。请流程设计员改正",
        "the diagram names an unknown kind of document, {kind}: ask the designer to mend it",
    ),
    "operation.document_field": (
        "{document}缺少内容“{field}”，不能出具。请填写；表单里没有这一项的，请流程设计员补上",
        "{document} lacks {field}: fill it in, or ask the designer to have it asked for",
    ),
    "operation.template": (
        "流程图写的通知模板“{template}”不存在。请流程设计员改正",
        "the diagram names an unknown notice, {template}: ask the designer to mend it",
    ),
    "operation.ground": (
        "流程图给出的不予受理的原因“{ground}”不存在。请流程设计员改正",
        "the diagram names an unknown ground to refuse an application, {ground}: ask the designer to mend it",
    ),
    "operation.outcome": (
        "流程图写的办结方式“{outcome}”不存在。请流程设计员改正",
        "the diagram names an unknown way to end a case, {outcome}: ask the designer to mend it",
    ),
    "operation.department": (
        "流程图或表单给出的部门“{department}”不存在。请更正后重试",
        "the flow or a form names a department that does not exist, {department}: correct it",
    ),
    "operation.no_staff": ("只有内部事务才能登记请假", "leave is registered in a staff matter only"),
    "operation.not_a_number": ("“{value}”不是整数（{field}）。", "{value} is no whole number ({field})."),
    "operation.not_a_date": ("“{value}”不是日期（{field}），例如 2026-10-09。", "{value} is no date ({field})."),
}

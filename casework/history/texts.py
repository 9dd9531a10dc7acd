"""The words of verifying the history."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "history.break.missing": ("办件 {case_no} 第 {seq} 条记录被删除", "case {case_no}: line {seq} was removed"),
    "history.break.changed": ("办件 {case_no} 第 {seq} 条记录被改动", "case {case_no}: line {seq} was changed"),
    "history.break.unlinked": (
        "办件 {case_no} 第 {seq} 条记录接不上前一条（被插入或调换）",
        "case {case_no}: line {seq} does not follow the one before it (inserted or swapped)",
    ),
    "history.break.tail_missing": (
        "办件 {case_no} 从第 {seq} 条起的记录被截去",
        "case {case_no}: the lines from {seq} on were cut off",
    ),
    "history.break.beyond_head": (
        "办件 {case_no} 的记录比办件登记的多（到第 {seq} 条）",
        "case {case_no}: there are more lines (up to {seq}) than the case knows of",
    ),
    "history.break.head_differs": (
        "办件 {case_no} 的最后一条（第 {seq} 条）与办件登记的不同",
        "case {case_no}: the last line ({seq}) is not the one the case knows of",
    ),
    "history.break.column_differs": (
        "办件 {case_no} 登记的{column}与办理记录不符（以第 {seq} 条为准）",
        "case {case_no}: its {column} is not what the record tells (line {seq} holds)",
    ),
    "history.break.task_differs": (
        "办件 {case_no} 第 {seq} 条记录办完的环节被改动（办理人、时间、结果或意见）",
        "case {case_no}: the task that line {seq} tells of was changed (by whom, when, with what outcome or opinion)",
    ),
    "history.break.clock_differs": (
        "办件 {case_no} 登记的{column}与计时记录不符",
        "case {case_no}: its {column} is not that of its clock",
    ),
    "history.break.document_changed": (
        "办件 {case_no} 第 {seq} 条记录出具的文书被改动",
        "case {case_no}: the document that line {seq} tells of was changed",
    ),
    "history.break.document_missing": (
        "办件 {case_no} 第 {seq} 条记录出具的文书不见了",
        "case {case_no}: the document that line {seq} tells of is gone",
    ),
    "history.break.file_changed": (
        "办件 {case_no} 第 {seq} 条记录上传的文件被改动",
        "case {case_no}: the file that line {seq} tells of was changed",
    ),
    "history.break.file_missing": (
        "办件 {case_no} 第 {seq} 条记录上传的文件不见了",
        "case {case_no}: the file that line {seq} tells of is gone",
    ),
    "history.break.archive_changed": (
        "办件 {case_no} 第 {seq} 条记录归档后，卷内的文书、证照或文件被改动",
        "case {case_no}: a document, certificate or file was changed after line {seq} closed the case file",
    ),
    "history.break.number_missing": (
        "编号 {case_no} 发出过，办件却不在了",
        "case {case_no}: the number was given, but the case is gone",
    ),
    "history.break.case_missing": (
        "有 {case_no} 的记录（第 {seq} 条），但办件本身不在了",
        "{case_no}: line {seq} belongs to a case that is gone",
    ),
}

COLUMN_NAMES: dict[str, tuple[str, str]] = {
    "status": ("状态", "status"),
    "case_type": ("办件类型", "kind"),
    "applicant_id": ("申请人", "applicant"),
    "item_version_id": ("事项", "item"),
    "department_id": ("承办部门", "department"),
    "channel": ("受理渠道", "channel"),
    "title": ("标题", "title"),
    "agent_name": ("代理人", "agent"),
    "business_key": ("业务编号", "business key"),
    "priority": ("优先级", "priority"),
    "received_at": ("收件时间", "time of receipt"),
    "supplement_asked_at": ("补正告知时间", "time of the notice to supplement"),
    "accepted_at": ("受理时间", "time of acceptance"),
    "is_deemed_accepted": ("视同受理标记", "mark of deemed acceptance"),
    "handling_at": ("开始办理时间", "time at which handling began"),
    "at_superior_at": ("上报时间", "time of submission upward"),
    "decided_at": ("决定时间", "time of the decision"),
    "decision": ("决定", "decision"),
    "concluded_at": ("办结时间", "time of conclusion"),
    "delivered_at": ("送达时间", "time of delivery"),
    "archived_at": ("归档时间", "time of archiving"),
    "ended_at": ("结束时间", "time of its end"),
    "outcome": ("办结方式", "way of ending"),
    "is_paused": ("停表标记", "mark of a stopped clock"),
    "promised_due_at": ("承诺到期时间", "promised due time"),
    "statutory_due_at": ("法定到期时间", "statutory due time"),
}
"""The columns of a case as an auditor calls them."""

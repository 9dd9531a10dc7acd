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

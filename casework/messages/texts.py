"""The words of what comes from outside and of what goes wrong: messages, jobs, incidents."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "message.key_missing": (
        "消息要写明办件编号、业务编号或关联值。",
        "A message needs a case number, business key or correlation value.",
    ),
    "message.ambiguous": (
        "{count} 个办件在等“{name}”（{key}），不知道给哪一个。请用办件编号。",
        "{count} cases wait for {name} ({key}). Use the case number.",
    ),
    "message.not_yours": (
        "“{key}”是别的部门的办件，您不能替它登记消息。请由承办部门登记。",
        "{key} is a case of another department, so you may not deliver to it. Ask the department that handles it.",
    ),
    "message.case_over": (
        "办件 {case_no} 已于 {at} 办结，不再等消息。请核对编号。",
        "Case {case_no} ended at {at} and waits for nothing any more. Check the number.",
    ),
    "job.unknown": (
        "没有这个任务（{job}），或者已经撤回。不用再做，请取下一个。",
        "There is no such job ({job}), or it was withdrawn. Leave it and take the next one.",
    ),
    "job.not_taken": (
        "任务 {job} 现在不由您处理（领取者：{worker}），或已经结束。请取下一个。",
        "Job {job} is not yours (taken by: {worker}) or is finished. Leave it and take the next one.",
    ),
    "incident.unknown": (
        "没有这个异常，可能已经处理完。请刷新异常列表。",
        "There is no such incident, or it is dealt with. Reload the list of incidents.",
    ),
    "incident.parks_case": (
        "这个异常让办件停在原地，只能“重试”或由管理员处理原因后再重试。",
        "This incident keeps its case parked; remove the cause and try it again.",
    ),
    "incident.resolved": ("这个异常在 {at} 已经处理。", "This incident was resolved at {at}."),
    "sweep.failed": (
        "自动处理失败，{minutes} 分钟后再试：{problem}",
        "The automatic step failed and is tried again in {minutes} minutes: {problem}",
    ),
    "job.gave_up": (
        "外部任务 {topic} 试了 {attempts} 次仍失败：{problem}",
        "The outside job {topic} failed {attempts} times: {problem}",
    ),
}

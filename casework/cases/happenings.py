"""The words of the history: every kind of happening, and why a task vanished, in both languages."""

from __future__ import annotations

from casework.errors import Words

HAPPENINGS: dict[str, tuple[str, str]] = {
    "case.received": ("收件", "received"),
    "case.started": ("流程开始", "flow started"),
    "case.corrected": ("更正", "corrected"),
    "case.corrected_on_the_spot": ("当场更正", "put right on the spot"),
    "case.type_changed": ("变更办件类型", "case type changed"),
    "milestone.accepted": ("受理", "accepted"),
    "milestone.decided": ("决定", "decided"),
    "milestone.concluded": ("办结", "concluded"),
    "milestone.delivered": ("送达", "delivered"),
    "milestone.archived": ("归档", "archived"),
    "milestone.at_superior": ("上报", "submitted to the superior body"),
    "milestone.refused": ("不予受理", "not accepted"),
    "milestone.withdrawn": ("撤回", "withdrawn"),
    "milestone.voided": ("作废", "voided"),
    "milestone.returned": ("退件", "returned"),
    "milestone.supplement_lapsed": ("补交不来办结", "ended, supplement never came"),
    "milestone.terminated": ("终止", "terminated"),
    "task.claimed": ("认领任务", "task claimed"),
    "task.released": ("退回任务", "task given back"),
    "task.completed": ("办完任务", "task completed"),
    "task.transferred": ("转办", "task handed over"),
    "task.assigned": ("派件", "task assigned"),
    "task.reassigned": ("改派", "task reassigned"),
    "task.offered_to_fallback": ("岗位无人，交兜底人员", "the post is empty, offered to the fallback person"),
    "timer.fired": ("到时", "timer fired"),
    "message.delivered": ("收到消息", "message received"),
    "job.done": ("外部任务完成", "outside job done"),
    "job.failed": ("外部任务失败", "outside job failed"),
    "incident.retried": ("重试异常", "incident retried"),
    "flow.moved": ("流程前进", "flow moved on"),
    "flow.cancelled": ("流程终止", "flow ended"),
    "clock.started": ("开始计时", "clock started"),
    "clock.stopped": ("停止计时", "clock stopped"),
    "clock.suspended": ("停表", "clock suspended"),
    "clock.resumed": ("恢复计时", "clock resumed"),
    "clock.extended": ("延期", "clock extended"),
    "clock.recounted": ("日历变更，重算期限", "counted anew after a change of the calendar"),
    "document.issued": ("出具文书", "document issued"),
    "document.reprinted": ("补打文书", "document reprinted"),
    "supplement.asked": ("一次性告知补正", "supplement asked for"),
    "supplement.asked_again": ("再次告知补正", "supplement asked for again"),
    "supplement.received": ("补正齐全", "supplement received"),
    "fee.ordered": ("开具缴款单", "payment order issued"),
    "fee.paid": ("登记缴款", "payment registered"),
    "fee.reduced": ("批准减缴", "fee reduced"),
    "fee.waived": ("批准免缴", "fee waived"),
    "certificate.issued": ("出具证照", "certificate issued"),
    "contact.recorded": ("联系上级机关", "superior body contacted"),
    "superior.received": ("上级收件", "received by the superior body"),
    "superior.asked": ("上级要求补充，上级时限停计", "the superior asks for papers, its clock stands"),
    "superior.supplied": ("补充材料已报送，上级时限续计", "papers sent up, the superior's clock runs on"),
    "branches.planned": ("确定联办部门", "departments planned"),
    "delegation.opened": ("开始代办", "delegation opened"),
    "delegation.closed": ("结束代办", "delegation ended"),
    "delegation.interrupted": ("原有委托在此期间中止", "an earlier delegation stands still meanwhile"),
    "delegation.resumed": ("原有委托恢复", "an earlier delegation goes on"),
    "leave.registered": ("登记请假", "leave registered"),
    "leave.substitute_lost": ("代理人不能代理了，请假人另选", "stand-in not available any more; another is chosen"),
    "oversight.much_leave": ("监察：病假事假较多", "oversight: much sick or personal leave"),
    "personal.unmasked": ("查看完整身份信息", "identifier unmasked"),
    "comment.added": ("留言", "comment"),
    "file.attached": ("添加附件", "file attached"),
    "oversight.not_told_in_time": ("监察：未按时一次性告知", "oversight: not told in time"),
    "oversight.second_notice": ("监察：再次要求补正", "oversight: second notice"),
}

CLOSE_REASONS: dict[str, tuple[str, str]] = {
    "deemed_accepted": ("告知期限内未一次性告知，视为受理", "nothing was told in time: deemed accepted"),
    "timer": ("到时", "the time was up"),
    "message": ("收到消息", "a message came"),
    "case": ("办件结束", "the case ended"),
    "flow": ("流程走了别的路", "the flow took another way"),
}


def happening_words(kind: str) -> Words:
    """What happened, for people; a kind nobody knows is shown as it is."""
    return Words(*HAPPENINGS.get(kind, (kind, kind)))


def close_reason_words(reason: str | None) -> Words:
    """Why a task vanished (`Task.close_reason`), for people."""
    code = (reason or "").partition(":")[0]
    return Words(*CLOSE_REASONS.get(code, (reason or "", reason or "")))

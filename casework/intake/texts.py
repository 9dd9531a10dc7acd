"""The words of barring applicants, and of whom an item serves and what it asks for."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "registration.barred": (
        "申请人到 {until}（含当日）不得申请这个事项：{because}。请选“不予受理”，出具不予受理通知书。",
        "The applicant may not apply for this item up to and including {until}: {because}. Choose refusal; D02 says why.",
    ),
    "bar.item_unknown": ("没有编码为“{item}”的事项。请核对。", "There is no item with the code {item}. Check it."),
    "bar.applicant_unknown": (
        "没有办过件的申请人用这个证件号码。请核对；限制只对申请过的人登记。",
        "No applicant has this number. Check it; only who has applied can be barred.",
    ),
    "bar.ground_missing": ("请选限制的原因。", "Choose the ground."),
    "bar.day_missing": ("请填决定作出的日期，不能晚于今天。", "Give the day of the decision, today at the latest."),
    "bar.entry_missing": (
        "这一项要填写，它会印在不予受理通知书上或留在记录里。",
        "Fill this in; it is told or kept on record.",
    ),
    "bar.stands": (
        "已经限制到 {until}（{decision}），不用再登记。",
        "A bar until {until} stands already ({decision}).",
    ),
    "bar.unknown": ("没有这条限制记录。请刷新页面。", "There is no such bar. Reload the page."),
    "registration.not_served": (
        "事项“{item}”的服务对象是{served}，{kind}不能申请。请核对“申请人类型”；仍要申请的，可以不予受理并出具文书。",
        "Item {item} is for {served}; {kind} cannot apply. Check the kind of applicant; who insists is refused in writing.",
    ),
    "acceptance.materials_marked": (
        "材料核对标明还没有齐：{missing}，其中{optional}不是必备材料。请一次性告知补正；非必备材料这次不需要的，取消标记后再受理。",
        "The checklist marks as not in order: {missing}; of these {optional} is not required by the item. Ask for a "
        "supplement, or take the mark off an optional paper that is not needed this time, then accept.",
    ),
}

"""The words of delegation."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "delegation.not_found": ("没有这条委托。请刷新页面。", "There is no such delegation. Reload the page."),
    "delegation.to_oneself": (
        "不能委托给自己。请选另一位同事。",
        "You cannot delegate to yourself. Choose a colleague.",
    ),
    "delegation.deputy_closed": (
        "{deputy} 的账号已停用，不能接受委托。请另选一位。",
        "{deputy}'s account is closed. Choose somebody else.",
    ),
    "delegation.period": (
        "委托期限不对：结束要晚于开始，而且不能已经过去。请改时间。",
        "The period is wrong: it ends after it begins and not in the past. Change it.",
    ),
    "delegation.too_long": (
        "一次委托最多 {most} 天。请缩短，期满可以再委托。",
        "A delegation lasts at most {most} days. Shorten it; it can be renewed.",
    ),
    "delegation.no_items": (
        "选了“按事项委托”，但没有选事项。请至少选一项。",
        "Delegating by item needs at least one item. Choose some.",
    ),
    "delegation.unknown_item": (
        "选的事项里有不存在的。请重新选择。",
        "One of the chosen items does not exist. Choose again.",
    ),
    "delegation.no_reason": ("没有填委托原因。请填写。", "The reason is missing. Fill it in."),
    "delegation.chain": (
        "{person} 在这段时间里已经把工作委托给别人，不能再转委托。请另选一位，或先撤销那条委托。",
        "{person} has delegated to somebody else within this period, and delegations do not chain. Choose somebody "
        "else or revoke that one first.",
    ),
    "delegation.overlap": (
        "这段时间里同样的工作已经委托给 {deputy}。请先撤销那条委托，或改时间、事项。",
        "Within this period the same work is delegated to {deputy} already. Revoke that first, or change period or "
        "items.",
    ),
    "delegation.forbidden_pair": (
        "{principal} 和 {deputy} 之间不能互相代办（{reason}）。请另选一位。",
        "{principal} and {deputy} may not act for one another ({reason}). Choose somebody else.",
    ),
    "leave.overlaps_own": (
        "这段时间里已经登记了您 {first} 至 {last} 的请假。请改日期，或先销假。",
        "Your leave from {first} to {last} is registered already. Change the days, or end that one first.",
    ),
    "leave.substitute_away": (
        "{person} 在 {first} 至 {last} 自己请假，不能代理。请另选一位。",
        "{person} is on leave from {first} to {last} and cannot stand in. Choose somebody else.",
    ),
    "delegation.pair_of_one": ("请写两个不同的人。", "Name two different people."),
    "delegation.pair_reason": ("没有填原因。请填写，例如：夫妻。", "The reason is missing. Fill it in, for example: married."),
    "delegation.revoked": ("这条委托已于 {at} 撤销，不能再改。", "This delegation was revoked at {at}."),
    "delegation.over": ("这条委托已于 {at} 到期。", "This delegation ended at {at}."),
    "delegation.none": (
        "{principal} 现在没有把这项工作委托给您。请 {principal} 先办委托。",
        "{principal} has not delegated this work to you. Ask {principal} for a delegation first.",
    ),
    "delegation.deputy_is_applicant": (
        "您是这个办件的申请人，不能代 {principal} 办理。请换一位同事。",
        "You are the applicant of this case, so you may not act for {principal}. Ask another colleague.",
    ),
}

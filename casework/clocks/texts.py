"""The words of the clocks in Chinese and English, by code."""

TEXTS: dict[str, tuple[str, str]] = {
    # One line of the count, by DayCode; {number} is the day counted, {label} the calendar's own word for the day.
    "clocks.day.start": ("当日不计", "the day it starts, not counted"),
    "clocks.day.working": ("第 {number} 日", "day {number}"),
    "clocks.day.make_up": ("第 {number} 日（调休上班）", "day {number} (make-up working day, 调休上班)"),
    "clocks.day.short_day": ("第 {number} 日（{label}）", "day {number} (short working day)"),
    "clocks.day.calendar": ("第 {number} 日", "day {number}"),
    "clocks.day.weekend": ("周末，不计", "weekend, not counted"),
    "clocks.day.holiday": ("{label}，不计", "public holiday ({label}), not counted"),
    "clocks.day.suspended": ("停表，不计", "clock stopped, not counted"),
    "clocks.day.moved": ("期满日是休息日，顺延到这一天", "the last day was a day off, so the limit ends on this day"),
    "clocks.day.carried": (
        "停表期间不到期，顺延到恢复计时后的这一天",
        "nothing falls due while the clock stands, so the limit ends on this day",
    ),
    "clocks.day.same_day": ("当日办结", "to be finished within this day"),
    "clocks.day.extended": ("延长的第 {number} 个工作日", "working day {number} of the extension"),
    "clocks.day.hours": ("按办公时间计时", "office hours counted"),
    # A whole clock, by State.
    "clocks.state.normal": ("剩 {days} 日", "{days} days left"),
    "clocks.state.soon": ("剩 {days} 日", "{days} days left"),
    "clocks.state.last": ("今日到期 {time}", "due today {time}"),
    "clocks.state.over": ("已超期", "overdue"),
    "clocks.state.yellow": ("黄牌 超 {days} 日", "yellow card, {days} days over"),
    "clocks.state.red": ("红牌 超 {days} 日", "red card, {days} days over"),
    "clocks.state.paused": ("停表中", "clock stopped"),
    "clocks.state.done": ("按时办结", "finished in time"),
    "clocks.state.done_late": ("超期办结", "finished late"),
    # A limit, by Unit.
    "clocks.unit.working_day": ("{amount} 个工作日", "{amount} working days"),
    "clocks.unit.calendar_day": ("{amount} 日（自然日）", "{amount} calendar days"),
    "clocks.unit.month": ("{amount} 个月", "{amount} months"),
    "clocks.unit.hour": ("{amount} 小时（办公时间）", "{amount} office hours"),
    "clocks.unit.same_day": ("当日（办公时间结束前）", "the same day, by closing time"),
    "clocks.calendar_exhausted": (
        "{year} 年不在工作日历能计算的 {first}–{last} 年之内。请改期限或日期。",
        "{year} lies outside {first}–{last}, the years the working calendar counts in. Change the limit or the date.",
    ),
    "clocks.limit_out_of_range": (
        "时限“{amount}”不能用，这个单位可以是 0 至 {most}。请核对数字和单位。",
        "A limit of {amount} cannot be kept; in this unit it is 0 to {most}. Check the number and the unit.",
    ),
    "suspension.unknown_kind": (
        "“{kind}”不能停表。法律规定可以扣除时间的是：{allowed}。",
        "{kind} does not stop the clock. What the law excludes: {allowed}.",
    ),
    "suspension.not_listed": (
        "这个事项没有配置{kind}，不能停表。请管理员在事项里写明依据。",
        "This item does not list {kind}, so the clock may not stop for it. Ask an administrator to add its basis.",
    ),
    "suspension.reason_missing": (
        "停表要书面告知申请人，请写明原因。",
        "Stopping the clock is told to the applicant in writing. Give the reason.",
    ),
    "suspension.days_missing": (
        "停表所需时间要书面告知申请人（行政许可法第四十五条）。请填写预计几个工作日。",
        "The time that is not counted is told in writing (Permit Law Art. 45). Say how many working days it will take.",
    ),
    "suspension.too_long": (
        "{kind}最多可以停表 {most} 个工作日，申请的是 {days} 个。请核对所需时间。",
        "For {kind} the clock may stand for {most} working days at most; {days} were asked for. Check the time it takes.",
    ),
    "hearing.not_held_yet": (
        "举行听证日期 {day} 还没有到。听证举行以后再登记笔录。",
        "The hearing of {day} has not been held yet. Enter its record once it has.",
    ),
    "hearing.host_examined": (
        "{host} 承办或审核过本件，不能主持听证（行政许可法第四十八条）。请写另外指定的主持人。",
        "{host} has examined this case and may not preside over its hearing (Permit Law Art. 48). Name somebody else.",
    ),
    "hearing.notice_too_short": (
        "听证应当在举行的七个工作日前通知（行政许可法第四十八条、第八十二条）：{notice} 通知的，最早 {earliest} 举行。请核对两个日期。",
        "The notice of a hearing goes out seven working days before it (Permit Law Art. 48, 82): after a notice of "
        "{notice} it is held on {earliest} at the earliest. Check the two dates.",
    ),
    "extension.not_allowed": ("事项“{item}”不允许延期。", "Item {item} does not allow an extension."),
    "extension.reason_missing": ("请写明延期理由，它会告知申请人。", "Give the reason; the applicant is told."),
    "extension.other_clock": (
        "{clock}不能延期。可以延长的只有法定时限和承诺时限（行政许可法第四十二条）。",
        "The {clock} is not extended. Only the statutory and the promised limit are (Permit Law Art. 42).",
    ),
    "extension.out_of_range": (
        "不能延长 {amount} 个工作日：法律允许 1 至 {most} 个（行政许可法第四十二条）。请改正。",
        "A limit cannot be extended by {amount} working days: Permit Law Art. 42 allows 1 to {most}. Change the number.",
    ),
    "extension.past_the_law": (
        "延长后的承诺办结日 {promised} 晚于法定办结日 {law}，不能这样延长。请减少天数，或先延长法定时限。",
        "The promise would end at {promised}, after the law's limit, {law}. Ask for less, or extend that limit first.",
    ),
    "extension.approver_missing": (
        "延期要{role}批准。请填写批准人。",
        "An extension needs the approval of {role}. Fill in who approved.",
    ),
    "extension.promise_stands": (
        "事项“{item}”的承诺时限不因延期而变，只能延长法定时限。",
        "The promise of item {item} does not move; only the statutory limit can be extended.",
    ),
    "clocks.absence_reversed": (
        "结束日 {last} 早于开始日 {first}。请核对两个日期。",
        "The last day, {last}, lies before the first, {first}. Check the two dates.",
    ),
    "clocks.not_a_working_day": (
        "{day}（{label}）不上班，没有开门和关门的时间。请选一个工作日。",
        "{day} ({label}) is not a working day, so it has no opening or closing time. Choose a working day.",
    ),
}

WEEKDAYS: tuple[tuple[str, str], ...] = (
    ("周一", "Mon"),
    ("周二", "Tue"),
    ("周三", "Wed"),
    ("周四", "Thu"),
    ("周五", "Fri"),
    ("周六", "Sat"),
    ("周日", "Sun"),
)

DAY_NAMES: dict[str, str] = {
    "元旦": "New Year's Day",
    "春节": "Spring Festival",
    "清明节": "Tomb-sweeping Day",
    "劳动节": "Labour Day",
    "端午节": "Dragon Boat Festival",
    "国庆节": "National Day",
    "中秋节": "Mid-autumn Festival",
    "周末": "weekend",
    "工作日": "working day",
    "放假": "day off",
    "调休上班": "make-up working day",
    "半天上班": "short working day",
}
"""English for the labels of days; a label of the administrator's own is shown as it is."""

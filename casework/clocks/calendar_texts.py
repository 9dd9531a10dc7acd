"""The words of keeping working calendars."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "calendar.not_found": (
        "没有编号 {calendar} 的工作日历。请刷新页面。",
        "There is no working calendar {calendar}. Reload the page.",
    ),
    "recount.unknown": (
        "没有这次期限重算的记录。请回到工作日历。",
        "There is no such recount of limits. Go back to the working calendar.",
    ),
    "recount.failed": (
        "日历变更后没能重算这个办件的期限：{problem}",
        "The limits of this case could not be counted anew after the calendar changed: {problem}",
    ),
    "calendar.no_centre": (
        "还没有建立中心和工作日历。请先运行 banjian init。",
        "No centre and no working calendar exist yet. Run banjian init first.",
    ),
    "calendar.nothing_found": (
        "文件里没有找到任何放假或上班的日子，日历没有改。请用国务院通知原文、JSON 或 CSV（日期,类型,名称）。",
        "The file names no day off and no make-up day; nothing changed. Use the text of the State Council's notice, "
        "JSON, or CSV (date,kind,label).",
    ),
    "calendar.not_json": (
        "文件不是可用的 JSON：{reason}。请检查文件。",
        "The file is not usable JSON: {reason}. Check it.",
    ),
    "calendar.bad_line": (
        "第 {line} 行看不懂：{text}。应为“日期,off|working|half,名称”。请改好再导入，日历没有改。",
        "Line {line} cannot be read: {text}. Expected “date,off|working|half,label”. Correct it and import again; "
        "nothing changed.",
    ),
    "calendar.no_such_day": (
        "“{text}”不是真实的日期或太长。请改好再导入，日历没有改。",
        "“{text}” is no real date or too long a span. Correct it and import again; nothing changed.",
    ),
    "calendar.wrong_weekday": (
        "{day}是{real}，通知里写的是{said}：年份或日期抄错了。请核对后再导入，日历没有改。",
        "{day} is a {real}, the notice says {said}: the year or the day is miscopied. Compare it with the original and "
        "import again; nothing changed.",
    ),
    "calendar.day_twice": (
        "{day}既写了放假又写了上班。请改好再导入，日历没有改。",
        "{day} is given as a day off and as a working day. Correct it and import again; nothing changed.",
    ),
    "calendar.year_out_of_range": (
        "{year} 年不在日历能算的 {first}–{last} 年之内。请检查文件。",
        "{year} lies outside {first}–{last}, the years the calendar counts in. Check the file.",
    ),
}

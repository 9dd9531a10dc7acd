"""Days, limits and standings as people read them, in either language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from casework.clocks.calendar import Why, WorkingCalendar
from casework.clocks.limits import DayLine, Limit, Unit
from casework.clocks.standing import Standing, State
from casework.clocks.texts import DAY_NAMES, TEXTS, WEEKDAYS

Language = Literal["zh", "en"]
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def text(code: str, language: Language, **params: object) -> str:
    """The sentence of `code` with its placeholders filled."""
    chinese, english = TEXTS[code]
    return (chinese if language == "zh" else english).format(**params)


def label_in(label: str, language: Language) -> str:
    """The calendar's label of a day; the administrator's own labels are never translated."""
    return label if language == "zh" else DAY_NAMES.get(label, label)


def day_words(day: date, calendar: WorkingCalendar, language: Language) -> str:
    """10月8日 周四, with （调休上班） on a make-up day; in English Thu 8 Oct."""
    weekday = WEEKDAYS[day.weekday()][0 if language == "zh" else 1]
    why, label = calendar.why(day)
    if language == "zh":
        return f"{day.month}月{day.day}日 {weekday}" + (f"（{label}）" if why is Why.MAKE_UP else "")
    mark = f" ({label_in(label, language)})" if why is Why.MAKE_UP else ""
    return f"{weekday} {day.day} {MONTHS[day.month - 1]}{mark}"


def line_words(line: DayLine, language: Language) -> str:
    """Why one day was counted or skipped: 第 3 日（调休上班） or 国庆节，不计."""
    return text(f"clocks.day.{line.code}", language, number=line.number, label=label_in(line.label, language))


def limit_words(limit: Limit, language: Language, extension: int = 0) -> str:
    """10 个工作日, or 当日（办公时间结束前） for zero; an extension stands apart from other units."""
    if extension and limit.unit is Unit.WORKING_DAY:
        return limit_words(replace(limit, amount=limit.amount + extension), language)
    if extension:
        return f"{limit_words(limit, language)} + {limit_words(Limit(extension), language)}"
    if limit.amount == 0:
        return text("clocks.unit.same_day", language)
    words = text(f"clocks.unit.{limit.unit}", language, amount=limit.amount)
    return words.removesuffix("s") if language == "en" and limit.amount == 1 else words


def standing_words(standing: Standing, due: datetime, calendar: WorkingCalendar, language: Language) -> str:
    """The badge of a clock: 剩 6 日, 今日到期 18:00, 黄牌 超 1 日, 停表中, 按时办结."""
    code = standing.state.value
    if standing.state is State.DONE and not standing.in_time:
        code = "done_late"
    words = text(f"clocks.state.{code}", language, days=abs(standing.days), time=f"{calendar.local(due):%H:%M}")
    return words.replace(" days ", " day ") if abs(standing.days) == 1 else words

"""Every day, limit and state has its words in both languages."""

from casework.clocks.limits import DayCode, Limit, Unit, explain
from casework.clocks.standing import State
from casework.clocks.texts import TEXTS
from casework.clocks.wording import day_words, limit_words, line_words
from tests.casework.clocks.builders import at, day


def test_every_code_has_both_sentences():
    needed = (
        {f"clocks.day.{code}" for code in DayCode}
        | {f"clocks.state.{state}" for state in State}
        | {f"clocks.unit.{unit}" for unit in Unit}
    )

    assert needed <= TEXTS.keys()
    assert all(chinese and english for chinese, english in TEXTS.values())


def test_the_lines_of_a_count_read_like_a_calendar(calendar):
    lines = {line.date: line for line in explain(at("2026-09-17"), Limit(10), calendar)}

    assert line_words(lines[day("2026-09-17")], "zh") == "当日不计"
    assert line_words(lines[day("2026-09-20")], "zh") == "第 2 日（调休上班）"
    assert line_words(lines[day("2026-10-01")], "zh") == "国庆节，不计"
    assert line_words(lines[day("2026-10-01")], "en") == "public holiday (National Day), not counted"
    assert line_words(lines[day("2026-10-08")], "en") == "day 10"


def test_dates_carry_their_weekday_and_make_up_days_say_so(calendar):
    assert day_words(day("2026-10-09"), calendar, "zh") == "10月9日 周五"
    assert day_words(day("2026-10-10"), calendar, "zh") == "10月10日 周六（调休上班）"
    assert day_words(day("2026-10-10"), calendar, "en") == "Sat 10 Oct (make-up working day)"


def test_limits_read_with_their_unit():
    assert limit_words(Limit(10), "zh") == "10 个工作日"
    assert limit_words(Limit(1), "en") == "1 working day"
    assert limit_words(Limit(0), "zh") == "当日（办公时间结束前）"
    assert limit_words(Limit(3, Unit.MONTH), "zh") == "3 个月"
    assert limit_words(Limit(10), "zh", extension=10) == "20 个工作日"
    assert limit_words(Limit(1, Unit.MONTH), "en", extension=10) == "1 month + 10 working days"

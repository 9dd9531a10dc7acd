"""Events: each definition runs in the positions where it has a meaning, and is refused by name in all others."""

import pytest

from engine.model import Kind, TimerKind, Trigger
from tests.engine.reading.builders import chain, finding_of, flow, line, node_of, read, rules

ROOTS = (
    '<message id="m" name="补正材料"/><signal id="sig" name="系统停机"/><error id="err" errorCode="E1"/>'
    '<message id="unnamed"/>'
)
TIMER = "<timerEventDefinition><timeDuration>PT2H</timeDuration></timerEventDefinition>"
MESSAGE = '<messageEventDefinition messageRef="m"/>'
SIGNAL = '<signalEventDefinition signalRef="sig"/>'
ERROR = '<errorEventDefinition errorRef="err"/>'
TERMINATE = "<terminateEventDefinition/>"


def start(definition: str) -> str:
    return f'<startEvent id="x">{definition}</startEvent><endEvent id="e"/>' + chain("x", "e")


def catch(definition: str) -> str:
    return line(f'<intermediateCatchEvent id="x">{definition}</intermediateCatchEvent>')


def throw(definition: str) -> str:
    return line(f'<intermediateThrowEvent id="x">{definition}</intermediateThrowEvent>')


def end(definition: str) -> str:
    return f'<startEvent id="s"/><endEvent id="x">{definition}</endEvent>' + chain("s", "x")


def boundary(definition: str, attributes: str = "") -> str:
    event = f'<boundaryEvent id="x" attachedToRef="t" {attributes}>{definition}</boundaryEvent><endEvent id="out"/>'
    return line('<userTask id="t"/>', "t") + event + flow("x", "out")


RUNNING = [
    (start, "", Trigger.NONE), (start, TIMER, Trigger.TIMER), (start, MESSAGE, Trigger.MESSAGE),
    (start, SIGNAL, Trigger.SIGNAL), (catch, TIMER, Trigger.TIMER), (catch, MESSAGE, Trigger.MESSAGE),
    (catch, SIGNAL, Trigger.SIGNAL), (throw, "", Trigger.NONE), (throw, MESSAGE, Trigger.MESSAGE),
    (throw, SIGNAL, Trigger.SIGNAL), (end, "", Trigger.NONE), (end, MESSAGE, Trigger.MESSAGE),
    (end, SIGNAL, Trigger.SIGNAL), (end, ERROR, Trigger.ERROR), (end, TERMINATE, Trigger.TERMINATE),
    (boundary, TIMER, Trigger.TIMER), (boundary, MESSAGE, Trigger.MESSAGE), (boundary, SIGNAL, Trigger.SIGNAL),
    (boundary, ERROR, Trigger.ERROR),
]  # fmt: skip
OTHERS = ["escalation", "conditional", "compensate", "cancel", "link"]
NOWHERE = [(place, f"<{name}EventDefinition/>") for name in OTHERS for place in (start, catch, throw, end, boundary)]
MISPLACED = [
    (throw, TIMER), (end, TIMER), (start, ERROR), (catch, ERROR), (throw, ERROR), (start, TERMINATE),
    (catch, TERMINATE), (throw, TERMINATE), (boundary, TERMINATE), (boundary, ""), (catch, TIMER + MESSAGE),
]  # fmt: skip


@pytest.mark.parametrize(("position", "definition", "trigger"), RUNNING)
def test_an_event_that_runs_is_read_with_its_definition(position, definition, trigger):
    reading = read(position(definition), ROOTS)

    event = node_of(reading).event
    assert event is not None and event.trigger is trigger


@pytest.mark.parametrize(("position", "definition"), NOWHERE + MISPLACED)
def test_an_event_that_does_not_run_is_refused_by_name(position, definition):
    reading = read(position(definition), ROOTS)

    refusal = finding_of(reading, "element.refused")
    assert reading.definition is None
    assert (refusal.element, refusal.line is not None) == ("x", True)
    assert all(refusal.in_language("zh")) and all(refusal.in_language("en"))


def test_a_catch_event_that_waits_for_nothing_passes_with_a_warning():
    reading = read(catch(""))

    assert rules(reading, "warning") == ["event.catches_nothing"]
    assert node_of(reading).event.trigger is Trigger.NONE


def test_only_a_plain_start_begins_a_sub_process():
    inner = f'<startEvent id="i">{TIMER}</startEvent><endEvent id="o"/>' + chain("i", "o")

    reading = read(line(f'<subProcess id="x">{inner}</subProcess>'))

    assert finding_of(reading, "element.refused").element == "i"


def test_a_message_without_reference_takes_its_label_as_its_name():
    reading = read(
        line('<intermediateCatchEvent id="x" name="等待补正"><messageEventDefinition/></intermediateCatchEvent>')
    )

    assert node_of(reading).event.name == "等待补正"
    assert rules(reading, "warning") == ["message.name_from_label"]


def test_a_message_without_reference_and_label_is_refused():
    reading = read(catch("<messageEventDefinition/>"))

    assert rules(reading, "error") == ["message.no_name"]


def test_a_boundary_event_interrupts_unless_it_says_otherwise():
    interrupting = node_of(read(boundary(MESSAGE), ROOTS))
    beside = node_of(read(boundary(MESSAGE, 'cancelActivity="false"'), ROOTS))

    assert (interrupting.is_interrupting, beside.is_interrupting) == (True, False)
    assert (interrupting.attached_to, interrupting.kind) == ("t", Kind.BOUNDARY)


def test_a_caught_error_without_a_code_catches_every_error():
    reading = read(boundary('<errorEventDefinition errorRef="any"/>'), '<error id="any" name="whatever"/>')

    assert node_of(reading).event.code is None


def test_an_error_reference_to_nothing_is_the_code_itself():
    reading = read(boundary('<errorEventDefinition errorRef="E7"/>'))

    assert node_of(reading).event.code == "E7"


@pytest.mark.parametrize("text", ["PT2H", "P3D", "P1Y2M3DT4H5M6.5S", "P2W"])
def test_a_duration_in_iso_form_is_kept_as_text(text):
    reading = read(catch(f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>"))

    timer = node_of(reading).event.timer
    assert (timer.kind, timer.value) == (TimerKind.DURATION, text)


@pytest.mark.parametrize("text", ["${deadline}", "=deadline"])
def test_a_timer_may_be_an_expression(text):
    reading = read(catch(f"<timerEventDefinition><timeDate>{text}</timeDate></timerEventDefinition>"))

    assert node_of(reading).event.timer.value.names == {"deadline"}


@pytest.mark.parametrize(
    ("text", "rule"),
    [("0 5 16 * * ?", "timer.cron"), ("3 days", "timer.not_iso"), ("P", "timer.not_iso"), ("", "timer.no_definition")],
)
def test_a_timer_that_nobody_can_compute_is_refused(text, rule):
    reading = read(catch(f"<timerEventDefinition><timeDuration>{text}</timeDuration></timerEventDefinition>"))

    assert rules(reading, "error") == [rule]


@pytest.mark.parametrize(("kind", "text"), [
    ("timeDuration", "R3/PT1H"), ("timeDate", "2026-02-30"), ("timeDate", "2026-13-01T09:00:00"), ("timeDate", "09:00"),
    ("timeCycle", "2026-01-01"), ("timeCycle", "R3"), ("timeCycle", "R0/PT1H"), ("timeCycle", "R/PT0S"),
    ("timeCycle", "R/2026-01-01"), ("timeCycle", "R3/PT1H/PT2H/P1D"),
])  # fmt: skip
def test_a_timer_of_the_wrong_form_for_its_kind_is_refused_at_publishing(kind, text):
    reading = read(catch(f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"))

    assert rules(reading, "error") == ["timer.not_iso"]


@pytest.mark.parametrize(("kind", "text"), [
    ("timeDate", "2026-12-01T09:00:00+08:00"), ("timeDate", "2026-12-01T09:00:00Z"), ("timeDate", "2026-12-01"),
    ("timeCycle", "R/P1D"), ("timeCycle", "R3/PT1H"), ("timeCycle", "R3/2026-12-01T08:00:00/P1D"),
    ("timeCycle", "R3/P1D/2026-12-31"), ("timeCycle", "PT30M"),
])  # fmt: skip
def test_a_timer_of_the_form_of_its_kind_is_taken(kind, text):
    timer = node_of(read(catch(f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"))).event.timer

    assert (timer.kind.value, timer.value) == (kind, text)


def test_a_timer_bound_to_a_clock_or_to_working_days_needs_no_date():
    clock = read(
        line('<intermediateCatchEvent id="x" banjian:clock="promised"><timerEventDefinition/></intermediateCatchEvent>')
    )
    days = read(
        line(
            '<intermediateCatchEvent id="x" banjian:workdays="item.days + 1">'
            "<timerEventDefinition/></intermediateCatchEvent>"
        )
    )

    assert (node_of(clock).event.timer.clock, node_of(clock).event.timer.value) == ("promised", None)
    assert node_of(days).event.timer.workdays.names == {"item"}


def test_a_definition_from_the_list_of_the_file_counts():
    reading = read(
        catch("<eventDefinitionRef>d</eventDefinitionRef>"), f'{ROOTS}<signalEventDefinition id="d" signalRef="sig"/>'
    )

    assert node_of(reading).event.name == "系统停机"


def test_a_thrown_message_carries_its_mapped_fields_only():
    sent = '<extensionElements><camunda:in source="amount" target="sum"/></extensionElements>'

    reading = read(throw(f'<messageEventDefinition messageRef="m">{sent}</messageEventDefinition>'), ROOTS)

    (field,) = node_of(reading).event.payload
    assert (field.target, field.source.names) == ("sum", {"amount"})


def test_an_error_boundary_drawn_as_not_interrupting_interrupts_and_this_is_told():
    reading = read(boundary(ERROR, 'cancelActivity="false"'), ROOTS)

    assert node_of(reading).is_interrupting
    assert finding_of(reading, "error.interrupts").element == "x"


@pytest.mark.parametrize(
    ("element", "root"),
    [
        ('<receiveTask id="x" messageRef="n"/>', '<message id="n" name="order-${number}"/>'),
        ('<sendTask id="x" messageRef="n"/>', '<message id="n" name="=number"/>'),
        (
            '<intermediateCatchEvent id="x"><signalEventDefinition signalRef="n"/></intermediateCatchEvent>',
            '<signal id="n" name="#{number}"/>',
        ),
    ],
)
def test_a_name_that_another_engine_would_compute_is_refused(element, root):
    refusal = finding_of(read(line(element), root), "event.name_computed")

    assert (refusal.level, refusal.element) == ("error", "x")


def test_so_is_the_code_of_an_error():
    thrown = '<startEvent id="s"/><endEvent id="x"><errorEventDefinition errorRef="n"/></endEvent>' + chain("s", "x")

    assert rules(read(thrown, '<error id="n" errorCode="${code}"/>'), "error") == ["event.name_computed"]


def test_a_timer_with_two_times_is_refused():
    times = "<timeDuration>PT1H</timeDuration><timeDate>2026-12-01</timeDate>"

    refusal = finding_of(read(catch(f"<timerEventDefinition>{times}</timerEventDefinition>")), "timer.several")

    assert (refusal.level, refusal.params["kinds"]) == ("error", ["timeDuration", "timeDate"])

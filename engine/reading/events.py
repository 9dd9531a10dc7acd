"""Chapter “Events”: what a start, end, intermediate or boundary event waits for or causes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from engine.expressions import Expression
from engine.model import Event, Timer, TimerKind, Trigger, VariableMapping
from engine.reading import support
from engine.reading.dialects import Extras, banjian, read_extras
from engine.reading.names import Element, bpmn_name, child, children, is_true, reference, text_of
from engine.reading.sheet import Sheet
from engine.reading.values import expression, is_wrapped, mappings

POSITIONS = {
    "startEvent": "start",
    "endEvent": "end",
    "intermediateCatchEvent": "catch",
    "intermediateThrowEvent": "throw",
    "boundaryEvent": "boundary",
}
DEFINITIONS = {
    "timerEventDefinition": Trigger.TIMER,
    "messageEventDefinition": Trigger.MESSAGE,
    "signalEventDefinition": Trigger.SIGNAL,
    "errorEventDefinition": Trigger.ERROR,
    "terminateEventDefinition": Trigger.TERMINATE,
}
_OTHER = (
    "escalationEventDefinition",
    "conditionalEventDefinition",
    "compensateEventDefinition",
    "cancelEventDefinition",
    "linkEventDefinition",
)
_DURATION = re.compile(r"P(?=\d|T)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
_REPETITION = re.compile(r"R(?!0+/)\d*/")
_CRON = re.compile(r"^(\S+\s+){4,6}\S+$")


def event_definitions(sheet: Sheet, element: Element) -> list[Element]:
    """The definitions of the event, those in the file's own list (`eventDefinitionRef`) included."""
    found = [entry for entry in element if bpmn_name(entry) in (*DEFINITIONS, *_OTHER)]
    for ref in children(element, "eventDefinitionRef"):
        target = sheet.find(text_of(ref), *DEFINITIONS, *_OTHER)
        if target is not None:
            found.append(target)
        else:
            sheet.report("error", "event.definition_missing", element, ref=text_of(ref))
    return found


def read_event(sheet: Sheet, element: Element, extras: Extras, *, inside: bool) -> Event | None:
    """The event; None with an error finding when this kind does not run in this position.

    `inside` is true within a sub-process, where only a plain start is possible.
    """
    position = POSITIONS[bpmn_name(element)]
    definitions = event_definitions(sheet, element)
    if len(definitions) > 1:
        name = "parallelMultiple" if is_true(element, "parallelMultiple") else "multiple"
        support.refuse(sheet, element, name, position)
        return None
    if not definitions:
        return _plain(sheet, element, position)
    name = bpmn_name(definitions[0])
    entry = support.find(name, position)
    if entry is None or entry.verdict == "refused":
        support.refuse(sheet, element, name, position)
        return None
    if position == "start" and inside:
        support.refuse(sheet, element, name, "start of a sub-process")
        return None
    return _typed(sheet, element, definitions[0], extras, position)


def _plain(sheet: Sheet, element: Element, position: str) -> Event | None:
    if position == "boundary":
        support.refuse(sheet, element, "none", "boundary")
        return None
    if position == "catch":
        sheet.report("warning", "event.catches_nothing", element)
    return Event()


def _typed(sheet: Sheet, element: Element, definition: Element, extras: Extras, position: str) -> Event | None:
    match DEFINITIONS[bpmn_name(definition)]:
        case Trigger.TIMER:
            timer = read_timer(sheet, element, definition, extras)
            return Event(Trigger.TIMER, timer=timer) if timer is not None else None
        case Trigger.MESSAGE:
            return read_message(sheet, element, definition, extras, throwing=position in ("throw", "end"))
        case Trigger.SIGNAL:
            return _signal(sheet, element, definition, extras, throwing=position in ("throw", "end"))
        case Trigger.ERROR:
            return _error(sheet, element, definition, extras, throwing=position == "end")
        case trigger:
            return Event(trigger)


def read_message(
    sheet: Sheet, element: Element, definition: Element, extras: Extras, *, throwing: bool
) -> Event | None:
    """A message event, a send or a receive task: `definition` has the `messageRef`, `element` the label."""
    message = sheet.find(definition.get("messageRef"), "message")
    name = (message.get("name") or message.get("id")) if message is not None else None
    if name is None and definition.get("messageRef") and definition.get("messageRef") != "##unspecified":
        sheet.report("error", "message.missing", element, ref=definition.get("messageRef"))
        return None
    own = read_extras(definition)
    name = name or _name_from_label(sheet, element, "message")
    if name is None or _is_computed(sheet, element, "message", name):
        return None
    code = own.implementation or extras.implementation
    job = code.text if code is not None else _job(element, own, extras)
    if throwing and job:
        sheet.report("warning", "message.delegate", element, code=job, message=name)
    event = Event(Trigger.MESSAGE, name=name, correlation=_correlation(sheet, element, message, own, extras))
    if throwing:
        return replace(event, payload=_payload(sheet, element, own, extras))
    return replace(event, result_variable=own.result_variable or extras.result_variable)


def _job(element: Element, own: Extras, extras: Extras) -> str | None:
    """The machine work that is drawn beside the message."""
    return own.topic or extras.topic or banjian.attributes(element, extras.properties).get("operation")


def _name_from_label(sheet: Sheet, element: Element, kind: str) -> str | None:
    name = " ".join((element.get("name") or "").split())
    if not name:
        sheet.report("error", f"{kind}.no_name", element)
        return None
    sheet.report("warning", f"{kind}.name_from_label", element, name=name)
    return name


def _is_computed(sheet: Sheet, element: Element, kind: str, name: str) -> bool:
    """Another engine would evaluate it; taken as it is written, nobody would ever send or catch it."""
    if is_wrapped(name):
        sheet.report("error", "event.name_computed", element, name=name[:80], kind=kind)
    return is_wrapped(name)


def _correlation(
    sheet: Sheet, element: Element, message: Element | None, own: Extras, extras: Extras
) -> Expression | None:
    of_message = read_extras(message).correlation if message is not None else None
    text = own.correlation or extras.correlation or of_message
    return expression(sheet, element, text, place="correlation")


def _payload(sheet: Sheet, element: Element, own: Extras, extras: Extras) -> tuple[VariableMapping, ...]:
    """What is drawn as the payload beside the input parameters; without it they are the payload."""
    drawn = own.ins or own.inputs or extras.ins
    return mappings(sheet, element, () if drawn == extras.inputs else drawn, place="in")


def _signal(sheet: Sheet, element: Element, definition: Element, extras: Extras, *, throwing: bool) -> Event | None:
    signal = sheet.find(definition.get("signalRef"), "signal")
    name = (signal.get("name") or signal.get("id")) if signal is not None else None
    if name is None and definition.get("signalRef"):
        sheet.report("error", "signal.missing", element, ref=definition.get("signalRef"))
        return None
    name = name or _name_from_label(sheet, element, "signal")
    if name is None or _is_computed(sheet, element, "signal", name):
        return None
    payload = _payload(sheet, element, read_extras(definition), extras) if throwing else ()
    return Event(Trigger.SIGNAL, name=name, payload=payload)


def _error(sheet: Sheet, element: Element, definition: Element, extras: Extras, *, throwing: bool) -> Event | None:
    """A thrown error always has a code; a catching event without one catches every error, as in Camunda."""
    ref = definition.get("errorRef")
    error = sheet.find(ref, "error")
    code = error.get("errorCode") if error is not None else reference(ref) or None
    name = error.get("name") if error is not None else None
    if throwing and not code:
        code = name or (error.get("id") if error is not None else None)
        if code is None:
            code = element.get("id")
            sheet.report("warning", "error.no_code", element, code=code)
    if code and _is_computed(sheet, element, "error", code):
        return None
    own = read_extras(definition)
    return Event(
        Trigger.ERROR,
        name=name,
        code=code or None,
        result_variable=own.result_variable or extras.result_variable,
        code_variable=own.error_code_variable,
        message_variable=own.error_message_variable,
    )


def read_timer(sheet: Sheet, element: Element, definition: Element, extras: Extras) -> Timer | None:
    """The timer, `banjian:clock` or `banjian:workdays` in place of a date; None with a finding when it has none."""
    own = banjian.attributes(definition, {}) | banjian.attributes(element, extras.properties)
    drawn = child(definition, "timeDate", "timeDuration", "timeCycle")
    several = [bpmn_name(one) for one in children(definition, "timeDate", "timeDuration", "timeCycle")]
    if len(several) > 1:
        sheet.report("error", "timer.several", element, kinds=several)
    kind = TimerKind(bpmn_name(drawn)) if drawn is not None else TimerKind.DURATION
    workdays = expression(sheet, element, own.get("workdays"), place="banjian:workdays")
    text = text_of(drawn) if drawn is not None else ""
    if own.get("clock") or workdays is not None:
        if text:
            sheet.report("note", "timer.text_unused", element, text=text)
        return Timer(kind, None, clock=own.get("clock"), workdays=workdays)
    if not text:
        sheet.report("error", "timer.no_definition", element)
        return None
    if is_wrapped(text):
        value = expression(sheet, element, text, place=kind.value)
        return Timer(kind, value) if value is not None else None
    if not _is_time(kind, text):
        rule = "timer.cron" if _CRON.match(text) else "timer.not_iso"
        sheet.report("error", rule, element, text=text[:80])
        return None
    return Timer(kind, text)


def _is_time(kind: TimerKind, text: str) -> bool:
    """Whether the text is of the form that this kind of timer has; a cycle needs an interval that is not nothing."""
    if kind is not TimerKind.CYCLE:
        return _is_duration(text) or _is_instant(text)
    repetition = _REPETITION.match(text)
    parts = text[repetition.end() :].split("/") if repetition else [text]
    if len(parts) > 2 or not all(_is_duration(part) or (repetition and _is_instant(part)) for part in parts):
        return False
    return any(_is_duration(part) and re.search(r"[1-9]", part) for part in parts)


def _is_duration(text: str) -> bool:
    return _DURATION.fullmatch(text) is not None


def _is_instant(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return "-" in text

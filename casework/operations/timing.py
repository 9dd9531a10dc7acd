"""Operations on clocks: suspend, resume, extend, start, stop."""

from __future__ import annotations

from datetime import date
from typing import Any

from casework.cases.case_file import CaseFile
from casework.clocks import case_clocks
from casework.clocks.clock_set import CLOCK_NAMES, ClockKind, PauseRow, SpecialKind
from casework.clocks.limits import NOTICE, CountedFrom, Limit, Unit
from casework.documents.drawing import chinese_day, draw_up
from casework.errors import Refusal, Words
from casework.operations.operation import Inputs, OperationFailed, Outputs

DEFAULT_DAYS = {ClockKind.NOTICE: NOTICE.amount, ClockKind.CONTACT: 3, ClockKind.SUPERIOR: 20, ClockKind.SUPPLEMENT: 30}
LAWFUL = frozenset({ClockKind.NOTICE, ClockKind.PROMISED, ClockKind.STATUTORY})
OFFICERS = 2


def suspend(file: CaseFile, inputs: Inputs) -> Outputs:
    """停表 with a written notice; a survey or publication runs on the clock unless the item cites a law for it, and a
    survey has its slip either way."""
    kind, reason = inputs.text("kind"), inputs.text("reason", "")
    pause = case_clocks.suspend(file, kind, reason, inputs.number("planned_days", 0), inputs.text("basis", ""))
    told: dict[str, Any] = {"suspended": pause is not None}
    if pause is not None:
        told["planned_end"] = pause.planned_end.isoformat() if pause.planned_end else None
    if case_clocks.is_survey(kind):
        told["document_number"] = survey_slip(file, inputs, pause)["number"]
    return told


def survey_slip(file: CaseFile, inputs: Inputs, pause: PauseRow | None = None) -> dict[str, Any]:
    """踏勘联系单: who is named must be two at least (Art. 34). In a pause it says that no time is counted."""
    officers = inputs.texts("officers")
    if 0 < len(officers) < OFFICERS:
        raise Refusal("survey.two_officers", field="officers", named=len(officers))
    fields = {"officers": officers, "reason": inputs.text("reason", ""), "planned": _planned(inputs)}
    return draw_up(file, "D06", {**fields, "basis": pause.basis if pause is not None else ""})


def _planned(inputs: Inputs) -> str:
    """The day in the words of a document; what is no date stays as it was typed."""
    text = inputs.text("planned_date", inputs.text("planned", "另行约定"))
    try:
        return chinese_day(date.fromisoformat(text))
    except ValueError:
        return text


def resume(file: CaseFile, inputs: Inputs) -> Outputs:
    """恢复计时; after a survey that stopped nothing there is nothing to resume.

    After a hearing `hearing_notice_on` and `hearing_on` say when its notice went out and when it was held, and
    `hearing_host` by whom.
    """
    pause = file.clocks.open_pause
    if pause is None:
        return {"resumed": False}
    if pause.kind == SpecialKind.HEARING:
        case_clocks.check_hearing(
            file, inputs.day("hearing_notice_on"), inputs.day("hearing_on"), inputs.text("hearing_host", "")
        )
    case_clocks.resume(file)
    due = file.clocks.due(ClockKind.PROMISED)
    return {"resumed": True, "promised_due": due.isoformat() if due else None}


def check_extension(file: CaseFile, inputs: Inputs) -> None:
    """Refuse before anybody writes reasons what `extend` of the named clock would refuse whoever approved it."""
    case_clocks.check_extendable(file, _clock(inputs, "clock", ClockKind.STATUTORY))


def extend(file: CaseFile, inputs: Inputs) -> Outputs:
    """延期 of the named clock by `amount` working days, as many as the law allows when none is given, with D07."""
    clock = _clock(inputs, "clock", ClockKind.STATUTORY)
    amount = None if inputs.any("amount") in (None, "") else inputs.number("amount")
    row = case_clocks.extend(file, clock, inputs.text("reason", ""), inputs.text("approver", ""), amount)
    due = file.clocks.due(clock)
    return {"document_number": row["number"], "due": due.isoformat() if due else None}


def start_clock(file: CaseFile, inputs: Inputs) -> Outputs:
    """Start a clock of the given kind; without an amount the item's or the law's holds."""
    kind = _drawn_clock(inputs)
    item = file.item_version
    amount = inputs.number("amount", -1)
    if amount < 0 and item is not None and kind == ClockKind.DELIVERY:
        amount = item.delivery_days
    if amount < 0:
        amount = DEFAULT_DAYS.get(kind, -1)
    if amount < 0:
        raise OperationFailed("operation.input_missing", operation="start_clock", field="amount")
    unit = inputs.text("unit", Unit.WORKING_DAY.value)
    if unit not in {member.value for member in Unit}:
        raise OperationFailed("operation.unit", unit=unit)
    limit = Limit(amount, Unit(unit), CountedFrom.ACCEPTED, inputs.text("source", ""))
    clock = file.clocks.start(kind, limit, file.now)
    file.happened("clock.started", clock=kind.value, amount=amount, unit=unit)
    return {"due": clock.due_at.isoformat() if clock.due_at else None}


def stop_clock(file: CaseFile, inputs: Inputs) -> Outputs:
    """Stop the clock of the given kind; one that does not run is left alone."""
    kind = _drawn_clock(inputs)
    clock = file.clocks.stop(kind, file.now)
    if clock is not None:
        file.happened("clock.stopped", clock=kind.value)
    return {"stopped": clock is not None}


def _drawn_clock(inputs: Inputs) -> ClockKind:
    """A clock that a diagram may start and stop: those of acceptance and decision are the law's alone."""
    kind = _clock(inputs, "clock", None)
    if kind in LAWFUL:
        raise OperationFailed("operation.lawful_clock", clock=Words(*CLOCK_NAMES[kind]))
    return kind


def _clock(inputs: Inputs, name: str, otherwise: ClockKind | None) -> ClockKind:
    word = inputs.text(name, inputs.text("kind", otherwise.value if otherwise else ""))
    named = {words[0]: ClockKind(kind) for kind, words in CLOCK_NAMES.items()}
    if word in named:
        return named[word]
    try:
        return ClockKind(word)
    except ValueError:
        raise OperationFailed("operation.clock", clock=word) from None

"""Operations of intake: accept, deemed acceptance, refusal, supplement."""

from __future__ import annotations

from casework.cases.acceptance import accept_case, check_complete, is_accepted_by_silence, refuse_case
from casework.cases.case_file import CaseFile
from casework.cases.grounds import Ground
from casework.cases.supplements import ask_for_supplement, receive_supplement
from casework.clocks.clock_set import ClockKind
from casework.operations.operation import Inputs, OperationFailed, Outputs


def accept(file: CaseFile, inputs: Inputs) -> Outputs:
    """受理 with D01; `materials` are printed on it. `tolerant` is 容缺受理 of what comes `later`, `until` a day.

    `checked` says that they were found so at a desk just now: then none that the item requires may be missing, unless
    it is accepted by silence.
    """
    tolerant = inputs.flag("tolerant")
    if inputs.flag("checked") and not is_accepted_by_silence(file):
        check_complete(file, inputs.texts("materials"))
    later, until = (inputs.texts("later"), inputs.day("until")) if tolerant else ([], None)
    row = accept_case(file, tolerant=tolerant, materials=inputs.texts("materials"), later=later, until=until)
    return _accepted(file, row["number"] if row else None)


def accept_deemed(file: CaseFile, inputs: Inputs) -> Outputs:
    """视为受理: nothing was told within the notice limit, so it counts as accepted on receipt."""
    row = accept_case(file, is_deemed=True)
    return _accepted(file, row["number"] if row else None)


def refuse_acceptance(file: CaseFile, inputs: Inputs) -> Outputs:
    """不予受理 with D02; `ground` is not_needed, not_competent or forbidden, which wants a reason of its own."""
    word = inputs.text("ground", Ground.FORBIDDEN.value)
    if word not in set(Ground):
        raise OperationFailed("operation.ground", ground=word)
    row = refuse_case(file, Ground(word), inputs.text("reason", ""), inputs.text("right_body", ""))
    return {"document_number": row["number"]}


def request_supplement(file: CaseFile, inputs: Inputs) -> Outputs:
    """补正 with D03; `missing` lists material codes or sentences and comes back as the notice names them."""
    row = ask_for_supplement(file, inputs.texts("missing"), inputs.text("justification", ""))
    due = file.clocks.due(ClockKind.SUPPLEMENT)
    return {
        "document_number": row["number"],
        "missing": row["body"]["missing"],
        "supplement_due": due.isoformat() if due else None,
        "half_time_days": _half_time(file),
    }


def _half_time(file: CaseFile) -> int:
    """Working days after which the applicant is reminded: half of what the notice allows."""
    clock = file.clocks.running(ClockKind.SUPPLEMENT)
    return max(1, clock.amount // 2) if clock is not None else 1


def supplement_received(file: CaseFile, inputs: Inputs) -> Outputs:
    """The supplement is complete; the five days count anew."""
    receive_supplement(file)
    return {"received_at": file.local_now.isoformat()}


def _accepted(file: CaseFile, number: str | None) -> Outputs:
    promised, statutory = file.clocks.due(ClockKind.PROMISED), file.clocks.due(ClockKind.STATUTORY)
    accepted = file.case.accepted_at
    return {
        "document_number": number,
        "accepted_at": accepted.isoformat() if accepted else None,
        "promised_due": promised.isoformat() if promised else None,
        "statutory_due": statutory.isoformat() if statutory else None,
    }

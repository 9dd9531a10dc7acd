"""Operations that tell somebody something: notices, copy notices, contact records."""

from __future__ import annotations

from datetime import date, datetime, time

from casework.cases.case_file import CaseFile
from casework.cases.departments import departments_of
from casework.cases.surroundings import after_workdays
from casework.clocks.calendar import SHANGHAI
from casework.clocks.clock_set import ClockKind, ClockRow
from casework.clocks.limits import CountedFrom, Limit
from casework.documents.drawing import draw_up_each, local_day
from casework.errors import Refusal
from casework.notices.outgoing_notice import PLATFORM
from casework.notices.sending import tell
from casework.notices.templates import sentence_of
from casework.operations.operation import Inputs, OperationFailed, Outputs

SIGNING_DAYS = 1
CONTACT_DAYS = 3


def notify(file: CaseFile, inputs: Inputs) -> Outputs:
    """A row in the outbox for the applicant, a post or a person; `template` names the sentence, `text` is one."""
    to = inputs.text("to")
    if to == "person":
        to = inputs.text("person")
    if to not in ("applicant",) and "@" not in to and inputs.text("department", ""):
        to = f"{to}@{inputs.text('department')}"
    text = inputs.text("text", "")
    if not text:
        template = inputs.text("template", "progress")
        found = sentence_of(template, file.case.case_no, file.around.item_name or file.case.title)
        if found is None:
            raise OperationFailed("operation.template", template=template)
        text = found
    tell(file, to, text, inputs.text("channel", PLATFORM))
    return {"notified": True}


def copy_notice(file: CaseFile, inputs: Inputs) -> Outputs:
    """抄告: one D05 per department; `departments` are codes, `due` the day their opinion is wanted by, if it is known.

    Else it says by when to sign: within a working day (domain B.8).
    """
    codes = inputs.texts("departments")
    if not codes:
        raise Refusal("copy_notice.no_departments", field="departments")
    known = departments_of(file, codes)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise OperationFailed("operation.department", department=unknown[0])
    due, sign_by = inputs.day("due"), local_day(after_workdays(file, file.now, SIGNING_DAYS))
    dates = {"due": due or "", "sign_by": sign_by, "provisional": file.calendar.is_provisional(due or sign_by)}
    names = [known[code].name for code in codes]
    texts = [({"department": name, **dates}, name) for name in names]
    return {"document_numbers": [row["number"] for row in draw_up_each(file, "D05", texts)]}


def record_contact(file: CaseFile, inputs: Inputs) -> Outputs:
    """联系记录 with the superior body; the contact clock starts anew, the superior's from the day it got the letter."""
    note = inputs.text("note")
    file.happened("contact.recorded", note=note)
    received_on = inputs.day("received_on")
    if received_on is not None:
        _count_from_receipt(file, received_on)
    due = start_contact(file).due_at
    return {"contacted_at": file.local_now.isoformat(), "next_contact": due.isoformat() if due else None}


def start_contact(file: CaseFile) -> ClockRow:
    """From now on the superior is to be asked within three working days (FWD-01)."""
    limit = Limit(CONTACT_DAYS, counted_from=CountedFrom.ACCEPTED, source="转报件联系要求")
    return file.clocks.start(ClockKind.CONTACT, limit, file.now)


def _count_from_receipt(file: CaseFile, received_on: date) -> None:
    """Raises `Refusal` for a day before the letter was sent, or still to come."""
    sent, clock = file.case.at_superior_at, file.clocks.running(ClockKind.SUPERIOR)
    if sent is None or clock is None:
        return
    if not file.calendar.local(sent).date() <= received_on <= file.today:
        raise Refusal("upward.received_on", field="superior_receipt", sent=sent, day=received_on)
    noon = datetime.combine(received_on, time(12), SHANGHAI)
    file.clocks.start(ClockKind.SUPERIOR, clock.limit, file.calendar.next_opening(noon))
    file.happened("superior.received", received_on=received_on)

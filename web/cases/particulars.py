"""What a line of the history tells besides what happened: which, how much, to whom, until when and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from casework.cases.handed_in import UNFIT_WORDS
from casework.cases.status import DECISION_NAMES, OUTCOME_NAMES, TYPE_NAMES
from casework.clocks.clock_set import CLOCK_NAMES, PAUSE_NAMES
from casework.clocks.recount import cause_words
from casework.documents.kinds import KINDS
from web.frame import moments
from web.frame.i18n import choose, t

TOLD = (
    "outcome_name", "opinion", "reason", "document", "request", "supplied", "what", "text", "note", "number",
    "close_reason", "consultation",
)  # fmt: skip
"""Texts that are told as they stand; the platform's own stand there in both languages."""


def particulars(kind: str, data: Mapping[str, Any]) -> str:
    """The words behind the title of the line; empty when the title says it all."""
    if kind == "flow.cancelled" and data.get("outcome") in OUTCOME_NAMES:
        return choose(OUTCOME_NAMES[data["outcome"]])
    return _joined(_of_kind(kind, data), *(_text(data.get(key)) for key in TOLD), _cause(data), _days_away(data))


def _joined(*told: Any) -> str:
    return " · ".join(str(one) for one in told if one)


def _of_kind(kind: str, data: Mapping[str, Any]) -> str:
    match kind:
        case "milestone.accepted" if data.get("deemed"):
            return t("cases.told_deemed")
        case "milestone.decided":
            return choose(DECISION_NAMES[data["decision"]])
        case "case.type_changed":
            before, after = (choose(TYPE_NAMES[data[name]]) for name in ("before", "after"))
            due = t("cases.told_due", due=_day(data["due"])) if data.get("due") else ""
            return _joined(t("cases.told_type", before=before, after=after), due)
        case "task.transferred" | "task.assigned" | "task.reassigned" | "task.offered_to_fallback":
            return t("cases.told_to", name=data["to_name"])
        case "document.issued" | "document.reprinted" if data.get("kind") in KINDS:
            return choose((KINDS[data["kind"]].title, KINDS[data["kind"]].english))
        case "supplement.asked" | "supplement.asked_again":
            return t("frame.comma").join(_asked(one) for one in data["missing"])
        case "fee.ordered" | "fee.paid" | "fee.reduced" | "fee.waived":
            receipt = t("cases.told_receipt", number=data["receipt_no"]) if data.get("receipt_no") else ""
            return _joined(moments.money_text(data.get("amount_fen")), receipt)
        case "clock.resumed":
            return choose(PAUSE_NAMES[data["kind"]])
        case _:
            return _clock(data)


def _asked(paper: str) -> str:
    """A paper of a notice to supplement; the notice, which is in Chinese, says behind its name when it is unfit."""
    name = paper.removesuffix(UNFIT_WORDS)
    return name if name == paper else t("cases.told_unfit", name=name)


def _text(told: Any) -> Any:
    return choose((told["zh"], told["en"])) if isinstance(told, Mapping) else told


def _clock(data: Mapping[str, Any]) -> str:
    """Which clock was lengthened by how much until when, or for what it stands until when."""
    if "planned_end" in data and data.get("kind") in PAUSE_NAMES:
        return t("cases.told_pause", kind=choose(PAUSE_NAMES[data["kind"]]), end=_day(data["planned_end"]))
    if {"clock", "amount", "approver"} <= data.keys():
        name, due = choose(CLOCK_NAMES[data["clock"]]), _day(data.get("due"))
        return t("cases.told_extension", clock=name, amount=data["amount"], due=due, approver=data["approver"])
    return ""


def _day(text: str | None) -> str:
    return moments.day_text(datetime.fromisoformat(text), today=moments.today()) if text else "—"


def _cause(data: Mapping[str, Any]) -> str:
    return choose(cause_words(data["cause"])) if "cause" in data else ""


def _days_away(data: Mapping[str, Any]) -> str:
    if not {"from", "to", "days"} <= data.keys():
        return ""
    return t("cases.days_away", first=data["from"], last=data["to"], days=data["days"])

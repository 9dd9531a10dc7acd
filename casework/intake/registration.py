"""What the counter registers, what it decides on the spot (Art. 32), and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from casework.cases.grounds import Ground
from casework.intake.applicants import ApplicantData


class Decision(StrEnum):
    """The outcomes of Art. 32 at the counter; 当场更正 is `accept` with `corrections`."""

    ACCEPT = "accept"
    SUPPLEMENT = "supplement"
    REFUSE = "refuse"
    PREREVIEW = "prereview"
    """Nothing is decided yet: somebody looks at it within the five days."""


@dataclass(frozen=True, slots=True)
class Registration:
    """An application at the counter, by telephone, by letter or through an agent.

    `materials` says per code of the item's materials how it was found: ok, missing, unfit, or tolerated (容缺后补).
    """

    item_code: str
    applicant: ApplicantData | None = None
    case_type: str | None = None
    channel: str = "counter"
    title: str = ""
    form_data: Mapping[str, Any] = field(default_factory=dict)
    materials: Mapping[str, str] = field(default_factory=dict)
    agent_name: str = ""
    agent_phone: str = ""
    business_key: str | None = None
    received_at: datetime | None = None
    note: str = ""
    start_event: str | None = None
    after: str = ""
    """Number of the consultation after which the applicant applies."""


@dataclass(frozen=True, slots=True)
class CounterDecision:
    """What the clerk decides, with what the law wants to be said with it."""

    decision: Decision = Decision.ACCEPT
    ground: Ground = Ground.FORBIDDEN
    reason: str = ""
    right_body: str = ""
    missing: Sequence[str] = ()
    """What is missing or unfit besides the materials marked so."""
    corrections: str = ""
    """What was put right on the spot."""
    is_tolerant: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the clerk says to one step of an instant case."""

    outcome: Any = None
    data: Mapping[str, Any] = field(default_factory=dict)
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """The new case and where the clerk goes on."""

    case_id: int
    case_no: str
    status: str
    document_kinds: tuple[str, ...] = ()
    next_task_id: int | None = None
    is_over: bool = False

"""The hash chain over one case's history; pure, so that writing and verifying cannot differ."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from casework.actor import Actor
from casework.canonical import JsonText, write_json

GENESIS = ""
"""What stands as previous hash in the first line of a case."""


def line_hash(
    previous_hash: str,
    *,
    case_no: str,
    seq: int,
    at: datetime,
    kind: str,
    actor_id: int | None,
    acting_for_id: int | None,
    data_text: str,
) -> str:
    """SHA-256 over the previous hash and the canonical JSON of the line; `data_text` is canonical JSON already."""
    outer = write_json(
        {
            "acting_for": acting_for_id,
            "actor": actor_id,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "case_no": case_no,
            "kind": kind,
            "seq": seq,
        }
    )
    return hashlib.sha256(f'{previous_hash}{outer[:-1]},"data":{data_text}}}'.encode()).hexdigest()


@dataclass
class Chain:
    """The lines that one transaction adds to one case; `head` and `count` are those of the case row afterwards."""

    case_id: int
    case_no: str
    head: str = GENESIS
    count: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: str, actor: Actor, at: datetime, /, **data: Any) -> None:
        """One more line: what happened, who did it (and for whom), when."""
        self.count += 1
        data_text = write_json(data)
        hashed = line_hash(
            self.head,
            case_no=self.case_no,
            seq=self.count,
            at=at,
            kind=kind,
            actor_id=actor.row_id,
            acting_for_id=actor.acting_for,
            data_text=data_text,
        )
        self.rows.append(
            {
                "case_id": self.case_id,
                "seq": self.count,
                "at": at,
                "kind": kind,
                "actor_id": actor.row_id,
                "acting_for_id": actor.acting_for,
                # The very text that was hashed, not the value: 1e22 and 1E+22 are one number and two hashes.
                "data": JsonText(data_text),
                "previous_hash": self.head,
                "hash": hashed,
            }
        )
        self.head = hashed

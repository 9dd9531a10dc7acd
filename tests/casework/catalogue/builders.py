"""Items for tests, with sane defaults."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from casework.definitions.definition_version import DefinitionRow, DefinitionVersion
from tests.casework.people import NOW


def item_fields(**changes: Any) -> dict[str, Any]:
    """A promised permit of ZJ: 20 working days by law, 10 promised."""
    return {
        "department": "ZJ",
        "name": "建筑工程施工许可",
        "item_type": "01",
        "base_type": "promised",
        "basis": "《中华人民共和国建筑法》第七条",
        "definition_key": "p_promised",
        "statutory_amount": 20,
        "promised_amount": 10,
        "materials": [{"name": "施工合同", "code": "HT"}, {"name": "用地批准", "tolerable": True}],
        **changes,
    }


def a_published_definition(session: Session, key: str = "p_promised") -> DefinitionVersion:
    """A diagram that is published; what it draws does not matter to the catalogue."""
    row = DefinitionRow(key=key, name=key)
    session.add(row)
    session.flush()
    version = DefinitionVersion(
        definition_id=row.id,
        number=1,
        status="published",
        is_current=True,
        content_hash="0" * 64,
        files={},
        created_at=NOW,
        published_at=NOW,
    )
    session.add(version)
    session.flush()
    return version

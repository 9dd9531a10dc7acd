"""The database keeps `task_offer` in step with `task`: offers are made from `Task.roles` and end when the task closes.

Whoever writes tasks need not think of the index that the inbox searches, and a step spares two statements.
"""

from __future__ import annotations

from sqlalchemy import Connection, MetaData, event, text

from casework.database import Base

_OFFERS_SQLITE = """
    SELECT NEW.id,
        iif(json_extract(value, '$[0]') = 'person', NULL, json_extract(value, '$[0]')),
        iif(json_extract(value, '$[0]') = 'person', NULL, json_extract(value, '$[1]')),
        iif(json_extract(value, '$[0]') = 'person', json_extract(value, '$[1]'), NULL)
    FROM json_each(NEW.roles)"""
_OFFERS_POSTGRES = """
    SELECT NEW.id,
        CASE WHEN offer ->> 0 <> 'person' THEN offer ->> 0 END,
        CASE WHEN offer ->> 0 <> 'person' THEN (offer ->> 1)::bigint END,
        CASE WHEN offer ->> 0 = 'person' THEN (offer ->> 1)::bigint END
    FROM json_array_elements(NEW.roles::json) AS offer"""
_INSERT = "INSERT INTO task_offer (task_id, role, department_id, person_id)"
SQLITE = (
    "CREATE TRIGGER task_offers_made AFTER INSERT ON task WHEN NEW.closed_at IS NULL "
    f"BEGIN {_INSERT}{_OFFERS_SQLITE}; END",
    "CREATE TRIGGER task_offers_ended AFTER UPDATE OF closed_at ON task WHEN NEW.closed_at IS NOT NULL "
    "BEGIN DELETE FROM task_offer WHERE task_id = NEW.id; END",
)
POSTGRES = (
    "CREATE FUNCTION keep_task_offers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    "IF NEW.closed_at IS NOT NULL THEN DELETE FROM task_offer WHERE task_id = NEW.id; "
    f"ELSIF TG_OP = 'INSERT' THEN {_INSERT}{_OFFERS_POSTGRES}; END IF; RETURN NULL; END $$",
    "CREATE TRIGGER task_offers_kept AFTER INSERT OR UPDATE OF closed_at ON task "
    "FOR EACH ROW EXECUTE FUNCTION keep_task_offers()",
)
DROP = {
    "sqlite": ("DROP TRIGGER IF EXISTS task_offers_made", "DROP TRIGGER IF EXISTS task_offers_ended"),
    "postgresql": ("DROP FUNCTION IF EXISTS keep_task_offers() CASCADE",),
}


@event.listens_for(Base.metadata, "after_create")
def _keep(metadata: MetaData, connection: Connection, **options: object) -> None:
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRES:
        connection.execute(text(statement))


@event.listens_for(Base.metadata, "before_drop")
def _release(metadata: MetaData, connection: Connection, **options: object) -> None:
    for statement in DROP[connection.dialect.name]:
        connection.execute(text(statement))

# ruff: noqa: E501
"""The database keeps the offers of a task: made with it, gone when it closes."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE: tuple[str, ...] = (
    "CREATE TRIGGER task_offers_made AFTER INSERT ON task WHEN NEW.closed_at IS NULL BEGIN INSERT INTO task_offer (task_id, role, department_id, person_id) SELECT NEW.id, iif(json_extract(value, '$[0]') = 'person', NULL, json_extract(value, '$[0]')), iif(json_extract(value, '$[0]') = 'person', NULL, json_extract(value, '$[1]')), iif(json_extract(value, '$[0]') = 'person', json_extract(value, '$[1]'), NULL) FROM json_each(NEW.roles); END",
    'CREATE TRIGGER task_offers_ended AFTER UPDATE OF closed_at ON task WHEN NEW.closed_at IS NOT NULL BEGIN DELETE FROM task_offer WHERE task_id = NEW.id; END',
)

POSTGRES: tuple[str, ...] = (
    "CREATE FUNCTION keep_task_offers() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.closed_at IS NOT NULL THEN DELETE FROM task_offer WHERE task_id = NEW.id; ELSIF TG_OP = 'INSERT' THEN INSERT INTO task_offer (task_id, role, department_id, person_id) SELECT NEW.id, CASE WHEN offer ->> 0 <> 'person' THEN offer ->> 0 END, CASE WHEN offer ->> 0 <> 'person' THEN (offer ->> 1)::bigint END, CASE WHEN offer ->> 0 = 'person' THEN (offer ->> 1)::bigint END FROM json_array_elements(NEW.roles::json) AS offer; END IF; RETURN NULL; END $$",
    'CREATE TRIGGER task_offers_kept AFTER INSERT OR UPDATE OF closed_at ON task FOR EACH ROW EXECUTE FUNCTION keep_task_offers()',
)


def upgrade() -> None:
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)

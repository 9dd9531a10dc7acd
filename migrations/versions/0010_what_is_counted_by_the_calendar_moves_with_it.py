"""Steps and drawn timers say what they were counted as, and all is counted anew now that fixed holidays are known."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Holidays of a fixed date are off in years without notice from this release on: what runs into one moves.
RECOUNT = """
    INSERT INTO calendar_recount (calendar_id, cause, asked_at, first_day, last_day, after_case_id, seen)
    SELECT id, '法定固定节日不再等放假通知', CURRENT_TIMESTAMP, '2027-01-01', '2100-12-31', 0, 0 FROM calendar"""


def upgrade() -> None:
    op.add_column("task", sa.Column("span", sa.String(length=12), nullable=True))
    op.add_column("timer", sa.Column("span", sa.String(length=12), nullable=True))
    op.add_column("timer", sa.Column("armed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(RECOUNT)

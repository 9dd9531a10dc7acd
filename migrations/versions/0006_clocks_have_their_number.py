"""The clocks of a case are numbered, so that a step writes those that moved and those that start in one statement.

With it the indexes that lists and sweeps were found to miss.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER_THEM = """
    UPDATE case_clock SET no = (
        SELECT count(*) FROM case_clock AS other WHERE other.case_id = case_clock.case_id AND other.id <= case_clock.id
    )"""


def upgrade() -> None:
    op.add_column("case_clock", sa.Column("no", sa.Integer(), server_default="0", nullable=False))
    op.execute(NUMBER_THEM)
    op.drop_index("ix_case_clock_case", table_name="case_clock")
    op.create_index("uq_case_clock_no", "case_clock", ["case_id", "no"], unique=True)
    op.drop_index("ix_task_claimed_by", table_name="task")
    _partial("ix_task_claimed_by", "task", ["claimed_by", "status", "due_at"], "claimed_by is not null")
    _partial("ix_task_acting_for", "task", ["acting_for_id"], "acting_for_id is not null")
    _partial("ix_job_taken", "job", ["next_at"], "status = 'taken'")


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)

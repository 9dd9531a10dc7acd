"""The clocks of a case are numbered, so that a step writes those that moved and those that start in one statement."""

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


def downgrade() -> None:
    op.drop_index("uq_case_clock_no", table_name="case_clock")
    op.create_index("ix_case_clock_case", "case_clock", ["case_id", "kind"])
    op.drop_column("case_clock", "no")

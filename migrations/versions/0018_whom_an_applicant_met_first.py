"""The cases whose applicant somebody met first are found by an index: they are counted on the workbench."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    known = sa.text("first_contact_id is not null")
    op.create_index("ix_case_first_contact", "case", ["first_contact_id"], postgresql_where=known, sqlite_where=known)

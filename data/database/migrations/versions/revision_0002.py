"""What came after the first version: the catalogue says which revision it stands at, and further tables."""

from data.database.upgrading import make_tables_of

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables that are not there."""
    make_tables_of(revision)

"""The first released version. Its catalogues carry no stamp: what is there already is left as it is."""

from data.database.upgrading import make_tables_of

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of `0001.sql` that are not there."""
    make_tables_of(revision)

"""Find the words of the search index by their beginnings"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("create index if not exists ix_product_search_words_word on product_search_words (word varchar_pattern_ops)")
    # Words with digits are counted from now on; the shop makes its index anew when it starts, as the revision before says.


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop index if exists ix_product_search_words_word")

"""Pieces that came back one by one, pieces that count as sold, and votes of a former shop"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_MORE = (
    ("order_lines", "returned", "returned between 0 and quantity"),
    ("order_lines", "sold", "sold between 0 and quantity"),
    ("stock_holds", "returned", "returned between 0 and quantity"),
    ("reviews", "former_votes", "former_votes >= 0"),
)


def upgrade() -> None:
    # In one statement, which both engines know: SQLite would otherwise copy these tables, the largest there are.
    for table, name, check in _MORE:
        column = f"{name} bigint not null default 0 constraint ck_{table}_{name} check ({check})"
        op.execute(f"alter table {table} add column {column}")
    # Until now an order counted as sold as soon as it was accepted.
    op.execute(
        "update order_lines set sold = quantity"
        " where order_id in (select id from orders where status in ('confirmed', 'shipped', 'delivered'))"
    )
    op.execute("update stock_holds set returned = quantity where state = 'returned'")
    op.execute(
        "update order_lines set returned = quantity where order_id in (select order_id from stock_holds where state = 'returned')"
    )


def downgrade() -> None:
    for table, name, _ in reversed(_MORE):
        op.execute(f"alter table {table} drop column {name}")

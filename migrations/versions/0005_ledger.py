"""The ledger, which is only added to; notices for staff; what an event of the gateway is about."""

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("account", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.String(length=24), nullable=False),
        sa.Column("payment_id", sa.String(length=24), nullable=True),
        sa.Column("refund_id", sa.String(length=24), nullable=True),
        sa.Column("was", sa.String(length=12), nullable=False),
        sa.Column("becomes", sa.String(length=12), nullable=False),
        sa.Column("who", sa.String(length=80), nullable=False),
        sa.Column("why", sa.String(length=400), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(kind = 'moved') = (amount = 0)", name=op.f("ck_ledger_amount")),
        sa.CheckConstraint("(kind in ('received', 'refund_failed')) = (amount > 0)", name=op.f("ck_ledger_sign")),
        sa.CheckConstraint("kind in ('received', 'refund', 'refund_failed', 'moved')", name=op.f("ck_ledger_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_key")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index("ix_ledger_created_at", ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ledger_payment_id"), ["payment_id"], unique=False)

    op.create_table(
        "staff_notices",
        sa.Column("id", sa.String(length=24), nullable=False),
        sa.Column("order_id", sa.String(length=24), nullable=True),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_staff_notices_order_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notices")),
        sa.UniqueConstraint("key", name=op.f("uq_staff_notices_key")),
    )
    with op.batch_alter_table("staff_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_staff_notices_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_staff_notices_seen_at"), ["seen_at"], unique=False)

    with op.batch_alter_table("gateway_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("gateway_order_id", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("gateway_payment_id", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("pruned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_gateway_events_gateway_order_id"), ["gateway_order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gateway_events_received_at"), ["received_at"], unique=False)

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("error", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("form_key", sa.String(length=40), nullable=True))
        batch_op.create_index("uq_refunds_form_key", ["form_key"], unique=True)

    with op.batch_alter_table("sandbox_payments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sandbox_payments_created_at"), ["created_at"], unique=False)
    _begin_ledger()
    _only_ever_added_to()


def downgrade() -> None:
    with op.batch_alter_table("sandbox_payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sandbox_payments_created_at"))

    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index("uq_refunds_form_key")
        batch_op.drop_column("form_key")
        batch_op.drop_column("error")

    with op.batch_alter_table("gateway_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gateway_events_received_at"))
        batch_op.drop_index(batch_op.f("ix_gateway_events_gateway_order_id"))
        batch_op.drop_column("pruned_at")
        batch_op.drop_column("gateway_payment_id")
        batch_op.drop_column("gateway_order_id")

    with op.batch_alter_table("staff_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_staff_notices_seen_at"))
        batch_op.drop_index(batch_op.f("ix_staff_notices_order_id"))

    op.drop_table("staff_notices")
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_payment_id"))
        batch_op.drop_index(batch_op.f("ix_ledger_order_id"))
        batch_op.drop_index("ix_ledger_created_at")

    op.drop_table("ledger")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function ledger_is_only_added_to()")


def _begin_ledger() -> None:
    """What had come, gone and moved before there was a ledger, each as of when it was last touched."""
    rows = [*_payments(), *_refunds(), *_states("status"), *_states("payment_status")]
    if rows:
        op.get_bind().execute(sa.insert(_LEDGER), [{**_EMPTY, **row, "id": secrets.token_hex(12)} for row in rows])


_WORDS = ("id", "account", "kind", "order_id", "payment_id", "refund_id", "was", "becomes", "who", "why", "key")
_LEDGER = sa.table(
    "ledger",
    *(sa.column(name) for name in _WORDS),
    sa.column("amount", sa.BigInteger()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_EMPTY = {"amount": 0, "payment_id": None, "refund_id": None, "was": "", "becomes": "", "who": "migration", "key": None}


def _payments() -> list[dict[str, Any]]:
    found = "select id, gateway, amount, order_id, created_at from payments where state in ('captured', 'refunded')"
    return [
        {
            "account": row.gateway,
            "kind": "received",
            "amount": row.amount,
            "order_id": row.order_id,
            "payment_id": row.id,
            "why": "Received before the ledger was begun.",
            "key": f"received:{row.id}",
            "created_at": row.created_at,
        }
        for row in _rows(found)
    ]


def _refunds() -> list[dict[str, Any]]:
    found = (
        "select r.id, p.gateway, r.amount, p.order_id, r.payment_id, r.reason, r.created_at "
        "from refunds r join payments p on p.id = r.payment_id where r.state != 'failed'"
    )
    return [
        {
            "account": row.gateway,
            "kind": "refund",
            "amount": -row.amount,
            "order_id": row.order_id,
            "payment_id": row.payment_id,
            "refund_id": row.id,
            "why": row.reason or "Refunded before the ledger was begun.",
            "key": f"refund:{row.id}",
            "created_at": row.created_at,
        }
        for row in _rows(found)
    ]


def _states(column: str) -> list[dict[str, Any]]:
    found = f"select id, {column} as state, updated_at as created_at from orders where {column} != 'pending'"  # noqa: S608  our words
    return [
        {
            "account": column,
            "kind": "moved",
            "order_id": row.id,
            "was": "pending",
            "becomes": row.state,
            "why": "Stood so when the ledger was begun.",
            "created_at": row.created_at,
        }
        for row in _rows(found)
    ]


def _rows(statement: str) -> list[Any]:
    return list(op.get_bind().execute(sa.text(statement).columns(created_at=sa.DateTime(timezone=True))))


def _only_ever_added_to() -> None:
    # A migration that copies the table on SQLite (batch) drops its triggers: it must make them anew.
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "create function ledger_is_only_added_to() returns trigger language plpgsql as "
            "$$ begin raise exception 'the ledger is only added to'; end $$"
        )
        op.execute(
            "create trigger ledger_only_added_to before update or delete on ledger "
            "for each row execute function ledger_is_only_added_to()"
        )
        return
    for verb in ("update", "delete"):
        op.execute(
            f"create trigger ledger_no_{verb} before {verb} on ledger "
            "begin select raise(abort, 'the ledger is only added to'); end"
        )

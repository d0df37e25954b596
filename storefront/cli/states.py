"""The states of orders, payments and refunds as a document: `python -m storefront.cli.states > docs/states.md`."""

import ast
import inspect
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import click

from storefront.domain.orders.states import MONEY_MOVES, MOVES, CancelReason, MoneyEvent, PaymentStatus, Status
from storefront.domain.orders.states import Event as OrderEvent
from storefront.domain.payments.states import PaymentState, RefundState

_HEAD = """# States

Drawn from the tables in `storefront/domain/orders/states.py` and `storefront/domain/payments/states.py` by
`python -m storefront.cli.states`; a test holds the two together.
"""

_SOURCES = """## Who tells what

All of these end in `orders.settlement.accept`, `orders.refunds.follow` or `orders.transitions.lapse`, under the lock of the
order. Whatever is told twice, late, or at the same moment by several, ends the same: what the gateway says is asked of the
gateway at the moment of acting, and every move above is a repeat or goes forward.

- **The browser's return**, a POST to `/payment/verify` or, from the gateway's site and without cookies, to `/payment/return`:
  the signed payment is fetched, captured if it is authorized, and accepted. Where the gateway does not answer, the signature
  suffices, and the parcel waits.
- **Webhooks** `payment.authorized`, `payment.captured`, `payment.failed`, `order.paid`, `refund.created`, `refund.processed` and
  `refund.failed` are kept and queued; the worker asks the gateway for all payments of the order and all their refunds, those
  made in the gateway's own window among them. Any other webhook is kept, and asked about if it names an order or a payment.
- **The sweep**, every 30 seconds, asks the same where nothing was heard for minutes; it lets holds lapse that ran out, and
  follows refunds to their end.
- **Staff and buyers** confirm, ship, deliver, cancel, refund and take back, by the moves above.
- **Cash on delivery** is a promise: the order is confirmed, its pieces leave the stock, and nothing is paid. It is paid, in cash
  and in the ledger, when it is delivered. How many promises of one buyer may be under way is a term of trade.

An order counts as sold while it is paid and not cancelled, without the pieces that came back (`orders.sold`); each piece comes
back once, whoever says so (`orders.restocking`).
"""


Moves = Mapping[tuple[Any, Any], StrEnum]


@click.command("states")
def command() -> None:
    """The states and their moves, as a document in Markdown."""
    click.echo(document(), nl=False)


def document() -> str:
    """What stands in docs/states.md."""
    parts = [
        _HEAD,
        "## An order\n",
        _diagram(MOVES, Status.PENDING),
        _words(Status),
        "\nA cancelled order says why:\n",
        _words(CancelReason),
        "\nWhat moves it:\n",
        _words(OrderEvent),
        "\nRepeats, without effect: " + _repeats(MOVES) + ".\n",
        "## Its money\n",
        _diagram(MONEY_MOVES, PaymentStatus.PENDING),
        _words(PaymentStatus),
        "\nWhat moves it:\n",
        _words(MoneyEvent),
        "\nRepeats, without effect: " + _repeats(MONEY_MOVES) + ".\n",
        "## A payment at the gateway\n",
        "Of what we know and what we are told the later holds, in this order; whether it is refunded follows from its refunds.\n",
        _words(PaymentState),
        "\n## A refund\n",
        "Of what we know and what we are told the later holds, `processed` above `failed`. What did not fail counts as gone.\n",
        _words(RefundState),
        "",
        _SOURCES,
    ]
    return "\n".join(parts)


def _diagram(moves: Moves, first: StrEnum) -> str:
    ways: dict[tuple[StrEnum, StrEnum], list[str]] = {}
    for (state, event), to in moves.items():
        if to is not state:
            ways.setdefault((state, to), []).append(str(event))
    lines = [f"    {state} --> {to}: {', '.join(events)}" for (state, to), events in ways.items()]
    return "\n".join(["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *lines, "```", ""])


def _repeats(moves: Moves) -> str:
    return ", ".join(f"{event} when {state}" for (state, event), to in moves.items() if to is state)


def _words(states: type[StrEnum]) -> str:
    """Each with the sentence that stands below it in the code."""
    sentences = _sentences(states)
    return "\n".join(f"- `{state}`{': ' + sentences[state.name] if state.name in sentences else ''}" for state in states)


def _sentences(states: type[StrEnum]) -> dict[str, str]:
    body = ast.parse(inspect.getsource(states)).body[0]
    found: dict[str, str] = {}
    assigned = ""
    for node in body.body if isinstance(body, ast.ClassDef) else ():
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assigned = node.targets[0].id
        elif assigned and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found[assigned] = " ".join(str(node.value.value).split())
    return found


if __name__ == "__main__":
    command()

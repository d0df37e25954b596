"""Bags and orders in the situations that tests begin with."""

from storefront import adapters
from storefront.adapters.payments.base import GatewayPayment
from storefront.adapters.payments.sandbox import SandboxGateway
from storefront.core.ids import new_id
from storefront.domain.accounts import Person
from storefront.domain.cart import Owner
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import AddForm
from storefront.domain.orders import settlement
from storefront.domain.orders.checkout import Placed, place
from storefront.domain.orders.from_bag import Details

ADDRESS = {"name": "Asha", "phone": "9876543210", "street": "14 Champa Lane", "city": "Pune", "state": "Maharashtra"}
DETAILS = Details(
    email="asha@example.in",
    name="Asha",
    phone="9876543210",
    shipping_address={**ADDRESS, "zipCode": "411004", "country": "India"},
)


def a_guest() -> Owner:
    """A visitor with a bag of their own."""
    return Owner(token_hash=new_id())


def a_bag(product_id: str, quantity: int = 1, owner: Owner | None = None) -> Owner:
    """A bag with so many of a piece."""
    owner = owner or a_guest()
    cart.add(owner, AddForm(product_id=product_id, quantity=quantity))
    return owner


def a_placed_order(product_id: str, quantity: int = 1, owner: Owner | None = None, who: Person | None = None) -> Placed:
    """An order that waits for its payment: this person's, else a guest's."""
    if who:
        owner = Owner(user_id=who.id)
    return place(a_bag(product_id, quantity, owner), who, DETAILS)


def a_payment(placed: Placed, outcome: str = "captured") -> GatewayPayment:
    """The buyer has paid at the gateway; the shop does not know yet."""
    return sandbox().pay(placed.gateway_order_id, outcome, "upi")


def a_paid_order(product_id: str, quantity: int = 1, owner: Owner | None = None, who: Person | None = None) -> Placed:
    """An order that is placed, paid and confirmed."""
    placed = a_placed_order(product_id, quantity, owner, who)
    payment = a_payment(placed)
    come_back(placed, payment)
    return placed


def come_back(placed: Placed, payment: GatewayPayment) -> None:
    """The browser returns from the gateway's window."""
    signature = sandbox().sign(placed.gateway_order_id, payment.id)
    settlement.confirm_return(placed.gateway_order_id, payment.id, signature)


def sandbox() -> SandboxGateway:
    gateway = adapters.gateway()
    assert isinstance(gateway, SandboxGateway)
    return gateway

"""Orders of the signed-in user."""

from flask import Blueprint

from storefront.api.endpoint import USER, Answer, endpoint
from storefront.api.shapes.order import OrderJson, OrderPageJson, PlacedJson, gateway_json, order_json, page_json
from storefront.api.shapes.paging import PageForm, paged
from storefront.domain.accounts import Person
from storefront.domain.cart import Owner
from storefront.domain.cart.queries import bag
from storefront.domain.orders import queries
from storefront.domain.orders.checkout import Placed, place, place_deposit, place_on_delivery
from storefront.domain.orders.forms import OrderForm
from storefront.domain.orders.from_bag import Details
from storefront.domain.payments.services import gateway
from storefront.web.limits import ORDER, limiter
from storefront.web.sign_in import require_person

bp = Blueprint("orders", __name__)


@bp.post("/order")
@limiter.limit(ORDER)
@endpoint(
    rights=USER, body=OrderForm, message="Order created successfully", errors=(409, 503), result=PlacedJson, idempotent=True
)
def create(body: OrderForm) -> PlacedJson:
    """An order of the cart, priced by the shop; with an empty cart a deposit of exactly that amount.

    With `paymentMethod` "cod" it is accepted at once, to be paid on delivery, where the shop takes that: then `id` is null.
    """
    who = require_person()
    if body.on_delivery:
        return _accepted(place_on_delivery(Owner(user_id=who.id), who, _details(who, body)))
    return _placed(_place(who, body))


@bp.get("/orders/<id>")
@endpoint(rights=USER, message="Order retrieved successfully", errors=(404,), result=OrderPageJson)
def show(id: str) -> OrderPageJson:
    """One of one's own orders, by its id, its number or the gateway's id."""
    return page_json(queries.page(queries.find(id, require_person())))


@bp.get("/orderservice")
@endpoint(rights=USER, query=PageForm, message="Orders retrieved successfully", result=list[OrderJson])
def index(query: PageForm) -> Answer:
    """One's own orders, the newest first."""
    return _mine(query)


@bp.get("/user/orders")
@endpoint(rights=USER, query=PageForm, message="User orders retrieved successfully", result=list[OrderJson])
def of_user(query: PageForm) -> Answer:
    """One's own orders, the newest first."""
    return _mine(query)


def _mine(query: PageForm) -> Answer:
    found, total = queries.orders_of(require_person(), query.number, query.size)
    return paged([order_json(one.order, one.lines) for one in found], total, query)


def _place(who: Person, body: OrderForm) -> Placed:
    owner, details = Owner(user_id=who.id), _details(who, body)
    if bag(owner).lines:
        return place(owner, who, details)
    return place_deposit(who, details, body.amount)


def _details(who: Person, body: OrderForm) -> Details:
    kept = queries.default_addresses(who)
    return Details.of(
        who,
        shipping_address=body.shipping_address.address if body.shipping_address else kept.get("shipping"),
        billing_address=body.billing_address.address if body.billing_address else kept.get("billing"),
        notes=body.notes,
        receipt=body.receipt or "",
    )


def _accepted(number: str) -> PlacedJson:
    total = queries.total_of(number)
    return {**gateway_json(None, total, "created"), "orderId": number, "keyId": ""}


def _placed(placed: Placed) -> PlacedJson:
    return {**gateway_json(placed.gateway_order_id, placed.total, "created"), "orderId": placed.number, "keyId": gateway().key_id}

"""What a buyer asks for on the page of an order: to send it back, and the same pieces once more."""

from flask import Blueprint, Response, make_response, redirect, request, url_for

from storefront.core.errors import Invalid, ShopError
from storefront.core.forms import parse
from storefront.domain.cart import services as cart
from storefront.domain.cart.forms import AddForm, MergeForm
from storefront.domain.orders import links, queries, returns
from storefront.domain.orders.forms import ReturnForm
from storefront.shop.order_access import order_for
from storefront.shop.orders import page
from storefront.web.bag import owner
from storefront.web.errors import status_of
from storefront.web.sign_in import person

bp = Blueprint("order_requests", __name__)


@bp.post("/order/<number>/return")
def send_back(number: str) -> Response:
    """Staff see the request with the order, and answer by mail."""
    order_id = order_for(number)
    try:
        returns.ask(order_id, parse(ReturnForm, request.form.to_dict()), person())
    except Invalid as refused:
        return page(order_id, 422, form=request.form.to_dict(), errors=refused.errors)
    except ShopError as refused:
        return page(order_id, status_of(refused)[0], trouble=refused.sentence)
    return make_response(redirect(links.path_of(number), 303))


@bp.post("/order/<number>/repetition")
def buy_again(number: str) -> Response:
    """Its pieces go into the bag as far as they can be had today."""
    whole = queries.page(order_for(number))
    # Not checked as what a client sends: an order may come from another shop, whose choices had longer names. What is not
    # to be chosen here is left out.
    items = [
        AddForm.model_construct(product_id=line.product_id, quantity=line.quantity, options=line.options) for line in whole.lines
    ]
    cart.merge(owner(), MergeForm.model_construct(items=items))
    return make_response(redirect(url_for("shop.bag.show"), 303))

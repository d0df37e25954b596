"""Filling, changing and emptying a bag. What is put in may be lost with the power of the next moment: see `transaction`."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, insert, literal, select, update

from storefront.core.clock import now
from storefront.core.db import session, transaction, upsert
from storefront.core.errors import Invalid
from storefront.core.ids import is_id, new_id
from storefront.domain.cart.bag import LINES, MOST, Bag, Owner
from storefront.domain.cart.errors import BagFull, NoSuchLine, NoSuchProduct, WhichLine
from storefront.domain.cart.forms import AddForm, MergeForm, UpdateForm
from storefront.domain.cart.models import Cart, CartCoupon, CartLine
from storefront.domain.cart.queries import bag_of_cart, locked
from storefront.domain.catalog.choices import check_options, fitting_options, has_options
from storefront.domain.catalog.sale import ForSale, for_sale
from storefront.domain.inventory.errors import OutOfStock
from storefront.domain.promotions import queries as promotions
from storefront.domain.promotions.errors import UnknownCoupon, UsedByYou
from storefront.domain.promotions.forms import CodeForm
from storefront.domain.promotions.uses import Customer

_line = CartLine.__table__.c
_LINES = (
    select(_line.id, _line.product_id, _line.options, _line.options_key, _line.quantity)
    .where(_line.cart_id == bindparam("cart"))
    .order_by(_line.id)
)
_LINES_OF_PRODUCT = _LINES.where(_line.product_id == bindparam("product"))
_HOW_MANY = select(func.count()).where(_line.cart_id == bindparam("cart"))
_INSERT = insert(CartLine.__table__)


def add(owner: Owner, form: AddForm, *, need_options: bool = False) -> None:
    """So many more of a product with these options. NoSuchProduct; OutOfStock beyond the stock; Invalid above 99 of a line;
    BagFull beyond 100 lines.

    `need_options`: a page asks for each choice; the API's clients may leave choices for later.
    """
    with transaction(durable=False):
        cart_id = _cart(owner)
        product = _product(form.product_id, cart_id)
        options = check_options(product.variants, form.options, need_all=need_options)
        _put(cart_id, product, options, form.quantity)


def change(owner: Owner, form: UpdateForm) -> None:
    """Another quantity for a line. NoSuchLine; WhichLine; OutOfStock."""
    with transaction(durable=False) as current:
        cart_id = _cart(owner)
        lines = _lines(cart_id, _named(form.line_id, form.product_id))
        if form.options is not None:
            exact = [line for line in lines if line.options == form.options]
            lines = exact or [line for line in lines if has_options(line.options, form.options)]
        if not lines:
            raise NoSuchLine
        if len(lines) > 1:
            raise WhichLine
        line = lines[0]
        product = _product(line.product_id, cart_id)
        _check_stock(product, form.quantity + _others(cart_id, line.product_id, line.id))
        mine = update(CartLine).where(CartLine.id == line.id)
        current.execute(mine.values(quantity=form.quantity, price=product.price))


def remove(owner: Owner, line_or_product: str) -> None:
    """Without this line, or without every line of this product. NoSuchLine if there is none."""
    with transaction(durable=False) as current:
        cart_id = _cart(owner)
        lines = _lines(cart_id, (CartLine.id == line_or_product) | (CartLine.product_id == line_or_product))
        if not lines:
            raise NoSuchLine
        current.execute(delete(CartLine).where(CartLine.id.in_([line.id for line in lines])))


def merge(owner: Owner, form: MergeForm) -> None:
    """Adds what a client kept by itself: unknown products are left out, and what exceeds the stock is capped.

    Lines beyond the hundredth are left out too.
    """
    with transaction(durable=False):
        cart_id = _cart(owner)
        wanted = {item.product_id for item in form.items if is_id(item.product_id)}
        products = for_sale(wanted, cart_id)
        for item in form.items:
            product = products.get(item.product_id)
            if product is not None and product.listed:
                _put_what_fits(cart_id, product, fitting_options(product.variants, item.options), item.quantity)


def use_coupon(owner: Owner, form: CodeForm) -> None:
    """The bag uses this coupon from now on, in the place of another. CouponRefused, with the bag as it was."""
    with transaction(durable=False) as current:
        cart_id = _cart(owner)
        used = upsert(CartCoupon).values(cart_id=cart_id, code=form.code)
        current.execute(used.on_conflict_do_update(index_elements=["cart_id"], set_={"code": form.code}))
        bag = bag_of_cart(cart_id)
        if bag.coupon is None:
            raise UnknownCoupon(form.code)
        if refused := bag.refusal:
            raise refused
        if promotions.has_used_up(bag.coupon, Customer(owner.user_id, "")):
            raise UsedByYou(form.code)


def drop_coupon(owner: Owner) -> None:
    """The bag uses none. Repeating changes nothing."""
    with transaction(durable=False) as current:
        current.execute(delete(CartCoupon).where(CartCoupon.cart_id == locked(owner)))


def take_over(guest: Owner, user_id: str) -> None:
    """A guest has signed in: their bag becomes the account's, or joins the one it has. Repeating changes nothing."""
    with transaction() as current:
        guest_cart = locked(guest)
        if guest_cart is None:
            return
        own = locked(Owner(user_id=user_id))
        if own is None:
            becomes = update(Cart).where(Cart.id == guest_cart)
            current.execute(becomes.values(user_id=user_id, token_hash=None))
            return
        _move_lines(guest_cart, own)
        theirs = select(literal(own), CartCoupon.code).where(CartCoupon.cart_id == guest_cart)
        current.execute(upsert(CartCoupon).from_select(["cart_id", "code"], theirs).on_conflict_do_nothing())
        current.execute(update(Cart).where(Cart.id == guest_cart).values(merged_into_id=own, token_hash=f"merged:{guest_cart}"))


def lock(owner: Owner) -> Bag:
    """The bag, locked until the transaction ends: what is priced is what is ordered. Inside a transaction."""
    found = locked(owner)
    return bag_of_cart(found) if found else Bag(None)


def take_out(cart_id: str, bought: Iterable[tuple[str, dict[str, Any], int]], coupon: str = "") -> None:
    """What was paid for leaves the bag: (product, options, quantity), and the coupon that it used. What was added since stays."""
    with transaction() as current:
        merged = current.execute(select(Cart.merged_into_id).where(Cart.id == cart_id)).scalar()
        for product_id, options, quantity in bought:
            mine = (
                CartLine.cart_id == (merged or cart_id),
                CartLine.product_id == product_id,
                CartLine.options_key == options_key(options),
            )
            current.execute(delete(CartLine).where(*mine, CartLine.quantity <= quantity))
            current.execute(update(CartLine).where(*mine).values(quantity=CartLine.quantity - quantity))
        if coupon:
            current.execute(delete(CartCoupon).where(CartCoupon.cart_id == (merged or cart_id), CartCoupon.code == coupon))


def options_key(options: dict[str, Any]) -> str:
    """The options in one comparable text; '' for none."""
    text = json.dumps(options, sort_keys=True, ensure_ascii=False, separators=(",", ":")) if options else ""
    return text if len(text) <= 64 else hashlib.sha256(text.encode()).hexdigest()


def _product(product_id: str, cart_id: str) -> ForSale:
    product = for_sale([product_id], cart_id).get(product_id) if is_id(product_id) else None
    if product is None or not product.listed:
        raise NoSuchProduct
    return product


def _cart(owner: Owner) -> str:
    """The owner's cart, made if need be, and locked: what one person does at once from two tabs happens one after the other."""
    row = {"id": new_id(), "user_id": owner.user_id, "token_hash": None if owner.user_id else owner.token_hash}
    found = locked(owner)
    if found is not None:
        return found
    session().execute(upsert(Cart).values(**row, created_at=now(), updated_at=now()).on_conflict_do_nothing())
    return str(locked(owner))


def _put(cart_id: str, product: ForSale, options: dict[str, Any], quantity: int) -> None:
    lines = _lines_of(cart_id, product.id)
    _check_stock(product, quantity + sum(line.quantity for line in lines))
    same = next((line for line in lines if line.options_key == options_key(options)), None)
    if same is None:
        if _is_full(cart_id):
            raise BagFull(LINES)
        _insert(cart_id, product, options, quantity)
        return
    if same.quantity + quantity > MOST:
        raise Invalid({"quantity": f"At most {MOST} of one piece fit into a bag."})
    more = {"quantity": same.quantity + quantity, "price": product.price}
    session().execute(update(CartLine).where(CartLine.id == same.id).values(**more))


def _put_what_fits(cart_id: str, product: ForSale, options: dict[str, Any], quantity: int) -> None:
    lines = _lines_of(cart_id, product.id)
    same = next((line for line in lines if line.options_key == options_key(options)), None)
    room = MOST - (same.quantity if same else 0)
    if product.most is not None:
        room = min(room, product.most - sum(line.quantity for line in lines))
    fits = min(quantity, room)
    if fits <= 0:
        return
    if same is None and not _is_full(cart_id):
        _insert(cart_id, product, options, fits)
    elif same is not None:
        session().execute(update(CartLine).where(CartLine.id == same.id).values(quantity=same.quantity + fits))


def _is_full(cart_id: str) -> bool:
    return int(session().execute(_HOW_MANY, {"cart": cart_id}).scalar_one()) >= LINES


def _insert(cart_id: str, product: ForSale, options: dict[str, Any], quantity: int) -> None:
    row = {"id": new_id(), "cart_id": cart_id, "product_id": product.id, "quantity": quantity, "added_at": now()}
    session().execute(_INSERT, {**row, "price": product.price, "options": options, "options_key": options_key(options)})


def _move_lines(guest_cart: str, own: str) -> None:
    lines = _lines(guest_cart)
    products = for_sale({line.product_id for line in lines}, own)
    for line in lines:
        _put_what_fits(own, products[line.product_id], line.options, line.quantity)
    session().execute(delete(CartLine).where(CartLine.cart_id == guest_cart))


def _lines(cart_id: str, *conditions: ColumnElement[bool]) -> list[Any]:
    return list(session().execute(_LINES.where(*conditions), {"cart": cart_id}))


def _lines_of(cart_id: str, product_id: str) -> list[Any]:
    return list(session().execute(_LINES_OF_PRODUCT, {"cart": cart_id, "product": product_id}))


def _named(line_id: str | None, product_id: str | None) -> ColumnElement[bool]:
    named = line_id or product_id
    if named is None:
        raise Invalid({"productId": "Say which piece is meant."})
    return CartLine.id == named if line_id else (CartLine.product_id == named) | (CartLine.id == named)


def _others(cart_id: str, product_id: str, line_id: str) -> int:
    return sum(line.quantity for line in _lines_of(cart_id, product_id) if line.id != line_id)


def _check_stock(product: ForSale, quantity: int) -> None:
    if product.most is not None and quantity > product.most:
        raise OutOfStock(product.id, product.most, product.name)

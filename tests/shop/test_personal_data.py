"""What the shop keeps of somebody: taken along, and deleted (shop/personal_data.py)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from storefront.core.clock import now
from storefront.core.db import session, transaction
from storefront.domain.accounts import Person, services
from storefront.domain.accounts.belongings import FORGETS, TOLD
from storefront.domain.accounts.errors import SignInFailed
from storefront.domain.accounts.forms import SignInForm
from storefront.domain.accounts.models import Address, SignInSession, User
from storefront.domain.analytics.models import Event
from storefront.domain.cart import Owner
from storefront.domain.cart.models import Cart
from storefront.domain.catalog.models import Product
from storefront.domain.content.models import Subscription
from storefront.domain.orders import personal as orders
from storefront.domain.orders.models import Order
from storefront.domain.orders.states import Status
from storefront.domain.reviews.models import Review, ReviewVote
from storefront.domain.reviews.services import find_helpful
from storefront.domain.wishlist import services as wishlist
from storefront.domain.wishlist.forms import WishForm
from storefront.domain.wishlist.models import Wish
from tests.browser import Browser
from tests.factories.accounts import PASSWORD, a_customer
from tests.factories.catalog import a_ring
from tests.factories.orders import a_paid_order, a_placed_order
from tests.factories.reviews import an_approved_review
from tests.signed_in import browser_of

ROOT = Path(__file__).parents[2]
DATA, DOWNLOAD, DELETION = "/account/data", "/account/data/download", "/account/deletion"
PLACE = {
    "street": "14 Champa Lane",
    "city": "Pune",
    "state": "Maharashtra",
    "zip_code": "411004",
    "name": "Asha",
    "phone": "98765",
}


@pytest.fixture
def known(customer: Person) -> Person:
    """A customer with an address, a bag, the newsletter, and two orders."""
    ring = a_ring(name="Lotus Ring", stock=9)
    a_paid_order(ring, who=customer)
    a_placed_order(ring, who=customer)
    with transaction() as current:
        current.add(Address(user_id=customer.id, **PLACE))
        current.add(Subscription(email=customer.email, confirmed_at=now()))
    return customer


def leave(browser: Browser, password: str = PASSWORD) -> Any:
    return browser.submit(DELETION, {"current": password}, page=DATA)


def order_of(customer: Person, **where: Any) -> Any:
    found = select(Order.__table__).where(Order.user_id == customer.id).filter_by(**where)
    return session().execute(found).one()


def rows(*tables: Any) -> int:
    return sum(len(session().execute(select(table)).all()) for table in tables)


def test_the_download_holds_all_that_is_kept(as_customer: Browser, known: Person) -> None:
    answer = as_customer.get(DOWNLOAD)

    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.headers["Cache-Control"] == "no-store"
    told = answer.json
    assert told["account"]["email"] == known.email
    assert [one["street"] for one in told["addresses"]] == ["14 Champa Lane"]
    assert [order["lines"][0]["name"] for order in told["orders"]] == ["Lotus Ring", "Lotus Ring"]
    assert told["orders"][0]["total"] == 10_000
    assert [line["quantity"] for line in told["bag"]] == [1]
    assert told["letters"] == ["newsletter", "order_shipped", "review_invitation"]
    assert len(told["signedIn"]) == 1


def test_a_server_without_a_worker_knows_all_that_is_kept(tmp_path: Path) -> None:
    asked = """
from config import Config, complete
from storefront.app import create_app
from storefront.domain.accounts.belongings import FORGETS, TOLD

create_app(complete(Config(DATA_DIR=__import__("pathlib").Path(__import__("sys").argv[1]))))
print(*sorted(TOLD), len(FORGETS))
"""
    told = subprocess.run([sys.executable, "-c", asked, str(tmp_path)], capture_output=True, text=True, check=True, cwd=ROOT)

    assert told.stdout.split() == [*sorted(TOLD), str(len(FORGETS))]
    assert {"account", "addresses", "bag", "letters", "orders"} <= TOLD.keys()


def test_the_download_holds_nothing_of_others_and_no_secret(app: Flask, known: Person) -> None:
    other = a_customer()

    text = browser_of(app, other).get(DOWNLOAD).text

    assert known.email not in text
    assert "Champa" not in text
    assert "$2b$" not in text


def test_every_table_that_names_a_person_is_told_of(app: Flask) -> None:
    """A new table with a person in it must say what becomes of it: here, and in the download."""
    told = {"addresses", "carts", "orders", "notification_refusals", "sign_in_sessions", "password_resets", "wishes", "reviews"}
    told |= {"review_votes", "analytics_events", "analytics_person_days", "idempotency_keys", "coupon_uses"}
    told |= {"linked_identities"}
    who_did_it = {"content_pages", "trade_settings", "media", "stock_history", "refunds", "newsletter_issues"}

    named = {table.name for table in User.metadata.tables.values() if "user_id" in table.columns}

    assert named - who_did_it == told


def test_an_account_is_deleted_with_all_that_need_not_be_kept(as_customer: Browser, known: Person) -> None:
    answer = leave(as_customer)

    assert (answer.status_code, answer.location) == (303, DELETION)
    assert rows(Address, SignInSession, Cart, Subscription) == 0
    [row] = session().execute(select(User.__table__)).all()
    assert (row.email, row.username) == (f"{known.id}@deleted.invalid", f"{known.id}@deleted.invalid")
    assert (row.firstname, row.contact, row.password_hash, row.is_active) == ("", "", None, False)
    assert row.deleted_at is not None


def test_wishes_reviews_and_visits_are_told_and_go_with_their_person(as_customer: Browser, customer: Person) -> None:
    ring, other = a_ring(slug="lotus-ring"), a_customer()
    mine, theirs = an_approved_review(ring, rating=1, who=customer), an_approved_review(ring, rating=5, who=other)
    find_helpful(theirs, customer)
    wishlist.add(Owner(user_id=customer.id), WishForm(product_id=ring))
    as_customer.post("/analytics/track", json={"type": "product_view", "productId": ring, "sessionId": "one"})

    told = as_customer.get(DOWNLOAD).json
    leave(as_customer)

    assert [told[room][0].get("product_id") for room in ("wishlist", "reviews", "visits")] == [ring, ring, ring]
    assert told["foundHelpful"] == [theirs]
    assert rows(Wish, ReviewVote) == 0
    assert [row.id for row in session().execute(select(Review.id))] == [theirs] != [mine]
    assert session().execute(select(Product.rating).where(Product.id == ring)).scalar_one() == 500
    assert session().execute(select(Event.user_id)).scalars().all() == [None]


def test_whoever_has_left_is_signed_out_everywhere_and_told(as_customer: Browser, known: Person) -> None:
    leave(as_customer)

    assert "Goodbye" in as_customer.get(DELETION).text
    assert as_customer.get("/account").status_code == 303
    with pytest.raises(SignInFailed):
        services.sign_in(SignInForm(username=known.username, password=PASSWORD))


def test_the_name_and_the_address_are_free_again(as_customer: Browser, known: Person) -> None:
    leave(as_customer)

    assert a_customer(known.username).id != known.id


def test_nobody_can_be_kept_from_leaving_by_who_takes_a_name(as_customer: Browser, client: Browser, customer: Person) -> None:
    stranger = {"firstname": "Mala", "lastname": "Fide", "contact": "+91 98765 43210", "password": "a violet kite"}
    for name in (f"deleted-{customer.id}", f"{customer.id}@deleted.invalid"):
        client.post("/register", json={**stranger, "username": name, "email": f"{name.partition('@')[0]}@example.in"})

    assert leave(as_customer).status_code == 303


def test_an_order_that_is_over_keeps_what_an_invoice_needs_and_no_more(as_customer: Browser, known: Person) -> None:
    with transaction() as current:
        current.execute(Order.__table__.update().where(Order.paid_at.is_not(None)).values(status=Status.DELIVERED))

    leave(as_customer)

    order = order_of(known, status="delivered")
    assert (order.email, order.phone, order.notes) == ("", "", {})
    assert order.name == "Asha"
    assert order.shipping_address["city"] == "Pune"


def test_an_order_on_its_way_keeps_its_contact_until_it_is_there(as_customer: Browser, known: Person) -> None:
    leave(as_customer)
    assert order_of(known, status="confirmed").phone == "9876543210"

    with transaction() as current:
        current.execute(Order.__table__.update().where(Order.paid_at.is_not(None)).values(status=Status.DELIVERED))
    orders.forget_who_has_left()

    assert order_of(known, status="delivered").phone == ""


def test_an_order_that_was_never_paid_keeps_nobody_s_name(as_customer: Browser, known: Person) -> None:
    cancelled = {"status": Status.CANCELLED, "cancel_reason": "person", "open_cart_id": None}
    with transaction() as current:
        current.execute(Order.__table__.update().where(Order.paid_at.is_(None)).values(**cancelled))

    leave(as_customer)

    order = order_of(known, status="cancelled")
    assert (order.name, order.email, order.shipping_address) == ("", "", None)


def test_others_keep_what_is_theirs(as_customer: Browser, known: Person) -> None:
    other = a_customer()
    a_paid_order(a_ring(stock=2), who=other)

    leave(as_customer)
    orders.forget_who_has_left()

    assert order_of(other).phone == "9876543210"
    assert rows(SignInSession) == 1


@pytest.mark.parametrize("password", ["", "not it", "x" * 3000])
def test_a_wrong_password_deletes_nothing(as_customer: Browser, customer: Person, password: str) -> None:
    answer = leave(as_customer, password)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert as_customer.get("/account").status_code == 200


def test_the_last_admin_stays(as_admin: Browser) -> None:
    answer = leave(as_admin)

    assert answer.status_code == 409
    assert "This is the last admin." in answer.text
    assert as_admin.get("/account").status_code == 200


def test_a_guest_is_asked_to_sign_in(client: Browser) -> None:
    assert client.get(DATA).location == f"/account/login?next={DATA}"
    assert client.get(DOWNLOAD).status_code == 303
    assert client.submit(DELETION, {"current": PASSWORD}, page="/account/login").status_code == 303

"""A shop comes over from MongoDB: a small export, with all that can be wrong in one."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select

from storefront.core.clock import frozen, later
from storefront.core.db import db, session, transaction
from storefront.core.forms import parse
from storefront.domain.accounts import Preferences
from storefront.domain.accounts.models import Address, User
from storefront.domain.accounts.passwords import belongs
from storefront.domain.analytics import days
from storefront.domain.analytics.models import Event, PersonDay, ProductDay, SearchDay
from storefront.domain.cart.models import CartLine
from storefront.domain.catalog import ListingQuery, queries
from storefront.domain.catalog.forms import ProductChanges, StockForm
from storefront.domain.catalog.models import CatalogState, Category, Product, ProductCounter, Tag, Variant
from storefront.domain.catalog.services import change_product, recount, set_stock
from storefront.domain.inventory.models import Stock, StockMove
from storefront.domain.moving import Report, bring, look_through
from storefront.domain.orders.models import Adjustment, Order, OrderEvent, OrderLine
from storefront.domain.orders.sweep import sweep
from storefront.domain.payments.ledger import balance
from storefront.domain.payments.models import Payment
from storefront.domain.reviews.adopting import adopt_reviews
from storefront.domain.reviews.models import Review
from storefront.domain.wishlist.models import Wish
from tests.browser import Browser
from tests.factories.catalog import sales
from tests.factories.money import a_refund, books

EXPORT = Path(__file__).with_name("export")
PASSWORD = "silver anklet 2023"
_KINDS = {"P": 1, "C": 2, "U": 3, "R": 4, "O": 5, "V": 6, "T": 7, "S": 8, "A": 9}


def oid(name: str) -> str:
    """'P1' is the export's first product."""
    return f"65a0{_KINDS[name[0]] * 0x1000 + int(name[1:]):020x}"


def _bring(folder: Path = EXPORT, **how: Any) -> tuple[Report, list[dict[str, Any]]]:
    lines: list[dict[str, Any]] = []
    report = Report(lambda line: lines.append(json.loads(line)))
    bring(look_through(folder).files, report, lambda *_: None, **how)
    return report, lines


def _numbers(report: Report) -> dict[str, tuple[int, int, int, int, int]]:
    return {name: (one.read, one.new, one.changed, one.same, one.left_out) for name, one in report.tallies.items()}


def _row(table: Any, key: str) -> Any:
    return session().execute(select(*table.__table__.c).where(table.__table__.c.id == oid(key))).one()


def _everything() -> dict[str, list[Any]]:
    """All rows of all tables but those that count moments."""
    kept = [one for one in db.metadata.sorted_tables if one.name not in ("catalog_state", "analytics_closed_days", "timetable")]
    found = {one.name: sorted(map(repr, session().execute(select(one)))) for one in kept}
    session().rollback()
    return found


@pytest.fixture(autouse=True)
def _in_the_summer_after() -> Iterator[None]:
    """Some months after the last event of the export, and not years: each day since the first is closed, one by one."""
    with frozen(datetime(2024, 7, 1, tzinfo=UTC)):
        yield


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A copy of the export, to be changed."""
    return Path(shutil.copytree(EXPORT, tmp_path / "export"))


def _rewrite(file: Path, key: str, **changes: Any) -> None:
    """One document of a file of lines is another now."""
    rows = [json.loads(line) for line in file.read_text().splitlines() if line.startswith("{") and line.endswith("}")]
    file.write_text("".join(json.dumps({**row, **(changes if row["_id"] == {"$oid": oid(key)} else {})}) + "\n" for row in rows))


def test_every_document_is_counted_and_each_that_is_left_out_has_a_reason(app: Flask) -> None:
    report, lines = _bring()

    assert _numbers(report) == {
        "categories": (4, 3, 0, 0, 1),
        "tags": (2, 2, 0, 0, 0),
        "variants": (3, 2, 0, 0, 1),
        "products": (6, 3, 0, 0, 3),
        "users": (9, 3, 0, 0, 6),
        "reviews": (7, 3, 0, 0, 4),
        "orders": (6, 4, 0, 0, 2),
        "stockhistory": (2, 1, 0, 0, 1),
        "analytics": (7, 4, 0, 0, 3),
    }
    why = {(one["collection"], one["id"]): one["why"] for one in lines if one["outcome"] == "left out"}
    assert len(why) == sum(one.left_out for one in report.tallies.values())
    assert why["products", oid("P4")] == "price: This is needed, as a number of rupees."
    assert why["products", oid("P6")] == "Its category is not in the shop."
    assert why["users", "users.json, document 3"] == "This is not valid JSON."
    assert why["users", oid("U3")] == f"The account {oid('U1')} has this e-mail address already."
    assert why["users", oid("U5")] == "email: This must be text."
    assert why["reviews", oid("R4")] == "Its product is not in the shop."
    assert why["reviews", oid("R5")] == "Its writer is not in the shop."
    assert why["reviews", oid("R6")] == f"The same person has reviewed this product already, in {oid('R1')}."
    assert why["orders", oid("O5")] == "status: “teleported” is no state that orders have here."
    assert why["analytics", oid("A7")] == "timestamp: This is needed, as a time since the year 2000."


def test_a_second_run_changes_nothing_and_says_so(app: Flask) -> None:
    first, _ = _bring()
    before = _everything()

    second, lines = _bring()

    assert second.changes == 0
    for name, one in second.tallies.items():
        assert (one.new, one.changed, one.same) == (0, 0, first.of(name).new)
    assert {one["outcome"] for one in lines} == {"left out"}
    assert _everything() == before


def test_a_dry_run_tells_the_same_and_changes_nothing(app: Flask) -> None:
    before = _everything()

    dry, told = _bring(dry_run=True)

    assert _everything() == before
    real, said = _bring()
    assert _numbers(dry) == _numbers(real)
    assert told == said


def test_while_a_dry_run_goes_on_others_write(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_elsewhere(rows: Any) -> Any:
        with psycopg_or_sqlite(app) as connection:
            connection.execute("update catalog_state set version = version + 1")
            connection.commit()
        return adopt_reviews(rows)

    before = session().scalar(select(CatalogState.version))
    monkeypatch.setattr("storefront.domain.moving.services.adopt_reviews", write_elsewhere)

    report, _ = _bring(dry_run=True)

    session().rollback()
    assert report.of("reviews").new == 3
    assert session().scalar(select(CatalogState.version)) == before + 1
    assert session().scalar(select(func.count()).select_from(Order)) == 0


def psycopg_or_sqlite(app: Flask) -> Any:
    """A connection of somebody else, who does not wait for long."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite"):
        return closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=1))
    return psycopg.connect(url.replace("+psycopg", ""), options="-c lock_timeout=1s")


def test_a_customer_signs_in_with_the_old_password_and_finds_cart_wishlist_and_orders(app: Flask, client: Browser) -> None:
    _bring()

    signed_in = client.post("/login", json={"username": "meera", "password": PASSWORD}).get_json()
    cart, wishes, orders = (client.get(f"/{path}").get_json()["result"] for path in ("cart", "user/wishlist", "orderservice"))

    assert signed_in["result"]["id"] == oid("U1")
    assert signed_in["result"]["email"] == "meera.nair@example.in"
    lines = cart["items"] if isinstance(cart, dict) else cart
    assert {(one["productId"], one["quantity"]) for one in lines} == {(oid("P1"), 2), (oid("P3"), 99)}
    assert oid("P3") in json.dumps(wishes)
    assert {one["orderId"] for one in orders} >= {"ORD-1705051800000-X7Q", "ORD-2"}
    assert next(one for one in orders if one["orderId"] == "ORD-1705051800000-X7Q")["total"] == 6650


@pytest.mark.parametrize("key", ["U1", "U2"])
def test_hashes_of_both_older_kinds_are_kept(sqlite_app: Flask, key: str) -> None:
    _bring()

    assert belongs(PASSWORD, _row(User, key).password_hash)
    assert not belongs("another one", _row(User, key).password_hash)


def test_accounts_come_with_all_that_they_keep(app: Flask) -> None:
    _report, lines = _bring()

    meera, rohan, kavya = _row(User, "U1"), _row(User, "U2"), _row(User, "U4")
    assert Preferences.from_json(meera.preferences) == Preferences(("Nose Pins",), 1_000_00, 24_999_99)
    assert (meera.date_of_birth, meera.gender, meera.role) == (date(1990, 5, 4), "female", "User")
    assert (rohan.role, rohan.username) == ("Admin", "Meera-2")
    assert (kavya.contact, kavya.lastname, kavya.is_active, kavya.password_hash) == ("9876543210", "", False, None)
    places = session().execute(select(Address.street, Address.zip_code, Address.is_default, Address.name)).all()
    assert [tuple(one) for one in places] == [("14 Champa Lane", "682001", True, "Meera Nair")]
    told = {one["why"] for one in lines if one["outcome"] == "altered" and one["id"] in (oid("U1"), oid("U4"))}
    assert "An address was left out: zipCode: A PIN code has six digits." in told
    assert "Its password is no bcrypt hash; the customer has to ask for a new one." in told
    assert f"The product 65a0{0xDEAD:020x} of its bag or wishlist is not in the shop." in told


def test_products_come_by_the_rules_of_every_import(app: Flask) -> None:
    _bring()

    pin, twin, ring = (_row(Product, key) for key in ("P1", "P2", "P3"))
    assert (pin.price, pin.compare_price, ring.price) == (3_299_99, 3_999_50, 12_500_50)
    assert (pin.slug, twin.slug, ring.slug) == ("champa-nose-pin", "champa-nose-pin-2", "ring-of-rain")
    assert [one["url"] for one in pin.pictures] == ["https://cdn.example.in/champa-1.jpg", "/uploads/champa%202.jpg"]
    assert pin.tags == ["Bestseller", "New in"]
    assert pin.specifications == {"material": "Silver 925", "weight": "1.2 g", "hallmarked": True}
    assert pin.related == [oid("P2")]
    assert twin.category_id == oid("C1")
    assert queries.listing(ListingQuery(q="champa")).total == 2
    assert queries.listing(ListingQuery(category="nose-pins", tags=("bestseller",))).total == 1
    counters = session().execute(select(ProductCounter.views, ProductCounter.sales).where(ProductCounter.product_id == oid("P1")))
    assert tuple(counters.one()) == (1520, 41)
    before = _everything()
    recount()
    assert _everything() == before


def test_categories_tags_and_variants_keep_their_ids_and_their_order(app: Flask) -> None:
    _bring()

    silver, pins, rings = (_row(Category, key) for key in ("C1", "C2", "C3"))
    assert (pins.parent_id, silver.parent_id, rings.parent_id) == (silver.id, None, None)
    assert silver.picture["url"] == "https://cdn.example.in/silver%20hall.jpg"
    assert (silver.product_count, pins.product_count) == (2, 1)
    assert (_row(Tag, "T1").color, _row(Tag, "T2").color) == ("#AA3355", "#9a7232")
    assert _row(Variant, "V2").value == "Rose gold"


def test_orders_keep_what_was_paid(app: Flask) -> None:
    _bring()

    paid, cod, refunded, pending = (_row(Order, key) for key in ("O1", "O2", "O3", "O4"))
    assert (paid.subtotal, paid.discount, paid.shipping, paid.tax, paid.total) == (6_599_98, 99_98, 150_00, 192_23, 6_650_00)
    assert (paid.status, paid.payment_status, paid.gateway_payment_id) == ("delivered", "paid", "pay_Nx1")
    assert (cod.subtotal, cod.total, cod.status, cod.payment_method) == (1_030_00, 1_030_00, "confirmed", "cod")
    assert (refunded.user_id, refunded.number[:8], refunded.refunded) == (None, "KN-2401-", 500_00)
    assert (pending.status, pending.receipt) == ("pending", "5c1f7a34-9c52-4c8a-9d3e-0f3f9d0f4a11")
    line = session().execute(select(*OrderLine.__table__.c).where(OrderLine.order_id == paid.id)).one()
    assert (line.product_id, line.price, line.quantity, line.slug) == (oid("P1"), 3_299_99, 2, "champa-nose-pin")
    payments = session().execute(select(Payment.gateway_payment_id, Payment.state, Payment.amount).order_by(Payment.amount))
    assert [tuple(one) for one in payments] == [("pay_Nx3", "refunded", 500_00), ("pay_Nx1", "captured", 6_650_00)]
    rows = session().execute(select(Adjustment.kind, Adjustment.amount).where(Adjustment.order_id == paid.id))
    assert {tuple(one) for one in rows} == {("delivery", 150_00), ("discount", -99_98), ("tax", 192_23)}
    assert session().scalar(select(func.count()).select_from(OrderEvent)) == 4


def test_the_books_account_for_every_order_that_came(app: Flask, export: Path) -> None:
    _rewrite(export / "orders.json", "O2", paymentStatus="paid", status="delivered")

    _bring(export)

    assert books() == []
    assert [balance(oid(key)) for key in ("O1", "O2", "O3", "O4")] == [6_650_00, 1_030_00, 0, 0]
    cash = session().execute(select(Payment.gateway, Payment.state).where(Payment.order_id == oid("O2"))).one()
    assert tuple(cash) == ("cash", "captured")


def test_the_books_follow_a_newer_export(app: Flask, export: Path) -> None:
    _bring(export)
    newer = {"$date": "2024-04-01T10:00:00Z"}
    _rewrite(export / "orders.json", "O1", paymentStatus="refunded", updatedAt=newer)
    _rewrite(export / "orders.json", "O2", status="shipped", updatedAt=newer)

    _bring(export)

    assert books() == []
    assert (balance(oid("O1")), _row(Order, "O1").payment_status) == (0, "refunded")
    assert _bring(export)[0].changes == 0
    assert books() == []


def test_what_was_paid_at_the_former_shop_is_given_back_as_any_other(app: Flask, export: Path) -> None:
    _rewrite(export / "orders.json", "O2", paymentStatus="paid", status="delivered")
    _bring(export)
    before = sales(oid("P1"))

    a_refund(_row(Order, "O2"))

    assert books() == []
    assert balance(oid("O2")) == 0
    assert sales(oid("P1")) <= before


def test_an_order_that_was_never_paid_is_asked_about_once_more_and_lapses(app: Flask) -> None:
    _bring()

    sweep()

    order = _row(Order, "O4")
    assert (order.status, order.cancel_reason) == ("cancelled", "expired")
    report, _ = _bring()
    assert report.changes == 0


def test_reviews_come_and_ratings_follow(app: Flask) -> None:
    _bring()

    pin, ring = _row(Product, "P1"), _row(Product, "P3")
    assert (pin.rating, pin.review_count) == (450, 2)
    assert (ring.rating, ring.review_count) == (0, 0)
    assert _row(Review, "R1").is_verified_purchase
    assert (_row(Review, "R1").helpful_count, _row(Review, "R2").helpful_count) == (9, 0)
    assert _row(Review, "R3").is_approved is None


def test_stock_opens_with_its_history_before_it(app: Flask) -> None:
    _bring()

    stock = session().execute(select(Stock.on_hand, Stock.alert).where(Stock.item_id == oid("P1"))).one()
    moves = select(StockMove.new_quantity, StockMove.reason).where(StockMove.item_id == oid("P1")).order_by(StockMove.id)
    assert tuple(stock) == (7, 2)
    assert [tuple(one) for one in session().execute(moves)] == [(7, "Exhibition"), (7, "Opening stock")]
    assert session().scalar(select(Stock.on_hand).where(Stock.item_id == oid("P3"))) is None


def test_past_days_are_closed_with_their_numbers(app: Flask) -> None:
    _bring()

    numbers = select(ProductDay.type, ProductDay.day, ProductDay.events).order_by(ProductDay.day)
    assert [tuple(one) for one in session().execute(numbers)] == [
        ("product_view", date(2024, 1, 12), 2),
        ("add_to_cart", date(2024, 3, 2), 1),
    ]
    assert session().scalars(select(SearchDay.query)).all() == ["nose pin"]
    assert (date(2024, 1, 12), oid("U1")) in session().execute(select(PersonDay.day, PersonDay.user_id)).all()
    assert _row(Event, "A1").ip_address == "203.0.113.0"
    assert _row(Event, "A4").user_id is None


def test_numbers_are_the_same_when_it_is_run_again_after_the_events_were_forgotten(app: Flask) -> None:
    _bring()
    numbers = session().execute(select(ProductDay)).all()
    session().rollback()
    days.forget()
    assert session().scalar(select(func.count()).select_from(Event)) == 4, "an import under way may still need them"
    with later(days=2):
        days.forget()
        assert session().scalar(select(func.count()).select_from(Event)) == 0

        _bring()

    assert session().execute(select(ProductDay)).all() == numbers


def test_a_newer_export_brings_what_has_changed_there(app: Flask, export: Path) -> None:
    _bring(export)
    newer = {"$date": "2024-04-01T10:00:00Z"}
    _rewrite(export / "users.json", "U1", gender="other", updatedAt=newer, wishlist=[{"$oid": oid("P1")}])
    _rewrite(export / "orders.json", "O2", status="shipped", updatedAt=newer)
    _rewrite(export / "reviews.json", "R2", rating=2, updatedAt=newer)
    products = (export / "Products.json").read_text().replace('"7"', '"4"').replace("1709402711250", "1711965600000")
    (export / "Products.json").write_text(products)

    report, _ = _bring(export)

    changed = {name: one.changed for name, one in report.tallies.items() if one.changed}
    assert changed == {"users": 1, "orders": 1, "reviews": 1, "products": 1}
    assert report.changes == 4
    assert _row(User, "U1").gender == "other"
    assert _row(Order, "O2").status == "shipped"
    assert _row(Product, "P1").rating == 350
    assert session().scalar(select(Stock.on_hand).where(Stock.item_id == oid("P1"))) == 4
    assert set(session().scalars(select(Wish.product_id))) == {oid("P1"), oid("P3")}
    assert _bring(export)[0].changes == 0


def test_what_the_shop_has_changed_since_stays(app: Flask, export: Path) -> None:
    _bring(export)
    change_product(oid("P1"), parse(ProductChanges, {"price": 3500}), None)
    set_stock(oid("P2"), parse(StockForm, {"quantity": 12}), None)
    products = (export / "Products.json").read_text().replace("1709402711250", "1711965600000")
    (export / "Products.json").write_text(products)

    report, _ = _bring(export)

    assert report.changes == 0
    assert _row(Product, "P1").price == 3_500_00
    assert session().scalar(select(Stock.on_hand).where(Stock.item_id == oid("P2"))) == 12


def test_a_run_that_was_stopped_is_taken_up_again(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception):
        pass

    def stop(*_: Any) -> Any:
        raise Stopped

    with monkeypatch.context() as broken:
        broken.setattr("storefront.domain.moving.services.adopt_reviews", stop)
        with pytest.raises(Stopped):
            _bring()

    report, _ = _bring()

    assert report.of("users").same == 3
    assert (report.of("reviews").new, report.of("orders").new, report.of("analytics").new) == (3, 4, 4)


def test_one_that_the_database_refuses_does_not_take_its_batch_along(app: Flask, export: Path) -> None:
    _bring(export)
    with transaction() as current:
        current.execute(Stock.__table__.update().where(Stock.item_id == oid("P2")).values(on_hand=0, held=3, backorder=True))
        current.execute(
            Product.__table__.update()
            .where(Product.id == oid("P2"))
            .values(preorder_available=True, updated_at=Product.updated_at)
        )
    text = (export / "Products.json").read_text().replace("1709402711250", "1711965600000").replace("12500.50", "12600")
    (export / "Products.json").write_text(text)
    before = session().scalar(select(func.count()).select_from(CartLine))

    report, lines = _bring(export)

    assert (report.of("products").changed, report.of("products").left_out) == (1, 4)
    assert oid("P2") in {one["id"] for one in lines if one["outcome"] == "left out"}
    assert session().scalar(select(func.count()).select_from(CartLine)) == before

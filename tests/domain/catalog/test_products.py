"""Adding, changing, hiding and restoring products."""

from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from storefront.core.clock import iso, later, now
from storefront.core.db import db
from storefront.core.errors import Invalid, NotFound
from storefront.core.forms import parse
from storefront.domain.catalog import Card, ListingQuery, Moved, ProductPage, queries, services
from storefront.domain.catalog.errors import NoSuchProduct
from storefront.domain.catalog.forms import ProductChanges, ProductForm, TagsForm
from storefront.domain.catalog.services.beside import put_beside
from storefront.domain.inventory import queries as stock
from storefront.domain.inventory import services as inventory
from tests.factories.accounts import a_customer, an_admin
from tests.factories.catalog import a_category, a_ring, made_to_order


def change(product_id: str, **said: Any) -> None:
    services.change_product(product_id, parse(ProductChanges, said), None)


def page(product: str) -> ProductPage:
    found = queries.product(product)
    assert isinstance(found, ProductPage)
    return found


def card(product_id: str) -> Card:
    return queries.cards([product_id])[0]


def test_a_new_product_is_found_at_once_with_its_stock(app: Flask) -> None:
    a_category("Rings")
    form = parse(ProductForm, {"name": "Lotus ring", "category": "rings", "price": 12_500, "noOfProducts": 3, "tags": ["Gift"]})

    product_id = services.add_product(form, None)

    assert page("lotus-ring").id == product_id
    assert page(product_id).tags[0].name == "Gift"
    assert stock.available([product_id]) == {product_id: 3}
    assert [one.id for one in queries.listing(ListingQuery(q="lotus")).cards] == [product_id]


def test_a_category_that_is_not_there_is_refused_for_a_single_product(app: Flask) -> None:
    with pytest.raises(Invalid) as caught:
        services.add_product(parse(ProductForm, {"name": "Ring", "category": "Nowhere", "price": 1}), None)

    assert caught.value.errors == {"category": "There is no such category."}


def test_no_two_products_have_one_address(app: Flask) -> None:
    rings = [a_ring(name="Lotus Ring") for _ in range(3)]

    assert [card(one).slug for one in rings] == ["lotus-ring", "lotus-ring-2", "lotus-ring-3"]


def test_products_of_one_name_made_at_the_same_moment_have_two_addresses(app: Flask) -> None:
    a_category("Rings")
    form = parse(ProductForm, {"name": "Lotus Ring", "category": "Rings", "price": 1})
    made: list[str] = []

    def add() -> None:
        with app.app_context():
            made.append(services.add_product(form, None))
            db.session.remove()

    threads = [Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(card(one).slug for one in made) == ["lotus-ring", "lotus-ring-2", "lotus-ring-3", "lotus-ring-4"]
    assert queries.listing(ListingQuery()).total == 4


def test_a_former_address_leads_to_the_present_one(app: Flask) -> None:
    ring = a_ring(name="Lotus Ring")

    change(ring, slug="water-lily-ring")
    change(ring, slug="lily-ring")

    assert queries.product("lotus-ring") == Moved("lily-ring")
    assert queries.product("water-lily-ring") == Moved("lily-ring")
    assert queries.product_ref("lotus-ring").id == ring


def test_an_address_that_comes_back_is_nobody_s_former(app: Flask) -> None:
    ring = a_ring(name="Lotus Ring")

    change(ring, slug="lily-ring")
    change(ring, slug="lotus-ring")

    assert page("lotus-ring").id == ring
    assert queries.product("lily-ring") == Moved("lotus-ring")


def test_only_what_was_sent_changes_and_what_is_kept_of_it_is_new(app: Flask) -> None:
    ring = a_ring(name="Lotus Ring", price=100, comparePrice=150, tags=["gift"])
    before = card(ring)

    change(ring, price=120)

    after = card(ring)
    assert (after.price, after.compare_price, after.name) == (12_000, 15_000, "Lotus Ring")
    assert after.version > before.version
    assert page(ring).tags[0].name == "Gift"


def test_a_change_that_changes_nothing_leaves_the_product_alone(app: Flask) -> None:
    ring = a_ring(name="Lotus Ring", tags=["gift"])

    change(ring, name="Lotus Ring", tags=["gift"], price=10_000, variants={})

    assert card(ring).version == 1


def test_nobody_finds_what_lies_in_the_bin_until_it_is_restored(app: Flask) -> None:
    ring = a_ring(name="Lotus Ring")

    services.bin_products([ring], None)

    assert queries.cards([ring]) == []
    assert queries.listing(ListingQuery(q="lotus")).total == 0
    for person in (None, an_admin()):
        with pytest.raises(NotFound):
            queries.product(ring, person)
    with pytest.raises(NoSuchProduct):
        change(ring, name="Anything")

    services.restore_products([ring], None)

    assert page("lotus-ring").id == ring
    assert queries.listing(ListingQuery(q="lotus")).total == 1


def test_what_is_hidden_is_there_for_admins_alone(app: Flask) -> None:
    ring = a_ring(visibility=False)

    assert isinstance(queries.product(ring, an_admin()), ProductPage)
    for person in (None, a_customer()):
        with pytest.raises(NotFound):
            queries.product(ring, person)
        with pytest.raises(NotFound):
            queries.product_ref(ring, person)


@pytest.mark.parametrize("odd", ["nothing", "0" * 24, "\x00", "a\x00b", "x" * 500, "é", "%", "../x"])
def test_what_there_is_not_is_not_found(app: Flask, odd: str) -> None:
    with pytest.raises(NotFound):
        queries.product(odd)
    with pytest.raises(NotFound):
        queries.product_ref(odd)


def test_what_is_held_comes_on_top_of_what_can_be_sold(app: Flask) -> None:
    ring = a_ring(stock=5)
    inventory.hold("0" * 24, {ring: 2})

    change(ring, noOfProducts=4)

    assert stock.levels([ring])[ring].on_hand == 6
    assert stock.available([ring]) == {ring: 4}


def test_a_client_that_sends_back_what_it_read_does_not_undo_a_sale(app: Flask) -> None:
    ring = a_ring(stock=5)
    read = iso(now())
    with later(minutes=1):
        inventory.set_stock(ring, 3, "Sold over the counter", None)

    change(ring, noOfProducts=5, updatedAt=read)
    assert stock.available([ring]) == {ring: 3}

    change(ring, noOfProducts=7, updatedAt=iso(now() + timedelta(minutes=2)))
    assert stock.available([ring]) == {ring: 7}


def test_in_stock_follows_the_count_and_is_staff_s_word_without_one(app: Flask) -> None:
    counted, made = a_ring(stock=0, inStock=True), made_to_order(inStock=True)

    assert (card(counted).in_stock, card(made).in_stock) == (False, True)

    change(counted, noOfProducts=2)
    change(made, inStock=False)

    assert (card(counted).in_stock, card(made).in_stock) == (True, False)


def test_a_preorder_can_be_bought_without_stock_and_says_so(app: Flask) -> None:
    ring = a_ring(stock=0, preorderAvailable=True)

    assert card(ring).in_stock
    assert card(ring).badge == "Made to order"
    assert queries.stock_line(ring).kind == "order"


@pytest.mark.parametrize(
    ("count", "said", "kind", "most"),
    [
        (9, {}, "in", 9),
        (2, {}, "low", 2),
        (0, {}, "out", 0),
        (None, {}, "order", 99),
        (None, {"inStock": False}, "out", 0),
        (0, {"preorderAvailable": True}, "order", 99),
    ],
)
def test_the_stock_line_is_read_live(app: Flask, count: int | None, said: dict[str, Any], kind: str, most: int) -> None:
    line = queries.stock_line(a_ring(stock=count, stockAlert=3, **said))

    assert (line.kind, line.left, line.most, line.can_buy) == (kind, count, most, most > 0)


def test_the_stock_of_nothing_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        queries.stock_line("0" * 24)


def test_tags_that_are_missing_are_made_and_no_others_stay(app: Flask) -> None:
    ring = a_ring(tags=["gift", "New Season"])

    services.set_tags(ring, parse(TagsForm, {"tags": ["bridal", "GIFT", "new-season", "gift"]}), None)

    assert [tag.name for tag in page(ring).tags] == ["Bridal", "Gift", "New Season"]
    assert {tag.name: tag.product_count for tag in queries.tags()} == {"bridal": 1, "gift": 1, "New Season": 1}


def test_pictures_keep_what_they_were_said_to_show(app: Flask) -> None:
    first, second = "https://elsewhere.example/1.jpg", "https://elsewhere.example/2.jpg"
    ring = a_ring(name="Lotus Ring", images=[first, second], alts=["From above"])

    change(ring, images=[second, first])

    assert [(one.src, one.alt) for one in page(ring).pictures] == [(second, "Lotus Ring"), (first, "From above")]
    assert card(ring).picture == page(ring).pictures[0]


def test_the_page_tells_everything_in_the_order_in_which_it_was_written(app: Flask) -> None:
    told = {"material": "Yellow gold", "ringWeight": "5.2 g", "hallmarked": True, "box": "", "turns": 3}
    ring = a_ring(specifications=told, weightGrams="5.2", variants={"sizes": ["8", "10"]}, sku="RI-1")

    shown = page(ring)

    assert shown.facts == (("Material", "Yellow gold"), ("Ring weight", "5.2 g"), ("Hallmarked", "Yes"), ("Turns", "3"))
    assert (shown.weight_mg, shown.sku, shown.category.slug) == (5_200, "RI-1", "rings")
    assert [choice.name for choice in shown.choices] == ["size"]


def test_beside_it_stands_what_staff_chose_or_else_its_own_room(app: Flask) -> None:
    chosen, neighbour = a_ring(category="Earrings"), a_ring()
    plain, dressed = a_ring(), a_ring(relatedProducts=[chosen, "0" * 24])

    assert [one.id for one in page(dressed).related] == [chosen]
    assert [one.id for one in page(plain).related] == [dressed, neighbour]


def test_a_page_costs_three_statements(app: Flask, statements: Any) -> None:
    ring = a_ring(tags=["gift"])
    a_ring()
    put_beside({})

    with statements(at_most=3):
        queries.product(ring)
    with statements(at_most=1):
        queries.stock_line(ring)


def test_cards_stand_in_the_order_that_was_asked_for_and_are_made_once(app: Flask, statements: Any) -> None:
    first, hidden, second = a_ring(), a_ring(visibility=False), a_ring()

    with statements(at_most=2):
        assert [one.id for one in queries.cards([second, hidden, first])] == [second, first]
    with statements(at_most=1):
        queries.cards([first, second])
    assert queries.cards([]) == []
    assert set(queries.card_rows([first, hidden])) == {first, hidden}

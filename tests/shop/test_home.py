"""The home page: what staff and figures say."""

from typing import Any

from storefront.domain.accounts import Person
from storefront.domain.content import Scene
from storefront.domain.content.services import set_heroes
from storefront.domain.media import Picture
from tests.browser import Browser
from tests.factories.catalog import a_catalog, a_category, a_ring, some_products
from tests.factories.people import who_likes
from tests.shop.test_listing import names


def a_scene(title: str, **said: Any) -> Scene:
    picture = Picture("ab/cd", "Gold jhumkas on velvet", 1600, 720, "#5a1524", "/media/ab/cd/master.webp")
    return Scene(picture, title, **said)


def test_a_shop_without_anything_still_opens_well(client: Browser) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert "<h1>Kundan</h1>" in page.text
    assert names(page.text) == []
    assert "None" not in page.text


def test_the_first_scene_opens_the_page_and_the_others_follow(client: Browser) -> None:
    opening = a_scene("Gold for the day", words="Temple jhumkas.", link="See the bridal room", url="/t/bridal")
    set_heroes([opening, a_scene("An old word", tone="light"), a_scene("Chosen for light")], None)

    page = client.get("/")

    assert (
        page.text.index("Gold for the day</h1>") < page.text.index("An old word</h2>") < page.text.index("Chosen for light</h2>")
    )
    assert '<a class="button ivory" href="/t/bridal">See the bridal room</a>' in page.text
    assert 'alt="Gold jhumkas on velvet" fetchpriority="high"' in page.text


def test_another_scene_shows_at_once(client: Browser) -> None:
    client.get("/")

    set_heroes([a_scene("Monsoon silver")], None)

    assert "Monsoon silver" in client.get("/").text


def test_the_rooms_stand_on_the_first_page(client: Browser) -> None:
    a_category("Earrings", image="https://pictures.example.in/earrings.jpg")
    a_category("Coins")

    page = client.get("/")

    assert "<b>Earrings</b></a>" in page.text
    assert '<a href="/c/coins">coins</a>' in page.text


def test_what_staff_call_a_bestseller_stands_first(client: Browser) -> None:
    some_products(
        {"name": "Solitaire", "category": "Rings", "price": 9_000, "tags": ["bestseller"]},
        {"name": "Signet", "category": "Rings", "price": 9_000, "tags": ["new"]},
        {"name": "Band", "category": "Rings", "price": 9_000},
    )

    page = client.get("/")

    assert names(page.text) == ["Solitaire", "Signet"]
    assert 'href="/t/bestseller"' in page.text


def test_without_such_tags_the_figures_choose(client: Browser) -> None:
    a_ring(name="Band")

    page = client.get("/")

    assert names(page.text) == ["Band", "Band"]
    assert 'href="/shop?sort=popular"' in page.text


def test_the_terms_on_the_page_are_those_of_the_trade(client: Browser) -> None:
    page = client.get("/")

    assert "15 days to decide" in page.text
    assert "free from ₹10,000" in page.text


def test_a_first_page_that_is_not_kept_costs_six_statements(client: Browser, statements: Any) -> None:
    a_catalog(40)
    for address in ("/t/new", "/shop?sort=popular"):
        client.get(address)

    with statements(at_most=6):
        page = client.get("/")

    assert len(names(page.text)) == 9


def test_somebody_who_likes_rings_finds_them_first_and_nobody_else_does(
    client: Browser, as_customer: Browser, customer: Person
) -> None:
    some_products(
        {"name": "Signet", "category": "Rings", "price": 9_000},
        *({"name": f"Hoop {number}", "category": "Earrings", "price": 9_000} for number in range(9)),
    )
    who_likes(customer, "rings")

    pages = [browser.get("/").text for browser in (client, as_customer, client)]

    assert [names(page)[0] for page in pages] == ["Hoop 8", "Signet", "Hoop 8"]
    assert pages[0] == pages[2]


def test_a_first_page_for_somebody_with_preferences_costs_four_statements_more(
    as_customer: Browser, customer: Person, statements: Any
) -> None:
    a_catalog(40)
    who_likes(customer, "rings", min=5_000)
    as_customer.get("/t/new")

    # Who it is, how much is in the bag, and the preferences on two shelves.
    with statements(at_most=10):
        page = as_customer.get("/")

    assert len(names(page.text)) == 9

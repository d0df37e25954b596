"""Lists of pieces: the whole shop, a room, a tag."""

import re
from typing import Any

import pytest

from storefront.core.forms import parse
from storefront.domain.catalog import queries, services
from storefront.domain.catalog.forms import CategoryForm, ProductChanges, TagForm
from tests.browser import Browser
from tests.factories.catalog import a_catalog, a_category, a_ring, a_ring_with_choices, some_products

HTMX = {"HX-Request": "true"}


def names(text: str) -> list[str]:
    """What the cards of a page are called, in their order."""
    return re.findall(r'<h3><a href="/p/[^"]+">([^<]+)</a></h3>', text)


def removals(text: str) -> dict[str, str]:
    """What can be taken away from a list's conditions, and where that leads."""
    found = re.findall(r'<a class="chip" href="([^"]+)"[^>]*><span class="unseen">Remove: </span>([^<]+?) <svg', text)
    return {label: url.replace("&amp;", "&") for url, label in found}


def test_the_shop_shows_every_piece_and_their_number(client: Browser) -> None:
    some_products(*({"name": f"Band {n}", "category": "Rings", "price": 9_000} for n in range(3)))

    page = client.get("/shop")

    assert sorted(names(page.text)) == ["Band 0", "Band 1", "Band 2"]
    assert "<b>3</b> pieces" in page.text


def test_a_room_shows_its_own_pieces_under_its_name_and_words(client: Browser) -> None:
    a_category("Earrings", description="Jhumkas and drops.")
    some_products(
        {"name": "Barkha Drops", "category": "Earrings", "price": 9_000}, {"name": "Band", "category": "Rings", "price": 9_000}
    )

    page = client.get("/c/earrings")

    assert "<h1>Earrings</h1>" in page.text
    assert "Jhumkas and drops." in page.text
    assert names(page.text) == ["Barkha Drops"]


def test_a_tag_shows_what_carries_it(client: Browser) -> None:
    a_ring(name="Band", tags=["for men"])
    a_ring(name="Solitaire")

    page = client.get("/t/for-men")

    assert "<h1>For men</h1>" in page.text
    assert names(page.text) == ["Band"]


@pytest.mark.parametrize("address", ["/c/nothing", "/t/nothing", "/c/%00", "/c/" + "x" * 200])
def test_a_room_that_is_not_there_is_a_404_that_searches(client: Browser, address: str) -> None:
    page = client.get(address)

    assert page.status_code == 404
    assert 'action="/search"' in page.text


@pytest.mark.parametrize("spelling", ["Nose%20Pins", "NOSE-PINS", "nose%20pins"])
def test_other_spellings_of_a_room_lead_to_its_address(client: Browser, spelling: str) -> None:
    a_category("Nose Pins")

    answer = client.get(f"/c/{spelling}?sort=newest")

    assert (answer.status_code, answer.location) == (301, "/c/nose-pins?sort=newest")


def test_a_former_address_of_a_tag_leads_to_the_present_one(client: Browser) -> None:
    a_ring(name="Band", tags=["for men"])
    [tag] = queries.tags()
    services.change_tag(tag.id, parse(TagForm, {"name": "For him"}), None)

    answer = client.get("/t/for-men?sort=newest")

    assert (answer.status_code, answer.location) == (301, "/t/for-him?sort=newest")
    assert names(client.get(answer.location).text) == ["Band"]


def test_filters_narrow_the_list_and_can_each_be_taken_away(client: Browser) -> None:
    some_products(
        {
            "name": "Ruby Band",
            "category": "Rings",
            "price": 20_000,
            "specifications": {"material": "Yellow gold", "gemstone": "Ruby"},
        },
        {"name": "Plain Band", "category": "Rings", "price": 9_000, "specifications": {"material": "Yellow gold"}},
        {"name": "Silver Band", "category": "Rings", "price": 2_000, "specifications": {"material": "Silver"}},
    )

    page = client.get("/c/rings?metal=yellow-gold&price_min=10000")

    assert names(page.text) == ["Ruby Band"]
    assert removals(page.text) == {
        "Yellow gold": "/c/rings?price_min=10000",
        "₹10,000 and over": "/c/rings?metal=yellow-gold",
    }
    assert '<a class="link" href="/c/rings">Clear both</a>' in page.text


def test_the_facets_say_how_many_there_are(client: Browser) -> None:
    a_ring(specifications={"material": "Silver"})
    a_ring(specifications={"material": "Silver"})

    page = client.get("/c/rings")

    assert re.search(r'name="metal" value="silver">Silver <b><span class="unseen">, </span>2</b>', page.text)


def test_a_room_within_a_filtered_list_keeps_the_filters(client: Browser) -> None:
    some_products(
        {"name": "Jhumka", "category": "Earrings", "price": 9_000, "tags": ["bridal"], "specifications": {"material": "Silver"}},
        {"name": "Band", "category": "Rings", "price": 9_000, "tags": ["bridal"], "specifications": {"material": "Silver"}},
    )

    page = client.get("/t/bridal?metal=silver")

    assert 'href="/c/earrings?tags=bridal&amp;metal=silver"' in page.text


def test_a_form_with_empty_fields_asks_for_everything(client: Browser) -> None:
    a_ring(name="Band")

    page = client.get("/shop?price_min=&price_max=&sort=featured")

    assert names(page.text) == ["Band"]
    assert "Remove: " not in page.text


@pytest.mark.parametrize(
    ("sort", "order"),
    [("price_asc", ["A", "B", "C"]), ("price_desc", ["C", "B", "A"]), ("newest", ["B", "C", "A"]), ("name", ["A", "B", "C"])],
)
def test_the_order_is_as_chosen(client: Browser, sort: str, order: list[str]) -> None:
    for name, price in (("A", 1_000), ("C", 3_000), ("B", 2_000)):
        a_ring(name=name, price=price)

    page = client.get(f"/shop?sort={sort}")

    assert names(page.text) == order
    assert f'<option value="{sort}" selected>' in page.text


def test_what_follows_the_first_page_is_a_link_that_shows_the_next_and_leads_back(client: Browser) -> None:
    a_catalog(30)

    first, second = client.get("/shop?sort=name"), client.get("/shop?sort=name&page=2")

    assert len(names(first.text)) == 24
    assert 'href="/shop?sort=name&amp;page=2"' in first.text
    assert len(names(second.text)) == 6
    assert not set(names(first.text)) & set(names(second.text))
    assert '<a class="link" href="/shop?sort=name">Show what comes before</a>' in second.text
    assert "30 of 30 pieces" in second.text


def test_htmx_gets_the_parts_a_clean_address_and_the_number_to_be_said(client: Browser) -> None:
    a_ring(specifications={"material": "Silver"})

    part = client.get("/c/rings?metal=silver&price_min=&price_max=&sort=featured", headers=HTMX)

    assert part.headers["HX-Push-Url"] == "/c/rings?metal=silver"
    assert all(f'id="{name}"' in part.text for name in ("results", "toolbar", "facet-groups"))
    assert "<html" not in part.text
    assert re.search(r'id="live"[^>]*data-hx-swap-oob="innerHTML"><p class="unseen">1 piece</p>', part.text)


def test_more_by_htmx_says_how_far_one_is(client: Browser) -> None:
    a_catalog(30)

    part = client.get("/shop?page=2", headers=HTMX)

    assert part.headers["HX-Push-Url"] == "/shop?page=2"
    assert "30 of 30 pieces shown" in part.text


def test_a_list_without_results_names_what_to_take_away(client: Browser) -> None:
    a_ring(specifications={"material": "Silver"})

    page = client.get("/shop?metal=silver&price_min=900000")

    assert page.status_code == 200
    assert "Nothing answers to all of that" in page.text
    assert 'href="/shop?metal=silver"' in page.text


def test_a_shop_without_pieces_looks_as_if_it_were_meant(client: Browser) -> None:
    page = client.get("/shop")

    assert page.status_code == 200
    assert "The first pieces are on their way." in page.text


@pytest.mark.parametrize(
    "query",
    [
        "page=abc",
        "page=0",
        "page=-1",
        "page=99999999999999999999",
        "sort=cheapest",
        "price_min=x&price_max=-5",
        "price_min=1e999",
        "price=10000",
        "in_stock=perhaps",
        "metal=" + "x" * 300,
        "metal=%00&tags=%00",
        "size=%FF%FE",
        "&".join(["stone=ruby"] * 500),
        "after=nonsense&limit=-3",
    ],
)
def test_an_address_with_nonsense_shows_the_list_all_the_same(client: Browser, query: str) -> None:
    a_ring(name="Band")

    for address in ("/shop", "/c/rings"):
        assert client.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["page=abc", "sort=cheapest", "in_stock=perhaps", "price_min=x"])
def test_a_wrong_value_is_left_out(client: Browser, query: str) -> None:
    a_ring(name="Band")

    page = client.get(f"/shop?{query}")

    assert names(page.text) == ["Band"]
    assert "Remove: " not in page.text


def test_an_unknown_tag_among_the_filters_empties_the_room_but_does_not_close_it(client: Browser) -> None:
    a_ring()

    page = client.get("/c/rings?tags=nothing")

    assert page.status_code == 200
    assert "<h1>Rings</h1>" in page.text
    assert names(page.text) == []


def test_a_page_beyond_the_last_leads_back_to_the_first(client: Browser) -> None:
    a_ring()

    page = client.get("/c/rings?page=7")

    assert page.status_code == 200
    assert "The list ends before this page" in page.text
    assert '<a class="button edge" href="/c/rings">' in page.text


def test_search_engines_see_one_address_for_a_room(client: Browser) -> None:
    a_catalog(100)

    filtered, second = client.get("/c/rings?metal=platinum&sort=name"), client.get("/c/rings?page=2")

    assert '<meta name="robots" content="noindex">' in filtered.text
    assert re.search(r'<link rel="canonical" href="http://localhost/c/rings\?[^"]*metal=platinum', filtered.text)
    assert '<link rel="canonical" href="http://localhost/c/rings?page=2">' in second.text


def test_a_list_that_is_not_kept_costs_four_statements(client: Browser, statements: Any) -> None:
    a_catalog(60)
    client.get("/c/rings?sort=newest")
    client.get("/c/rings?page=2")

    with statements(at_most=4):
        page = client.get("/c/rings?sort=name")

    assert len(names(page.text)) == 15


def test_what_cannot_be_bought_says_so(client: Browser) -> None:
    a_ring_with_choices(name="Band", stock=0)

    page = client.get("/shop")

    assert "Sold out" in page.text


def test_a_room_that_was_renamed_is_found_at_its_old_address(client: Browser) -> None:
    room = a_category("Earrings")
    services.change_category(room, parse(CategoryForm, {"name": "Ear jewels", "slug": "ear-jewels"}), None)

    answer = client.get("/c/earrings")

    assert (answer.status_code, answer.location) == (301, "/c/ear-jewels")


def test_the_filters_of_a_room_are_the_same_on_each_page_and_follow_a_change(client: Browser) -> None:
    first, *_ = some_products(
        *({"name": f"Band {n}", "category": "Rings", "price": 9_000, "specifications": {"material": "Silver"}} for n in range(30))
    )
    silver = r'name="metal" value="silver"[^>]*>Silver <b><span class="unseen">, </span>(\d+)</b>'

    before = [re.findall(silver, client.get(address).text) for address in ("/c/rings", "/c/rings?page=2", "/c/rings?sort=name")]
    services.change_product(first, parse(ProductChanges, {"visibility": False}), None)
    after = [re.findall(silver, client.get(address).text) for address in ("/c/rings", "/c/rings?page=2")]

    assert before == [["30"]] * 3
    assert after == [["29"]] * 2

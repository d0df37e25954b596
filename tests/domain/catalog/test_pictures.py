"""A picture's sizes, which come later, reach whatever shows it."""

import io

from flask import Flask
from PIL import Image

from storefront.core.outbox import work
from storefront.domain.catalog import queries
from storefront.domain.media import services as media
from tests.factories.catalog import a_category, a_ring


def a_picture() -> str:
    """The address of a picture whose sizes are not made yet."""
    data = io.BytesIO()
    Image.new("RGB", (400, 300), "gold").save(data, "PNG")
    return media.store(data.getvalue(), "ring.png", None).url


def test_products_and_rooms_learn_of_the_sizes_when_they_are_there(app: Flask) -> None:
    address = a_picture()
    ring = a_ring(images=["https://elsewhere.example/a.jpg", address], alts=["", "From above"])
    a_category("Coins", image=address)
    before = queries.cards([ring])[0]
    assert before.second is not None
    assert before.second.webp == ""

    work()

    after = queries.cards([ring])[0]
    assert after.version > before.version
    assert after.second is not None
    assert after.second.sizes == (320, 400)
    assert after.second.alt == "From above"
    assert after.picture == before.picture
    room = next(one for one in queries.menu() if one.name == "Coins")
    assert room.picture is not None
    assert room.picture.avif


def test_a_picture_that_the_catalog_does_not_show_moves_nothing(app: Flask) -> None:
    a_ring()
    a_picture()
    before = queries.version()

    work()

    assert queries.version() == before


def test_other_products_are_left_alone(app: Flask) -> None:
    ring, other = a_ring(images=[a_picture()]), a_ring()

    work()

    assert [queries.cards([one])[0].version for one in (ring, other)] == [2, 1]

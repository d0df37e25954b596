"""The cookie by which a guest's browser carries a bag."""

from tests.browser import Browser
from tests.factories.catalog import a_ring


def test_each_piece_that_is_put_in_keeps_the_bag_for_ninety_days_more(client: Browser) -> None:
    ring = a_ring(stock=5)

    first, second = (client.post("/bag/lines", data={"productId": ring, "quantity": "1"}) for _ in range(2))
    looking = client.get("/bag")

    cookies = [answer.headers["Set-Cookie"].split("; ") for answer in (first, second)]
    assert cookies[0][0] == cookies[1][0]
    assert all("Max-Age=7776000" in one for one in cookies)
    assert not any(cookie.startswith("bag=") for cookie in looking.headers.getlist("Set-Cookie"))

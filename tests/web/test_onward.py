"""Where one is sent on to: never to another site."""

import pytest

from storefront.web.onward import onward


@pytest.mark.parametrize("address", ["/", "/bag", "/p/lotus?size=12#reviews", "/search?q=a%20b&page=2", "/c/%E0%A4%85", "/a//b"])
def test_a_path_of_this_site_is_gone_to(address):
    assert onward(address, "/account") == address


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "bag",
        "//evil.in",
        "///evil.in",
        "/\\evil.in",
        "\\\\evil.in",
        "/\t/evil.in",
        "/\n/evil.in",
        "/bag\\..\\evil",
        " //evil.in",
        "https://evil.in",
        "https:evil.in",
        "javascript:alert(1)",
        "data:text/html,x",
        "/bag\r\nSet-Cookie: a=b",
        "/bag\0",
        "/नमस्ते",
        "/" + "x" * 5000,
    ],
)
def test_anything_else_is_not(address):
    assert onward(address, "/account") == "/account"

"""Fetching from elsewhere without being led home."""

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from storefront.adapters.fetch.base import Refused, Unreachable
from storefront.adapters.fetch.pinned import PinnedFetcher, resolve
from storefront.adapters.fetch.public import is_public
from tests.adapters.fetch.elsewhere import PICTURE, Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


def a_fetcher(server: Server, *names: list[str], seconds: float = 5) -> PinnedFetcher:
    """One for whom this server is open to everybody, and that learns in turn what each name it looks up stands for."""
    answers = iter([*names, *[["127.0.0.1"]] * 9])
    return PinnedFetcher(
        resolve=lambda _name, _port: next(answers),
        may_reach=lambda ip, port: (ip, port) == ("127.0.0.1", server.port),
        seconds=seconds,
    )


def get(server: Server, path: str, at_most: int = 1000, seconds: float = 5) -> bytes:
    return a_fetcher(server, seconds=seconds).get(f"http://pictures.example:{server.port}{path}", at_most)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104
        "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::",
        "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378::1", "2001:db8::1", "3fff::1", "100::1",
        "localhost", "", "8.8.8.8.8",
    ],
)  # fmt: skip
def test_what_is_not_of_the_open_internet_is_nobody_s(address: str) -> None:
    assert not is_public(address, 443)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111", "2001:4860:4860::8888", "2a00:1450::1"])
def test_what_is_of_the_open_internet_is_anybody_s_at_the_ports_of_the_web(address: str) -> None:
    assert is_public(address, 80)
    assert is_public(address, 443)
    assert not is_public(address, 22)
    assert not is_public(address, 6379)


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/", "http://127.0.0.1/", "http://[::1]/", "http://2130706433/", "http://0x7f.1/", "http://127.1/",
        "https://[::ffff:127.0.0.1]/", "http://0/", "http://localhost:6379/", "http://017700000001/",
    ],
)  # fmt: skip
def test_no_way_of_writing_it_leads_to_this_machine(address: str) -> None:
    with pytest.raises(Refused, match="not open to everybody"):
        PinnedFetcher().get(address, 1000)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://pictures.example/a.jpg", "gopher://x/", "//pictures.example/a.jpg", "/a.jpg", "", "http://",
        "http://user:secret@pictures.example/", "http://@pictures.example/", "http://[::1", "http://x:99999/", "http://x:a/",
        f"http://{'x' * 70}.example/", "http://a..b/", "http://%5Bbad/", "http://a b/", "http://a\x00b/", "http://fe80::1%eth0/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_not_asked(server: Server, address: str) -> None:
    with pytest.raises(Refused):
        a_fetcher(server).get(address, 1000)

    assert server.asked == []


def test_the_bytes_come_and_the_server_is_asked_by_its_name(server: Server) -> None:
    assert get(server, "/ring.png?v=1&size=großartig x") == PICTURE

    assert server.asked == [(f"pictures.example:{server.port}", "/ring.png?v=1&size=gro%C3%9Fartig%20x")]


def test_one_redirect_is_followed(server: Server) -> None:
    assert get(server, "/moved") == PICTURE


@pytest.mark.parametrize(
    "elsewhere",
    ["http://169.254.169.254/latest", "//127.0.0.1:22/", "http://[::1]/", "file:///etc/passwd", "http://x@y/", "http://[bad"],
)
def test_no_redirect_leads_home(server: Server, elsewhere: str) -> None:
    # Each name means what it says; only the first is the server's.
    fetcher = PinnedFetcher(
        resolve=lambda name, port: ["127.0.0.1"] if name == "pictures.example" else resolve(name, port),
        may_reach=lambda ip, port: (ip, port) == ("127.0.0.1", server.port),
    )

    with pytest.raises(Refused):
        fetcher.get(f"http://pictures.example:{server.port}/astray?{elsewhere}", 1000)

    assert len(server.asked) == 1


def test_redirects_without_end_are_given_up(server: Server) -> None:
    with pytest.raises(Refused, match="without end"):
        get(server, "/circle")

    assert len(server.asked) == 4


def test_a_name_that_means_another_machine_a_moment_later_gains_nothing(server: Server) -> None:
    looked_up: list[str] = []

    def changing(name: str, _port: int) -> list[str]:
        looked_up.append(name)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["10.0.0.1"]

    fetcher = PinnedFetcher(changing, lambda ip, port: (ip, port) == ("127.0.0.1", server.port))

    assert fetcher.get(f"http://pictures.example:{server.port}/ring.png", 1000) == PICTURE
    assert looked_up == ["pictures.example"]


def test_a_redirect_s_name_is_looked_up_and_checked_anew(server: Server) -> None:
    with pytest.raises(Refused):
        a_fetcher(server, ["127.0.0.1"], ["10.0.0.1"]).get(f"http://pictures.example:{server.port}/moved", 1000)


def test_a_name_that_also_means_a_machine_of_ours_is_not_asked(server: Server) -> None:
    with pytest.raises(Refused):
        a_fetcher(server, ["127.0.0.1", "192.168.0.1"]).get(f"http://pictures.example:{server.port}/ring.png", 1000)

    assert server.asked == []


@pytest.mark.parametrize("path", ["/large", "/endless"])
def test_more_than_was_allowed_is_not_read(server: Server, path: str) -> None:
    with pytest.raises(Refused, match="too large"):
        get(server, path, at_most=100_000)


@pytest.mark.parametrize("path", ["/slow", "/silent"])
def test_a_server_that_sends_a_byte_now_and_then_does_not_hold_us(server: Server, path: str) -> None:
    began = time.monotonic()

    with pytest.raises(Unreachable):
        get(server, path, seconds=0.5)

    assert time.monotonic() - began < 2


def test_what_is_not_there_is_refused_and_what_is_busy_may_come_later(server: Server) -> None:
    with pytest.raises(Refused, match="404"):
        get(server, "/gone")
    for path in ("/busy", "/nonsense"):
        with pytest.raises(Unreachable):
            get(server, path)


def test_a_name_that_is_not_known_may_come_later(server: Server) -> None:
    def unknown(_name: str, _port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(Unreachable):
        PinnedFetcher(unknown).get("http://pictures.example/", 1000)


def a_certificate(name: str, folder: Path) -> Path:
    """A certificate for this name that nobody but itself has signed, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    begins = datetime.now(UTC) - timedelta(days=1)
    made = x509.CertificateBuilder(subject, subject, key.public_key(), 1, begins, begins + timedelta(days=2))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    kept = made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)
    path = folder / "certificate.pem"
    path.write_bytes(kept + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def test_the_certificate_is_asked_for_the_name_although_we_connect_to_an_address(tmp_path: Path) -> None:
    path = a_certificate("pictures.example", tmp_path)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(path)
    with serving(tls=own) as server:
        trusting = PinnedFetcher(
            lambda _name, _port: ["127.0.0.1"],
            lambda ip, port: (ip, port) == ("127.0.0.1", server.port),
            ssl.create_default_context(cafile=path),
        )

        assert trusting.get(f"https://pictures.example:{server.port}/ring.png", 1000) == PICTURE
        with pytest.raises(Unreachable):
            trusting.get(f"https://other.example:{server.port}/ring.png", 1000)
        assert server.asked == [(f"pictures.example:{server.port}", "/ring.png")]

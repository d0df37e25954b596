"""The contract of every mailer: the mailbox and SMTP."""

import socket
import ssl
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from storefront.adapters.mail.base import Mailer, MailRefused, Message
from storefront.adapters.mail.mailbox import MailboxMailer
from storefront.adapters.mail.smtp import SmtpMailer
from storefront.core import clock
from tests.real_services import SmtpServer, smtp_serving

SENDER = "Kundan <orders@kundan.example>"
MESSAGE = Message(
    to="asha@example.in",
    subject="Your order KD-1001 for ₹1,23,456",
    text="Namaste आशा,\nyour ring is on its way.",
    html="<p>Namaste आशा, your ring is on its way.</p>",
    message_id="order-KD-1001-confirmed",
    headers={"Reply-To": "care@kundan.example"},
)

NO_ADDRESSES = ("", "asha", "@example.in", "asha@", "Asha <a@b.in>", "a b@c.in", "a@b..in", "a@" + "x" * 70 + ".in")
NO_ADDRESSES += (
    "a@b.in, c@d.in",
    "a@b.in,c@d.in",
    "a@b.in\r\nBcc: c@d.in",
    "=?utf-8?q?thief?=@b.in",
    "a\u2028@b.in",
    "\udc80@b.in",
)


@dataclass
class Post:
    """A mailer, and how to see what came of it."""

    mailer: Mailer
    folder: Path | None = None
    server: SmtpServer | None = None

    def letters(self) -> list[EmailMessage]:
        if self.server:
            return self.server.taken
        files = sorted(self.folder.glob("*.eml")) if self.folder else []
        return [BytesParser(policy=default).parsebytes(file.read_bytes()) for file in files]


@pytest.fixture(params=["mailbox", "smtp"])
def post(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Post]:
    if request.param == "mailbox":
        yield Post(MailboxMailer(tmp_path / "mailbox", SENDER), folder=tmp_path / "mailbox")
    else:
        server = request.getfixturevalue("smtp_server")
        yield Post(SmtpMailer(f"smtp://127.0.0.1:{server.port}", SENDER), server=server)


def body(letter: EmailMessage, kind: Any) -> str:
    part = letter.get_body((kind,))
    return str(part.get_content()).replace("\r\n", "\n").strip() if part else ""


def test_a_letter_arrives_as_it_was_written(post: Post) -> None:
    with clock.frozen(datetime(2026, 11, 22, 6, 30, tzinfo=UTC)):
        post.mailer.send(MESSAGE)

    [letter] = post.letters()
    assert letter["From"] == SENDER
    assert letter["To"] == "asha@example.in"
    assert letter["Subject"] == MESSAGE.subject
    assert letter["Reply-To"] == "care@kundan.example"
    assert letter["Date"].datetime == datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "multipart/alternative"
    assert body(letter, "plain") == MESSAGE.text
    assert body(letter, "html") == MESSAGE.html


def test_a_repeat_carries_the_same_id(post: Post) -> None:
    post.mailer.send(MESSAGE)
    post.mailer.send(MESSAGE)

    assert {letter["Message-ID"] for letter in post.letters()} == {"<order-KD-1001-confirmed@kundan.example>"}


def test_what_makes_no_message_id_is_hashed_into_one(post: Post) -> None:
    post.mailer.send(replace(MESSAGE, message_id="reset <asha@example.in>\r\nBcc: x@example.in" * 3))

    [letter] = post.letters()
    local, _, domain = letter["Message-ID"].strip("<>").partition("@")
    assert (len(local), domain) == (32, "kundan.example")
    assert letter["Bcc"] is None


@pytest.mark.parametrize(
    "evil", ["\r\nBcc: thief@example.in", "\nBcc: thief@example.in\n\nbody", "\rBcc: x", "\x0b\x85\u2028Bcc: x"]
)
def test_no_value_adds_a_header(post: Post, evil: str) -> None:
    post.mailer.send(replace(MESSAGE, subject=f"Hello{evil}", headers={"Reply-To": f"care@kundan.example{evil}"}))

    [letter] = post.letters()
    assert letter["Bcc"] is None
    assert letter["Subject"].startswith("Hello Bcc:")
    assert body(letter, "plain") == MESSAGE.text


def test_a_link_to_unsubscribe_stays_in_one_piece(post: Post) -> None:
    link = f"<https://kundan.example/newsletter/{'0' * 24}/end?key={'f' * 32}>"

    post.mailer.send(replace(MESSAGE, headers={"List-Unsubscribe": link, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}))

    [letter] = post.letters()
    assert letter["List-Unsubscribe"] == link
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = letter.as_bytes(policy=letter.policy.clone(refold_source="none")).decode()
    assert link in raw


def test_a_header_of_another_name_cannot_be_smuggled_in(post: Post) -> None:
    with pytest.raises(ValueError, match="not the name of a header"):
        post.mailer.send(replace(MESSAGE, headers={"X-A: b\r\nBcc": "thief@example.in"}))

    assert post.letters() == []


@pytest.mark.parametrize("to", NO_ADDRESSES)
def test_what_is_not_one_address_is_refused(post: Post, to: str) -> None:
    with pytest.raises(MailRefused):
        post.mailer.send(replace(MESSAGE, to=to))

    assert post.letters() == []


@pytest.mark.parametrize(
    ("to", "arrives"), [("o'neil+ring@example.in", "o'neil+ring@example.in"), ("a@उदाहरण.भारत", "a@xn--p1b6ci4b4b3a.xn--h2brj9c")]
)
def test_unusual_addresses_are_reached(post: Post, to: str, arrives: str) -> None:
    post.mailer.send(replace(MESSAGE, to=to))

    [letter] = post.letters()
    assert letter["To"] == arrives


@pytest.mark.parametrize(
    ("sender", "name", "address"),
    [
        ("orders@kundan.example", "", "orders@kundan.example"),
        ('Rao, Sons & Co. "Since 1952" <orders@127.0.0.1>', 'Rao, Sons & Co. "Since 1952"', "orders@127.0.0.1"),
        ('"Kundan, Jewellers" <orders@kundan.example>', "Kundan, Jewellers", "orders@kundan.example"),
        ("कुंदन\r\nBcc: x <orders@kundan.example>", "कुंदन Bcc: x", "orders@kundan.example"),
    ],
)
def test_a_shop_may_be_called_anything(tmp_path: Path, sender: str, name: str, address: str) -> None:
    mailbox = Post(MailboxMailer(tmp_path, sender), folder=tmp_path)

    mailbox.mailer.send(MESSAGE)

    [letter] = mailbox.letters()
    [origin] = letter["From"].addresses
    assert (origin.display_name, origin.addr_spec) == (name, address)


@pytest.mark.parametrize("sender", ["", "Kundan", "Kundan <>", "a@b.in, c@d.in", "Kundan <a b@c.in>"])
def test_a_sender_without_an_address_is_told_at_once(tmp_path: Path, sender: str) -> None:
    with pytest.raises(ValueError, match="MAIL_FROM"):
        MailboxMailer(tmp_path, sender)
    with pytest.raises(ValueError, match="MAIL_FROM"):
        SmtpMailer("smtp://127.0.0.1", sender)


def test_lines_of_any_length_arrive(post: Post) -> None:
    post.mailer.send(replace(MESSAGE, text="x" * 5000, subject="long " * 60))

    [letter] = post.letters()
    assert body(letter, "plain") == "x" * 5000
    assert letter["Subject"] == ("long " * 60).strip()


def test_a_server_that_refuses_has_the_worker_try_again(smtp_server: SmtpServer) -> None:
    smtp_server.refuse = "452 the mailbox is full"

    with pytest.raises(MailRefused, match="the mailbox is full"):
        SmtpMailer(f"smtp://127.0.0.1:{smtp_server.port}", SENDER).send(MESSAGE)


def test_a_server_that_is_away_or_silent_has_the_worker_try_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(MailRefused):
            SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER, timeout=0.2).send(MESSAGE)
    with pytest.raises(MailRefused):
        SmtpMailer(f"smtp://127.0.0.1:{port}", SENDER, timeout=0.2).send(MESSAGE)


def test_user_and_password_are_shown_to_a_server_on_this_machine(smtp_server: SmtpServer) -> None:
    SmtpMailer(f"smtp://shop%40kundan:sesame@127.0.0.1:{smtp_server.port}", SENDER).send(MESSAGE)

    assert smtp_server.logins == [("shop@kundan", "sesame")]
    assert smtp_server.recipients == ["asha@example.in"]


def test_a_wrong_password_is_a_refusal(smtp_server: SmtpServer) -> None:
    with pytest.raises(MailRefused):
        SmtpMailer(f"smtp://shop:wrong@127.0.0.1:{smtp_server.port}", SENDER).send(MESSAGE)

    assert smtp_server.taken == []


def test_a_password_never_goes_in_clear_to_another_machine(smtp_server: SmtpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storefront.adapters.mail.smtp._HERE", ())

    with pytest.raises(MailRefused, match="encryption"):
        SmtpMailer(f"smtp://shop:sesame@127.0.0.1:{smtp_server.port}", SENDER).send(MESSAGE)

    assert smtp_server.logins == []


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's certificate for 'localhost', signed by itself; SSL_CERT_FILE makes this process trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime.now(UTC) - timedelta(days=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = built.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "server.pem").write_bytes(pem + secret)
    (tmp_path / "trusted.pem").write_bytes(pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "server.pem")
    return context


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_offers_encryption_gets_letter_and_password_by_it_alone(certificate: ssl.SSLContext, scheme: str) -> None:
    options = {"ssl_context": certificate} if scheme == "smtps" else {"tls_context": certificate, "require_starttls": True}

    with smtp_serving(**options, auth_require_tls=scheme == "smtp") as server:
        SmtpMailer(f"{scheme}://shop:sesame@localhost:{server.port}", SENDER).send(MESSAGE)

    assert server.logins == [("shop", "sesame")]
    assert server.recipients == ["asha@example.in"]


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_cannot_prove_its_name_gets_nothing(certificate: ssl.SSLContext, scheme: str) -> None:
    options = {"ssl_context": certificate} if scheme == "smtps" else {"tls_context": certificate}

    with smtp_serving(**options) as server, pytest.raises(MailRefused, match="certificate"):
        SmtpMailer(f"{scheme}://shop:sesame@127.0.0.1:{server.port}", SENDER).send(MESSAGE)

    assert (server.logins, server.taken) == ([], [])


def test_the_mailbox_shows_what_it_keeps_the_newest_first(tmp_path: Path) -> None:
    mailbox = MailboxMailer(tmp_path, SENDER)
    for hour in (9, 11, 10):
        with clock.frozen(datetime(2026, 11, 22, hour, tzinfo=UTC)):
            mailbox.send(replace(MESSAGE, subject=f"At {hour}", message_id=f"at-{hour}"))

    kept = mailbox.messages(limit=2)

    assert [letter.subject for letter in kept] == ["At 11", "At 10"]
    assert kept[0].to == "asha@example.in"
    assert kept[0].at == datetime(2026, 11, 22, 11, tzinfo=UTC)
    assert kept[0].text.strip() == MESSAGE.text
    assert kept[0].html.strip() == MESSAGE.html
    assert mailbox.read(kept[0].name) == kept[0]


def test_the_same_message_twice_is_one_file(tmp_path: Path) -> None:
    mailbox = MailboxMailer(tmp_path, SENDER)
    mailbox.send(MESSAGE)
    mailbox.send(MESSAGE)

    assert len(mailbox.messages()) == 1
    assert len(list(tmp_path.iterdir())) == 1


def test_a_kept_letter_is_for_the_shops_own_user_only(tmp_path: Path) -> None:
    MailboxMailer(tmp_path, SENDER).send(MESSAGE)

    [file] = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["", "..", "../secrets", "a" * 32, "A" * 32, "a" * 32 + "\n"])
def test_no_other_file_can_be_read_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "secrets.eml").write_text("secret")

    assert MailboxMailer(tmp_path / "mailbox", SENDER).read(name) is None


def test_an_empty_mailbox_shows_nothing(tmp_path: Path) -> None:
    assert MailboxMailer(tmp_path / "none", SENDER).messages() == []


def test_a_mailbox_that_cannot_be_written_has_the_worker_try_again(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(MailRefused):
        MailboxMailer(tmp_path / "file", SENDER).send(MESSAGE)

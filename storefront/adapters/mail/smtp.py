"""Mail through a server."""

import smtplib
import ssl
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from storefront.adapters.mail.base import MailRefused, Message
from storefront.adapters.mail.letter import compose, sender_of

_HERE = ("localhost", "127.0.0.1", "::1")


class SmtpMailer:
    """`smtp://user:password@host:587`, encrypted by STARTTLS when the server offers it, or `smtps://…`, encrypted from the start.

    A password never goes in clear to another machine. Each wait for the server is at most `timeout` seconds.
    """

    def __init__(self, address: str, sender: str, timeout: float = 10) -> None:
        parts = urlsplit(address)
        self._host = parts.hostname or "localhost"
        self._encrypted = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._encrypted else 587)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender_of(sender)
        self._timeout = timeout

    def send(self, message: Message) -> None:
        letter = compose(message, self._sender)
        try:
            server = self._connect()
            try:
                self._introduce(server)
                server.send_message(letter)
            finally:
                # The letter is taken or refused by now: a farewell that fails must not have it sent again.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
        except (smtplib.SMTPException, OSError) as error:
            raise MailRefused(f"The mail server did not take the message: {error}") from error

    def _connect(self) -> smtplib.SMTP:
        # Named after the sender's domain: smtplib would look this machine's name up, which may take long.
        domain = self._sender.domain
        if self._encrypted:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._host, self._port, domain, timeout=self._timeout, context=context)
        return smtplib.SMTP(self._host, self._port, domain, timeout=self._timeout)

    def _introduce(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        encrypted = self._encrypted
        if not encrypted and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            encrypted = True
        if not self._user:
            return
        if not encrypted and self._host not in _HERE:
            raise smtplib.SMTPException("it does not offer encryption, without which the password is not sent.")
        server.login(self._user, self._password)

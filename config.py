"""Every setting of a deployment, typed, from the environment. The trade (delivery, taxes, texts) is set in the back office.

`Config.from_env()` stops the start with one sentence that names the setting that is wrong. It makes the secrets that were not
given and keeps them in DATA_DIR, so that a shop on one machine needs no setting at all.
"""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


class SettingError(SystemExit):
    """The start stops with this sentence."""


def _setting(default: Any, explained: str) -> Any:
    return field(default=default, metadata={"explained": explained})


@dataclass(frozen=True)
class Config:
    HOST: str = _setting("127.0.0.1", "Address that the server listens on.")
    PORT: int = _setting(8000, "Port that the server listens on.")
    SITE_URL: str = _setting(
        "",
        "Where people reach the shop, without a path; all absolute addresses come from it. Without it http://127.0.0.1 and PORT.",
    )
    SHOP_NAME: str = _setting("Kundan", "The shop's name until it is set in the back office.")
    DATA_DIR: Path = _setting(Path("data"), "Database, uploads, mailbox and secrets that were made.")  # noqa: RUF009  a Path is immutable
    DB_CONNECTION_STRING: str = _setting("", "sqlite:///… or postgresql://…; without it SQLite in DATA_DIR.")
    DB_POOL_SIZE: int = _setting(4, "Database connections that each process keeps.")
    REDIS_URL: str = _setting("", "Cache and rate limits shared by several machines; without it they live in the process.")
    STORAGE_URL: str = _setting("", "s3://bucket?endpoint=…&region=…&public=…; without it pictures lie in DATA_DIR.")
    CDN_URL: str = _setting("", "Address before pictures and assets, if a CDN fetches them from the shop.")
    MAIL_URL: str = _setting(
        "", "smtp://user:password@host:587 or smtps://…; without it mail is kept in DATA_DIR and shown in the back office."
    )
    MAIL_FROM: str = _setting("", "Sender of the shop's mail; without it orders@ the site's host.")
    SECRET_KEY: str = _setting("", "Signs forms and links.")
    JWT_SECRET: str = _setting("", "Encrypts access tokens.")
    JWT_REFRESH_SECRET: str = _setting("", "Encrypts refresh tokens.")
    COOKIE_SAMESITE: str = _setting("Lax", "Lax, or None for single-page clients on another site (https only).")
    CORS_ORIGIN: tuple[str, ...] = _setting((), "Origins of single-page clients, separated by commas.")
    RAZORPAY_KEY_ID: str = _setting("", "Razorpay's key; without it a sandbox gateway takes its place.")
    RAZORPAY_KEY_SECRET: str = _setting("", "Razorpay's secret.")
    RAZORPAY_WEBHOOK_SECRET: str = _setting("", "The secret given to Razorpay for its webhook.")
    RAZORPAY_BASE_URL: str = _setting("https://api.razorpay.com", "Where Razorpay's API is.")
    PAYMENTS: str = _setting("", "sandbox: use the sandbox gateway although the site is public.")
    GOOGLE_CLIENT_ID: str = _setting("", "Google's client id; with its secret people can sign in with Google.")
    GOOGLE_CLIENT_SECRET: str = _setting("", "Google's client secret.")
    GOOGLE_DISCOVERY_URL: str = _setting(
        "https://accounts.google.com/.well-known/openid-configuration", "Where the identity provider describes itself."
    )
    ADMIN_USERNAME: str = _setting("admin", "The admin made at the first start.")
    ADMIN_PASSWORD: str = _setting("", "That admin's password; without it a random one is printed once.")
    ADMIN_EMAIL: str = _setting("", "That admin's e-mail address.")
    DEMO: bool = _setting(False, "1: fill an empty shop with the demo catalogue; `make run` sets it unless told otherwise.")
    RATELIMIT_ENABLED: bool = _setting(True, "0: no limits on sign-in, register, reset, upload and order.")
    TRUSTED_HOPS: int = _setting(0, "Proxies in front whose X-Forwarded-For, -Proto and -Host are believed.")
    LOG_FORMAT: str = _setting("text", "text for people, json for machines.")
    WEB_CONCURRENCY: int = _setting(0, "Server processes; 0: one per core.")
    BCRYPT_COST: int = _setting(12, "Work of one password hash, as a power of two; at least 10 outside tests.")

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Config":
        """The settings of this environment, checked and complete."""
        env = os.environ if env is None else env
        given = {name: _read(cls, name, env[name]) for name in cls.__dataclass_fields__ if env.get(name, "").strip()}
        return complete(cls(**given))

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the shop."""
        return urlsplit(self.SITE_URL).hostname in ("127.0.0.1", "localhost", "::1")

    @property
    def is_https(self) -> bool:
        return self.SITE_URL.startswith("https://")

    @property
    def payments_open(self) -> bool:
        """Money can be taken, or a test of it: with Razorpay's keys, or a sandbox that nobody takes for a shop."""
        return bool(self.RAZORPAY_KEY_ID) or self.is_local or self.PAYMENTS == "sandbox"


def complete(config: Config) -> Config:
    """Checks what belongs together, fills in what follows from the rest, and makes the secrets that are missing."""
    filled = {
        "DATA_DIR": config.DATA_DIR.resolve(),
        "SITE_URL": config.SITE_URL.rstrip("/") or f"http://127.0.0.1:{config.PORT}",
        "DB_CONNECTION_STRING": _database(config),
    }
    config = _with(config, filled)
    _check(config)
    return _with(config, _secrets(config))


def _with(config: Config, changes: dict[str, Any]) -> Config:
    return Config(**{name: changes.get(name, getattr(config, name)) for name in Config.__dataclass_fields__})


def _read(cls: type[Config], name: str, text: str) -> Any:
    text = text.strip()
    default = cls.__dataclass_fields__[name].default
    if isinstance(default, bool):
        if text.lower() not in ("0", "1", "true", "false", "yes", "no"):
            raise SettingError(f"{name} must be 1 or 0, not {text!r}.")
        return text.lower() in ("1", "true", "yes")
    if isinstance(default, int):
        if not (text.isascii() and text.isdigit()):
            raise SettingError(f"{name} must be a whole number, not {text!r}.")
        return int(text)
    if isinstance(default, tuple):
        return tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    return Path(text) if isinstance(default, Path) else text


def _database(config: Config) -> str:
    url = config.DB_CONNECTION_STRING
    if not url:
        return f"sqlite:///{config.DATA_DIR.resolve()}/shop.sqlite3"
    if url.startswith("mongodb"):
        raise SettingError(
            "DB_CONNECTION_STRING names MongoDB; Kundan keeps its data in SQLite or PostgreSQL. "
            "Export the collections with mongoexport and read them with `flask import mongo <folder>`."
        )
    for prefix in ("postgresql+psycopg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if not url.startswith("sqlite:///"):
        raise SettingError("DB_CONNECTION_STRING must begin with sqlite:///, postgresql:// or postgres://.")
    return _with_a_folder(url)


def _with_a_folder(url: str) -> str:
    file = Path(url.removeprefix("sqlite:///").partition("?")[0])
    if file.name in ("", ":memory:") or not file.parent.is_dir():
        raise SettingError(
            "DB_CONNECTION_STRING must name a file in a folder that is there, as sqlite:////var/shop/shop.sqlite3."
        )
    return url


_RANGES = {
    "PORT": (1, 65535),
    "DB_POOL_SIZE": (1, 100),
    "TRUSTED_HOPS": (0, 10),
    "WEB_CONCURRENCY": (0, 64),
    "BCRYPT_COST": (4, 16),
}


def _check(config: Config) -> None:
    for name, (least, most) in _RANGES.items():
        if not least <= getattr(config, name) <= most:
            raise SettingError(f"{name} must be from {least} to {most}, not {getattr(config, name)}.")
    _check_site(config)
    _check_mail(config)
    _check_payments(config)
    _check_google(config)
    if config.COOKIE_SAMESITE not in ("Lax", "None"):
        raise SettingError(f"COOKIE_SAMESITE must be Lax or None, not {config.COOKIE_SAMESITE!r}.")
    if config.COOKIE_SAMESITE == "None" and not config.is_https:
        raise SettingError("COOKIE_SAMESITE=None needs a SITE_URL that begins with https://, or browsers drop the cookies.")
    if config.LOG_FORMAT not in ("text", "json"):
        raise SettingError(f"LOG_FORMAT must be text or json, not {config.LOG_FORMAT!r}.")
    if config.STORAGE_URL and urlsplit(config.STORAGE_URL).scheme != "s3":
        raise SettingError("STORAGE_URL must begin with s3://.")
    if config.REDIS_URL and urlsplit(config.REDIS_URL).scheme not in ("redis", "rediss", "unix"):
        raise SettingError("REDIS_URL must begin with redis://, rediss:// or unix://.")


def _check_site(config: Config) -> None:
    origins = (("SITE_URL", (config.SITE_URL,)), ("CORS_ORIGIN", config.CORS_ORIGIN))
    for name, urls in (*origins, ("CDN_URL", (config.CDN_URL,)), ("RAZORPAY_BASE_URL", (config.RAZORPAY_BASE_URL,))):
        for url in filter(None, urls):
            if not _is_address(url):
                raise SettingError(f"{name} must be an address such as https://shop.example.in, not {url!r}.")
    for name, urls in origins:
        # The shop's own paths begin at the root, and what browsers send as Origin has none.
        for url in urls:
            if urlsplit(url).path or urlsplit(url).query:
                raise SettingError(f"{name} must end with the host or its port, as https://shop.example.in, not {url!r}.")


def _check_mail(config: Config) -> None:
    if config.MAIL_URL and (urlsplit(config.MAIL_URL).scheme not in ("smtp", "smtps") or not urlsplit(config.MAIL_URL).hostname):
        raise SettingError("MAIL_URL must name a server, as smtp://mail.example.in:587 or smtps://mail.example.in.")
    name, _, host = config.ADMIN_EMAIL.partition("@")
    if config.ADMIN_EMAIL and not (name and host and "@" not in host and config.ADMIN_EMAIL.split() == [config.ADMIN_EMAIL]):
        raise SettingError(f"ADMIN_EMAIL must be an address such as asha@example.in, not {config.ADMIN_EMAIL!r}.")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _check_payments(config: Config) -> None:
    names = ("RAZORPAY_KEY_ID", "RAZORPAY_KEY_SECRET", "RAZORPAY_WEBHOOK_SECRET")
    missing = [name for name in names if not getattr(config, name)]
    if 0 < len(missing) < len(names):
        raise SettingError(f"{missing[0]} is missing: Razorpay needs {', '.join(names[:2])} and {names[2]} together.")
    for name in (*names, "SECRET_KEY", "JWT_SECRET", "JWT_REFRESH_SECRET"):
        if getattr(config, name).lower().startswith("your_") or getattr(config, name).endswith("xxxxx"):
            raise SettingError(f"{name} is still the placeholder of the documentation; give the real one.")
    if config.PAYMENTS not in ("", "sandbox"):
        raise SettingError(f"PAYMENTS must be sandbox or empty, not {config.PAYMENTS!r}.")


def _check_google(config: Config) -> None:
    names = ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET")
    missing = [name for name in names if not getattr(config, name)]
    if len(missing) == 1:
        raise SettingError(f"{missing[0]} is missing: signing in with Google needs {names[0]} and {names[1]} together.")
    for name in names:
        if getattr(config, name).lower().startswith("your_"):
            raise SettingError(f"{name} is still a placeholder; give the real one, or leave both out.")
    if not _is_address(config.GOOGLE_DISCOVERY_URL):
        raise SettingError(f"GOOGLE_DISCOVERY_URL must be an address, not {config.GOOGLE_DISCOVERY_URL!r}.")


_SECRETS = ("SECRET_KEY", "JWT_SECRET", "JWT_REFRESH_SECRET")


def _secrets(config: Config) -> dict[str, str]:
    given = {name: getattr(config, name) for name in _SECRETS if getattr(config, name)}
    for name, value in given.items():
        if len(value) < 16:
            raise SettingError(f"{name} is too short: it needs at least 16 characters.")
    missing = [name for name in _SECRETS if name not in given]
    if not missing:
        return given
    if config.DB_CONNECTION_STRING.startswith("postgresql") and not config.is_local:
        raise SettingError(
            f"{missing[0]} is missing: a public shop on PostgreSQL may run on several machines, which must share it."
        )
    return {**_kept_secrets(config.DATA_DIR), **given}


def _kept_secrets(folder: Path) -> dict[str, str]:
    kept = folder / "secrets.json"
    try:
        if not kept.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _write_once(kept, json.dumps({name: secrets.token_urlsafe(48) for name in _SECRETS}))
        return dict(json.loads(kept.read_text()))
    except OSError as error:
        raise SettingError(f"DATA_DIR {str(folder)!r} cannot be written: {error.strerror}.") from None
    except ValueError:
        raise SettingError(f"{kept} in DATA_DIR is damaged: restore it, or delete it to sign everybody out.") from None


def _write_once(path: Path, text: str) -> None:
    # Web and worker may start at the same moment: whoever links first wins, and both read the same file afterwards.
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        print("secrets were made by another process", file=sys.stderr)
    finally:
        draft.unlink()

"""The only place that knows all: settings, database, adapters, faces."""

from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from config import Config, SettingError
from storefront import adapters, api, backoffice, cli, domain, shop, web
from storefront.adapters.cache.base import Cache
from storefront.adapters.cache.process import ProcessCache
from storefront.adapters.cache.shared import SharedCache
from storefront.adapters.fetch.pinned import PinnedFetcher
from storefront.adapters.identity.base import IdentityProvider
from storefront.adapters.identity.google import Google
from storefront.adapters.mail.base import Mailer
from storefront.adapters.mail.mailbox import MailboxMailer
from storefront.adapters.mail.smtp import SmtpMailer
from storefront.adapters.payments.base import Gateway
from storefront.adapters.payments.razorpay import RazorpayGateway
from storefront.adapters.payments.sandbox import SandboxGateway
from storefront.adapters.search.base import SearchIndex
from storefront.adapters.search.postgres import PostgresSearch
from storefront.adapters.search.sqlite import SqliteSearch
from storefront.adapters.storage.base import Storage
from storefront.adapters.storage.folder import FolderStorage
from storefront.adapters.storage.s3 import S3Storage
from storefront.core import postgres, site, sqlite
from storefront.core.db import db, engine_options, let_go
from storefront.web.arriving import Seats

ROOT = __file__.rsplit("/", 2)[0]


def create_app(config: Config) -> Flask:
    """The shop, ready to serve. Touches nothing outside but the folder of the data; migrations are a command."""
    app = Flask(__name__, root_path=ROOT, template_folder="templates", static_folder=None)
    app.config.update(_flask_settings(config))
    # Werkzeug would lead on to the address with one slash at whatever Host the request has named.
    app.url_map.merge_slashes = False
    config.DATA_DIR.mkdir(parents=True, exist_ok=True)
    site.use(_site(config))
    app.extensions["site"] = site.site()
    db.init_app(app)
    app.teardown_appcontext(let_go)
    with app.app_context():
        sqlite.tune(db.engine)
        postgres.tune(db.engine)
    # The shape of the tables changes in one transaction on SQLite too, and by copying the table where SQLite cannot alter it.
    Migrate(app, db, directory=f"{ROOT}/migrations", render_as_batch=True)
    try:
        chosen = choose_adapters(config)
    except ValueError as wrong:
        raise SettingError(str(wrong)) from None
    adapters.use(chosen)
    app.extensions["adapters"] = chosen
    app.wsgi_app = Seats(app.wsgi_app, config.DB_POOL_SIZE)  # type: ignore[method-assign]
    if config.TRUSTED_HOPS:
        hops = config.TRUSTED_HOPS
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    web.install(app, config)
    domain.know_all()
    for face in (shop, api, backoffice):
        face.mount(app)
    cli.mount(app)
    return app


def choose_adapters(config: Config) -> adapters.Adapters:
    """The real thing where its setting is given, else the embedded default."""
    return adapters.Adapters(
        gateway=_gateway(config),
        storage=_storage(config),
        mailer=_mailer(config),
        cache=_cache(config),
        search=_search(config),
        fetcher=PinnedFetcher(),
        identity=_identity(config),
    )


def _gateway(config: Config) -> Gateway | None:
    if config.RAZORPAY_KEY_ID:
        return RazorpayGateway(
            config.RAZORPAY_KEY_ID,
            config.RAZORPAY_KEY_SECRET,
            config.RAZORPAY_WEBHOOK_SECRET,
            config.RAZORPAY_BASE_URL,
            # The server has a thread for each connection: half of them stay for those who only look around.
            at_once=max(1, config.DB_POOL_SIZE // 2),
        )
    return SandboxGateway(config.SECRET_KEY) if config.payments_open else None


def _storage(config: Config) -> Storage:
    if config.STORAGE_URL:
        return S3Storage(config.STORAGE_URL, cdn_url=config.CDN_URL)
    return FolderStorage(config.DATA_DIR / "media", url_prefix=f"{config.CDN_URL}/media")


def _mailer(config: Config) -> Mailer:
    sender = config.MAIL_FROM or f"{config.SHOP_NAME} <orders@{urlsplit(config.SITE_URL).hostname}>"
    if config.MAIL_URL:
        return SmtpMailer(config.MAIL_URL, sender)
    return MailboxMailer(config.DATA_DIR / "mailbox", sender)


def _cache(config: Config) -> Cache:
    return SharedCache(config.REDIS_URL) if config.REDIS_URL else ProcessCache()


def _search(config: Config) -> SearchIndex:
    return PostgresSearch() if config.DB_CONNECTION_STRING.startswith("postgresql") else SqliteSearch()


def _identity(config: Config) -> IdentityProvider | None:
    if not config.GOOGLE_CLIENT_ID:
        return None
    return Google(config.GOOGLE_CLIENT_ID, config.GOOGLE_CLIENT_SECRET, config.GOOGLE_DISCOVERY_URL)


def _site(config: Config) -> site.Site:
    return site.Site(
        url=config.SITE_URL,
        name=config.SHOP_NAME,
        data_dir=config.DATA_DIR,
        secret_key=config.SECRET_KEY,
        access_secret=config.JWT_SECRET,
        refresh_secret=config.JWT_REFRESH_SECRET,
        bcrypt_cost=config.BCRYPT_COST,
    )


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "KUNDAN": config,
        "SECRET_KEY": config.SECRET_KEY,
        "SQLALCHEMY_DATABASE_URI": config.DB_CONNECTION_STRING,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.DB_CONNECTION_STRING, config.DB_POOL_SIZE),
        "SESSION_COOKIE_NAME": "form",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.is_https,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        "MAX_FORM_PARTS": 200,
    }

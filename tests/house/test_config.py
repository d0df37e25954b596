"""The settings: nothing is needed, and what is wrong stops the start with one sentence that names it."""

import os
import stat
from pathlib import Path

import pytest

from config import Config, SettingError

PUBLIC = {
    "SITE_URL": "https://shop.example.in",
    "DB_CONNECTION_STRING": "postgresql://shop@db/shop",
    "SECRET_KEY": "k" * 32,
    "JWT_SECRET": "a" * 32,
    "JWT_REFRESH_SECRET": "r" * 32,
}
RAZORPAY = {"RAZORPAY_KEY_ID": "rzp_live_1", "RAZORPAY_KEY_SECRET": "s3cret", "RAZORPAY_WEBHOOK_SECRET": "h00k"}


def config(tmp_path: Path, **settings: str) -> Config:
    return Config.from_env({"DATA_DIR": str(tmp_path / "data"), **settings})


def refusal(tmp_path: Path, **settings: str) -> str:
    with pytest.raises(SettingError) as caught:
        config(tmp_path, **settings)
    return str(caught.value)


def test_a_shop_on_one_machine_needs_no_setting(tmp_path: Path) -> None:
    made = config(tmp_path)

    assert made.SITE_URL == "http://127.0.0.1:8000"
    assert f"sqlite:///{tmp_path}/data/shop.sqlite3" == made.DB_CONNECTION_STRING
    assert made.is_local
    assert made.payments_open


def test_an_empty_setting_counts_as_none(tmp_path: Path) -> None:
    assert config(tmp_path, PORT="", SITE_URL="  ", DEMO="").PORT == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "²"),
        ("DB_POOL_SIZE", "0"),
        ("DB_POOL_SIZE", "many"),
        ("WEB_CONCURRENCY", "auto"),
        ("WEB_CONCURRENCY", "9999"),
        ("TRUSTED_HOPS", "99"),
        ("TRUSTED_HOPS", "true"),
        ("BCRYPT_COST", "3"),
        ("BCRYPT_COST", "17"),
        ("DEMO", "maybe"),
        ("RATELIMIT_ENABLED", "2"),
        ("SITE_URL", "shop.example.in"),
        ("SITE_URL", "ftp://shop.example.in"),
        ("SITE_URL", "https://"),
        ("SITE_URL", "http://[::1"),
        ("SITE_URL", "http://shop.example.in:port"),
        ("SITE_URL", "https://example.in/shop"),
        ("CORS_ORIGIN", "https://app.example.in/shop"),
        ("CDN_URL", "//cdn.example.in"),
        ("RAZORPAY_BASE_URL", "api.razorpay.com"),
        ("CORS_ORIGIN", "https://app.example.in,everybody"),
        ("COOKIE_SAMESITE", "Strict"),
        ("COOKIE_SAMESITE", "None"),
        ("LOG_FORMAT", "xml"),
        ("MAIL_URL", "mail.example.in"),
        ("MAIL_URL", "http://mail.example.in"),
        ("MAIL_URL", "smtp://"),
        ("ADMIN_EMAIL", "asha"),
        ("ADMIN_EMAIL", "asha@"),
        ("ADMIN_EMAIL", "asha patil@example.in"),
        ("STORAGE_URL", "/srv/pictures"),
        ("REDIS_URL", "localhost:6379"),
        ("PAYMENTS", "stripe"),
        ("GOOGLE_DISCOVERY_URL", "accounts.google.com"),
        ("GOOGLE_CLIENT_SECRET", "without the id"),
        ("DB_CONNECTION_STRING", "mysql://localhost/shop"),
        ("DB_CONNECTION_STRING", "shop.sqlite3"),
        ("DB_CONNECTION_STRING", "sqlite:///"),
        ("DB_CONNECTION_STRING", "sqlite:///:memory:"),
        ("DB_CONNECTION_STRING", "sqlite:////nowhere/to/be/found/shop.sqlite3"),
        ("SECRET_KEY", "short"),
        ("JWT_SECRET", "short"),
        ("JWT_REFRESH_SECRET", "short"),
        ("JWT_SECRET", "your_jwt_secret_here"),
        ("JWT_REFRESH_SECRET", "your_jwt_refresh_secret"),
        ("SECRET_KEY", "YOUR_SECRET_KEY_GOES_HERE"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_setting(tmp_path: Path, name: str, value: str) -> None:
    sentence = refusal(tmp_path, **{name: value})

    assert name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_the_placeholders_of_the_documentation_are_refused(tmp_path: Path) -> None:
    for name in RAZORPAY:
        assert name in refusal(tmp_path, **{**RAZORPAY, name: "your_razorpay_key"})
    assert "RAZORPAY_KEY_ID" in refusal(tmp_path, **{**RAZORPAY, "RAZORPAY_KEY_ID": "rzp_test_xxxxx"})
    assert "GOOGLE_CLIENT_ID" in refusal(tmp_path, GOOGLE_CLIENT_ID="your_google_id", GOOGLE_CLIENT_SECRET="s3cret")


@pytest.mark.parametrize("missing", list(RAZORPAY))
def test_razorpays_settings_come_together(tmp_path: Path, missing: str) -> None:
    sentence = refusal(tmp_path, **{**RAZORPAY, missing: ""})

    assert sentence.startswith(f"{missing} is missing")


def test_mongodb_is_answered_with_the_way_over(tmp_path: Path) -> None:
    for url in ("mongodb://localhost/shop", "mongodb+srv://u:p@cluster.example.net/shop"):
        sentence = refusal(tmp_path, DB_CONNECTION_STRING=url)

        assert "flask import mongo" in sentence
        assert "u:p" not in sentence


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_may_be_named_in_each_usual_way(tmp_path: Path, scheme: str) -> None:
    made = config(tmp_path, **{**PUBLIC, "DB_CONNECTION_STRING": f"{scheme}://shop:p@db:5432/shop?sslmode=require"})

    assert made.DB_CONNECTION_STRING == "postgresql+psycopg://shop:p@db:5432/shop?sslmode=require"


def test_secrets_are_made_once_kept_and_for_nobody_else_to_read(tmp_path: Path) -> None:
    first = config(tmp_path)
    second = config(tmp_path)

    assert first.JWT_SECRET == second.JWT_SECRET
    assert len({first.SECRET_KEY, first.JWT_SECRET, first.JWT_REFRESH_SECRET}) == 3
    assert stat.S_IMODE((tmp_path / "data" / "secrets.json").stat().st_mode) == 0o600


def test_a_secret_that_is_given_is_used_and_the_others_are_made(tmp_path: Path) -> None:
    made = config(tmp_path, JWT_SECRET="j" * 40)

    assert made.JWT_SECRET == "j" * 40
    assert len(made.SECRET_KEY) >= 32
    assert "j" * 40 not in (tmp_path / "data" / "secrets.json").read_text()


def test_a_shop_with_all_secrets_given_writes_none(tmp_path: Path) -> None:
    config(tmp_path, **PUBLIC)

    assert not (tmp_path / "data" / "secrets.json").exists()


@pytest.mark.parametrize("missing", ["SECRET_KEY", "JWT_SECRET", "JWT_REFRESH_SECRET"])
def test_a_public_shop_on_postgresql_must_be_given_its_secrets(tmp_path: Path, missing: str) -> None:
    assert refusal(tmp_path, **{**PUBLIC, missing: ""}).startswith(f"{missing} is missing")


def test_damaged_secrets_are_told_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secrets.json").write_text("{")

    assert "secrets.json" in refusal(tmp_path)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a folder")

    assert "DATA_DIR" in refusal(tmp_path)


def test_a_public_shop_takes_no_pretended_money_unless_told_to(tmp_path: Path) -> None:
    public = {**PUBLIC, "DB_CONNECTION_STRING": ""}

    assert not config(tmp_path, **public).payments_open
    assert config(tmp_path, **public, PAYMENTS="sandbox").payments_open
    assert config(tmp_path, **public, **RAZORPAY).payments_open


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_loopback_is_local_whatever_its_name(tmp_path: Path, host: str) -> None:
    assert config(tmp_path, SITE_URL=f"http://{host}:8000").is_local


def test_addresses_lose_the_slash_at_their_end_and_lists_are_split_at_commas(tmp_path: Path) -> None:
    made = config(tmp_path, SITE_URL="https://shop.example.in/", CORS_ORIGIN="https://a.example.in/, http://localhost:5173,")

    assert made.SITE_URL == "https://shop.example.in"
    assert made.CORS_ORIGIN == ("https://a.example.in", "http://localhost:5173")


def test_the_environment_is_read_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {"DATA_DIR": str(tmp_path), "SHOP_NAME": "Meera"})

    assert Config.from_env().SHOP_NAME == "Meera"

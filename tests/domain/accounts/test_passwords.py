"""Which passwords are good enough, and their hashes."""

import bcrypt
import pytest

from storefront.domain.accounts import passwords

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def engine_name() -> str:
    """Nothing here asks the database."""
    return "sqlite"


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The hashes that bcrypt has worked against."""
    worked_on: list[bytes] = []
    real = bcrypt.checkpw
    monkeypatch.setattr(bcrypt, "checkpw", lambda plain, kept: worked_on.append(kept) or real(plain, kept))
    return worked_on


@pytest.mark.parametrize(
    "password", ["violet kite over Pune", " blanks count ", "नमस्ते दुनिया", "nul\0inside it", "💍" * 12, "x" * 5000]
)
def test_a_hash_belongs_to_its_password_alone(password):
    kept = passwords.hash_of(password)

    assert passwords.belongs(password, kept)
    assert not passwords.belongs(password + " ", kept)
    assert len(kept) == 60


def test_the_same_password_never_has_the_same_hash():
    assert passwords.hash_of("violet kite") != passwords.hash_of("violet kite")


def test_the_cost_is_the_site_s():
    assert passwords.hash_of("violet kite").startswith("$2b$04$")


def test_long_passwords_differ_after_72_bytes_too():
    kept = passwords.hash_of("x" * 72 + "a")

    assert passwords.belongs("x" * 72 + "a", kept)
    assert not passwords.belongs("x" * 72 + "b", kept)
    assert not passwords.belongs("x" * 72, kept)


@pytest.mark.parametrize("kind", ["$2a$", "$2b$", "$2y$"])
def test_hashes_made_by_other_backends_are_taken(kind):
    kept = kind + bcrypt.hashpw(b"violet kite", bcrypt.gensalt(4)).decode()[4:]

    assert passwords.belongs("violet kite", kept)
    assert not passwords.belongs("violet kites", kept)


@pytest.mark.parametrize(
    "kept", [None, "", "violet kite", "$2b$04$short", "$2b$99$" + "a" * 53, "$2b$04$" + "!" * 53, "$1$abc$def"]
)
def test_without_a_sound_hash_the_answer_is_no_after_the_same_work(kept, checks):
    assert not passwords.belongs("violet kite", kept)

    assert len(checks) == 1
    assert checks[0].startswith(b"$2b$04$")


@pytest.mark.parametrize(
    "password", ["violet kite over Pune", "k9#7621!3409", "Mogra-Sabzi-41-Kulfi", "correct horse battery staple"]
)
def test_a_good_password_is_taken(password):
    assert passwords.trouble_with(password, "asha", "asha@example.in") is None


def test_ten_characters_are_enough_and_nine_are_not():
    assert passwords.trouble_with("mogra kulfi"[:10]) is None
    assert passwords.trouble_with("mogra kulfi"[:9]) == "A password needs at least 10 characters."


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Password@2026",
        "P@ssw0rd1234",
        "p a s s w o r d",
        "passwordpassword",
        "qwertyuiop",
        "1q2w3e4r5t",
        "1234567890",
        "9876543210",
        "0123456789",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "1212121212",
        "iloveyou2026!",
        "India@1947!!",
        "JaiShreeRam108",
        "$achin_Tendulkar10",
        "Welcome@123456",
        "admin@1234567",
        "Kundan!!2026",
    ],
)
def test_a_common_password_is_refused_in_its_usual_disguises(password):
    assert "too easy to guess" in str(passwords.trouble_with(password, "asha"))


@pytest.mark.parametrize("password", ["asha.patil.pune", "ASHA.PATIL.PUNE", "asha.p@example.in"])
def test_one_s_own_names_are_no_password(password):
    assert "must not be" in str(passwords.trouble_with(password, "asha.patil.pune", "asha.p@example.in"))

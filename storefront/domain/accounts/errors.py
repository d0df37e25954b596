"""What can go wrong with accounts."""

from storefront.core.errors import Conflict, Invalid, NotFound, SignInRequired


class SignInFailed(SignInRequired):
    """One sentence for every cause: nobody learns here which names exist."""

    sentence = "That name and password do not belong together."


class SessionOver(SignInRequired):
    """The refresh token is not ours, has run out, was used before, or its session has ended."""

    sentence = "You were signed out. Please sign in again."


class AddressUnverified(SignInRequired):
    """The provider does not vouch for the address, so nobody's account here can be told by it."""

    sentence = "Google has not verified your e-mail address yet. Verify it there first, or make an account here with a password."


class StaffSignIn(SignInRequired):
    """An admin's account whose address was never verified is not handed to whoever has the address."""

    sentence = "This account runs the shop: sign in with its password once, by a link to a new one if it is lost."


class IdentityClosed(NotFound):
    """The shop takes no sign-in from elsewhere."""


class Taken(Conflict):
    """Somebody else has this e-mail address or user name. `errors` maps the field to its sentence, as in Invalid."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(" ".join(errors.values()), errors=errors)
        self.errors = errors


class WrongPassword(Invalid):
    """The password that was to be confirmed is another."""

    def __init__(self) -> None:
        super().__init__({"current": "This is not your password."})


class LinkRunOut(NotFound):
    """A link to a new password was used, is older than an hour, or was never made."""

    sentence = "This link has been used or has run out. Ask for a new one."


class NoSuchAccount(NotFound):
    sentence = "There is no such account."


class LastAdmin(Conflict):
    """Without this one nobody could run the shop."""

    sentence = "This is the last admin. Make somebody else an admin first."


class NoSuchAddress(NotFound):
    """There is none, or it is somebody else's."""

    sentence = "There is no such address."


class TooManyAddresses(Conflict):
    """`most` is how many an account keeps."""

    def __init__(self, most: int) -> None:
        super().__init__(f"An account keeps at most {most} addresses. Remove one first.", most=most)
